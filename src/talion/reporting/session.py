"""The work behind ``talion read``: code, store, print the summary, write the page."""

from __future__ import annotations

import datetime as dt
import glob
import logging
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from talion.records import Coded
from talion.reporting.digest import Digest
from talion.reporting.progress import Steps, coding, complain, doing
from talion.reporting.terminal import summarise

if TYPE_CHECKING:
    from talion.coding.coder import Coder
    from talion.reporting.answers import Answers
    from talion.run import Tally

log = logging.getLogger("talion")

#: Exit codes of the commands: all done, some inputs unreadable, wrong use.
DONE, SOME_UNREAD, WRONG_USE = 0, 1, 2


def read_and_report(
    paths: Sequence[str],
    date: dt.date | None,
    db: Path,
    page: Path | None,
    actors: Sequence[Path],
    places: Sequence[Path],
    err: Console,
    out: Console | None = None,
) -> int:
    """Code *paths* into the database *db*, print a summary and write the *page*.

    Returns:
        0 if everything was read, 1 if some inputs were not, 2 if nothing could be begun.
    """
    from talion.run import Tally, store_all
    from talion.store.database import StoreError

    if not _folders_exist(db, page, err):
        return WRONG_USE
    coder = load_coder(paths, actors, places, err)
    if coder is None:
        return WRONG_USE
    tally, digest, begun = Tally(), Digest(), time.monotonic()
    options: dict[str, object] = {
        "date": date,
        "actors": [str(a) for a in actors],
        "places": [str(p) for p in places],
    }
    try:
        with coding(err) as steps:
            store_all(_watched(paths, coder, date, tally, digest, steps), db, options)
    except StoreError as error:
        err.print(Text(str(error)), soft_wrap=True)
        return WRONG_USE
    complain(tally.unreadable, err)
    digest.incidents = told_by_several(db)
    out = out or Console()
    summarise(digest, out)
    _say_where(tally, db, time.monotonic() - begun, err)
    if page is not None and not _written(digest, page, tally, err, asked(db, err)):
        return WRONG_USE
    return tally.exit_code


def asked(source: Any, err: Console) -> Answers | None:
    """Return what the record in *source* says by itself; a page without it is still a page."""
    from talion.reporting.answers import answers

    try:
        with doing("asking the record", err):
            return answers(source)
    except Exception:
        log.debug("the record could not be asked", exc_info=True)
        return None


def _folders_exist(db: Path, page: Path | None, err: Console) -> bool:
    """Tell whether the results have a place to go, and say which has none."""
    lost = [
        (option, path)
        for option, path in (("--db", db), ("--page", page))
        if path is not None and not path.absolute().parent.is_dir()
    ]
    for option, path in lost:
        err.print(
            Text(
                f"{path}: there is no folder {path.parent}. Make it, or name another place with {option}."
            ),
            soft_wrap=True,
        )
    return not lost


def _watched(
    paths: Sequence[str],
    coder: Coder,
    date: dt.date | None,
    tally: Tally,
    digest: Digest,
    steps: Steps,
) -> Iterator[Coded]:
    """Yield what is coded on its way to the store, counted and summed."""
    from talion.run import code_paths

    for coded in code_paths(paths, coder, date, sys.stdin.buffer, tally):
        digest.add(coded)
        steps.coded(len(coded.event_records))
        yield coded


_SEVERAL = """SELECT event_id, incident_id FROM incidents WHERE incident_id IN (
    SELECT incident_id FROM incidents JOIN events USING (event_id) GROUP BY 1 HAVING count(DISTINCT article_id) > 1)"""


def told_by_several(db: Path) -> dict[str, str]:
    """Return incident by event for happenings that more than one stored article reports."""
    from talion.store.database import Database

    with Database(db, read_only=True) as store:
        return dict(store.rows(_SEVERAL))


def _say_where(tally: Tally, db: Path, seconds: float, err: Console) -> None:
    articles = f"{tally.articles:,} article{'' if tally.articles == 1 else 's'}"
    err.print(Text(f"\n{articles} coded in {seconds:.1f} s. Database: {db}"), soft_wrap=True)


def _written(
    digest: Digest, page: Path, tally: Tally, err: Console, answers: Answers | None
) -> bool:
    """Write the page and say where it is, or why it could not be written."""
    from talion.reporting.page import write_page

    try:
        with doing("writing the page", err):
            write_page(digest, page, tally.unreadable, answers)
    except OSError as error:
        err.print(
            Text(
                f"{page}: the page cannot be written ({error.strerror}). Name another place with --page."
            ),
            soft_wrap=True,
        )
        return False
    err.print(Text(f"Page: {page}"), soft_wrap=True)
    return True


def load_coder(
    paths: Sequence[str], actors: Sequence[Path], places: Sequence[Path], err: Console
) -> Coder | None:
    """Return a coder, or None after saying why there is nothing to begin with."""
    missing = [p for p in (*map(str, actors), *map(str, places)) if not Path(p).is_file()]
    for path in missing:
        err.print(
            Text(f"{path}: there is no such file. Check --actors and --places."), soft_wrap=True
        )
    if missing:
        return None
    if not any(_exists(p) for p in paths):
        for path in paths:
            err.print(
                Text(f"{path}: there is no such file or folder. Check the path."), soft_wrap=True
            )
        return None
    with doing("loading what talion knows", err):
        from talion.coding.coder import Coder
        from talion.knowledge.library import Library
        from talion.knowledge.tables import KnowledgeError

        try:
            return Coder(Library.load(actors=tuple(actors), places=tuple(places)))
        except KnowledgeError as error:
            err.print(Text(str(error)), soft_wrap=True)
            return None


def _exists(path: str) -> bool:
    if path == "-":
        return True
    try:
        return Path(path).exists() or bool(glob.glob(path, recursive=True))
    except (OSError, ValueError):  # too long, or a NUL in it
        return False
