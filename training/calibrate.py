"""Fits how sure the network may be, and how much the lexicon counts, on the held-out batches."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from talion.coding.lexical import LexicalReader
from talion.coding.network import FOLDER, Network, Reading, log_shares
from talion.coding.parse import Parser
from talion.knowledge.library import Library
from training.corpus import Marked, split
from training.labels import NONE, Labels

NEUTRAL = {
    "temperature": 1.0,
    "status_temperature": 1.0,
    "lexicon": 0.0,
    "together": 1.0,
    "alone": 1.0,
}


def write(labels: Labels, folder: Path = FOLDER) -> None:
    """Write `relation.toml` beside the network: its labels and its calibration.

    The type's probabilities are softmax((n + w·l)/t), with n the network's log-probabilities, l the
    lexicon's, and w and t those of the lowest log loss over the held-out batches.
    """
    _card(labels, NEUTRAL, folder)
    _, held = split()
    network = Network(folder)
    items = [(x.text, x.source, x.target) for x in held]
    readings = list(network.read(items))
    gold = np.array([labels.types.index(x.type) for x in held])
    net = np.array([r.types for r in readings])
    lexicon = _lexicon(held, labels)
    w, together = _fit(net, lexicon, gold)
    _, alone = _fit(net, np.zeros_like(net), gold)
    _card(
        labels,
        NEUTRAL
        | {
            "lexicon": w,
            "together": together,
            "alone": alone,
            "status_temperature": _status(readings, held, labels),
        },
        folder,
    )


def _lexicon(held: list[Marked], labels: Labels) -> np.ndarray:
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
    return round(max(0.0, float(best.x[0])), 3), round(math.exp(float(best.x[1])), 3)


def _status(readings: list[Reading], held: list[Marked], labels: Labels) -> float:
    rows = [k for k, x in enumerate(held) if x.type != NONE and x.status in labels.statuses]
    net = np.array([readings[k].statuses for k in rows])
    gold = np.array([labels.statuses.index(held[k].status) for k in rows])
    return _fit(net, np.zeros_like(net), gold)[1]


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
        "# `make model`. Fitted to the held-out batches of corpus/ alone.\n"
        f"{lists}\n\n[calibration]\n{numbers}\n",
        encoding="utf-8",
    )
