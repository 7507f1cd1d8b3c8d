"""Reads the marked sentences of `corpus/` and splits them by batch."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "corpus"
#: Batches that are never trained on: they choose the settings and the calibration.
HELD = FOLDER / "held.txt"
MARK = re.compile(r"<(/?)([st])>")
Span = tuple[int, int]


@dataclass(frozen=True)
class Marked:
    """A sentence, the spans of its actor and recipient, and what is said of them."""

    text: str
    source: Span | None
    target: Span | None
    type: str
    mode: str
    status: str
    batch: str


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """Return the plain sentence with the spans of its actor and recipient.

    >>> unmark("<s>Chad</s> accused <t>Sudan</t>.")
    ('Chad accused Sudan.', (0, 4), (13, 18))
    """
    ends: dict[str, list[int]] = {"s": [], "t": []}
    plain, at = "", 0
    for m in MARK.finditer(marked):
        plain += marked[at : m.start()]
        ends[m.group(2)].append(len(plain))
        at = m.end()
    plain += marked[at:]
    source, target = (
        (at[0], at[1]) if len(at) >= 2 and at[0] < at[1] else None for at in ends.values()
    )
    return plain, source, target


def mark(item: Marked) -> str:
    """Return the sentence with its marks, as the corpus files hold it."""
    cuts = [(*span, k) for span, k in ((item.source, "s"), (item.target, "t")) if span]
    text = item.text
    for start, end, k in sorted(cuts, reverse=True):
        text = f"{text[:start]}<{k}>{text[start:end]}</{k}>{text[end:]}"
    return text


def read(path: Path) -> list[Marked]:
    """Return the sentences of one batch; its name is the file's."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Marked(*unmark(r["marked"]), r["type"], r["mode"] or "", r["status"] or "", path.stem)
        for r in rows
    ]


def write(path: Path, items: Iterable[Marked]) -> None:
    """Write sentences as one batch."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write("marked\ttype\tmode\tstatus\n")
        for x in items:
            out.write(f"{mark(x)}\t{x.type}\t{x.mode}\t{x.status}\n")


def batches(folder: Path = FOLDER) -> dict[str, list[Marked]]:
    """Return every batch by name, in the order of their names."""
    return {p.stem: read(p) for p in sorted(folder.glob("*.tsv"))}


def split(folder: Path = FOLDER) -> tuple[list[Marked], list[Marked]]:
    """Return the sentences to train on and those of the held-out batches."""
    held = set(HELD.read_text(encoding="utf-8").split()) if HELD.exists() else set()
    train: list[Marked] = []
    kept: list[Marked] = []
    for name, items in batches(folder).items():
        (kept if name in held else train).extend(items)
    return train, kept


def merged(items: Sequence[Marked]) -> list[Marked]:
    """Return the sentences with CONCEDE and RETREAT as one type, YIELD."""
    return [replace(x, type="YIELD") if x.type in ("CONCEDE", "RETREAT") else x for x in items]
