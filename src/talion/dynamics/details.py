"""Reads what a table of events says besides who, whom and when: place, deaths, ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from talion.dynamics.days import one_day
from talion.dynamics.record import Record, Side
from talion.dynamics.table import EventSource, TableError, load_events

EventSources = EventSource

# What a table may hold besides, as `load` gives it.
DETAILS = ("event_id", "theatre", "dead", "mode")
THREAT = "THREATEN"
# Names that are resolved to find an actor under a spelling of the record's own.
MOST_RESOLVED = 500
# Runs of empty days that chance puts into fewer records than this are taken for gaps.
GAP_CHANCE = 0.01


def load(
    source: EventSources,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
    vague: bool = False,
) -> Record:
    """Read events as `load_events` does, with theatre, deaths and event ids where given.

    The frame of the record has, besides its own columns, `row` (the same for all
    rows made of one event), `event_id`, `theatre` (the country of the place),
    `dead` (NaN where no number is given), `mode` and `score`.

    Args:
        source: what `load_events` takes.
        columns: other names of the columns; besides those of `load_events` also
            `event_id`, `theatre`, `dead` and `mode`.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.
        vague: keep events whose day is known to no more than a month or a year.

    Example:
        >>> frame = pd.DataFrame({"date": ["2020-01-03"], "actor": ["usa"], "recipient": ["irn"],
        ...     "type": ["ASSAULT"], "place": [{"name": "Baghdad", "country": "IRQ"}],
        ...     "counts": [{"dead": {"low": 2, "best": 3, "high": 5}}]})
        >>> load(frame).frame[["theatre", "dead", "score"]].values.tolist()
        [['IRQ', 3.0, -9.3]]
    """
    record = load_events(source, columns, types, quad, vague)
    frame = record.frame
    found: dict[str, Any] = {}
    for key in DETAILS:
        values = frame[key].tolist() if key in frame else [None] * len(frame)
        if key == "dead":
            found[key] = np.array([_deaths(v) for v in values], dtype=float)
        else:
            found[key] = np.array([_word(v) for v in values], dtype=object)
    found["score"] = _scores(frame)
    return replace(record, frame=frame.assign(**found))


def _word(value: Any) -> str:
    """Return the country of a place object, or a plain value, as text."""
    if isinstance(value, Mapping):
        return str(value.get("country") or value.get("name") or "")
    if isinstance(value, (list, tuple, np.ndarray)):
        return str(value[0]) if len(value) else ""
    return "" if pd.isna(value) or str(value) == "None" else str(value)


def _deaths(value: Any) -> float:
    """Return a number of deaths from counts, from a range or from a number."""
    if isinstance(value, Mapping):
        inner = value.get("dead", value)
        if not isinstance(inner, Mapping):
            return float("nan") if inner is None else float(inner)
        options = [inner.get(k) for k in ("best", "low", "high")]
        return next((float(v) for v in options if v is not None), float("nan"))
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def _scores(frame: pd.DataFrame) -> Any:
    """Return the score of each event: as given, or that of its type."""
    from talion.knowledge.ontology import Ontology

    given = pd.to_numeric(frame["score"], errors="coerce") if "score" in frame else None
    types = Ontology.load().types
    table_of = {t: types[t].score for t in frame["event_type"].unique() if t in types}
    of_type = frame["event_type"].map(table_of).astype(float)
    return (of_type if given is None else given.fillna(of_type)).to_numpy()


def each_row(frame: pd.DataFrame) -> Iterable[Any]:
    """Return the rows of a frame with their values as attributes.

    Example:
        >>> [row.acts for row in each_row(pd.DataFrame({"acts": [3, 1]}))]
        [3, 1]
    """
    return frame.itertuples()


def has_deaths(record: Record) -> bool:
    """Return whether any event of the record gives a number of deaths."""
    return bool(np.isfinite(record.frame["dead"].to_numpy()).any())


def has_theatres(record: Record) -> bool:
    """Return whether any event of the record has a place."""
    return bool((record.frame["theatre"] != "").any())


def gap_length(record: Record) -> int:
    """Return from how many empty days on a stretch of the record counts as a gap.

    Example:
        >>> frame = pd.DataFrame({"date": pd.date_range("2020-01-01", periods=99).astype(str),
        ...     "actor": "a", "recipient": "b", "quad_class": 4})
        >>> gap_length(load(frame))
        7
    """
    share = record.frame["date"].nunique() / max(record.days, 1)
    if share in (0, 1):
        return 7
    # A week without a row says little even where every day has some.
    return max(7, int(np.ceil(np.log(GAP_CHANCE / record.days) / np.log1p(-share))))


def sides_in(record: Record, *sides: Side) -> tuple[Side, ...]:
    """Return each side as the record names it: by id, by country code or by name.

    Raises:
        UnknownSide: if the record knows it under none of these.

    Example:
        >>> frame = pd.DataFrame({"date": ["2020-01-03"], "actor": ["Iran"],
        ...     "recipient": ["USA"], "quad_class": [4]})
        >>> sides_in(load(frame), "irn", "usa")
        ('Iran', 'usa')
    """
    found = tuple(side_in(record, side) for side in sides)
    record.check_sides(*found)
    return found


def day_of(record: Record, when: str) -> tuple[pd.Timestamp, tuple[str, str] | None]:
    """Return the day of a date or of an event, and the event's sides.

    Raises:
        TableError: if *when* is neither a day nor the id of one event.

    Example:
        >>> frame = pd.DataFrame({"date": ["2020-01-03"], "actor": ["usa"], "recipient": ["irn"],
        ...     "quad_class": [4], "event_id": ["3f2a91"]})
        >>> day_of(load(frame), "3f2a")
        (Timestamp('2020-01-03 00:00:00'), ('usa', 'irn'))
    """
    ids = record.frame["event_id"].astype(str)
    hit = (
        record.frame[ids.str.startswith(str(when))]
        if when and (ids != "").any()
        else record.frame[:0]
    )
    if hit["row"].nunique() > 1 and (ids == str(when)).any():
        hit = record.frame[ids == str(when)]
    if hit["row"].nunique() == 1:
        row = hit.iloc[0]
        sides = (
            (str(row["actor"]), str(row["recipient"]))
            if row["actor"] and row["recipient"]
            else None
        )
        return pd.Timestamp(row["date"]), sides
    if (day := one_day(str(when))) is not None:
        return pd.Timestamp(day), None
    n = hit["row"].nunique()
    what = (
        f"{n} events have an id that begins so; give more of it"
        if n
        else "neither a day nor the id of an event of this table"
    )
    raise TableError(f"{record.source}: {when!r}: {what}. Days are written YYYY-MM-DD.")


def advice(record: Record, *sides: Side) -> tuple[str, ...]:
    """Return what to know about sides that are codes: longer codes that begin so are others.

    Example:
        >>> frame = pd.DataFrame({"date": ["2020-01-03"] * 2, "actor": ["ISR", "ISRMIL"],
        ...     "recipient": ["PAL", "PAL"], "quad_class": [4, 4]})
        >>> advice(load_events(frame), "ISR")
        ('ISR stands for rows with just this code; 1 other code begins so (ISRMIL). ISR* takes them in.',)
    """
    names = {str(n) for side in ("actor", "recipient") for n in record.frame[side].unique()}
    out = []
    found = [side_in(record, side) for side in sides]
    for name in (n for side in found for n in ([side] if isinstance(side, str) else side)):
        longer = re.compile(re.escape(name) + "(?:[A-Z]{3})+", re.IGNORECASE)
        same = sorted(n for n in names if longer.fullmatch(n))
        if len(name) % 3 == 0 and name.isalpha() and same:
            n, many = len(same), len(same) > 1
            some = ", ".join(same[:3]) + (", …" if n > 3 else "")
            out.append(
                f"{name} stands for rows with just this code; {n} other code{'s' if many else ''} "
                f"begin{'' if many else 's'} so ({some}). {name}* takes them in."
            )
    return tuple(out)


def side_in(record: Record, side: Side) -> Side:
    """Return a side as the record names it, or as given if it does not occur."""
    names = [side] if isinstance(side, str) else list(side)
    out: list[str] = []
    for name in names:
        if _occurs(record, name):
            out.append(name)
            continue
        called = [i for i, n in record.names.items() if n.casefold() == name.strip().casefold()]
        out.extend(called or _other_names(record, name) or [name])
    return out[0] if len(out) == 1 else out


def _occurs(record: Record, name: str) -> bool:
    return bool(record.is_side(name, "actor").any() or record.is_side(name, "recipient").any())


def _other_names(record: Record, name: str) -> list[str]:
    """Return under which other names the record holds the actor that *name* means."""
    from talion.dynamics.belonging import directory

    book = directory()
    known = book.get(name.strip().lower()) or book.resolve(name).chosen
    if known is None:
        return []
    country = [known.country] if known.kind == "state" and known.country else []
    plain = [n for n in (known.id, known.name, *country) if _occurs(record, n)]
    if plain:
        return plain
    often = pd.concat([record.frame["actor"], record.frame["recipient"]]).value_counts()
    names = [str(n) for n in often.index[:MOST_RESOLVED] if n]
    return [n for n in names if (found := book.resolve(n).chosen) and found.id == known.id]
