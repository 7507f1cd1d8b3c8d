"""The corpus keeps to its card: valid labels, whole marks, no sentence twice, no name too often."""

from __future__ import annotations

from collections import Counter
from statistics import median

import pytest
from training.census import MOST, names
from training.corpus import FOLDER, HELD, MARK, Marked, batches, mark, split, unmark

from talion.knowledge.ontology import Ontology

STATUSES = {"actual", "ongoing", "future", "hypothetical", "denied"}


@pytest.fixture(scope="module")
def items() -> list[Marked]:
    return [x for batch in batches().values() for x in batch]


def test_each_row_has_four_columns_and_whole_marks() -> None:
    for path in sorted(FOLDER.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
        assert lines[0] == "marked\ttype\tmode\tstatus"
        for n, line in enumerate(lines[1:], 2):
            cells = line.split("\t")
            assert len(cells) == 4, f"{path.name}, line {n}"
            tags = [m.group() for m in MARK.finditer(cells[0])]
            assert sorted(tags) in (
                ["</s>", "<s>"],
                ["</s>", "</t>", "<s>", "<t>"],
            ), f"{path.name}, line {n}"
            assert unmark(cells[0])[1] is not None, f"{path.name}, line {n}"


def test_labels_are_those_of_the_ontology(items: list[Marked]) -> None:
    ontology = Ontology.load()
    modes = {kind: set(ontology.modes(kind)) for kind in ontology.types} | {"NONE": set()}
    wrong = [
        mark(x)
        for x in items
        if x.type not in modes
        or (x.mode and x.mode not in modes[x.type])
        or x.status not in STATUSES
    ]
    assert wrong == []


def test_no_sentence_stands_twice(items: list[Marked]) -> None:
    assert [s for s, n in Counter(map(mark, items)).items() if n > 1] == []


def test_it_is_as_large_and_as_varied_as_its_card_says(items: list[Marked]) -> None:
    counts = Counter(x.type for x in items)
    assert len(items) >= 15_000
    assert len(counts) == 17 and min(counts.values()) >= 900
    assert median(len(x.text.split()) for x in items) >= 22
    assert names(x.text for x in items)[0][1] <= MOST * len(items)


def test_held_batches_share_no_sentence_with_the_others() -> None:
    train, held = split()
    assert {x.batch for x in held} == set(HELD.read_text(encoding="utf-8").split())
    assert not {x.text for x in train} & {x.text for x in held}
    assert 0.05 < len(held) / (len(train) + len(held)) < 0.15
