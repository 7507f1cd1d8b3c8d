"""The network: an encoder, the marks' positions, and heads for type, mode and status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

from training.corpus import Span

#: Longest input, in tokens: 99.9% of news sentences with their marks are shorter.
LONGEST = 128


class Encoder:
    """Turns a sentence and its marks into token numbers and the marks' positions."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        ids = self.tokenizer.encode("").ids
        self.first, self.last = ids
        vocab = self.tokenizer.get_vocab()
        self.pad = vocab.get("[PAD]", vocab.get("<pad>", 0))
        names = [f"[unused{k}]" for k in range(1, 5)]
        self.marks = [vocab[n] for n in names]

    def __call__(
        self, text: str, source: Span | None, target: Span | None
    ) -> tuple[list[int], int, int]:
        """Return token numbers, and where the source's and the target's opening marks stand.

        A mark that is missing points at the first token, that of the sentence as a whole.
        """
        enc = self.tokenizer.encode(text, add_special_tokens=False)
        opens: dict[int, list[int]] = {}
        closes: dict[int, list[int]] = {}
        for span, start, end in (
            (source, self.marks[0], self.marks[1]),
            (target, self.marks[2], self.marks[3]),
        ):
            if span is None:
                continue
            inside = [k for k, (a, b) in enumerate(enc.offsets) if b > span[0] and a < span[1]]
            if inside:
                opens.setdefault(inside[0], []).append(start)
                closes.setdefault(inside[-1], []).append(end)
        ids, at = [self.first], {}
        for k, token in enumerate(enc.ids):
            for m in opens.get(k, ()):
                at[m] = len(ids)
                ids.append(m)
            ids.append(token)
            ids.extend(closes.get(k, ()))
        ids.append(self.last)
        places = at.get(self.marks[0], 0), at.get(self.marks[2], 0)
        return _window(ids, places)


def _window(ids: list[int], places: tuple[int, int]) -> tuple[list[int], int, int]:
    if len(ids) <= LONGEST:
        return ids, *places
    marks = [p for p in places if p] or [0]
    start = max(1, min((min(marks) + max(marks) - LONGEST) // 2, len(ids) - LONGEST + 1))
    start = min(start, min(marks) or 1)
    kept = [ids[0], *ids[start : start + LONGEST - 2], ids[-1]]
    moved = [p - start + 1 if p and p - start + 1 < LONGEST - 1 else 0 for p in places]
    return kept, moved[0], moved[1]


class Network(nn.Module):
    """Scores of the types, modes and statuses of a batch of marked sentences."""

    def __init__(self, folder: Path, types: int, modes: int, statuses: int, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.encoder = AutoModel.from_pretrained(folder)
        self.encoder.pooler = None
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(3 * width, width)
        self.to_type = nn.Linear(width, types)
        self.to_mode = nn.Linear(width, modes)
        self.to_status = nn.Linear(width, statuses)

    def forward(
        self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores of shape (batch, types), (batch, modes) and (batch, statuses)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        rows = torch.arange(hidden.shape[0], device=hidden.device)
        weight = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weight).sum(1) / weight.sum(1)
        parts = torch.cat([mean, hidden[rows, source], hidden[rows, target]], dim=-1)
        mixed = self.drop(torch.tanh(self.mix(self.drop(parts))))
        return self.to_type(mixed), self.to_mode(mixed), self.to_status(mixed)


def padded(
    encoded: Sequence[tuple[list[int], int, int]], pad: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return token numbers, mask and mark positions of sentences as one batch."""
    longest = max(len(ids) for ids, _, _ in encoded)
    ids = torch.full((len(encoded), longest), pad)
    mask = torch.zeros((len(encoded), longest), dtype=torch.long)
    for k, (tokens, _, _) in enumerate(encoded):
        ids[k, : len(tokens)] = torch.tensor(tokens)
        mask[k, : len(tokens)] = 1
    return ids, mask, torch.tensor([e[1] for e in encoded]), torch.tensor([e[2] for e in encoded])
