"""`talion.relation` and `talion.relations`: types, bounds, batches, and what they say of themselves."""

from __future__ import annotations

import math

import pytest
from training.corpus import batches
from training.measure import macro_f1

import talion
from talion.api import default_coder
from talion.coding.relation import Relator

# Macro-F1 by type on one held-out batch of agency prose; only ever raised.
FLOOR = 0.84

SENTENCES = [
    ("Chad accused Sudan of arming rebels.", "Chad", "Sudan", "ACCUSE"),
    ("Sudan was accused by Chad of arming rebels.", "Chad", "Sudan", "ACCUSE"),
    ("Kenya will send food to Somalia.", "Kenya", "Somalia", "AGREE"),
    ("Kenya has sent 400 tonnes of food to Somalia.", "Kenya", "Somalia", "AID"),
    ("Warplanes of Chad bombed a town in Sudan.", "Chad", "Sudan", "ASSAULT"),
    ("Peru recalled its ambassador from Chile and froze trade.", "Peru", "Chile", "SANCTION"),
    (
        "Police in Lusaka arrested forty members of the opposition.",
        "Police",
        "opposition",
        "COERCE",
    ),
    ("Mali ruled out talks with the rebels.", "Mali", "the rebels", "REJECT"),
    ("The rebels freed nine soldiers of Mali.", "The rebels", "Mali", "RETREAT"),
    ("Students marched against the government.", "Students", "the government", "PROTEST"),
]


def spans(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(w), text.index(w) + len(w)) for w in words]


@pytest.mark.parametrize(("text", "source", "target", "kind"), SENTENCES)
def test_plain_sentences_get_their_type(text: str, source: str, target: str, kind: str) -> None:
    a, b = spans(text, source, target)
    assert talion.relation(text, a, b).type == kind


def test_probabilities_are_shares_of_all_types_and_why_shows_the_best_three() -> None:
    found = talion.relation("Chad accused Sudan of arming rebels.", (0, 4), (13, 18))
    assert math.isclose(sum(found.probabilities.values()), 1.0)
    assert len(found.probabilities) == 17
    assert next(iter(found.why["top"])) == found.type == "ACCUSE"
    assert len(found.why["top"]) == 3
    assert found.status == "actual"


def test_a_sentence_scores_the_same_alone_and_in_any_batch() -> None:
    items = [(t, *spans(t, a, b)) for t, a, b, _ in SENTENCES]
    together = [r.probabilities for r in talion.relations(items * 8)]
    alone = [next(iter(talion.relations([x]))).probabilities for x in items]
    assert together == alone * 8


def test_mode_belongs_to_the_type() -> None:
    ontology = default_coder().library.ontology
    for text, a, b, _ in SENTENCES:
        found = talion.relation(text, *spans(text, a, b))
        assert found.mode is None or found.mode in ontology.modes(found.type)


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [("", (0, 1), None), ("Chad left.", (4, 2), None), ("Chad left.", (0, 4), (5, 99))],
)
def test_what_is_no_sentence_or_span_is_refused(text: str, source: object, target: object) -> None:
    with pytest.raises(ValueError, match="is no "):
        talion.relation(text, source, target)


def test_network_and_lexicon_can_each_decide_alone() -> None:
    coder, item = default_coder(), ("Chad accused Sudan of arming rebels.", (0, 4), (13, 18))
    for relator in (
        Relator(coder.library, coder.parser),
        Relator(coder.library, coder.parser, coder.network, lexicon=False),
    ):
        assert next(relator.relations([item])).type == "ACCUSE"
    with pytest.raises(ValueError, match="neither"):
        Relator(coder.library, coder.parser, lexicon=False)


def test_held_out_batch_stays_above_its_floor() -> None:
    held = batches()["europe-and-cis"]
    got = [r.type for r in talion.relations((x.text, x.source, x.target) for x in held)]
    assert macro_f1([x.type for x in held], got) >= FLOOR
