"""Measures how fast raw text is coded on one core, and how that compares with the parse alone.

Run: OMP_NUM_THREADS=1 python benchmarks/coder_speed.py [--repeat N] [PATH…]
The texts are the articles of examples/, or those in PATH. The parse alone is the spaCy pipeline
that the coder runs, over the same blocks of text. Both are timed in turn, a chunk of articles at
a time, and time is that of the processor, so that other work on the machine disturbs the ratio
less. The first articles are coded once before, since they pay for the tables.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path

from talion.coding.blocks import blocks
from talion.coding.coder import CHUNK, Coder
from talion.coding.parse import BATCH, Parser, load_model
from talion.knowledge.library import Library
from talion.reading import read
from talion.records import Article, Coded

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def articles(repeat: int) -> list[Article]:
    """Return the example articles, *repeat* times over with ids of their own."""
    paths = sorted(EXAMPLES.glob("*.txt"))
    return [
        Article(f"{path.stem}-{n}", path.read_text("utf-8"), dt.date.fromisoformat(path.name[:10]))
        for n in range(repeat)
        for path in paths
    ]


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's time that *work* takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print sentences per second and the ratio of the whole to the parse alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("paths", nargs="*")
    options = parser.parse_args()
    found = list(read(options.paths) if options.paths else articles(options.repeat))
    texts = [a for a in found if isinstance(a, Article)]
    if not texts:
        raise SystemExit(f"nothing to time: {found[0] if found else 'no file'}")
    nlp, library = load_model(), Library.load()
    coder = Coder(library, Parser(nlp, known=library.lexicon.known()))
    list(coder.code(texts[:2]))
    parse = whole = 0.0
    done: list[Coded] = []
    for n in range(0, len(texts), CHUNK):
        chunk = texts[n : n + CHUNK]
        pieces = [piece for a in chunk for _, piece in blocks(a.text)]
        parse += seconds(partial(deque, nlp.pipe(pieces, batch_size=BATCH)))
        whole += seconds(partial(done.extend, coder.code(chunk)))
    events = sum(len(c.event_records) for c in done)
    count = sum(len(spans) for c in done for spans in c.sentences.values())
    print(f"{count} sentences, {events} events: {count / whole:.0f} sentences a second on one core")
    print(
        f"parse alone {1000 * parse / count:.2f} ms, whole {1000 * whole / count:.2f} ms a sentence: "
        f"ratio {whole / parse:.2f}"
    )


if __name__ == "__main__":
    main()
