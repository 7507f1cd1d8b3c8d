"""The worst since when: which earlier days were as bad, by which measure, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics import readings
from talion.dynamics.details import EventSources, day_of, each_row, gap_length, load, sides_in
from talion.dynamics.readings import Reading
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import TableError

Floats = npt.NDArray[np.float64]

# A superlative of a record needs a past to be compared with.
MIN_ACTS, MIN_PAST = 30, 365
DEFAULT_PRECISION = 0.8
# A claim "holds" if most readings bear it and coding error seldom makes it.
MOST, SELDOM = 0.8, 0.1
# What was matched within a month is no superlative; what was not for a year may be one.
USUAL, LONG_AGO = 30, 365

WORDS = {
    "holds": "The claim holds",
    "depends": "Whether the claim holds depends on the reading",
    "doubtful": "The claim may be an artefact of coding or coverage",
    "does_not_hold": "The claim does not hold",
    "cannot_tell": "The record cannot tell",
}


@dataclass(frozen=True, kw_only=True)
class Since(Result):
    """The ladder of readings behind "the worst since"."""

    day: str
    scope: str
    since: str | None
    verdict: str
    reason: str
    holding: int
    of: int
    doubt_coding: float
    doubt_coverage: float
    precision: float
    claimed: bool
    frame: pd.DataFrame

    def summary(self) -> str:
        """Return how many readings bear the claim, and the caveats, in plain words."""
        lines = [f"{self.day}, {self.scope}. {WORDS[self.verdict]}: {self.reason}"]
        for row in each_row(self.frame):
            then = (
                f"last matched on {row.since}"
                if isinstance(row.since, str)
                else "not matched before in this record"
            )
            lines.append(
                f"  {row.measure}, {row.window}: {row.value:,.0f}, {then} ({'holds' if row.holds else 'does not hold'})"
            )
        return "\n".join([*lines, *self.caveats])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per reading: value, last date as bad, and the doubt about it."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the claim, its readings and the doubt as plain values."""
        keys = ("day", "scope", "since", "verdict", "reason", "holding", "of", "doubt_coding", "doubt_coverage",
                "precision")  # fmt: skip
        rows = self.frame.astype(object).where(self.frame.notna(), None).to_dict("records")
        return {**{k: getattr(self, k) for k in keys}, "readings": rows}

    def plot(self) -> Any:
        """Return the ladder: how far back each reading goes."""
        import altair as alt

        table = self.frame.assign(
            reading=self.frame["measure"] + ", " + self.frame["window"],
            start=self.frame["since"].fillna(self.frame["record_start"]), end=self.day,
            matched=np.where(self.frame["since"].isna(), "never before in the record", "matched on that day"),
        )  # fmt: skip
        columns = ["reading", "start", "end", "matched", "value"]
        return (
            alt.Chart(table[columns])
            .mark_bar()
            .encode(
                x=alt.X("start:T", title="unmatched since"), x2="end:T",
                y=alt.Y("reading:N", sort=None, title=None), color=alt.Color("matched:N", title=None),
                tooltip=["reading", "start", "value"],
            )
            .properties(title=f"The worst since? {self.day}", width=480)
        )  # fmt: skip


def since(
    when: str,
    events: EventSources,
    *,
    of: Side | None = None,
    on: Side | None = None,
    theatre: str | None = None,
    claim: str | None = None,
    precision: float | None = None,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Since:
    """Find since when a day was the worst, under each measure and window.

    Args:
        when: a day, or the id of an event of the table; then the acts between its
            sides are compared, unless *of*, *on* or *theatre* say otherwise.
        events: a table, a file or several files of events.
        of: only acts of this side.
        on: only acts on this side.
        theatre: only acts in this country.
        claim: the day of the claim "the worst since …"; by default the day that the
            daily number of acts gives.
        precision: the share of rows that are right; by default their mean confidence, or .8.
        columns: other names of the table's columns.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.

    Example:
        >>> days = [*pd.date_range("2019-01-01", periods=400).astype(str), *["2020-01-03"] * 9]
        >>> table = pd.DataFrame({"date": days, "actor": "a", "recipient": "b", "quad_class": 4})
        >>> found = since("2020-01-03", table)
        >>> found.since, found.verdict
        (None, 'holds')
    """
    record = load(events, columns, types, quad)
    day, scope, rows = _scope(record, when, of, on, theatre)
    precision = _precision(rows) if precision is None else precision
    if not 0 < precision <= 1:
        raise TableError(f"--precision {precision}: give a share above 0 and up to 1.")
    caveats = [*_caveats(record, rows), *record.notes]
    refusal = _refusal(record, rows, day)
    ladder = [] if refusal else readings.readings(record, rows, day)
    if not ladder:
        refusal = refusal or "nothing is reported on this day in this scope."
        return _refused(day, scope, refusal, precision, caveats)
    return _judge(record, rows, day, scope, ladder, claim, precision, caveats)


def _scope(
    record: Record, when: str, of: Side | None, on: Side | None, theatre: str | None
) -> tuple[pd.Timestamp, str, pd.DataFrame]:
    """Return the day, the scope in words, and the acts within it, one row per event."""
    day, sides = day_of(record, when)
    if of is None and on is None and theatre is None and sides is not None:
        a, b = sides
        rows = pd.concat([record.rows(a, b), record.rows(b, a)]).sort_values("date", kind="stable")
        return day, f"{record.chosen} between {a} and {b}", rows.drop_duplicates("row")
    given = [s for s in (of, on) if s is not None]
    found = iter(sides_in(record, *given))
    who, whom = (None if s is None else next(found) for s in (of, on))
    rows = record.rows(who, whom)
    words = (
        record.chosen
        + (f" of {side_name(who)}" if who else "")
        + (f" on {side_name(whom)}" if whom else "")
    )
    if theatre is not None:
        places = sorted(set(record.frame["theatre"]) - {""})
        if theatre not in places:
            known = ", ".join(places[:20]) or "none at all"
            raise TableError(
                f"{record.source}: no event has the place {theatre!r}; the places are {known}."
            )
        rows, words = rows[rows["theatre"] == theatre], f"{words} in {theatre}"
    return (
        day,
        words if given or theatre else f"{words} in the whole record",
        rows.drop_duplicates("row"),
    )


def _precision(rows: pd.DataFrame) -> float:
    if "confidence" in rows and rows["confidence"].notna().any():
        return float(np.clip(rows["confidence"].mean(), 0.05, 1.0))
    return DEFAULT_PRECISION


def _refusal(record: Record, rows: pd.DataFrame, day: pd.Timestamp) -> str:
    if len(rows) < MIN_ACTS:
        return f"only {len(rows)} acts are reported in this scope; {MIN_ACTS} are needed."
    past = record.position(day)
    if past < MIN_PAST or past >= record.days:
        return (
            f"the record runs from {record.start.date()} to {record.end.date()}, so {max(past, 0)} days of it lie "
            f"before; {MIN_PAST} are needed, and the day itself has to be within."
        )
    return ""


def _caveats(record: Record, rows: pd.DataFrame) -> list[str]:
    out = [
        "Days before the record begins cannot be compared: a record that nothing matches is one of this table only."
    ]
    known = int(rows["dead"].notna().sum()) if len(rows) else 0
    if known:
        out.append(
            f"A number of deaths is given for {known:,} of {len(rows):,} acts; the others count as none."
        )
    gap, start = record.longest_gap()
    if gap >= gap_length(record) and start is not None:
        out.append(
            f"Nothing at all is reported for {gap} days from {start.date()}; something worse may lie there."
        )
    return out


def _judge(
    record: Record, rows: pd.DataFrame, day: pd.Timestamp, scope: str, ladder: list[Reading],
    claim: str | None, precision: float, caveats: list[str],
) -> Since:  # fmt: skip
    headline = next(r for r in ladder if r.headline)
    at = headline.last if claim is None else record.position(_claim(claim))
    coding, coverage = readings.doubts(
        record, rows, day, ladder, -1 if at is None else at, precision
    )
    holds = [r.last is None or (at is not None and r.last <= at + r.days) for r in ladder]
    if readings.exposure(record) is None:
        caveats = [
            *caveats,
            "The record holds too little besides the acts compared to correct for its coverage.",
        ]
    frame = pd.DataFrame({
        "measure": [r.measure for r in ladder], "window": [r.window for r in ladder],
        "value": [r.value for r in ladder],
        "since": pd.Series([_date(record, r.last) for r in ladder], dtype=object),
        "holds": holds, "doubt_coding": coding, "doubt_coverage": coverage,
        "record_start": str(record.start.date()),
    })  # fmt: skip
    k, m = int(sum(holds)), len(ladder)
    place = ladder.index(headline)
    main_coding, main_coverage = float(coding[place]), float(coverage[place])
    verdict = _verdict(holds[place], k / m, np.nanmax([main_coding, main_coverage]))
    past = record.position(day)
    if claim is None and at is not None and past - at < USUAL:
        return _usual(record, day, scope, ladder, frame, past - at, precision, caveats)
    claimed = "the worst of this record" if at is None else f"the worst since {_date(record, at)}"
    reason = (
        f"“{claimed}” is borne out by {k} of {m} readings; with {precision:.0%} of rows right, coding error alone would "
        f"make it false in {main_coding:.0%} of redrawn records"
        + (f", coding and coverage in {main_coverage:.0%}." if np.isfinite(main_coverage) else ".")
    )
    return Since(
        day=str(day.date()), scope=scope, since=None if at is None else _date(record, at), verdict=verdict,
        reason=reason, holding=k, of=m, doubt_coding=main_coding, doubt_coverage=main_coverage,
        precision=precision, claimed=claim is not None, frame=frame, caveats=tuple(caveats),
    )  # fmt: skip


def _usual(
    record: Record, day: pd.Timestamp, scope: str, ladder: list[Reading], frame: pd.DataFrame, ago: int,
    precision: float, caveats: list[str],
) -> Since:  # fmt: skip
    """Return the answer for a day whose number of acts was matched just before."""
    past = record.position(day)
    far = [r for r in ladder if r.last is None or past - r.last >= LONG_AGO]
    day_count = next(r.value for r in ladder if r.headline)
    reason = (
        f"as many acts ({day_count:.0f}) were reported on one day {ago} days before; of {len(ladder)} readings "
        f"{len(far)} were not matched for a year or more."
    )
    return Since(
        day=str(day.date()), scope=scope, since=_date(record, past - ago), verdict="depends" if far else "does_not_hold",
        reason=reason, holding=len(far), of=len(ladder), doubt_coding=float("nan"), doubt_coverage=float("nan"),
        precision=precision, claimed=False, frame=frame, caveats=tuple(caveats),
    )  # fmt: skip


def _claim(claim: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(claim)
    except ValueError:
        raise TableError(f"--claim {claim!r} is not a day. Write it as YYYY-MM-DD.") from None


def _verdict(headline: bool, share: float, doubt: float) -> str:
    if not headline:
        return "does_not_hold"
    if share < MOST:
        return "depends"
    return "holds" if doubt <= SELDOM else "doubtful"


def _date(record: Record, position: int | None) -> str | None:
    return None if position is None else str((record.start + pd.Timedelta(days=position)).date())


def _refused(
    day: pd.Timestamp, scope: str, reason: str, precision: float, caveats: list[str]
) -> Since:
    nan = float("nan")
    names = [
        "measure",
        "window",
        "value",
        "since",
        "holds",
        "doubt_coding",
        "doubt_coverage",
        "record_start",
    ]
    return Since(
        day=str(day.date()), scope=scope, since=None, verdict="cannot_tell", reason=reason, holding=0, of=0,
        doubt_coding=nan, doubt_coverage=nan, precision=precision, claimed=False,
        frame=pd.DataFrame(columns=names), caveats=tuple(caveats),
    )  # fmt: skip
