"""Scores `talion.relations` on marked sentences: macro-F1 by type and by quad class.

Run: python benchmarks/relations.py [FILE.tsv]
A file has the columns `marked_sentence` (or `marked`) and `root` (or `label`), with
<s>actor</s> and <t>recipient</t> in the sentence. Without a file the benchmark looks for the
development file in ../shared/data/gold and says so if it is absent. Such a file only measures.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from talion.api import relations
from talion.knowledge.ontology import Ontology

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "data" / "gold" / "plv_train.tsv"
MARK = re.compile(r"</?[st]>")


def unmark(marked: str) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    """Return the plain sentence with the spans of its actor and recipient."""
    spans: dict[str, list[int]] = {"s": [], "t": []}
    plain, at = "", 0
    for m in MARK.finditer(marked):
        plain += marked[at : m.start()]
        spans[m.group()[-2]].append(len(plain))
        at = m.end()
    plain += marked[at:]
    pick = lambda k: (
        (spans[k][0], spans[k][1]) if len(spans[k]) >= 2 and spans[k][1] > spans[k][0] else None
    )  # noqa: E731
    return plain, pick("s"), pick("t")


def merged(kind: str) -> str:
    """Return the label of the public test, which merges CONCEDE and RETREAT."""
    return "YIELD" if kind in ("CONCEDE", "RETREAT") else kind


def macro_f1(gold: Iterable[str], got: Iterable[str]) -> tuple[float, dict[str, float]]:
    """Return the macro-averaged F1 over the gold classes, and each class's."""
    right, gold_n, got_n = Counter[str](), Counter[str](), Counter[str]()
    for g, p in zip(gold, got, strict=True):
        gold_n[g] += 1
        got_n[p] += 1
        right[g] += g == p
    each = {k: 2 * right[k] / (gold_n[k] + got_n[k]) for k in gold_n}
    return sum(each.values()) / len(each), each


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not path.exists():
        print(f"{path} is absent; nothing measured")
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    items = [unmark(r.get("marked_sentence") or r["marked"]) for r in rows]
    gold = [merged(r.get("root") or r["label"]) for r in rows]
    got = [merged(r.type) for r in relations(items)]
    types = Ontology.load().types
    quad = {merged(k): str(v.quad_class) for k, v in types.items()} | {"NONE": "0"}
    score, each = macro_f1(gold, got)
    quads, _ = macro_f1([quad[g] for g in gold], [quad.get(p, "0") for p in got])
    for kind in sorted(each):
        print(f"{kind:12} {each[kind]:.3f}  n={gold.count(kind)}")
    print(
        f"macro-F1 type {score:.3f}, quad {quads:.3f}, {len(rows)} sentences; no answer for {got.count('NONE')}"
    )


if __name__ == "__main__":
    main()
