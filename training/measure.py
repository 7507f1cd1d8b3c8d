"""Macro-averaged F1 by type and by quad class, and the table of confusions."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from talion.coding.lexical import NONE
from talion.knowledge.ontology import Ontology
from training.corpus import ROOT, Marked, unmark

#: The public development file: it measures and never trains. Absent from a plain checkout.
PUBLIC = ROOT.parent / "shared" / "data" / "gold" / "plv_train.tsv"
YIELD = ("CONCEDE", "RETREAT")


def public(path: Path = PUBLIC) -> list[Marked]:
    """Return the public development sentences, or none where the file is absent."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Marked(*unmark(r["marked_sentence"]), r["root"], "", "", "public") for r in rows]


def merged(kind: str) -> str:
    """Return the label of the public sets, which merge CONCEDE and RETREAT.

    >>> merged("RETREAT")
    'YIELD'
    """
    return "YIELD" if kind in YIELD else kind


def macro_f1(gold: Sequence[str], got: Sequence[str]) -> float:
    """Return the mean over the gold's classes of each class's F1.

    >>> macro_f1(["a", "a", "b"], ["a", "a", "a"])
    0.4
    """
    right = Counter(g for g, p in zip(gold, got, strict=True) if g == p)
    there, given = Counter(gold), Counter(got)
    return sum(2 * right[k] / (there[k] + given[k]) for k in there) / len(there)


def quads() -> dict[str, str]:
    """Return the quad class of each type, of YIELD, and 0 of no relation."""
    found = {kind: str(t.quad_class) for kind, t in Ontology.load().types.items()}
    # As the public sets have it: giving way is material co-operation.
    return found | {"YIELD": "2", NONE: "0"}


def figures(
    gold: Sequence[str], got: Sequence[str], *, public: bool = False
) -> tuple[float, float]:
    """Return macro-F1 by type and by quad class; *public* merges the types it merges."""
    if public:
        gold, got = [merged(k) for k in gold], [merged(k) for k in got]
    quad = quads()
    return macro_f1(gold, got), macro_f1([quad[k] for k in gold], [quad[k] for k in got])
