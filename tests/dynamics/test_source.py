"""Opening tables: separators, encodings, databases, and files that are none."""

from __future__ import annotations

import pytest

from talion.dynamics.source import TableError, read_table


def written(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_header_tells_the_separator(tmp_path, mark):
    text = mark.join(["date", "actor"]) + "\n" + mark.join(["2020-01-03", "usa"])
    assert read_table(written(tmp_path, "e.csv", text.encode()))[1].columns.tolist() == [
        "date",
        "actor",
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    path = written(tmp_path, "e.csv", b"\xef\xbb\xbfdate,actor\n2020-01-03,usa\n")
    assert read_table(path)[1].columns[0] == "date"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("e.csv", b"", "the table is empty"),
        ("e.csv", "date,actor\n2020-01-03,Perú\n".encode("latin-1"), "not UTF-8"),
        ("e.jsonl", b'{"date": 1}\n[1]\n', "line 2: not a JSON object"),
        ("e.parquet", b"no parquet", "no Parquet"),
        ("e.xlsx", b"x", "not a table talion reads"),
        ("e.duckdb", b"x", "cannot be opened"),
        ("e.csv.gz", b"x", "could not be read"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_reason(tmp_path, name, data, words):
    with pytest.raises(TableError, match=words):
        read_table(written(tmp_path, name, data))


def test_a_folder_is_no_table(tmp_path):
    with pytest.raises(TableError, match="this is a folder"):
        read_table(tmp_path)


def test_a_database_keeps_its_name_and_the_names_of_its_actors(tmp_path):
    """A record from a database is called by its file, its sides by what they are called."""
    from talion import code
    from talion.dynamics.details import sides_in
    from talion.dynamics.table import load_events
    from talion.store.database import Database

    path = tmp_path / "record.duckdb"
    with Database(path) as store:
        store.add(code("Iran attacked Iraq on Friday.", date="2020-01-04"))
    record = load_events(path)
    assert record.source == "record.duckdb"
    assert record.called("irn") == "Iran (irn)"
    assert sides_in(record, "Iran", "IRQ") == ("irn", "IRQ")


def test_a_side_is_found_under_the_record_s_own_spelling():
    """The id of knowledge leads to however the table writes the name."""
    import pandas as pd

    from talion.dynamics.details import sides_in
    from talion.dynamics.table import load_events

    table = pd.DataFrame({"date": ["2020-01-03"], "actor": "Hizbollah", "recipient": "State of Israel", "quad_class": 4})
    assert sides_in(load_events(table), "hezbollah-lbn", "isr") == ("Hizbollah", "State of Israel")


def test_files_of_different_kinds_are_not_one_table(tmp_path):
    """Rows would drop out unseen; files of one kind are put together."""
    first = written(tmp_path, "a.csv", b"date,actor\n2020-01-03,usa\n")
    same = written(tmp_path, "b.csv", b"actor,date\nirn,2020-01-04\n")
    other = written(tmp_path, "c.csv", b"day,who\n2020-01-03,usa\n")
    assert read_table([first, same])[1]["actor"].tolist() == ["usa", "irn"]
    with pytest.raises(TableError, match=r"a\.csv and c\.csv have different columns \(actor, date, day, who\)"):
        read_table([first, other])
