"""Who acts on whom."""

from __future__ import annotations

import pandas as pd
import pytest

from talion.dynamics.belonging import identity
from talion.dynamics.dyads import dyads
from talion.dynamics.table import TableError


def rows(*events: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(events, columns=["date", "actor", "recipient", "type"])


TABLE = rows(
    ("2006-07-12", "hezbollah-lbn", "isr", "ASSAULT"),
    ("1980-01-01", "irn", "isr", "THREATEN"),
    ("2006-07-13", "isr", "hezbollah-lbn", "ASSAULT"),
    ("2006-07-14", "isr", "hezbollah-lbn", "COERCE"),
    ("1981-01-01", "hezbollah-lbn", "isr", "ASSAULT"),
)


def test_acts_are_counted_by_dyad_with_severity_and_days():
    found = dyads(TABLE).to_frame().set_index(["actor", "recipient"])
    row = found.loc[("isr", "hezbollah-lbn")]
    assert (row["acts"], row["first"], row["last"]) == (2, "2006-07-13", "2006-07-14")
    assert row["severity"] == pytest.approx((-9.3 - 7.2) / 2)
    assert found["share"].sum() == pytest.approx(1)


def test_a_dyad_without_acts_keeps_its_other_events():
    row = dyads(TABLE).to_frame().set_index(["actor", "recipient"]).loc[("irn", "isr")]
    assert (row["acts"], row["events"], row["verbal_conflict"]) == (0, 1, 1)
    assert row["first"] is None or pd.isna(row["first"])


def test_a_proxy_counts_with_its_sponsor_only_while_it_is_one():
    """Hezbollah is listed with no sponsor in 1981 and with one in 1983."""
    table = rows(("1983-06-01", "hezbollah-lbn", "isr", "ASSAULT"), ("1981-01-01", "hezbollah-lbn", "isr", "ASSAULT"))
    found = dyads(table, proxies="in").to_frame()
    assert sorted(found["actor"]) == ["hezbollah-lbn", "irn"]
    assert set(dyads(table, proxies="out").to_frame()["actor"]) == {"hezbollah-lbn"}


def test_a_proxy_of_several_sponsors_goes_to_the_one_that_sponsors_the_others():
    """In 1995 both Iran and Syria are listed for Hezbollah, and Iran for Syria."""
    found = dyads(rows(("1995-01-01", "hezbollah-lbn", "isr", "ASSAULT")), proxies="in")
    assert found.to_frame()["actor"].tolist() == ["irn"]


def test_a_proxy_of_unrelated_sponsors_stands_alone_and_is_counted():
    found = dyads(rows(("2009-01-01", "hamas-pse", "isr", "ASSAULT")), proxies="in")
    assert found.to_frame()["actor"].tolist() == ["hamas-pse"]
    assert any(c.startswith("1 rows are of actors with several sponsors") for c in found.caveats)


def test_an_event_of_two_actors_counts_in_both_dyads_and_says_so():
    table = pd.DataFrame({
        "date": ["2020-01-03"], "type": ["ASSAULT"], "recipient": [[{"id": "irn", "country": "IRN"}]],
        "actor": [[{"id": "usa", "country": "USA"}, {"id": "gbr", "country": "GBR"}]],
    })  # fmt: skip
    found = dyads(table)
    assert found.acts == 2
    assert any("each of its dyads" in c for c in found.caveats)


def test_an_empty_table_gives_the_right_columns_and_one_line():
    found = dyads(rows())
    assert list(found.to_frame().columns[:3]) == ["actor", "recipient", "acts"]
    assert found.summary().startswith("No dyad")


def test_proxies_must_be_in_or_out():
    with pytest.raises(TableError, match="say in or out"):
        dyads(TABLE, proxies="both")


@pytest.mark.parametrize(
    ("name", "id", "country"),
    [("Police (Iraq)", None, "IRQ"), ("ISRMIL", "isr", "ISR"), ("Iran", "irn", "IRN"), ("LBNREB", None, "LBN"),
     ("hezbollah-lbn", "hezbollah-lbn", "LBN"), ("nobody at all", None, None)],
)  # fmt: skip
def test_names_of_other_records_are_known_by_bracket_code_or_name(name, id, country):
    assert (identity(name).id, identity(name).country) == (id, country)


def test_the_plot_holds_the_busiest_dyads():
    assert "hezbollah-lbn → isr" in str(dyads(TABLE).plot().to_dict())


def test_without_scores_none_is_printed():
    table = pd.DataFrame({"date": ["2020-01-03"], "actor": "a", "recipient": "b", "quad_class": 4})
    assert "a on b: 1 (100.0%), 2020-01-03" in dyads(table).summary()


def test_names_stand_for_ids_and_an_event_of_a_year_keeps_its_span():
    sides = {"actor": [[{"id": "chn", "name": "China"}]], "recipient": [[{"id": "vnm", "name": "Vietnam"}]]}
    table = pd.DataFrame({**sides, "date_start": "1988-01-01", "date_end": "1988-12-31", "event_type": "ASSAULT", "status": "actual"})
    found = dyads(table)
    assert "China on Vietnam" in found.summary()
    assert "1988-01-01 to 1988-12-31" in found.summary()
    assert found.to_dict()["names"] == {"chn": "China", "vnm": "Vietnam"}
