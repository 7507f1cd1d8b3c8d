"""Exponential smoothing of a short series, its form chosen by AICc: the AutoETS baseline.

The forms are a level (A,N,N), a level with trend (A,A,N) and with damped trend
(A,Ad,N), all with additive errors. Months are too few here for a season.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

GRID = np.array([0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
DAMPING = np.array([0.8, 0.9, 0.98])


@dataclass(frozen=True)
class Smoothed:
    """The chosen form, and the mean and spread of its next value."""

    form: str
    mean: float
    sd: float
    aicc: float


def auto_ets(series: Floats) -> Smoothed:
    """Fit all forms and return the one of smallest AICc.

    Example:
        >>> auto_ets(np.arange(20.0)).form
        'A,A,N'
        >>> auto_ets(np.random.default_rng(1).normal(10, 1, 40)).form
        'A,N,N'
    """
    y = np.asarray(series, dtype=float)
    if len(y) < 3:
        sd = float(y.std(ddof=1)) if len(y) > 1 else math.sqrt(max(float(y.mean()), 1.0))
        return Smoothed("mean", float(y.mean()), max(sd, 1e-6), math.inf)
    found = [_form(y, "A,N,N", np.zeros(1), np.ones(1), 3)]
    if len(y) >= 7:
        found.append(_form(y, "A,A,N", GRID, np.ones(1), 5))
    if len(y) >= 9:
        found.append(_form(y, "A,Ad,N", GRID, DAMPING, 6))
    return min(found, key=lambda s: s.aicc)


def _form(y: Floats, form: str, beta: Floats, phi: Floats, parameters: int) -> Smoothed:
    """Search the grid of smoothing weights for the smallest squared error."""
    alpha, trend, damp = (g.ravel() for g in np.meshgrid(GRID, beta, phi, indexing="ij"))
    first = min(len(y), 5)
    slope0 = float(np.polyfit(np.arange(first), y[:first], 1)[0]) if beta.any() else 0.0
    start = float(y[:first].mean()) - slope0 * (first + 1) / 2
    level, slope = np.full(len(alpha), start), np.full(len(alpha), slope0)
    errors = np.zeros(len(alpha))
    for value in y:
        due = level + damp * slope
        miss = value - due
        errors += miss**2
        level = due + alpha * miss
        slope = damp * slope + alpha * trend * miss
    best = int(np.argmin(errors))
    n = len(y)
    variance = max(float(errors[best]) / n, 1e-9)
    spare = max(n - parameters - 1, 0.5)
    aicc = n * math.log(variance) + 2 * parameters + 2 * parameters * (parameters + 1) / spare
    unbiased = math.sqrt(variance * n / max(n - parameters, 1))
    return Smoothed(form, float(level[best] + damp[best] * slope[best]), unbiased, aicc)
