"""Clients of a sponsor: listed, and inferred from the record."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from talion.dynamics import simulate
from talion.dynamics.belonging import clients, rivals
from talion.dynamics.proxies import ALL, proxies
from talion.dynamics.record import UnknownSide
from talion.dynamics.table import TableError


def many(n, actor, recipient, place="", start="2008-01-01"):
    day = pd.date_range(start, periods=n, freq="11D")
    return pd.DataFrame({"date": day, "actor": actor, "recipient": recipient, "type": "ASSAULT", "place": place})


def record():
    """Hezbollah and an unlisted group aim at Israel; another group aims elsewhere."""
    return pd.concat([
        many(60, "hezbollah-lbn", "isr", "LBN"), many(60, "the unlisted", "isr", "SYR"),
        many(60, "bystanders", "nobody in particular"), many(60, "others", "somebody else"),
        many(20, "irn", "usa"), many(20, "isr", "irn"), many(5, "the rare", "isr"),
    ])  # fmt: skip


def frame():
    return proxies("irn", record()).to_frame()


def whole():
    table = frame()
    return table[table["theatre"] == ALL].set_index("actor")


def test_a_listed_client_that_aims_at_the_rivals_is_found_in_the_record_too():
    row = whole().loc["hezbollah-lbn"]
    assert (row["listed"], row["inferred"], row["start"]) == (True, "possible_client", "1982-01-01")
    assert row["on_rivals"] == 1
    assert row["aim_low"] > 1


def test_an_unlisted_actor_with_the_same_aims_is_suggested():
    row = whole().loc["the unlisted"]
    assert (row["listed"], row["inferred"]) == (False, "possible_client")


def test_actors_that_aim_elsewhere_or_are_rare_are_not_suggested():
    assert not {"bystanders", "others", "the rare", "isr", "irn"} & set(whole().index)


def test_one_that_attacks_the_sponsor_is_no_client():
    table = pd.concat([record(), many(20, "the unlisted", "irn")])
    found = proxies("irn", table).to_frame()
    assert "the unlisted" not in set(found["actor"])


def test_theatres_are_told_apart():
    table = frame()
    rows = table[table["actor"] == "hezbollah-lbn"]
    assert set(rows["theatre"]) == {ALL, "LBN"}


def test_the_sponsor_is_known_by_name_code_or_id():
    for name in ("irn", "Iran", "IRN"):
        assert proxies(name, record()).to_frame()["actor"].iloc[0] == "hezbollah-lbn"


def test_what_is_too_rare_for_the_timing_says_how_rare():
    assert "60 acts by it on the rivals are reported; 100 are needed." in whole().loc["hezbollah-lbn", "reason"]
    row = proxies("irn", pd.concat([record(), many(120, "the unlisted", "isr")])).to_frame().set_index("actor")
    assert "20 acts against the sponsor are reported" in row.loc["the unlisted", "reason"].iloc[0]


def timed(answers):
    """Israel acts on Iran; Hezbollah's acts on Israel answer those, or do not."""
    world = simulate.World(days=3600, rates=(0.8, 0.8), answers=(answers, 0.0), half_life=2.0)
    table = simulate.events(world, seed=5).assign(type="ASSAULT")
    mine = table["actor"] == "A"
    return table.assign(
        actor=np.where(mine, "hezbollah-lbn", "isr"), recipient=np.where(mine, "isr", "irn"),
        date=table["date"] + pd.Timedelta(days=366 * 3),
    )  # fmt: skip


@pytest.mark.parametrize(("share", "verdict"), [(0.5, "answers"), (0.0, "no_sign")])
def test_acts_that_follow_acts_against_the_sponsor_are_told_from_those_that_do_not(share, verdict):
    row = proxies("irn", timed(share)).to_frame().set_index("actor").loc["hezbollah-lbn"]
    assert row["answers"] == verdict


def test_a_record_of_others_only_cannot_tell():
    found = proxies("irn", many(3, "irn", "usa"))
    assert found.verdict == "cannot_tell"
    assert "hezbollah-lbn" in found.unseen


def test_an_unknown_sponsor_is_an_error():
    with pytest.raises(UnknownSide):
        proxies("nobody", record())
    with pytest.raises(TableError, match="knowledge holds no actor"):
        proxies("bystanders", record())


def test_organs_of_the_sponsor_bring_their_clients():
    """The Quds Force sponsors for Iran."""
    assert {"hamas-pse", "hezbollah-lbn"} <= {t.to_id for t in clients("irn")}
    assert all("irn" in (t.from_id, t.to_id) for t in rivals("irn"))


def test_the_answer_can_be_drawn_and_printed():
    found = proxies("irn", record())
    assert "hezbollah-lbn (listed" in found.summary()
    assert '"listed_but_unseen"' in found.to_json()
    assert "relative to others" in str(found.plot().to_dict())
