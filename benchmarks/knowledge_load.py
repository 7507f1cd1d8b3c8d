"""Measures what the knowledge costs: seconds to load, memory, and bytes in the wheel.

Run: python benchmarks/knowledge_load.py
Loads everything in a fresh process, so that nothing is cached, and counts the compressed size of
the data as a wheel packs it. The aims: under 1 s of processor time, 300 MB and 15 MB.
"""

from __future__ import annotations

import subprocess
import sys
import zlib

from talion.knowledge import tables

PROBE = """
import resource, time
start = time.process_time()
from talion.knowledge.library import Library
imported = time.process_time()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
library = Library.load()
loaded = time.process_time()
library.places.resolve("Fallujah"), library.directory.resolve("Hezbollah"), library.directory.ties()
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
used = time.process_time()
print(imported - start, loaded - imported, used - loaded, before / 1024, after / 1024)
"""


def packed() -> float:
    """Return the megabytes of the data folder as a wheel compresses it."""
    files = (p for p in tables.DATA.rglob("*") if p.is_file())
    return sum(len(zlib.compress(p.read_bytes(), 9)) for p in files) / 1e6


def main() -> None:
    probe = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    imported, loaded, used, before, after = map(float, probe.stdout.split())
    print(f"imports {imported:.2f} s, load {loaded:.2f} s, first look-ups {used:.2f} s of processor time")
    print(f"memory {after:.0f} MB, of which {before:.0f} MB before the load")
    print(f"data in the wheel {packed():.1f} MB")


if __name__ == "__main__":
    main()
