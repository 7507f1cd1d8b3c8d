"""What came after dated acts, against what was to be expected without them.

Acts follow bursts of what they are meant to stop. So the expectation starts from
the days before each date (the burst included), is corrected by what followed
days like them without an act, and its error is that of the same dates shifted
through the record together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.expect import Expectation, ahead_totals, expectation

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

# Days of record before a date, without which nothing can be expected.
HISTORY = 90
LEAD_DAYS = 7
MATCHES = 15
SHIFTS = 499
# A past that only rises can be fitted by memories that run away; kept finite, they give an
# interval so wide that it is refused.
MOST_DUE, WIDEST_LOG = 1e6, 300.0


@dataclass(frozen=True)
class Gap:
    """Observed against expected totals after the dates, and the error of that."""

    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    error: float
    totals: Floats
    shifted: Floats

    @classmethod
    def measure(cls, y: Floats, places: Places, window: int) -> Gap:
        """Compare the totals of *window* days after each place with what was due.

        Example:
            >>> y = np.random.default_rng(0).poisson(1.0, 1200).astype(float)
            >>> gap = Gap.measure(y, np.array([300, 600, 900]), 30)
            >>> bool(gap.low < 1 < gap.high)
            True
        """
        touched = np.zeros(len(y), dtype=bool)
        for p in places:
            touched[p + 1 : p + window + 1] = True
        rate, factor = _undisturbed(y, touched, places, window)
        mean = np.clip(rate.ahead(window), 1e-3, MOST_DUE)
        total, calm = ahead_totals(y, window), ahead_totals(y / factor, window)
        inside = np.arange(HISTORY, len(y) - window)
        # Days in no window and without a date: what follows them may hold later dates,
        # for to leave those out would pick the days after which it stayed quiet.
        day = np.zeros(len(y), dtype=bool)
        day[places] = True
        clean = inside[~touched[inside] & ~day[inside]]
        if len(places) == 1:
            clean = inside[inside + window <= places[0]]
        clean = clean if len(clean) > 10 * MATCHES else inside
        correction, like = _match(mean, calm, places, clean, y)
        mean = mean * correction
        # Totals vary more than Poisson: variance φ·mean + mean²/κ, from the clean days.
        spread = _spread(mean[clean], calm[clean])
        score = np.zeros(len(y))
        score[inside] = (calm - mean)[inside] / np.sqrt(spread(mean[inside]))
        shifted = _shift(score, places, inside, clean)
        scale = max(float(shifted.std()), 0.5) if len(shifted) else 1.0
        observed, expected = float(total[places].sum()), float(mean[places].sum())
        error = scale * math.sqrt(float(spread(mean[places]).sum())) / expected
        # The matched days overlap: as many independent windows as fit into them.
        typical = float(mean[like].mean())
        windows = max(1.0, len(like) / window)
        error = math.hypot(error, math.sqrt(float(spread(np.array(typical))) / windows) / typical)
        ratio = observed / expected
        # On the log scale an error seen at the expected total.
        reach = min(1.96 * error, WIDEST_LOG)
        log_low, log_high = (math.log(max(ratio, 1e-3)) + s * reach for s in (-1, 1))
        n = len(places)
        return cls(observed / n, expected / n, ratio, math.exp(log_low), math.exp(log_high),
                   error, total[places], shifted)  # fmt: skip


def _undisturbed(
    y: Floats, touched: npt.NDArray[np.bool_], places: Places, window: int
) -> tuple[Expectation, Floats]:
    """Fit the rate without the dated acts, and the factor they put on it.

    With one date only the past speaks. With several, days in their windows count
    too, after division by the common factor: leaving them out would leave out
    the bursts.
    """
    factor = np.ones(len(y))
    if len(places) == 1:
        return expectation(y, np.arange(len(y)) <= places[0]), factor
    for _ in range(3):
        rate = expectation(y, factor=factor)
        seen, due = float(y[touched].sum()), float(rate.today()[touched].sum())
        factor[touched] = np.clip((seen + 2) / (due + 2), 0.1, 10.0)
    return expectation(y, factor=factor), factor


def _match(
    mean: Floats, total: Floats, places: Places,
    clean: Places, y: Floats,
) -> tuple[float, Places]:  # fmt: skip
    """Return observed over expected after days like the dates, and those days."""
    week = np.convolve(y, np.ones(LEAD_DAYS), "full")[: len(y)]
    traits = np.stack([np.log(mean), np.log1p(week)], axis=1)
    traits = traits / np.maximum(traits[clean].std(0), 1e-9)
    chosen = []
    for p in places:
        far = ((traits[clean] - traits[p]) ** 2).sum(1)
        chosen.append(clean[np.argsort(far, kind="stable")[:MATCHES]])
    like = np.concatenate(chosen)
    observed, expected = float(total[like].sum()), float(mean[like].sum())
    # Ten pseudo-acts keep a handful of matches from swinging the whole.
    return (observed + 10) / (expected + 10), np.unique(like)


def _spread(mean: Floats, total: Floats) -> Callable[[Floats], Floats]:
    """Return the variance of totals as a function of their mean, from quiet days."""
    square = (total - mean) ** 2
    design = np.stack([mean, mean**2], axis=1) / mean[:, None]
    found, *_ = np.linalg.lstsq(design, square / mean, rcond=None)
    phi, extra = max(float(found[0]), 0.7), max(float(found[1]), 0.0)
    return lambda m: phi * m + extra * m**2


def _shift(
    score: Floats, places: Places, inside: Places,
    clean: Places,
) -> Floats:  # fmt: skip
    """Return the mean score (times √n) when all dates are shifted together.

    Shifting keeps the dates' own clustering, so overlapping windows count for
    what they are worth. Days touched by the real dates are left out of it.
    """
    first, length = int(inside[0]), len(inside)
    good = np.zeros(len(score), dtype=bool)
    good[clean] = True
    out = []
    for shift in np.linspace(1, length - 1, min(SHIFTS, length - 1)).astype(int):
        moved = first + (places - first + shift) % length
        kept = moved[good[moved]]
        if len(kept) >= max(1, len(places) // 2):
            out.append(score[kept].sum() / math.sqrt(len(kept)))
    return np.array(out)
