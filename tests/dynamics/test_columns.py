"""Which column holds what: what the user says, then plain names, then usual ones."""

from __future__ import annotations

import pandas as pd
import pytest

from talion.dynamics.columns import find_columns
from talion.dynamics.source import TableError


def found(*names, **asked):
    return find_columns(pd.DataFrame(columns=list(names)), asked, "e.csv")


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (["date", "source", "target", "code"], ("source", "target")),
        (["Event Date", "Source Name", "Source Country", "Target Name", "Target Country", "CAMEO Code"], ("Source Name", "Target Name")),
        (["Event Date", "Source Country", "Target Country", "CAMEO Code"], ("Source Country", "Target Country")),
        (["SQLDATE", "Actor1Code", "Actor1Name", "Actor2Code", "Actor2Name", "EventCode", "QuadClass"], ("Actor1Code", "Actor2Code")),
        (["event_date", "event_type", "actor1", "actor2", "source"], ("actor1", "actor2")),
        (["DATE", "ACTOR", "RECIPIENT", "QUAD"], ("ACTOR", "RECIPIENT")),
    ],
)  # fmt: skip
def test_usual_names_are_found_and_said(names, sides):
    columns, notes = found(*names)
    assert (columns["actor"], columns["recipient"]) == sides
    if sides[0].lower() != "actor":
        assert f"{sides[0]} as actor" in notes[0]


def test_the_country_of_a_side_is_kept_beside_its_name():
    columns, _ = found(
        "date", "source_name", "source_country", "target_name", "target_country", "code"
    )
    assert (columns["actor_country"], columns["recipient_country"]) == (
        "source_country",
        "target_country",
    )


def test_two_usual_names_for_one_thing_are_refused():
    with pytest.raises(
        TableError, match=r"'actor' could be actor1 or source\. Say which with --columns"
    ):
        found("date", "source", "target", "actor1", "actor2", "quad_class")


def test_plain_names_and_the_user_go_before_usual_ones():
    assert found("date", "actor", "recipient", "source", "target", "type")[0]["actor"] == "actor"
    columns, notes = found(
        "date", "source", "target", "actor1", "actor2", "type", actor="actor1", recipient="actor2"
    )
    assert (columns["actor"], notes) == ("actor1", [])


def test_one_side_alone_is_not_guessed_from_another_family():
    """A newspaper's name in `source` is no actor just because `actor2` is there."""
    with pytest.raises(TableError, match="'actor' is missing"):
        found("date", "source", "actor2", "type")


def test_errors_list_the_columns_of_the_table_and_no_others():
    with pytest.raises(TableError) as error:
        found("when", "who")
    assert "the columns are when, who." in str(error.value)


def test_an_unknown_key_is_refused_with_those_there_are():
    with pytest.raises(
        TableError, match=r"no column 'dat'; it knows date, actor.*Did you mean 'date'"
    ):
        found("date", dat="date")
