"""What changed after an event, theatre by theatre, each against its own counterfactual."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.answer import normal_tail
from talion.dynamics.correction import holm
from talion.dynamics.details import EventSources, day_of, each_row, gap_length, has_theatres, load
from talion.dynamics.expect import ahead_totals, expectation
from talion.dynamics.record import Record
from talion.dynamics.result import Result

Floats = npt.NDArray[np.float64]

MIN_PAST, MIN_AFTER, HISTORY = 730, 7, 180
MIN_ACTS, MOST_UNITS = 50, 30
LEVEL = 0.05
# With fewer acts to be expected than this, a theatre that fell silent would not show.
MIN_EXPECTED = 4.0
COLUMNS = (
    "kind", "unit", "verdict", "observed", "expected", "ratio", "low", "high", "p_value", "p_holm",
    "placebo_size", "home",
)  # fmt: skip
WORDS = {
    "rose": "rose above its counterfactual",
    "fell": "fell below its counterfactual",
    "no_visible_change": "did not visibly change",
    "cannot_tell": "cannot be judged",
}


@dataclass(frozen=True, kw_only=True)
class Spill(Result):
    """Observed against expected acts after a day, by theatre and by actor."""

    day: str
    days: int
    verdict: str
    reason: str
    size: float
    frame: pd.DataFrame

    def summary(self) -> str:
        """Return what rose or fell, and the caveats, in plain words."""
        lines = [f"The {self.days} days after {self.day}: {self.reason}"]
        for row in each_row(self.frame):
            if row.verdict in ("rose", "fell"):
                lines.append(
                    f"  {row.kind} {row.unit}{' (where it happened)' if row.home else ''} {WORDS[row.verdict]}: "
                    f"{row.observed:.0f} acts, {row.expected:.1f} expected, ratio {row.ratio:.2f} "
                    f"[{row.low:.2f}–{_bound(row.high)}], corrected p = {row.p_holm:.3f}"
                )
        return "\n".join([*lines, *self.caveats])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per theatre and per actor."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict and every unit as plain values."""
        keys = ("day", "days", "verdict", "reason", "size")
        return {**{k: getattr(self, k) for k in keys}, "units": self.frame.to_dict("records")}

    def plot(self) -> Any:
        """Return the ratio to the counterfactual of each unit with its interval."""
        import altair as alt

        shown = self.frame[self.frame["ratio"].notna()].head(MOST_UNITS)
        base = alt.Chart(shown).encode(y=alt.Y("unit:N", sort=None, title=None))
        points = base.mark_point(filled=True).encode(
            x=alt.X("ratio:Q", title="acts, relative to the counterfactual"),
            color=alt.Color("verdict:N", title=None), tooltip=["kind", "unit", "observed", "expected", "ratio"],
        )  # fmt: skip
        bars = base.mark_rule().encode(x="low:Q", x2="high:Q", color="verdict:N")
        one = alt.Chart(pd.DataFrame({"x": [1.0]})).mark_rule(strokeDash=[4, 4]).encode(x="x:Q")
        return (bars + points + one).properties(title=f"After {self.day}", width=420)


def spill(
    when: str,
    events: EventSources,
    *,
    days: int = 30,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Spill:
    """Estimate what changed after a day in each theatre and in the acts of each actor.

    Args:
        when: a day, or the id of an event of the table.
        events: a table, a file or several files of events.
        days: the window after the day; the day itself belongs to neither side.
        columns: other names of the table's columns; `theatre` for the place.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.

    Example:
        >>> rng = np.random.default_rng(0)
        >>> day = pd.date_range("2015-01-01", periods=1500).repeat(rng.poisson(1.0, 1500)).astype(str)
        >>> table = pd.DataFrame({"date": day, "actor": "a", "recipient": "b", "quad_class": 4})
        >>> spill("2018-06-01", table).to_frame()["verdict"].tolist()
        ['no_visible_change', 'no_visible_change']
    """
    record = load(events, columns, types, quad)
    day, _ = day_of(record, when)
    place = record.position(day)
    window = min(days, record.days - 1 - place)
    caveats = [*_caveats(record), *record.notes]
    refusal = _refusal(record, place, window)
    if refusal:
        return _refused(day, window, refusal, caveats)
    if window < days:
        caveats.append(
            f"The record ends {window} days after the day, so these are compared instead of {days}."
        )
    home = _home(record, when)
    rows = []
    for kind, column in (("theatre", _theatre_column(record)), ("actor", "actor")):
        units = [
            _Unit.of(name, daily, place, window) for name, daily in _series(record, column, place)
        ]
        rows += _rows(kind, units, home)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return _judge(day, window, frame, caveats)


def _bound(high: float) -> str:
    """Return an upper bound in words: none where the counterfactual reaches zero."""
    return f"{high:.2f}" if math.isfinite(high) else "∞"


def _theatre_column(record: Record) -> str:
    return "theatre" if has_theatres(record) else "recipient"


def _home(record: Record, when: str) -> str:
    ids = record.frame["event_id"].astype(str)
    hit = record.frame[(ids != "") & ids.str.startswith(str(when))]
    return str(hit["theatre"].iloc[0]) if len(hit) else ""


def _series(record: Record, column: str, place: int) -> list[tuple[str, Floats]]:
    """Return the daily acts of each unit that has enough of them before the day."""
    acts = record.frame[record.frame["act"] & (record.frame[column] != "")].drop_duplicates(
        ["row", column]
    )
    at = (acts["date"] - record.start).dt.days.to_numpy()
    before = acts[at < place][column].value_counts()
    names = before[before >= MIN_ACTS].head(MOST_UNITS).index
    out = []
    for name in names:
        own = at[(acts[column] == name).to_numpy()]
        out.append((str(name), np.bincount(own, minlength=record.days).astype(float)))
    return out


@dataclass(frozen=True)
class _Unit:
    """Observed against expected after the day, and how far chance goes on placebo days."""

    name: str
    observed: float
    expected: float
    low: float
    high: float
    p_value: float
    size: float

    @classmethod
    def of(cls, name: str, daily: Floats, place: int, window: int) -> _Unit:
        """Fit the rate before the day, run it forward, and scale its error by placebo days."""
        past = np.arange(len(daily)) <= place
        mean = np.maximum(expectation(daily[: place + 1], past[: place + 1]).ahead(window), 0.05)
        observed = float(daily[place + 1 : place + 1 + window].sum())
        total = ahead_totals(daily[: place + 1], window)
        usable = np.arange(HISTORY, place - window)
        error = _root(total[usable]) - _root(mean[usable])
        centre = float(np.mean(error))
        scale = _scale(error - centre)
        expected = float(mean[place])
        z = (
            float(_root(np.array([observed]))[0] - _root(np.array([expected]))[0]) - centre
        ) / scale
        middle = _root(np.array([expected]))[0] + centre
        low, high = (max((middle + s * 1.96 * scale) / 2, 0.0) ** 2 - 0.375 for s in (-1, 1))
        beyond = float(np.mean(np.abs(error - centre) > 1.96 * scale))
        return cls(name, observed, max((middle / 2) ** 2 - 0.375, 0.0), max(low, 0.0), max(high, 0.0),
                   2 * normal_tail(abs(float(z))), beyond)  # fmt: skip


def _root(totals: Floats) -> Floats:
    """Return twice the root, whose variance is about one for a Poisson total."""
    return np.asarray(2 * np.sqrt(totals + 0.375))


def _scale(error: Floats) -> float:
    """Return the scale at which placebo days pass 1.96 and 2.58 no more often than chance.

    Bursts give tails heavier than the normal; the outer quantiles decide where they do.
    """
    size = np.abs(error)
    # Half a year in each fifty: windows overlap, so the far quantile needs a long past.
    far = [np.quantile(size, 0.95) / 1.96]
    if len(error) >= 3000:
        far.append(np.quantile(size, 0.99) / 2.576)
    return float(max(error.std(), *far, 0.7))


def _rows(kind: str, units: list[_Unit], home: str) -> list[tuple[Any, ...]]:
    corrected = holm(np.array([u.p_value for u in units], dtype=float))
    rows = []
    for unit, p in sorted(zip(units, corrected, strict=True), key=lambda pair: pair[0].p_value):
        ratio = unit.observed / unit.expected if unit.expected > 0 else float("nan")
        low, high = (
            unit.observed / bound if bound > 0 else float("nan") for bound in (unit.high, unit.low)
        )
        rows.append((kind, unit.name, _unit_verdict(unit, float(p)), unit.observed, unit.expected, ratio, low, high,
                     unit.p_value, float(p), unit.size, bool(home) and unit.name == home))  # fmt: skip
    return rows


def _unit_verdict(unit: _Unit, p: float) -> str:
    if p <= LEVEL:
        return "rose" if unit.observed > unit.expected else "fell"
    # Where even silence would lie within the interval, only a rise could be seen.
    if unit.expected < MIN_EXPECTED or unit.low <= 0:
        return "cannot_tell"
    return "no_visible_change"


def _judge(day: pd.Timestamp, window: int, frame: pd.DataFrame, caveats: list[str]) -> Spill:
    if frame.empty:
        reason = f"no theatre and no actor has {MIN_ACTS} acts before the day."
        return _refused(day, window, reason, caveats)
    theatres = frame[frame["kind"] == "theatre"]
    away = theatres[~theatres["home"].astype(bool)]
    changed = away[away["verdict"].isin(["rose", "fell"])]
    known = away[away["verdict"] != "cannot_tell"]
    size = float(frame["placebo_size"].mean())
    if len(changed):
        verdict = "changed"
        reason = f"{len(changed)} of {len(away)} other theatres left their own counterfactual."
    elif len(known):
        verdict = "no_visible_change"
        reason = f"none of {len(known)} theatres that can be judged left its own counterfactual."
    else:
        verdict = "cannot_tell"
        reason = f"in none of {len(away)} theatres are enough acts to be expected to see them fall silent."
    caveats = [
        *caveats,
        f"On placebo days before, {size:.1%} of theatres and actors pass the uncorrected 5% mark.",
    ]
    return Spill(day=str(day.date()), days=window, verdict=verdict, reason=reason, size=size, frame=frame,
                 caveats=tuple(caveats))  # fmt: skip


def _refusal(record: Record, place: int, window: int) -> str:
    if place < MIN_PAST:
        return f"the record holds {max(place, 0)} days before the day; {MIN_PAST} are needed."
    if window < MIN_AFTER:
        return f"the record ends {max(window, 0)} days after the day; {MIN_AFTER} are needed."
    gap, start = record.longest_gap()
    if start is not None and gap >= gap_length(record):
        first = record.position(start)
        if first <= place + window and first + gap >= place - HISTORY:
            return f"nothing at all is reported for {gap} days from {start.date()}: a gap around the day."
    return ""


def _caveats(record: Record) -> list[str]:
    out = [
        "What changed after a day need not have changed because of it: whatever led to the event may have led to this."
    ]
    if not has_theatres(record):
        out.append("The record gives no places, so the one acted on stands for the theatre.")
    return out


def _refused(day: pd.Timestamp, window: int, reason: str, caveats: list[str]) -> Spill:
    return Spill(day=str(day.date()), days=max(window, 0), verdict="cannot_tell", reason=reason, size=float("nan"),
                 frame=pd.DataFrame(columns=list(COLUMNS)), caveats=tuple(caveats))  # fmt: skip
