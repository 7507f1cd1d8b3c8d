"""Writes the page: one HTML file that holds everything and asks nothing of the network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from talion.records import Unreadable
from talion.reporting import network, timeline, wording, worldmap
from talion.reporting.cards import Card, Deck, deal
from talion.reporting.clean import one_line, visible, web_address
from talion.reporting.digest import Digest
from talion.reporting.overview import bars, periods

if TYPE_CHECKING:
    from talion.reporting.answers import Answers

#: Widths that drawings are made for, in pixels: a page's column, and a phone's.
WIDE, NARROW = 960, 336
#: Actors drawn in the network at each width.
ACTORS_WIDE, ACTORS_NARROW = 18, 10
#: Events told in the overview.
GRAVEST = 6
#: Acts of a pair from which a page asks about it by itself.
ENOUGH_ACTS = 24
#: Rows of the tables beside the drawings: at once, and after a click.
FIRST, MOST = 15, 200


def write_page(
    digest: Digest,
    path: Path,
    unreadable: Sequence[Unreadable] = (),
    answers: Answers | None = None,
) -> None:
    """Write the page for *digest* to *path*, whole or not at all."""
    write_whole(render(digest, unreadable, answers), path)


def write_whole(text: str, path: Path) -> None:
    """Write *text* to *path*, whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def render(
    digest: Digest, unreadable: Sequence[Unreadable] = (), answers: Answers | None = None
) -> str:
    """Return the page for *digest* as HTML, with answers of its record if there are any.

    Example:
        >>> render(Digest()).startswith("<!doctype html>")
        True
    """
    return _rendered("page.html", answers=answers, **_contents(digest, unreadable))


def render_answers(answers: Answers) -> str:
    """Return a page that holds answers alone, for tables that come without articles."""
    title = f"Questions of {one_line(answers.source, 80)}"
    return _rendered("asked.html", answers=answers, title=title)


def _rendered(template: str, **contents: Any) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    return _environment().get_template(template).render(
        style=Markup(style), script=Markup(script), policy=_policy(style, script), **contents
    )  # fmt: skip


def _contents(digest: Digest, unreadable: Sequence[Unreadable]) -> dict[str, Any]:
    deck = deal(digest)
    numbered = [(c.number, c.event) for c in deck.cards]
    kept = digest.kept
    return {
        "digest": digest,
        "deck": deck,
        "title": _title(digest),
        "gravest": _gravest(digest, deck),
        "bars": bars(digest.quads),
        "periods": periods(timeline.by_period(digest.days)),
        "timeline": timeline.timeline(numbered, kept.link_records),
        "first": FIRST,
        "dyads": digest.ranked_dyads()[:MOST],
        "network": [
            (
                "wide",
                network.draw(
                    digest.ranked_dyads(),
                    kept.tie_records,
                    digest.names,
                    WIDE,
                    ACTORS_WIDE,
                    "network-wide",
                ),
            ),
            (
                "narrow",
                network.draw(
                    digest.ranked_dyads(),
                    kept.tie_records,
                    digest.names,
                    NARROW,
                    ACTORS_NARROW,
                    "network-narrow",
                ),
            ),
        ],
        "spots": (found := worldmap.spots(numbered))[:MOST],
        "maps": [
            ("wide", worldmap.draw(found, WIDE, 480, "map-wide")),
            ("narrow", worldmap.draw(found, NARROW, 320, "map-narrow")),
        ],
        "actors": _actors(deck),
        "unreadable": unreadable,
    }


def _title(digest: Digest) -> str:
    if len(digest.headlines) == 1:
        return one_line(digest.headlines[0].title, 120)
    return f"{len(digest.headlines):,} articles read"


def _gravest(digest: Digest, deck: Deck) -> list[Card]:
    cards = {c.event.event_id: c for c in deck.cards}
    return [cards[e.event_id] for e in digest.top[:GRAVEST]]


def _actors(deck: Deck) -> dict[str, tuple[int, str]]:
    """Return a number and a name for each actor that acts or is acted on, ordered by name."""
    named = {
        a.id: wording.name(a) for c in deck.cards for a in (*c.event.actor, *c.event.recipient)
    }
    ordered = sorted(named.items(), key=lambda item: (item[1].casefold(), item[0]))
    return {ident: (n, name) for n, (ident, name) in enumerate(ordered)}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("talion.reporting"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=_safe,
    )  # fmt: skip
    environment.filters |= {
        "one_line": one_line,
        "web_address": web_address,
        "thousands": lambda n: f"{n:,}",
    }
    environment.globals |= {"w": wording, "symbol": _symbol, "enough": ENOUGH_ACTS}
    return environment


def _safe(value: Any) -> Any:
    """Make the control characters of every text that is not markup visible, wherever it is put."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _symbol(quad: int) -> Markup:
    from talion.reporting import svg

    return svg.tag(
        "svg",
        timeline.symbol(quad, 8, 8),
        viewBox="0 0 16 16",
        width=16,
        height=16,
        class_="glyph",
        aria_hidden="true",
    )


def _asset(name: str) -> str:
    return files("talion.reporting").joinpath(f"templates/{name}").read_text("utf-8").strip()


def _policy(style: str, script: str) -> str:
    """Return the security policy: our own style and script by their hashes, and nothing else."""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; script-src 'sha256-{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
