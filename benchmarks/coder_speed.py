"""Measures how fast raw text is coded on one core, and what share the parse takes.

Run: OMP_NUM_THREADS=1 python benchmarks/coder_speed.py [--repeat N]
The texts are the articles of examples/. Time is that of the processor, so that other work on
the machine disturbs the figure less.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from pathlib import Path

from talion.coding.coder import Coder
from talion.records import Article

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def articles(repeat: int) -> list[Article]:
    """Return the example articles, *repeat* times over with ids of their own."""
    paths = sorted(EXAMPLES.glob("*.txt"))
    return [
        Article(f"{path.stem}-{n}", path.read_text("utf-8"), dt.date.fromisoformat(path.name[:10]))
        for n in range(repeat)
        for path in paths
    ]


def main() -> None:
    """Print sentences per second and the ratio of coding to parsing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=10)
    texts = articles(parser.parse_args().repeat)
    coder = Coder()
    list(coder.code(texts[:2]))  # the first article pays for lazy tables
    start = time.process_time()
    parsed = list(coder.parser.sentences(a.text for a in texts))
    parse = time.process_time() - start
    start = time.process_time()
    events = sum(
        len(coded.event_records) for coded in coder.code_parsed(zip(texts, parsed, strict=True))
    )
    code = time.process_time() - start
    n = sum(map(len, parsed))
    print(f"{n} sentences, {events} events: {n / (parse + code):.0f} sentences a second on one core")
    print(f"parse {1000 * parse / n:.2f} ms, coding {1000 * code / n:.2f} ms, ratio {code / parse:.2f}")


if __name__ == "__main__":
    main()
