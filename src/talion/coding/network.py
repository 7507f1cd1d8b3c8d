"""Runs the relation network that ships with talion on marked sentences."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from talion.coding.marking import Encoded, Encoder, Span

FOLDER = Path(__file__).resolve().parent / "model"
#: Threads that score sentences side by side; more than four gain little on a laptop.
MOST_THREADS = 4
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """What the network makes of one marked sentence: log-probabilities and the words that counted."""

    types: Floats
    modes: Floats
    statuses: Floats
    #: Words with the share each had in the best type, the weightiest first.
    words: tuple[tuple[str, float], ...]


class Network:
    """The network, its labels and its calibration.

    Each sentence is scored by itself: its result cannot depend on what else is in the batch,
    and no time goes into padding. Sentences run side by side on the machine's cores.

    Example:
        >>> net = Network.load()
        >>> [r] = net.read([("Chad accused Sudan of arming rebels.", (0, 4), (13, 18))])
        >>> net.types[int(r.types.argmax())]
        'ACCUSE'
    """

    def __init__(self, folder: Path) -> None:
        with (folder / "relation.toml").open("rb") as f:
            card = tomllib.load(f)
        self.types: tuple[str, ...] = tuple(card["types"])
        self.modes: tuple[str, ...] = tuple(card["modes"])
        self.statuses: tuple[str, ...] = tuple(card["statuses"])
        self.calibration: Mapping[str, float] = card["calibration"]
        self._encoder = Encoder(folder / "tokenizer.json")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "relation.onnx"), options, providers=["CPUExecutionProvider"]
        )
        threads = min(MOST_THREADS, os.cpu_count() or 1)
        self._pool = ThreadPoolExecutor(threads, "network") if threads > 1 else None

    @classmethod
    def load(cls) -> Network:
        """Load the network in the package.

        Raises:
            FileNotFoundError: the package was built without it.
        """
        return cls(FOLDER)

    def read(self, items: Iterable[tuple[str, Span | None, Span | None]]) -> Iterator[Reading]:
        """Return a reading of each ``(sentence, source, target)``, in order.

        Work begins at once on other threads, so that the caller may parse meanwhile.
        """
        rows = list(items)
        if self._pool is None or len(rows) < 2:
            return map(self._one, rows)
        return self._pool.map(self._one, rows)

    def _one(self, item: tuple[str, Span | None, Span | None]) -> Reading:
        text, source, target = item
        encoded = self._encoder(text, source, target)
        found = self._session.run(
            ["type", "mode", "status", "weight"],
            {
                "ids": np.array([encoded.ids], np.int64),
                "source": np.array([encoded.source], np.int64),
                "target": np.array([encoded.target], np.int64),
            },
        )
        kinds, modes, statuses, weights = (np.asarray(part, np.float64)[0] for part in found)
        heat = self.calibration["temperature"]
        return Reading(
            log_shares(kinds / heat),
            log_shares(modes),
            log_shares(statuses / self.calibration["status_temperature"]),
            _weightiest(text, encoded, weights),
        )


def log_shares(scores: Floats) -> Floats:
    """Return the logs of shares that sum to one along the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float64)


def likeliest(shares: Mapping[str, float]) -> dict[str, float]:
    """Return the three likeliest types with their shares, the likeliest first."""
    return {t: round(shares[t], 3) for t in sorted(shares, key=lambda t: -shares[t])[:3]}


def _weightiest(text: str, encoded: Encoded, weights: Floats) -> tuple[tuple[str, float], ...]:
    """Return the three words whose tokens spoke most for the best type."""
    words: dict[Span, float] = {}
    last: Span | None = None
    for (start, end), weight in zip(encoded.spans, weights, strict=True):
        if start == end or (weight <= 0 and last is None):
            continue
        # Pieces of one word touch each other.
        if last is not None and start == last[1] and text[start].isalnum():
            joined = (last[0], end)
            words[joined] = words.pop(last) + float(weight)
        else:
            joined = (start, end)
            words[joined] = float(weight)
        last = joined
    total = sum(v for v in words.values() if v > 0) or 1.0
    best = sorted(
        ((v, k) for k, v in words.items() if v > 0 and text[k[0]].isalpha()), reverse=True
    )[:3]
    return tuple((text[a:b], round(v / total, 3)) for v, (a, b) in best)
