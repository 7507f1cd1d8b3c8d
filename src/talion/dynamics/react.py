"""Does each side answer the other? Verdict, share, half-life, and what stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics import answer, calibration, rates
from talion.dynamics.details import sides_in
from talion.dynamics.record import Side, side_name
from talion.dynamics.result import Result
from talion.dynamics.table import EventSource, Record, load_events

Floats = npt.NDArray[np.float64]

LEVEL = 0.05
# Below this chance of seeing an answer share of 15%, silence means nothing.
POWER_NEEDED = 0.5
SHARE_SOUGHT = 0.15
# A tenth of the record without a single row is a hole, not peace.
GAP_SHARE = 0.1
LAGS = 30

WORDS = {
    "answers": "answers {}",
    "no_sign": "shows no sign of answering {}",
    "cannot_tell": "may answer {} or not, the record cannot tell",
}


@dataclass(frozen=True, kw_only=True)
class Direction:
    """Whether one side answers the other, how much, and how sure that is."""

    who: str
    whom: str
    verdict: str
    p_value: float
    share: float
    share_low: float
    share_high: float
    half_life_days: float
    power: float
    reason: str
    direction: float = float("nan")
    excess: float = float("nan")
    #: How well the rate model behind share and half-life fits; None where nothing was fitted.
    check: calibration.Check | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the values of the contract, and what decided them."""
        keys = ("verdict", "p_value", "share", "share_low", "share_high", "half_life_days")
        return {k: getattr(self, k) for k in (*keys, "power", "reason")}

    def sentence(self) -> str:
        """Return the verdict in one sentence."""
        head = f"{self.who} {WORDS[self.verdict].format(self.whom)}: {self.reason}"
        if self.verdict != "answers":
            return head
        return (
            f"{head} About {self.share:.0%} [{self.share_low:.0%}–{self.share_high:.0%}] of its "
            f"reported acts follow in the wake of acts by {self.whom}, half of them within "
            f"{self.half_life_days:.1f} days."
        )


@dataclass(frozen=True, kw_only=True)
class Reaction(Result):
    """Whether A answers B, whether B answers A, and the lags on which it rests."""

    a: str
    b: str
    a_answers_b: Direction
    b_answers_a: Direction
    chosen: str
    days: int
    lags: pd.DataFrame

    def summary(self) -> str:
        """Return both verdicts and the caveats in plain words."""
        head = f"{self.a} and {self.b}, {self.chosen}, {self.days:,} days of reports."
        lines = [head, self.a_answers_b.sentence(), self.b_answers_a.sentence(), *self.caveats]
        return "\n".join(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per direction."""
        rows = []
        for d in (self.a_answers_b, self.b_answers_a):
            rows.append({"who": d.who, "answers": d.whom, **d.to_dict()})
        return pd.DataFrame(rows)

    def to_dict(self) -> dict[str, Any]:
        """Return `a_answers_b` and `b_answers_a` as plain values."""
        return {
            "a_answers_b": self.a_answers_b.to_dict(),
            "b_answers_a": self.b_answers_a.to_dict(),
        }

    def plot(self) -> Any:
        """Return the correlation of both sides at each lag, with its noise band."""
        import altair as alt

        band = 1.96 / np.sqrt(max(self.days, 1))
        base = alt.Chart(self.lags)
        bars = base.mark_bar(size=8).encode(
            x=alt.X("lag:Q", title=f"days by which {self.a} comes after {self.b}"),
            y=alt.Y("correlation:Q", title="correlation of daily acts"),
            color=alt.Color("side:N", title=None),
            tooltip=["lag", "correlation"],
        )
        edge = alt.Chart(pd.DataFrame({"y": [-band, band]}))
        title = "What follows stands right of zero; a shared driver stands on both sides"
        return (bars + edge.mark_rule(strokeDash=[4, 4]).encode(y="y:Q")).properties(
            title=title, width=560, height=260
        )


def react(
    a: Side,
    b: Side,
    events: EventSource,
    *,
    columns: Mapping[str, str] | None = None,
    types: Sequence[str] | None = None,
    quad: int | Sequence[int] = 4,
) -> Reaction:
    """Test whether *a* answers *b*, and *b* answers *a*, in a record of events.

    Args:
        a: one side: an id, a country, a name with a trailing `*`, or several.
        b: the other side.
        events: a table, or a file, of events (see `load_events`).
        columns: other names of the table's columns.
        types: PLOVER types that count as acts.
        quad: quad classes that count as acts; material conflict by default.

    Example:
        >>> from talion.dynamics import simulate
        >>> world = simulate.World(days=3000, rates=(1.0, 1.0), answers=(0.3, 0.0))
        >>> result = react("A", "B", simulate.events(world, seed=2))
        >>> result.a_answers_b.verdict, result.b_answers_a.verdict
        ('answers', 'no_sign')
    """
    record = load_events(events, columns, types, quad)
    names = side_name(a), side_name(b)
    a, b = sides_in(record, a, b)
    counts = np.stack([record.counts(a, b), record.counts(b, a)], axis=1)
    refusal = _refusal(record, counts, names)
    if refusal:
        both = [_refused(x, y, refusal) for x, y in (names, names[::-1])]
        exposure = None
    else:
        exposure = rates.exposure(record, a, b)
        found = answer.answers(counts)
        both = [
            _direct(names, counts, found[0], exposure),
            _direct(names[::-1], counts[:, ::-1], found[1], exposure),
        ]
    return Reaction(
        a=names[0], b=names[1], a_answers_b=both[0], b_answers_a=both[1], chosen=record.chosen,
        days=record.days, lags=correlogram(counts, names),
        caveats=tuple(_caveats(record, counts, names, both, exposure is not None)),
    )  # fmt: skip


def _refusal(record: Record, counts: Floats, names: tuple[str, str]) -> str:
    """Return why the record cannot answer at all, with the number that decided."""
    for side, total in zip(names, counts.sum(0), strict=True):
        if total == 0:
            return f"no act of {side} on the other side is reported, so that side is unobserved."
        if total < answer.MIN_ACTS:
            return f"only {total:.0f} acts of {side} are reported; {answer.MIN_ACTS} are needed."
    if record.days < answer.MIN_DAYS:
        return f"the record spans {record.days} days; {answer.MIN_DAYS} are needed."
    gap, since = record.longest_gap()
    if gap > GAP_SHARE * record.days and since is not None:
        return (
            f"nothing at all is reported for {gap} days from {since.date()}: a gap in the record."
        )
    return ""


def _refused(who: str, whom: str, reason: str) -> Direction:
    nan = float("nan")
    return Direction(
        who=who, whom=whom, verdict="cannot_tell", p_value=nan, share=nan, share_low=nan,
        share_high=nan, half_life_days=nan, power=0.0, reason=reason,
    )  # fmt: skip


def _direct(
    names: tuple[str, str], counts: Floats, found: answer.Answer, exposure: Floats | None
) -> Direction:
    """Return the verdict on the first column answering the second."""
    fit = rates.answer_share(counts, exposure)
    power = answer.power(found, counts, SHARE_SOUGHT)
    share, low, high = _share(fit, found, counts)
    if found.p_value <= LEVEL:
        verdict, reason = "answers", f"{_chance(found.p_value)} with shared drivers allowed for."
    elif power >= POWER_NEEDED:
        verdict, low = "no_sign", 0.0
        reason = (
            f"p = {found.p_value:.2f}; an answer share of {SHARE_SOUGHT:.0%} beyond what a shared "
            f"driver explains would be seen with a chance of about {power:.0%}."
        )
    elif high < SHARE_SOUGHT:
        verdict, low = "no_sign", 0.0
        reason = (
            f"p = {found.p_value:.2f}; even if no driver were shared, at most {high:.0%} of its "
            "acts would be answers."
        )
    else:
        verdict, low = "cannot_tell", 0.0
        reason = (
            f"p = {found.p_value:.2f}, and an answer share of {SHARE_SOUGHT:.0%} beyond what a "
            f"shared driver explains would be seen with a chance of only about {power:.0%}."
        )
    return Direction(
        who=names[0], whom=names[1], verdict=verdict, p_value=found.p_value, share=share,
        share_low=low, share_high=high, half_life_days=fit.half_life, power=power,
        reason=reason, direction=found.direction, excess=found.excess,
        check=calibration.check(counts[:, 0], fit.fit.mean, fit.fit.k),
    )  # fmt: skip


def _share(fit: rates.Share, found: answer.Answer, counts: Floats) -> tuple[float, float, float]:
    """Return the answer share with an interval that allows for a shared driver.

    The rate model takes what a shared driver does for answers, the excess takes
    what is a side's own persistence for a driver: the truth lies between. Where
    the excess is positive and the two disagree, the interval spans both.
    """
    robust, error = answer.robust_share(found, counts)
    if found.p_value <= LEVEL and fit.high < robust:
        # A few days of very many acts: the rate model, linear in them, sees no answer.
        return robust, min(fit.low, max(0.0, robust - 1.96 * error)), robust + 1.96 * error
    if robust <= 0 or robust + 1.96 * error >= fit.share:
        return fit.share, fit.low, fit.high
    return robust, max(0.0, robust - 1.96 * error), fit.high


def _chance(p_value: float) -> str:
    return f"p = {p_value:.3f}" if p_value >= 0.001 else "p < 0.001"


def correlogram(counts: Floats, names: tuple[str, str], lags: int = LAGS) -> pd.DataFrame:
    """Return the correlation of the first side's acts with the second's, lag by lag."""
    columns = ["lag", "correlation", "side"]
    if not len(counts):
        return pd.DataFrame(columns=columns)
    level = answer.standardise(counts, answer.DIRECTION_WINDOW)
    n = len(level)
    rows = []
    for lag in range(-lags, lags + 1):
        early, late = (1, 0) if lag >= 0 else (0, 1)
        k = abs(lag)
        value = float((level[k:, late] * level[: n - k, early]).sum() / n)
        side = "same day" if lag == 0 else f"{names[late]} after {names[early]}"
        rows.append((lag, value, side))
    return pd.DataFrame(rows, columns=columns)


def _caveats(
    record: Record, counts: Floats, names: tuple[str, str], both: Sequence[Direction], volume: bool
) -> list[str]:
    out = [
        "Reports are counted, not acts: what no one reported is not here, and missed events weaken "
        "every share.",
        "A third party that moves one side some days before the other looks like an answer; so "
        "does deterrence of the other side while a driver moves both.",
    ]
    if not any(np.isfinite(d.p_value) for d in both):
        return [*out[:1], *record.notes]
    for d in both:
        if d.verdict == "answers" and d.excess < answer.ALONE:
            out.append(
                f"That {d.who} answers rests on the order of acts alone. If {d.whom} acts less "
                f"after acts of {d.who} while something else moves both, the order looks the same."
            )
    if not volume:
        out.append(
            "The record holds little besides these two sides, so reporting volume is not divided "
            "out; a smooth baseline stands in for it."
        )
    for d in both:
        if d.verdict != "answers" and np.isfinite(d.share) and d.share > 0.05:
            out.append(
                f"The rate model alone would ascribe {d.share:.0%} of {d.who}'s acts to acts of "
                f"{d.whom}; a driver shared by both would look the same, so the share may be zero."
            )
    for d in both:
        out += d.check.caveats(d.who) if d.check else []
    level = correlogram(counts, names, 0)["correlation"].iloc[0]
    if np.isfinite(level) and level > 3 / np.sqrt(max(len(counts), 1)):
        out.append(
            f"Both sides act on the same days (correlation {level:.2f}); a record by days does not "
            "show who acted first."
        )
    return [*out, *record.notes]
