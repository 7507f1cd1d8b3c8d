"""Compares marked days with days like them: same pair of sides, same season of conflict."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.expect import ahead_totals

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

# Like days lie within a year, after as many acts in the month and the week before.
REACH, MONTH, WEEK = 365, 30, 7
MONTH_SLACK, WEEK_SLACK = 0.35, 0.7
FEWEST_MATCHES, ENOUGH_MATCHED = 5, 0.8
DRAWS, FEWEST_BLOCKS = 400, 12
# The same table gives the same interval on every machine.
SEED = 0


@dataclass(frozen=True)
class Compared:
    """What followed marked days and days like them, with draws for the interval."""

    places: Places
    followed: npt.NDArray[np.bool_]
    usual: Floats
    totals: Floats
    usual_totals: Floats
    draws: Floats
    quiet: int

    @property
    def risk(self) -> float:
        """Return how often something followed a marked day."""
        return float(self.followed.mean()) if len(self.places) else float("nan")

    @property
    def base(self) -> float:
        """Return how often something followed a day like them."""
        return float(self.usual.mean()) if len(self.places) else float("nan")


def prior(y: Floats, days: int) -> Floats:
    """Return the total of the *days* days up to and with each day.

    Example:
        >>> prior(np.array([1.0, 0.0, 2.0, 0.0]), 2).tolist()
        [1.0, 1.0, 2.0, 2.0]
    """
    total = np.concatenate([[0.0], np.cumsum(y)])
    n = np.arange(len(y))
    return np.asarray(total[n + 1] - total[np.maximum(n + 1 - days, 0)])


def compare(y: Floats, marked: Places, avoid: Places, days: int, draw: bool = True) -> Compared:
    """Compare the *days* days after marked days with those after days like them.

    Like days carry no mark, and none in the days just before, as far as that
    leaves enough of them. Nothing that comes after a day decides whether it is
    taken: that would pick days after which it stayed quiet.

    Args:
        y: acts by day.
        marked: days to be compared.
        avoid: days that are marked in any way.
        days: how many days after each day are looked at.
        draw: whether to draw for an interval.

    Example:
        >>> y = np.zeros(900); y[::9] = 1.0
        >>> found = compare(y, np.arange(100, 800, 45), np.arange(100, 800, 45), 3)
        >>> bool(found.risk > found.base)
        False
    """
    total = ahead_totals(y, days)
    inside = marked[(marked >= MONTH) & (marked + days < len(y))]
    kept = np.zeros((0, len(y)), dtype=bool)
    quiet = 0
    for quiet in sorted({days, min(WEEK, days), 0}, reverse=True):
        kept = _alike(y, inside, avoid, days, quiet)
        if len(inside) == 0 or (kept.sum(1) >= FEWEST_MATCHES).mean() >= ENOUGH_MATCHED:
            break
    enough = kept.sum(1) >= FEWEST_MATCHES
    inside, kept = inside[enough], kept[enough]
    safe = np.nan_to_num(total)
    hit = (safe > 0).astype(float)
    matches = np.maximum(kept.sum(1), 1)
    draws = _draws(hit, inside, kept, days) if draw and len(inside) else np.zeros(0)
    return Compared(inside, hit[inside] > 0, kept @ hit / matches, safe[inside],
                    kept @ safe / matches, draws, quiet)  # fmt: skip


def _alike(
    y: Floats, marked: Places, avoid: Places, days: int, quiet: int
) -> npt.NDArray[np.bool_]:
    """Return, for each marked day, the days like it."""
    n = len(y)
    free = np.ones(n, dtype=bool)
    free[:MONTH] = False
    free[n - days :] = False
    for shift in range(quiet + 1):
        after = avoid + shift
        free[after[after < n]] = False
    month, week = np.log1p(prior(y, MONTH)), np.log1p(prior(y, WEEK))
    days_of = np.arange(n)
    kept = np.zeros((len(marked), n), dtype=bool)
    for i, place in enumerate(marked):
        low, high = max(place - REACH, 0), min(place + REACH + 1, n)
        near = slice(low, high)
        kept[i, near] = (
            free[near]
            & (np.abs(month[near] - month[place]) <= MONTH_SLACK)
            & (np.abs(week[near] - week[place]) <= WEEK_SLACK)
            & (days_of[near] != place)
        )
    return kept


def _draws(hit: Floats, places: Places, kept: npt.NDArray[np.bool_], days: int) -> Floats:
    """Return bootstrap draws of the log risk ratio, by blocks of weeks.

    Windows overlap, so a block is as many weeks as two windows, where the record
    has enough of those.
    """
    n = len(hit)
    weeks = max(1, math.ceil(2 * days / WEEK))
    length = WEEK * max(1, min(weeks, n // (WEEK * FEWEST_BLOCKS)))
    block = np.arange(n) // length
    blocks = int(block[-1]) + 1
    starts = np.arange(0, n, length)
    ones = np.add.reduceat(kept.astype(float), starts, axis=1)
    hits = np.add.reduceat(kept * hit, starts, axis=1)
    rng = np.random.default_rng(SEED)
    weight = rng.multinomial(blocks, np.full(blocks, 1 / blocks), DRAWS).T.astype(float)
    share = (hits @ weight) / np.maximum(ones @ weight, 1e-9)
    own = weight[block[places]]
    # A half keeps the ratio finite where nothing followed at all.
    top = (own * hit[places][:, None]).sum(0) + 0.5
    base = (own * share).sum(0) + 0.5
    return np.asarray(np.log(top / base))


def interval(log_ratio: float, draws: Floats) -> tuple[float, float]:
    """Return the 95% interval of a ratio from draws of its logarithm.

    Example:
        >>> [round(v, 2) for v in interval(0.0, np.array([-0.1, 0.1]))]
        [0.76, 1.32]
    """
    error = float(np.std(draws, ddof=1)) if len(draws) > 1 else float("nan")
    return math.exp(log_ratio - 1.96 * error), math.exp(log_ratio + 1.96 * error)
