"""What a side's own past leads one to expect of its next days.

A side's rate is a floor (with season) plus what lingers of its own acts over
days, weeks and months. The same rate, run forward without looking, gives the
counterfactual after a date and the regression to the mean after a burst.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics import negbin
from talion.dynamics.answer import memory
from talion.dynamics.spline import Basis

Floats = npt.NDArray[np.float64]

# Half-lives in days: bursts, weeks, campaigns, the level of the season and year.
HALF_LIVES = (1.0, 3.0, 10.0, 40.0, 160.0)


@dataclass(frozen=True)
class Expectation:
    """A fitted rate and the memory of the past at each day."""

    floor: Floats
    gains: Floats
    memories: Floats
    k: float

    def today(self) -> Floats:
        """Return the mean of each day given the days before it."""
        before = np.concatenate([self.memories[:1], self.memories[:-1]])
        return np.asarray(self.floor + before @ self.gains)

    def ahead(self, days: int) -> Floats:
        """Return, for each day, the mean total of the *days* days after it.

        The day itself is known, what comes after it is not.
        """
        keep = 0.5 ** (1 / np.array(HALF_LIVES))
        state = self.memories
        total = np.zeros(len(state))
        n = len(state)
        for step in range(days):
            place = np.minimum(np.arange(n) + 1 + step, n - 1)
            mean = self.floor[place] + state @ self.gains
            total += mean
            state = state * keep + (1 - keep) * mean[:, None]
        return total


def expectation(
    y: Floats,
    usable: npt.NDArray[np.bool_] | None = None,
    factor: Floats | None = None,
) -> Expectation:
    """Fit the rate of *y* on the days that are usable.

    `factor` multiplies the rate on days on which something else is known to
    raise or lower it; the fitted rate is the one without it.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, 1500).astype(float)
        >>> ahead = expectation(y).ahead(10)
        >>> bool(abs(ahead[700] - 10) < 2)
        True
    """
    days = len(y)
    t = np.arange(days)
    turns = [np.ones(days)]
    if days >= 3 * 365:
        turns += [f(2 * np.pi * t / 365.25) for f in (np.sin, np.cos)]
    basis = Basis.of(np.ascontiguousarray(np.array(turns).T))
    # The first memory of a level is the level: start at the mean of the first season.
    level = float(y[: min(days, 90)].mean())
    past = np.stack([memory(y - level, h) + level for h in HALF_LIVES], axis=1)
    rows = np.ones(days, dtype=bool) if usable is None else usable
    exposure = np.ones(days) if factor is None else factor
    ridge = 1e-4 * np.eye(basis.size)
    fit = negbin.fit(y[rows], basis.rows(rows), past[rows], exposure[rows], ridge)
    after = np.concatenate([past[1:], (past[-1] + 0.0)[None]])
    return Expectation(np.exp(basis.at(fit.base)), fit.gains, after, fit.k)


def ahead_totals(y: Floats, days: int) -> Floats:
    """Return, for each day, the total of the *days* days after it; NaN at the end.

    Example:
        >>> ahead_totals(np.array([1.0, 2.0, 3.0, 4.0]), 2).tolist()
        [5.0, 7.0, nan, nan]
    """
    total = np.concatenate([[0.0], np.cumsum(y)])
    out = np.full(len(y), np.nan)
    last = len(y) - days
    out[:last] = total[1 + days :] - total[1 : last + 1]
    return out
