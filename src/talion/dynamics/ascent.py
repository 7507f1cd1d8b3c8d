"""Finds the top of Σ log(x·rows) - x·reach over x ≥ 0, the likelihood of rates linear in x.

The function is concave, so there is one top. Newton's steps are damped where there
are fewer events than coefficients, and coefficients that would turn negative are held.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# The start is first sought on a part of the events, this many, then on more.
SUBSET_EVENTS = (2_500, 10_000)
# Coefficients up to this count as zero (they are acts per act, of order .1).
AT_ZERO = 1e-8
# Steps are damped by this share of the curvature's diagonal: at least, and after a first failure.
LEAST_DAMP, FIRST_DAMP = 1e-9, 1e-3


def top(rows: Floats, reach: Floats, start: Floats | None = None) -> tuple[Floats, float, Floats]:
    """Return x at the top, the value there, and the information (minus the curvature).

    Args:
        rows: coefficients × events; the first row belongs to a constant rate.
        reach: what each coefficient adds to the expected number of events.
        start: where to start, if something close to the top is known.

    Example:
        >>> x, value, info = top(np.ones((1, 50)), np.array([100.0]))
        >>> x.round(3).tolist()
        [0.5]
    """
    size, n = rows.shape
    if n == 0:
        return np.zeros(size), 0.0, np.zeros((size, size))
    if start is not None and start[0] > 0:
        return _climb(rows, reach, start)
    x = np.full(size, 0.3 / max(size - 1, 1))
    x[0] = 0.7 * n / reach[0]
    for most in SUBSET_EVENTS:
        thin = n // most
        if thin > 1:
            # A part of the events leads close to the top; all of them then need few steps.
            some = np.ascontiguousarray(rows[:, ::thin])
            x = np.maximum(_climb(some, reach * some.shape[1] / n, x)[0], 1e-9)
    return _climb(rows, reach, x)


def errors(x: Floats, info: Floats) -> Floats:
    """Return standard errors by the information; NaN for what is held at zero.

    Example:
        >>> errors(np.array([0.5, 0.0]), np.diag([100.0, 4.0])).tolist()
        [0.1, nan]
    """
    free = (x > 0) | (np.diag(info) <= 0)
    error = np.full(len(x), np.nan)
    spread = np.linalg.pinv(info[np.ix_(free, free)])
    error[free] = np.sqrt(np.maximum(np.diag(spread), 0))
    return error


def _climb(rows: Floats, reach: Floats, x: Floats) -> tuple[Floats, float, Floats]:
    """Take damped Newton steps until the next would gain next to nothing."""
    rate = x @ rows
    value = float(np.log(rate).sum() - x @ reach)
    info = np.eye(len(x))
    damp = LEAST_DAMP
    for _ in range(100):
        scaled = rows / rate
        slope = scaled.sum(1) - reach
        info = scaled @ scaled.T
        taken = None
        while taken is None and damp < 1e8:
            move = _step(x, slope, info, damp)
            new = np.maximum(x + move, 0.0)
            rise = float(slope @ (new - x))
            new_rate = new @ rows
            if rise >= 0 and new_rate.min() > 0:
                new_value = float(np.log(new_rate).sum() - new @ reach)
                if new_value >= value + 0.1 * rise - 1e-9:
                    taken = new_value - value
                    break
            damp = max(damp * 10, FIRST_DAMP)
        if taken is None:
            break
        x, rate, value = new, new_rate, new_value
        # `rise` is twice what the step is to gain. After an undamped step the next gains
        # about its square over the number of events (convergence is quadratic).
        if rise < 1e-7 or (damp <= LEAST_DAMP and rise**2 / rows.shape[1] < 1e-5):
            break
        damp = damp / 30 if damp > FIRST_DAMP else LEAST_DAMP
    return x, value, info


def _step(x: Floats, slope: Floats, info: Floats, damp: float) -> Floats:
    """Return Newton's step in the coefficients that are free to move.

    Those at zero that the step would push below it are held, and the step is taken
    anew: cut off at zero only afterwards, it could lead downhill. Where a mark has
    fewer events than coefficients, `damp` bounds the step.
    """
    free = (x > AT_ZERO) | (slope > 0)
    whole = info + np.diag(damp * np.diag(info) + 1e-12 * float(np.trace(info)))
    while True:
        move = np.zeros(len(x))
        move[free] = np.linalg.solve(whole[np.ix_(free, free)], slope[free])
        below = free & (x <= AT_ZERO) & (move < 0)
        if not below.any():
            return move
        free &= ~below
