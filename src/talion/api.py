"""The calls that Python users make: `talion.code`, `talion.relation`, `talion.relations`."""

from __future__ import annotations

import datetime as dt
import hashlib
import warnings
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from talion.coding.coder import Coder
from talion.coding.marking import Span
from talion.coding.relation import Relation, Relator
from talion.reading import articles_of
from talion.records import Article, Coded, Unreadable


@cache
def default_coder() -> Coder:
    """Return the coder that the plain calls share; loading one takes about two seconds."""
    return Coder()


def code(data: Any, date: str | dt.date | None = None) -> Coded:
    """Code one text, an iterable of articles, or a data frame of them.

    Args:
        data: a text; or an `Article`; or an iterable of texts, `Article` records or
            mappings with ``id``, ``date``, ``text``; or a pandas, Polars or Arrow table
            with these columns.
        date: the day of publication, ISO or a `datetime.date`, for texts that carry none.

    Returns:
        A `Coded`; its ``events()``, ``links()``, ``ties()`` and ``claims()`` are data frames.

    Raises:
        TypeError: *data* is nothing that can be coded.
        ValueError: *date* is not an ISO date, or a table lacks a column.

    Example:
        >>> coded = code("The army shelled the rebel base in Kirkuk.", date="2020-01-04")
        >>> coded.events().event_type.tolist()
        ['ASSAULT']
    """
    return Coded.join(default_coder().code(_articles(data, _day(date))))


def relation(sentence: str, source: Span | None, target: Span | None) -> Relation:
    """Say how *source* acts on *target* in *sentence*, by the network and the lexicon together.

    Args:
        sentence: one sentence.
        source: start and end of the actor's words, as character offsets, or None.
        target: start and end of the recipient's words, or None.

    Returns:
        A `Relation` with ``.type``, one of the 16 types or ``NONE``, its ``.mode`` and
        ``.status``, the calibrated ``.probabilities`` of all types, and ``.why``: the three
        likeliest types, the words that counted most, the lexicon's entries.

    Example:
        >>> relation("Chad accused Sudan of arming rebels.", (0, 4), (13, 18)).type
        'ACCUSE'
    """
    return next(iter(relations([(sentence, source, target)])))


def relations(items: Iterable[tuple[str, Span | None, Span | None]]) -> Iterator[Relation]:
    """Yield the relation of each ``(sentence, source, target)``, in batches.

    The result for a sentence does not depend on what else is in the batch.

    Example:
        >>> [r.type for r in relations([("Mali thanked France.", (0, 4), (13, 19))])]
        ['SUPPORT']
    """
    coder = default_coder()
    yield from Relator(coder.library, coder.parser, coder.network).relations(items)


def _day(date: str | dt.date | None) -> dt.date | None:
    if date is None or isinstance(date, dt.date):
        return date
    try:
        return dt.date.fromisoformat(str(date)[:10])
    except ValueError as error:
        msg = f"date={date!r} is not a day. Write it as YYYY-MM-DD."
        raise ValueError(msg) from error


def _articles(data: Any, date: dt.date | None) -> Iterator[Article]:
    if isinstance(data, str | Article | Mapping):
        yield _article(data, date, 0)
    elif hasattr(data, "columns"):
        for item in articles_of(data):
            yield from _readable(item, date)
    elif isinstance(data, Iterable):
        for n, item in enumerate(data):
            yield _article(item, date, n)
    else:
        msg = f"cannot code a {type(data).__name__}. Give a text, an iterable of articles or a table with id, date, text."
        raise TypeError(msg)


def _readable(item: Article | Unreadable, date: dt.date | None) -> Iterator[Article]:
    if isinstance(item, Unreadable):
        where = f"row {item.line}" if item.line is not None else item.source
        warnings.warn(f"{where} was left out: {item.reason}", stacklevel=5)
        return
    yield item if item.date or not date else _redated(item, date)


def _redated(a: Article, date: dt.date) -> Article:
    return Article(a.id, a.text, date, a.title, a.source, a.url, a.path)


def _article(item: Any, date: dt.date | None, number: int) -> Article:
    if isinstance(item, Article):
        return item if item.date or not date else _redated(item, date)
    if isinstance(item, str):
        return Article(
            f"text-{hashlib.sha256(item.encode('utf-8', 'replace')).hexdigest()[:12]}", item, date
        )
    if isinstance(item, Mapping) and isinstance(item.get("text"), str):
        text = item["text"]
        ident = str(
            item.get("id")
            or f"text-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"
        )
        return Article(
            ident,
            text,
            _day(item.get("date")) or date,
            item.get("title"),
            item.get("source"),
            item.get("url"),
        )
    msg = f"item {number} is a {type(item).__name__} without a text. Give a text, an Article or a mapping with id, date, text."
    raise TypeError(msg)
