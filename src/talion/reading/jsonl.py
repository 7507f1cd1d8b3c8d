"""Reads JSONL: one article a line, as an object with id, date and text."""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from io import BufferedReader, TextIOWrapper

from talion.reading.plain import refuse_binary
from talion.reading.record import Given, article_of
from talion.records import Article, Unreadable

# A text of 20 MB may be written with six-byte escapes; a longer line is no article.
MAX_LINE = 130_000_000


def read_jsonl(stream: BufferedReader, given: Given) -> Iterator[Article | Unreadable]:
    """Yield the article of each line; a line that cannot be read does not stop the others.

    Example:
        >>> import io
        >>> lines = b'{"id": 1, "text": "Rockets hit."}\\n{"id": 2,\\n'
        >>> stream = io.BufferedReader(io.BytesIO(lines))
        >>> first, second = read_jsonl(stream, Given("a.jsonl", "a"))
        >>> first.id, second.line, second.reason[:19]
        ('1', 2, 'column 10: not JSON')
    """
    for number, line in enumerate(_lines(stream), start=1):
        if line is None:
            limit = f"longer than {MAX_LINE // 1_000_000} MB"
            yield given.unreadable(f"the line is {limit}. Write one article a line.", number)
        elif line.strip():
            yield _article(line, given, number)


def _lines(stream: BufferedReader) -> Iterator[bytes | None]:
    """Yield the lines as UTF-8 bytes, and None for one that is too long."""
    head = stream.peek(4)
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = TextIOWrapper(stream, "utf-16", newline="\n")

        def read_line() -> bytes:
            # A quarter: one character may take four bytes of UTF-8.
            return text.readline(MAX_LINE // 4).encode("utf-8", "surrogatepass")
    else:
        refuse_binary(head)
        stream.read(len(BOM_UTF8) if head.startswith(BOM_UTF8) else 0)

        def read_line() -> bytes:
            return stream.readline(MAX_LINE)

    while line := read_line():
        rest = line
        while len(rest) == MAX_LINE and not rest.endswith(b"\n"):
            rest = read_line()
        yield line if rest is line else None


def _article(line: bytes, given: Given, number: int) -> Article | Unreadable:
    try:
        record = json.loads(line.rstrip(b"\r\n").decode("utf-8"))
    except json.JSONDecodeError as error:
        hint = "Write one JSON object a line."
        return given.unreadable(f"column {error.colno}: not JSON ({error.msg}). {hint}", number)
    except UnicodeDecodeError as error:
        hint = "Save the file as UTF-8."
        return given.unreadable(f"column {error.start + 1}: not UTF-8. {hint}", number)
    except (ValueError, RecursionError) as error:
        return given.unreadable(f"not JSON that can be read ({error}).", number)
    if not isinstance(record, dict):
        kind = "a list" if isinstance(record, list) else f"'{str(record)[:40]}'"
        hint = "Write one JSON object with id, date and text a line."
        return given.unreadable(f"column 1: {kind} is not an object. {hint}", number)
    return article_of(record, given, number)


def looks_like_jsonl(head: bytes) -> bool:
    """Return whether a stream that begins with *head* is JSONL rather than text.

    Example:
        >>> looks_like_jsonl(b'{"id": "a"}'), looks_like_jsonl(b"{sic} Rockets hit.")
        (True, False)
    """
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if not start.startswith(b"{"):
        return False
    return start[1:].lstrip(b" \t").startswith((b'"', b"}"))
