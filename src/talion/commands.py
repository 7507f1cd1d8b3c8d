"""The commands that ask questions of a record of events; each hands over to the dynamics."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from talion.asking import Ask, WrongUse, guarded, is_day, side

#: Looks like a day, whether or not it is one.
DATED = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")

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
        help="A side: id, country code or name; ISR* for all codes that begin so; + joins several.",
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
        help="Other names of the columns: date=Event_Date,actor=Source; date_order=dmy or mdy.",
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
    sides = guarded("react", lambda: (side(a), side(b)))
    Ask(columns, quad, types, as_json, save_plot).answer("react", files, *sides, sides=sides)


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
    dates, files = guarded("effect", lambda: _split_dates(dates_and_files))
    sides = guarded("effect", lambda: (side(of), side(on)))
    ask = Ask(columns, quad, types, as_json, save_plot)
    ask.answer("effect", files, dates, *sides, sides=sides, days=days)


def _split_dates(given: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the days from the files behind them.

    Example:
        >>> _split_dates(["2020-01-03", "2020-01-08", "events.csv"])
        (['2020-01-03', '2020-01-08'], ['events.csv'])
    """
    dates, files = [g for g in given if is_day(g)], [g for g in given if not is_day(g)]
    if wrong := next((g for g in files if DATED.fullmatch(g)), None):
        raise WrongUse(f"{wrong!r} is not a day. Write days as YYYY-MM-DD.")
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
    sides = (None, None) if every else guarded("threats", lambda: (side(a), side(b)))
    ask = Ask(columns, quad, types, as_json, save_plot)
    ask.answer("threats", files, *sides, sides=() if every else sides, days=days)


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
    more = guarded(
        "since", lambda: {"of": side(of) if of else None, "on": side(on) if on else None}
    )
    ask = Ask(columns, quad, types, as_json, save_plot)
    sides = [s for s in more.values() if s is not None]
    ask.answer(
        "since", files, when, sides=sides, **more, theatre=theatre, claim=claim, precision=precision
    )


def proxies_command(
    sponsor: Annotated[str, typer.Argument(metavar="SPONSOR", help="The sponsor: id, country code or name.", show_default=False)],
    files: Files,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Set a sponsor's listed clients beside those the record suggests.

    Example: talion proxies irn record.duckdb
    """
    Ask(columns, quad, types, as_json, save_plot).answer("proxies", files, sponsor)


def spill_command(
    when: When, files: Files,
    days: Annotated[int, typer.Option("--days", min=7, max=365, help="The window after the day.")] = 30,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Estimate what changed after an event, by theatre and by actor.

    Example: talion spill 2020-01-03 record.duckdb
    """
    Ask(columns, quad, types, as_json, save_plot).answer("spill", files, when, days=days)


def pressure_command(
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state: id, country code or name.", show_default=False)],
    files: Files,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Set protest and repression inside a state beside its conduct abroad.

    Example: talion pressure irn events.csv
    """
    Ask(columns, quad, types, as_json, save_plot).answer("pressure", files, state)


def forecast_command(
    a: SideA, b: SideB, files: Files,
    days: Annotated[int, typer.Option("--days", min=1, help="How many days ahead.")] = 30,
    columns: Columns = None, quad: Quad = "4", types: Types = None, as_json: Json = False, save_plot: SavePlot = None,
) -> None:  # fmt: skip
    """Forecast the acts of A on B, with the track record of such forecasts.

    Example: talion forecast isr hezbollah-lbn events.csv --days 30
    """
    sides = guarded("forecast", lambda: (side(a), side(b)))
    ask = Ask(columns, quad, types, as_json, save_plot)
    ask.answer("forecast", files, *sides, sides=sides, days=days)


def add_commands(app: typer.Typer) -> None:
    """Add the questions to the command line."""
    questions: dict[str, Callable[..., None]] = {
        "dyads": dyads_command, "react": react_command, "effect": effect_command, "threats": threats_command,
        "since": since_command, "proxies": proxies_command, "spill": spill_command, "pressure": pressure_command,
        "forecast": forecast_command,
    }  # fmt: skip
    for name, command in questions.items():
        app.command(name)(command)
