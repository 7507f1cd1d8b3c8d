"""Articles from data frames."""

import datetime as dt

import pandas as pd
import pytest

from talion.reading import ReadingError, articles_of
from talion.records import Article, Unreadable

ROWS = {"id": ["a", "b"], "date": ["2020-01-04", None], "text": ["x", "y"], "source": ["S", None]}


def test_pandas_rows():
    """Each row is an article without a path; missing cells are None."""
    first, second = articles_of(pd.DataFrame(ROWS))
    assert first == Article("a", "x", dt.date(2020, 1, 4), source="S")
    assert second == Article("b", "y")


def test_arrow_rows():
    """Arrow tables are read as well."""
    pa = pytest.importorskip("pyarrow")
    assert [a.id for a in articles_of(pa.table(ROWS))] == ["a", "b"]


def test_polars_rows():
    """Polars frames are read as well."""
    pl = pytest.importorskip("polars")
    assert [a.id for a in articles_of(pl.DataFrame(ROWS))] == ["a", "b"]


def test_timestamps_and_numbers():
    """Timestamps give their day; ids that pandas turned into floats keep their digits."""
    frame = pd.DataFrame(
        {"id": [1, None], "date": pd.to_datetime(["2020-01-04", None]), "text": ["x", "y"]}
    )
    first, second = articles_of(frame)
    assert (first.id, first.date) == ("1", dt.date(2020, 1, 4))
    assert isinstance(second, Unreadable)
    assert (second.line, second.reason) == (2, "column 'id': is empty. Give every article an id.")


def test_date_given_fills_in():
    """Rows without a day take the one given."""
    assert [a.date for a in articles_of(pd.DataFrame(ROWS), dt.date(2019, 1, 1))] == [
        dt.date(2020, 1, 4),
        dt.date(2019, 1, 1),
    ]


def test_missing_column():
    """The error comes at the call and names the likely column."""
    with pytest.raises(ReadingError, match=r"no column 'date'. Hint: did you mean column 'Date'\?"):
        articles_of(pd.DataFrame(ROWS).rename(columns={"date": "Date"}))
    with pytest.raises(ReadingError, match=r"no column 'text'. Found: id, date"):
        articles_of(pd.DataFrame(ROWS)[["id", "date"]])


def test_no_frame():
    """Anything else is a TypeError that says what to give."""
    with pytest.raises(TypeError, match="Give a pandas, Polars or Arrow table"):
        articles_of([1])


def test_empty_frame():
    """A frame without rows has no articles."""
    assert list(articles_of(pd.DataFrame(columns=["id", "date", "text"]))) == []
