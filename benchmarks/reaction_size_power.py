"""How often the reaction test is wrong where neither side answers, and right where one does.

Run: python benchmarks/reaction_size_power.py [--runs 100] [--seed 1] [--quick] [--worlds NAME ...]

Prints, per simulated world, the share of runs in which each direction is called an
answer at the 5% level (`A to B`: A answers B), and the seconds a run takes. In the first
block A never answers, so `A to B` is the size of the test; `B to A` is one too, but in
the worlds in which only B answers, where it is power. The worlds of deterrence show the
known limit: B acts less after A's acts, and with a shared driver that can look like an
answer of A. In the second block A answers, and `A to B` is power.

Beside it stands what two usual tests give for A, in 20 of the runs: a likelihood-ratio
test of the other side's wake in a rate model with a smooth baseline, and a permutation
of one side within windows of 30 days. With --quick, 20 runs and no comparison. NAME is
the whole name of a world; one run of one world takes about half a second.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from talion.dynamics import answer, negbin, rates, simulate
from talion.dynamics.answer import memory
from talion.dynamics.simulate import World

# Neither side answers, or only B answers A: then the first column is a size.
NOTHING = {
    "nothing": World(),
    "sparse, slow driver": World(rates=(0.1, 0.1), driver_days=30),
    "driver of 3 days": World(driver_days=3),
    "driver of 10 days": World(driver_days=10),
    "driver of 30 days": World(driver_days=30),
    "driver of 60 days": World(driver_days=60, driver_loads=(1.0, 1.0)),
    "driver, unequal loads": World(driver_days=10, driver_loads=(1.0, 0.4)),
    "driver, unequal rates": World(driver_days=10, rates=(2.0, 0.2)),
    "driver, A self-exciting": World(driver_days=10, own_wake=(0.4, 0.0), own_half_life=5),
    "fast driver, self-exciting": World(driver_days=3, own_wake=(0.4, 0.1)),
    "very uneven counts": World(driver_days=20, driver_loads=(1.0, 1.0), k=1.0),
    "own drivers only": World(own_size=0.8),
    "shared bursts": World(bursts=True),
    "bursts, self-exciting": World(bursts=True, own_wake=(0.3, 0.1)),
    "season": World(season=0.6, driver_days=10),
    "coverage grows fourfold": World(drift=3.0, driver_days=30),
    "same-day coupling": World(same_day=0.2, driver_days=10),
    "same-day, self-exciting": World(same_day=0.2, own_wake=(0.3, 0.3)),
    "40% reported": World(seen=0.4, driver_days=10, own_wake=(0.3, 0.1)),
    "week": World(week=0.4, driver_days=5, driver_loads=(0.5, 0.5)),
    "all at once": World(driver_days=20, bursts=True, season=0.4, drift=1.0, same_day=0.1,
                         seen=0.7, own_wake=(0.2, 0.2)),
    "three years, driver": World(days=1095, driver_days=10),
    "twenty years, driver, season": World(days=7300, driver_days=20, season=0.5, rates=(0.5, 0.5)),
    "B deterred by A": World(answers=(0.0, -0.3)),
    "B deterred by A, driver": World(answers=(0.0, -0.2), driver_days=10),
    "only B answers": World(answers=(0.0, 0.25)),
    "only B answers, driver": World(answers=(0.0, 0.25), driver_days=10, driver_loads=(0.6, 0.6)),
}  # fmt: skip
ANSWERS = {
    "15%": World(answers=(0.15, 0.0)),
    "15%, 0.3 acts a day": World(answers=(0.15, 0.0), rates=(0.3, 0.3)),
    "15%, half-life 1 day": World(answers=(0.15, 0.0), half_life=1.0),
    "15%, half-life 7 days": World(answers=(0.15, 0.0), half_life=7.0),
    "15%, driver of 3 days": World(answers=(0.15, 0.0), driver_days=3, driver_loads=(0.5, 0.5)),
    "15%, driver of 10 days": World(answers=(0.15, 0.0), driver_days=10, driver_loads=(0.6, 0.6)),
    "15%, driver of 30 days": World(answers=(0.15, 0.0), driver_days=30),
    "15%, self-exciting": World(answers=(0.15, 0.0), own_wake=(0.2, 0.2)),
    "15% both ways": World(answers=(0.15, 0.15)),
    "15% both ways, driver": World(answers=(0.15, 0.15), driver_days=30, driver_loads=(0.6, 0.6)),
    "30% both ways": World(answers=(0.3, 0.3)),
    "25% both, self-exciting": World(answers=(0.25, 0.25), own_wake=(0.2, 0.2)),
    "25%, driver, self-exciting": World(answers=(0.25, 0.0), own_wake=(0.3, 0.3), driver_days=10,
                                        driver_loads=(0.5, 0.5)),
    "20%, all at once": World(answers=(0.2, 0.0), driver_days=20, bursts=True, season=0.4,
                              drift=1.0, same_day=0.1, seen=0.7, own_wake=(0.1, 0.1)),
    "30%, three years": World(answers=(0.3, 0.0), days=1095),
}  # fmt: skip


def likelihood_ratio(y: np.ndarray) -> bool:
    """Return whether the usual likelihood-ratio test calls the first side's acts answers."""
    basis, bends = rates.baseline(len(y))
    penalty = 100 * bends + 1e-4 * np.eye(len(bends))
    own = np.stack([memory(y[:, 0], h) for h in (1.0, 7.0)], axis=1)
    other = memory(y[:, 1], 3.0)[:, None]
    without = negbin.fit(y[:, 0], basis, own, penalty=penalty)
    with_it = negbin.fit(y[:, 0], basis, np.hstack([own, other]), penalty=penalty)
    return bool(2 * (with_it.loglik - without.loglik) > 2.71)


def permutation(y: np.ndarray, rng: np.random.Generator, window: int = 30, draws: int = 99) -> bool:
    """Return whether shuffling the other side within windows destroys what was seen."""
    blocks = np.arange(len(y)) // window

    def follows(other: np.ndarray) -> float:
        return float((y[:, 0] * memory(other, 3.0)).mean())

    seen = follows(y[:, 1])
    above = 0
    for _ in range(draws):
        order = np.lexsort((rng.random(len(y)), blocks))
        above += follows(y[order, 1]) >= seen
    return (1 + above) / (draws + 1) <= 0.05


def row(name: str, world: World, runs: int, seed: int, compare: bool) -> str:
    """Return one line of the table."""
    began = time.perf_counter()
    worlds = simulate.counts(world, runs, seed)
    found = [answer.answers(y) for y in worlds]
    first, second = (np.mean([f[i].p_value <= 0.05 for f in found]) for i in (0, 1))
    line = f"{name:28s} {first:7.3f} {second:7.3f}"
    if compare:
        rng = np.random.default_rng(seed)
        some = worlds[: min(runs, 20)]
        line += f" {np.mean([likelihood_ratio(y) for y in some]):9.2f}"
        line += f" {np.mean([permutation(y, rng) for y in some]):9.2f}"
    return f"{line}   {(time.perf_counter() - began) / runs:.2f} s"


def main() -> None:
    """Print the size table, then the power table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--worlds", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true")
    chosen = parser.parse_args()
    runs = 20 if chosen.quick else chosen.runs
    for title, group in (("Size: neither answers", NOTHING), ("Power: A answers B", ANSWERS)):
        print(f"\n{title}, {runs} runs\n{'world':28s} {'A to B':>7s} {'B to A':>7s}", end="")
        print("" if chosen.quick else f" {'usual LR':>9s} {'shuffle30':>9s}")
        for name, world in group.items():
            if not chosen.worlds or name in chosen.worlds:
                print(row(name, world, runs, chosen.seed, not chosen.quick), flush=True)


if __name__ == "__main__":
    main()
