"""Whether fits of simulated worlds come back with what made them, and their intervals hold it.

Run: python benchmarks/recovery.py [--runs 40]

Three fits: the Hawkes process on exact times, the same on counts by day (ties), and the
share of answers that `react` prints, of daily counts with and without a shared driver.
Printed are the mean estimate less the truth (of an adjacency, the largest such miss of its
entries, without sign), how often the 95% interval held the truth, and the seconds a fit takes.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from talion.dynamics import simulate
from talion.dynamics.binned import hawkes_daily
from talion.dynamics.hawkes import hawkes
from talion.dynamics.react import react
from talion.dynamics.simulate import World, cascade

BASELINE = np.array([0.3, 0.2])
ADJACENCY = np.array([[0.3, 0.2], [0.2, 0.4]])
DAYS = 4000
SHARES = {
    "share .15": World(answers=(0.15, 0.0)),
    "share .3": World(answers=(0.3, 0.0)),
    "share .3, half-life 7": World(answers=(0.3, 0.0), half_life=7.0),
    "share .3, own wake .2": World(answers=(0.3, 0.0), own_wake=(0.2, 0.2)),
    "share .3, driver of 30 days": World(answers=(0.3, 0.0), driver_days=30),
    "share .3, both ways": World(answers=(0.3, 0.3)),
}


def adjacency(runs: int, decay: float, by_day: bool) -> str:
    """Return one line on the adjacency of Hawkes fits."""
    began, found, held = time.process_time(), [], []
    for seed in range(runs):
        times = cascade(BASELINE, ADJACENCY, decay, DAYS, seed)
        if by_day:
            days = [np.bincount(t.astype(int), minlength=DAYS) for t in times]
            fit = hawkes_daily(np.stack(days, axis=1).astype(float))
        else:
            fit = hawkes(times, float(DAYS))
        low, high = fit.interval
        found.append(fit.adjacency)
        held.append((low <= ADJACENCY) & (high >= ADJACENCY))
    miss = np.abs(np.mean(found, axis=0) - ADJACENCY).max()
    name = f"{'by day' if by_day else 'exact times'}, decay {decay:g} a day"
    return (
        f"{name:32s}{miss:8.3f}{np.mean(held):8.3f}   {(time.process_time() - began) / runs:.2f} s"
    )


def share(name: str, world: World, runs: int) -> str:
    """Return one line on the share of A's acts that answer B's."""
    began, truth = time.process_time(), world.answers[0]
    worlds = simulate.counts(world, runs, 5)
    found = [react("A", "B", simulate.to_events(y)).a_answers_b for y in worlds]
    miss = np.mean([f.share for f in found]) - truth
    held = np.mean([f.share_low <= truth <= f.share_high for f in found])
    return f"{name:32s}{miss:+8.3f}{held:8.3f}   {(time.process_time() - began) / runs:.2f} s"


def main() -> None:
    """Print one line per fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    print(f"{'fit':32s}{'miss':>8s}{'held':>8s}")
    for decay in (0.3, 1.0):
        print(adjacency(runs, decay, by_day=True), flush=True)
    print(adjacency(runs, 1.0, by_day=False), flush=True)
    for name, world in SHARES.items():
        print(share(name, world, runs), flush=True)


if __name__ == "__main__":
    main()
