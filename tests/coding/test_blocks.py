"""Headings stand alone, wrapped lines are joined, and offsets are those of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.coding.blocks import LONGEST_BLOCK, blocks

WRAPPED = """Troops crossed the river at dawn on Tuesday and took up
positions along the road to the airport, a spokesman said,
while villagers fled."""


def test_a_heading_is_a_block_of_its_own() -> None:
    assert (
        next(
            b
            for _, b in blocks(
                "Rebels take the town\nThe rebels took the town on Monday after a day of heavy fighting in its outskirts."
            )
        )
        == "Rebels take the town"
    )


def test_lines_of_a_fixed_width_are_one_block() -> None:
    assert len(list(blocks(WRAPPED))) == 1


def test_paragraphs_are_blocks() -> None:
    assert [b for _, b in blocks("One.\n\nTwo.\r\n\r\nThree.")] == ["One.", "Two.", "Three."]


def test_markdown_marks_are_left_out() -> None:
    assert list(blocks("## Rebels take the town")) == [(3, "Rebels take the town")]


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\n\n\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert list(blocks(text)) == []


def test_a_long_paragraph_is_cut_at_a_sentence() -> None:
    text = "The army shelled the town. " * 1000
    pieces = list(blocks(text))
    assert len(pieces) > 1
    assert all(len(b) <= LONGEST_BLOCK and b.endswith(".") for _, b in pieces)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_offsets_point_into_the_text_and_nothing_but_blanks_is_lost(text: str) -> None:
    found = list(blocks(text))
    assert all(len(text[start : start + len(b)]) == len(b) for start, b in found)
    letters = sum(c.isascii() and c.isalpha() for c in text)
    assert sum(c.isascii() and c.isalpha() for _, b in found for c in b) == letters


@pytest.mark.parametrize(
    "dateline",
    [
        "BAGHDAD, Jan. 3 - ",
        "PORT SUDAN, May 6 (NewsWire) — ",
        "JAMMU, March 2: ",
        "BEIRUT (Agency) - ",
        "London, 3 May — ",
        "WASHINGTON — ",
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(dateline: str) -> None:
    text = f"{dateline}Rebels shelled an army base on Tuesday."
    assert list(blocks(text)) == [(len(dateline), "Rebels shelled an army base on Tuesday.")]


@pytest.mark.parametrize(
    "text",
    [
        "Iran - the largest of them - refused.",
        "The UN said: Stop.",
        "NATO and the EU - two bodies - met.",
        "Syria: Troops advance on the capital.",
    ],
)
def test_other_beginnings_are_kept(text: str) -> None:
    assert list(blocks(text)) == [(0, text)]
