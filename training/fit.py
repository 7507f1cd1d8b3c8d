"""Fits one network to marked sentences."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from talion.coding.marking import Encoder
from training.corpus import Marked
from training.labels import Labels
from training.network import Network, padded

BATCH = 32
#: Sentences sorted by length at a time, so that a batch holds little padding.
POOL = 40 * BATCH
Augment = Callable[[Marked, random.Random], Marked]


@dataclass(frozen=True)
class Settings:
    """How a network is fitted; chosen on the held-out batches."""

    epochs: int = 3
    rate: float = 1.5e-4
    #: Label smoothing: authored labels are not certain.
    smooth: float = 0.1
    #: Weights of the mode's and the status' loss beside the type's.
    mode: float = 0.3
    status: float = 0.3
    #: The embeddings and this many layers above them stay as they came: a third of the time.
    frozen: int = 0
    #: Share of a teacher's probabilities in what is to be learnt; the rest is the label.
    taught: float = 0.5


Scores = tuple[Tensor, Tensor, Tensor]


def fit(
    network: Network,
    encoder: Encoder,
    items: Sequence[Marked],
    labels: Labels,
    settings: Settings,
    seed: int,
    augment: Augment | None = None,
    check: Callable[[Network], str] | None = None,
    last: Path | None = None,
    told: Scores | None = None,
) -> Network:
    """Fit *network* in place and return it.

    *last* is where the weights are kept after each epoch; *told* are a teacher's scores of the
    same items. The encoder's dropout is off: on a processor it costs a fifth of the time, and
    other surroundings and names at every epoch do its work.
    """
    rng = random.Random(seed)
    torch.manual_seed(seed)
    types, modes, statuses = labels.numbers(items)
    gold = torch.tensor(types), torch.tensor(modes), torch.tensor(statuses)
    _quiet(network)
    _freeze(network, settings.frozen)
    steps = math.ceil(len(items) / BATCH) * settings.epochs
    optimiser = _optimiser(network, settings.rate)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda k: min((k + 1) / (0.1 * steps), max(0.0, (steps - k) / (0.9 * steps)))
    )
    start = time.perf_counter()
    for epoch in range(settings.epochs):
        network.train()
        total = 0.0
        seen = [augment(x, rng) if augment else x for x in items]
        encoded = [encoder(x.text, x.source, x.target) for x in seen]
        for rows in _batches([len(e.ids) for e in encoded], rng):
            scores = network(*padded([encoded[k] for k in rows], encoder.pad))
            loss = _loss(scores, gold, rows, settings)
            if told is not None:
                loss = torch.lerp(loss, _taught(scores, told, rows, settings), settings.taught)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            plan.step()
            optimiser.zero_grad(set_to_none=True)
            total += loss.item() * len(rows)
        note = check(network) if check else ""
        print(
            f"epoch {epoch + 1}: loss {total / len(items):.3f} {note} "
            f"({time.perf_counter() - start:.0f} s)",
            flush=True,
        )
        if last is not None:
            last.parent.mkdir(parents=True, exist_ok=True)
            save(network, last)
    return network


def scores(network: Network, encoder: Encoder, items: Sequence[Marked], batch: int = 64) -> Scores:
    """Return the scores of type, mode and status, a row for each sentence in order."""
    network.eval()
    encoded = [encoder(x.text, x.source, x.target) for x in items]
    order = sorted(range(len(items)), key=lambda k: len(encoded[k].ids))
    parts: list[tuple[Tensor, ...]] = []
    with torch.inference_mode():
        for at in range(0, len(order), batch):
            parts.append(
                network(*padded([encoded[k] for k in order[at : at + batch]], encoder.pad))
            )
    back = torch.tensor(np.argsort(order))
    kinds, modes, statuses = (torch.cat(column)[back] for column in zip(*parts, strict=True))
    return kinds.clone(), modes.clone(), statuses.clone()


def _quiet(network: Network) -> None:
    for part in network.encoder.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0


def _freeze(network: Network, layers: int) -> None:
    if layers:
        for part in (network.encoder.embeddings, *network.encoder.encoder.layer[:layers]):
            part.requires_grad_(False)


def _optimiser(network: Network, rate: float) -> torch.optim.Optimizer:
    heads = [p for n, p in network.named_parameters() if not n.startswith("encoder.")]
    body = [p for n, p in network.named_parameters() if n.startswith("encoder.")]
    # The heads start from nothing and learn ten times as fast as the encoder.
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 10 * rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _batches(lengths: Sequence[int], rng: random.Random) -> Iterator[list[int]]:
    order = list(range(len(lengths)))
    rng.shuffle(order)
    batches = []
    for at in range(0, len(order), POOL):
        pool = sorted(order[at : at + POOL], key=lambda k: lengths[k])
        batches += [pool[k : k + BATCH] for k in range(0, len(pool), BATCH)]
    rng.shuffle(batches)
    yield from batches


def _loss(
    given: Scores,
    gold: Scores,
    rows: list[int],
    settings: Settings,
) -> Tensor:
    kinds, modes, statuses = given
    loss = functional.cross_entropy(kinds, gold[0][rows], label_smoothing=settings.smooth)
    for weight, got, want in (
        (settings.mode, modes, gold[1][rows]),
        (settings.status, statuses, gold[2][rows]),
    ):
        if bool((want >= 0).any()):
            loss = loss + weight * functional.cross_entropy(got, want, ignore_index=-1)
    return loss


def _taught(given: Scores, told: Scores, rows: list[int], settings: Settings) -> Tensor:
    """Return the cross-entropy of the scores against the teacher's probabilities."""
    types, modes, statuses = (
        functional.cross_entropy(got, torch.softmax(want[rows], -1))
        for got, want in zip(given, told, strict=True)
    )
    return types + settings.mode * modes + settings.status * statuses


def save(network: Network, path: Path) -> None:
    """Write a network's weights."""
    torch.save({k: v.to(torch.float16) for k, v in network.state_dict().items()}, path)


def load(network: Network, path: Path) -> Network:
    """Read weights into *network*, in place."""
    state = torch.load(path, weights_only=True)
    network.load_state_dict({k: v.float() for k, v in state.items()})
    return network
