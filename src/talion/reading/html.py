"""Reads the article out of a saved web page."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, BinaryIO

from talion.reading import dating
from talion.reading.plain import decode, log, read_all, text_id
from talion.reading.record import Given, ReadingError, article
from talion.records import Article

if TYPE_CHECKING:
    from trafilatura.settings import Document

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Pages declare their encoding in the first kilobyte (the HTML standard asks for it).
_HEAD = 4096
# Only what the page's markup states: a wider search would take any date in the text.
_DATES: dict[str, Any] = {"extensive_search": False, "original_date": True}


def read_html(stream: BinaryIO, given: Given) -> Article:
    """Return the article of a saved page, with its title, date, source and address.

    The text is what trafilatura takes for the article; scripts, menus and
    comments are left out, and offsets count in that text.

    Raises:
        ReadingError: if the page holds no text.

    Example:
        >>> import io
        >>> page = b"<html><title>Base hit</title><p>Rockets hit the base on Friday.</p></html>"
        >>> read_html(io.BytesIO(page), Given("a.html", "a")).text
        'Rockets hit the base on Friday.'
    """
    page = decode_page(read_all(stream), given.name)
    found = _extract(page)
    text = found.text if found is not None else None
    if found is None or not text or not text.strip():
        raise ReadingError("holds no article text. Save its text as .txt.")
    return article(
        id=text_id(given.stem, text),
        text=text,
        date=_day(found.date) or given.date or dating.date_in_name(given.stem_name),
        title=found.title,
        source=found.sitename or found.hostname,
        url=found.url,
        path=given.name,
    )


def decode_page(data: bytes, name: str = "") -> str:
    """Return a page as text: as UTF-8 or as it declares itself, else by its likeliest encoding.

    Example:
        >>> decode_page(b"<meta charset=windows-1252><p>Kata\\x92ib")
        '<meta charset=windows-1252><p>Kata’ib'
    """
    declared = _CHARSET.search(data[:_HEAD])
    if declared and not _is_utf8(data) and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeError):
            log.warning("%s: does not hold the encoding it declares", name or "input")
    return decode(data, name)


def looks_like_html(head: bytes) -> bool:
    """Return whether a stream that begins with *head* is a web page.

    Example:
        >>> looks_like_html(b"<!DOCTYPE html><html>"), looks_like_html(b"<b> is a tag")
        (True, False)
    """
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:15].lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head"))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _extract(page: str) -> Document | None:
    # Imported here: trafilatura takes a third of a second, which runs without pages need not pay.
    from trafilatura import bare_extraction

    found = bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    if isinstance(found, dict):  # only with as_dict, which is not asked for
        return None
    return found


def _day(date: str | None) -> dt.date | None:
    try:
        return dating.published(date)
    except dating.BadDateError:
        return None
