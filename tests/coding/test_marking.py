"""Marked sentences become token numbers with marks at the right places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.coding.marking import LONGEST, Encoder
from talion.coding.network import FOLDER


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(FOLDER / "tokenizer.json")


def test_marks_enclose_actor_and_recipient(encoder: Encoder) -> None:
    text = "Chad accused Sudan."
    found = encoder(text, (0, 4), (13, 18))
    words = [text[a:b] for a, b in found.spans]
    assert words == ["", "", "Chad", "", "accused", "", "Sudan", "", ".", ""]
    assert (found.source, found.target) == (1, 5)


def test_a_missing_recipient_points_at_the_sentence(encoder: Encoder) -> None:
    assert encoder("Chad fired.", (0, 4), None).target == 0


def test_a_run_on_sentence_is_cut_around_its_marks(encoder: Encoder) -> None:
    text = "and so on " * 100 + "Chad shelled Sudan" + " and so on" * 100
    at = text.index("Chad")
    found = encoder(text, (at, at + 4), (at + 13, at + 18))
    assert len(found.ids) == len(found.spans) == LONGEST
    assert text[slice(*found.spans[found.source + 1])] == "Chad"
    assert text[slice(*found.spans[found.target + 1])] == "Sudan"


@given(
    st.text(min_size=1, max_size=300),
    st.tuples(st.integers(0, 300), st.integers(0, 300)),
    st.tuples(st.integers(0, 300), st.integers(0, 300)),
)
def test_any_text_is_encoded(text: str, a: tuple[int, int], b: tuple[int, int]) -> None:
    encoder = Encoder(FOLDER / "tokenizer.json")
    cut = lambda s: (min(s), max(s)) if min(s) < max(s) <= len(text) else None  # noqa: E731
    found = encoder(text, cut(a), cut(b))
    assert len(found.ids) == len(found.spans) <= LONGEST
    assert 0 <= found.source < len(found.ids)
    assert 0 <= found.target < len(found.ids)
