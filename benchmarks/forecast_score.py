"""How forecasts of thirty days score on real dyads, beside four baselines.

Run: python benchmarks/forecast_score.py [--icews FILE] [--levant FILE] [--dyads 50]

FILE is a table of events (CSV, also gzipped): ICEWS with date, source, event (name of
the CAMEO code) and target, or KEDS Levant with date, source, target and code; --codes is a
list of the names of CAMEO codes. By default the copies in ../shared/data/events, if they
are there. Forecasts are made from rolling origins, each from the days before it alone.

Prints, per table, the share of outcomes within the 90% intervals and, for each baseline,
on how many series the forecast has the lower mean CRPS, and by how much its total CRPS
differs (below zero: the forecast is better).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from talion.dynamics import fan, scores

SHARED = Path("../shared/data/events")
MATERIAL_CONFLICT = {"14", "15", "16", "17", "18", "19", "20"}
DAYS, DRAWS = 30, 600


def busiest(table: pd.DataFrame, dyads: int) -> dict[str, np.ndarray]:
    """Return daily counts of the dyads with most acts."""
    table = table[table["root"].isin(MATERIAL_CONFLICT) & (table["source"] != table["target"])]
    day = (pd.to_datetime(table["date"]) - pd.to_datetime(table["date"]).min()).dt.days
    length = int(day.max()) + 1
    groups = table.assign(day=day).groupby(["source", "target"])["day"]
    order = groups.size().sort_values(ascending=False, kind="stable").head(dyads).index
    return {
        f"{a} on {b}": np.bincount(groups.get_group((a, b)), minlength=length).astype(float)
        for a, b in order
    }


def icews(path: Path, codes: Path) -> pd.DataFrame:
    """Return ICEWS rows with the root of their CAMEO code."""
    names = pd.read_csv(codes, encoding="latin-1", dtype=str).dropna(subset=["name"])
    code = dict(zip(names["name"].str.lower(), names["code"], strict=True))
    table = pd.read_csv(path, dtype=str)
    return table.assign(root=table["event"].str.lower().map(code).str[:2])


def levant(path: Path) -> pd.DataFrame:
    """Return KEDS rows between the three letters of the sides' states."""
    table = pd.read_csv(path, dtype=str)
    return table.assign(root=table["code"].str[:2], source=table["source"].str[:3],
                        target=table["target"].str[:3])  # fmt: skip


def score(y: np.ndarray, origins: range) -> dict[str, float]:
    """Return the mean CRPS of the model and of each baseline, and coverage."""
    rng = np.random.default_rng(0)
    rows = []
    for at in origins:
        came = float(y[at : at + DAYS].sum())
        total = fan.paths(y[:at], DAYS, DRAWS, rng)[:, -1]
        row = {"talion": scores.crps(total, came), "covered": scores.covers(total, came)}
        for name, draws in fan.baselines(y[:at], DAYS, DRAWS, rng).items():
            row[name] = scores.crps(draws, came)
        rows.append(row)
    return pd.DataFrame(rows).mean().to_dict()


def report(title: str, found: pd.DataFrame) -> None:
    """Print wins, skill and coverage."""
    print(f"\n{title}: {len(found)} series, 90% intervals held {found['covered'].mean():.3f}")
    for name in ("last_month", "climatology", "conflictology_12", "autoets"):
        better = (found["talion"] < found[name]).mean()
        skill = 1 - found["talion"].sum() / found[name].sum()
        print(f"  against {name:17s} better on {better:5.0%}, total CRPS {-skill:+.1%}")


def windows(y: np.ndarray, rng: np.random.Generator, number: int = 4) -> list[np.ndarray]:
    """Return some stretches of two years in which there is something to forecast."""
    found: list[np.ndarray] = []
    for start in rng.integers(0, len(y) - 760, 200):
        part = y[start : start + 730]
        if part.sum() >= 60 and part[:365].sum() >= 15:
            found.append(part)
        if len(found) == number:
            break
    return found


def main() -> None:
    """Print one block per data set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--icews", type=Path, default=SHARED / "icews21.csv.gz")
    parser.add_argument("--codes", type=Path, default=SHARED / "cameo-codes.csv")
    parser.add_argument("--levant", type=Path, default=SHARED / "levant.cameo.csv.gz")
    parser.add_argument("--dyads", type=int, default=50)
    chosen = parser.parse_args()
    if not (chosen.levant.exists() or (chosen.icews.exists() and chosen.codes.exists())):
        parser.error("no table of events is there; name one with --icews and --codes or --levant")
    if chosen.icews.exists() and chosen.codes.exists():
        series = busiest(icews(chosen.icews, chosen.codes), chosen.dyads)
        rows = [score(y, range(100, len(y) - DAYS + 1, 12)) for y in series.values()]
        report("ICEWS, origins every 12 days from day 100", pd.DataFrame(rows))
    if chosen.levant.exists():
        series = busiest(levant(chosen.levant), 14)
        rng = np.random.default_rng(0)
        parts = [p for y in series.values() for p in windows(y, rng)]
        rows = [score(p, range(365, 700, DAYS)) for p in parts]
        report("Levant, second years of stretches of two", pd.DataFrame(rows))
        rows = [score(y, range(3650, len(y) - DAYS, 365)) for y in list(series.values())[:7]]
        report("Levant, once a year over twenty years", pd.DataFrame(rows))


if __name__ == "__main__":
    main()
