"""Reading tables of events: what is taken in, and what errors say."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest

from talion.dynamics.record import UnknownSide
from talion.dynamics.table import TableError, load_events

ROWS = [
    ("2020-01-01", "aaa", "bbb", "ASSAULT"),
    ("2020-01-01", "aaa", "bbb", "CONSULT"),
    ("2020-01-03", "bbb", "aaa", "190"),
    ("2020-01-05", "ccc", "bbb", "173"),
]


@pytest.fixture
def frame():
    return pd.DataFrame(ROWS, columns=["date", "actor", "recipient", "type"])


def test_counts_only_the_chosen_class_on_every_day_of_the_record(frame):
    """Days without acts are zeros, and a consultation is no material conflict."""
    record = load_events(frame)
    assert record.counts("aaa", "bbb").tolist() == [1, 0, 0, 0, 0]
    assert record.counts("bbb", "aaa").tolist() == [0, 0, 1, 0, 0]
    assert record.volume().tolist() == [2, 0, 1, 0, 1]


def test_types_override_the_quad_class(frame):
    """Asked for COERCE alone, assaults do not count."""
    record = load_events(frame, types=["coerce"])
    assert record.counts(None, None).tolist() == [0, 0, 0, 0, 1]


def test_another_quad_class_can_be_asked_for(frame):
    """Verbal co-operation finds the consultation."""
    assert load_events(frame, quad=1).counts("aaa", "bbb").sum() == 1


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".tsv", ".jsonl", ".parquet"])
def test_reads_every_kind_of_file(frame, tmp_path, suffix):
    """A file gives the same counts as the frame it was written from."""
    path = tmp_path / f"events{suffix}"
    if suffix == ".csv":
        frame.to_csv(path, index=False)
    elif suffix == ".tsv":
        frame.to_csv(path, index=False, sep="\t")
    elif suffix == ".csv.gz":
        with gzip.open(path, "wt") as file:
            frame.to_csv(file, index=False)
    elif suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(r) for r in frame.to_dict("records")))
    else:
        import duckdb

        duckdb.sql("SELECT * FROM frame").write_parquet(str(path))
    assert load_events(path).counts("bbb", "aaa").tolist() == [0, 0, 1, 0, 0]


def test_columns_can_be_named(frame):
    """`columns` maps talion's names to those of the table."""
    other = frame.rename(columns={"date": "Event_Date", "actor": "source", "type": "code"})
    record = load_events(other, {"date": "Event_Date", "actor": "source", "type": "code"})
    assert record.counts("aaa", "bbb").sum() == 1


def test_a_missing_column_is_named_with_what_is_close(frame):
    """The error names the file's columns and the option to use."""
    other = frame.rename(columns={"actor": "actors"})
    with pytest.raises(TableError, match=r"'actor' is missing.*Did you mean 'actors'.*--columns"):
        load_events(other)


def test_a_bad_date_is_named_by_line_and_column(frame, tmp_path):
    """The third row stands on line 4 of its file."""
    frame.loc[2, "date"] = "3rd of May"
    frame.to_csv(tmp_path / "e.csv", index=False)
    with pytest.raises(TableError, match=r"e\.csv, line 4, column date: '3rd of May'"):
        load_events(tmp_path / "e.csv")


def test_an_unknown_type_is_refused_with_a_guess(frame):
    """A misspelt type is not silently dropped."""
    frame.loc[0, "type"] = "ASAULT"
    with pytest.raises(TableError, match=r"'ASAULT' is neither .*ASSAULT"):
        load_events(frame)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path):
    """The path is in the message."""
    with pytest.raises(TableError, match=r"nowhere\.csv: there is no such file"):
        load_events(tmp_path / "nowhere.csv")


def test_an_unknown_side_is_refused_with_what_is_close(frame):
    """A misspelt actor does not give an empty answer."""
    with pytest.raises(UnknownSide, match="Did you mean aaa"):
        load_events(frame).check_sides("aab")


def test_own_events_count_only_if_they_happened():
    """Planned and denied acts are left out, and the record says so."""
    frame = pd.DataFrame(
        {
            "date_start": ["2020-01-01"] * 3,
            "actor": [[{"id": "x-force", "country": "XXX"}]] * 3,
            "recipient": [[{"id": "yyy", "country": "YYY"}, {"id": "zzz", "country": "ZZZ"}]] * 3,
            "event_type": ["ASSAULT"] * 3,
            "status": ["actual", "denied", "future"],
        }
    )
    record = load_events(frame)
    assert record.counts("XXX", "yyy").sum() == 1
    assert record.counts("x-force", "ZZZ").sum() == 1
    assert "2 events" in record.notes[0]


def test_a_star_stands_for_all_names_that_begin_so():
    """`ISR*` takes in ISRMIL, and acts within the side do not count."""
    frame = pd.DataFrame(
        {
            "date": ["2000-01-01"] * 3,
            "actor": ["ISRMIL", "ISRGOV", "ISRMIL"],
            "recipient": ["PAL", "PALREB", "ISRGOV"],
            "quad_class": [4, 4, 4],
        }
    )
    record = load_events(frame)
    assert record.counts("ISR*", "PAL*").sum() == 2
    assert record.counts("ISR*", "ISR*").sum() == 0


def test_scores_alone_will_do():
    """Material conflict begins at -5.2 on PLOVER's scale."""
    frame = pd.DataFrame(
        {"date": ["2000-01-01"] * 3, "actor": "a", "recipient": "b", "score": [-9.3, -5.1, 4.0]}
    )
    assert load_events(frame).counts("a", "b").sum() == 1


def test_a_gap_is_found():
    """The longest silence has its length and first day."""
    frame = pd.DataFrame(
        {"date": ["2000-01-01", "2000-01-02", "2000-03-01"], "actor": "a", "recipient": "b", "quad_class": 4}
    )
    gap, since = load_events(frame).longest_gap()
    assert (gap, str(since.date())) == (58, "2000-01-03")


def test_days_are_read_from_compact_dates_and_timestamps():
    """20200103 and 2020-01-03T10:00 are the same day."""
    frame = pd.DataFrame(
        {"date": ["20200103", "2020-01-03T10:00:00"], "actor": "a", "recipient": "b", "quad_class": 4}
    )
    assert np.array_equal(load_events(frame).counts("a", "b"), [2])


def test_events_known_to_a_year_cannot_be_put_in_order():
    """They are left out, with their number, unless asked for."""
    frame = pd.DataFrame({"date": ["2000-01-03", "2000", "2000-02"], "actor": "a", "recipient": "b", "quad_class": 4})
    record = load_events(frame)
    assert record.counts("a", "b").sum() == 1
    assert any("2 events dated only to a span" in n for n in record.notes)
    assert len(load_events(frame, vague=True).frame) == 3


@pytest.mark.parametrize("nobody", ["unk", "---", "", None])
def test_who_is_not_named_is_no_side(nobody):
    """Such rows count towards volume, and the record says how many there are."""
    frame = pd.DataFrame({"date": ["2000-01-03"], "actor": [nobody], "recipient": ["b"], "quad_class": [4]})
    record = load_events(frame)
    assert record.frame["actor"].tolist() == [""]
    assert record.volume().sum() == 1
    assert any("1 event without a named actor" in n for n in record.notes)


def test_codes_that_came_as_numbers_get_their_zero_back():
    """Among codes of three digits 20 was 020, an appeal; among roots it is mass violence."""
    frame = pd.DataFrame({"date": "2000-01-03", "actor": "a", "recipient": "b", "type": [20, 190]})
    assert load_events(frame).frame["event_type"].tolist() == ["REQUEST", "ASSAULT"]
    roots = frame.assign(type=[20, 19])
    assert load_events(roots).frame["event_type"].tolist() == ["ASSAULT", "ASSAULT"]


def test_rows_without_a_type_are_counted_in_a_note(frame):
    """CAMEO's plain statements are no PLOVER type."""
    frame.loc[0, "type"] = "010"
    assert any("1 event of no PLOVER type" in n for n in load_events(frame).notes)
