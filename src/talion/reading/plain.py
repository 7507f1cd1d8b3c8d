"""Decodes the bytes of a text and reads plain text and Markdown."""

from __future__ import annotations

import hashlib
import logging
from typing import BinaryIO

from charset_normalizer import from_bytes

from talion.reading import dating
from talion.reading.record import Given, ReadingError, article
from talion.records import Article

log = logging.getLogger("talion.reading")

# No news text comes near this; what does is a dump or a broken export.
MAX_BYTES = 20_000_000
# Enough text for charset-normalizer to tell the code pages apart; more only costs time.
_SAMPLE = 100_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "gzip data"),
    (b"{\\rtf", "rich text"),
)


def read_all(stream: BinaryIO) -> bytes:
    """Return what is left of *stream*, or raise if it is longer than a text may be.

    Raises:
        ReadingError: if the stream holds more than 20 MB.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadingError(f"is larger than {MAX_BYTES // 1_000_000} MB. Split it into articles.")
    return data


def decode(data: bytes, name: str = "") -> str:
    """Return *data* as text: by its byte order mark, as UTF-8, else by its likeliest code page.

    A code page that had to be worked out is logged, since it may be wrong.

    Raises:
        ReadingError: if the bytes are empty or no text.

    Example:
        >>> decode("Kata’ib".encode("utf-16"))
        'Kata’ib'
        >>> decode(b"%PDF-1.7 ...")
        Traceback (most recent call last):
        ...
        talion.reading.record.ReadingError: is a PDF, not text. Save its text as .txt.
    """
    encoding = encoding_of(data, name)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise ReadingError(
            f"cannot be decoded as {encoding} ({error}). Save it as UTF-8."
        ) from None
    if not text.strip():
        raise ReadingError("is empty.")
    return text


def encoding_of(data: bytes, name: str = "") -> str:
    """Return the encoding of *data*, or raise if the bytes are no text.

    Example:
        >>> encoding_of(b"plain words")
        'utf-8'
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    refuse_binary(data)
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        first = max(0, error.start - _SAMPLE // 2)
    likely = [match.encoding for match in from_bytes(data[first : first + _SAMPLE])]
    if not likely:
        raise ReadingError("is in no encoding that can be recognised. Save it as UTF-8.")
    # A few accents do not tell West from Central Europe; for English text West is likelier.
    best = "cp1252" if likely[0] == "cp1250" and "cp1252" in likely else likely[0]
    log.warning("%s: not UTF-8, read as %s", name or "input", best)
    return best


def refuse_binary(head: bytes) -> None:
    """Raise if bytes that begin with *head* are no text.

    Raises:
        ReadingError: naming the kind of file they are.

    Example:
        >>> refuse_binary(b"plain words")
    """
    for mark, what in _MAGIC:
        if head.startswith(mark):
            raise ReadingError(f"is {what}, not text. Save its text as .txt.")
    if b"\0" in head:
        raise ReadingError("is binary (it holds NUL bytes). Save its text as UTF-8.")


def text_id(stem: str, text: str) -> str:
    """Return an id that stays the same as long as the text does.

    Example:
        >>> text_id("embassy", "Rockets hit the base.")
        'embassy-407aa205'
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{stem}-{digest[:8]}"


def read_plain(stream: BinaryIO, given: Given) -> Article:
    """Return the one article of a plain text or Markdown file, its text left as it is.

    The day is the first line if that is a date, else the one given by the
    caller, else the ISO date in the file name.

    Example:
        >>> import io
        >>> read_plain(io.BytesIO(b"Rockets hit."), Given("2020-01-04-a.txt", "a")).date
        datetime.date(2020, 1, 4)
    """
    text = decode(read_all(stream), given.name)
    date = (
        dating.date_line(text)
        or given.date
        or dating.date_in_name(given.stem_name)
        or dating.date_in_head(text)
    )
    return article(id=text_id(given.stem, text), text=text, date=date, path=given.name)
