"""The record of events that every analysis reads: rows, days, and counts by day."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Side = str | Sequence[str]
NAME_COLUMNS = ("actor", "recipient", "actor_country", "recipient_country")


class UnknownSide(ValueError):
    """Says that a side does not occur in the record, and which names are close."""


def side_name(side: Side) -> str:
    """Return a side as one readable name.

    Example:
        >>> side_name(["hezbollah-lbn", "irn"])
        'hezbollah-lbn + irn'
    """
    return side if isinstance(side, str) else " + ".join(side)


def _is_named(name: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return bool(name) and name.startswith(wanted[:-1])
    return bool(name) and name == wanted


@dataclass(frozen=True)
class Record:
    """Events with their days, and which of them count as acts.

    `frame` has the columns date, actor, recipient, actor_country,
    recipient_country, event_type, quad_class and act. Days on which nothing at
    all was reported are inside the record as zeros; days before the first and
    after the last event are outside it. `names` holds what the ids of the record
    are called, where its table says so.
    """

    frame: pd.DataFrame
    source: str
    chosen: str
    notes: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def start(self) -> pd.Timestamp:
        """Return the first day of the record; an empty record begins and ends nowhere."""
        if self.frame.empty:
            return pd.Timestamp("NaT")
        return pd.Timestamp(self.frame["date"].iloc[0])

    @property
    def end(self) -> pd.Timestamp:
        """Return the last day of the record."""
        if self.frame.empty:
            return pd.Timestamp("NaT")
        return pd.Timestamp(self.frame["date"].iloc[-1])

    @property
    def days(self) -> int:
        """Return how many days the record spans, both ends included."""
        return 0 if self.frame.empty else (self.end - self.start).days + 1

    @property
    def index(self) -> pd.DatetimeIndex:
        """Return every day of the record."""
        if self.frame.empty:
            return pd.DatetimeIndex([])
        return pd.date_range(self.start, self.end, freq="D")

    def called(self, ident: str) -> str:
        """Return what an id is called, with the id behind it; the id alone if no one says.

        Example:
            >>> Record(pd.DataFrame(), "a.duckdb", "", names={"ind": "India"}).called("ind")
            'India (ind)'
        """
        name = self.names.get(ident)
        return ident if name is None or name == ident else f"{name} ({ident})"

    def position(self, day: str | dt.date | pd.Timestamp) -> int:
        """Return how many days after the first day *day* is (negative before it, or if there is none)."""
        return -1 if self.frame.empty else (pd.Timestamp(day) - self.start).days

    def is_side(self, side: Side, role: str) -> npt.NDArray[np.bool_]:
        """Tell for each row whether its actor or recipient belongs to *side*.

        A name is an id or a country; `ISR*` stands for every name that begins so.
        """
        wanted = [n.strip().casefold() for n in ([side] if isinstance(side, str) else side)]
        found = np.zeros(len(self.frame), dtype=bool)
        for codes, names in (self._codes[role], self._codes[role + "_country"]):
            hit = np.array([any(_is_named(n, w) for w in wanted) for n in names], dtype=bool)
            found |= hit[codes]
        return found

    @cached_property
    def _codes(self) -> dict[str, tuple[npt.NDArray[np.intp], list[str]]]:
        """Factorise the name columns once: sides are looked up many times."""
        coded = {}
        for column in NAME_COLUMNS:
            codes, names = pd.factorize(self.frame[column])
            coded[column] = (codes, [str(n).casefold() for n in names])
        return coded

    def rows(self, actor: Side | None, recipient: Side | None, acts: bool = True) -> pd.DataFrame:
        """Return the rows in which *actor* acts on *recipient*; None is anyone."""
        keep = self.frame["act"].to_numpy().copy() if acts else np.ones(len(self.frame), bool)
        if actor is not None:
            keep &= self.is_side(actor, "actor")
        if recipient is not None:
            keep &= self.is_side(recipient, "recipient")
        if actor is not None and recipient is not None:
            keep &= ~(self.is_side(actor, "recipient") & self.is_side(recipient, "actor"))
        return self.frame[keep]

    def counts(self, actor: Side | None, recipient: Side | None) -> Floats:
        """Return the number of acts of *actor* on *recipient* on each day."""
        return self._daily(self.rows(actor, recipient))

    def volume(self) -> Floats:
        """Return the number of rows of any kind on each day."""
        return self._daily(self.frame)

    def _daily(self, rows: pd.DataFrame) -> Floats:
        if self.frame.empty:
            return np.zeros(0)
        offsets = (rows["date"] - self.start).dt.days.to_numpy()
        return np.bincount(offsets, minlength=self.days).astype(float)

    def check_sides(self, *sides: Side) -> None:
        """Raise `UnknownSide` if a side never occurs, naming what is close.

        Of an empty record nothing is asked: what there is to say of it is that it is empty.
        """
        if self.frame.empty:
            return
        known = [str(v) for c in NAME_COLUMNS for v in self.frame[c].unique() if v]
        folded = {k.casefold(): k for k in known}
        for side in sides:
            for name in [side] if isinstance(side, str) else side:
                wanted = name.strip().casefold()
                if any(_is_named(k, wanted) for k in folded):
                    continue
                close = difflib.get_close_matches(name.casefold(), list(folded), 3, 0.6)
                hint = ", ".join(folded[c] for c in close)
                raise UnknownSide(
                    f"{self.source}: {name!r} is no actor or recipient of the record."
                    + (f" Did you mean {hint}?" if hint else " Run `talion dyads` to see who is.")
                )

    def longest_gap(self) -> tuple[int, pd.Timestamp | None]:
        """Return the longest run of days without a single row, and its first day.

        Example:
            >>> from talion.dynamics.table import load_events
            >>> frame = pd.DataFrame({"date": ["2020-01-01", "2020-01-09"], "actor": ["a", "a"],
            ...     "recipient": ["b", "b"], "quad_class": [4, 4]})
            >>> load_events(frame).longest_gap()[0]
            7
        """
        days = self.frame["date"].drop_duplicates()
        steps = days.diff().dt.days.fillna(1)
        if steps.empty or steps.max() <= 1:
            return 0, None
        at = int(np.argmax(steps.to_numpy()))
        return int(steps.iloc[at]) - 1, days.iloc[at - 1] + pd.Timedelta(days=1)
