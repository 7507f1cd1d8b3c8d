"""Reads what comes in on standard input, whose kind shows only in its first bytes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BufferedReader, BytesIO, RawIOBase
from typing import BinaryIO, TextIO, cast

from talion.reading.html import looks_like_html, read_html
from talion.reading.jsonl import looks_like_jsonl, read_jsonl
from talion.reading.paths import unzipped
from talion.reading.plain import MAX_BYTES, read_plain
from talion.reading.record import Given, ReadingError
from talion.reading.tables import looks_like_csv, read_csv
from talion.records import Article, Unreadable

_JSON_ARRAY = re.compile(rb"\s*\[\s*\{\s*\"")
NAME = "-"
STEM = "stdin"


def read_stream(stream: BinaryIO | TextIO | None, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the articles of a stream: JSONL, CSV, one web page or one text, each also zipped.

    Example:
        >>> import io
        >>> [a.text for a in read_stream(io.StringIO("Rockets hit."), Given("-", "stdin"))]
        ['Rockets hit.']
    """
    source = _bytes(sys.stdin if stream is None else stream)
    if source.peek(2).startswith(b"\x1f\x8b"):
        packed = source.read(MAX_BYTES + 1)
        if len(packed) > MAX_BYTES:
            raise ReadingError("is too long for a zipped stream. Unpack it before the pipe.")
        source = unzipped(BytesIO(packed), len(packed))
    head = source.peek()
    if looks_like_jsonl(head):
        yield from read_jsonl(source, given)
    elif _JSON_ARRAY.match(head):
        raise ReadingError("is a JSON array. Write one object a line, without brackets around.")
    elif looks_like_csv(head):
        yield from read_csv(source, given)
    elif looks_like_html(head):
        yield read_html(source, given)
    else:
        yield read_plain(source, given)


def _bytes(stream: BinaryIO | TextIO) -> BufferedReader:
    """Return *stream* as bytes with a look-ahead, whatever kind of file it is."""
    inner = getattr(stream, "buffer", stream)
    if isinstance(inner, BufferedReader):
        return inner
    if isinstance(inner, BytesIO):
        return BufferedReader(cast(RawIOBase, inner))
    data = inner.read()
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return BufferedReader(cast(RawIOBase, BytesIO(raw)))
