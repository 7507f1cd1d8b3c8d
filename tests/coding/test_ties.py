"""Standing relations between actors, in the forms that news gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from talion.records import Coded


def ties(coded: Coded) -> set[tuple[str, str, str]]:
    """Return kind and ends of each tie."""
    return {(t.kind, t.from_actor.id, t.to_actor.id) for t in coded.tie_records}


@pytest.mark.parametrize(
    "text",
    [
        "Hassan Nasrallah, the leader of Hezbollah, spoke on Friday.",
        "The leader of Hezbollah, Hassan Nasrallah, spoke on Friday.",
        "Hezbollah leader Hassan Nasrallah spoke on Friday.",
        "Hezbollah's leader, Hassan Nasrallah, spoke on Friday.",
        "Hezbollah, which is led by Hassan Nasrallah, fired rockets at Haifa.",
        "Hassan Nasrallah leads Hezbollah.",
    ],
)
def test_a_leader_is_tied_to_his_group_in_every_form(code: Callable[..., Coded], text: str) -> None:
    assert ("leads", "hassan-nasrallah", "hezbollah-lbn") in ties(code(text, "2015-01-04"))


@pytest.mark.parametrize(
    "text",
    [
        "Iran backs Hezbollah.",
        "Hezbollah, which is backed by Iran, fired rockets at Haifa.",
        "India accused Iran of sponsoring Hezbollah.",
    ],
)
def test_a_patron_sponsors_his_proxy(code: Callable[..., Coded], text: str) -> None:
    assert ("sponsors", "irn", "hezbollah-lbn") in ties(code(text))


def test_an_adjective_of_backing_gives_a_tie_and_no_event(code: Callable[..., Coded]) -> None:
    coded = code("Iran-backed militias paraded in Baghdad.")
    assert any(t.kind == "sponsors" and t.from_actor.id == "irn" for t in coded.tie_records)
    assert all("backed" not in e.trigger for e in coded.event_records)


@pytest.mark.parametrize(
    "text", ["The president of France spoke.", "Iran does not back Hezbollah.", "Rebels fled."]
)
def test_offices_and_denials_are_no_ties(code: Callable[..., Coded], text: str) -> None:
    assert not ties(code(text))
