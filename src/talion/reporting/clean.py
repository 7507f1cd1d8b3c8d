"""Makes text from articles safe to show: what would steer a screen becomes visible."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Embeddings, overrides and isolates can make a line read as something it is not. The two plain
# direction marks cannot, and right-to-left prose needs them.
_BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SEPARATORS = [0x2028, 0x2029]
_LINE_END = re.compile(r"\r\n?")
_BLANK = re.compile(r"\s+")


def _shown(code: int) -> str:
    # U+2400 to U+241F are the pictures of the C0 controls, in the same order.
    return chr(0x2400 + code) if code < 0x20 else f"⟨U+{code:04X}⟩"


_TABLE = {
    **{code: _shown(code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "␡",
    **{code: _shown(code) for code in (*range(0x80, 0xA0), *_BIDI)},
    **dict.fromkeys(_SEPARATORS, "\n"),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def visible(text: str) -> str:
    """Return *text* with control characters shown as signs and line ends made plain.

    Example:
        >>> visible("a\\x1b[31mred\\r\\nb\\u202e")
        'a␛[31mred\\nb⟨U+202E⟩'
    """
    return _LINE_END.sub("\n", text).translate(_TABLE)


def one_line(text: str, limit: int | None = None) -> str:
    """Return *text* visible, on one line, and cut after *limit* characters.

    Example:
        >>> one_line("shelled\\n the  base", limit=10)
        'shelled t…'
    """
    flat = _BLANK.sub(" ", visible(text)).strip()
    return flat if limit is None or len(flat) <= limit else flat[: limit - 1].rstrip() + "…"


def web_address(url: str | None) -> str | None:
    """Return *url* if it is a plain web address that may be made a link, else None.

    Example:
        >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
        ('https://example.org/a', None)
    """
    if url is None or visible(url) != url or _BLANK.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
