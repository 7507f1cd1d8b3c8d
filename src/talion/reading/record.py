"""Turns one record (a row, a JSON object) into an article and checks its fields."""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral
from pathlib import PurePath
from typing import Any
from uuid import UUID

from talion.reading.dating import BadDateError, published
from talion.records import Article, Unreadable

FIELDS = ("id", "date", "text", "title", "source", "url")
# A record's text has the same limit as a file's: 20 million characters.
MAX_CHARACTERS = 20_000_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# Names other projects give to the fields; used in hints only, never read.
_OTHER_NAMES = {
    "id": ("story_id", "article_id", "doc_id", "guid", "identifier"),
    "date": ("pub_date", "publication_date", "published", "pubdate", "seendate"),
    "text": ("event_text", "body", "content", "article", "story"),
}


class ReadingError(ValueError):
    """What is wrong with one input, worded to follow its name."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of an input before it is opened: its name, stem and the caller's date."""

    name: str
    stem: str
    date: dt.date | None = None

    @property
    def stem_name(self) -> str:
        """The file's own name, without folders."""
        return PurePath(self.name).name

    def unreadable(self, reason: str, line: int | None = None) -> Unreadable:
        """Return the record that says why this input could not be read."""
        return Unreadable(self.name, line, reason)


def article(
    *,
    id: str,
    text: str,
    date: dt.date | None,
    title: str | None = None,
    source: str | None = None,
    url: str | None = None,
    path: str | None = None,
) -> Article:
    """Return an article whose text can be stored: half a surrogate pair becomes U+FFFD.

    Both are one character long, so offsets stay true to the text as given.

    Example:
        >>> article(id="a", text="cut \\ud83d", date=None).text
        'cut �'
    """
    clean = _LONE_SURROGATE.sub("\ufffd", text)
    return Article(id, clean, date, title or None, source or None, url or None, path)


def column_hint(wanted: str, present: Iterable[str]) -> str:
    """Return a hint at a column that may be the wanted one, or at those there are.

    Example:
        >>> column_hint("text", ["ID", "Text"])
        "Hint: did you mean column 'Text'? Rename it to 'text'."
    """
    names = list(present)
    near = _near(wanted, names)
    if near:
        return f"Hint: did you mean column '{near}'? Rename it to '{wanted}'."
    return f"Found: {', '.join(names[:20]) or 'none'}."


def missing_column(present: Iterable[str], date: dt.date | None) -> tuple[str, str] | None:
    """Return the needed column that is not there and a hint, or None if all are.

    `id` and `text` must be there.  A record without `date` is read if the caller
    gives a date or no other column looks like one.

    Example:
        >>> missing_column(["id", "Text"], None)
        ('text', "Hint: did you mean column 'Text'? Rename it to 'text'.")
        >>> missing_column(["id", "text"], None) is None
        True
    """
    names = list(present)
    for column in ("id", "text"):
        if column not in names:
            return column, column_hint(column, names)
    if "date" not in names and date is None and _near("date", names):
        return "date", column_hint("date", names)
    return None


def article_of(record: Mapping[str, Any], given: Given, line: int) -> Article | Unreadable:
    """Return the article in one record, or what is wrong with it and in which column.

    Example:
        >>> article_of({"id": 7, "text": "Rockets hit."}, Given("a.jsonl", "a"), 1).id
        '7'
        >>> article_of({"text": "Rockets hit."}, Given("a.jsonl", "a"), 3).reason
        "column 'id': there is none. Found: text."
    """
    if missing := missing_column(record, given.date):
        column, hint = missing
        return given.unreadable(f"column '{column}': there is none. {hint}", line)
    try:
        fields = {name: _field(name, record.get(name)) for name in FIELDS if name != "date"}
        date = _date(record.get("date")) or given.date
    except ReadingError as error:
        return given.unreadable(str(error), line)
    identity, text = fields.pop("id"), fields.pop("text")
    if not identity:
        return given.unreadable("column 'id': is empty. Give every article an id.", line)
    if not text:
        return given.unreadable("column 'text': is empty.", line)
    if len(text) > MAX_CHARACTERS:
        limit = f"longer than {MAX_CHARACTERS // 1_000_000} million characters"
        return given.unreadable(f"column 'text': is {limit}. Split it into articles.", line)
    return article(id=identity, text=text, date=date, path=given.name, **fields)


def _field(name: str, value: Any) -> str | None:
    if value is None or _is_missing(value):
        return None
    if isinstance(value, str):
        return value if value.strip() else None
    if name != "text" and not isinstance(value, bool):
        if isinstance(value, Integral | UUID):
            return str(value)
        # pandas reads whole numbers as floats beside missing values.
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
    raise ReadingError(f"column '{name}': {_shown(value)} is not text.")


def _is_missing(value: Any) -> bool:
    """Return whether *value* is NaN or one of pandas' own marks for nothing."""
    nan = isinstance(value, float) and math.isnan(value)
    return nan or type(value).__name__ in ("NAType", "NaTType")


def _date(value: Any) -> dt.date | None:
    try:
        return None if _is_missing(value) else published(value)
    except BadDateError as error:
        raise ReadingError(f"column 'date': {error}") from None


def _near(wanted: str, names: list[str]) -> str | None:
    """Return the column that looks like the wanted one: by case, by custom, by spelling."""
    folded = {name.strip().lower(): name for name in reversed(names)}
    for other in (wanted, *_OTHER_NAMES.get(wanted, ())):
        if other in folded:
            return folded[other]
    # Short names resemble one another; only near misses count ("txt", "texts").
    close = difflib.get_close_matches(wanted, folded, 1, cutoff=0.75)
    return folded[close[0]] if close and close[0] not in FIELDS else None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
