"""Reads a table of coded events: who acted on whom, when, and how."""

from __future__ import annotations

import difflib
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from talion.dynamics.record import Record, Side

EventSource = str | Path | pd.DataFrame | Record

NEEDED = ("date", "actor", "recipient")
KINDS = ("type", "quad_class", "score")
# The names of talion's own event table, which stand for the same things.
OWN = {"date_start": "date", "event_type": "type"}
# PLOVER gives material conflict -5.2 and below, verbal conflict above that,
# material co-operation +6.8 and above.
MATERIAL_CONFLICT, MATERIAL_COOPERATION = -5.2, 6.8
CAMEO_ROOTS = frozenset(f"{n:02d}" for n in range(1, 21))
COUNTED_STATUS = ("actual", "ongoing")


class TableError(ValueError):
    """Says what is wrong with a table of events, where, and what to do."""


def load_events(
    source: EventSource,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Record:
    """Read events from a file or a data frame and mark those that count as acts.

    Args:
        source: a CSV, TSV, JSONL or Parquet file (also gzipped), a data frame, or
            a `Record`, which is only marked anew.
        columns: other names of the columns, `{"date": "Event_Date"}`.
        types: the PLOVER types that count as acts; overrides `quad`.
        quad: the quad class or classes that count (4 is material conflict).

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
        return _mark(source.frame, types, quad, source.source, source.notes)
    name, raw = _read(source)
    frame = _rename(raw, columns, name)
    frame, notes = _clean(frame, name)
    return _mark(frame, types, quad, name, notes)


def _read(source: str | Path | pd.DataFrame) -> tuple[str, pd.DataFrame]:
    if isinstance(source, pd.DataFrame):
        return "the data frame", source
    if not isinstance(source, (str, Path)):
        import narwhals as nw

        return "the data frame", nw.from_native(source, eager_only=True).to_pandas()
    path = Path(str(source))
    if not path.exists():
        raise TableError(f"{path}: there is no such file. Check the path.")
    stem = path.name.removesuffix(".gz").lower()
    try:
        if stem.endswith(".parquet"):
            return path.name, pd.read_parquet(path) if _has_arrow() else _duck(path)
        if stem.endswith((".jsonl", ".ndjson")):
            return path.name, pd.DataFrame(_lines(path))
        if stem.endswith((".csv", ".tsv", ".tab", ".txt")):
            sep = "," if stem.endswith(".csv") else "\t"
            return path.name, pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False)
    except TableError:
        raise
    except (ValueError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: could not be read as a table ({error}).") from error
    raise TableError(
        f"{path}: not a table talion reads. Give a .csv, .tsv, .jsonl or .parquet file."
    )


def _lines(path: Path) -> list[Any]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise TableError(f"{path}, line {number}: not a JSON object ({error}).") from error
    return rows


def _has_arrow() -> bool:
    import importlib.util

    return importlib.util.find_spec("pyarrow") is not None


def _duck(path: Path) -> pd.DataFrame:
    import duckdb

    with duckdb.connect() as connection:
        return connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).df()


def _rename(raw: pd.DataFrame, columns: Mapping[str, str] | None, name: str) -> pd.DataFrame:
    """Give the columns the names used here, or say which one is missing."""
    wanted = {**{v: k for k, v in OWN.items()}, **{k: k for k in (*NEEDED, *KINDS)}}
    for own, plain in OWN.items():
        if own in raw.columns:
            wanted[plain] = own
    for key, given in (columns or {}).items():
        if key not in (*NEEDED, *KINDS, "about_type"):
            raise TableError(
                f"--columns {key}={given}: talion has no column {key!r}.{_hint(key, wanted)}"
            )
        if given not in raw.columns:
            raise TableError(
                f"{name}: there is no column {given!r} (asked for as {key})."
                f"{_hint(given, raw.columns)}"
            )
        wanted[key] = given
    for key in NEEDED:
        if wanted[key] not in raw.columns:
            raise TableError(
                f"{name}: column {key!r} is missing; the columns are {', '.join(raw.columns)}."
                f"{_hint(key, raw.columns)} Name it with --columns {key}=NAME."
            )
    if not any(wanted[k] in raw.columns for k in KINDS):
        raise TableError(
            f"{name}: one of the columns type, quad_class or score is needed to tell which rows "
            f"are acts; the columns are {', '.join(raw.columns)}. "
            "Name one with --columns type=NAME."
        )
    keep = [k for k in (*NEEDED, *KINDS) if wanted[k] in raw.columns]
    out = pd.DataFrame({k: raw[wanted[k]].to_numpy() for k in keep})
    extra = {
        "about_type",
        "status",
        "confidence",
        *(c for c in raw.columns if c.startswith("num_")),
    }
    for key in sorted(extra):
        given = (columns or {}).get(key, key)
        if given in raw.columns:
            out[key] = raw[given].to_numpy()
    return out


def _hint(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word.lower(), [str(k) for k in known], 1, 0.5)
    folded = {str(k).lower(): str(k) for k in known}
    close = close or difflib.get_close_matches(word.lower(), list(folded), 1, 0.5)
    return f" Did you mean {folded.get(close[0], close[0])!r}?" if close else ""


def _clean(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return rows with a day, two different sides, and a type or class."""
    notes: list[str] = []
    if "status" in frame:
        counted = frame["status"].isin(COUNTED_STATUS)
        if (~counted).any():
            notes.append(f"{int((~counted).sum())} events that are reported as planned, denied "
                         "or hypothetical are left out.")  # fmt: skip
        frame = frame[counted]
    if "confidence" in frame:
        frame = frame.assign(confidence=pd.to_numeric(frame["confidence"], errors="coerce"))
    frame = frame.assign(date=_days(frame["date"], name))
    undated = frame["date"].isna()
    if undated.any():
        notes.append(f"{int(undated.sum())} events without a date are left out.")
    frame = _sides(frame[~undated].reset_index(drop=True))
    nobody = (frame["actor"] == "") | (frame["recipient"] == "")
    if nobody.any():
        notes.append(f"{int(nobody.sum())} events without an actor or a recipient "
                     "count towards reporting volume only.")  # fmt: skip
    frame = _classify(frame, name)
    return frame.sort_values("date", kind="stable").reset_index(drop=True), tuple(notes)


def _days(column: pd.Series, name: str) -> pd.Series:
    text = column.astype(object)
    empty = text.isna() | text.astype(str).str.strip().isin(["", "None", "NaT", "nan"])
    plain = text.where(~empty, None).astype(str)
    compact = plain.str.fullmatch(r"\d{8}")
    plain = plain.where(
        ~compact, plain.str.slice(0, 4) + "-" + plain.str.slice(4, 6) + "-" + plain.str.slice(6, 8)
    )
    days = pd.to_datetime(plain.where(~empty), errors="coerce", format="ISO8601", utc=True)
    wrong = days.isna() & ~empty
    if wrong.any():
        row = int(np.flatnonzero(wrong.to_numpy())[0])
        raise TableError(
            f"{name}, line {row + 2}, column date: {str(column.iloc[row])!r} is not a day. "
            "Write days as YYYY-MM-DD."
        )
    return days.dt.tz_localize(None).dt.normalize()


def _sides(frame: pd.DataFrame) -> pd.DataFrame:
    """Spread lists of actor objects over rows; keep plain names as they are."""
    listed = any(
        isinstance(v, (list, np.ndarray)) or (isinstance(v, str) and v.startswith("["))
        for v in [*frame["actor"].head(50), *frame["recipient"].head(50)]
    )
    for side in ("actor", "recipient"):
        if not listed:
            names = frame[side].astype(object)
            frame[side] = names.where(names.notna(), "").astype(str).str.strip()
            frame[side + "_country"] = ""
            continue
        frame[side] = pd.Series([_objects(v) for v in frame[side]], index=frame.index, dtype=object)
        frame = frame.explode(side, ignore_index=True)
        pairs = frame[side].tolist()
        frame[side] = [p[0] for p in pairs]
        frame[side + "_country"] = [p[1] for p in pairs]
    return frame


def _objects(value: Any) -> list[tuple[str, str]]:
    if isinstance(value, str):
        value = json.loads(value) if value.startswith("[") else [{"id": value}]
    found = [
        (str(a.get("id") or a.get("name") or ""), str(a.get("country") or ""))
        for a in (value if value is not None else [])
    ]
    return found or [("", "")]


def _classify(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Fill event type and quad class from whatever the table gives."""
    if "type" in frame:
        given = frame["type"].astype(object).where(frame["type"].notna(), "").astype(str)
        table = {v: _type_of(v, name) for v in given.unique()}
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
            row = int(np.flatnonzero(wrong.to_numpy())[0])
            value = frame["quad_class"].iloc[row]
            raise TableError(f"{name}, row {row + 1}, column quad_class: {value!r} is not 1, 2, 3 or 4.")  # fmt: skip
        frame["event_type"], frame["quad_class"] = "", number.astype(int)
    else:
        score = pd.to_numeric(frame["score"], errors="coerce").fillna(0.0)
        frame["event_type"] = ""
        frame["quad_class"] = np.select(
            [score <= MATERIAL_CONFLICT, score < 0, score >= MATERIAL_COOPERATION, score > 0],
            [4, 3, 2, 1], 0,
        )  # fmt: skip
    return frame.drop(columns=[c for c in ("type",) if c in frame])


@lru_cache(maxsize=4096)
def _type_of(value: str, name: str) -> tuple[str, int]:
    """Return the PLOVER type and quad class of a type name or CAMEO code."""
    from talion.knowledge.ontology import Ontology

    ontology = _ontology(Ontology)
    word = value.strip().upper()
    if not word:
        return "", 0
    if word in ontology.types:
        return word, ontology.types[word].quad_class
    if word[:2].isdigit() and (word[:2] in CAMEO_ROOTS or word.zfill(3)[:2] in CAMEO_ROOTS):
        # A code that lost its leading zero to a spreadsheet is read with it.
        found = ontology.from_cameo(word if word[:2] in CAMEO_ROOTS else word.zfill(3))
        return (found[0], ontology.types[found[0]].quad_class) if found else ("", 0)
    raise TableError(
        f"{name}, column type: {value!r} is neither a PLOVER type nor a CAMEO code."
        f"{_hint(word.lower(), [t.lower() for t in ontology.types]).upper().replace('DID YOU MEAN', 'Did you mean')}"
    )


@lru_cache(maxsize=1)
def _ontology(kind: Any) -> Any:
    return kind.load()


def _mark(
    frame: pd.DataFrame,
    types: Sequence[str] | None,
    quad: int | Sequence[int],
    name: str,
    notes: tuple[str, ...],
) -> Record:
    if types:
        wanted = {_type_of(t, "--types")[0] for t in types}
        act = frame["event_type"].isin(wanted)
        words = "acts of the types " + ", ".join(sorted(wanted))
    else:
        classes = [quad] if isinstance(quad, int) else list(quad)
        if not set(classes) <= {1, 2, 3, 4}:
            raise TableError(f"--quad {quad}: a quad class is 1, 2, 3 or 4.")
        act = frame["quad_class"].isin(classes)
        words = "acts of " + " and ".join(QUAD_NAMES[q] for q in classes)
    return Record(frame.assign(act=act.to_numpy()), name, words, notes)


QUAD_NAMES = {
    1: "verbal co-operation",
    2: "material co-operation",
    3: "verbal conflict",
    4: "material conflict",
}

__all__ = ["EventSource", "Record", "Side", "TableError", "load_events"]
