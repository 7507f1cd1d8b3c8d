"""Puts a question to the dynamics and gives the answer: words or JSON, a plot, an exit code."""

from __future__ import annotations

import importlib
import json
import shutil
import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

#: What a wrong use of a command exits with; a refusal is an answer and exits with 0.
WRONG_USE = 2
PLOTS = (".html", ".json", ".svg", ".png", ".pdf")
#: Lines longer than this are hard to read, however wide the screen.
WIDEST = 100


class WrongUse(ValueError):
    """An option or argument cannot be used; the message says what to give instead."""


@dataclass(frozen=True)
class Ask:
    """How a question is put and how its answer is given."""

    columns: Sequence[str] | None
    quad: str
    types: str | None
    as_json: bool
    plot: Path | None

    def options(self) -> dict[str, Any]:
        """Return the options as the functions of `talion.dynamics` take them."""
        return {
            "columns": column_names(self.columns or ()),
            "quad": _quads(self.quad),
            "types": [t.strip() for t in self.types.split(",") if t.strip()]
            if self.types
            else None,
        }

    def answer(
        self,
        question: str,
        files: Sequence[str],
        *args: Any,
        sides: Sequence[Any] = (),
        **more: Any,
    ) -> None:
        """Ask *question* of the events in *files*, print the answer and save its plot.

        Args:
            question: the name of a function of the dynamics.
            files: the tables of events.
            args: what the function takes before the events.
            sides: the sides among them, to say what their names leave out.
            more: what it takes by name.
        """

        def ask() -> None:
            result = self._call(question, files, *args, sides=sides, **more)
            typer.echo(result.to_json() if self.as_json else in_words(result))
            if self.plot is not None:
                _save(result, self.plot)

        guarded(question, ask)

    def _call(
        self, question: str, files: Sequence[str], *args: Any, sides: Sequence[Any], **more: Any
    ) -> Any:
        if self.plot is not None and self.plot.suffix.lower() not in PLOTS:
            raise WrongUse(
                f"--save-plot {self.plot}: the name has to end in one of {' '.join(PLOTS)}."
            )
        if self.plot is not None and not self.plot.absolute().parent.is_dir():
            raise WrongUse(f"--save-plot {self.plot}: there is no folder {self.plot.parent}.")
        options = self.options()
        function = getattr(importlib.import_module(f"talion.dynamics.{question}"), question)
        if sides:
            from talion.dynamics.details import advice, side_in
            from talion.dynamics.table import load_events

            record = load_events(list(files), **options)
            one, other = side_in(record, sides[0]), side_in(record, sides[-1])
            if len(sides) > 1 and one == other:
                raise WrongUse(
                    f"{_joined(sides[0])} and {_joined(sides[-1])} are one side of this record. Give two."
                )
            notes = (*record.notes, *advice(record, *sides))
            return function(*args, replace(record, notes=notes), **options, **more)
        return function(*args, list(files), **options, **more)


def in_words(result: Any) -> str:
    """Return an answer in lines that fit the screen, its caveats set apart."""
    tail = "\n".join(result.caveats)
    said = result.summary().removesuffix(tail).rstrip("\n")
    wide = min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)
    lines = [_wrapped(line, wide) for line in said.split("\n")]
    if result.caveats:
        lines += ["", "Bear in mind:"]
        lines += [textwrap.fill(c, wide, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False) for c in result.caveats]  # fmt: skip
    return "\n".join(lines)


def _wrapped(line: str, wide: int) -> str:
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line.strip(), wide, initial_indent=indent, subsequent_indent=indent + "  " * bool(indent),
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def guarded(question: str, make: Callable[[], Any]) -> Any:
    """Return what *make* gives, or say on one line what is wrong with the input and exit."""
    try:
        return make()
    except (ValueError, OSError) as error:
        if not _is_ours(error):
            raise
        typer.echo(f"talion {question}: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(WRONG_USE) from None


def _is_ours(error: Exception) -> bool:
    """Return whether an error speaks of the input; any other is a fault of talion's."""
    from talion.dynamics.record import UnknownSide
    from talion.dynamics.table import TableError

    return isinstance(error, (WrongUse, UnknownSide, TableError, OSError))


def column_names(given: Sequence[str]) -> dict[str, str]:
    """Return the renamings of `--columns`, which may be given several times.

    Example:
        >>> column_names(["date=Event_Date,actor=Source", "recipient=Target"])
        {'date': 'Event_Date', 'actor': 'Source', 'recipient': 'Target'}
    """
    out = {}
    for pair in (p for text in given for p in text.split(",") if p.strip()):
        name, sep, column = pair.partition("=")
        if not sep or not name.strip() or not column.strip():
            raise WrongUse(f"--columns {pair}: write NAME=COLUMN, such as date=Event_Date.")
        out[name.strip()] = column.strip()
    return out


def _quads(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError:
        raise WrongUse(f"--quad {text}: give one or more of 1, 2, 3 and 4, such as 3,4.") from None


def side(text: str) -> str | list[str]:
    """Return a side, or the several that `+` joins.

    Example:
        >>> side("irn"), side("irn+hezbollah-lbn")
        ('irn', ['irn', 'hezbollah-lbn'])
    """
    parts = [p.strip() for p in text.split("+") if p.strip()]
    if not parts:
        raise WrongUse("a side cannot be empty. Give an id, a country code or a name.")
    return parts[0] if len(parts) == 1 else parts


def _joined(given: str | list[str]) -> str:
    return given if isinstance(given, str) else "+".join(given)


def is_day(text: str) -> bool:
    """Return whether *text* is a day as YYYY-MM-DD.

    Example:
        >>> is_day("2020-01-03"), is_day("events.csv")
        (True, False)
    """
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _save(result: Any, path: Path) -> None:
    chart = result.plot()
    with warnings.catch_warnings():
        # Altair cannot tell the types of columns without rows; a refusal has none to draw.
        warnings.filterwarnings("ignore", "I don't know how to infer", UserWarning)
        if path.suffix.lower() == ".json":
            path.write_text(json.dumps(chart.to_dict(), ensure_ascii=False), encoding="utf-8")
        else:
            chart.save(str(path))
    typer.echo(f"Plot: {path}", err=True)
