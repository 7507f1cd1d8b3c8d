"""The network's say over doubtful events: it may take one away, never silently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

import numpy as np
import pytest

from talion.coding.coder import Coder
from talion.coding.marking import Span
from talion.coding.network import Network, Reading, log_shares
from talion.coding.review import LEAST, REFUSED, Reviewer
from talion.records import Article

TEXT = "Chad accused Sudan of bad faith on Friday."


class Stubborn:
    """Stands in for the network: gives one type almost all, whatever it is asked."""

    def __init__(self, network: Network, kind: str) -> None:
        self.types = network.types
        self.asked: list[tuple[str, Span | None, Span | None]] = []
        scores = np.zeros(len(self.types))
        scores[self.types.index(kind)] = 9.0
        self._reading = Reading(log_shares(scores), scores[:1], scores[:1], (("accused", 1.0),))

    def read(self, items: Iterable[tuple[str, Span | None, Span | None]]) -> Iterator[Reading]:
        self.asked = list(items)
        return iter([self._reading] * len(self.asked))


@pytest.fixture
def reviewed(coder: Coder):  # type: ignore[no-untyped-def]
    """Return a function that codes TEXT with a stubborn network, asked below *doubt*."""

    def run(kind: str, doubt: float, text: str = TEXT):  # type: ignore[no-untyped-def]
        network, before = Stubborn(coder.network, kind), coder.reviewer
        coder.reviewer = Reviewer(network, doubt)  # type: ignore[arg-type]
        try:
            return next(coder.code([Article("a", text, dt.date(2020, 1, 4))])), network
        finally:
            coder.reviewer = before

    return run


def test_an_event_that_the_network_cannot_see_is_left_uncoded_with_a_reason(reviewed) -> None:  # type: ignore[no-untyped-def]
    coded, network = reviewed("COOPERATE", 1.1)
    assert network.asked == [(TEXT, (0, 4), (13, 18))]
    assert coded.event_records == ()
    [left] = [u for u in coded.uncoded if u.text == "accused"]
    assert "ACCUSE" in left.reason and "COOPERATE" in left.reason


def test_the_network_reads_the_clause_of_the_event_and_no_other(reviewed) -> None:  # type: ignore[no-untyped-def]
    text = "Police in Lagos banned a rally by teachers, a move that Ghana condemned."
    asked = {t: (t[slice(*a)] if a else "") for t, a, _ in reviewed("ACCUSE", 1.1, text)[1].asked}
    assert asked["a move that Ghana condemned"] == "Ghana"


def test_an_event_that_the_network_sees_too_is_surer_and_says_why(reviewed) -> None:  # type: ignore[no-untyped-def]
    [event] = reviewed("ACCUSE", 1.1)[0].event_records
    [alone] = reviewed("ACCUSE", 0.0)[0].event_records
    assert event.confidence > alone.confidence
    assert next(iter(event.why["network"])) == "ACCUSE"
    assert "network" not in alone.why


def test_a_sure_event_is_not_asked_about(reviewed) -> None:  # type: ignore[no-untyped-def]
    coded, network = reviewed("COOPERATE", 0.3)
    assert network.asked == []
    assert [e.event_type for e in coded.event_records] == ["ACCUSE"]


def test_the_bound_lies_above_the_least_share() -> None:
    assert LEAST < REFUSED < 0.5
