"""The command line: each command hands its options to the room that does the work."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from talion.asking import column_names, guarded
from talion.commands import Columns, add_commands

app = typer.Typer(
    name="talion",
    help="Read reports of conflict, code who did what to whom, and answer questions of that record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
knowledge_app = typer.Typer(help="Look into what talion knows.", no_args_is_help=True)
app.add_typer(knowledge_app, name="knowledge")
err = Console(stderr=True)

Paths = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders or globs: .txt .md .html .jsonl .csv .parquet, each also .gz; - is stdin.",
        metavar="PATH",
    ),
]
Date = Annotated[
    str | None,
    typer.Option("--date", help="Day of publication, YYYY-MM-DD, for texts that carry none."),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors", help="Your own actors: a CSV in talion's columns or a PETRARCH dictionary."
    ),
]
Places = Annotated[
    list[Path] | None,
    typer.Option("--places", help="Your own places: a CSV in the columns of place_supplement.csv."),
]
Db = Annotated[Path, typer.Option("--db", help="The DuckDB file.")]


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a day. Write it as YYYY-MM-DD.", param_hint="--date"
        ) from None


@app.command("read")
def read_command(
    paths: Paths,
    date: Date = None,
    db: Db = Path("talion.duckdb"),
    page: Annotated[
        Path | None, typer.Option("--page", help="The HTML page; by default beside the database.")
    ] = None,
    no_page: Annotated[bool, typer.Option("--no-page", help="Write no page.")] = False,
    actors: Actors = None,
    places: Places = None,
) -> None:
    """Code articles into a database, print a summary, and write an HTML page beside it.

    Example: talion read examples/ --db record.duckdb
    """
    from talion.reporting.session import read_and_report

    target = None if no_page else (page or db.with_suffix(".html"))
    raise typer.Exit(
        read_and_report(paths, _day(date), db, target, actors or [], places or [], err)
    )


@app.command("code")
def code_command(
    paths: Paths,
    date: Date = None,
    links: Annotated[bool, typer.Option("--links", help="Print the links instead.")] = False,
    ties: Annotated[bool, typer.Option("--ties", help="Print the ties instead.")] = False,
    actors: Actors = None,
    places: Places = None,
) -> None:
    """Print one JSON line per event, for pipes.

    Example: talion code article.txt --date 2020-01-04 | jq .event_type
    """
    from talion.reporting.lines import print_lines

    kind = "links" if links else "ties" if ties else "events"
    raise typer.Exit(
        print_lines(paths, _day(date), kind, actors or [], places or [], err, sys.stdout)
    )


@app.command("explain")
def explain_command(
    event_id: Annotated[str, typer.Argument(help="An event's id, or its beginning.")],
    db: Db = Path("talion.duckdb"),
) -> None:
    """Show the words an event rests on and what decided each column.

    Example: talion explain 3f2a91 --db record.duckdb
    """
    from talion.reporting.explanation import explain

    raise typer.Exit(explain(event_id, db, Console(), err))


@app.command("report")
def report_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="A talion .duckdb file, or tables of events: .csv .tsv .jsonl .parquet (also .gz).", show_default=False)],
    page: Annotated[
        Path | None, typer.Option("--page", help="The HTML page; by default beside the first file.")
    ] = None,
    ask: Annotated[
        list[str] | None,
        typer.Option("--ask", metavar="QUESTION", help="A question worded like its command, without the file; may be given several times. Without any the page asks about the busiest pairs."),
    ] = None,
    columns: Columns = None,
) -> None:  # fmt: skip
    """Write the HTML page of what is stored, with answers to questions of the record.

    Example: talion report record.duckdb --ask "react isr irn" --ask "since 2020-01-03 --on usa"
    """
    from talion.reporting.retelling import report

    renamed = guarded("report", lambda: column_names(columns or ()))
    raise typer.Exit(report(files, page, ask or [], renamed, err))


@knowledge_app.command("check")
def knowledge_check() -> None:
    """Look for contradictions in the knowledge files and print each with its file and line."""
    from talion.knowledge.check import check

    problems = check()
    for problem in problems:
        typer.echo(f"{problem.file}:{problem.line}: {problem.what}")
    typer.echo(f"{len(problems)} problems", err=True)
    raise typer.Exit(1 if problems else 0)


@knowledge_app.command("find")
def knowledge_find(
    name: Annotated[str, typer.Argument(help="A name or a phrase, as it would stand in the news.")],
    date: Date = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", help="Alpha-3 code that the context gives.")
    ] = None,
    actors: Actors = None,
) -> None:
    """Show whom a name means on a day, who else it could mean, and why.

    Example: talion knowledge find "King Abdullah" --date 2010-01-01 --country JOR
    """
    from talion.knowledge.find import Finder
    from talion.knowledge.tables import KnowledgeError

    try:
        finder = Finder.load(actors or [])
    except KnowledgeError as error:
        raise typer.BadParameter(str(error), param_hint="--actors") from None
    for line in finder.tell(name, _day(date), country or []):
        typer.echo(line)


add_commands(app)


if __name__ == "__main__":
    app()
