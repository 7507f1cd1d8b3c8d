"""Whom acts are aimed at: the sponsor, its rivals, or others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.belonging import clients, held, identity, rivals
from talion.dynamics.record import Record, Side

Mask = npt.NDArray[np.bool_]

# A rival that knowledge does not list: this many acts either way between it and the sponsor,
# and this share of all conflict of the sponsor.
RIVAL_ACTS, RIVAL_SHARE = 10, 0.05


@dataclass(frozen=True)
class Marks:
    """Which acts are on the sponsor, on its rivals, by rivals on the sponsor."""

    on_sponsor: Mask
    on_rivals: Mask
    against_sponsor: Mask
    by_sponsor: Mask
    names: tuple[str, ...]

    @classmethod
    def of(cls, record: Record, acts: pd.DataFrame, side: Side, who: str) -> Marks:
        """Mark the acts of a record as seen from the sponsor *side*, whose id is *who*."""
        marked = record.frame["act"].to_numpy()
        by, on = record.is_side(side, "actor")[marked], record.is_side(side, "recipient")[marked]
        aimed = np.zeros(len(acts), dtype=bool)
        names: set[str] = set()
        targets = {str(n): identity(str(n)) for n in acts["recipient"].unique() if n}
        for tie in rivals(who):
            rival = tie.to_id if tie.from_id == who else tie.from_id
            same = [
                n
                for n, i in targets.items()
                if i.id == rival or (i.state and (i.country or "").lower() == rival)
            ]
            hit = acts["recipient"].isin(same).to_numpy() & held(tie, acts["date"])
            aimed |= hit
            names |= set(acts.loc[hit, "recipient"].value_counts().head(3).index.astype(str))
        between = pd.concat(
            [acts.loc[by & ~on, "recipient"], acts.loc[on & ~by, "actor"]]
        ).value_counts()
        least = max(RIVAL_ACTS, RIVAL_SHARE * float(between.sum()))
        own = {t.to_id for t in clients(who)}
        heavy = [str(n) for n in between[between >= least].index if n]
        # "Unspecified actor" and the like are nobody's rival: only those that knowledge can place.
        unlisted = [n for n in heavy if identity(n).country and identity(n).id not in own]
        aimed |= acts["recipient"].isin(unlisted).to_numpy()
        order = acts["recipient"].value_counts()
        every = sorted(names | set(unlisted), key=lambda n: (-int(order.get(n, 0)), n))
        return cls(on & ~by, aimed & ~on & ~by, on & ~by, by, tuple(every))


def aim_ratio(a: int, n: int, b: int, m: int) -> tuple[float, float, float]:
    """Return how many times as large one share is as the other, with its 95% interval."""
    if not n or not m:
        return (float("nan"),) * 3
    # A half in each cell keeps the ratio finite (Walter 1975).
    ratio = np.log((a + 0.5) / (n + 0.5)) - np.log((b + 0.5) / (m + 0.5))
    error = np.sqrt(max(1 / (a + 0.5) - 1 / (n + 0.5) + 1 / (b + 0.5) - 1 / (m + 0.5), 0.0))
    return (
        float(np.exp(ratio)),
        float(np.exp(ratio - 1.96 * error)),
        float(np.exp(ratio + 1.96 * error)),
    )
