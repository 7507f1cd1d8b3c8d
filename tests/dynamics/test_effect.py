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
    assert "none of the dates" in found.reason


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
