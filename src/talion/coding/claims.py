"""Statements that go beyond one event and that data could bear out or not."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

from talion.coding.attribution import sources
from talion.coding.cast import Cast
from talion.coding.match import Matcher
from talion.coding.nearest import words_between
from talion.coding.sentence import Sentence
from talion.records import Claim

ClaimKind = Literal["record", "trend", "forecast", "effect"]
Cue = tuple[ClaimKind, re.Pattern[str]]


def claims(s: Sentence, cues: Sequence[Cue], cast: Cast, matcher: Matcher) -> list[Claim]:
    """Return the claims of sentence *s*, one a kind, kept with whoever makes them."""
    text = s.text[s.start : s.end]
    found: dict[str, Claim] = {}
    for kind, pattern in cues:
        hit = pattern.search(text)
        if hit is None or kind in found:
            continue
        start, end = s.start + hit.start(), s.start + hit.end()
        words = words_between(s, start, end)
        said = sources(s, words[0], cast, matcher) if words else ()
        ident = hashlib.sha256(f"{cast.article.id}|{kind}|{start}".encode()).hexdigest()[:16]
        found[kind] = Claim(
            ident, cast.article.id, s.index, start, end, s.text[start:end], kind, said
        )
    return list(found.values())
