"""What a number counts, by the noun it stands with and the verb that governs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from talion.knowledge.tables import Row, read

Role = Literal["object", "subject", "noun", "act", "adjective"]

# Kinds of things, which no verb turns into people: 30 rockets "killed" stay rockets.
_THINGS = frozenset({"munitions", "aircraft", "vehicles", "vessels", "buildings", "attacks"})


@dataclass(frozen=True, slots=True)
class Forms:
    """The written forms of the words of one role, with the kind each counts.

    `longest` gives the most words that a form has, by its first word.
    """

    kinds: Mapping[str, str]
    longest: Mapping[str, int]


@cache
def by_lemma(role: Role) -> dict[str, str]:
    """Return the kind that each lemma of a role counts.

    Example:
        >>> by_lemma("subject")["die"]
        'dead'
    """
    return {row["word"]: row["kind"] for row in _rows() if row["role"] == role}


@cache
def by_form(role: Role) -> Forms:
    """Return the kind that each written form of a role counts, and how long forms are.

    Example:
        >>> by_form("object").kinds["wounded"]
        'injured'
    """
    kinds = {
        form: row["kind"] for row in _rows() if row["role"] == role for form in row.many("forms")
    }
    longest: dict[str, int] = {}
    for form in kinds:
        first = form.partition(" ")[0]
        longest[first] = max(form.count(" ") + 1, longest.get(first, 0))
    return Forms(kinds, longest)


def kind_of(
    noun: str | None, verb: str | None = None, role: Literal["object", "subject"] | None = None
) -> str | None:
    """Return what a number counts, or None if it is nothing that is kept.

    Things are counted as what they are.  People are counted by what became of
    them, if the verb says so, else as what they are.

    Args:
        noun: the lemma of the noun that the number modifies, if there is one.
        verb: the lemma of the verb (``take_hostage``) or act (``killing``) that governs it.
        role: whether the noun suffers the verb (as object, as subject of a
            passive, or behind "of") or is its subject; without it, verbs that
            only gather people ("march", "join") are left out of account.

    Example:
        >>> kind_of("contractor", "kill"), kind_of("rocket", "kill"), kind_of("gunman", "kill", "subject")
        ('dead', 'munitions', None)
    """
    of_noun = by_lemma("noun").get((noun or "").lower().replace(" ", "_"))
    if of_noun in _THINGS:
        return of_noun
    word = (verb or "").lower().replace(" ", "_")
    suffered = by_lemma("object").get(word) or by_lemma("act").get(word)
    if suffered is not None and role != "subject":
        return suffered
    done = by_lemma("subject").get(word)
    if done is not None and (role == "subject" or (role is None and done != "participants")):
        return done
    return of_noun or by_lemma("adjective").get((noun or "").lower())


@cache
def _rows() -> list[Row]:
    return read("count_kinds.csv", ["word", "kind", "role", "forms"])
