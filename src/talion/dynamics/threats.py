"""What follows threats: carried out, heeded or ignored, beside what follows days like them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.details import THREAT, EventSources, gap_length, load, sides_in
from talion.dynamics.matching import DRAWS, Compared, compare, interval
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result

Floats = npt.NDArray[np.float64]

GIVING_WAY = ("CONCEDE", "RETREAT")
OUTCOMES = ("carried_out", "heeded", "ignored", "unknown")
COLUMNS = (
    "date", "actor", "recipient", "about_type", "reports", "outcome", "why", "days_to_act",
    "days_to_concession", "acts_after", "usual_risk",
)  # fmt: skip
# Below this many threat days, or where acts follow nearly every day anyway, a ratio says nothing.
MIN_THREATS, MAX_BASE = 15, 0.95
# An interval wider than this factor hides a halving and a doubling alike.
MAX_WIDTH = 4.0
# Where there are more dyads than one can read, those with fewer threats are left out.
MIN_OF_DYAD, MANY_DYADS = 3, 200
# From here on chance is in which dyads there are, more than in their weeks.
MANY = 10

WORDS = {
    "followed": "acts follow threats more often than days like them",
    "fewer": "acts follow threats less often than days like them",
    "no_difference": "acts follow threats as often as days like them",
    "cannot_tell": "the record cannot tell whether threats are followed by acts",
}
CAVEATS = (
    "No demand is coded, so this is not compliance: a threat counts as heeded if the other side is "
    "reported to concede or retreat, whatever was asked.",
    "That acts follow threats does not say that threats lead to them: both may follow a third thing.",
)


@dataclass(frozen=True, kw_only=True)
class Threats(Result):
    """Each threat with what followed, and the risk beside that after days like them."""

    a: str
    b: str
    days: int
    verdict: str
    reason: str
    risk: float
    usual_risk: float
    risk_ratio: float
    low: float
    high: float
    count_ratio: float
    matched: int
    frame: pd.DataFrame

    @property
    def outcomes(self) -> dict[str, int]:
        """Return how many threats were carried out, heeded, ignored, or are unknown."""
        seen = self.frame["outcome"].value_counts()
        return {o: int(seen.get(o, 0)) for o in OUTCOMES}

    def summary(self) -> str:
        """Return the outcomes, the comparison and the caveats in plain words."""
        n = self.outcomes
        lines = [
            f"{self.a} against {self.b}: {len(self.frame)} reported threats. Within {self.days} days "
            f"{n['carried_out']} were carried out, {n['heeded']} heeded, {n['ignored']} ignored; "
            f"of {n['unknown']} it is unknown.",
            f"{WORDS[self.verdict].capitalize()}: {self.reason}",
        ]
        return "\n".join([*lines, *self.caveats])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per threat day and kind of threat."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison and the threats as plain values."""
        keys = ("a", "b", "days", "verdict", "reason", "risk", "usual_risk", "risk_ratio", "low", "high",
                "count_ratio", "matched")  # fmt: skip
        rows = self.frame.astype(object).where(self.frame.notna(), None).to_dict("records")
        return {**{k: getattr(self, k) for k in keys}, "outcomes": self.outcomes, "threats": rows}

    def plot(self) -> Any:
        """Return the threats by year and outcome."""
        import altair as alt

        table = self.frame.assign(year=self.frame["date"].str.slice(0, 4))
        table = table.groupby(["year", "outcome"]).size().rename("threats").reset_index()
        return (
            alt.Chart(table)
            .mark_bar()
            .encode(
                x=alt.X("year:O", title=None), y=alt.Y("threats:Q"),
                color=alt.Color("outcome:N", sort=list(OUTCOMES), title=f"within {self.days} days"),
                tooltip=["year", "outcome", "threats"],
            )
            .properties(title=f"Threats of {self.a} against {self.b}", width=480, height=240)
        )  # fmt: skip


def threats(
    a: Side | None,
    b: Side | None,
    events: EventSources,
    *,
    days: int = 30,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Threats:
    """List the threats of *a* against *b*, what followed, and compare with days like them.

    Args:
        a: the side that threatens; None, with *b* None too, takes every dyad by itself.
        b: the side that is threatened.
        events: a table, a file or several files of events.
        days: how many days after a threat count as "after".
        columns: other names of the table's columns, `about_type` among them.
        types: PLOVER types that carry a threat out, where it does not say what is threatened.
        quad: quad classes that do so.

    Example:
        >>> day = pd.date_range("2020-01-01", periods=300, freq="5D").astype(str)
        >>> table = pd.DataFrame({"date": day, "actor": "a", "recipient": "b",
        ...     "type": ["THREATEN", "ASSAULT", "ACCUSE"] * 100})
        >>> threats("a", "b", table, days=7).outcomes["carried_out"]
        100
    """
    record = load(events, columns, types, quad)
    caveats = [*CAVEATS, *_about_caveat(record), *record.notes]
    if a is None or b is None:
        name = ("every actor", "every recipient")
        pairs, left_out = _pairs(record)
        if left_out:
            caveats.append(f"{left_out} dyads with fewer than {MIN_OF_DYAD} threats are left out.")
    else:
        side, other = sides_in(record, a, b)
        name, pairs = (side_name(a), side_name(b)), [(side, other)]
    gap = _gaps(record)
    # With many dyads the interval comes from drawing dyads, so none needs draws of its own.
    parts = [_Dyad.of(record, x, y, days, gap, len(pairs) < MANY) for x, y in pairs]
    frame = pd.concat([p.frame for p in parts]) if parts else pd.DataFrame(columns=list(COLUMNS))
    frame = frame.sort_values(["date", "actor", "recipient"], kind="stable").reset_index(drop=True)
    numbers = _numbers([p.compared for p in parts], days)
    if not (record.frame["event_type"] == THREAT).any():
        numbers["reason"] = "the record holds no event of the type THREATEN."
    elif numbers["quiet"] < days and numbers["matched"]:
        caveats.append(
            f"Threats come so close together that the days compared had to be free of them for only "
            f"{numbers['quiet']} days before, not {days}; that draws the ratio towards one."
        )
    numbers.pop("quiet")
    return Threats(a=name[0], b=name[1], days=days, frame=frame, caveats=tuple(caveats), **numbers)


def _about_caveat(record: Record) -> list[str]:
    threat = record.frame["event_type"] == THREAT
    said = _about(record.frame[threat]).ne("").sum() if threat.any() else 0
    if said == threat.sum():
        return []
    return [
        f"What was threatened is coded for {said:,} of {threat.sum():,} threats of the record; for the others any of "
        f"the {record.chosen} counts as carrying out."
    ]


def _about(rows: pd.DataFrame) -> pd.Series:
    if "about_type" not in rows:
        return pd.Series("", index=rows.index, dtype=object)
    text = rows["about_type"].astype(object)
    return text.where(text.notna() & (text != "None"), "").astype(str)


def _pairs(record: Record) -> tuple[list[tuple[Side, Side]], int]:
    """Return the dyads with threats, and how many are left out for having few."""
    rows = record.frame[(record.frame["event_type"] == THREAT) & (record.frame["actor"] != "")]
    rows = rows[(rows["recipient"] != "") & (rows["recipient"] != rows["actor"])]
    sizes = rows.groupby(["actor", "recipient"]).size()
    kept = sizes if len(sizes) <= MANY_DYADS else sizes[sizes >= MIN_OF_DYAD]
    return [(str(x), str(y)) for x, y in kept.index], len(sizes) - len(kept)


@dataclass(frozen=True)
class _Dyad:
    frame: pd.DataFrame
    compared: list[Compared]

    @classmethod
    def of(
        cls, record: Record, a: Side, b: Side, days: int, gap: npt.NDArray[np.bool_], draw: bool
    ) -> _Dyad:
        rows = record.rows(a, b, acts=False)
        made = rows[rows["event_type"] == THREAT]
        made = made.assign(about=_about(made), place=(made["date"] - record.start).dt.days)
        answers = record.rows(b, a, acts=False)
        given = np.unique(
            (answers[answers["event_type"].isin(GIVING_WAY)]["date"] - record.start).dt.days
        )
        every = np.unique(made["place"].to_numpy(dtype=np.intp))
        out, compared = [], []
        for about, group in made.groupby("about", sort=True):
            y = _daily(record, rows[rows["event_type"] == about]) if about else record.counts(a, b)
            places = np.unique(group["place"].to_numpy(dtype=np.intp))
            found = compare(y, places, every, days, draw)
            compared.append(found)
            usual = dict(zip(found.places.tolist(), found.usual.tolist(), strict=True))
            size = group.drop_duplicates("row").groupby("place").size()
            for place in places.tolist():
                after = _After.of(y, given, place, days, gap)
                out.append((
                    str((record.start + pd.Timedelta(days=place)).date()), side_name(a), side_name(b),
                    about or None, int(size[place]), after.outcome, after.why, after.act, after.concession,
                    after.acts, usual.get(place),
                ))  # fmt: skip
        return cls(pd.DataFrame(out, columns=list(COLUMNS)), compared)


def _daily(record: Record, rows: pd.DataFrame) -> Floats:
    days = (rows["date"] - record.start).dt.days.to_numpy()
    return np.bincount(days, minlength=record.days).astype(float)


def _gaps(record: Record) -> npt.NDArray[np.bool_]:
    """Tell for each day whether it lies in a gap of the whole record."""
    volume, least = record.volume(), gap_length(record)
    gap = np.zeros(len(volume), dtype=bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (volume == 0).astype(int), [0]])))
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        gap[start:stop] = stop - start >= least
    return gap


@dataclass(frozen=True)
class _After:
    outcome: str
    why: str
    act: int | None
    concession: int | None
    acts: int

    @classmethod
    def of(cls, y: Floats, given: Any, place: int, days: int, gap: npt.NDArray[np.bool_]) -> _After:
        """Return what followed one threat; the threat's own day is no "after"."""
        window = y[place + 1 : place + 1 + days]
        hits = np.flatnonzero(window > 0)
        act = int(hits[0]) + 1 if len(hits) else None
        later = given[(given > place) & (given <= place + days)]
        gave = int(later[0]) - place if len(later) else None
        acts = int(window.sum())
        if act is not None and gave is not None and gave < act:
            why = "the other side gave way, and an act followed all the same"
            return cls("unknown", why, act, gave, acts)
        if act is not None:
            return cls("carried_out", f"act after {act} days", act, gave, acts)
        if gave is not None:
            return cls("heeded", f"concession after {gave} days", act, gave, acts)
        if place + days >= len(y):
            return cls("unknown", "the record ends first", act, gave, acts)
        if gap[place + 1 : place + 1 + days].any():
            return cls(
                "unknown", "nothing at all is reported for part of the time", act, gave, acts
            )
        return cls("ignored", "neither an act nor a concession", act, gave, acts)


def _numbers(parts: list[list[Compared]], days: int) -> dict[str, Any]:
    """Return the risk ratio over all kinds and dyads, its interval and the verdict."""
    found = [c for part in parts for c in part if len(c.places)]
    matched = sum(len(c.places) for c in found)
    nan = float("nan")
    empty = {"risk": nan, "usual_risk": nan, "risk_ratio": nan, "low": nan, "high": nan, "count_ratio": nan,
             "matched": matched, "verdict": "cannot_tell", "quiet": days}  # fmt: skip
    if matched < MIN_THREATS:
        return {
            **empty,
            "reason": f"only {matched} threats can be set beside days like them; {MIN_THREATS} are needed.",
        }
    hits = np.array([c.followed.sum() for c in found], dtype=float)
    usual = np.array([c.usual.sum() for c in found])
    after = sum(float(c.totals.sum()) for c in found)
    before = sum(float(c.usual_totals.sum()) for c in found)
    ratio = (hits.sum() + 0.5) / (usual.sum() + 0.5)
    dyads = [(sum(c.followed.sum() for c in p), sum(c.usual.sum() for c in p)) for p in parts if p]
    low, high = interval(math.log(ratio), _spread(found, dyads, matched))
    values = {**empty, "risk": hits.sum() / matched, "usual_risk": usual.sum() / matched, "risk_ratio": ratio,
              "low": low, "high": high, "count_ratio": after / before if before > 0 else nan,
              "quiet": min(c.quiet for c in found)}  # fmt: skip
    values["verdict"], values["reason"] = _verdict(values, days)
    return values


def _spread(found: list[Compared], dyads: list[tuple[float, float]], matched: int) -> Floats:
    """Return draws of the log ratio: by weeks in one dyad, by dyad where there are many."""
    if len(dyads) < MANY:
        weight = np.array([len(c.places) for c in found], dtype=float) / matched
        return np.asarray(sum(w * c.draws for w, c in zip(weight, found, strict=True)))
    sums = np.array(dyads, dtype=float)
    rng = np.random.default_rng(0)
    drawn = rng.multinomial(len(sums), np.full(len(sums), 1 / len(sums)), DRAWS) @ sums
    return np.asarray(np.log((drawn[:, 0] + 0.5) / (drawn[:, 1] + 0.5)))


def _verdict(v: Mapping[str, Any], days: int) -> tuple[str, str]:
    words = (
        f"an act follows within {days} days of {v['risk']:.0%} of {v['matched']} threats and of "
        f"{v['usual_risk']:.0%} of days like them, {v['risk_ratio']:.2f} [{v['low']:.2f}–{v['high']:.2f}] times as often."
    )
    if v["usual_risk"] > MAX_BASE:
        return "cannot_tell", (
            f"{words} Where acts follow more than {MAX_BASE:.0%} of ordinary days, no threat can stand out; "
            "ask for fewer days."
        )
    if v["low"] > 1:
        return "followed", words
    if v["high"] < 1:
        return "fewer", words
    if v["high"] / v["low"] > MAX_WIDTH:
        return "cannot_tell", f"{words} The interval spans a factor of {v['high'] / v['low']:.1f}."
    return "no_difference", words
