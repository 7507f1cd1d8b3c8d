"""Text from articles cannot steer a terminal or a page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.reporting.clean import one_line, visible, web_address


@given(st.text())
def test_visible_text_holds_no_control_character_but_tab_and_line_end(text: str) -> None:
    """Whatever goes in, what comes out cannot move the cursor."""
    assert not [c for c in visible(text) if unicodedata.category(c) == "Cc" and c not in "\t\n"]


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Po"])))
def test_plain_text_is_left_as_it_is(text: str) -> None:
    """Only characters that steer are changed."""
    assert visible(text) == text


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u202a"])
def test_direction_overrides_are_shown(mark: str) -> None:
    """A reader sees that a text tries to turn the line around."""
    assert f"U+{ord(mark):04X}" in visible(f"a{mark}b")


def test_right_to_left_marks_stay() -> None:
    """Right-to-left prose needs its plain marks."""
    assert visible("\u200fسلام") == "\u200fسلام"


def test_half_a_surrogate_can_be_written() -> None:
    """Every shown text can be encoded as UTF-8."""
    assert visible("\ud83d").encode("utf-8").decode() == "\ufffd"


@given(st.text(), st.integers(1, 30))
def test_one_line_is_one_line_within_the_limit(text: str, limit: int) -> None:
    """A limit holds, and no line end is left."""
    out = one_line(text, limit)
    assert len(out) <= limit
    assert "\n" not in out


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//example.org", "file:///etc/passwd",
     "https://", "http://exa\nmple.org", "java\tscript:alert(1)", "https://[bad", "https://example.org/\u202egpj"],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url: str | None) -> None:
    """Everything but http and https with a host stays text."""
    assert web_address(url) is None


def test_a_web_address_is_kept() -> None:
    """A plain address is given back as it is."""
    assert web_address("http://example.org/a?b=c") == "http://example.org/a?b=c"
