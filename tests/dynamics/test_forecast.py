"""Forecasts come with an honest track record."""

import json

import numpy as np
import pytest

from talion.dynamics import fan, scores, simulate
from talion.dynamics.forecast import forecast, origins
from talion.dynamics.simulate import World
from talion.dynamics.smoothing import auto_ets


@pytest.fixture(scope="module")
def found():
    return forecast("A", "B", simulate.events(World(days=900, own_wake=(0.5, 0.0)), seed=3))


def test_json_has_the_keys_of_the_contract(found):
    """Outside programs read these keys."""
    data = json.loads(found.to_json())
    assert set(data["quantiles"]) == {"0.05", "0.25", "0.5", "0.75", "0.95"}
    record = data["track_record"]
    assert set(record) == {"crps", "crps_baselines", "coverage90", "origins"}
    assert set(record["crps_baselines"]) == {"last_month", "climatology", "conflictology_12", "autoets"}


def test_quantiles_rise(found):
    """A higher level is a larger number."""
    values = list(found.quantiles.values())
    assert values == sorted(values)


def test_a_past_forecast_does_not_see_what_came():
    """Changing the days after an origin leaves the forecast made there unchanged."""
    y = np.random.default_rng(0).poisson(1.0, 500).astype(float)
    other = y.copy()
    other[400:] = 9
    draws = [fan.paths(v[:400], 30, 100, np.random.default_rng(1)) for v in (y, other)]
    assert np.array_equal(*draws)


def test_intervals_cover_what_a_steady_process_does():
    """Over sixty forecasts of a Poisson process the 90% intervals hold 78% to 99%."""
    rng = np.random.default_rng(5)
    held = []
    for _ in range(60):
        y = rng.poisson(0.8, 330).astype(float)
        total = fan.paths(y[:300], 30, 300, rng)[:, -1]
        held.append(scores.covers(total, y[300:].sum()))
    assert 0.78 <= np.mean(held) <= 0.99


def test_beats_last_month_on_a_steady_process(found):
    """Repeating last month is twice as far off as it need be."""
    assert found.crps < found.crps_baselines["last_month"]


def test_the_same_seed_gives_the_same_forecast():
    """The numbers do not change between runs."""
    table = simulate.events(World(days=500), seed=4)
    assert forecast("A", "B", table).quantiles == forecast("A", "B", table).quantiles


def test_refuses_a_record_without_room_for_a_track_record():
    """A hundred days hold no four past forecasts of thirty days."""
    found = forecast("A", "B", simulate.events(World(days=100), seed=1))
    assert "4 are needed" in found.reason
    assert json.loads(found.to_json())["mean"] is None


def test_refuses_a_handful_of_acts():
    """The number that decided is in the sentence."""
    found = forecast("A", "B", simulate.events(World(days=900, rates=(0.005, 1.0)), seed=1))
    assert "12 are needed" in found.reason


def test_origins_do_not_overlap_where_the_record_is_long():
    """Windows are thirty days apart, the last ending with the record."""
    starts = origins(1000, 30)
    assert starts[-1] == 970
    assert set(np.diff(starts)) == {30}


def test_crps_is_what_its_definition_says():
    """The sorted formula equals the double sum over draws."""
    x = np.array([1.0, 4.0, 4.0, 7.0])
    plain = np.abs(x - 3).mean() - np.abs(x[:, None] - x[None]).mean() / 2
    assert scores.crps(x, 3.0) == pytest.approx(plain)


def test_a_trend_is_smoothed_as_a_trend():
    """A rising series is forecast above its last value."""
    assert auto_ets(np.arange(24.0)).mean == pytest.approx(24.0, abs=0.5)


def test_a_constant_series_has_no_spread():
    """Without errors there is nothing to spread."""
    smooth = auto_ets(np.full(12, 5.0))
    assert smooth.mean == pytest.approx(5.0)
    assert smooth.sd < 0.01
