"""Reads numerals, written in digits or in words, exact or vague, as bounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from talion.knowledge.tables import read

# Digits as news writes them: 3 | 1,200 | 1.5 (as in 1.5 million) | 20 000 with a thin space.
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+|\d+(?:\.\d+)?"

# Longer rows of digits are codes, and no float holds them exactly.
_MAX_DIGITS = 15
_THIN = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3})")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least, likeliest and greatest number a numeral allows; None where it is open."""

    low: int | None
    best: int | None
    high: int | None

    @classmethod
    def exactly(cls, number: int) -> Bounds:
        """Return the bounds of an exact number."""
        return cls(number, number, number)

    def times(self, factor: int) -> Bounds:
        """Return the bounds multiplied: several (3 to 9) times 100 is 300 to 900."""
        return Bounds(
            None if self.low is None else self.low * factor,
            None if self.best is None else self.best * factor,
            None if self.high is None else self.high * factor,
        )


@cache
def words(*kinds: str) -> dict[str, Bounds]:
    """Return the quantity words of some kinds with their bounds.

    Example:
        >>> words("vague")["dozens"]
        Bounds(low=24, best=None, high=99)
    """
    rows = read("quantities.csv", ["word", "kind", "low", "best", "high"])
    return {
        row["word"]: Bounds(*(int(c) if (c := row[k]) else None for k in ("low", "best", "high")))
        for row in rows
        if row["kind"] in kinds
    }


def any_of(items: Iterable[str]) -> str:
    """Return a pattern for any of *items*, the longest first, blanks of any width.

    Example:
        >>> any_of(["per cent", "%"])
        'per\\\\s+cent|%'
    """
    ordered = sorted(items, key=len, reverse=True)
    return "|".join(re.escape(item).replace(r"\ ", r"\s+") for item in ordered)


@cache
def pattern() -> str:
    """Return the pattern of one numeral, to be compiled without regard to case.

    Example:
        >>> re.fullmatch(pattern(), "a hundred and fifty", re.IGNORECASE) is not None
        True
    """
    small = any_of(words("number"))
    tens = any_of(words("tens"))
    scale = any_of(words("scale"))
    group = any_of(words("group"))
    exact = any_of(words("exact"))
    below_hundred = rf"(?:(?:{tens})(?:[-\s](?:{small}))?|(?:{small}))"
    in_words = (
        rf"(?:an?\s+|{below_hundred}\s+)(?:{scale})"
        rf"(?:\s+(?:{scale}))*(?:(?:\s+and)?\s+{below_hundred}(?:\s+(?:{scale}))*)*"
        rf"|{below_hundred}"
    )
    some = any_of(words("some"))
    return (
        rf"(?:(?:an?\s+)?(?:{any_of(words('vague'))})"
        rf"|(?:an?\s+)?(?:{exact})"
        rf"|(?:an?\s+)?(?:{some})(?:\s+(?:{scale}|{group}s?))*"
        rf"|(?:an?\s+|{below_hundred}\s+|(?:{_DIGITS})\s+)(?:{group})"
        rf"|(?:{_DIGITS})(?:[-\s]?(?:{scale})|(?:{any_of(words('suffix'))})(?![a-z]))?"
        rf"|{in_words})(?!\w|[.,]\d)"
    )


def value(text: str) -> Bounds | None:
    """Return the bounds of one numeral, or None if *text* is none.

    Example:
        >>> value("1.2 million")
        Bounds(low=1200000, best=1200000, high=1200000)
        >>> value("several hundred")
        Bounds(low=300, best=None, high=900)
        >>> value("rockets") is None
        True
    """
    plain = re.sub(r"\s+", " ", _THIN.sub("", text.strip().lower()))
    plain = re.sub(r"^an? (?=\D)", "", plain) if plain not in ("a", "an") else "one"
    known = words("vague", "exact")
    if plain in known:
        return known[plain]
    if match := re.match(_DIGITS, plain):
        return _scaled(match[0], plain[match.end() :])
    parts = re.sub(r"[-\s]+", " ", plain).split(" ")
    some, group = words("some"), words("group")
    if parts[0] in some:
        factor = _product(part.removesuffix("s") for part in parts[1:])
        return None if factor is None else some[parts[0]].times(factor)
    if parts[-1] in group:
        count = _in_words(parts[:-1]) if parts[:-1] else 1
        return None if count is None else group[parts[-1]].times(count)
    number = _in_words(parts)
    return None if number is None else Bounds.exactly(number)


def _scaled(digits: str, rest: str) -> Bounds | None:
    """Return digits times the scale, group or suffix behind them."""
    plain = digits.replace(",", "")
    if len(plain) > _MAX_DIGITS:
        return None
    scale = rest.strip(" -")
    if not scale:
        return Bounds.exactly(int(plain)) if plain.isdigit() else None
    factor = _exact("scale", "suffix", "group").get(scale)
    return None if factor is None else Bounds.exactly(round(float(plain) * factor))


@cache
def _exact(*kinds: str) -> dict[str, int]:
    return {word: bounds.best for word, bounds in words(*kinds).items() if bounds.best is not None}


def _product(parts: Iterable[str]) -> int | None:
    factor = 1
    for part in parts:
        scale = _exact("scale", "group").get(part)
        if scale is None:
            return None
        factor *= scale
    return factor


def _in_words(parts: Iterable[str]) -> int | None:
    """Return the number that a row of number words names: two hundred and fifty."""
    total = current = 0
    small, scales = _exact("number", "tens"), _exact("scale")
    for part in parts:
        if part in small:
            current += small[part]
        elif part in scales:
            current = (current or 1) * scales[part]
            if scales[part] >= 1000:
                total, current = total + current, 0
        elif part != "and":
            return None
    return total + current
