"""Checks of a fitted daily rate: is its spread right, and is what it leaves over random?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: From here on a caveat is due: a twentieth of the days lie where the model has none.
OFF = 0.05
#: Lags (days) at which what is left over is looked at.
LAGS = 14
#: Standard errors that the largest of fourteen correlations stays below in 99 of 100 records.
CHANCE = 3.5


@dataclass(frozen=True)
class Check:
    """How far a rate model is from its data.

    *pit* is the largest distance between the distribution of the probability integral transform
    and the uniform one, in the form for counts of Czado, Gneiting and Held (2009); *left* the
    largest autocorrelation of Pearson residuals up to two weeks, at *lag* days, and *chance* what
    of it chance explains.
    """

    pit: float
    left: float
    lag: int
    chance: float

    def caveats(self, who: str) -> list[str]:
        """Return a sentence for each check that *who*'s rate fails."""
        out = []
        if self.pit > OFF:
            out.append(
                f"The rate model of {who} is off in its spread (PIT distance {self.pit:.2f}); its "
                "share and half-life are rough."
            )
        if abs(self.left) > max(self.chance, OFF):
            out.append(
                f"What the rate model of {who} leaves over is correlated ({self.left:+.2f} at "
                f"{self.lag} days); its share and half-life are rough."
            )
        return out


def check(y: Floats, mean: Floats, k: float) -> Check:
    """Compare counts *y* with negative binomial rates *mean* of dispersion *k*.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> found = check(rng.poisson(1.0, 3000).astype(float), np.ones(3000), 1e4)
        >>> found.pit < 0.02, found.caveats("A")
        (True, [])
    """
    below, upto = _cumulative(y, mean, k)
    grid = np.linspace(0.1, 0.9, 9)
    width = np.maximum(upto - below, 1e-12)
    reached = np.clip((grid[:, None] - below) / width, 0.0, 1.0).mean(1)
    rest = (y - mean) / np.sqrt(mean + mean**2 / k)
    rest = rest - rest.mean()
    total = float(rest @ rest) or 1.0
    left = [float(rest[lag:] @ rest[:-lag]) / total for lag in range(1, min(LAGS, len(y) - 1) + 1)]
    worst = max(range(len(left)), key=lambda i: abs(left[i]))
    return Check(
        float(np.abs(reached - grid).max()), left[worst], worst + 1, CHANCE / math.sqrt(len(y))
    )


def _cumulative(y: Floats, mean: Floats, k: float) -> tuple[Floats, Floats]:
    """Return P(Y < y) and P(Y <= y) for each day."""
    share = mean / (mean + k)
    mass = np.exp(k * np.log1p(-share))
    below = np.zeros_like(mean)
    upto = np.zeros_like(mean)
    total = np.zeros_like(mean)
    for v in range(int(y.max()) + 1):
        here = y == v
        below[here] = total[here]
        total = total + mass
        upto[here] = total[here]
        mass = mass * share * (v + k) / (v + 1)
    return below, np.minimum(upto, 1.0)
