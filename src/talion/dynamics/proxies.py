"""Clients of a sponsor: listed in knowledge beside inferred from the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics import answer
from talion.dynamics.aims import Marks, aim_ratio
from talion.dynamics.belonging import clients, identity, with_countries
from talion.dynamics.correction import holm
from talion.dynamics.details import EventSources, each_row, has_theatres, load, sides_in
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import TableError

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

# Below this many acts an actor's aims cannot be told.
MIN_ACTS = 20
# An actor is a likely client if a good part of its acts aims at the sponsor's rivals, this many
# times as much as others' (beyond chance, given how many actors are looked at), and hardly any
# at the sponsor itself.
ON_RIVALS, AIM, FRIENDLY = 0.25, 1.5, 0.05
LEVEL = 0.05
POWER_NEEDED, SHARE_SOUGHT = 0.5, 0.15
COLUMNS = (
    "theatre", "actor", "id", "listed", "start", "end", "sure", "inferred", "acts", "on_rivals", "usual_on_rivals",
    "aim", "aim_low", "aim_high", "on_sponsor", "answers", "p_value", "p_holm", "reason",
)  # fmt: skip
ALL = "all"
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Proxies(Result):
    """Actors that knowledge lists or the record suggests as clients of a sponsor."""

    sponsor: str
    rivals: tuple[str, ...]
    verdict: str
    reason: str
    frame: pd.DataFrame
    unseen: tuple[str, ...]

    def summary(self) -> str:
        """Return who is listed, who is inferred, and who answers for the sponsor."""
        lines = [f"Clients of {self.sponsor}: {self.reason}"]
        if self.rivals:
            lines.append(f"Its rivals in this record: {', '.join(self.rivals[:12])}.")
        whole = self.frame[self.frame["theatre"] == ALL]
        for row in each_row(whole.head(SHOWN)):
            listed = "listed" if row.listed else "not listed"
            inferred = str(row.inferred).replace("_", " ")
            lines.append(
                f"  {row.actor} ({listed}; by the record {inferred}): {row.acts} acts, {row.on_rivals:.0%} of them on "
                f"the sponsor's rivals; after acts against the sponsor: {row.answers}. {row.reason}"
            )
        if len(whole) > SHOWN:
            lines.append(f"  … and {len(whole) - SHOWN} more.")
        return "\n".join([*lines, *self.caveats])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per actor, over all theatres and in each."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the actors as plain values."""
        rows = self.frame.astype(object).where(self.frame.notna(), None).to_dict("records")
        return {"sponsor": self.sponsor, "rivals": list(self.rivals), "verdict": self.verdict, "reason": self.reason,
                "actors": rows, "listed_but_unseen": list(self.unseen)}  # fmt: skip

    def plot(self) -> Any:
        """Return how much each actor aims at the sponsor's rivals, beside all others."""
        import altair as alt

        table = self.frame[(self.frame["theatre"] == ALL) & self.frame["aim"].notna()]
        table = table.assign(source=np.where(table["listed"].astype(bool), "listed", "not listed"))
        table = table[["actor", "aim", "aim_low", "aim_high", "source", "inferred", "acts"]]
        base = alt.Chart(table).encode(y=alt.Y("actor:N", sort=None, title=None))
        points = base.mark_point(filled=True).encode(
            x=alt.X("aim:Q", title="acts on the sponsor's rivals, relative to others"),
            color=alt.Color("source:N", title=None), tooltip=["actor", "acts", "aim", "inferred"],
        )  # fmt: skip
        bars = base.mark_rule().encode(x="aim_low:Q", x2="aim_high:Q", color="source:N")
        return (bars + points).properties(title=f"Clients of {self.sponsor}", width=420)


def proxies(
    sponsor: Side,
    events: EventSources,
    *,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Proxies:
    """Set the listed clients of *sponsor* beside those that the record suggests.

    Args:
        sponsor: the sponsor: an id, a country code or a name.
        events: a table, a file or several files of events.
        columns: other names of the table's columns; `theatre` for the place.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.

    Example:
        >>> table = pd.DataFrame({"date": ["2006-07-12", "2007-01-01"], "actor": ["hezbollah-lbn", "irn"],
        ...     "recipient": ["isr", "usa"], "type": ["ASSAULT", "COERCE"]})
        >>> found = proxies("irn", table).to_frame()
        >>> found[["actor", "listed", "inferred"]].values.tolist()
        [['hezbollah-lbn', True, 'cannot_tell']]
    """
    record = with_countries(load(events, columns, types, quad))
    (side,) = sides_in(record, sponsor)
    who = _id_of(side)
    acts = record.frame[record.frame["act"]].reset_index(drop=True)
    marks = Marks.of(record, acts, side, who)
    rows = []
    listed = _listed(acts, who)
    for name in _candidates(acts, side, marks, listed):
        rows.append(_row(record, acts, marks, name, listed.get(name), ALL))
    frame = _corrected(pd.DataFrame(rows, columns=list(COLUMNS)))
    if has_theatres(record):
        frame = pd.concat(
            [frame, _by_theatre(record, acts, marks, frame, listed)], ignore_index=True
        )
    unseen = tuple(
        sorted({t.to_id for t in clients(who)} - {identity(n).id or "" for n in _names(acts)})
    )
    verdict, reason = _verdict(frame, unseen)
    return Proxies(sponsor=side_name(sponsor), rivals=marks.names, verdict=verdict, reason=reason, frame=frame,
                   unseen=unseen, caveats=tuple([*_caveats(who), *record.notes]))  # fmt: skip


def _id_of(side: Side) -> str:
    name = side if isinstance(side, str) else next(iter(side))
    known = identity(name).id or identity(name.lower()).id
    if known is None:
        raise TableError(
            f"{name!r}: knowledge holds no actor of this name or id, so no clients are listed. "
            "Give the id of a state or organisation, such as irn."
        )
    return known


def _names(acts: pd.DataFrame) -> Iterable[str]:
    return (str(n) for n in acts["actor"].unique() if n)


def _listed(acts: pd.DataFrame, who: str) -> dict[str, list[Any]]:
    """Return the sponsorships of each actor of the record that knowledge lists."""
    ties: dict[str, list[Any]] = {}
    for tie in clients(who):
        ties.setdefault(tie.to_id, []).append(tie)
    return {n: ties[i] for n in _names(acts) if (i := identity(n).id or "") in ties}


def _candidates(
    acts: pd.DataFrame, side: Side, marks: Marks, listed: Mapping[str, Any]
) -> list[str]:
    """Return listed clients and every other non-state actor with enough acts."""
    size = acts[~marks.by_sponsor]["actor"].value_counts()
    rival = set(marks.names)
    wanted = []
    for name, count in size.items():
        who = identity(str(name))
        other = bool(name) and count >= MIN_ACTS and not who.state and name not in rival
        if other or str(name) in listed:
            wanted.append(str(name))
    return wanted


def _row(
    record: Record, acts: pd.DataFrame, marks: Marks, name: str, ties: Any, theatre: str
) -> tuple[Any, ...]:
    own = (acts["actor"] == name).to_numpy()
    if theatre != ALL:
        own = own & (acts["theatre"] == theatre).to_numpy()
    n, aimed = int(own.sum()), int((own & marks.on_rivals).sum())
    others = ~own & ~marks.by_sponsor
    usual = float(marks.on_rivals[others].mean()) if others.any() else float("nan")
    aim, low, high = aim_ratio(aimed, n, int((others & marks.on_rivals).sum()), int(others.sum()))
    on_sponsor = float(marks.on_sponsor[own].mean()) if n else float("nan")
    answers, p, reason = _answers(record, acts, own & marks.on_rivals, marks.against_sponsor & ~own)
    inferred = _inferred(n, aimed / max(n, 1), aim, low, on_sponsor)
    start = min((str(t.start) for t in ties or () if t.start), default=None)
    open_end = any(t.end is None for t in ties or ())
    end = None if open_end or not ties else max(str(t.end) for t in ties)
    sure = any(t.sure for t in ties) if ties else None
    return (theatre, name, identity(name).id, bool(ties), start, end, sure, inferred, n, aimed / max(n, 1), usual, aim,
            low, high, on_sponsor, answers, p, float("nan"), reason)  # fmt: skip


def _inferred(n: int, share: float, aim: float, low: float, on_sponsor: float) -> str:
    if n < MIN_ACTS:
        return "cannot_tell"
    if share >= ON_RIVALS and aim >= AIM and low > 1 and on_sponsor <= FRIENDLY:
        return "possible_client"
    return "no_sign"


def _answers(
    record: Record, acts: pd.DataFrame, theirs: Mask, against: Mask
) -> tuple[str, float, str]:
    """Test whether an actor's acts on the rivals answer acts against the sponsor."""
    at = (acts["date"] - record.start).dt.days.to_numpy()
    pair = np.stack(
        [np.bincount(at[m], minlength=record.days) for m in (theirs, against)], axis=1
    ).astype(float)
    nan = float("nan")
    for words, total in zip(
        ("by it on the rivals", "against the sponsor"), pair.sum(0), strict=True
    ):
        if total < answer.MIN_ACTS:
            return (
                "cannot_tell",
                nan,
                f"{total:.0f} acts {words} are reported; {answer.MIN_ACTS} are needed.",
            )
    if record.days < answer.MIN_DAYS:
        return (
            "cannot_tell",
            nan,
            f"The record spans {record.days} days; {answer.MIN_DAYS} are needed.",
        )
    found = answer.answers(pair)[0]
    if found.p_value <= LEVEL:
        return "answers", found.p_value, f"p = {found.p_value:.3f} with shared drivers allowed for."
    power = answer.power(found, pair, SHARE_SOUGHT)
    word = "no_sign" if power >= POWER_NEEDED else "cannot_tell"
    return (
        word,
        found.p_value,
        f"p = {found.p_value:.2f}; a share of {SHARE_SOUGHT:.0%} would be seen with a chance of {power:.0%}.",
    )


def _corrected(frame: pd.DataFrame) -> pd.DataFrame:
    """Correct the p-values for their number; only what survives is an answer."""
    tested = frame["p_value"].notna()
    if tested.any():
        frame.loc[tested, "p_holm"] = holm(frame.loc[tested, "p_value"].to_numpy(dtype=float))
        lost = tested & (frame["answers"] == "answers") & (frame["p_holm"] > LEVEL)
        frame.loc[lost, "answers"] = "no_sign"
        frame.loc[lost, "reason"] += (
            " One of many tests, it does not survive the correction for them."
        )
    error = (np.log(frame["aim_high"].astype(float)) - np.log(frame["aim_low"].astype(float))) / (
        2 * 1.96
    )
    far = np.abs(np.log(frame["aim"].astype(float)) / error)
    chance = holm(np.array([2 * answer.normal_tail(z) if np.isfinite(z) else 1.0 for z in far]))
    frame.loc[
        (chance > LEVEL) & ~frame["listed"].astype(bool) & (frame["inferred"] == "possible_client"),
        "inferred",
    ] = "no_sign"
    order = frame.assign(
        rank=frame["inferred"].map({"possible_client": 0, "no_sign": 1, "cannot_tell": 2})
    )
    order = order.sort_values(
        ["listed", "rank", "acts"], ascending=[False, True, False], kind="stable"
    )
    kept = order[(order["listed"]) | (order["inferred"] == "possible_client")]
    return kept.drop(columns="rank").reset_index(drop=True)


def _by_theatre(
    record: Record,
    acts: pd.DataFrame,
    marks: Marks,
    frame: pd.DataFrame,
    listed: Mapping[str, Any],
) -> pd.DataFrame:
    rows = []
    for name in frame["actor"]:
        own = acts[(acts["actor"] == name) & (acts["theatre"] != "")]
        for theatre in own["theatre"].value_counts().index:
            rows.append(_row(record, acts, marks, str(name), listed.get(str(name)), str(theatre)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _verdict(frame: pd.DataFrame, unseen: tuple[str, ...]) -> tuple[str, str]:
    whole = frame[frame["theatre"] == ALL]
    listed = whole[whole["listed"].astype(bool)] if len(whole) else whole
    both = int((listed["inferred"] == "possible_client").sum())
    new = int((whole["inferred"] == "possible_client").sum()) - both
    answering = int((whole["answers"] == "answers").sum())
    judged = int((whole["inferred"] != "cannot_tell").sum())
    reason = (
        f"{len(listed)} listed ones act in this record ({len(unseen)} others do not), {both} of them aim at its rivals "
        f"more than others do; so do {new} that are not listed. The acts of {answering} follow acts against it."
    )
    if not judged:
        return "cannot_tell", f"{reason} None has the {MIN_ACTS} acts that are needed to judge."
    return ("found" if both + new else "no_sign"), reason


def _caveats(who: str) -> list[str]:
    return [
        "Sharing a sponsor's enemies is no proof of sponsorship: an enemy's enemy aims at the same rivals.",
        "Who is listed, and since when, comes from talion's own table of sponsorships; a missing row is no evidence.",
        f"Acts against the sponsor and acts of its clients may both follow a third thing that {who} does not control.",
    ]
