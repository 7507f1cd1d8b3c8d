"""Finds the columns of a table of events: by name, by what the user says, by usual names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import pandas as pd

from talion.dynamics.source import TableError

NEEDED = ("date", "actor", "recipient")
KINDS = ("type", "quad_class", "score")
DETAILS = ("event_id", "theatre", "dead", "mode", "about_type", "status", "confidence",
           "actor_country", "recipient_country")  # fmt: skip
#: Not a column: the order in which days are written (see `days`).
ORDER = "date_order"
# The names of talion's own event table, which stand for the same things.
OWN = {"date_start": "date", "event_type": "type", "place": "theatre", "counts": "dead"}


def find_columns(
    raw: pd.DataFrame, asked: Mapping[str, str] | None, name: str
) -> tuple[dict[str, str], list[str]]:
    """Return which column of *raw* holds what, and what to know about that.

    Raises:
        TableError: if a needed column is missing or could be several.

    Example:
        >>> raw = pd.DataFrame(columns=["event_date", "source", "target", "cameo_code"])
        >>> find_columns(raw, None, "a.csv")[0]
        {'date': 'event_date', 'actor': 'source', 'recipient': 'target', 'type': 'cameo_code'}
    """
    given = _asked(raw, asked or {}, name)
    own = {plain: column for column, plain in OWN.items() if column in raw.columns}
    exact = {k: k for k in (*NEEDED, *KINDS, *DETAILS) if k in raw.columns}
    found = {**exact, **own, **given}
    guessed = _sides(raw, found, name)
    used = {*found.values(), *guessed.values()}
    open_kinds = () if any(k in found for k in KINDS) else KINDS
    details = [d for d in DETAILS if d not in found]
    for key in ("date", *open_kinds, *details):
        if key in found:
            continue
        near = [c for c in dict.fromkeys(_candidates(raw, key).values()) if c not in used]
        if len(near) > 1 and key not in DETAILS:
            raise _unsure(name, key, near)
        if len(near) == 1:
            guessed[key] = near[0]
            used.add(near[0])
    _complain(raw, {**found, **guessed}, name)
    order = (*NEEDED, *KINDS, *DETAILS)
    both = {**found, **guessed}
    return {k: both[k] for k in order if k in both}, _say(
        {k: guessed[k] for k in order if k in guessed}
    )


def _asked(raw: pd.DataFrame, asked: Mapping[str, str], name: str) -> dict[str, str]:
    """Return what the user names, checked; names may differ in case if one only fits."""
    known = (*NEEDED, *KINDS, *DETAILS)
    out = {}
    for key, column in asked.items():
        if key == ORDER:
            continue
        if key not in known:
            raise TableError(
                f"--columns {key}={column}: talion has no column {key!r}; it knows "
                f"{', '.join(known)}, and date_order.{hint(key, known)}"
            )
        if column not in raw.columns:
            raise TableError(
                f"{name}: there is no column {column!r} (asked for as {key}); "
                f"{_columns_of(raw)}.{hint(column, raw.columns)}"
            )
        out[key] = column
    return out


def _sides(raw: pd.DataFrame, found: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the columns of the sides that are open; both come from one family of names."""
    missing = [s for s in ("actor", "recipient") if s not in found]
    families = {f for _, f in (*_aliases()["actor"], *_aliases()["recipient"])} | {""}
    whole = [pair for f in sorted(families) if (pair := _pair(raw, missing, f))]
    if len({tuple(sorted(p.items())) for p in whole}) > 1:
        raise _unsure(name, missing[0], sorted({p[missing[0]] for p in whole}))
    return whole[0] if whole else {}


def _pair(raw: pd.DataFrame, missing: Sequence[str], family: str) -> dict[str, str]:
    """Return the finest names of a family that hold all *missing* sides alike."""
    if not missing:
        return {}
    by_side = {s: _candidates(raw, s, family) for s in missing}
    steps = [s for s in by_side[missing[0]] if all(s in by_side[m] for m in missing)]
    return {m: by_side[m][steps[0]] for m in missing} if steps else {}


def _candidates(raw: pd.DataFrame, key: str, family: str = "") -> dict[int, str]:
    """Return the columns that usually hold *key*, by their place in a family of names."""
    by_fold = {_fold(c): str(c) for c in reversed(raw.columns)}
    if own := by_fold.get(_fold(key)):
        return {0: own} if not family else {}
    named = [alias for alias, f in _aliases()[key] if f == family]
    return {n: by_fold[alias] for n, alias in enumerate(named) if alias in by_fold}


def _fold(name: object) -> str:
    return re.sub(r"[^a-z0-9]", "", str(name).lower())


@lru_cache(maxsize=1)
def _aliases() -> Mapping[str, list[tuple[str, str]]]:
    from talion.knowledge import tables

    out: dict[str, list[tuple[str, str]]] = {k: [] for k in (*NEEDED, *KINDS, *DETAILS)}
    for row in tables.read("event_columns.csv", ["column", "alias", "family", "note"]):
        out[row.choice("column", tuple(out))].append((_fold(row.text("alias")), row["family"]))
    return out


def _complain(raw: pd.DataFrame, found: Mapping[str, str], name: str) -> None:
    for key in NEEDED:
        if key not in found:
            raise TableError(
                f"{name}: column {key!r} is missing; {_columns_of(raw)}."
                f"{hint(key, raw.columns)} Name it with --columns {key}=NAME."
            )
    if not any(k in found for k in KINDS):
        raise TableError(
            f"{name}: one of the columns type, quad_class or score is needed to tell which rows "
            f"are acts; {_columns_of(raw)}. Name one with --columns type=NAME."
        )


def _columns_of(raw: pd.DataFrame) -> str:
    return f"the columns are {', '.join(map(str, raw.columns)) or 'none at all'}"


def _unsure(name: str, key: str, near: Iterable[str]) -> TableError:
    return TableError(
        f"{name}: {key!r} could be {' or '.join(near)}. Say which with --columns {key}=NAME."
    )


def _say(guessed: Mapping[str, str]) -> list[str]:
    renamed = [
        f"{column} as {key}" for key, column in guessed.items() if _fold(column) != _fold(key)
    ]
    if not renamed:
        return []
    return [
        f"Columns are taken by their usual names: {', '.join(renamed)}. If that is wrong, name them with --columns."
    ]


def hint(word: str, known: Iterable[str]) -> str:
    """Return a guess at what was meant, or nothing.

    Example:
        >>> hint("actr", ["Actor", "date"])
        " Did you mean 'Actor'?"
    """
    folded = {str(k).lower(): str(k) for k in known}
    close = difflib.get_close_matches(word.lower(), list(folded), 1, 0.5)
    return f" Did you mean {folded[close[0]]!r}?" if close else ""
