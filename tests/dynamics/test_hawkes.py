"""Hawkes fits: likelihood, parameters, ties."""

import numpy as np
import pytest

from talion.dynamics import ascent
from talion.dynamics.binned import hawkes_daily
from talion.dynamics.hawkes import TiedTimes, hawkes, recency

ADJACENCY = np.array([[0.3, 0.3], [0.2, 0.4]])


def cascade(baseline, adjacency, decay, end, seed):
    """Simulate by branching: each act brings forth acts after exponential delays."""
    rng = np.random.default_rng(seed)
    size = len(baseline)
    times = [[] for _ in range(size)]
    waiting = [
        (t, i) for i in range(size) for t in rng.uniform(0, end, rng.poisson(baseline[i] * end))
    ]
    while waiting:
        at, i = waiting.pop()
        times[i].append(at)
        for k in range(size):
            for delay in rng.exponential(1 / decay, rng.poisson(adjacency[k, i])):
                if at + delay < end:
                    waiting.append((at + delay, k))
    return [np.sort(np.array(t)) for t in times]


def log_likelihood(times, end, baseline, adjacency, decay):
    """Return the textbook double sum."""
    total = 0.0
    for i, own in enumerate(times):
        for t in own:
            rate = baseline[i]
            for j, other in enumerate(times):
                rate += adjacency[i, j] * decay * np.exp(-decay * (t - other[other < t])).sum()
            total += np.log(rate)
        total -= baseline[i] * end
        for j, other in enumerate(times):
            total -= adjacency[i, j] * (1 - np.exp(-decay * (end - other))).sum()
    return total


def test_the_likelihood_is_the_textbook_one():
    """The fast sums give what the double sum gives."""
    times = cascade([0.3, 0.2], ADJACENCY, 1.5, 300.0, seed=1)
    found = hawkes(times, 300.0, 1.5)
    plain = log_likelihood(times, 300.0, found.baseline, found.adjacency, 1.5)
    assert found.loglik == pytest.approx(plain, abs=1e-6)


def test_no_nearby_point_is_likelier():
    """The fit is the top: small changes of each parameter lose likelihood."""
    times = cascade([0.3, 0.2], ADJACENCY, 1.5, 300.0, seed=2)
    found = hawkes(times, 300.0, 1.5)
    rng = np.random.default_rng(0)
    for _ in range(20):
        baseline = found.baseline * np.exp(0.05 * rng.standard_normal(2))
        adjacency = found.adjacency * np.exp(0.05 * rng.standard_normal((2, 2)))
        assert log_likelihood(times, 300.0, baseline, adjacency, 1.5) <= found.loglik + 1e-9


def test_parameters_and_decay_are_recovered():
    """With 20,000 events all entries come within .03, the decay within a tenth."""
    times = cascade([0.3, 0.2], ADJACENCY, 1.5, 16000.0, seed=3)
    found = hawkes(times, 16000.0)
    assert np.abs(found.adjacency - ADJACENCY).max() < 0.03
    assert found.decay == pytest.approx(1.5, rel=0.1)


def test_long_silences_do_not_overflow():
    """A decay of 50 over ten thousand days stays finite and right."""
    t = np.array([0.0, 0.01, 5000.0, 5000.02, 10000.0])
    found = recency(t, np.zeros(5, dtype=int), 1, 50.0)[0]
    assert found == pytest.approx([0, 50 * np.exp(-0.5), 0, 50 * np.exp(-1.0), 0], abs=1e-9)


def test_day_stamps_are_refused():
    """Tied times have no order; the error says what to use instead."""
    days = np.repeat(np.arange(100.0), 2)
    with pytest.raises(TiedTimes, match="hawkes_daily"):
        hawkes([days, days], 100.0, 1.0)


def test_counts_by_day_recover_what_made_them():
    """Decay 1 a day, half of all answers on the same day: the mean over worlds is within .03."""
    found = []
    for seed in range(4):
        times = cascade([0.3, 0.2], ADJACENCY, 1.0, 4000.0, seed)
        daily = np.stack([np.bincount(t.astype(int), minlength=4000) for t in times], axis=1)
        found.append(hawkes_daily(daily.astype(float)).adjacency)
    assert np.abs(np.mean(found, axis=0) - ADJACENCY).max() < 0.035


def test_more_coefficients_than_events_still_reach_the_top():
    """No coefficient could be raised with gain, nor one above zero be lowered."""
    rng = np.random.default_rng(0)
    for events in (3, 12, 30, 60):
        rows = np.vstack([np.ones(events), rng.gamma(0.3, 1.0, (40, events))])
        reach = np.concatenate([[500.0], rng.uniform(0.5, 3.0, 40)])
        x, _, _ = ascent.top(rows, reach)
        slope = (rows / (x @ rows)).sum(1) - reach
        assert slope.max() < 0.01 * reach.max()
        assert np.abs(slope[x > 1e-6]).max() < 0.01 * reach.max()
        assert x @ reach == pytest.approx(events, rel=1e-3)


def test_a_hidden_driver_shows_in_the_caveats():
    """Times of a rate that swings with the season are no Hawkes process, and the fit says so."""
    rng = np.random.default_rng(1)
    t = np.sort(rng.uniform(0, 3000, 6000))
    swinging = t[rng.random(6000) < 0.5 + 0.5 * np.sin(2 * np.pi * t / 300)]
    assert "does not explain the times of mark 0" in hawkes([swinging], 3000.0, 5.0).caveats[0]
    assert hawkes([t], 3000.0, 5.0).caveats == ()


def test_daily_intervals_hold_the_truth():
    """Of 16 entries in four worlds, at least 13 lie in their 95% intervals."""
    held = 0
    for seed in range(4):
        times = cascade([0.3, 0.2], ADJACENCY, 0.7, 2500.0, seed)
        daily = np.stack([np.bincount(t.astype(int), minlength=2500) for t in times], axis=1)
        low, high = hawkes_daily(daily.astype(float)).interval
        held += int(((low <= ADJACENCY) & (high >= ADJACENCY)).sum())
    assert held >= 13
