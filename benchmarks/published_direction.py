"""Jaeger and Paserman's question, their test, and the reaction test beside it.

Run: python benchmarks/published_direction.py [FILE]

FILE is B'Tselem's list of deaths (columns date_of_event, citizenship, killed_by); by
default the copy in ../shared/data/events, if there is one. Jaeger and Paserman (American
Economic Review 98, 2008) found for 2000-2005 that deaths of Israelis are followed by
deaths of Palestinians, and not the other way round.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from talion.dynamics import react
from talion.dynamics.table import load_events

DEFAULT = Path("../shared/data/events/fatalities_isr_pse_conflict_2000_to_2023.csv.gz")
LAGS = 14
PERIODS = {
    "2000-09-29 to 2005-01-15 (theirs)": ("2000-09-29", "2005-01-15"),
    "2002-01-01 to 2005-01-15 (complete here)": ("2002-01-01", "2005-01-15"),
    "2000-09-29 to 2023-09-24": ("2000-09-29", "2023-09-24"),
}


def deaths(path: Path) -> pd.DataFrame:
    """Return one row per death: the side that killed acts on the side of the dead."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    by_israel = table["killed_by"].str.startswith("Israeli")
    by_palestinians = table["killed_by"].str.startswith("Palestinian")
    israeli = table["citizenship"] == "Israeli"
    palestinian = table["citizenship"] == "Palestinian"
    keep = (by_israel & palestinian) | (by_palestinians & israeli)
    killer = np.where(by_israel, "Israel", "Palestinians")
    out = pd.DataFrame(
        {
            "date": table["date_of_event"],
            "actor": killer,
            "recipient": np.where(killer == "Israel", "Palestinians", "Israel"),
            "quad_class": 4,
        }
    )
    return out[keep.to_numpy()]


def granger(first: np.ndarray, second: np.ndarray, lags: int = LAGS) -> tuple[float, float]:
    """Return F for lags of the second series in a regression of the first, and the sum of them."""
    n = len(first) - lags
    past = [np.column_stack([v[lags - k : lags - k + n] for k in range(1, lags + 1)]) for v in (first, second)]
    days = np.eye(7)[(np.arange(n) % 7)]
    y = first[lags:]
    small = np.column_stack([days, past[0]])
    large = np.column_stack([small, past[1]])
    miss = []
    beta = np.zeros(0)
    for x in (small, large):
        beta, *_ = np.linalg.lstsq(x, y, rcond=None)
        miss.append(float(((y - x @ beta) ** 2).sum()))
    f = (miss[0] - miss[1]) / lags / (miss[1] / (n - large.shape[1]))
    return f, float(beta[-lags:].sum())


def main() -> None:
    """Print both tests for each period."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not path.exists():
        print(f"{path}: not here; give the file as an argument.")
        return
    table = deaths(path)
    for title, (low, high) in PERIODS.items():
        part = table[table["date"].between(low, high)]
        record = load_events(part)
        both = record.counts("Israel", "Palestinians"), record.counts("Palestinians", "Israel")
        found = react("Israel", "Palestinians", record)
        # F(14, ∞) has its 5% point at 1.69.
        for name, (one, two), ours in (
            ("Israel answers Palestinians", both, found.a_answers_b),
            ("Palestinians answer Israel", both[::-1], found.b_answers_a),
        ):
            f, total = granger(np.minimum(one, math.inf), two)
            print(
                f"{title} | {name:28s} | Granger F {f:5.2f} (5%: 1.69), sum of lags {total:+.3f} | "
                f"{ours.verdict}, p {ours.p_value:.3f}, direction {ours.direction:+.2f}, "
                f"excess {ours.excess:+.2f}, power {ours.power:.2f}, share {ours.share:.2f} "
                f"[{ours.share_low:.2f}, {ours.share_high:.2f}]"
            )


if __name__ == "__main__":
    main()
