"""Fits how sure the network may be, and how much the lexicon counts beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from torch import log_softmax

from talion.coding.lexical import LexicalReader
from talion.coding.marking import Encoder
from talion.coding.network import FOLDER, Network, Reading, log_shares
from talion.coding.parse import Parser
from talion.knowledge.library import Library
from training import network as torch_network
from training.corpus import Marked, split
from training.fit import scores
from training.labels import NONE, Labels

NEUTRAL = {
    "temperature": 1.0,
    "status_temperature": 1.0,
    "lexicon": 0.0,
    "together": 1.0,
    "alone": 1.0,
}


def weigh(
    network: torch_network.Network,
    encoder: Encoder,
    unseen: Sequence[Marked],
    labels: Labels,
) -> float:
    """Return how much the lexicon should count on text that the network was not fitted to."""
    net = log_softmax(scores(network, encoder, unseen)[0], -1).numpy()
    return _fit(net, _lexicon(unseen, labels), _gold(unseen, labels))


def write(labels: Labels, weight: float, folder: Path = FOLDER) -> None:
    """Write `relation.toml` beside the network: its labels and its calibration.

    The type's probabilities are softmax((n + w·l)/t), with n the network's log-probabilities, l the
    lexicon's, w the weight given, and t that of the lowest log loss over the held-out batches.
    """
    _card(labels, NEUTRAL, folder)
    _, held = split()
    readings = list(Network(folder).read([(x.text, x.source, x.target) for x in held]))
    gold, net = _gold(held, labels), np.array([r.types for r in readings])
    _card(
        labels,
        NEUTRAL
        | {
            "status_temperature": _status(readings, held, labels),
            "lexicon": weight,
            "together": _heat(net + weight * _lexicon(held, labels), gold),
            "alone": _heat(net, gold),
        },
        folder,
    )


def _gold(items: Sequence[Marked], labels: Labels) -> np.ndarray:
    return np.array([labels.types.index(x.type) for x in items])


def _lexicon(held: Sequence[Marked], labels: Labels) -> np.ndarray:
    library = Library.load()
    parser, reader = Parser(known=library.lexicon.known()), LexicalReader(library)
    parsed = parser.sentences(x.text for x in held)
    rows = [
        reader.read(x.text, sentences, x.source, x.target).probabilities
        for x, sentences in zip(held, parsed, strict=True)
    ]
    return np.log(np.array([[row[t] for t in labels.types] for row in rows]))


def _fit(net: np.ndarray, lexicon: np.ndarray, gold: np.ndarray) -> float:
    """Return the lexicon's weight of the lowest log loss, at the temperature that goes with it."""

    def loss(at: np.ndarray) -> float:
        return _loss((net + at[0] * lexicon) / math.exp(at[1]), gold)

    best = minimize(loss, np.array([0.3, 0.0]), method="Nelder-Mead")
    return round(max(0.0, float(best.x[0])), 3)


def _heat(total: np.ndarray, gold: np.ndarray) -> float:
    """Return the temperature of the lowest log loss."""
    best = minimize_scalar(
        lambda at: _loss(total / math.exp(at), gold), bounds=(-3, 3), method="bounded"
    )
    return round(math.exp(float(best.x)), 3)


def _loss(total: np.ndarray, gold: np.ndarray) -> float:
    return -float(log_shares(total)[np.arange(len(gold)), gold].mean())


def _status(readings: list[Reading], held: Sequence[Marked], labels: Labels) -> float:
    rows = [k for k, x in enumerate(held) if x.type != NONE and x.status in labels.statuses]
    net = np.array([readings[k].statuses for k in rows])
    gold = np.array([labels.statuses.index(held[k].status) for k in rows])
    return _heat(net, gold)


def _card(labels: Labels, calibration: dict[str, float], folder: Path) -> None:
    lists = "\n".join(
        f"{name} = [{', '.join(chr(34) + v + chr(34) for v in values)}]"
        for name, values in (
            ("types", labels.types),
            ("modes", labels.modes),
            ("statuses", labels.statuses),
        )
    )
    numbers = "\n".join(f"{k} = {v}" for k, v in calibration.items())
    (folder / "relation.toml").write_text(
        "# Labels of relation.onnx in the order of its outputs, and its calibration, written by\n"
        "# `make model`: fitted to the held-out batches of corpus/, the\n"
        "# lexicon's weight also to one by another hand.\n"
        f"{lists}\n\n[calibration]\n{numbers}\n",
        encoding="utf-8",
    )
