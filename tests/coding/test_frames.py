"""Who fills which slot of a predicate, whatever the sentence does with it."""

from __future__ import annotations

import pytest

from talion.coding.coder import Coder
from talion.coding.frames import noun_frame, verb_frame


def fillers(coder: Coder, text: str, word: str) -> dict[str, list[str]]:
    """Return the slots of *word* in *text*, each with its head words."""
    s = next(coder.parser.sentences([text]))[0]
    i = s.words.index(word)
    frame = verb_frame(s, i) if s.is_verb(i) else noun_frame(s, i)
    return {slot: [s.words[j] for j in found] for slot, found in frame.slots.items()}


@pytest.mark.parametrize(
    ("text", "word", "slot", "expected"),
    [
        ("Rebels attacked the town.", "attacked", "subj", ["Rebels"]),
        ("The town was attacked by rebels.", "attacked", "subj", ["rebels"]),
        ("The town was attacked by rebels.", "attacked", "obj", ["town"]),
        ("Rebels who attacked the town fled.", "attacked", "subj", ["Rebels"]),
        ("Troops entered the village and burned houses.", "burned", "subj", ["Troops"]),
        ("Marines boarded and seized a tanker.", "boarded", "obj", ["tanker"]),
        ("Iran allowed inspectors to enter the plant.", "allowed", "obj", ["inspectors"]),
        ("France accused Iran of arming rebels.", "arming", "subj", ["Iran"]),
        ("The attack by rebels on the base failed.", "attack", "by", ["rebels"]),
        ("An attack on the base by rebels failed.", "attack", "on", ["base"]),
        ("Israel and Egypt signed a treaty.", "signed", "subj", ["Israel", "Egypt"]),
    ],
)
def test_slots_are_deep(coder: Coder, text: str, word: str, slot: str, expected: list[str]) -> None:
    assert fillers(coder, text, word).get(slot) == expected


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("staged", "stage"),
        ("waged", "wage"),
        ("raped", "rape"),
        ("fined", "fine"),
        ("hoped", "hope"),
        ("installed", "install"),
        ("shelled", "shell"),
        ("planned", "plan"),
        ("barred", "bar"),
    ],
)
def test_a_past_tense_goes_back_to_the_verb_that_the_lexicon_knows(
    coder: Coder, word: str, lemma: str
) -> None:
    assert coder.parser._lemma(word, "VBD") == lemma


@pytest.mark.parametrize(("word", "lemma"), [("bases", "base"), ("taxes", "tax"), ("axes", "axe")])
def test_a_plural_is_no_rare_word_in_is(coder: Coder, word: str, lemma: str) -> None:
    assert coder.parser._lemma(word, "NNS") == lemma
