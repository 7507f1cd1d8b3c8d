"""Reads a table of coded events: who acted on whom, when, and how."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from talion.dynamics import source as sources
from talion.dynamics.columns import ORDER, find_columns, hint
from talion.dynamics.days import read_days
from talion.dynamics.record import Record, Side
from talion.dynamics.source import TableError, read_table

EventSource = sources.EventSource | Record

# PLOVER gives material conflict -5.2 and below, verbal conflict above that,
# material co-operation +6.8 and above.
MATERIAL_CONFLICT, MATERIAL_COOPERATION = -5.2, 6.8
CAMEO_ROOTS = frozenset(f"{n:02d}" for n in range(1, 21))
COUNTED_STATUS = ("actual", "ongoing")
# What tables write where they name nobody, or give no type.
NOBODY = frozenset({"", "none", "nan", "unk", "---", "<na>"})
# An event of which not even the week is known says nothing of what followed within days.
VAGUE_DAYS = 7


def load_events(
    source: EventSource,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
    vague: bool = False,
) -> Record:
    """Read events from files or a data frame and mark those that count as acts.

    Args:
        source: a CSV, TSV, JSONL or Parquet file (also gzipped), a `.duckdb` file of
            talion's, several files, a data frame, or a `Record`, which is only marked anew.
        columns: other names of the columns, `{"date": "Event_Date"}`; `date_order`, `dmy` or
            `mdy`, says how days such as 03/04/2003 are written.
        types: the PLOVER types that count as acts; overrides `quad`.
        quad: the quad class or classes that count (4 is material conflict).
        vague: keep events whose day is known to no more than a month or a year, on the
            first day of that span.

    Raises:
        TableError: if a column, a date or a type cannot be read.

    Example:
        >>> frame = pd.DataFrame({"date": ["2020-01-03", "2020-01-08"], "actor": ["usa", "irn"],
        ...     "recipient": ["irn", "usa"], "type": ["ASSAULT", "190"]})
        >>> record = load_events(frame)
        >>> int(record.counts("irn", "usa").sum()), record.days
        (1, 6)
    """
    if isinstance(source, Record):
        return _mark(source, types, quad)
    name, raw = read_table(source)
    found, notes = find_columns(raw, columns, name)
    frame = pd.DataFrame({key: raw[column].to_numpy() for key, column in found.items()})
    frame["row"] = np.arange(len(frame))
    if "date_end" in raw.columns and found["date"] == "date_start":
        frame["date_end"] = raw["date_end"].to_numpy()
    frame = _happened(frame, notes)
    frame = _dated(frame, name, found["date"], (columns or {}).get(ORDER), vague, notes)
    frame, names = _sides(frame)
    _note_nobody(frame, notes)
    frame = _classify(frame, name, found, notes)
    frame = frame.sort_values("date", kind="stable").reset_index(drop=True)
    return _mark(Record(frame, name, "", tuple(notes), names), types, quad)


def _happened(frame: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    """Return the events that are reported to have happened."""
    if "confidence" in frame:
        frame = frame.assign(confidence=pd.to_numeric(frame["confidence"], errors="coerce"))
    if "status" not in frame:
        return frame
    counted = frame["status"].isin(COUNTED_STATUS)
    if (~counted).any():
        n = int((~counted).sum())
        notes.append(f"Left out: {_events(n)} reported as planned, denied or hypothetical.")
    return frame[counted].reset_index(drop=True)


def _dated(
    frame: pd.DataFrame, name: str, label: str, order: str | None, vague: bool, notes: list[str]
) -> pd.DataFrame:
    """Return the events whose day is known, with first and last possible day."""
    first, last, said = read_days(frame["date"], name, label, order)
    if "date_end" in frame:
        ends = read_days(frame["date_end"], name, "date_end", order)[1]
        last = ends.where(ends >= first, last)
    frame = frame.assign(date=first, date_end=last)
    notes.extend(said)
    undated = first.isna()
    if undated.any():
        notes.append(f"Left out: {_events(int(undated.sum()))} without a date.")
    wide = (last - first).dt.days >= VAGUE_DAYS
    if wide.any() and vague:
        notes.append(
            f"{_events(int(wide.sum()))} dated only to a span of weeks, months or years; first and last "
            "days are those of the span."
        )
    elif wide.any():
        notes.append(
            f"Left out: {_events(int(wide.sum()))} dated only to a span of more than {VAGUE_DAYS} days, "
            "which cannot be put in order."
        )
    keep = ~undated & (~wide | vague)
    return frame[keep].reset_index(drop=True)


def _events(n: int) -> str:
    return "1 event" if n == 1 else f"{n:,} events"


def _note_nobody(frame: pd.DataFrame, notes: list[str]) -> None:
    nobody = (frame["actor"] == "") | (frame["recipient"] == "")
    if nobody.any():
        n = frame.loc[nobody, "row"].nunique()
        notes.append(
            f"Counted towards reporting volume only: {_events(n)} without a named actor or recipient."
        )


def _sides(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Spread lists of actor objects over rows; keep plain names as they are.

    With the frame come the names of ids, where the table gives both.
    """
    listed = any(
        isinstance(v, (list, np.ndarray)) or (isinstance(v, str) and v.startswith("["))
        for v in [*frame["actor"].head(50), *frame["recipient"].head(50)]
    )
    names: dict[str, str] = {}
    for side in ("actor", "recipient"):
        country = side + "_country"
        if not listed:
            frame[side] = _plain(frame[side])
            frame[country] = _plain(frame[country]) if country in frame else ""
            continue
        frame[side] = pd.Series([_objects(v) for v in frame[side]], index=frame.index, dtype=object)
        frame = frame.explode(side, ignore_index=True)
        found = frame[side].tolist()
        frame[side], frame[country] = [f[0] for f in found], [f[1] for f in found]
        names.update((f[0], f[2]) for f in found if f[2])
    return frame, names


def _plain(column: pd.Series) -> pd.Series:
    text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    return text.where(~text.str.lower().isin(NOBODY), "")


def _objects(value: Any) -> list[tuple[str, str, str]]:
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [{"id": value}]
    found = [_object(a) for a in (value if value is not None else [])]
    return [f for f in found if f[0]] or [("", "", "")]


def _object(actor: Mapping[str, Any]) -> tuple[str, str, str]:
    ident = str(actor.get("id") or actor.get("name") or "")
    if ident.lower() in NOBODY:
        return "", "", ""
    return ident, str(actor.get("country") or ""), str(actor.get("name") or "")


def _classify(
    frame: pd.DataFrame, name: str, found: Mapping[str, str], notes: list[str]
) -> pd.DataFrame:
    """Fill event type and quad class from whatever the table gives."""
    if "type" in frame:
        given = _codes(frame["type"], notes)
        table = {v: _type_of(v, name, found["type"]) for v in given.unique()}
        frame["event_type"] = [table[v][0] for v in given]
        quad = np.array([table[v][1] for v in given], dtype=int)
        if "quad_class" in frame:
            own = pd.to_numeric(frame["quad_class"], errors="coerce").fillna(0).astype(int)
            quad = np.where(quad == 0, own, quad)
        frame["quad_class"] = quad
    elif "quad_class" in frame:
        number = pd.to_numeric(frame["quad_class"], errors="coerce")
        wrong = ~number.isin([1, 2, 3, 4])
        if wrong.any():
            at = int(np.flatnonzero(wrong.to_numpy())[0])
            raise TableError(
                f"{name}, line {int(frame['row'].iloc[at]) + 2}, column {found['quad_class']}: "
                f"{frame['quad_class'].iloc[at]!r} is no quad class. Write 1, 2, 3 or 4."
            )
        frame["event_type"], frame["quad_class"] = "", number.astype(int)
    else:
        score = pd.to_numeric(frame["score"], errors="coerce").fillna(0.0)
        frame["event_type"] = ""
        frame["quad_class"] = np.select(
            [score <= MATERIAL_CONFLICT, score < 0, score >= MATERIAL_COOPERATION, score > 0],
            [4, 3, 2, 1], 0,
        )  # fmt: skip
    none = frame.loc[frame["quad_class"] == 0, "row"].nunique()
    if none:
        notes.append(
            f"Counted towards reporting volume only: {_events(none)} of no PLOVER type, such as plain statements."
        )
    return frame.drop(columns=[c for c in ("type",) if c in frame])


def _codes(column: pd.Series, notes: list[str]) -> pd.Series:
    """Return types as text; CAMEO codes that came as numbers get their zero back."""
    number = pd.api.types.is_numeric_dtype(column)
    if not number:
        return _plain(column)
    text = column.map(lambda v: "" if pd.isna(v) else f"{v:.0f}").astype(object)
    # Codes of three digits and more among them: then 10 was 010, and no root of two digits.
    if (column >= 100).any() and (column < 100).any():
        notes.append("Event codes came as numbers; those below 100 are read with a leading zero.")
        text = text.where(text.str.len() != 2, "0" + text)
    return text


@lru_cache(maxsize=4096)
def _type_of(value: str, name: str, label: str = "") -> tuple[str, int]:
    """Return the PLOVER type and quad class of a type name or CAMEO code."""
    from talion.knowledge.ontology import Ontology

    ontology = _ontology(Ontology)
    word = value.strip().upper()
    if not word:
        return "", 0
    if word in ontology.types:
        return word, ontology.types[word].quad_class
    if word.isdigit():
        # A code that lost its leading zero to a spreadsheet is read with it.
        code = next((c for c in (word, "0" + word) if c[:2] in CAMEO_ROOTS), None)
        if code is not None:
            found = ontology.from_cameo(code)
            return (found[0], ontology.types[found[0]].quad_class) if found else ("", 0)
    where = f"{name}, column {label}" if label else name
    guess = hint(word, ontology.types)
    raise TableError(
        f"{where}: {value!r} is neither a PLOVER type nor a CAMEO code."
        + (guess or f" The types are {', '.join(ontology.types)}.")
    )


@lru_cache(maxsize=1)
def _ontology(kind: Any) -> Any:
    return kind.load()


def _mark(record: Record, types: Sequence[str] | None, quad: int | Sequence[int]) -> Record:
    frame = record.frame
    if types:
        wanted = {_type_of(t, "--types")[0] for t in types}
        act = frame["event_type"].isin(wanted)
        words = "acts of the types " + ", ".join(sorted(wanted))
    else:
        classes = [quad] if isinstance(quad, int) else list(quad)
        if not classes or not set(classes) <= {1, 2, 3, 4}:
            raise TableError(f"--quad {quad}: a quad class is 1, 2, 3 or 4.")
        act = frame["quad_class"].isin(classes)
        words = "acts of " + " and ".join(QUAD_NAMES[q] for q in classes)
    return replace(record, frame=frame.assign(act=act.to_numpy()), chosen=words)


QUAD_NAMES = {
    1: "verbal co-operation",
    2: "material co-operation",
    3: "verbal conflict",
    4: "material conflict",
}

__all__ = ["EventSource", "Record", "Side", "TableError", "load_events"]
