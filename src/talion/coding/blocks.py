"""Cuts a text into blocks that are parsed one by one: headings and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Longest piece handed to the parser at once; a news paragraph has under 2,000 characters,
#: and memory grows with the piece.
LONGEST_BLOCK = 6_000
#: Lines of a text with a fixed line width are at least this share of its longest line.
WRAPPED_SHARE = 0.6
#: No fixed-width text is wider than this; longer lines are paragraphs of their own.
WIDEST_WRAP = 120
#: Lines that are all shorter than this are headings or a list, not wrapped prose.
NARROWEST_WRAP = 40

_SAME_WIDTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "ʼ": "'",
        "ʻ": "'",
        "`": "'",
        "´": "'",
        "‑": "-",
    }
)
_MARKDOWN = re.compile(r"^\s{0,3}(#{1,6}\s+|>\s+|[*+-]\s+|\d{1,3}\.\s+)")
#: "BAGHDAD, Jan. 3 (Agency) - " tells where and when a text was sent; it is no part of its first sentence.
_DATELINE = re.compile(
    r"(?=[^a-z]{3,}|[^\n]{0,60}\d)"  # capitals, or a date
    r"[A-Z][\w.'’/-]+(?:[ ,]+[A-Z][\w.'’/-]+){0,4}"  # the place
    r"(?:,? +(?:\d{1,2} +)?[A-Z][a-z]{2,8}\.?(?: +\d{1,2})?(?:,? +\d{4})?)?"  # the date
    r"(?: +\([^()\n]{2,40}\))?"  # the agency
    r"(?: +[-–—]+ +| *[–—] *|: +(?=[A-Z]))"
)
_FINAL = re.compile(r"[.!?:;…][\"'”’)\]]*\s*$")


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset and the text of each block that is parsed on its own.

    The yielded text has typographic quotes and line ends replaced by plain
    ones of the same width, so that its offsets are those of *text*.

    Example:
        >>> list(blocks("A heading\\nIt said “no”."))
        [(0, 'A heading'), (10, 'It said "no".')]
    """
    offset = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        if paragraph.strip():
            for start, piece in _lines(paragraph):
                yield from _pieces(offset + start, piece)
        offset += len(paragraph)


def _lines(paragraph: str) -> Iterator[tuple[int, str]]:
    lines = paragraph.splitlines(keepends=True)
    widths = [len(line.strip()) for line in lines if line.strip()]
    wrapped = (
        len(widths) > 1
        and NARROWEST_WRAP <= max(widths) <= WIDEST_WRAP
        and all(w >= WRAPPED_SHARE * max(widths) for w in widths[:-1])
        and any(not _FINAL.search(line) for line in lines[:-1])
    )
    if wrapped:
        yield 0, paragraph
        return
    offset = 0
    for line in lines:
        yield offset, line
        offset += len(line)


def _is_dateline(start: str) -> bool:
    """Tell a dateline from a heading such as "Syria: troops advance": it is in capitals or dated."""
    place = re.split(r"[,(:–—]| - ", start)[0]
    return place.isupper() or any(c.isdigit() for c in start) or "(" in start


def _pieces(offset: int, block: str) -> Iterator[tuple[int, str]]:
    mark = _MARKDOWN.match(block)
    if mark:
        offset, block = offset + mark.end(), block[mark.end() :]
    lead = len(block) - len(block.lstrip())
    offset, block = offset + lead, block.strip()
    dateline = _DATELINE.match(block[:160])
    if dateline and _is_dateline(dateline.group()) and dateline.end() < len(block):
        offset, block = offset + dateline.end(), block[dateline.end() :]
    while block:
        cut = len(block)
        if cut > LONGEST_BLOCK:
            sentence = block.rfind(". ", 0, LONGEST_BLOCK - 1) + 1
            cut = sentence if sentence > LONGEST_BLOCK // 2 else block.rfind(" ", 1, LONGEST_BLOCK)
            cut = cut if cut > 0 else LONGEST_BLOCK
        yield offset, block[:cut].translate(_SAME_WIDTH)
        rest = block[cut:]
        lead = len(rest) - len(rest.lstrip())
        offset, block = offset + cut + lead, rest.lstrip()
