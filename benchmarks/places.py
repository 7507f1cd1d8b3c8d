"""Measures what the gazetteer costs: time to load, memory, lookups and scans a second.

python benchmarks/places.py
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from pathlib import Path

import duckdb  # noqa: F401  Loaded first, so that what it takes is not counted below.
import numpy as np  # noqa: F401

from talion.knowledge.places import Gazetteer

NAMES = ("Baghdad", "Deir ez-Zor", "Springfield", "Kyiv", "al-Tanf", "Strait of Hormuz", "Nowhere")
ARTICLE = ("Tripoli", "Beirut", "Sidon", "Lebanon", "Damascus", "Israel", "Bekaa Valley", "Syria")
TEXT = (
    "Two rockets struck the Green Zone in Baghdad on Sunday , hours after officials said that "
    "forces near Deir ez - Zor and the Al - Qaim crossing in Anbar province had been shelled ."
)
SENTENCE = TEXT.split()


def resident_mb() -> float:
    """Return the memory the process holds, where the system tells; else its peak."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def rate(act: Callable[[], object], seconds: float = 1.0) -> float:
    """Return how often *act* runs in a second."""
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        act()
        done += 1
    return done / (time.perf_counter() - began)


def main() -> None:
    before = resident_mb()
    began, worked = time.perf_counter(), time.process_time()
    places = Gazetteer.load()
    took, worked = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(
        f"load: {took:.2f} s ({worked:.2f} s of processor); memory: {resident_mb() - before:.0f} MB more than before, peak of the process {peak:.0f} MB"
    )
    table = places.table
    print(
        f"raw lookups: {rate(lambda: [table.first_row(n.lower()) for n in NAMES]) * len(NAMES):,.0f} a second"
    )
    print(
        f"resolve: {rate(lambda: [places.resolve(n) for n in NAMES]) * len(NAMES):,.0f} names a second"
    )
    print(
        f"resolve_all of {len(ARTICLE)} names: {rate(lambda: places.resolve_all(ARTICLE)):,.0f} texts a second"
    )
    print(f"scan: {rate(lambda: places.scan(SENTENCE)):,.0f} sentences a second")


if __name__ == "__main__":
    main()
