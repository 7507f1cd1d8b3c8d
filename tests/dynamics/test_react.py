"""The reaction test keeps its size under hidden drivers and sees answers."""

import json

import numpy as np
import pandas as pd
import pytest

from talion.dynamics import answer, rates, simulate
from talion.dynamics.react import react
from talion.dynamics.simulate import World

KEYS = {"verdict", "p_value", "share", "share_low", "share_high", "half_life_days"}


def rejections(world, runs, seed):
    """Return how often each direction is called an answer at the 5% level."""
    found = [answer.answers(y) for y in simulate.counts(world, runs, seed)]
    return [sum(f[i].p_value <= 0.05 for f in found) for i in (0, 1)]


@pytest.mark.parametrize(
    "world",
    [
        World(days=2500),
        World(days=2500, driver_days=10),
        World(days=2500, driver_days=40, own_wake=(0.3, 0.1)),
        World(days=2500, bursts=True, season=0.4, drift=1.0, same_day=0.1, seen=0.6),
    ],
    ids=["nothing", "driver", "driver and own wake", "everything at once"],
)
def test_keeps_its_size_where_neither_answers(world):
    """Of 40 tests at 5%, 2 are due to reject; 7 or more would happen once in 300."""
    assert sum(rejections(world, 20, seed=7)) <= 6


@pytest.mark.parametrize(
    "world", [World(answers=(0.3, 0.0)), World(answers=(0.3, 0.0), driver_days=10, driver_loads=(0.6, 0.6))]
)
def test_sees_an_answer_and_its_direction(world):
    """With a share of 30% the answer is seen, and not the wrong way round."""
    forward, back = rejections(world, 10, seed=3)
    assert forward >= 8
    assert back <= 2


def test_sees_answers_that_go_both_ways():
    """Mutual answers leave no asymmetry; the excess over persistence shows them."""
    forward, back = rejections(World(answers=(0.35, 0.35)), 8, seed=5)
    assert min(forward, back) >= 6


def test_deterrence_is_no_answer():
    """If B's acts lower A's rate, A does not answer."""
    forward, _ = rejections(World(answers=(-0.2, 0.0)), 10, seed=2)
    assert forward <= 1


def test_reversing_time_reverses_the_direction():
    """The direction statistic has the opposite sign in a record read backwards."""
    y = simulate.counts(World(days=2000, answers=(0.3, 0.0)), 1, seed=4)[0]
    assert answer.answers(y)[0].direction > 1
    assert answer.answers(y[::-1].copy())[0].direction < 0


def test_share_and_interval_are_recovered():
    """Over twelve worlds the mean share is within .03 and most intervals hold it."""
    worlds = simulate.counts(World(days=2500, answers=(0.25, 0.0), own_wake=(0.2, 0.2)), 10, seed=6)
    found = [rates.answer_share(y) for y in worlds]
    assert np.mean([f.share for f in found]) == pytest.approx(0.25, abs=0.05)
    assert sum(f.low <= 0.25 <= f.high for f in found) >= 8


def test_json_has_the_keys_of_the_contract():
    """Outside programs read these keys."""
    found = react("A", "B", simulate.events(World(days=1200), seed=1))
    data = json.loads(found.to_json())
    assert set(data) == {"a_answers_b", "b_answers_a", "caveats"}
    assert set(data["a_answers_b"]) >= KEYS
    assert data["caveats"] == list(found.caveats)
    assert found.plot().to_dict()["layer"]


def test_refuses_too_few_acts_with_the_number():
    """Thirty acts are not enough, and the sentence says so."""
    table = simulate.events(World(days=1500, rates=(0.02, 1.0)), seed=1)
    found = react("A", "B", table)
    assert found.a_answers_b.verdict == "cannot_tell"
    acts = int((table["actor"] == "A").sum())
    assert f"only {acts} acts of A" in found.a_answers_b.reason


def test_refuses_if_one_side_is_unobserved():
    """A side that never acts cannot be said not to answer."""
    table = simulate.events(World(days=1500), seed=1)
    found = react("A", "B", table[table["actor"] == "A"])
    assert found.b_answers_a.verdict == "cannot_tell"
    assert "unobserved" in found.b_answers_a.reason


def test_refuses_a_record_with_a_hole():
    """A year without a row in four years is a gap, not peace."""
    table = simulate.events(World(days=1500), seed=1)
    hole = table["date"].between("2001-01-01", "2002-01-01")
    found = react("A", "B", table[~hole])
    assert "gap in the record" in found.a_answers_b.reason


def test_no_sign_needs_the_power_to_have_seen_one():
    """Short and sparse, the record says that it cannot tell rather than no."""
    table = simulate.events(World(days=800, rates=(0.2, 0.2)), seed=11)
    verdicts = {react("A", "B", table).a_answers_b.verdict}
    assert verdicts <= {"cannot_tell", "answers"}


def test_order_of_rows_within_a_day_does_not_matter():
    """Day stamps carry no order, so shuffling rows changes nothing."""
    table = simulate.events(World(days=1000), seed=2)
    mixed = table.sample(frac=1, random_state=0)
    first, second = react("A", "B", table), react("A", "B", mixed)
    pd.testing.assert_frame_equal(first.to_frame(), second.to_frame())
