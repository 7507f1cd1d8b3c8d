"""Reads tables of articles: CSV, Parquet and data frames."""

from __future__ import annotations

import csv
import datetime as dt
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from io import BufferedReader, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from talion.reading.plain import encoding_of, refuse_binary
from talion.reading.record import (
    FIELDS,
    MAX_CHARACTERS,
    Given,
    ReadingError,
    article_of,
    missing_column,
)
from talion.records import Article, Unreadable

if TYPE_CHECKING:
    import narwhals as nw

# Rows fetched from Parquet at once: few, since each may hold a long text.
_BATCH = 64
_DELIMITERS = ",;\t|"
_UNDECODED = re.compile("[\udc80-\udcff]")


def read_csv(stream: BufferedReader, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the article of each row of a CSV with a header; commas, semicolons, tabs or bars.

    Raises:
        ReadingError: if a needed column is missing.

    Example:
        >>> import io
        >>> rows = b"id,date,text\\r\\n1,2020-01-04,Rockets hit.\\r\\n,2020-01-04,Again.\\r\\n"
        >>> first, second = read_csv(io.BufferedReader(io.BytesIO(rows)), Given("a.csv", "a"))
        >>> first.date, second.line
        (datetime.date(2020, 1, 4), 3)
    """
    # Bytes that are not in the encoding become lone surrogates, so that one bad row stays one.
    text = TextIOWrapper(stream, _encoding(stream, given), "surrogateescape", newline="")
    # The module's only limit is one for the process; it is raised, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CHARACTERS + 1))
    head = text.readline(MAX_CHARACTERS)
    mark = max(_DELIMITERS, key=lambda m: len(set(_names(head, m)) & set(FIELDS)))
    names = _names(head, mark)
    _require(names, given.date)
    reader = csv.reader(text, delimiter=mark, strict=True)
    while True:
        line = reader.line_num + 2  # the header was taken from the stream
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield given.unreadable(f"the row is not CSV ({error}). Check its quotes.", line)
            continue
        if len(cells) > len(names):
            what = f"the row has {len(cells)} cells where the header has {len(names)}"
            yield given.unreadable(f"{what}. Quote cells that hold '{mark}'.", line)
        elif any(map(_UNDECODED.search, cells)):
            yield given.unreadable(
                "the row is not in the encoding of the file. Save it as UTF-8.", line
            )
        elif any(cells):
            yield article_of(
                dict.fromkeys(names) | dict(zip(names, cells, strict=False)), given, line
            )


def looks_like_csv(head: bytes) -> bool:
    """Return whether a stream that begins with *head* has the header of a table of articles.

    Example:
        >>> looks_like_csv(b"id,date,text\\n1,"), looks_like_csv(b"The text, its date and id")
        (True, False)
    """
    line = head.partition(b"\n")[0].decode("utf-8-sig", "replace").strip("\r")
    return any({"id", "text"} <= set(_names(line, mark)) for mark in _DELIMITERS)


def read_parquet(path: Path, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the article of each row of a Parquet file; `line` counts rows from 1.

    Raises:
        ReadingError: if a needed column is missing or the file is no Parquet.
    """
    import duckdb

    # DuckDB takes a path for a pattern; a bracket stands for itself only inside brackets.
    name = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    with closing(duckdb.connect(config={"threads": 1})) as connection:
        try:
            columns = connection.execute(
                "DESCRIBE SELECT * FROM read_parquet(?)", [name]
            ).fetchall()
            types = {row[0]: row[1] for row in columns}
            _require(types, given.date)
            if types["text"] != "VARCHAR":
                raise ReadingError(f"column 'text': is {types['text']}, not text.")
            wanted = [field for field in FIELDS if field in types]
            # As text, so that a date beyond Python's calendar is one bad row, not an exception.
            query = f"SELECT {', '.join(f'{w}::VARCHAR' for w in wanted)} FROM read_parquet(?)"
            cursor = connection.execute(query, [name])
            batches = iter(lambda: cursor.fetchmany(_BATCH), [])
            for line, row in enumerate(chain.from_iterable(batches), start=1):
                yield article_of(dict(zip(wanted, row, strict=True)), given, line)
        except duckdb.Error as error:
            first_line = str(error).partition("\n")[0]
            raise ReadingError(f"is no Parquet that can be read ({first_line}).") from None


def articles_of(table: Any, date: dt.date | None = None) -> Iterator[Article | Unreadable]:
    """Yield the article of each row of a pandas, Polars or Arrow table; `line` counts rows from 1.

    Args:
        table: a data frame with the columns `id`, `date`, `text` and, if it likes,
            `title`, `source`, `url`.
        date: the day of publication of rows that have none.

    Raises:
        TypeError: if *table* is no data frame.
        ReadingError: if a needed column is missing.

    Example:
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"id": ["a"], "date": ["2020-01-04"], "text": ["Rockets hit."]})
        >>> next(articles_of(frame)).text
        'Rockets hit.'
        >>> articles_of(frame.rename(columns={"text": "Text"}))
        Traceback (most recent call last):
        ...
        talion.reading.record.ReadingError: there is no column 'text'. Hint: did you mean column 'Text'? Rename it to 'text'.
    """
    import narwhals as nw

    try:
        frame = nw.from_native(table, eager_only=True)
    except TypeError:
        kind = type(table).__name__
        message = f"a {kind} is not a data frame. Give a pandas, Polars or Arrow table."
        raise TypeError(message) from None
    _require(frame.columns, date)
    return _rows(frame, Given("table", "table", date))


def _rows(frame: nw.DataFrame[Any], given: Given) -> Iterator[Article | Unreadable]:
    wanted = [field for field in FIELDS if field in frame.columns]
    for line, row in enumerate(frame.select(wanted).iter_rows(named=True), start=1):
        found = article_of(row, given, line)
        yield replace(found, path=None) if isinstance(found, Article) else found


def _encoding(stream: BufferedReader, given: Given) -> str:
    """Return the encoding of a CSV by what its first buffer holds."""
    head = stream.peek()
    try:
        # An incremental decoder does not mind that the buffer may end inside a character.
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return encoding_of(head, given.name)
    refuse_binary(head)
    return "utf-8-sig"


def _names(head: str, mark: str) -> list[str]:
    row = next(csv.reader([head], delimiter=mark), [])
    return [name.strip() for name in row]


def _require(names: Iterable[str], date: dt.date | None) -> None:
    if missing := missing_column(names, date):
        column, hint = missing
        raise ReadingError(f"there is no column '{column}'. {hint}")
