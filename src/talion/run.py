"""The main job from end to end: read articles, code them, store them, report."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from talion.coding.coder import Coder
from talion.reading import read
from talion.records import Article, Coded, Unreadable

#: Articles stored in one transaction: small enough that a kill loses little work.
BATCH = 32
log = logging.getLogger("talion")


@dataclass
class Tally:
    """What came of a run: how much was coded, and what could not be read."""

    articles: int = 0
    events: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 if every input was read, else 1."""
        return 1 if self.unreadable else 0


def code_paths(
    paths: Sequence[str],
    coder: Coder,
    date: dt.date | None,
    stdin: BinaryIO | TextIO | None,
    tally: Tally,
    step: Callable[[int], None] = lambda n: None,
) -> Iterator[Coded]:
    """Yield the coding of each article in *paths*; what fails goes into *tally*.

    One broken file or one article that breaks the coder never stops the rest.
    """
    readable = _sorted_out(read(paths, date=date, stdin=stdin), tally)
    for batch in _batches(readable, BATCH):
        for coded in _code_batch(coder, batch, tally):
            tally.articles += 1
            tally.events += len(coded.event_records)
            yield coded
        step(len(batch))


def _sorted_out(items: Iterable[Article | Unreadable], tally: Tally) -> Iterator[Article]:
    for item in items:
        if isinstance(item, Unreadable):
            tally.unreadable.append(item)
        else:
            yield item


def _code_batch(coder: Coder, batch: list[Article], tally: Tally) -> list[Coded]:
    try:
        return list(coder.code(batch))
    except Exception:
        log.debug("batch failed; coding its articles one by one", exc_info=True)
    out: list[Coded] = []
    for article in batch:
        try:
            out.extend(coder.code([article]))
        except Exception as error:
            log.debug("article %s failed", article.id, exc_info=True)
            reason = f"could not be coded ({type(error).__name__}: {error}). Please report this with the text, if you may share it."
            tally.unreadable.append(Unreadable(article.path or article.id, None, reason))
    return out


def _batches(items: Iterable[Article], size: int) -> Iterator[list[Article]]:
    it = iter(items)
    while batch := list(itertools.islice(it, size)):
        yield batch


def store_all(coded: Iterable[Coded], path: Path, options: dict[str, object]) -> None:
    """Write each batch of coded articles into the database at *path*, then merge incidents."""
    from talion import __version__
    from talion.store.database import Database
    from talion.store.incidents import incidents

    with Database(path) as db:
        run = db.begin_run(__version__, _model_name(), _knowledge_hash(), options)
        it = iter(coded)
        while batch := list(itertools.islice(it, BATCH)):
            db.add(Coded.join(batch), run)
        events: list[dict[str, Any]] = [
            {str(k): v for k, v in e.items()} for e in db.events().to_dict("records")
        ]
        same = [
            (a, b) for a, b in db.rows("SELECT from_event, to_event FROM links WHERE kind = 'same'")
        ]
        db.set_incidents((incident, event) for event, incident in incidents(events, same).items())


def _model_name() -> str:
    import spacy

    from talion.coding.parse import MODELS

    name = next((m for m in MODELS if spacy.util.is_package(m)), "none")
    return f"{name} {spacy.util.get_package_version(name) or ''}".strip()


def _knowledge_hash() -> str:
    """Return one hash over all knowledge files, so that a run says what it knew."""
    import hashlib

    from talion.knowledge.tables import DATA

    digest = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
