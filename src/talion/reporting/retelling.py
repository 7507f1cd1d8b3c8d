"""The work behind ``talion report``: a page of what is stored, with answers to questions of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from talion.dynamics.source import DATABASES, TableError
from talion.reporting.answers import Answers, answers
from talion.reporting.digest import Digest
from talion.reporting.page import render, render_answers, write_whole
from talion.reporting.progress import doing
from talion.reporting.questions import WrongQuestion, read_all
from talion.reporting.session import DONE, WRONG_USE


def report(
    files: Sequence[str],
    page: Path | None,
    questions: Sequence[str],
    columns: Mapping[str, str],
    err: Console,
) -> int:
    """Write a page of a talion database, or of answers alone from other tables of events.

    Args:
        files: a `.duckdb` file of talion's, or tables of events.
        page: where the page goes; by default beside the first file.
        questions: worded like their commands; none asks what the record suggests.
        columns: other names of the tables' columns.
        err: where progress and errors go.

    Returns:
        0, or 2 if the files or the questions cannot be used.
    """
    target = page or Path(files[0].removesuffix(".gz")).with_suffix(".html")
    if not target.absolute().parent.is_dir():
        return _wrong(
            f"{target}: there is no folder {target.parent}. Name another with --page.", err
        )
    try:
        asked = read_all(questions)
        with doing("asking the record", err):
            found = answers(list(files), asked or None, columns=columns)
        if found.problems:
            return _wrong(found.problems[0], err)
        with doing("writing the page", err):
            write_whole(_text(files, found), target)
    except (WrongQuestion, TableError) as error:
        return _wrong(str(error), err)
    except OSError as error:
        return _wrong(
            f"{target}: the page cannot be written ({error.strerror}). Name another with --page.",
            err,
        )
    told = len(found.told)
    err.print(
        Text(
            f"{told} question{'' if told == 1 else 's'} answered, {len(found.untold)} that the record cannot tell."
        ),
        soft_wrap=True,
    )
    err.print(Text(f"Page: {target}"), soft_wrap=True)
    return DONE


def _text(files: Sequence[str], found: Answers) -> str:
    if len(files) > 1 or not files[0].endswith(DATABASES):
        return render_answers(found)
    from talion.reporting.session import told_by_several
    from talion.store.database import Database
    from talion.store.stored import stored

    digest = Digest()
    with Database(files[0], read_only=True) as database:
        for coded in stored(database):
            digest.add(coded)
    digest.incidents = told_by_several(Path(files[0]))
    return render(digest, answers=found)


def _wrong(message: str, err: Console) -> int:
    err.print(Text(f"talion report: {' '.join(message.split())}"), soft_wrap=True)
    return WRONG_USE
