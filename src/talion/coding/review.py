"""Asks the relation network about the events that the lexicon is least sure of."""

from __future__ import annotations

import math
from collections.abc import Sequence

from talion.coding.confidence import confidence, features
from talion.coding.draft import Draft
from talion.coding.marking import Span
from talion.coding.network import Network, Reading
from talion.records import Actor

#: Events surer than this are not asked about: on the development gold most of them are right, and
#: the network takes about three times as long over a pair as the parser over a sentence.
DOUBT = 0.6
#: The lowest share that counts; beyond it the network is as wrong as it is sure.
LEAST = 0.01
#: A doubtful event is not coded if the network gives its type less than this: most of those are
#: wrong on the development gold, though its rules were tuned there.
REFUSED = 0.1


def refused(draft: Draft) -> bool:
    """Tell whether the network was asked about an event and sees no such act between the two."""
    return draft.share is not None and draft.share < REFUSED


class Reviewer:
    """Holds the network and the bound below which an event is doubtful."""

    def __init__(self, network: Network, doubt: float = DOUBT) -> None:
        self._network, self._doubt = network, doubt

    def review(self, drafts: Sequence[Draft]) -> None:
        """Give each doubtful draft the network's opinion, all of them in one batch.

        A pair is asked about if its actor is named in the sentence; nobody can judge
        who acts on whom where the actor stands elsewhere.
        """
        asked = [(d, _item(d)) for d in drafts if confidence(features(d)) < self._doubt]
        pairs = [(d, item) for d, item in asked if item is not None]
        readings = self._network.read(item for _, item in pairs)
        for (draft, _), reading in zip(pairs, readings, strict=True):
            draft.opinion = self._opinion(reading)
            draft.words = dict(reading.words)

    def _opinion(self, reading: Reading) -> dict[str, float]:
        return {
            kind: max(LEAST, math.exp(float(p)))
            for kind, p in zip(self._network.types, reading.types, strict=True)
        }


def _item(draft: Draft) -> tuple[str, Span, Span | None] | None:
    """Return the event's clause, widened to its parties, and where these stand in it.

    A sentence often tells other acts of the same parties; shorter text also takes less time.
    """
    s = draft.sentence
    source = _inside(draft.actors, s.start, s.end)
    if source is None:
        return None
    target = _inside(draft.recipients, s.start, s.end)
    spans = [x for x in (source, target, _clause(draft)) if x is not None]
    start, end = min(x[0] for x in spans), max(x[1] for x in spans)
    return (
        s.text[start:end],
        (source[0] - start, source[1] - start),
        (target[0] - start, target[1] - start) if target and target != source else None,
    )


def _clause(draft: Draft) -> Span:
    """Return where the clause of the event stands, with the noun that it says more about."""
    s = draft.sentence
    upwards = (draft.carrier, *s.above(draft.carrier))
    verb = next((i for i in upwards if s.is_verb(i)), upwards[-1])
    words = list(s.below(verb))
    if s.deps[verb] in ("relcl", "acl"):
        words += s.phrase(s.heads[verb])
    return s.starts[min(words)], s.end_of(max(words))


def _inside(actors: Sequence[Actor], start: int, end: int) -> Span | None:
    for a in actors:
        if start <= a.start < a.end <= end:
            return a.start, a.end
    return None
