"""Reads the actor and agent dictionaries of PETRARCH and TABARI as they are.

An entry is a phrase with underscores for spaces, its codes in brackets after it or on the lines
that follow, and its synonyms on lines that begin with a plus::

    BORIS_YELTSIN_ [RUSELI <910710]    # a comment
    +YELTSIN_
        [RUSGOV 910710-991231]
        [RUSELI >991231]
    POLICEMAN {POLICEMEN} [~COP]
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import NamedTuple

from talion.knowledge import tables
from talion.knowledge.tables import KnowledgeError

_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_PLURAL = re.compile(r"\{([^{}]*)\}")
_SET = re.compile(r"!([^!\s]+)!\s*=\s*(.+)")
_CODE = re.compile(r"[A-Za-z~/-]+")
_SPAN = re.compile(r"([<>]?)(\d{6}|\d{8})(?:-(\d{6}|\d{8}))?")
# PETRARCH writes years in two digits; its news begins in the 1940s and its lists look ahead.
_FIRST_YEAR = 30
# An entry in capitals does not tell acronyms from words; up to this length it is taken for one.
_ACRONYM = 3


class Coded(NamedTuple):
    """One code of an entry, with the days for which it holds."""

    code: str
    start: dt.date | None
    end: dt.date | None


@dataclass(slots=True)
class Entry:
    """A phrase with its synonyms and codes, and the line it begins on."""

    line: int
    names: list[str]
    codes: list[Coded] = field(default_factory=list)

    @property
    def is_agent(self) -> bool:
        """Whether the codes leave the country open, as those of common nouns do."""
        return any("~" in c.code for c in self.codes)


def is_dictionary(path: Path) -> bool:
    """Return whether a file is a dictionary rather than a table: it has codes in brackets.

    Example:
        >>> is_dictionary(tables.data_path("sectors.csv"))
        False
    """
    lines = tables.lines(path)
    return any(re.search(r"(^|\s)\[[A-Za-z~-]{3,}", line) for line in lines)


def read(path: Path) -> list[Entry]:
    """Return the entries of a dictionary.

    Raises:
        KnowledgeError: naming the file and the line that cannot be read.
    """
    return _Reader(str(path)).read(tables.lines(path))


@dataclass(slots=True)
class _Reader:
    """Keeps what earlier lines of a dictionary said."""

    file: str
    entries: list[Entry] = field(default_factory=list)
    sets: dict[str, list[str]] = field(default_factory=dict)

    def read(self, lines: Sequence[str]) -> list[Entry]:
        for number, line in _without_comments(lines):
            if found := _SET.match(line):
                self.sets[found[1]] = [w.strip(" _") for w in found[2].split(",") if w.strip(" _")]
            else:
                self._entry(number, line)
        for entry in self.entries:
            if not entry.codes:
                raise self._error(
                    entry.line, f"'{entry.names[0]}' has no code.", "Write one in brackets."
                )
        return self.entries

    def _entry(self, number: int, line: str) -> None:
        rest = _PLURAL.sub("", _BRACKET.sub("", line)).strip()
        if "[" in rest or "]" in rest:
            raise self._error(number, "a bracket is not closed.", "Write codes as [USAGOV].")
        if not rest or rest.startswith("+"):
            if not self.entries:
                raise self._error(number, "nothing comes before this line.", "Begin with a name.")
        else:
            self.entries.append(Entry(number, []))
        entry = self.entries[-1]
        if phrase := rest.lstrip("+").strip():
            entry.names += self._spelled(phrase, number)
            entry.names += [_name(p) for p in _PLURAL.findall(line) if p.strip(" *")]
        for inside in _BRACKET.findall(line):
            entry.codes.append(self._code(inside, number))

    def _spelled(self, phrase: str, number: int) -> list[str]:
        """Return the names a phrase stands for, with each word of its sets of words."""
        pieces = re.split(r"!([^!\s_]+)!", phrase)
        choices: list[list[str]] = []
        for place, piece in enumerate(pieces):
            if place % 2 and piece not in self.sets:
                raise self._error(
                    number, f"there is no set of words !{piece}!.", f"Write !{piece}! = … before."
                )
            choices.append(self.sets[piece] if place % 2 else [piece])
        return [_name("".join(words)) for words in product(*choices)]

    def _code(self, inside: str, number: int) -> Coded:
        code, *days = inside.split()[:2] or [""]
        first = code.upper().split("/")[0]
        if not _CODE.fullmatch(code):
            raise self._error(
                number, f"'{inside}' is no code.", "Write it as [USAGOV] or [USAGOV 010120-090120]."
            )
        if not days:
            return Coded(first, None, None)
        span = _SPAN.fullmatch(days[0])
        if span is None or not (span[1] or span[3]):
            raise self._error(
                number,
                f"'{days[0]}' is no span of days.",
                "Write <990101, >990101 or 990101-050101.",
            )
        day = self._day(span[2], number)
        if span[3]:
            return Coded(first, day, self._day(span[3], number))
        return Coded(first, None, day) if span[1] == "<" else Coded(first, day, None)

    def _day(self, digits: str, number: int) -> dt.date:
        if len(digits) == 6:
            digits = ("20" if int(digits[:2]) < _FIRST_YEAR else "19") + digits
        try:
            return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        except ValueError:
            raise self._error(
                number, f"'{digits}' is no day.", "Write it as YYMMDD or YYYYMMDD."
            ) from None

    def _error(self, number: int, what: str, hint: str) -> KnowledgeError:
        return KnowledgeError(self.file, number, "", what, hint)


def _without_comments(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Return what stands before # and ; and outside <!-- -->, with the number of the line."""
    inside = False
    for number, line in enumerate(lines, 1):
        inside = inside or "<!--" in line
        text = "" if inside else re.split(r"[#;]", line)[0].strip()
        inside = inside and "-->" not in line
        if text:
            yield number, text


def _name(phrase: str) -> str:
    """Return a phrase of a dictionary as news writes it.

    Example:
        >>> _name("AL-QAEDA_IN_IRAQ_"), _name("PLO_")
        ('Al-Qaeda In Iraq', 'PLO')
    """
    words = phrase.replace("_", " ").split()
    if not phrase.isupper() or (len(words) == 1 and len(words[0]) <= _ACRONYM):
        return " ".join(words)
    return " ".join("-".join(p[:1] + p[1:].lower() for p in w.split("-")) for w in words)
