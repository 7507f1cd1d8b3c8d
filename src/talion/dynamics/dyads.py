"""Who acts on whom: how often, how severely, and since when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from talion.dynamics.belonging import directory, to_sponsors
from talion.dynamics.details import EventSources, each_row, has_deaths, load
from talion.dynamics.record import Record
from talion.dynamics.result import Result
from talion.dynamics.table import TableError

QUADS = {
    1: "verbal_cooperation",
    2: "material_cooperation",
    3: "verbal_conflict",
    4: "material_conflict",
}
COLUMNS = (
    "actor", "recipient", "acts", "share", "severity", "first", "last", "events",
    *QUADS.values(), "dead",
)  # fmt: skip
SHOWN, DRAWN = 15, 25


@dataclass(frozen=True, kw_only=True)
class Dyads(Result):
    """One row per actor and recipient, those with most acts first."""

    frame: pd.DataFrame
    chosen: str
    proxies: str
    acts: int
    span: tuple[str, str]
    names: Mapping[str, str] = field(default_factory=dict)

    def summary(self) -> str:
        """Return the busiest dyads in plain words."""
        if self.frame.empty:
            return "\n".join(
                ["No dyad: no row of the record has both an actor and a recipient.", *self.caveats]
            )
        active = int((self.frame["acts"] > 0).sum())
        lines = [
            f"{active:,} dyads with {self.acts:,} reported {self.chosen} among {len(self.frame):,} with "
            f"any event, {self.span[0]} to {self.span[1]}; proxies "
            + ("counted with their sponsors." if self.proxies == "in" else "counted as themselves.")
        ]
        for row in each_row(self.frame.head(SHOWN)):
            if row.acts == 0:
                break
            lines.append(
                f"  {self._called(row.actor)} on {self._called(row.recipient)}: {row.acts:,} "
                f"({row.share:.1%}), "
                + (f"mean score {row.severity:+.1f}, " if pd.notna(row.severity) else "")
                + (row.first if row.first == row.last else f"{row.first} to {row.last}")
            )
        more = int((self.frame["acts"] > 0).sum()) - SHOWN
        if more > 0:
            lines.append(f"  … and {more:,} more; --json lists them all.")
        return "\n".join([*lines, *self.caveats])

    def _called(self, ident: str) -> str:
        return self.names.get(ident, ident)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per dyad: acts, their share, severity, days, and all events by class."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the dyads as a list of plain objects."""
        named = {ident: self.names[ident] for ident in pd.unique(self.frame[["actor", "recipient"]].to_numpy().ravel()) if ident in self.names}  # fmt: skip
        return {
            "dyads": self.frame.to_dict("records"), "names": named, "acts": self.acts, "chosen": self.chosen,
            "proxies": self.proxies, "start": self.span[0], "end": self.span[1],
        }  # fmt: skip

    def plot(self) -> Any:
        """Return the busiest dyads as bars coloured by severity."""
        import altair as alt

        top = (
            self.frame.head(DRAWN)
            .astype({"actor": str, "recipient": str})
            .assign(
                dyad=lambda f: (
                    f["actor"].map(self._called) + " → " + f["recipient"].map(self._called)
                )
            )
        )
        return (
            alt.Chart(top[["dyad", "acts", "severity", "first", "last"]])
            .mark_bar()
            .encode(
                x=alt.X("acts:Q", title="reported acts"),
                y=alt.Y("dyad:N", sort="-x", title=None),
                color=alt.Color(
                    "severity:Q",
                    title="mean score",
                    scale=alt.Scale(scheme="orangered", reverse=True),
                ),
                tooltip=["dyad", "acts", "severity", "first", "last"],
            )
            .properties(title=f"Who acts on whom: {self.chosen}", width=480)
        )


def dyads(
    events: EventSources,
    *,
    proxies: str = "out",
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Dyads:
    """List who acts on whom, how often, how severely and since when.

    Args:
        events: a table, a file or several files of events.
        proxies: `in` counts the acts of a proxy with those of its sponsor on the day,
            `out` counts every actor as itself.
        columns: other names of the table's columns.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts.

    Example:
        >>> table = pd.DataFrame({"date": ["2020-01-03", "2020-01-08"], "actor": ["usa", "irn"],
        ...     "recipient": ["irn", "usa"], "type": ["ASSAULT", "ASSAULT"]})
        >>> dyads(table).to_frame()[["actor", "recipient", "acts", "share"]].values.tolist()
        [['irn', 'usa', 1, 0.5], ['usa', 'irn', 1, 0.5]]
    """
    if proxies not in ("in", "out"):
        raise TableError(f"--proxies {proxies}: say in or out.")
    record = load(events, columns, types, quad, vague=True)
    caveats = list(record.notes)
    if proxies == "in":
        record, alone = to_sponsors(record)
        if alone:
            caveats.append(
                f"{alone} rows are of actors with several sponsors on the day; these stand for themselves."
            )
        caveats.append(
            "Sponsorship is as listed in knowledge; that a proxy acts is no proof that its sponsor ordered it."
        )
    frame = record.frame
    pairs = frame[
        (frame["actor"] != "") & (frame["recipient"] != "") & (frame["actor"] != frame["recipient"])
    ]
    pairs = pairs.drop_duplicates(["row", "actor", "recipient"])
    if len(pairs) > pairs["row"].nunique():
        caveats.append("An event with several actors or recipients counts in each of its dyads.")
    caveats.append(
        "Reports are counted: several reports of one happening count several times, and what is not reported counts not at all."
    )
    counted = _count(pairs, has_deaths(record))
    acts = int(counted["acts"].sum())
    span = _span(record)
    return Dyads(
        frame=counted,
        chosen=record.chosen,
        proxies=proxies,
        acts=acts,
        span=span,
        names=_names(record, counted, proxies),
        caveats=tuple(caveats),
    )


def _names(record: Record, counted: pd.DataFrame, proxies: str) -> dict[str, str]:
    """Return the names of ids; those of sponsors that stand in for others come from knowledge."""
    names = dict(record.names)
    if proxies == "in" and names:
        for ident in {*counted["actor"], *counted["recipient"]} - names.keys():
            if known := directory().get(str(ident)):
                names[str(ident)] = known.name
    shared = {name for name, n in Counter(names.values()).items() if n > 1}
    return {i: f"{name} ({i})" if name in shared else name for i, name in names.items()}


def _span(record: Record) -> tuple[str, str]:
    if record.frame.empty:
        return "", ""
    return str(record.start.date()), str(record.end.date())


def _count(pairs: pd.DataFrame, deaths: bool) -> pd.DataFrame:
    """Return counts by dyad; days and severity are those of the acts."""
    keys = ["actor", "recipient"]
    if pairs.empty:
        return pd.DataFrame({c: [] for c in COLUMNS if deaths or c != "dead"})
    by = pairs.groupby(keys, sort=False)
    out = by.size().rename("events").to_frame()
    for quad, name in QUADS.items():
        out[name] = pairs["quad_class"].eq(quad).groupby([pairs[k] for k in keys], sort=False).sum()
    acts = pairs[pairs["act"]]
    of_acts = acts.groupby(keys, sort=False)
    out["acts"] = of_acts.size()
    out["severity"] = of_acts["score"].mean()
    out["first"], out["last"] = of_acts["date"].min(), of_acts["date_end"].max()
    if deaths:
        out["dead"] = of_acts["dead"].sum(min_count=1)
    out["acts"] = out["acts"].fillna(0).astype(int)
    out["share"] = out["acts"] / max(int(out["acts"].sum()), 1)
    for day in ("first", "last"):
        text = out[day].dt.strftime("%Y-%m-%d").astype(object)
        out[day] = text.where(out[day].notna(), None)
    out = out.reset_index().sort_values(
        ["acts", "events", *keys], ascending=[False, False, True, True]
    )
    return out[[c for c in COLUMNS if c in out]].reset_index(drop=True)
