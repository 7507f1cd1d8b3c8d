"""Files, folders and streams to articles.

`read` never raises for an input that cannot be read: it yields an `Unreadable`
that says what is wrong, where, and what to do, and goes on with the rest.
"""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import BinaryIO, TextIO

from talion.reading import streams
from talion.reading.html import read_html
from talion.reading.jsonl import read_jsonl
from talion.reading.paths import Input, find
from talion.reading.plain import read_plain
from talion.reading.record import Given, ReadingError
from talion.reading.tables import articles_of, read_csv, read_parquet
from talion.records import Article, Unreadable

__all__ = ["ReadingError", "articles_of", "read"]


def read(
    paths: Sequence[str | PathLike[str]],
    date: dt.date | None = None,
    stdin: BinaryIO | TextIO | None = None,
) -> Iterator[Article | Unreadable]:
    """Yield the articles in files, folders, patterns and ``-`` (standard input), in order.

    A file named twice is read once.  An id that was already read in this run
    is told as `Unreadable`, and its article is left out.

    Args:
        paths: files (``.txt .md .html .jsonl .csv .parquet`` and each ``.gz``),
            folders, patterns such as ``news/*.txt``, or ``-``.
        date: the day of publication of articles that carry none.
        stdin: what ``-`` stands for; by default the standard input.

    Example:
        >>> import io
        >>> for article in read(["-"], stdin=io.BytesIO(b'{"id": "a", "text": "Rockets hit."}')):
        ...     print(article.id, article.text)
        a Rockets hit.
    """
    seen: dict[str, str] = {}
    for found in _read_each([fspath(path) for path in paths], date, stdin):
        if isinstance(found, Unreadable):
            yield found
        elif found.id in seen:
            same = f"its id '{found.id}' was already read from {seen[found.id]}"
            yield Unreadable(found.path or "-", None, f"{same}. Give every article its own id.")
        else:
            seen[found.id] = found.path or "-"
            yield found


def _read_each(
    paths: Sequence[str], date: dt.date | None, stdin: BinaryIO | TextIO | None
) -> Iterator[Article | Unreadable]:
    done: set[Path] = set()
    for path in paths:
        if path == streams.NAME:
            given = Given(streams.NAME, streams.STEM, date)
            yield from _guarded(streams.read_stream(stdin, given), given)
            continue
        for found in find(path):
            if isinstance(found, Unreadable):
                yield found
            elif (real := found.path.resolve()) not in done:
                done.add(real)
                given = Given(str(found.path), found.stem, date)
                yield from _guarded(_articles(found, given), given)


def _articles(source: Input, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the articles of one file by the reader of its kind."""
    if source.kind == "parquet":
        yield from _parquet(source, given)
        return
    with source.open() as stream:
        if source.kind == "plain":
            yield read_plain(stream, given)
        elif source.kind == "html":
            yield read_html(stream, given)
        elif source.kind == "jsonl":
            yield from read_jsonl(stream, given)
        else:
            yield from read_csv(stream, given)


def _parquet(source: Input, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the articles of a Parquet file, which must lie unpacked on the disk."""
    if not source.zipped:
        yield from read_parquet(source.path, given)
        return
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder, "unpacked.parquet")
        with source.open() as packed, unpacked.open("wb") as out:
            shutil.copyfileobj(packed, out)
        yield from read_parquet(unpacked, given)


def _guarded(
    articles: Iterator[Article | Unreadable], given: Given
) -> Iterator[Article | Unreadable]:
    """Yield from *articles* and turn what stops them into a last `Unreadable`."""
    try:
        yield from articles
    except ReadingError as error:
        yield given.unreadable(str(error))
    except (EOFError, zlib.error, OSError) as error:
        zipped = given.name.endswith(".gz") or isinstance(error, EOFError | zlib.error)
        hint = "The gzip data are damaged; pack them again." if zipped else "Check the file."
        yield given.unreadable(f"cannot be read ({error}). {hint}")
    except (UnicodeError, csv.Error, MemoryError, RecursionError, ValueError) as error:
        yield given.unreadable(f"cannot be read ({error}). Save it as UTF-8 text.")
    # The parsers of pages and tables are not ours; one bad file must not end the run.
    except Exception as error:
        yield given.unreadable(f"cannot be read ({type(error).__name__}: {error}).")
