"""An article's text is cut into pieces without losing a character or a mark."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from talion.records import Coded, Count, Event
from talion.reporting.spans import ORDER, Mark, marks, paragraphs, pieces

TEXTS = st.text(alphabet="ab \n", max_size=40)
MARKS = st.lists(st.builds(Mark, st.integers(-3, 45), st.integers(-3, 45), st.sampled_from(ORDER), st.sampled_from(["e1", "e2", "u1"])), max_size=8)


@given(TEXTS, MARKS)
def test_pieces_make_the_text_again(text: str, given_marks: list[Mark]) -> None:
    """Whatever is marked, the words stay as they are."""
    assert "".join(p.text for p in pieces(text, given_marks)) == text


@given(TEXTS, MARKS)
def test_every_character_carries_exactly_the_marks_over_it(text: str, given_marks: list[Mark]) -> None:
    """Overlapping spans do not hide each other."""
    whole = {m for m in given_marks if 0 <= m.start < m.end <= len(text)}
    for piece in pieces(text, given_marks):
        for at in range(piece.start, piece.start + len(piece.text)):
            assert set(piece.marks) == {m for m in whole if m.start <= at < m.end}


@given(TEXTS, MARKS)
def test_paragraphs_keep_all_but_line_ends(text: str, given_marks: list[Mark]) -> None:
    """Cutting into paragraphs loses only white space."""
    joined = "".join(p.text for one in paragraphs(pieces(text, given_marks)) for p in one)
    assert "".join(joined.split()) == "".join(text.split())


@given(TEXTS, MARKS)
def test_pieces_of_paragraphs_know_where_they_stand(text: str, given_marks: list[Mark]) -> None:
    """A piece's offset points to its own text."""
    for one in paragraphs(pieces(text, given_marks)):
        for piece in one:
            assert text[piece.start :].startswith(piece.text)


def test_every_part_of_an_event_is_marked(coded: Coded) -> None:
    """Trigger, parties, source, place, date and number of an event are all found."""
    first = coded.event_records[0]
    text = coded.articles[0].text
    numbers = {e.event_id: f"e{n}" for n, e in enumerate(coded.event_records)} | {"t1": "t1", "c1": "c1"}
    found = {m.role: text[m.start : m.end] for m in marks(coded, "goma", numbers, text) if m.target == numbers[first.event_id]}
    wanted = {"trigger": "shelled", "actor": "Rebels", "recipient": "a police post", "source": "the ministry", "place": "Goma", "date": "on 3 March", "count": "four"}
    assert found == wanted


def test_a_number_inside_a_word_is_not_its_number(make_event: Callable[..., Event]) -> None:
    """The words of a count are found as words, not as letters of others."""
    text = "A jet, the MiG-21, was shot down"
    fallen = make_event(text, "shot down", article_id="a", counts={"dead": Count(1, 1, 1, "1")})
    found = marks(Coded(event_records=(fallen,)), "a", {fallen.event_id: "e1"}, text)
    assert [m.role for m in found] == ["trigger"]
