"""Effects of dated acts: regression to the mean is not sold as deterrence."""

import json

import numpy as np
import pandas as pd
import pytest

from talion.dynamics.effect import effect
from talion.dynamics.gap import Gap
from talion.dynamics.judging import at_peaks, judge

START = pd.Timestamp("2000-01-01")


def world(seed, factor=1.0, days=2200, lasting=14, chosen="bursts", number=35):
    """Return strike days and attacks; strikes follow attacks and multiply their rate after."""
    rng = np.random.default_rng(seed)
    acts = np.zeros(days)
    wake, burst, last, strikes = 0.6, 0.0, -999, []
    for day in range(days):
        burst = burst * np.exp(-1 / 6) + rng.exponential(4) * (rng.random() < 1 / 80)
        rate = 0.3 * (1 + burst) / 1.3 + 0.5 * wake
        if last < day <= last + lasting:
            rate *= factor
        acts[day] = rng.poisson(rate * rng.gamma(3, 1 / 3))
        wake = 0.87 * wake + 0.13 * acts[day]
        week = acts[max(0, day - 6) : day + 1].sum() / 4.2
        chance = number / days * (week**1.5 if chosen == "bursts" else 1.0) * 0.7
        if rng.random() < min(0.5, chance):
            strikes.append(START + pd.Timedelta(days=day))
            last = day
    return strikes, table(acts)


def table(acts):
    day = np.repeat(np.arange(len(acts)), acts.astype(int))
    return pd.DataFrame(
        {
            "date": START + pd.to_timedelta(day, unit="D"),
            "actor": "B",
            "recipient": "A",
            "quad_class": 4,
        }
    )


def verdicts(runs, **kwargs):
    return [effect(*_arguments(seed, **kwargs)).verdict for seed in range(runs)]


def _arguments(seed, **kwargs):
    strikes, events = world(seed, **kwargs)
    return strikes, "A", "B", events


def test_strikes_that_follow_bursts_and_do_nothing_have_no_effect():
    """Before and after differ by half; still at most 2 of 25 are called an effect."""
    found = verdicts(25)
    assert found.count("deterred") + found.count("provoked") <= 2


def test_true_deterrence_is_seen():
    """Halving the rate for a fortnight is seen in at least 10 of 12 worlds."""
    assert verdicts(12, factor=0.5).count("deterred") >= 10


def test_true_provocation_is_seen_if_the_dates_are_no_burst():
    """Dates independent of the past that raise the rate by 80% are seen."""
    assert verdicts(10, factor=1.8, chosen="chance").count("provoked") >= 7


def test_leads_are_shown_and_the_change_is_taken_apart():
    """The week before was above normal, and the summary says what the mean accounts for."""
    strikes, events = world(1)
    found = effect(strikes, "A", "B", events)
    assert found.lead_ratio > 1.2
    assert "regression to the mean accounts for" in found.summary()
    assert found.after / found.before == pytest.approx(
        found.expected / found.before * found.rate_ratio, rel=1e-6
    )
    assert list(found.to_frame()["week"]) == list(range(-4, 7))


def test_json_has_the_keys_of_the_contract():
    """Outside programs read these keys."""
    strikes, events = world(2)
    data = json.loads(effect(strikes, "A", "B", events).to_json())
    assert {"verdict", "rate_ratio", "low", "high", "lead_ratio", "caveats"} <= set(data)
    assert data["low"] <= data["rate_ratio"] <= data["high"]


def test_one_date_uses_the_past_alone():
    """What follows a single date does not shape what was expected of it."""
    rng = np.random.default_rng(0)
    acts = rng.poisson(1.0, 1200).astype(float)
    quiet = acts.copy()
    quiet[801:1100] = 0
    found = [effect("2002-03-11", "A", "B", table(a), days=60) for a in (acts, quiet)]
    assert found[0].expected == pytest.approx(found[1].expected)
    assert found[1].verdict == "deterred"
    assert found[0].verdict != "deterred"


def test_refuses_too_few_acts_with_the_number():
    """A dozen acts cannot show a change."""
    acts = np.zeros(1000)
    acts[::90] = 1
    acts[-1] = 1
    found = effect("2001-06-01", "A", "B", table(acts))
    assert found.verdict == "cannot_tell"
    assert f"only {int(acts.sum())} acts" in found.reason


def test_refuses_dates_outside_the_record():
    """A date before the record has no past to be judged by."""
    _, events = world(3)
    found = effect("1999-01-01", "A", "B", events)
    assert found.verdict == "cannot_tell"
    assert "no date lies far enough" in found.reason


def test_peaks_picked_in_hindsight_are_told_from_acts_after_bursts():
    """Dates at the highest fortnights lie at peaks; strikes that follow attacks seldom do."""
    strikes, events = world(4)
    days = (events["date"] - START).dt.days
    acts = np.bincount(days, minlength=2200).astype(float)
    level = np.convolve(acts, np.ones(14))[:2200]
    level[:200] = level[-120:] = -1
    peaks = []
    for _ in range(15):
        peaks.append(int(np.argmax(level)))
        level[max(0, peaks[-1] - 45) : peaks[-1] + 45] = -1
    assert at_peaks(acts, np.array(peaks)) >= 0.8
    assert at_peaks(acts, np.array([(s - START).days for s in strikes])) < 0.5


def test_deterrence_is_not_claimed_of_peaks():
    """The same fall is deterrence after ordinary days, and untold after the record's peaks."""
    places = np.arange(200, 2000, 60)
    flat = np.random.default_rng(1).poisson(1.0, 2200).astype(float)
    peaked = flat.copy()
    peaked[places] += 40
    gap = Gap(observed=5, expected=10, ratio=0.5, low=0.3, high=0.8, error=0.2,
              totals=np.full(30, 5.0), shifted=np.zeros(0))  # fmt: skip
    assert judge(gap, flat, places, 14)[0] == "deterred"
    verdict, reason = judge(gap, peaked, places, 14)
    assert verdict == "cannot_tell"
    assert "hindsight" in reason


def test_a_lasting_change_after_one_date_is_seen():
    """One date lets the window grow until a halving would show."""
    rng = np.random.default_rng(2)
    acts = rng.poisson(np.where(np.arange(2000) > 1200, 0.35, 1.0)).astype(float)
    found = effect(START + pd.Timedelta(days=1200), "A", "B", table(acts))
    assert found.verdict == "deterred"
    assert found.low < 0.35 < found.high


def test_no_visible_effect_leaves_out_a_halving_and_a_doubling():
    """An interval that reaches from a half to double says that it cannot tell."""
    rng = np.random.default_rng(0)
    acts = rng.poisson(0.15, 900).astype(float)
    found = effect(START + pd.Timedelta(days=500), "A", "B", table(acts))
    assert found.high / found.low > 4
    assert found.verdict == "cannot_tell"


def flat(rate, days=1500):
    return np.random.default_rng(0).poisson(rate, days).astype(float)


def after(acts, *places, days=None):
    """Return the effect found after the days at these places."""
    return effect([START + pd.Timedelta(days=p) for p in places], "A", "B", ended(acts), days=days)


def ended(acts):
    """Return events with a row of another kind on the first and the last day."""
    ends = [START, START + pd.Timedelta(days=len(acts) - 1)]
    rows = pd.DataFrame({"date": ends, "actor": "B", "recipient": "A", "quad_class": 1})
    return pd.concat([table(acts), rows])


@pytest.mark.parametrize("places", [(690,), (300, 450, 600)])
def test_nothing_is_said_of_dates_before_the_first_act(places):
    """Without any act before the dates there is nothing to expect, and no verdict."""
    acts = flat(1.0)
    acts[:700] = 0
    found = after(acts, *places)
    assert found.verdict == "cannot_tell"
    assert "no act of B is reported before the date" in found.summary()
    assert "nan" not in found.summary()


def test_a_date_before_the_first_act_is_left_out_and_said_so():
    """The others are judged; the sentence is in the singular."""
    acts = flat(1.0)
    acts[:200] = 0
    found = after(acts, 150, 500, 800, 1100)
    assert len(found.dates) == 3
    assert "1 of 4 dates is left out for want of an act of B before." in found.caveats


def test_a_change_from_no_acts_before_is_no_factor():
    """Three quiet fortnights before the dates: the summary says so instead of dividing by zero."""
    acts = flat(1.0)
    for place in (400, 700, 1000):
        acts[place - 14 : place] = 0
    words = after(acts, 400, 700, 1000, days=14).summary()
    assert "In the 14 days before, no act was reported" in words
    assert "nan" not in words


def test_too_little_expected_is_refused_with_the_numbers():
    """Three acts in two years lead one to expect next to nothing."""
    acts = flat(1.0)
    acts[:700] = 0
    acts[[50, 350, 650]] = 1
    found = after(acts, 690)
    assert found.verdict == "cannot_tell"
    assert "acts were to be expected in the 180 days after the date" in found.reason
    assert "4 are needed" in found.reason


def test_an_expectation_that_runs_away_is_refused():
    """A past of a hundred days that only rises gives an interval without meaning."""
    acts = flat(1.0)
    acts[:700] = 0
    found = after(acts, 300, 450, 800)
    assert found.verdict == "cannot_tell"
    assert "so unsure" in found.reason


def test_dates_too_close_to_the_end_for_the_window_are_counted():
    """A date that the chosen window does not fit after is left out with a sentence."""
    found = after(flat(1.0), 600, 1000, 1480, days=30)
    assert len(found.dates) == 2
    assert "1 of 3 dates is left out for want of 30 days of record after." in found.caveats


def test_one_date_is_written_in_the_singular():
    """No "1 dated acts", no "the dates" where there is one."""
    words = after(flat(1.0), 800).summary()
    assert words.startswith("After 1 dated act of A,")
    assert "In the week before the date the rate" in words
    assert "the dates" not in words
    assert "dated acts" not in words
