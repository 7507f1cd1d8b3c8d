"""The work behind ``talion code``: one JSON line per event, link or tie, for pipes."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console

from talion import tables
from talion.records import Coded
from talion.reporting.progress import complain
from talion.reporting.session import WRONG_USE, load_coder


def print_lines(
    paths: Sequence[str],
    date: dt.date | None,
    kind: str,
    actors: Sequence[Path],
    places: Sequence[Path],
    err: Console,
    out: TextIO,
) -> int:
    """Write one JSON line per *kind* (``events``, ``links`` or ``ties``) to *out*, article by article.

    A reader that has seen enough may close the pipe; that is no error.
    """
    from talion.run import Tally, code_paths

    coder = load_coder(paths, actors, places, err)
    if coder is None:
        return WRONG_USE
    tally = Tally()
    told = 0
    try:
        for coded in code_paths(paths, coder, date, sys.stdin.buffer, tally):
            for line in json_lines(coded, kind):
                out.write(line + "\n")
            out.flush()
            complain(tally.unreadable[told:], err)
            told = len(tally.unreadable)
    except BrokenPipeError:
        _hush(out)
    complain(tally.unreadable[told:], err)
    return tally.exit_code


def json_lines(coded: Coded, kind: str) -> Iterator[str]:
    """Yield the records of one *kind* as lines of JSON with the public column names.

    Example:
        >>> list(json_lines(Coded(), "events"))
        []
    """
    if kind == "events":
        rows = map(tables.event_row, coded.event_records)
    elif kind == "links":
        rows = map(tables.link_row, coded.link_records)
    else:
        rows = map(tables.tie_row, coded.tie_records)
    # Half of a surrogate pair cannot be written as UTF-8.
    return (tables.json_line(row).encode("utf-8", "replace").decode("utf-8") for row in rows)


def _hush(out: TextIO) -> None:
    """Point *out* at nothing, so that closing it at the end does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
    except (OSError, ValueError):  # not backed by a file, as in a test
        return
