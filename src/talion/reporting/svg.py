"""Builds SVG from parts, with every text and attribute escaped."""

from __future__ import annotations

from html import escape

from markupsafe import Markup

from talion.reporting.clean import visible

Value = str | int | float | None


def tag(name: str, *inside: Markup | str, **attributes: Value) -> Markup:
    """Return one element; text inside is escaped, elements are not.

    A trailing underscore in an attribute's name is dropped and others become hyphens.

    Example:
        >>> tag("text", "a < b", x=1.50, text_anchor="end")
        Markup('<text x="1.5" text-anchor="end">a &lt; b</text>')
    """
    given = "".join(f' {_key(k)}="{_text(v)}"' for k, v in attributes.items() if v is not None)
    if not inside:
        return Markup(f"<{name}{given}/>")
    body = "".join(i if isinstance(i, Markup) else escape(visible(i)) for i in inside)
    return Markup(f"<{name}{given}>{body}</{name}>")


def join(parts: list[Markup]) -> Markup:
    """Return *parts* as one piece of markup."""
    return Markup("").join(parts)


def picture(
    name: str, width: float, height: float, title: str, about: str, *inside: Markup
) -> Markup:
    """Return a whole picture with a title and a description for those who do not see it."""
    return tag(
        "svg", tag("title", title, id=f"{name}-title"), tag("desc", about, id=f"{name}-desc"), *inside,
        viewBox=f"0 0 {_text(width)} {_text(height)}", width=width, height=height, role="img",
        aria_labelledby=f"{name}-title {name}-desc",
    )  # fmt: skip


def _key(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _text(value: Value) -> str:
    # A tenth of a pixel is finer than a screen shows; more digits only make the page heavier.
    return (
        f"{value:.1f}".rstrip("0").rstrip(".")
        if isinstance(value, float)
        else escape(visible(str(value)), quote=True)
    )
