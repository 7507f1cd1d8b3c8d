"""The work behind ``talion explain``: an event's words and what decided each column."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from talion.reporting import wording
from talion.reporting.clean import one_line, visible
from talion.reporting.session import DONE, WRONG_USE

if TYPE_CHECKING:
    from talion.store.database import Database

#: How many events are named when a beginning of an id fits several.
NAMED = 5
_LINKS = """SELECT k.kind, k.from_event = ? AS is_from, o.event_id, o."trigger", o.event_type, k.text, k.confidence
FROM links k JOIN events o ON o.event_id = CASE WHEN k.from_event = ? THEN k.to_event ELSE k.from_event END
WHERE k.from_event = ? OR k.to_event = ? ORDER BY k.kind, o."start" """


def explain(event_id: str, db: Path, console: Console, err: Console) -> int:
    """Print the sentence of an event, what decided each column, and its links.

    Returns:
        0 if it was found, 2 if there is no such database or event.
    """
    from talion.store.database import Database, StoreError

    if not db.is_file():
        return _refuse(
            f"{db}: there is no such database. Run `talion read` first, or name one with --db.", err
        )
    try:
        with Database(db, read_only=True) as store:
            found = [
                row[0]
                for row in store.rows(
                    "SELECT event_id FROM events WHERE starts_with(event_id, ?) LIMIT ?",
                    [event_id, NAMED + 1],
                )
            ]
            if len(found) != 1:
                return _refuse(_not_one(event_id, found, db), err)
            _show(store, found[0], console)
    except StoreError as error:
        return _refuse(str(error), err)
    return DONE


def _refuse(why: str, err: Console) -> int:
    err.print(Text(one_line(why)), soft_wrap=True)
    return WRONG_USE


def _not_one(event_id: str, found: Sequence[str], db: Path) -> str:
    if not found:
        return f"{event_id}: no event in {db} has an id that begins so. `talion code` and the page show the ids; --db names another database."
    more = " and more" if len(found) > NAMED else ""
    return f"{event_id}: several events have an id that begins so: {', '.join(found[:NAMED])}{more}. Write more of the id."


def _show(store: Database, event_id: str, console: Console) -> None:
    event = store.event(event_id)
    if event is None:
        return
    article = store.article(event["article_id"]) or {}
    title = article.get("title") or event["article_id"]
    console.print(
        Text.assemble(
            (f"Event {event_id}", "bold"),
            f"  {one_line(str(title), 100)}, sentence {event['sentence']}",
        ),
        soft_wrap=True,
    )
    console.print()
    console.print(marked(event, article))
    console.print()
    table = Table(box=None, padding=(0, 1), header_style="dim")
    for column in ("column", "value", "what decided it"):
        table.add_column(column, overflow="fold", no_wrap=column == "column")
    for name, value, reason in columns(event):
        table.add_row(
            Text(name, style="bold"), Text(visible(value)), Text(visible(reason), style="dim")
        )
    console.print(table)
    _show_links(store, event_id, console)


def marked(event: Mapping[str, Any], article: Mapping[str, Any]) -> Text:
    """Return the sentence of *event* with its trigger in reverse and brackets."""
    text = article.get("text") or ""
    start, end = _sentence(event, article)
    before, inside, after = (
        text[start : event["start"]],
        text[event["start"] : event["end"]],
        text[event["end"] : end],
    )
    # Brackets mark the trigger where a terminal shows no colours.
    return Text.assemble(
        "  ",
        one_line(before),
        " " if before[-1:].isspace() else "",
        (f"[{one_line(inside)}]", "reverse"),
        " " if after[:1].isspace() else "",
        one_line(after),
    )


def _sentence(event: Mapping[str, Any], article: Mapping[str, Any]) -> tuple[int, int]:
    spans = article.get("sentences") or []
    spans = json.loads(spans) if isinstance(spans, str) else spans
    holding = [(s, e) for s, e in spans if s <= event["start"] < e]
    return holding[0] if holding else (max(event["start"] - 200, 0), event["end"] + 200)


def columns(event: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield name, value and reason of each column of an event row."""
    why = dict(event["why"] or {})
    rules = [str(r) for r in _listed(why.pop("rules", ()))]
    entry = ", ".join(f"{k} {v}" for k in ("lexicon", "head") if (v := why.pop(k, None)))
    yield "event_type", _typed(event), entry or "not noted"
    yield "mode", event["mode"] or "none", _about(rules, "mode")
    yield "contexts", ", ".join(event["contexts"] or ()) or "none", "words of the passage"
    for side in ("actor", "recipient", "attributed_to"):
        people = event[side] or []
        reasons = _listed(why.pop(side, ())) or [f"{a['text']}: {a['resolved_by']}" for a in people]
        yield side, "\n".join(_who(a) for a in people) or "none", "\n".join(map(_plain, reasons))
    days = (
        f"{event['date_start']} – {event['date_end']}"
        if event["date_start"] != event["date_end"]
        else str(event["date_start"] or "undated")
    )
    yield "date", days, _dated(event)
    yield "place", _where(event["place"]), _placed(event["place"])
    yield (
        "counts",
        wording_counts(event["counts"]),
        ", ".join(f"“{c['text']}”" for c in (event["counts"] or {}).values()),
    )
    yield (
        "status",
        event["status"] + (", hedged" if event["hedged"] else ""),
        _about(rules, "status"),
    )
    yield (
        "score",
        f"{event['score']:+.1f}, {wording.label('quad', event['quad_class'])}",
        "fixed by the type",
    )
    yield "confidence", f"{event['confidence']:.2f}", "calibrated on gold sentences"
    if rules:
        yield "rules", "", "\n".join(rules)
    for name, value in why.items():
        yield name.replace("_", " "), "", "\n".join(map(_plain, _listed(value)))


def _typed(event: Mapping[str, Any]) -> str:
    return (
        f"{event['event_type']} about {event['about_type']}"
        if event["about_type"]
        else str(event["event_type"])
    )


def _who(actor: Mapping[str, Any]) -> str:
    codes = " ".join(filter(None, (actor["country"], actor["sector"])))
    return f"{actor['name']} ({actor['id']}{', ' + codes if codes else ''})"


def _dated(event: Mapping[str, Any]) -> str:
    exact = wording.label("precision", event["date_precision"])
    return f"“{event['date_text']}”, {exact}" if event["date_text"] else exact


def _where(place: Mapping[str, Any] | None) -> str:
    if place is None:
        return "none"
    point = "" if place["lat"] is None else f" ({place['lat']:.2f}, {place['lon']:.2f})"
    return (
        ", ".join(dict.fromkeys(filter(None, (place["name"], place["admin1"], place["country"]))))
        + point
    )


def _placed(place: Mapping[str, Any] | None) -> str:
    if place is None:
        return "no place is tied to the event's clause"
    gazetteer = f", GeoNames {place['geonames_id']}" if place["geonames_id"] else ""
    return f"“{place['text']}”, {wording.label('place', place['precision'])}{gazetteer}"


def wording_counts(counts: Mapping[str, Mapping[str, Any]] | None) -> str:
    """Return stored counts as one phrase."""
    from talion.records import Count

    return (
        wording.numbers(
            {k: Count(c["low"], c["best"], c["high"], c["text"]) for k, c in (counts or {}).items()}
        )
        or "none"
    )


def _about(rules: Sequence[str], column: str) -> str:
    return "; ".join(r for r in rules if column in r) or "no special rule"


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value] if value else []


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _show_links(store: Database, event_id: str, console: Console) -> None:
    rows = list(store.rows(_LINKS, [event_id] * 4))
    if rows:
        console.print()
    for kind, is_from, other, trigger, event_type, text, confidence in rows:
        named = f"{other} ({event_type} ‘{one_line(trigger, 40)}’)"
        a, b = ("this event", named) if is_from else (named, "this event")
        words = wording.label("link", kind).format(a=a, b=b)
        console.print(
            Text.assemble(
                ("  link  ", "dim"), f"{words}: “{one_line(text, 60)}”, confidence {confidence:.2f}"
            ),
            soft_wrap=True,
        )
