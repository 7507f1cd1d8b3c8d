"""What changed after an event, by theatre and by actor."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from talion.dynamics import simulate
from talion.dynamics.correction import holm
from talion.dynamics.spill import spill

START = pd.Timestamp("2000-01-01")
DAY = 1700


def theatre(name, rate, seed, factor=1.0, days=1800, world=None):
    """Acts in one country whose rate changes by *factor* after the day."""
    rng = np.random.default_rng(seed)
    mean = np.full(days, rate)
    mean[DAY + 1 :] *= factor
    counts = rng.poisson(mean) if world is None else simulate.counts(world, 1, seed)[0][:, 0].astype(int)
    day = START + pd.to_timedelta(np.repeat(np.arange(days), counts), unit="D")
    return pd.DataFrame({"date": day, "actor": f"of {name}", "recipient": "x", "quad_class": 4, "place": name})


def verdicts(found, kind="theatre"):
    frame = found.to_frame()
    return frame[frame["kind"] == kind].set_index("unit")["verdict"].to_dict()


def test_a_rise_is_found_where_it_is_and_nowhere_else():
    table = pd.concat([theatre("IRQ", 0.5, 1, 4.0), theatre("SYR", 0.5, 2), theatre("LBN", 0.5, 3)])
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), table)
    assert verdicts(found) == {"IRQ": "rose", "SYR": "no_visible_change", "LBN": "no_visible_change"}
    assert found.verdict == "changed"


def test_a_fall_is_found_where_enough_was_to_be_expected():
    table = pd.concat([theatre("IRQ", 1.5, 1, 0.1), theatre("SYR", 0.045, 2, 0.0)])
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), table)
    assert verdicts(found) == {"IRQ": "fell", "SYR": "cannot_tell"}


def test_the_theatre_of_the_event_itself_is_no_spill():
    table = pd.concat([theatre("IRQ", 0.5, 1, 4.0), theatre("SYR", 0.5, 2)]).reset_index(drop=True)
    first = table.index[(table["place"] == "IRQ") & (table["date"] >= START + pd.Timedelta(days=DAY))][0]
    table["event_id"] = ""
    table.loc[first, "event_id"] = "3f2a91"
    found = spill("3f2a91", table)
    assert found.verdict == "no_visible_change"
    assert found.to_frame().set_index("unit").loc["IRQ", "home"]


def test_acts_of_each_actor_are_judged_too():
    table = pd.concat([theatre("IRQ", 0.5, 1, 4.0), theatre("SYR", 0.5, 2)])
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), table)
    assert verdicts(found, "actor")["of IRQ"] == "rose"


def test_bursts_and_wandering_levels_seldom_look_like_spill():
    """Of 20 worlds of bursts and 20 with a level that wanders, at most four show a change."""
    bursty = simulate.World(days=1800, rates=(0.4, 0.4), bursts=True)
    moody = simulate.World(days=1800, rates=(0.4, 0.4), own_days=60, own_size=0.8)
    found = [
        spill(str((START + pd.Timedelta(days=DAY)).date()), theatre("IRQ", 0.0, s, world=w)).verdict
        for w in (bursty, moody) for s in range(20)
    ]  # fmt: skip
    assert found.count("changed") <= 4


@pytest.mark.parametrize(("day", "words"), [(300, "730 are needed"), (1797, "7 are needed")])
def test_too_little_before_or_after_is_refused(day, words):
    found = spill(str((START + pd.Timedelta(days=day)).date()), theatre("IRQ", 0.5, 1))
    assert found.verdict == "cannot_tell"
    assert words in found.reason


def test_a_gap_around_the_day_is_refused():
    table = theatre("IRQ", 1.5, 1)
    place = (table["date"] - START).dt.days
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), table[(place < 1600) | (place > 1690)])
    assert "a gap around the day" in found.reason


def test_a_short_end_shortens_the_window_and_says_so():
    end = theatre("IRQ", 0.5, 1).tail(1).assign(date=START + pd.Timedelta(days=1799), quad_class=1)
    found = spill(str((START + pd.Timedelta(days=1785)).date()), pd.concat([theatre("IRQ", 0.5, 1), end]))
    assert found.days == 14
    assert any("14 days after" in c for c in found.caveats)


def test_without_places_the_one_acted_on_stands_for_the_theatre():
    table = theatre("IRQ", 0.5, 1).drop(columns="place")
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), table)
    assert list(verdicts(found)) == ["x"]
    assert any("no places" in c for c in found.caveats)


def test_holm_leaves_one_test_as_it_is_and_never_falls():
    assert holm(np.array([0.03])).tolist() == [0.03]
    found = holm(np.array([0.001, 0.5, 0.02]))
    assert found.tolist() == [0.003, 0.5, 0.04]


def test_the_answer_can_be_drawn_and_printed():
    found = spill(str((START + pd.Timedelta(days=DAY)).date()), theatre("IRQ", 0.5, 1, 4.0))
    assert "theatre IRQ rose" in found.summary()
    assert '"units"' in found.to_json()
    assert "counterfactual" in str(found.plot().to_dict())
