"""Pressure inside a state beside its conduct abroad."""

from __future__ import annotations

import numpy as np
import pandas as pd

from talion.dynamics.pressure import correlations, pressure, shuffled

MONTHS = pd.period_range("2005-01", periods=120, freq="M")


def events(protest, abroad, state="irn"):
    """Events by month: protests inside the state, and its assaults on another."""
    parts = []
    for counts, recipient, kind in ((protest, state, "PROTEST"), (abroad, "usa", "ASSAULT")):
        day = MONTHS.to_timestamp().repeat(counts) + pd.Timedelta(days=14)
        parts.append(pd.DataFrame({"date": day, "actor": state, "recipient": recipient, "type": kind}))
    ends = pd.DataFrame({"date": pd.date_range("2005-01-01", "2014-12-31"), "actor": "x", "recipient": "y", "type": "CONSULT"})
    return pd.concat([*parts, ends])


def drawn(seed):
    return np.random.default_rng(seed).negative_binomial(2, 0.1, 120)


def test_protest_that_goes_before_conflict_abroad_is_found():
    protest = drawn(1)
    lead = np.roll(protest, 1) + np.roll(protest, 2)
    found = pressure("irn", events(protest, np.random.default_rng(2).poisson(lead / 2)))
    assert found.verdict == "leads"
    assert "protest goes before more conflict abroad" in found.reason


def test_the_other_direction_is_told_apart():
    abroad = drawn(1)
    lead = np.roll(abroad, 1) + np.roll(abroad, 2)
    found = pressure("irn", events(np.random.default_rng(2).poisson(lead / 2), abroad))
    assert found.verdict == "follows"


def test_what_moves_both_at_once_is_not_called_an_order():
    both = np.random.default_rng(3).gamma(2.0, 6.0, 120)
    rng = np.random.default_rng(4)
    assert pressure("irn", events(rng.poisson(both), rng.poisson(both))).verdict == "together"


def test_unrelated_series_seldom_look_related():
    """Of 20 pairs with a common season and growing coverage at most four are called related."""
    season = 1 + 0.5 * np.sin(2 * np.pi * np.arange(120) / 12) + np.arange(120) / 60
    verdicts = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        verdicts.append(pressure("irn", events(rng.poisson(8 * season), rng.poisson(8 * season))).verdict)
    assert sum(v != "no_sign" for v in verdicts) <= 4


def test_a_short_record_is_refused_with_its_length():
    table = events(drawn(1), drawn(2))
    found = pressure("irn", table[table["date"] < "2008-01-01"])
    assert found.verdict == "cannot_tell"
    assert "36 whole months; 48 are needed" in found.reason


def test_a_side_without_acts_is_refused_with_the_number():
    found = pressure("irn", events(drawn(1), np.zeros(120, dtype=int)))
    assert "only 0 acts abroad" in found.reason
    found = pressure("irn", events(np.zeros(120, dtype=int), drawn(1)))
    assert "only 0 events of protest or repression" in found.reason


def test_places_decide_what_is_inside():
    """Protests of Iranians elsewhere are no domestic pressure; protests of others in Iran are."""
    table = events(drawn(1), drawn(2)).assign(place="")
    protest = table["type"] == "PROTEST"
    outside = pressure("irn", table.assign(place=np.where(protest, "DEU", "")))
    inside = pressure("IRN", table.assign(place=np.where(protest, "IRN", ""), actor=np.where(protest, "x", table["actor"])))
    assert outside.to_frame()["protest"].sum() == 0
    assert inside.to_frame()["protest"].sum() == drawn(1).sum()


def test_names_with_the_country_in_brackets_belong_to_the_state():
    table = events(drawn(1), drawn(2)).replace("irn", "Citizen (Iran)")
    assert pressure("IRN", table).to_frame()["protest"].sum() == drawn(1).sum()


def test_shuffling_keeps_every_value():
    values = np.arange(50.0)
    assert sorted(shuffled(values, np.random.default_rng(0)).tolist()) == values.tolist()


def test_lags_of_many_series_are_those_of_each():
    rng = np.random.default_rng(0)
    many, one = rng.normal(size=(3, 80)), rng.normal(size=80)
    assert np.allclose(correlations(many, one)[1], correlations(many[1], one))


def test_the_answer_can_be_drawn_and_printed():
    found = pressure("irn", events(drawn(1), drawn(2)))
    assert len(found.to_frame()) == 120
    assert '"p_one_way"' in found.to_json()
    assert "Inside irn" in str(found.plot().to_dict())
