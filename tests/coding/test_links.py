"""What answers, causes or repeats what, within a sentence and across sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talion.records import Coded

Row = tuple[str, str, str]


def links(coded: Coded) -> set[Row]:
    """Return kind and triggers of each link."""
    triggers = {e.event_id: e.trigger for e in coded.event_records}
    return {(k.kind, triggers[k.from_event], triggers[k.to_event]) for k in coded.link_records}


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (
            "Israel bombed a base in Syria in response to the killing of a soldier by Hezbollah.",
            ("response", "bombed", "killing"),
        ),
        (
            "Kenya expelled the Sudanese ambassador after Sudan had severed relations with Kenya.",
            ("response", "expelled", "severed"),
        ),
        (
            "Egypt proposed a truce to Israel. Israel rejected the proposal.",
            ("response", "rejected", "proposed"),
        ),
        (
            "Police in Chile arrested twenty students. Teachers went on strike over the arrests.",
            ("response", "went", "arrested"),
        ),
        (
            "Rebels shelled Aden. The Yemeni army struck back at the rebels.",
            ("response", "struck", "shelled"),
        ),
    ],
)
def test_an_answer_points_to_what_it_answers(
    code: Callable[..., Coded], text: str, link: Row
) -> None:
    assert link in links(code(text))


@pytest.mark.parametrize(
    "text",
    [
        "Israel bombed a base in Syria. France praised Ghana.",
        "Kenya met Sudan on Monday. Chile expelled a Peruvian diplomat on Friday.",
    ],
)
def test_order_alone_is_no_link(code: Callable[..., Coded], text: str) -> None:
    assert not links(code(text))


def test_no_event_links_to_itself(code: Callable[..., Coded]) -> None:
    coded = code("Israel retaliated by bombing a base in response to the shelling of Haifa.")
    assert all(k.from_event != k.to_event for k in coded.link_records)
