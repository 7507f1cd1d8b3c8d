"""How fast a Hawkes process is fitted, beside tick if it is installed.

Run: python benchmarks/hawkes_speed.py [--events 2000 20000 200000]

Five marks with exponential memory are simulated by branching. Printed are the best
of five times (processor seconds) of talion at a fixed decay, with the decay searched for, and of three
fits that tick offers at the same decay: its likelihood with a step set by hand, ADM4
with a vanishing penalty, and least squares (its default). All log-likelihoods are
computed by the same function, so equal numbers mean equal fits.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from talion.dynamics.hawkes import hawkes, recency
from talion.dynamics.simulate import cascade

MARKS, DECAY = 5, 1.5
BASELINE = np.full(MARKS, 0.2)
ADJACENCY = np.full((MARKS, MARKS), 0.05) + 0.3 * np.eye(MARKS)


def log_likelihood(times: list[np.ndarray], end: float, mu: np.ndarray, a: np.ndarray) -> float:
    """Return the log-likelihood of a fit at `DECAY`."""
    joined = np.concatenate(times)
    order = np.argsort(joined)
    mark = np.repeat(np.arange(MARKS), [len(t) for t in times])[order]
    past = recency(joined[order], mark, MARKS, DECAY)
    rate = mu[mark] + (a[mark] * past.T).sum(1)
    reach = np.array([(1 - np.exp(-DECAY * (end - t))).sum() for t in times])
    return float(np.log(rate).sum() - (mu * end).sum() - (a @ reach).sum())


def best_of(fit: Callable[[], tuple[np.ndarray, np.ndarray]], rounds: int = 5):
    """Return the least processor time of some rounds and the last fit."""
    best, found = np.inf, None
    for _ in range(rounds):
        began = time.process_time()
        found = fit()
        best = min(best, time.process_time() - began)
    return best, found


def peers(times: list[np.ndarray], end: float) -> dict[str, Callable]:
    """Return tick's fits, or nothing if tick is not installed."""
    try:
        from tick.hawkes import HawkesADM4, HawkesExpKern
    except ImportError:
        return {}

    def likelihood() -> tuple[np.ndarray, np.ndarray]:
        learner = HawkesExpKern(DECAY, gofit="likelihood", penalty="none", solver="agd",
                                step=1e-6 * 20000 / sum(map(len, times)), max_iter=200, tol=1e-8)  # fmt: skip
        learner.fit([times], start=np.full(MARKS * (MARKS + 1), 0.1))
        return learner.baseline, learner.adjacency

    def squares() -> tuple[np.ndarray, np.ndarray]:
        learner = HawkesExpKern(DECAY, penalty="none", solver="agd", max_iter=1000)
        learner.fit([times])
        return learner.baseline, learner.adjacency

    def adm4() -> tuple[np.ndarray, np.ndarray]:
        learner = HawkesADM4(DECAY, C=1e6, max_iter=200, tol=1e-8)
        learner.fit(times)
        return learner.baseline, learner.adjacency

    return {"tick, likelihood": likelihood, "tick, ADM4": adm4, "tick, least squares": squares}


def main() -> None:
    """Print one block per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, nargs="*", default=[2000, 20000, 200000])
    for size in parser.parse_args().events:
        end = size / (BASELINE.sum() / (1 - ADJACENCY[0].sum()))
        times = cascade(BASELINE, ADJACENCY, DECAY, end, seed=1)
        print(
            f"\n{sum(map(len, times)):,} events\n{'fit':22s} {'seconds':>9s} {'log-likelihood':>16s}"
        )

        def fixed(times=times, end=end) -> tuple[np.ndarray, np.ndarray]:
            found = hawkes(times, end, DECAY)
            return found.baseline, found.adjacency

        fits = {"talion": fixed, **peers(times, end)}
        for name, fit in fits.items():
            seconds, (mu, a) = best_of(fit)
            print(
                f"{name:22s} {seconds:9.4f} {log_likelihood(times, end, mu, a):16.2f}", flush=True
            )
        began = time.process_time()
        found = hawkes(times, end)
        print(f"{'talion, free decay':22s} {time.process_time() - began:9.4f} {found.loglik:16.2f}")


if __name__ == "__main__":
    main()
