"""Reads the days of a table, in whichever order their parts are written, without guessing."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd

from talion.dynamics.source import TableError

ORDERS = ("dmy", "mdy")
NOTHING = frozenset({"", "none", "nat", "nan", "na", "n/a", "null", "<na>"})
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ].*)?")
_DAY_NAME = re.compile(r"(\d{1,2})[-/ ]+([A-Za-z]{3,9})\.?[-/, ]+(\d{4})")
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})\.?[-/ ]+(\d{1,2})[-/, ]+(\d{4})")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})")
_YEAR = re.compile(r"(\d{4})")
_NAMES = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
Span = tuple[dt.date, dt.date]


def read_days(
    column: pd.Series, name: str, label: str, order: str | None = None
) -> tuple[pd.Series, pd.Series, list[str]]:
    """Return the first and last day of each row (NaT where there is none), and what to know.

    Args:
        column: dates as written: ISO, eight digits, or with the day or the month first.
        name: the table's name, for errors.
        label: the column's name in the table.
        order: `dmy` or `mdy` for dates such as 03/04/2003; None decides by the dates that can
            be read in one way only.

    Raises:
        TableError: if a value is no day, or its order cannot be told.

    Example:
        >>> first, last, notes = read_days(pd.Series(["13/02/2003", "1/3/2003"]), "a.csv", "day")
        >>> first.dt.strftime("%d %B").tolist()
        ['13 February', '01 March']
    """
    if order is not None and order not in ORDERS:
        raise TableError(f"--columns date_order={order}: say {' or '.join(ORDERS)}.")
    if pd.api.types.is_datetime64_any_dtype(column):
        plain = column.dt.tz_localize(None).dt.normalize().astype("datetime64[ns]")
        return plain, plain, []
    text = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    codes, values = pd.factorize(text)
    found, notes, turned = {}, [], order
    if order is None and (turned := _order([str(v) for v in values], text, name, label)):
        words = "the day" if turned == "dmy" else "the month"
        notes.append(
            f"Dates of the column {label} are read with {words} first, as some of them can be read "
            "in no other way."
        )
    for value in values:
        found[value] = _span(str(value), turned)
    wrong = np.array([found[v] is None and str(v).lower() not in NOTHING for v in values])
    if len(values) and wrong[codes].any():
        row = int(np.flatnonzero(wrong[codes])[0])
        raise TableError(
            f"{name}, line {row + 2}, column {label}: {text.iloc[row]!r} is not a day"
            f"{f' read as {turned}' if turned else ''}. Write days as YYYY-MM-DD."
        )
    spans = [found[v] or (None, None) for v in values]
    first, last = (pd.to_datetime(pd.Series([s[k] for s in spans], dtype=object)).to_numpy(dtype="datetime64[ns]") for k in (0, 1))  # fmt: skip
    if not len(values):
        first = last = np.array([], dtype="datetime64[ns]")
    return (
        pd.Series(first[codes], index=column.index),
        pd.Series(last[codes], index=column.index),
        notes,
    )


def one_day(text: str) -> dt.date | None:
    """Return the day that *text* can only mean; None if it is no day or could be two.

    Example:
        >>> one_day("2003-05-01"), one_day("13/05/2003"), one_day("01/05/2003")
        (datetime.date(2003, 5, 1), datetime.date(2003, 5, 13), None)
    """
    spans = {s for order in ORDERS if (s := _span(text.strip(), order))}
    first, last = spans.pop() if len(spans) == 1 else (None, None)
    return first if first == last else None


def _order(values: list[str], text: pd.Series, name: str, label: str) -> str | None:
    """Return the order that the dates with the year last prove, None if there are none."""
    parts = {v: m.groups() for v in values if (m := _YEAR_LAST.fullmatch(v))}
    if not parts:
        return None
    day_first = next((v for v, p in parts.items() if int(p[0]) > 12 >= int(p[1])), None)
    month_first = next((v for v, p in parts.items() if int(p[1]) > 12 >= int(p[0])), None)
    if day_first and month_first:
        raise TableError(
            f"{name}, column {label}: {_at(text, day_first)} has the day first and {_at(text, month_first)} the "
            "month. Write all days as YYYY-MM-DD."
        )
    if not day_first and not month_first and any(p[0] != p[1] for p in parts.values()):
        unsure = next(v for v, p in parts.items() if p[0] != p[1])
        raise TableError(
            f"{name}, column {label}: {_at(text, unsure)} may have the day or the month first, and no row of the "
            "column tells. Say which: --columns date_order=dmy or date_order=mdy."
        )
    return "mdy" if month_first else "dmy"


def _at(text: pd.Series, value: str) -> str:
    return f"{value!r} (line {int(np.flatnonzero((text == value).to_numpy())[0]) + 2})"


def _span(value: str, order: str | None) -> Span | None:
    """Return the first and last day that a value means, None if it is no date."""
    try:
        return _read(value, order)
    except ValueError:
        return None


def _read(value: str, order: str | None) -> Span | None:
    if m := _YEAR_FIRST.fullmatch(value) or _COMPACT.fullmatch(value):
        return _day(*m.groups())
    if m := _YEAR_LAST.fullmatch(value):
        one, two, year = m.groups()
        return _day(year, one, two) if order == "mdy" else _day(year, two, one)
    if m := _DAY_NAME.fullmatch(value):
        return _day(m[3], _month(m[2]), m[1])
    if m := _NAME_DAY.fullmatch(value):
        return _day(m[3], _month(m[1]), m[2])
    if m := _MONTH.fullmatch(value):
        year, month = int(m[1]), int(m[2])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    if m := _YEAR.fullmatch(value):
        return dt.date(int(m[1]), 1, 1), dt.date(int(m[1]), 12, 31)
    return None


def _day(year: Any, month: Any, day: Any) -> Span:
    found = dt.date(int(year), int(month), int(day))
    return found, found


def _month(word: str) -> int:
    """Return the month of a name or of an abbreviation of at least three letters."""
    hits = [n for name, n in _NAMES.items() if name.startswith(word.lower())]
    if len(hits) != 1:
        raise ValueError(word)
    return hits[0]
