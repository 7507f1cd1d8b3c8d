"""Hawkes processes with exponential memory: on exact times, and on counts by day.

    λ_i(t) = μ_i + Σ_j α_ij β Σ_(t_k < t, mark j) e^(-β (t - t_k))

With exact times the log-likelihood is concave in (μ, α) for a fixed decay β, so
Newton's method finds its top; a free β is searched around it. Day stamps are ties
and carry no order within a day; for them the mean of each day is fitted instead.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics.answer import memory
from talion.dynamics.minimise import bfgs

Floats = npt.NDArray[np.float64]

# Exponents up to this stay inside double precision (the limit is e^709).
SAFE_EXPONENT = 600.0
# A decay is searched between these, in units of events over time.
DECAY_STEPS, DECAY_SPAN = 24, 1e3
# The decay is first sought on this many events, and Newton's start on this many.
SEARCH_EVENTS, SUBSET_EVENTS = 20_000, 2_500


class TiedTimes(ValueError):
    """Says that times are tied, as days are, so that their order means nothing."""


@dataclass(frozen=True)
class Hawkes:
    """A fitted Hawkes process; `adjacency[i, j]` is what one act of j adds to i."""

    baseline: Floats
    adjacency: Floats
    decay: float
    loglik: float
    errors: Floats
    events: int

    @property
    def half_life(self) -> float:
        """Return the time in which the effect of an event halves."""
        return math.log(2) / self.decay

    @property
    def cascade(self) -> Floats:
        """Return (I - A)^-1: all acts that follow from one, directly and indirectly."""
        size = len(self.baseline)
        return np.asarray(np.linalg.inv(np.eye(size) - self.adjacency))


def hawkes(times: Sequence[Floats], end: float | None = None, decay: float | None = None) -> Hawkes:
    """Fit a Hawkes process to exact times, one array per mark, by maximum likelihood.

    Args:
        times: the sorted or unsorted times of each mark, from 0 on.
        end: the time at which watching ended; the last event by default.
        decay: β, fixed; searched for if not given.

    Raises:
        TiedTimes: if more than one event in a hundred shares its time with another.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> quiet = [np.sort(rng.uniform(0, 2000, 2000)), np.sort(rng.uniform(0, 2000, 1000))]
        >>> found = hawkes(quiet, end=2000.0, decay=1.0)
        >>> bool(found.adjacency.max() < 0.1), found.baseline.round(1).tolist()
        (True, [1.0, 0.5])
    """
    marks = [np.sort(np.asarray(t, dtype=float)) for t in times]
    joined = np.concatenate(marks)
    if not len(joined):
        raise ValueError("hawkes: no times were given. Give one array of times per mark.")
    order = np.argsort(joined, kind="stable")
    mark = np.repeat(np.arange(len(marks)), [len(m) for m in marks])[order]
    joined = joined[order]
    tied = float((np.diff(joined) == 0).mean()) if len(joined) > 1 else 0.0
    if tied > 0.01:
        raise TiedTimes(
            f"hawkes: {tied:.0%} of the times are tied with another. Times stamped by day say "
            "nothing of the order within a day, and a Hawkes likelihood would take it from the "
            "order of rows. Use hawkes_daily on counts by day, or react."
        )
    stop = float(joined[-1]) if end is None else float(end)
    if decay is not None:
        return _at_decay(joined, mark, len(marks), stop, decay)
    return _search(joined, mark, len(marks), stop)


def _search(t: Floats, mark: npt.NDArray[np.intp], size: int, stop: float) -> Hawkes:
    """Search the decay on a log grid over the first events, then closely over all."""
    some = min(len(t), SEARCH_EVENTS)
    first, until = (t, stop) if some == len(t) else (t[:some], float(t[some - 1]))

    def rough(log_decay: float) -> float:
        return _at_decay(first, mark[:some], size, until, math.exp(log_decay)).loglik

    def close(log_decay: float) -> float:
        return _at_decay(t, mark, size, stop, math.exp(log_decay)).loglik

    rate = len(t) / stop
    grid = np.log(np.geomspace(rate / DECAY_SPAN, rate * 30, DECAY_STEPS))
    best = int(np.argmax([rough(v) for v in grid]))
    low, high = float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)])
    at = _golden(rough, low, high, 0.01)
    reach = 0.02 if some == len(t) else 0.2
    at = _golden(close, at - reach, at + reach, 1e-3 if some == len(t) else 5e-3)
    return _at_decay(t, mark, size, stop, math.exp(at))


def _golden(height: Callable[[float], float], low: float, high: float, width: float) -> float:
    """Return where a function with one top is highest, to within *width*."""
    ratio = (math.sqrt(5) - 1) / 2
    a, b = high - ratio * (high - low), low + ratio * (high - low)
    fa, fb = height(a), height(b)
    while high - low > width:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - ratio * (high - low)
            fa = height(a)
        else:
            low, a, fa = a, b, fb
            b = low + ratio * (high - low)
            fb = height(b)
    return (low + high) / 2


def recency(t: Floats, mark: npt.NDArray[np.intp], size: int, decay: float) -> Floats:
    """Return β Σ e^(-β (t_k - t_m)) over earlier events m, by mark, at each event k.

    Running sums of e^(β t) within stretches short enough not to overflow.

    Example:
        >>> found = recency(np.array([0.0, 1.0]), np.array([0, 0]), 1, 1.0)
        >>> found.round(4).tolist()
        [[0.0, 0.3679]]
    """
    n = len(t)
    out = np.empty((size, n))
    belongs = (mark == np.arange(size)[:, None]).astype(float)
    stretch = ((t - t[0]) * decay / SAFE_EXPONENT).astype(np.int64)
    cuts = np.flatnonzero(np.diff(stretch)) + 1
    starts, stops = np.concatenate([[0], cuts]), np.concatenate([cuts, [n]])
    carry, since = np.zeros(size), float(t[0])
    for low, high in zip(starts.tolist(), stops.tolist(), strict=True):
        zero = float(t[low])
        carry = carry * math.exp(-min(decay * (zero - since), 745.0))
        rise = np.exp(decay * (t[low:high] - zero))
        own = belongs[:, low:high] * rise
        total = np.cumsum(own, axis=1)
        total += carry[:, None]
        carry = total[:, -1] / rise[-1]
        total -= own
        np.multiply(total, decay / rise, out=out[:, low:high])
        since = float(t[high - 1])
    return out


def _at_decay(
    t: Floats, mark: npt.NDArray[np.intp], size: int, stop: float, decay: float
) -> Hawkes:
    past = recency(t, mark, size, decay)
    weight = 1 - np.exp(-decay * (stop - t))
    reach = np.concatenate([[stop], np.bincount(mark, weight, size)])
    baseline, adjacency = np.zeros(size), np.zeros((size, size))
    errors = np.zeros((size, size))
    loglik = 0.0
    for i in range(size):
        own = np.flatnonzero(mark == i)
        rows = np.empty((size + 1, len(own)))
        rows[0] = 1.0
        np.take(past, own, axis=1, out=rows[1:])
        x, value, error = _newton(rows, reach)
        baseline[i], adjacency[i], errors[i] = x[0], x[1:], error[1:]
        loglik += value
    return Hawkes(baseline, adjacency, decay, loglik, errors, len(t))


def _newton(rows: Floats, reach: Floats) -> tuple[Floats, float, Floats]:
    """Maximise Σ log(x·rows) - x·reach over x ≥ 0; concave, so one top."""
    size, n = rows.shape
    if n == 0:
        return np.zeros(size), 0.0, np.full(size, np.nan)
    x = np.full(size, 0.3 / max(size - 1, 1))
    x[0] = 0.7 * n / reach[0]
    thin = max(1, n // SUBSET_EVENTS)
    if thin > 1:
        # A part of the events leads close to the top; all of them then need few steps.
        some = np.ascontiguousarray(rows[:, ::thin])
        x = np.maximum(_climb(some, reach * some.shape[1] / n, x)[0], 1e-9)
    x, value, info = _climb(rows, reach, x)
    free = (x > 0) | (np.diag(info) <= 0)
    error = np.full(size, np.nan)
    spread = np.linalg.pinv(info[np.ix_(free, free)])
    error[free] = np.sqrt(np.maximum(np.diag(spread), 0))
    return x, value, error


def _climb(rows: Floats, reach: Floats, x: Floats) -> tuple[Floats, float, Floats]:
    """Take Newton's steps until the next would gain next to nothing."""
    rate = x @ rows
    value = float(np.log(rate).sum() - x @ reach)
    info = np.eye(len(x))
    for _ in range(60):
        scaled = rows / rate
        slope = scaled.sum(1) - reach
        info = scaled @ scaled.T
        free = (x > 0) | (slope > 0)
        ridge = 1e-12 * float(np.trace(info)) * np.eye(int(free.sum()))
        move = np.zeros(len(x))
        move[free] = np.linalg.solve(info[np.ix_(free, free)] + ridge, slope[free])
        # Twice what the step would still gain, in log units. Once that is a hundredth,
        # the step after it would gain less than a millionth (convergence is quadratic).
        due = float(move @ slope)
        if due < 1e-9:
            break
        length = 1.0
        for _ in range(40):
            new = np.maximum(x + length * move, 0.0)
            new_rate = new @ rows
            if new_rate.min() > 0:
                new_value = float(np.log(new_rate).sum() - new @ reach)
                if new_value >= value:
                    break
            length *= 0.5
        else:
            break
        x, rate, value = new, new_rate, new_value
        if due < 1e-2:
            break
    return x, value, info


def hawkes_daily(counts: Floats, start_decay: float = 1.0) -> Hawkes:
    """Fit a Hawkes process to counts by day (days × marks) by their daily means.

    With L = (I - A)^-1 μ and G = β (I - A), a day that begins at rate λ0 has the
    mean L + G^-1 (I - e^-G)(λ0 - L): acts answered within the day are counted in.

    Example:
        >>> y = np.random.default_rng(0).poisson([1.0, 0.5], (2000, 2)).astype(float)
        >>> found = hawkes_daily(y)
        >>> bool(np.abs(found.cascade @ found.baseline - [1.0, 0.5]).max() < 0.1)
        True
    """
    y = np.asarray(counts, dtype=float)
    size = y.shape[1]
    mean = np.maximum(y.mean(0), 1e-6)
    start = np.concatenate(
        [np.log(0.5 * mean), np.full(size * size, math.sqrt(0.3 / size)), [math.log(start_decay)]]
    )

    seen: dict[float, Floats] = {}

    def value(x: Floats) -> float:
        baseline, adjacency, decay = _unpack(x, size)
        if decay not in seen:
            if len(seen) > 8:
                seen.clear()
            # Acts are spread evenly over their day: R at dawn, as seen per act.
            seen[decay] = memory(y, math.log(2) / decay)
        if np.abs(np.linalg.eigvals(adjacency)).max() > 0.99:
            return 1e12
        due = _daily_means(seen[decay], baseline, adjacency, decay)
        if due.min() <= 0:
            return 1e12
        return float((due - y * np.log(due)).sum())

    def objective(x: Floats) -> tuple[float, Floats]:
        here = value(x)
        # Central differences: the daily mean has a matrix exponential inside.
        step = 1e-5
        nudge = np.eye(len(x)) * step
        return here, np.array([(value(x + d) - value(x - d)) / (2 * step) for d in nudge])

    found = bfgs(objective, start, steps=150, tolerance=1e-5)
    baseline, adjacency, decay = _unpack(found.x, size)
    nothing = np.full((size, size), np.nan)
    return Hawkes(baseline, adjacency, decay, -found.value, nothing, int(y.sum()))


def _unpack(x: Floats, size: int) -> tuple[Floats, Floats, float]:
    return np.exp(x[:size]), (x[size:-1] ** 2).reshape(size, size), math.exp(float(x[-1]))


def _daily_means(recent: Floats, baseline: Floats, adjacency: Floats, decay: float) -> Floats:
    size = len(baseline)
    resting = np.linalg.solve(np.eye(size) - adjacency, baseline)
    turn = decay * (np.eye(size) - adjacency)
    within = np.linalg.solve(turn, np.eye(size) - _exponential(-turn))
    dawn = baseline + np.einsum("tj,ij->ti", recent, adjacency)
    return np.asarray(resting + np.einsum("tj,ij->ti", dawn - resting, within))


def _exponential(matrix: Floats) -> Floats:
    """Return e^matrix by scaling and squaring a Taylor series."""
    squarings = max(0, int(np.ceil(np.log2(max(float(np.abs(matrix).sum(1).max()), 1e-12)))) + 4)
    small = matrix / 2.0**squarings
    term = out = np.eye(len(matrix))
    for k in range(1, 9):
        term = term @ small / k
        out = out + term
    for _ in range(squarings):
        out = out @ out
    return np.asarray(out)
