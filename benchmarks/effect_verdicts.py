"""What `effect` says of worlds in which it is known what the dated acts changed.

Run: python benchmarks/effect_verdicts.py [--runs 100] [--seed 1] [--worlds NAME ...]

Prints, per simulated world, how often each verdict was given (`no sign` is
no_visible_effect, `no tell` is cannot_tell), the median estimate of the factor, how often
the 95% interval held the true one, and the seconds a run takes. `plain` is the share of
runs that a before/after comparison of the same windows calls an effect (a Poisson test at
5%). Dates are drawn by chance, after bursts (the more acts in the week before, the
likelier), or in hindsight at the highest fortnights of the record. NAME is any part of
the name of a world.
"""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import dataclass

import numpy as np
import pandas as pd

from talion.dynamics import simulate
from talion.dynamics.effect import effect

START = pd.Timestamp("2000-01-01")


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Acts of B at `rate` a day, multiplied by `factor` for `lasting` days after the dates."""

    days: int = 3650
    rate: float = 1.0
    dates: int = 30
    chosen: str = "chance"
    factor: float = 1.0
    lasting: int = 30
    driver_days: float = 10.0
    load: float = 0.5
    wake: float = 0.2
    trend: float = 1.0
    season: float = 0.0
    k: float = 3.0


SEVERAL = {
    f"{f:g} after {n} dates, {r:g} a day": Dated(factor=f, dates=n, rate=r)
    for f in (0.5, 0.7, 1.5, 2.0) for n, r in ((10, 1.0), (30, 1.0), (30, 0.3))
}  # fmt: skip
ONE = {
    f"{f:g} from one date on, {r:g} a day": Dated(factor=f, dates=1, rate=r, lasting=9999, driver_days=d, load=0.4)
    for f in (0.5, 0.7, 1.5, 2.0) for r, d in ((1.0, 10.0), (4.0, 10.0))
}  # fmt: skip
BURSTS = {
    f"{f:g} after 30 dates at bursts": Dated(factor=f, chosen="bursts")
    for f in (0.5, 0.7, 1.5, 2.0)
}
NOTHING = {
    "nothing, one date": Dated(dates=1),
    "nothing, one date, 4 a day": Dated(dates=1, rate=4.0),
    "nothing, 10 dates": Dated(dates=10),
    "nothing, 30 dates": Dated(),
    "nothing, 30 dates, no driver": Dated(load=0.0, wake=0.0),
    "nothing, 30 dates at bursts": Dated(chosen="bursts"),
    "nothing, 30 dates at bursts, 3 a day": Dated(chosen="bursts", rate=3.0),
    "nothing, 10 dates at bursts": Dated(chosen="bursts", dates=10),
    "nothing, one date at the peak": Dated(chosen="peak", dates=1),
    "nothing, at the peak, 4 a day": Dated(chosen="peak", dates=1, rate=4.0),
    "nothing, at the peak, no driver": Dated(chosen="peak", dates=1, load=0.0, wake=0.0),
    "nothing, 5 dates at peaks": Dated(chosen="peak", dates=5),
    "nothing, 20 dates at peaks": Dated(chosen="peak", dates=20),
    "nothing, slow driver, 30 dates": Dated(driver_days=60, load=0.7),
    "nothing, slow driver, one date": Dated(driver_days=60, load=0.7, dates=1),
    "nothing, slow driver, at bursts": Dated(driver_days=60, load=0.7, chosen="bursts"),
    "nothing, trend to fourfold, one date": Dated(trend=4.0, dates=1),
    "nothing, trend to fourfold, 30 dates": Dated(trend=4.0),
    "nothing, trend to a quarter, 30": Dated(trend=0.25, rate=2.0),
    "nothing, trend to a quarter, one": Dated(trend=0.25, rate=2.0, dates=1),
    "nothing, season, 30 dates": Dated(season=0.6),
    "nothing, five years, 10 at bursts": Dated(days=1825, dates=10, chosen="bursts"),
}  # fmt: skip


def world(dated: Dated, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return daily acts and the places of the dates; the acts know the dates, not the reverse."""
    rng = np.random.default_rng(seed)
    n, burn = dated.days, 200
    mood = np.zeros(n + burn)
    if dated.load:
        mood = dated.load * simulate._wander(n + burn, 1, dated.driver_days, rng)[:, 0]
    t = np.arange(n + burn) - burn
    base = np.exp(mood - dated.load**2 / 2) * dated.trend ** np.clip(t / n, 0, 1)
    base *= 1 + dated.season * np.sin(2 * np.pi * t / 365.25)
    noise = rng.gamma(dated.k, 1 / dated.k, n + burn)
    if dated.chosen == "peak":
        return peaks(dated, base, noise, rng)
    wake, last, places = dated.rate, -(10**9), []
    acts = np.zeros(n + burn)
    chance = set(rng.choice(np.arange(200, n - 120), dated.dates, replace=False).tolist())
    for day in range(n + burn):
        mean = dated.rate * (1 - dated.wake) * base[day] + dated.wake * wake
        if last < day - burn <= last + dated.lasting:
            mean *= dated.factor
        acts[day] = rng.poisson(mean * noise[day])
        wake = 0.794 * wake + 0.206 * acts[day]
        at = day - burn
        if dated.chosen == "chance":
            drawn = at in chance
        else:
            week = (acts[max(0, day - 6) : day + 1].sum() + 0.1) / (7 * dated.rate)
            drawn = 200 <= at < n - 120 and rng.random() < min(
                0.5, 0.55 * dated.dates / n * week**1.5
            )
        if drawn:
            places.append(at)
            last = at
    return acts[burn:], np.array(places, dtype=int)


def peaks(dated: Dated, base: np.ndarray, noise: np.ndarray, rng: np.random.Generator):
    """Return acts, and dates set at the highest fortnights of the record in hindsight."""
    wake, acts = dated.rate, np.zeros(len(base))
    for day in range(len(base)):
        mean = dated.rate * (1 - dated.wake) * base[day] + dated.wake * wake
        acts[day] = rng.poisson(mean * noise[day])
        wake = 0.794 * wake + 0.206 * acts[day]
    acts = acts[200:]
    level = np.convolve(acts, np.ones(14), "full")[: len(acts)]
    level[:200] = level[-120:] = -1
    places: list[int] = []
    for _ in range(dated.dates):
        at = int(np.argmax(level))
        places.append(at)
        level[max(0, at - 45) : at + 45] = -1
    return acts, np.sort(places)


def table(acts: np.ndarray) -> pd.DataFrame:
    """Return counts as events; the first and last day hold a row that is no act."""
    day = np.repeat(np.arange(len(acts)), acts.astype(int))
    ends = pd.DataFrame(
        {"date": START + pd.to_timedelta([0, len(acts) - 1], unit="D"), "quad_class": 1}
    )
    rows = pd.DataFrame({"date": START + pd.to_timedelta(day, unit="D"), "quad_class": 4})
    return pd.concat([rows, ends]).assign(actor="B", recipient="A")


def plain(acts: np.ndarray, places: np.ndarray, window: int) -> bool:
    """Tell if a before/after comparison calls it an effect."""
    before = sum(acts[p - window : p].sum() for p in places)
    after = sum(acts[p + 1 : p + 1 + window].sum() for p in places)
    return abs(after - before) > 1.96 * math.sqrt(max(after + before, 1))


def row(name: str, dated: Dated, runs: int, seed: int) -> str:
    """Return one line of the table."""
    began, said, ratios, held, naive = time.process_time(), [], [], [], []
    for run in range(runs):
        acts, places = world(dated, 1000 * seed + run)
        if not len(places):
            continue
        found = effect([START + pd.Timedelta(days=int(p)) for p in places], "A", "B", table(acts))
        said.append(found.verdict)
        ratios.append(found.rate_ratio)
        if math.isfinite(found.low):
            held.append(found.low <= dated.factor <= found.high)
        naive.append(plain(acts, places, found.window) if found.window else False)
    shares = [
        said.count(v) / len(said)
        for v in ("deterred", "provoked", "no_visible_effect", "cannot_tell")
    ]
    seconds = (time.process_time() - began) / runs
    return (
        f"{name:38s}" + "".join(f"{s:9.2f}" for s in shares)
        + f"{np.nanmedian(ratios):9.2f}{np.mean(held):7.2f}{np.mean(naive):7.2f}   {seconds:.2f} s"
    )  # fmt: skip


def main() -> None:
    """Print the table, worlds without any effect first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", nargs="*", default=[])
    chosen = parser.parse_args()
    heads = ("deterred", "provoked", "no sign", "no tell", "median", "held", "plain")
    for title, group in (
        ("Nothing changed", NOTHING), ("Changed after several dates", SEVERAL),
        ("Changed after dates at bursts", BURSTS), ("Changed from one date on", ONE),
    ):  # fmt: skip
        print(
            f"\n{title}, {chosen.runs} runs\n{'world':38s}"
            + "".join(f"{h:>9s}" for h in heads[:5])
            + "   held  plain"
        )
        for name, dated in group.items():
            if not chosen.worlds or any(w in name for w in chosen.worlds):
                print(row(name, dated, chosen.runs, chosen.seed), flush=True)


if __name__ == "__main__":
    main()
