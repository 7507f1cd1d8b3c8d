"""Hawkes processes with exponential memory, on counts by day.

Day stamps are ties: they carry no order within a day. So the mean of each day given
the days before is fitted, with acts that are answered within the day counted in:

    L = (I - A)^-1 μ,  G = β (I - A),  E[y_t | past] = L + G^-1 (I - e^-G)(λ0 - L)

where λ0 is the rate at which the day begins. Errors are sandwich errors, since days
vary more than a Poisson count.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from talion.dynamics.answer import memory
from talion.dynamics.hawkes import Hawkes
from talion.dynamics.minimise import bfgs

Floats = npt.NDArray[np.float64]

# The step of numerical derivatives; the daily mean has a matrix exponential inside.
STEP = 1e-5
# Scores are taken as dependent over this many days.
DEPENDENT_DAYS = 7
# Autocorrelation of residuals at one day's lag beyond this many errors is a misfit (1%).
MISFIT = 2.58


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
        nudge = np.eye(len(x)) * STEP
        return here, np.array([(value(x + d) - value(x - d)) / (2 * STEP) for d in nudge])

    found = bfgs(objective, start, steps=150, tolerance=1e-5)
    baseline, adjacency, decay = _unpack(found.x, size)
    due = _daily_means(memory(y, math.log(2) / decay), baseline, adjacency, decay)
    errors = _sandwich(y, baseline, adjacency, decay)
    caveats = [] if found.settled else ["The search for the best fit did not settle."]
    caveats += misfits(y, due)
    return Hawkes(baseline, adjacency, decay, -found.value, errors, int(y.sum()), tuple(caveats))


def _sandwich(y: Floats, baseline: Floats, adjacency: Floats, decay: float) -> Floats:
    """Return standard errors of the adjacency that allow for uneven, dependent days."""
    size = len(baseline)

    def due(x: Floats) -> Floats:
        rate, gains, turn = x[:size], x[size:-1].reshape(size, size), math.exp(float(x[-1]))
        return _daily_means(memory(y, math.log(2) / turn), rate, gains, turn)

    x = np.concatenate([baseline, adjacency.ravel(), [math.log(decay)]])
    here = due(x)
    slopes = np.stack([(due(x + d) - here) / STEP for d in np.eye(len(x)) * STEP], axis=2)
    bread = np.einsum("ti,tip,tiq->pq", 1 / here, slopes, slopes)
    scores = np.einsum("ti,tip->tp", y / here - 1, slopes)
    meat = scores.T @ scores
    for lag in range(1, DEPENDENT_DAYS + 1):
        cross = scores[lag:].T @ scores[:-lag]
        meat += (1 - lag / (DEPENDENT_DAYS + 1)) * (cross + cross.T)
    inverse = np.linalg.pinv(bread)
    variance = np.diag(inverse @ meat @ inverse)[size:-1]
    return np.asarray(np.sqrt(np.maximum(variance, 0)).reshape(size, size))


def misfits(y: Floats, due: Floats) -> list[str]:
    """Return a sentence for each mark whose days still foretell the next day's error.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, (900, 1)).astype(float)
        >>> misfits(y, np.ones((900, 1)))
        []
    """
    out = []
    left = (y - due) / np.sqrt(due)
    for i in range(y.shape[1]):
        product = left[1:, i] * left[:-1, i]
        z = float(product.sum() / max(float(np.sqrt((product**2).sum())), 1e-12))
        if abs(z) > MISFIT:
            out.append(
                f"The fit does not explain the days of mark {i}: what it misses on one day it "
                f"misses on the next ({z:+.1f} standard errors). A hidden driver or another "
                "memory would show so."
            )
    return out


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
