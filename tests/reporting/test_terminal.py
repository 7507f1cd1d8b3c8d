"""The summary tells what is reported, and hostile text cannot steer the terminal."""

from __future__ import annotations

import io
import re

from rich.console import Console

from talion.records import Article, Coded
from talion.reporting.digest import TOP, Digest
from talion.reporting.terminal import sentence, summarise

STYLES = re.compile(r"\x1b\[[\d;]*m")


def summary(*coded: Coded, **options: object) -> str:
    out = io.StringIO()
    summarise(Digest.of(*coded), Console(file=out, width=110, **options))  # type: ignore[arg-type]
    return out.getvalue()


def test_an_event_reads_as_one_line(coded: Coded) -> None:
    """Day, who, whom, type, mode, place, numbers, words and source stand in one line."""
    line = "  2025-03-03  M23 → DR Congo (police)  ASSAULT heavy-weapons  Goma, COD  4 dead  ‘shelled’  reported by DR Congo (government)"
    assert sentence(coded.event_records[0]).plain == line


def test_every_part_has_its_place(coded: Coded) -> None:
    """Article, pairs, chain, tie, claim and what was not coded are all told."""
    text = summary(coded)
    for words in ("Fighting near Goma", "Who is reported to act on whom", "answered by", "Rwanda sponsors M23", "record: It was the heaviest", "1  figurative use"):
        assert words in text


def test_the_most_severe_event_comes_first(coded: Coded) -> None:
    """The event with reported deaths stands above the other."""
    text = summary(coded)
    assert text.index("‘shelled’") < text.index("‘bombed’")


def test_control_sequences_are_shown_and_not_sent(hostile: Coded) -> None:
    """A title that sets colours or the window's name reaches the screen as signs."""
    text = summary(hostile, force_terminal=True, color_system="standard")
    assert "\x1b" not in STYLES.sub("", text)
    assert "\x07" not in text
    assert "\u202e" not in text


def test_square_brackets_are_text() -> None:
    """An article cannot use the markup that styles the summary."""
    assert "[bold red]Alert[/]" in summary(Coded(articles=(Article("a", "x", title="[bold red]Alert[/]"),)))


def test_nothing_coded_is_said_in_words() -> None:
    """A summary without events says so and why."""
    assert "No event was coded" in summary(Coded(articles=(Article("a", "Quiet."),)))


def test_what_does_not_fit_is_counted(coded: Coded) -> None:
    """Rows left out are told as a number."""
    from dataclasses import replace

    first = coded.event_records[0]
    many = replace(coded, event_records=tuple(replace(first, event_id=f"{n}") for n in range(TOP + 5)), link_records=())
    assert "… and 5 more events" in summary(many)
