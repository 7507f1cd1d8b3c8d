"""The network: an encoder, the marks' positions, and heads for type, mode and status."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from talion.coding.marking import Encoded
from training.labels import Labels


class Network(nn.Module):
    """Scores of the types, modes and statuses of a batch of marked sentences."""

    def __init__(self, folder: Path, labels: Labels, seed: int = 0) -> None:
        super().__init__()
        torch.manual_seed(seed)
        self.encoder = AutoModel.from_pretrained(folder)
        self.encoder.pooler = None
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.mix = nn.Linear(3 * width, width)
        self.to_type = nn.Linear(width, len(labels.types))
        self.to_mode = nn.Linear(width, len(labels.modes))
        self.to_status = nn.Linear(width, len(labels.statuses))

    def forward(
        self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return scores of shape (batch, types), (batch, modes) and (batch, statuses)."""
        parts = self.parts(ids, mask, source, target)
        mixed = self.drop(torch.tanh(self.mix(self.drop(parts))))
        return self.to_type(mixed), self.to_mode(mixed), self.to_status(mixed)

    def parts(self, ids: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Tensor:
        """Return the mean of the tokens and the two opening marks, (batch, 3 x width)."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return _parts(hidden, mask, source, target)


class Shipped(nn.Module):
    """The network for one sentence at a time, with the weight of each token in its best type."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, source: Tensor, target: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return the three scores and the tokens' weights, of shape (1, tokens).

        A token's weight is the change of the best type's score, to first order, that the
        token's part in the sentence's mean makes.
        """
        net = self.network
        mask = torch.ones_like(ids)
        hidden = net.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        mixed = torch.tanh(net.mix(_parts(hidden, mask, source, target)))
        kinds = net.to_type(mixed)
        slope = net.to_type.weight[kinds.argmax(-1)] * (1 - mixed**2)
        width = hidden.shape[-1]
        pull = (slope @ net.mix.weight[:, :width]).unsqueeze(-1)
        weights = (hidden @ pull).squeeze(-1)
        return kinds, net.to_mode(mixed), net.to_status(mixed), weights


def _parts(hidden: Tensor, mask: Tensor, source: Tensor, target: Tensor) -> Tensor:
    rows = torch.arange(hidden.shape[0], device=hidden.device)
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    mean = (hidden * weight).sum(1) / weight.sum(1)
    return torch.cat([mean, hidden[rows, source], hidden[rows, target]], dim=-1)


def padded(encoded: Sequence[Encoded], pad: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return token numbers, mask and mark positions of sentences as one batch."""
    longest = max(len(e.ids) for e in encoded)
    ids = torch.full((len(encoded), longest), pad)
    mask = torch.zeros((len(encoded), longest), dtype=torch.long)
    for k, e in enumerate(encoded):
        ids[k, : len(e.ids)] = torch.tensor(e.ids)
        mask[k, : len(e.ids)] = 1
    sources = torch.tensor([e.source for e in encoded])
    return ids, mask, sources, torch.tensor([e.target for e in encoded])
