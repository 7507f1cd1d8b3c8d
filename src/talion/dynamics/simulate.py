"""Worlds in which it is known who answers whom, for tests and for the benchmark."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

BURN_IN = 200
# Shared bursts: one in sixty days, quadrupling the rate on average, lasting a week.
BURST_EVERY, BURST_SIZE, BURST_DAYS = 60, 4.0, 6.0


@dataclass(frozen=True, kw_only=True)
class World:
    """What drives two sides, A first.

    Rates are acts a day. `answers[0]` is the share of A's acts that answer B's
    (a negative share is deterrence: B's acts lower A's rate); `own_wake` the
    share that follow the side's own. `driver_days` is the memory of a hidden
    driver that moves the log rates by `driver_loads`; `own_days` and `own_size`
    the same for drivers of each side alone. `same_day` is the share of shared
    same-day acts, `seen` the chance that an act is reported, `drift` the growth
    of coverage from the first day to the last.
    """

    days: int = 3650
    rates: tuple[float, float] = (1.0, 1.0)
    answers: tuple[float, float] = (0.0, 0.0)
    half_life: float = 3.0
    own_wake: tuple[float, float] = (0.0, 0.0)
    own_half_life: float = 3.0
    driver_days: float = 0.0
    driver_loads: tuple[float, float] = (0.8, 0.8)
    own_days: float = 10.0
    own_size: float = 0.0
    bursts: bool = False
    season: float = 0.0
    week: float = 0.0
    drift: float = 0.0
    same_day: float = 0.0
    seen: float = 1.0
    k: float = 3.0


def counts(world: World, runs: int = 1, seed: int = 0) -> Floats:
    """Return runs × days × 2 simulated daily counts.

    Example:
        >>> counts(World(days=400, rates=(2.0, 0.5)), runs=3).shape
        (3, 400, 2)
    """
    rng = np.random.default_rng(seed)
    n = world.days + BURN_IN
    mood = _mood(world, n, runs, rng)
    t = np.arange(n) - BURN_IN
    coverage = 1 + world.drift * np.clip(t / world.days, 0, 1)
    coverage = coverage / coverage.mean()
    rate, answer, own = (np.array(v) for v in (world.rates, world.answers, world.own_wake))
    smaller = rate.min()
    base = rate * (1 - answer - own) - world.same_day * smaller
    gain = answer * rate / rate[::-1]
    keep, own_keep = 0.5 ** (1 / world.half_life), 0.5 ** (1 / world.own_half_life)
    wake = np.tile(rate, (runs, 1)).astype(float)
    own_memory = wake.copy()
    out = np.empty((n, runs, 2))
    for day in range(n):
        mean = base * mood[day] + gain * wake[:, ::-1] + own * own_memory
        mean = np.maximum(mean, 1e-9) * coverage[day]
        if world.k < 1e4:
            mean = mean * rng.gamma(world.k, 1 / world.k, mean.shape)
        acts = rng.poisson(mean).astype(float)
        if world.same_day:
            both = world.same_day * smaller * coverage[day] * mood[day].mean(1)
            acts += rng.poisson(both)[:, None]
        out[day] = acts
        wake = keep * wake + (1 - keep) * acts / coverage[day]
        own_memory = own_keep * own_memory + (1 - own_keep) * acts / coverage[day]
    seen = out[BURN_IN:].transpose(1, 0, 2)
    if world.seen < 1:
        seen = rng.binomial(seen.astype(int), world.seen).astype(float)
    return np.ascontiguousarray(seen)


def _mood(world: World, n: int, runs: int, rng: np.random.Generator) -> Floats:
    """Return the factor by which hidden drivers move each side on each day, mean one."""
    mood = np.ones((n, runs, 2))
    if world.driver_days:
        shared = _wander(n, runs, world.driver_days, rng)
        for side, load in enumerate(world.driver_loads):
            mood[:, :, side] *= np.exp(load * shared - load**2 / 2)
    if world.own_size:
        for side in (0, 1):
            alone = _wander(n, runs, world.own_days, rng)
            mood[:, :, side] *= np.exp(world.own_size * alone - world.own_size**2 / 2)
    if world.bursts:
        start = (rng.random((n, runs)) < 1 / BURST_EVERY) * rng.exponential(BURST_SIZE, (n, runs))
        burst = np.zeros((n, runs))
        for day in range(1, n):
            burst[day] = burst[day - 1] * np.exp(-1 / BURST_DAYS) + start[day]
        mood *= ((1 + burst) / (1 + burst).mean(0))[:, :, None]
    t = np.arange(n)
    shape = 1 + world.season * np.sin(2 * np.pi * t / 365.25)
    shape = shape * np.where(t % 7 >= 5, 1 - world.week, 1 + 0.4 * world.week)
    return np.asarray(mood * shape[:, None, None])


def _wander(n: int, runs: int, days: float, rng: np.random.Generator) -> Floats:
    """Return a stationary process of unit variance whose memory lasts *days*."""
    keep = np.exp(-1 / days)
    step = rng.standard_normal((n, runs))
    step[1:] *= np.sqrt(1 - keep**2)
    for day in range(1, n):
        step[day] += keep * step[day - 1]
    return step


def events(world: World, seed: int = 0, start: str = "2000-01-01") -> pd.DataFrame:
    """Return one simulated world as a table of events between A and B.

    Example:
        >>> list(events(World(days=400)).columns)
        ['date', 'actor', 'recipient', 'quad_class']
    """
    return to_events(counts(world, 1, seed)[0], start)


def to_events(daily: Floats, start: str = "2000-01-01") -> pd.DataFrame:
    """Return an n × 2 array of daily counts as a table of events between A and B."""
    day, side = np.nonzero(daily)
    times = daily[day, side].astype(int)
    day, side = np.repeat(day, times), np.repeat(side, times)
    name = np.array(["A", "B"])
    return pd.DataFrame(
        {
            "date": pd.Timestamp(start) + pd.to_timedelta(day, unit="D"),
            "actor": name[side],
            "recipient": name[1 - side],
            "quad_class": 4,
        }
    )


def cascade(
    baseline: Floats, adjacency: Floats, decay: float, end: float, seed: int = 0
) -> list[Floats]:
    """Simulate a Hawkes process by branching and return the times of each mark, sorted.

    Immigrants come at rate *baseline* a day until *end*; an act of mark j brings forth
    `adjacency[i, j]` acts of mark i on average, after exponential delays of rate *decay*.

    Example:
        >>> [len(t) > 0 for t in cascade(np.array([1.0]), np.array([[0.5]]), 1.0, 100.0)]
        [True]
    """
    rng = np.random.default_rng(seed)
    times = [rng.uniform(0, end, rng.poisson(b * end)) for b in baseline]
    waiting = list(times)
    while sum(map(len, waiting)):
        born: list[list[Floats]] = [[] for _ in times]
        for source, parents in enumerate(waiting):
            for target in range(len(times)):
                number = rng.poisson(adjacency[target, source], len(parents))
                when = np.repeat(parents, number) + rng.exponential(1 / decay, number.sum())
                born[target].append(when[when < end])
        waiting = [np.concatenate(b) for b in born]
        times = [np.concatenate([t, w]) for t, w in zip(times, waiting, strict=True)]
    return [np.sort(t) for t in times]
