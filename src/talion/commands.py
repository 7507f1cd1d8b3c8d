"""The commands that ask questions of a record of events; each hands over to the dynamics."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

#: What a wrong use of a command exits with; a refusal is an answer and exits with 0.
WRONG_USE = 2
PLOTS = (".html", ".json", ".svg", ".png", ".pdf")

Files = Annotated[
    list[str],
    typer.Argument(
        help="Tables of events: .csv .tsv .jsonl .parquet (also .gz), or a talion .duckdb file.",
        metavar="FILE",
        show_default=False,
    ),
]
SideA = Annotated[
    str,
    typer.Argument(
        metavar="A",
        help="A side: id, country code or name; ISR* for all that begin so; join several with +.",
        show_default=False,
    ),
]
SideB = Annotated[str, typer.Argument(metavar="B", help="The other side.", show_default=False)]
When = Annotated[
    str,
    typer.Argument(
        metavar="EVENT_ID|DATE",
        help="An event's id, or its beginning, or a day (YYYY-MM-DD).",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
SavePlot = Annotated[
    Path | None,
    typer.Option("--save-plot", metavar="FILE", help="Write the plot: .html .json .svg .png .pdf."),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--columns",
        metavar="NAME=COLUMN,…",
        help="Other names of the columns: date=Event_Date,actor=Source.",
    ),
]
Quad = Annotated[
    str,
    typer.Option(
        "--quad", metavar="1-4,…", help="Quad classes that count as acts; 4 is material conflict."
    ),
]
Types = Annotated[
    str | None,
    typer.Option(
        "--types", metavar="TYPE,…", help="PLOVER types that count as acts, instead of --quad."
    ),
]


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
            "columns": _columns(self.columns or ()),
            "quad": _quads(self.quad),
            "types": [t.strip() for t in self.types.split(",") if t.strip()]
            if self.types
            else None,
        }

    def answer(self, question: str, *args: Any, **more: Any) -> None:
        """Ask *question* of the dynamics, print the answer and save its plot."""
        try:
            result = self._call(question, *args, **more)
            typer.echo(result.to_json() if self.as_json else result.summary())
            if self.plot is not None:
                _save(result, self.plot)
        except (ValueError, OSError) as error:
            if not _is_ours(error):
                raise
            typer.echo(f"talion {question}: {' '.join(str(error).split())}", err=True)
            raise typer.Exit(WRONG_USE) from None

    def _call(self, question: str, *args: Any, **more: Any) -> Any:
        if self.plot is not None and self.plot.suffix.lower() not in PLOTS:
            raise WrongUse(
                f"--save-plot {self.plot}: the name has to end in one of {' '.join(PLOTS)}."
            )
        options = self.options()
        function = getattr(importlib.import_module(f"talion.dynamics.{question}"), question)
        return function(*args, **options, **more)


def _is_ours(error: Exception) -> bool:
    """Return whether an error speaks of the input; any other is a fault of talion's."""
    from talion.dynamics.record import UnknownSide
    from talion.dynamics.table import TableError

    return isinstance(error, (WrongUse, UnknownSide, TableError, OSError))


def _columns(given: Sequence[str]) -> dict[str, str]:
    """Return the renamings of `--columns`, which may be given several times.

    Example:
        >>> _columns(["date=Event_Date,actor=Source", "recipient=Target"])
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


def _side(text: str) -> str | list[str]:
    """Return a side, or the several that `+` joins.

    Example:
        >>> _side("irn"), _side("irn+hezbollah-lbn")
        ('irn', ['irn', 'hezbollah-lbn'])
    """
    parts = [p.strip() for p in text.split("+") if p.strip()]
    if not parts:
        raise WrongUse("a side cannot be empty. Give an id, a country code or a name.")
    return parts[0] if len(parts) == 1 else parts


def _source(files: Sequence[str]) -> Any:
    """Return what `load_events` takes: a path, or the rows where it takes no path."""
    from talion.dynamics.details import open_table

    if len(files) == 1 and not files[0].endswith((".duckdb", ".db")):
        return files[0]
    return open_table(list(files))[1]


def _is_day(text: str) -> bool:
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _save(result: Any, path: Path) -> None:
    chart = result.plot()
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(chart.to_dict(), ensure_ascii=False), encoding="utf-8")
    else:
        chart.save(str(path))
    typer.echo(f"Plot: {path}", err=True)


def _guarded(question: str, make: Callable[[], Any]) -> Any:
    """Return what *make* reads from the arguments, or say what is wrong with them."""
    try:
        return make()
    except (ValueError, OSError) as error:
        if not _is_ours(error):
            raise
        typer.echo(f"talion {question}: {' '.join(str(error).split())}", err=True)
        raise typer.Exit(WRONG_USE) from None


def dyads_command(
    files: Files,
    proxies: Annotated[str, typer.Option("--proxies", metavar="in|out", help="Count proxies with their sponsor of the day (in) or as themselves (out).")] = "out",
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """List who acts on whom: how often, how severely, since when.

    Example: talion dyads record.duckdb --proxies in
    """
    Ask(columns, quad, types, as_json, save_plot).answer("dyads", files, proxies=proxies)


def react_command(
    a: SideA, b: SideB, files: Files,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Test whether A answers B and whether B answers A.

    Example: talion react isr hezbollah-lbn events.csv
    """
    sides = _guarded("react", lambda: (_side(a), _side(b), _source(files)))
    Ask(columns, quad, types, as_json, save_plot).answer("react", *sides)


def effect_command(
    dates_and_files: Annotated[list[str], typer.Argument(metavar="DATE… FILE", help="Days (YYYY-MM-DD), then the tables of events.", show_default=False)],
    of: Annotated[str, typer.Option("--of", metavar="A", help="The side whose acts the dates are.")],
    on: Annotated[str, typer.Option("--on", metavar="B", help="The side whose conduct is examined.")],
    days: Annotated[int | None, typer.Option("--days", min=1, help="Days after each date; by default as many as the record needs.")] = None,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Estimate what dated acts of A changed in the conduct of B.

    Example: talion effect 2020-01-03 --of usa --on irn events.csv
    """
    dates, files = _guarded("effect", lambda: _split_dates(dates_and_files))
    sides = _guarded("effect", lambda: (_side(of), _side(on), _source(files)))
    Ask(columns, quad, types, as_json, save_plot).answer("effect", dates, *sides, days=days)


def _split_dates(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the days from the files behind them.

    Example:
        >>> _split_dates(["2020-01-03", "2020-01-08", "events.csv"])
        (['2020-01-03', '2020-01-08'], ['events.csv'])
    """
    dates, files = [g for g in given if _is_day(g)], [g for g in given if not _is_day(g)]
    if not dates:
        raise WrongUse(
            f"none of {', '.join(given)} is a day. Write days as YYYY-MM-DD, before the file."
        )
    if not files:
        raise WrongUse("no table of events is named. Give a file after the dates.")
    return dates, files


def threats_command(
    a: Annotated[str, typer.Argument(metavar="A", help="The side that threatens; any, with B any too, takes every dyad.", show_default=False)],
    b: SideB, files: Files,
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="Days after a threat that count as after.")] = 30,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """List the threats of A against B and what followed, beside days like them.

    Example: talion threats isr irn events.csv --days 14
    """
    every = a == "any" and b == "any"
    sides = (None, None) if every else _guarded("threats", lambda: (_side(a), _side(b)))
    Ask(columns, quad, types, as_json, save_plot).answer("threats", *sides, files, days=days)


def since_command(
    when: When, files: Files,
    of: Annotated[str | None, typer.Option("--of", metavar="A", help="Only acts of this side.")] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="B", help="Only acts on this side.")] = None,
    theatre: Annotated[str | None, typer.Option("--theatre", help="Only acts in this country.")] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="DATE", help="The day of a claim “the worst since …” to examine.")] = None,
    precision: Annotated[float | None, typer.Option("--precision", help="Share of rows that are right; by default their mean confidence, or .8.")] = None,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Find since when a day was the worst, under which measures, and how sure that is.

    Example: talion since 2006-07-12 events.csv --on LBN
    """
    more = _guarded(
        "since", lambda: {"of": _side(of) if of else None, "on": _side(on) if on else None}
    )
    ask = Ask(columns, quad, types, as_json, save_plot)
    ask.answer("since", when, files, **more, theatre=theatre, claim=claim, precision=precision)


def proxies_command(
    sponsor: Annotated[str, typer.Argument(metavar="SPONSOR", help="The sponsor: id, country code or name.", show_default=False)],
    files: Files,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Set a sponsor's listed clients beside those the record suggests.

    Example: talion proxies irn record.duckdb
    """
    Ask(columns, quad, types, as_json, save_plot).answer("proxies", sponsor, files)


def spill_command(
    when: When, files: Files,
    days: Annotated[int, typer.Option("--days", min=7, max=365, help="The window after the day.")] = 30,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Estimate what changed after an event, by theatre and by actor.

    Example: talion spill 2020-01-03 record.duckdb
    """
    Ask(columns, quad, types, as_json, save_plot).answer("spill", when, files, days=days)


def pressure_command(
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state: id, country code or name.", show_default=False)],
    files: Files,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Set protest and repression inside a state beside its conduct abroad.

    Example: talion pressure irn events.csv
    """
    Ask(columns, quad, types, as_json, save_plot).answer("pressure", state, files)


def forecast_command(
    a: SideA, b: SideB, files: Files,
    days: Annotated[int, typer.Option("--days", min=1, help="How many days ahead.")] = 30,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Forecast the acts of A on B, with the track record of such forecasts.

    Example: talion forecast isr hezbollah-lbn events.csv --days 30
    """
    sides = _guarded("forecast", lambda: (_side(a), _side(b), _source(files)))
    Ask(columns, quad, types, as_json, save_plot).answer("forecast", *sides, days=days)


def add_commands(app: typer.Typer) -> None:
    """Add the questions to the command line."""
    questions: dict[str, Callable[..., None]] = {
        "dyads": dyads_command, "react": react_command, "effect": effect_command, "threats": threats_command,
        "since": since_command, "proxies": proxies_command, "spill": spill_command, "pressure": pressure_command,
        "forecast": forecast_command,
    }  # fmt: skip
    for name, command in questions.items():
        app.command(name)(command)
