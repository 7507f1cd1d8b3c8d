"""Prints what the corpus holds: batches, types, statuses, lengths and the commonest names.

Run: python -m training.census
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from statistics import median

from training.corpus import FOLDER, HELD, ROOT, batches

NAMES = ROOT / "src" / "talion" / "knowledge" / "data" / "state_names.csv"
#: Labels of a second reader, beside those the sentence then had.
SECOND = FOLDER / "second" / "labels.tsv"
#: The share of sentences that no single name may exceed.
MOST = 0.01


def main() -> None:
    """Print the tables."""
    found = batches()
    held = set(HELD.read_text(encoding="utf-8").split())
    items = [x for batch in found.values() for x in batch]
    for name, batch in found.items():
        words = median(len(x.text.split()) for x in batch)
        print(
            f"{name:26} {len(batch):6} median {words:.0f} words{'  held out' if name in held else ''}"
        )
    lengths = [len(x.text.split()) for x in items]
    over, under = (
        sum(t) / len(items) for t in ([n > 30 for n in lengths], [n < 12 for n in lengths])
    )
    print(
        f"{'all':26} {len(items):6} median {median(lengths):.0f} words, {over:.0%} over 30, {under:.0%} under 12"
    )
    for what in ("type", "status"):
        print(
            " ".join(f"{k} {n}" for k, n in Counter(getattr(x, what) for x in items).most_common())
        )
    print(f"modes in use: {len({(x.type, x.mode) for x in items if x.mode})}")
    common = names(x.text for x in items)
    print("\n".join(f"{n / len(items):6.2%} {name}" for name, n in common[:12]))
    print(f"names in more than {MOST:.0%}: {sum(n > MOST * len(items) for _, n in common)}")
    print(second_reading())


def second_reading() -> str:
    """Return one line on how far a second, blind labelling agreed with the first."""
    with SECOND.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    same = [r for r in rows if r["type"] == r["first_type"]]
    status = sum(r["status"] == r["first_status"] for r in same) / len(same)
    return (
        f"labelled again blind: {len(rows)}, type agrees in {len(same) / len(rows):.0%}, "
        f"status in {status:.0%} of those"
    )


def names(texts: object) -> list[tuple[str, int]]:
    """Return each name of a state, people or capital with the number of texts it stands in."""
    with NAMES.open(encoding="utf-8", newline="") as lines:
        forms = {r["name"] for r in csv.DictReader(lines) if r["kind"] != "abbreviation"}
    first: defaultdict[str, list[str]] = defaultdict(list)
    for form in sorted(forms, key=len, reverse=True):
        first[form.split(" ")[0]].append(form)
    counts: Counter[str] = Counter()
    word = re.compile(r"[^\W\d_][\w'’.-]*")
    for text in texts:  # type: ignore[attr-defined]
        here = set()
        for m in word.finditer(text):
            for form in first.get(
                m.group().rstrip(".,'’").removesuffix("'s").removesuffix("’s"), ()
            ):
                if text.startswith(form, m.start()):
                    here.add(form)
                    break
        counts.update(here)
    return counts.most_common()


if __name__ == "__main__":
    main()
