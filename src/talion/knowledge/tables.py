"""Reads the CSV tables of the knowledge folder and says exactly what is wrong in them."""

from __future__ import annotations

import csv
import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from talion.knowledge.periods import first_day, last_day

DATA = Path(__file__).parent / "data"


class KnowledgeError(ValueError):
    """A knowledge file that cannot be used: what is wrong, where, and what to do."""

    def __init__(self, file: str, line: int, column: str, what: str, hint: str = "") -> None:
        self.file, self.line, self.column, self.what = file, line, column, what
        where = f"{file}, line {line}" + (f", column '{column}'" if column else "")
        super().__init__(f"{where}: {what}" + (f" {hint}" if hint else ""))


class Row(dict[str, str]):
    """One row of a table, which knows the file and line it stands in."""

    def __init__(
        self, cells: Mapping[str, str] | Iterable[tuple[str, str]], file: str, line: int
    ) -> None:
        super().__init__(cells)
        self.file, self.line = file, line

    def error(self, column: str, what: str, hint: str = "") -> KnowledgeError:
        """Return the error that says *what* is wrong in *column* of this row."""
        return KnowledgeError(self.file, self.line, column, what, hint)

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        if value := self[column]:
            return value
        raise self.error(column, "is empty.", "Give it a value.")

    def maybe(self, column: str) -> str | None:
        """Return a cell, or None if it is empty or the column is absent."""
        return self.get(column) or None

    def many(self, column: str) -> tuple[str, ...]:
        """Return the values of a list cell, which are joined by ``|``."""
        cell = self.get(column, "")
        return tuple(v for part in cell.split("|") if (v := part.strip())) if cell else ()

    def number(self, column: str) -> float:
        """Return a cell that holds a number."""
        try:
            return float(self[column])
        except ValueError:
            raise self.error(column, f"'{self[column]}' is not a number.") from None

    def yes(self, column: str) -> bool:
        """Return whether a yes/no cell says yes."""
        return self.choice(column, ("yes", "no")) == "yes"

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """Return a cell that must be one of *allowed*."""
        value = self[column]
        if value in allowed:
            return value
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Use one of: {', '.join(allowed)}."
        raise self.error(column, f"'{value}' is not allowed.", hint)

    def start(self, column: str = "start") -> dt.date | None:
        """Return the first day that a date cell can mean."""
        return self._day(column, first_day)

    def end(self, column: str = "end") -> dt.date | None:
        """Return the last day that a date cell can mean."""
        return self._day(column, last_day)

    def _day(self, column: str, read_day: Callable[[str], dt.date]) -> dt.date | None:
        cell = self.get(column, "")
        if not cell:
            return None
        try:
            return read_day(cell)
        except ValueError:
            raise self.error(
                column, f"'{cell}' is not a date.", "Write 1979, 1979-02 or 1979-02-11."
            ) from None


def data_path(name: str) -> Path:
    """Return the path of a file in the knowledge folder.

    Example:
        >>> data_path("types.csv").name
        'types.csv'
    """
    return DATA / name


def read(name: str | Path, columns: Sequence[str]) -> list[Row]:
    """Return the rows of a table, after checking its header and the length of each row.

    A bare name is looked up in the knowledge folder; a path is read as it is.

    Raises:
        KnowledgeError: naming the file, line and column.

    Example:
        >>> read("sectors.csv", ["sector", "name"])[0]["sector"]
        'REB'
    """
    path = name if isinstance(name, Path) else data_path(name)
    return _rows(lines(path), str(path if isinstance(name, Path) else path.name), columns)


def lines(path: Path) -> list[str]:
    """Return the lines of a file, with their ends.

    Raises:
        KnowledgeError: if there is no such file, or if it is not UTF-8.

    Example:
        >>> lines(data_path("sectors.csv"))[0].startswith("sector,")
        True
    """
    try:
        # utf-8-sig: spreadsheets write a byte order mark, which would join the first header.
        return path.read_text("utf-8-sig").splitlines(keepends=True)
    except FileNotFoundError:
        raise KnowledgeError(
            str(path), 0, "", "there is no such file.", "Check the path."
        ) from None
    except IsADirectoryError:
        raise KnowledgeError(str(path), 0, "", "is a folder.", "Name a file in it.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise KnowledgeError(str(path), line, "", "is not UTF-8.", "Save it as UTF-8.") from None


def _rows(lines: Sequence[str], file: str, columns: Sequence[str]) -> list[Row]:
    reader = csv.reader(lines)
    header = next(reader, [])
    for column in columns:
        if column not in header:
            near = difflib.get_close_matches(column, header, 1)
            hint = f"Did you write it '{near[0]}'?" if near else f"Found: {', '.join(header)}."
            raise KnowledgeError(file, 1, column, "the column is missing.", hint)
    width, rows = len(header), []
    for cells in reader:
        if len(cells) == width:
            rows.append(Row(zip(header, cells, strict=True), file, reader.line_num))
        elif cells:
            what = f"has {len(cells)} cells where the header has {width}."
            hint = "Quote cells that hold a comma."
            raise KnowledgeError(file, reader.line_num, "", what, hint)
    return rows


class Named:
    """A family of tables that share columns, such as every ``people_*.csv``.

    Example:
        >>> [p.name for p in Named("types.csv").paths]
        ['types.csv']
    """

    def __init__(self, *patterns: str) -> None:
        self.patterns = patterns

    @cached_property
    def paths(self) -> list[Path]:
        """The files that are there, in the order of the patterns and then by name."""
        return [path for pattern in self.patterns for path in sorted(DATA.glob(pattern))]

    def read(self, columns: Sequence[str]) -> list[Row]:
        """Return the rows of all the files."""
        return [row for path in self.paths for row in read(path.name, columns)]
