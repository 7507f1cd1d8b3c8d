"""Opens a table of events, whatever holds it: files, a talion database, a data frame."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

EventSource = str | Path | pd.DataFrame | Sequence[str | Path]

FRAME = "the data frame"
DATABASES = (".duckdb", ".db")
TEXTS = (".csv", ".tsv", ".tab", ".txt")
DELIMITERS = ",;\t|"


class TableError(ValueError):
    """Says what is wrong with a table of events, where, and what to do."""


def read_table(source: Any) -> tuple[str, pd.DataFrame]:
    """Return the name and the raw rows of a file, of several files, or of a data frame.

    Raises:
        TableError: if there is no such file, or it is no table.

    Example:
        >>> read_table(pd.DataFrame({"date": []}))[0]
        'the data frame'
    """
    if isinstance(source, pd.DataFrame):
        return FRAME, source
    if isinstance(source, (list, tuple)):
        return _several(source)
    if not isinstance(source, (str, Path)):
        import narwhals as nw

        return FRAME, nw.from_native(source, eager_only=True).to_pandas()
    path = Path(str(source))
    if not path.is_file():
        what = "this is a folder" if path.is_dir() else "there is no such file"
        raise TableError(f"{path}: {what}. Name a file that holds a table of events.")
    try:
        return path.name, _rows(path)
    except TableError:
        raise
    except UnicodeDecodeError as error:
        raise TableError(
            f"{path}: byte {error.start} is not UTF-8. Save the table as UTF-8."
        ) from error
    except (ValueError, OSError, EOFError) as error:
        raise TableError(f"{path}: could not be read as a table ({_short(error)}).") from error


def _several(sources: Sequence[Any]) -> tuple[str, pd.DataFrame]:
    if len(sources) == 1:
        return read_table(sources[0])
    parts = [read_table(s) for s in sources]
    if not parts:
        raise TableError("no table is named. Give a file with events.")
    first, *others = parts
    for name, frame in others:
        if differing := set(map(str, frame.columns)) ^ set(map(str, first[1].columns)):
            # Rows of one kind would lack the other kind's columns and drop out unseen.
            raise TableError(
                f"{first[0]} and {name} have different columns ({', '.join(sorted(differing)[:6])}). "
                "Ask of one at a time, or bring them into one table."
            )
    names = ", ".join(name for name, _ in parts)
    return names, pd.concat([frame for _, frame in parts], ignore_index=True)


def _rows(path: Path) -> pd.DataFrame:
    stem = path.name.lower().removesuffix(".gz")
    if stem.endswith(DATABASES):
        return _database(path)
    if stem.endswith(".parquet"):
        return _parquet(path)
    if stem.endswith((".jsonl", ".ndjson")):
        return pd.DataFrame(_lines(path))
    if stem.endswith(TEXTS):
        sep = _delimiter(path)
        return pd.read_csv(path, sep=sep, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    raise TableError(
        f"{path}: not a table talion reads. Give a .csv, .tsv, .jsonl or .parquet file, or a "
        "talion .duckdb file."
    )


def _database(path: Path) -> pd.DataFrame:
    from talion.store.database import Database, StoreError

    try:
        with Database(path, read_only=True) as database:
            return database.events()
    except StoreError as error:
        raise TableError(str(error)) from error


def _delimiter(path: Path) -> str:
    """Return what parts the cells of the header: a comma, semicolon, tab or bar."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        head = stream.readline().decode("utf-8-sig")
    if not head.strip():
        raise TableError(f"{path}: the table is empty. The first line has to name the columns.")
    cells = {mark: len(next(csv.reader([head], delimiter=mark), [])) for mark in DELIMITERS}
    return max(cells, key=lambda mark: cells[mark])


def _lines(path: Path) -> list[Any]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise TableError(f"{path}, line {number}: not a JSON object ({error}).") from error
        if not isinstance(row, dict):
            raise TableError(f"{path}, line {number}: not a JSON object but {type(row).__name__}.")
        rows.append(row)
    return rows


def _parquet(path: Path) -> pd.DataFrame:
    import duckdb

    # DuckDB takes a path for a pattern; a bracket stands for itself only inside brackets.
    name = "".join(f"[{c}]" if c in "*?[" else c for c in str(path))
    try:
        with duckdb.connect() as connection:
            return connection.execute("SELECT * FROM read_parquet(?)", [name]).df()
    except duckdb.Error as error:
        raise TableError(f"{path}: is no Parquet that can be read ({_short(error)}).") from error


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
