"""What follows threats."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from talion.dynamics import simulate
from talion.dynamics.threats import threats

START = pd.Timestamp("2000-01-01")


def acts(days, kind="ASSAULT", actor="A", recipient="B", about=None):
    return pd.DataFrame({
        "date": START + pd.to_timedelta(list(days), unit="D"), "actor": actor, "recipient": recipient,
        "type": kind, "about_type": about,
    })  # fmt: skip


def edges(last=400):
    """Rows of others on every day, so that the record has ends and no gap."""
    return acts(range(last), "CONSULT", "x", "y")


def outcome(*tables, days=10):
    return threats("A", "B", pd.concat([edges(), *tables]), days=days).to_frame()["outcome"].tolist()


def test_a_threat_followed_by_an_act_is_carried_out():
    assert outcome(acts([100], "THREATEN"), acts([105])) == ["carried_out"]


def test_a_threat_followed_by_a_concession_alone_is_heeded():
    assert outcome(acts([100], "THREATEN"), acts([104], "CONCEDE", "B", "A"), acts([390])) == ["heeded"]


def test_an_act_after_a_concession_is_neither_heeded_nor_carried_out():
    got = outcome(acts([100], "THREATEN"), acts([102], "RETREAT", "B", "A"), acts([105]))
    assert got == ["unknown"]


def test_a_threat_after_which_nothing_comes_is_ignored():
    assert outcome(acts([100], "THREATEN"), acts([120])) == ["ignored"]


def test_a_threat_whose_time_outlasts_the_record_is_unknown():
    assert outcome(acts([395], "THREATEN"), acts([20])) == ["unknown"]


def test_a_threat_before_a_gap_in_the_record_is_unknown():
    table = pd.concat([edges(100), acts([99], "THREATEN"), acts(range(200, 400), "CONSULT", "x", "y")])
    assert threats("A", "B", table, days=10).to_frame()["outcome"].tolist() == ["unknown"]


def test_only_what_was_threatened_carries_a_threat_out():
    threat = acts([100], "THREATEN", about="SANCTION")
    assert outcome(threat, acts([105])) == ["ignored"]
    assert outcome(threat, acts([106], "SANCTION")) == ["carried_out"]


def test_the_act_of_the_same_day_is_not_after_the_threat():
    assert outcome(acts([100], "THREATEN"), acts([100])) == ["ignored"]


def test_few_threats_give_no_verdict_and_say_how_few():
    table = pd.concat([edges(), acts([100, 200], "THREATEN"), acts([105])])
    found = threats("A", "B", table, days=10)
    assert found.verdict == "cannot_tell"
    assert "only 2 threats" in found.reason


def test_a_record_without_threats_says_so():
    found = threats("A", "B", pd.concat([edges(), acts([5])]))
    assert found.verdict == "cannot_tell"
    assert "THREATEN" in found.reason
    assert list(found.to_frame().columns)[:3] == ["date", "actor", "recipient"]


def world(seed, planted=False, **kwargs):
    """Threats at random days in a world of acts; planted: an act follows each within three days."""
    rng = np.random.default_rng(seed)
    table = simulate.events(simulate.World(days=1800, rates=(0.15, 0.15), **kwargs), seed).assign(type="ASSAULT")
    days = np.sort(rng.choice(np.arange(60, 1700), 50, replace=False))
    extra = [acts(days + rng.integers(1, 4, 50))] if planted else []
    return pd.concat([table, acts(days, "THREATEN"), *extra])


def test_threats_that_are_carried_out_are_found():
    found = threats("A", "B", world(1, planted=True), days=7)
    assert found.verdict == "followed"
    assert found.low > 1.1


def test_threats_without_consequence_seldom_look_like_having_one():
    """Of 20 worlds with bursts in which threats mean nothing, at most two give a verdict."""
    verdicts = [threats("A", "B", world(s, bursts=True), days=7).verdict for s in range(20)]
    assert sum(v in ("followed", "fewer") for v in verdicts) <= 2


def test_where_acts_come_daily_no_threat_can_stand_out():
    table = pd.concat([acts(range(900)), acts(range(50, 850, 20), "THREATEN")])
    found = threats("A", "B", table, days=30)
    assert found.verdict == "cannot_tell"
    assert "ordinary days" in found.reason


def test_all_dyads_together_keep_each_to_itself():
    parts = [world(s, planted=True).replace({"actor": {"A": f"A{s}"}, "recipient": {"B": f"B{s}"}}) for s in range(3)]
    found = threats(None, None, pd.concat(parts), days=7)
    assert set(found.to_frame()["actor"]) == {"A0", "A1", "A2"}
    assert found.verdict == "followed"


def test_with_many_dyads_those_of_few_threats_are_left_out_and_counted():
    few = [acts([100], "THREATEN", actor=f"a{n}") for n in range(200)]
    found = threats(None, None, pd.concat([edges(), *few, acts([100, 150, 200], "THREATEN"), acts([105])]), days=7)
    assert set(found.to_frame()["actor"]) == {"A"}
    assert "200 dyads with fewer than 3 threats are left out." in found.caveats


def test_the_outcomes_add_up_and_reach_json():
    found = threats("A", "B", world(1), days=7)
    assert sum(found.outcomes.values()) == len(found.to_frame()) == 50
    assert '"usual_risk"' in found.to_json()
    assert found.plot().to_dict()["mark"]["type"] == "bar"


@pytest.mark.parametrize("name", ["carried_out", "heeded", "ignored", "unknown"])
def test_every_outcome_is_named_even_if_it_did_not_occur(name):
    assert name in threats("A", "B", pd.concat([edges(), acts([5])])).outcomes
