"""Draws of how many acts the next days may bring.

A mixture: the rate model with the memory of past acts at half-lives of 1, 6.6 and
46 days, run forward with its own noise, a gamma-Poisson of recent totals that
keeps the tails honest when the record is short, and the last twelve windows as they
were. The baselines a forecast must beat are here too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from talion.dynamics import negbin
from talion.dynamics.answer import memory
from talion.dynamics.smoothing import auto_ets
from talion.dynamics.spline import Basis

Floats = npt.NDArray[np.float64]

HALF_LIVES = (1.0, 6.6, 46.0)
# Older days describe another conflict: with 365 days the model beats the twelve
# last months on 78-86% of development series, with 1,500 on 57-78%.
FIT_DAYS = 365
# A gain of .95 and more would let a path run away.
MOST_GAIN = 0.95
# Of ten draws one comes from recent totals, weighted with a half-life of three windows.
TOTALS_SHARE, TOTALS_HALF_LIFE, TOTALS_MOST = 0.1, 3.0, 24
# Of ten draws two repeat one of the last windows. Chosen on origins up to day 159 of 50
# dyads (ICEWS 2021): better than those windows alone on 80% of them, and on 74% without;
# on later origins on 76% and 72%. The total score is 1.5% worse.
WINDOWS_SHARE, WINDOWS = 0.2, 12
# Extra variance (squared coefficient of variation) of totals before any are seen,
# and how many totals that prior is worth.
PRIOR_VARIANCE, PRIOR_WEIGHT = 0.15, 3.0


def paths(y: Floats, days: int, draws: int, rng: np.random.Generator) -> Floats:
    """Return draws × days cumulative counts of the days after *y*.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, 400).astype(float)
        >>> ahead = paths(y, 30, 200, np.random.default_rng(1))
        >>> ahead.shape, bool(20 < ahead[:, -1].mean() < 40)
        ((200, 30), True)
    """
    recent = y[-FIT_DAYS:]
    repeated = _windows(y, days, round(draws * WINDOWS_SHARE))
    modelled = draws * (1 - TOTALS_SHARE) - len(repeated)
    each = max(1, round(modelled / len(HALF_LIVES)))
    parts = [_rate_paths(recent, h, days, each, rng) for h in HALF_LIVES]
    left = draws - each * len(HALF_LIVES) - len(repeated)
    totals = _totals(y, days, max(left, 1), rng)
    # A total is spread over its days at random: only its end matters for scores.
    split = np.sort(rng.integers(0, days, (len(totals), int(max(totals.max(), 1)))), axis=1)
    spread = np.stack(
        [np.bincount(s[: int(t)], minlength=days) if t else np.zeros(days)
         for s, t in zip(rng.permuted(split, axis=1), totals, strict=True)]
    )  # fmt: skip
    parts += [np.cumsum(spread, axis=1), repeated]
    return np.concatenate(parts)[:draws]


def _windows(y: Floats, days: int, draws: int) -> Floats:
    """Return the cumulative counts of the last windows, each as often as any other."""
    count = min(WINDOWS, len(y) // days)
    if count == 0:
        return np.zeros((0, days))
    seen = np.cumsum(y[len(y) - count * days :].reshape(count, days), axis=1)
    return np.asarray(seen[np.arange(draws) % count])


def _rate_paths(
    y: Floats, half_life: float, days: int, draws: int, rng: np.random.Generator
) -> Floats:
    keep = 0.5 ** (1 / half_life)
    level = float(y[:90].mean())
    past = memory(y - level, half_life) + level
    one = Basis.of(np.ones((len(y), 1)))
    fit = negbin.fit(y, one, past[:, None], penalty=np.full((1, 1), 1e-3))
    floor, gain = float(np.exp(fit.base[0])), min(float(fit.gains[0]), MOST_GAIN)
    # The level itself is known only as well as half a year of acts tells it.
    acts = max(float(y[-180:].sum()), 3.0)
    level_draw = rng.gamma(acts, 1 / acts, draws)
    state = np.full(draws, keep * past[-1] + (1 - keep) * y[-1])
    out = np.empty((draws, days))
    total = np.zeros(draws)
    for day in range(days):
        mean = (floor + gain * state) * level_draw
        count = rng.poisson(mean * rng.gamma(fit.k, 1 / fit.k, draws))
        state = keep * state + (1 - keep) * count / level_draw
        total = total + count
        out[:, day] = total
    return out


def _totals(y: Floats, days: int, draws: int, rng: np.random.Generator) -> Floats:
    seen = past_totals(y, days, TOTALS_MOST)
    weight = 0.5 ** (np.arange(len(seen)) / TOTALS_HALF_LIFE)
    mean = float((weight * seen).sum() / weight.sum())
    worth = float(weight.sum() ** 2 / (weight**2).sum())
    variance = float((weight * (seen - mean) ** 2).sum() / weight.sum())
    variance *= worth / max(worth - 1, 0.7)
    beyond = max(variance - mean, 0.0) / max(mean, 0.3) ** 2
    extra = (beyond * (worth - 1) + PRIOR_VARIANCE * PRIOR_WEIGHT) / (worth - 1 + PRIOR_WEIGHT)
    extra = extra * (1 + 1 / worth) + 1 / max(mean * worth, 1.0)
    drawn = rng.poisson(max(mean, 0.2) * rng.gamma(1 / extra, extra, draws))
    return np.asarray(drawn, dtype=float)


def past_totals(y: Floats, days: int, most: int) -> Floats:
    """Return totals of up to *most* windows of *days* days, the latest first.

    Example:
        >>> past_totals(np.arange(7.0), 3, 12).tolist()
        [15.0, 6.0]
    """
    count = min(most, len(y) // days)
    if count == 0:
        return np.array([y.mean() * days])
    return np.asarray(y[len(y) - count * days :].reshape(count, days).sum(1)[::-1])


def baselines(y: Floats, days: int, draws: int, rng: np.random.Generator) -> dict[str, Floats]:
    """Return the draws of what a forecast must beat.

    `last_month` repeats the last window, `climatology` draws from all windows so
    far, `conflictology_12` from the last twelve, `autoets` is exponential smoothing.

    Example:
        >>> y = np.random.default_rng(0).poisson(1.0, 800).astype(float)
        >>> sorted(baselines(y, 30, 100, np.random.default_rng(1)))
        ['autoets', 'climatology', 'conflictology_12', 'last_month']
    """
    every = past_totals(y, days, len(y))
    smooth = auto_ets(every[::-1])
    return {
        "last_month": every[:1],
        "climatology": every,
        "conflictology_12": every[:12],
        "autoets": np.maximum(rng.normal(smooth.mean, smooth.sd, draws), 0.0),
    }
