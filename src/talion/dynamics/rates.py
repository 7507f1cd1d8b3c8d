"""The rate of one side's acts: baseline, its own wake, and the wake of the other side."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from talion.dynamics import negbin
from talion.dynamics.answer import memory, moving_mean
from talion.dynamics.record import Record, Side
from talion.dynamics.spectrum import SELF_HALF_LIVES
from talion.dynamics.spline import Basis, bend_penalty

Floats = npt.NDArray[np.float64]

# One knot a month follows drivers of 30 days and more; the cap keeps thirty
# years under a second.
KNOT_DAYS, MOST_KNOTS = 30, 60
SMOOTHNESS = (1.0, 100.0, 10000.0)
HALF_LIVES = (0.5, 1.0, 1.7, 3.0, 5.0, 9.0, 16.0)
# The interval holds every share whose likelihood, at its best half-life, is within
# this of the top: half the 95% point of chi-squared with one degree of freedom.
ALLOWED = 1.92
# Volume is divided out where others' rows outnumber a row a day.
VOLUME_NEEDED = 1.0
VOLUME_WINDOW = 181


@dataclass(frozen=True)
class Share:
    """The share of acts in the wake of the other side's, with its interval."""

    share: float
    low: float
    high: float
    half_life: float
    fit: negbin.Fit


def exposure(record: Record, a: Side, b: Side) -> Floats | None:
    """Return the reporting volume of all others, smoothed, with mean one.

    None if the record holds too little besides the two sides.
    """
    others = record.volume()
    for x, y in ((a, b), (b, a)):
        days = (record.rows(x, y, acts=False)["date"] - record.start).dt.days.to_numpy()
        others = others - np.bincount(days, minlength=record.days)
    smooth = moving_mean(others, VOLUME_WINDOW)
    if others.mean() < VOLUME_NEEDED or smooth.min() < 0.05 * others.mean():
        return None
    return np.asarray(smooth / smooth.mean(), dtype=float)


def baseline(days: int) -> tuple[Basis, Floats]:
    """Return the baseline's basis (spline, season, week) and its penalty."""
    knots = max(KNOT_DAYS, -(-days // MOST_KNOTS))
    t = np.arange(days)
    waves = [365.25, 365.25 / 2] if days >= 730 else []
    turns = [f(2 * np.pi * t / p) for p in (*waves, 7, 3.5, 7 / 3) for f in (np.sin, np.cos)]
    basis = Basis.cubic(days, knots, np.ascontiguousarray(np.array(turns).T))
    penalty = np.zeros((basis.size, basis.size))
    penalty[: basis.curves, : basis.curves] = bend_penalty(basis.curves)
    return basis, penalty


def answer_share(counts: Floats, volume: Floats | None = None) -> Share:
    """Fit the first side's rate and return what share of it the second side raises.

    Example:
        >>> from talion.dynamics import simulate
        >>> world = simulate.World(days=3000, rates=(1.0, 1.0), answers=(0.3, 0.0))
        >>> found = answer_share(simulate.counts(world, 1, seed=2)[0])
        >>> 0.2 < found.share < 0.4
        True
    """
    y, days = counts[:, 0], len(counts)
    e = np.ones(days) if volume is None else volume
    scaled = counts / e[:, None]
    own = [memory(scaled[:, 0], h) for h in SELF_HALF_LIVES]
    basis, bends = baseline(days)
    # A touch of ridge keeps the rate finite where nothing happens for years.
    ridge = 1e-4 * np.eye(len(bends))

    def drives(half_life: float) -> Floats:
        return np.stack([memory(scaled[:, 1], half_life), *own], axis=1)

    best: tuple[negbin.Fit, float] | None = None
    fit: negbin.Fit | None = None
    for smooth in SMOOTHNESS[::-1]:
        fit = negbin.fit(y, basis, drives(3.0), e, smooth * bends + ridge, fit)
        if best is None or fit.bic < best[0].bic:
            best = fit, smooth
    assert best is not None
    fit, smooth = best
    tried: list[tuple[float, float, negbin.Fit]] = []
    for half_life in HALF_LIVES:
        now = negbin.fit(y, basis, drives(half_life), e, smooth * bends + ridge, fit, free_k=False)
        fit = now
        tried.append((now.loglik, half_life, now))
    top, half_life, fit = max(tried, key=lambda f: f[0])
    ends = []
    for loglik, h, now in tried:
        room = 2 * (ALLOWED - (top - loglik))
        if room <= 0:
            continue
        unit = float((e * memory(scaled[:, 1], h)).sum()) / max(float(now.mean.sum()), 1e-9)
        at = basis.size
        reach = math.sqrt(room * max(float(now.covariance[at, at]), 0.0))
        ends += [unit * (float(now.gains[0]) + s * reach) for s in (-1, 1)]
    past = memory(scaled[:, 1], half_life)
    unit = float((e * past).sum()) / max(float(fit.mean.sum()), 1e-9)
    share = min(unit * float(fit.gains[0]), 1.0)
    half_life = _between(tried, half_life)
    return Share(share, max(min(ends), 0.0), min(max(ends), 1.0), half_life, fit)


def _between(tried: list[tuple[float, float, negbin.Fit]], best: float) -> float:
    """Return the half-life at the top of a parabola through the three best."""
    at = [h for _, h, _ in tried].index(best)
    if at in (0, len(tried) - 1):
        return best
    x = np.log([tried[i][1] for i in (at - 1, at, at + 1)])
    y = np.array([tried[i][0] for i in (at - 1, at, at + 1)])
    bend, slope, _ = np.polyfit(x - x[1], y, 2)
    if bend >= 0:
        return best
    return float(np.exp(np.clip(x[1] - slope / (2 * bend), x[0], x[2])))
