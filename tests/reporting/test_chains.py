"""Links become chains that run from what came first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from talion.records import Link
from talion.reporting.chains import Chain, chains


def link(kind: str, a: str, b: str) -> Link:
    return Link(f"{kind}{a}{b}", kind, a, b, 0, 1, "", 0.8)  # type: ignore[arg-type]


def told(chain: Chain) -> list[str]:
    return [chain.event, *(e for _, after in chain.after for e in told(after))]


def test_answers_follow_what_they_answer() -> None:
    """A strike, its answer and the answer to that make one chain."""
    (chain,) = chains([link("response", "c", "b"), link("response", "b", "a")])
    assert told(chain) == ["a", "b", "c"]


def test_causes_go_before_and_aims_after() -> None:
    """A cause runs forward, and so does a purpose."""
    (chain,) = chains([link("cause", "a", "b"), link("purpose", "b", "c")])
    assert chain == Chain("a", (("cause", Chain("b", (("purpose", Chain("c")),))),))


def test_separate_stories_stay_separate() -> None:
    """Links without a common event make chains of their own."""
    assert [told(c) for c in chains([link("response", "b", "a"), link("response", "d", "c")])] == [["a", "b"], ["c", "d"]]


@given(st.lists(st.tuples(st.sampled_from(["response", "cause", "purpose", "same"]), st.sampled_from("abcde"), st.sampled_from("abcde"))))
def test_every_event_is_told_once_even_in_a_circle(rows: list[tuple[str, str, str]]) -> None:
    """Whatever the links, nothing is lost, doubled or endless."""
    links = [link(*row) for row in rows]
    events = [e for c in chains(links) for e in told(c)]
    assert sorted(events) == sorted({e for k in links for e in (k.from_event, k.to_event)})
