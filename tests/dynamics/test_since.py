"""The worst since when."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from talion.dynamics.readings import look
from talion.dynamics.since import since
from talion.dynamics.table import TableError

START = pd.Timestamp("2010-01-01")


def record(extra, days=2000, rate=1.0, seed=0, **columns):
    """A record of even acts with `extra[day]` more on some days."""
    counts = np.random.default_rng(seed).poisson(rate, days)
    for day, more in extra.items():
        counts[day] += more
    table = pd.DataFrame({"date": START + pd.to_timedelta(np.repeat(np.arange(days), counts), unit="D")})
    return table.assign(actor="a", recipient="b", quad_class=4, **columns)


def day(number):
    return str((START + pd.Timedelta(days=number)).date())


def test_the_last_day_as_bad_is_found():
    found = since(day(1800), record({900: 40, 1800: 35}))
    assert (found.since, found.verdict) == (day(900), "holds")


def test_what_nothing_matches_is_a_record_of_this_table_only():
    found = since(day(1800), record({1800: 30}))
    assert found.since is None
    assert "of this record" in found.reason
    assert any("cannot be compared" in c for c in found.caveats)


def test_a_claim_older_than_the_last_match_does_not_hold():
    found = since(day(1800), record({900: 40, 1500: 40, 1800: 30}), claim=day(900))
    assert found.verdict == "does_not_hold"


def test_a_close_call_is_doubted_and_a_clear_one_is_not():
    """Six against five is within coding error, thirty against five is not."""
    near = since(day(1800), record({1000: 60, 1400: 10, 1800: 12}, rate=0.3), claim=day(1000))
    clear = since(day(1800), record({1000: 60, 1400: 10, 1800: 50}, rate=0.3), claim=day(1000))
    assert near.doubt_coding > 0.2 > clear.doubt_coding
    assert near.verdict == "doubtful"
    assert clear.verdict == "holds"


def test_perfect_coding_leaves_no_doubt():
    found = since(day(1800), record({1400: 10, 1800: 12}, rate=0.3), claim=day(1), precision=1.0)
    assert found.doubt_coding == 0


def test_growing_coverage_is_held_against_a_recent_record():
    """Reports of everything grew fivefold, and so did the worst day."""
    acts = record({500: 20, 1800: 40})
    volume = np.where(np.arange(2000) < 1000, 2, 20)
    others = pd.DataFrame({"date": START + pd.to_timedelta(np.repeat(np.arange(2000), volume), unit="D")})
    table = pd.concat([acts, others.assign(actor="x", recipient="y", quad_class=1)])
    found = since(day(1800), table, claim=day(10))
    assert found.doubt_coverage > 0.9 > found.doubt_coding
    assert found.verdict == "doubtful"


def test_an_ordinary_day_is_no_superlative():
    verdicts = [since(day(n), record({}, rate=3.0)).verdict for n in (700, 1100, 1500, 1900)]
    assert "holds" not in verdicts


def test_deaths_are_read_from_counts_and_make_readings_of_their_own():
    table = record({1800: 5}, days=1900).assign(dead=1.0)
    table.loc[table["date"] == day(1800), "dead"] = 30.0
    found = since(day(1800), table).to_frame().set_index(["measure", "window"])
    assert found.loc[("deaths", "one day"), "value"] >= 150
    assert found.loc[("deaths in one event", "one day"), "value"] == 30


def test_an_event_is_compared_with_the_acts_between_its_sides():
    table = record({1800: 9}, event_id="").reset_index(drop=True)
    other = record({1801: 50}, event_id="").assign(actor="c")
    at = table.index[table["date"] == day(1800)][0]
    table.loc[at, "event_id"] = "3f2a91"
    found = since("3f2a", pd.concat([table, other]))
    assert (found.day, found.scope) == (day(1800), "acts of material conflict between a and b")


@pytest.mark.parametrize(("when", "words"), [("2010-03-01", "365 are needed"), ("2030-01-01", "has to be within")])
def test_a_day_without_a_past_or_outside_is_refused(when, words):
    found = since(when, record({}))
    assert found.verdict == "cannot_tell"
    assert words in found.reason


def test_few_acts_are_refused_with_their_number():
    found = since(day(600), record({600: 2}, days=700, rate=0.01))
    assert found.verdict == "cannot_tell"
    assert "30 are needed" in found.reason


def test_what_is_no_day_and_no_event_is_an_error():
    with pytest.raises(TableError, match="neither a day nor the id"):
        since("yesterday", record({}))


def test_an_unknown_theatre_names_those_there_are():
    with pytest.raises(TableError, match="the places are IRQ"):
        since(day(900), record({}, place="IRQ"), theatre="IRN")


def test_windows_that_share_days_with_the_event_are_not_earlier():
    daily = np.array([0.0, 0, 0, 0, 9, 0, 9, 0])
    assert look(daily, 6, 3) == (18.0, None)


def test_the_answer_can_be_drawn_and_printed():
    found = since(day(1800), record({900: 40, 1800: 35}))
    assert "6 of 6" in found.summary() or "3 of 3" in found.summary()
    assert found.to_json().count('"measure"') == found.of
    assert "unmatched since" in str(found.plot().to_dict())
