"""Fits how sure the network may be, and how much the lexicon counts beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Strange:
    """What text by another hand asks for: the lexicon's weight, and more doubt.

    *heat* and *alone* are how many times hotter such text wants the probabilities than the
    held-out batches do, with and without the lexicon.
    """

    lexicon: float
    heat: float
    alone: float


def weigh(
    network: torch_network.Network,
    encoder: Encoder,
    strange: Sequence[Marked],
    held: Sequence[Marked],
    labels: Labels,
) -> Strange:
    """Return what *strange*, which the network was not fitted to, asks for beyond *held*."""
    net = {k: _network(network, encoder, v) for k, v in (("s", strange), ("h", held))}
    lex = {k: _lexicon(v, labels) for k, v in (("s", strange), ("h", held))}
    gold = {k: _gold(v, labels) for k, v in (("s", strange), ("h", held))}
    w, together = _fit(net["s"], lex["s"], gold["s"])
    return Strange(
        w,
        round(together / _heat(net["h"] + w * lex["h"], gold["h"]), 3),
        round(_heat(net["s"], gold["s"]) / _heat(net["h"], gold["h"]), 3),
    )


def write(labels: Labels, strange: Strange, folder: Path = FOLDER) -> None:
    """Write `relation.toml` beside the network: its labels and its calibration.

    The type's probabilities are softmax((n + w·l)/t), with n the network's log-probabilities and l
    the lexicon's. w is that of the lowest log loss over text by another hand, and t that over the
    held-out batches, times how much hotter such text wants it.
    """
    _card(labels, NEUTRAL, folder)
    _, held = split()
    readings = list(Network(folder).read([(x.text, x.source, x.target) for x in held]))
    gold, net = _gold(held, labels), np.array([r.types for r in readings])
    together = _heat(net + strange.lexicon * _lexicon(held, labels), gold)
    _card(
        labels,
        {
            "temperature": 1.0,
            "status_temperature": round(_status(readings, held, labels), 3),
            "lexicon": strange.lexicon,
            "together": round(strange.heat * together, 3),
            "alone": round(strange.alone * _heat(net, gold), 3),
        },
        folder,
    )


def _gold(items: Sequence[Marked], labels: Labels) -> np.ndarray:
    return np.array([labels.types.index(x.type) for x in items])


def _network(
    network: torch_network.Network, encoder: Encoder, items: Sequence[Marked]
) -> np.ndarray:
    return log_softmax(scores(network, encoder, items)[0], -1).numpy()


def _lexicon(held: Sequence[Marked], labels: Labels) -> np.ndarray:
    library = Library.load()
    parser, reader = Parser(known=library.lexicon.known()), LexicalReader(library)
    parsed = parser.sentences(x.text for x in held)
    rows = [
        reader.read(x.text, sentences, x.source, x.target).probabilities
        for x, sentences in zip(held, parsed, strict=True)
    ]
    return np.log(np.array([[row[t] for t in labels.types] for row in rows]))


def _fit(net: np.ndarray, lexicon: np.ndarray, gold: np.ndarray) -> tuple[float, float]:
    def loss(at: np.ndarray) -> float:
        w, heat = at[0], math.exp(at[1])
        shares = log_shares((net + w * lexicon) / heat)
        return -float(shares[np.arange(len(gold)), gold].mean())

    best = minimize(loss, np.array([0.3, 0.0]), method="Nelder-Mead")
    return round(max(0.0, float(best.x[0])), 3), math.exp(float(best.x[1]))


def _heat(total: np.ndarray, gold: np.ndarray) -> float:
    """Return the temperature of the lowest log loss."""

    def loss(at: float) -> float:
        return -float(log_shares(total / math.exp(at))[np.arange(len(gold)), gold].mean())

    return math.exp(float(minimize_scalar(loss, bounds=(-3, 3), method="bounded").x))


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
        "# `make model`: fitted to the held-out batches of corpus/ and to one by another hand.\n"
        f"{lists}\n\n[calibration]\n{numbers}\n",
        encoding="utf-8",
    )
