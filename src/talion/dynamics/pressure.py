"""Protest and repression inside a state beside its conduct abroad, month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.answer import moving_mean
from talion.dynamics.belonging import with_countries
from talion.dynamics.correction import holm
from talion.dynamics.details import EventSources, each_row, gap_length, load, sides_in
from talion.dynamics.record import Record, Side, side_name
from talion.dynamics.result import Result

Floats = npt.NDArray[np.float64]

# Half a year is as far as diversion is said to reach; the first three months carry the test.
LAGS, TESTED = 6, 3
MIN_MONTHS, MIN_ACTS = 48, 40
# The level of a year (13 months, centred) is taken out: coverage drifts at that pace.
LEVEL_WINDOW = 13
# From five years on each calendar month has enough years for a mean of its own.
SEASON_MONTHS = 60
# Blocks of a year keep what persists within them, and what taking out the level adds; each
# shuffle moves them whole.
BLOCK, SHUFFLES, SEED, LEVEL = 12, 999, 0, 0.05
# Volume is divided out where other rows outnumber these two series.
VOLUME_NEEDED = 30.0
DOMESTIC = {"protest": ("PROTEST",), "repression": ("COERCE",)}

WORDS = {
    "leads": "goes before more conflict abroad",
    "leads_less": "goes before less conflict abroad",
    "follows": "follows more conflict abroad",
    "follows_less": "follows less conflict abroad",
}


@dataclass(frozen=True, kw_only=True)
class Pressure(Result):
    """Domestic series beside conduct abroad, with their correlations by lag."""

    state: str
    verdict: str
    reason: str
    tests: pd.DataFrame
    lags: pd.DataFrame
    months: pd.DataFrame

    def summary(self) -> str:
        """Return the verdict, each test, and the caveats in plain words."""
        lines = [f"{self.state}, {len(self.months)} months: {self.reason}"]
        for row in each_row(self.tests):
            span = "in the same month" if " with " in row.direction else f"over {TESTED} months"
            lines.append(
                f"  {row.direction}: mean correlation {row.correlation:+.2f} {span}, "
                f"p = {row.p_value:.3f} (corrected {row.p_holm:.3f})"
            )
        return "\n".join([*lines, *self.caveats])

    def to_frame(self) -> pd.DataFrame:
        """Return the months: counts of protest, repression, conduct abroad, and volume."""
        return self.months

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict, tests and lags as plain values."""
        return {
            "state": self.state, "verdict": self.verdict, "reason": self.reason,
            "tests": self.tests.to_dict("records"), "lags": self.lags.to_dict("records"),
            "months": self.months.to_dict("records"),
        }  # fmt: skip

    def plot(self) -> Any:
        """Return the monthly series, one above the other."""
        import altair as alt

        long = self.months.melt("month", [*DOMESTIC, "abroad"], "series", "acts")
        line = alt.Chart(long).mark_line().encode(
            x=alt.X("month:T", title=None), y=alt.Y("acts:Q", title="acts a month"),
            color=alt.Color("series:N", legend=None), tooltip=["month", "series", "acts"],
        )  # fmt: skip
        return (
            line.properties(width=520, height=110)
            .facet(row=alt.Row("series:N", title=None, sort=[*DOMESTIC, "abroad"]))
            .resolve_scale(y="independent")
            .properties(title=f"Inside {self.state} and abroad")
        )


def pressure(
    state: Side,
    events: EventSources,
    *,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Pressure:
    """Set protest and repression inside *state* beside its conduct abroad.

    Args:
        state: the state: an id, a country code or a name.
        events: a table, a file or several files of events.
        columns: other names of the table's columns; `theatre` for the place.
        types: PLOVER types that count as conduct abroad.
        quad: quad classes that count as conduct abroad.

    Example:
        >>> table = pd.DataFrame({"date": ["2020-01-03"], "actor": ["irn"], "recipient": ["usa"],
        ...     "type": ["ASSAULT"]})
        >>> pressure("irn", table).verdict
        'cannot_tell'
    """
    record = with_countries(load(events, columns, types, quad))
    (side,) = sides_in(record, state)
    months = _months(record, side)
    caveats = [*_caveats(record), *record.notes]
    refusal = _refusal(record, months)
    if refusal:
        return Pressure(
            state=side_name(state), verdict="cannot_tell", reason=refusal, months=months, caveats=tuple(caveats),
            tests=pd.DataFrame(columns=["direction", "correlation", "p_value", "p_holm", "p_one_way"]),
            lags=pd.DataFrame(columns=["series", "lag", "correlation"]),
        )  # fmt: skip
    tests, lags = _tests(months)
    verdict, reason = _verdict(tests, len(months))
    return Pressure(state=side_name(state), verdict=verdict, reason=reason, tests=tests, lags=lags,
                    months=months, caveats=tuple(caveats))  # fmt: skip


def _months(record: Record, side: Side) -> pd.DataFrame:
    """Return counts by whole month of what happens inside and what is done abroad."""
    frame = record.frame
    acts, suffers = record.is_side(side, "actor"), record.is_side(side, "recipient")
    nobody = (frame["recipient"] == "").to_numpy()
    here = frame["theatre"].str.casefold().isin(_codes(record, side, acts))
    elsewhere = (frame["theatre"] != "").to_numpy() & ~here.to_numpy()
    inside = ((acts & (suffers | nobody)) | here.to_numpy()) & ~elsewhere
    abroad = frame["act"].to_numpy() & acts & ~suffers & ~nobody
    kinds = {
        name: inside & frame["event_type"].isin(types).to_numpy()
        for name, types in DOMESTIC.items()
    }
    abroad &= ~np.logical_or.reduce(list(kinds.values()))
    used = np.logical_or.reduce([*kinds.values(), abroad])
    month = frame["date"].dt.to_period("M")
    whole = _whole_months(record)
    out = {"month": whole.to_timestamp()}
    for name, rows in {**kinds, "abroad": abroad, "volume": ~used}.items():
        chosen = frame.loc[rows, ["row"]].assign(month=month[rows]).drop_duplicates()
        out[name] = chosen.groupby("month").size().reindex(whole, fill_value=0).to_numpy()
    return pd.DataFrame(out)


def _codes(record: Record, side: Side, acts: npt.NDArray[np.bool_]) -> set[str]:
    """Return the names under which the state may stand as a place."""
    names = [side] if isinstance(side, str) else list(side)
    country = record.frame.loc[acts, "actor_country"].replace("", np.nan).mode()
    return {str(n).casefold() for n in (*names, *country)}


def _whole_months(record: Record) -> pd.PeriodIndex:
    if record.frame.empty:
        return pd.PeriodIndex([], freq="M")
    first, last = record.start.to_period("M"), record.end.to_period("M")
    first += int(record.start.day > 1)
    last -= int(record.end.day < record.end.days_in_month)
    return pd.period_range(first, last, freq="M")


def _refusal(record: Record, months: pd.DataFrame) -> str:
    if len(months) < MIN_MONTHS:
        return f"the record holds {len(months)} whole months; {MIN_MONTHS} are needed."
    if months["abroad"].sum() < MIN_ACTS:
        return f"only {months['abroad'].sum()} acts abroad are reported; {MIN_ACTS} are needed."
    if all(months[d].sum() < MIN_ACTS for d in DOMESTIC):
        most = max(int(months[d].sum()) for d in DOMESTIC)
        return f"only {most} events of protest or repression inside are reported; {MIN_ACTS} are needed."
    gap, start = record.longest_gap()
    if gap > max(31, gap_length(record)) and start is not None:
        return (
            f"nothing at all is reported for {gap} days from {start.date()}: a gap in the record."
        )
    return ""


def _level(months: pd.DataFrame, name: str) -> Floats:
    """Return a series by volume, its variance even, without the level of the year around."""
    counts, volume = months[name].to_numpy(dtype=float), months["volume"].to_numpy(dtype=float)
    if volume.mean() >= VOLUME_NEEDED and volume.min() > 0:
        counts = counts / volume * volume.mean()
    root = np.sqrt(counts + 0.375)
    level = root - moving_mean(root, LEVEL_WINDOW)
    if len(level) >= SEASON_MONTHS:
        month = months["month"].dt.month.to_numpy()
        level = level - np.array([level[month == m].mean() for m in range(1, 13)])[month - 1]
    return np.asarray(level / max(float(level.std()), 1e-9))


def correlations(first: Floats, second: Floats, most: int = LAGS) -> Floats:
    """Return the correlation at each lag from -*most* to *most*; positive: *first* goes before.

    *first* may be many series, one in each row.

    Example:
        >>> x = np.random.default_rng(0).normal(size=300)
        >>> int(correlations(x, np.roll(x, 2)).argmax()) - LAGS
        2
    """
    n = len(second)
    lags = [
        first[..., max(-k, 0) : n - max(k, 0)] @ second[max(k, 0) : n - max(-k, 0)] / n
        for k in range(-most, most + 1)
    ]
    return np.stack(lags, axis=-1)


def shuffled(values: Floats, rng: np.random.Generator) -> Floats:
    """Return a series cut at random into blocks that are put together in another order."""
    turned = np.roll(values, int(rng.integers(len(values))))
    blocks = [turned[i : i + BLOCK] for i in range(0, len(turned), BLOCK)]
    return np.concatenate([blocks[i] for i in rng.permutation(len(blocks))])


def _tests(months: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(SEED)
    abroad = _level(months, "abroad")
    tests, lags = [], []
    for name in DOMESTIC:
        if months[name].sum() < MIN_ACTS:
            continue
        inside = _level(months, name)
        seen = correlations(inside, abroad)
        lags += [(name, k, c) for k, c in zip(range(-LAGS, LAGS + 1), seen.tolist(), strict=True)]
        null = correlations(np.stack([shuffled(inside, rng) for _ in range(SHUFFLES)]), abroad)
        ahead, behind = (np.arange(LAGS + s, LAGS + s * (TESTED + 1), s) for s in (1, -1))
        turn = _p_value(*(c[..., ahead].mean(-1) - c[..., behind].mean(-1) for c in (seen, null)))
        for words, part, one_way in (
            (f"{name} before abroad", ahead, turn), (f"abroad before {name}", behind, turn),
            (f"{name} with abroad", np.array([LAGS]), float("nan")),
        ):  # fmt: skip
            value, drawn = seen[part].mean(), null[:, part].mean(1)
            tests.append((words, float(value), _p_value(value, drawn), one_way))
    frame = pd.DataFrame(tests, columns=["direction", "correlation", "p_value", "p_one_way"])
    frame.insert(3, "p_holm", holm(frame["p_value"].to_numpy(dtype=float)))
    return frame, pd.DataFrame(lags, columns=["series", "lag", "correlation"])


def _p_value(seen: Any, drawn: Floats) -> float:
    return (1 + int((np.abs(drawn) >= abs(seen)).sum())) / (1 + len(drawn))


def _verdict(tests: pd.DataFrame, months: int) -> tuple[str, str]:
    found = tests[tests["p_holm"] <= LEVEL].sort_values("p_value")
    if found.empty:
        # The mean of three correlations has an error of about 1/√(3n): what 80% power sees.
        least = 2.8 / np.sqrt(TESTED * months)
        return (
            "no_sign",
            f"no domestic series goes with conduct abroad; a mean correlation of about {least:.2f} would have shown.",
        )
    # What moves both sides makes each go before the other; only more one way than back has an order.
    # Taking out the level makes the way back of an order look like its opposite, but weaker.
    strength = tests.set_index("direction")["correlation"].abs()
    back = (
        found["direction"]
        .str.split(" before ")
        .map(lambda way: strength.get(" before ".join(way[::-1]), 0.0))
    )
    ordered = found[(found["p_one_way"] <= LEVEL) & (found["correlation"].abs() >= back)]
    if ordered.empty:
        names = sorted({n for n in DOMESTIC if found["direction"].str.contains(n).any()})
        less = "" if float(found["correlation"].iloc[0]) > 0 else " in opposite ways"
        return "together", (
            f"{' and '.join(names)} and conflict abroad move together{less}, neither clearly before the other; something "
            "that moves both would look so."
        )
    row = ordered.iloc[0]
    first, last = str(row["direction"]).split(" before ")
    kind = ("leads" if first != "abroad" else "follows") + (
        "" if row["correlation"] > 0 else "_less"
    )
    return kind, f"{first if first != 'abroad' else last} {WORDS[kind]}."


def _caveats(record: Record) -> list[str]:
    out = [
        "That one goes before the other does not say that it leads to it: news from a state comes and goes with the "
        "attention paid to it, and both series rise with that.",
        "A level that moves over a year or more is taken out, so slow pressure does not show.",
    ]
    if not (record.frame["theatre"] != "").any():
        out.append(
            "The record gives no places: what happens inside is told by the countries of both sides."
        )
    return out
