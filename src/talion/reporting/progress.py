"""Shows on stderr how far a long job is, and names what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from talion.records import Unreadable
from talion.reporting.clean import one_line


@dataclass
class Steps:
    """Counts articles and events while they are coded."""

    _progress: Progress
    _task: int
    articles: int = 0
    events: int = 0

    def coded(self, events: int) -> None:
        """Count one more article with this many events."""
        self.articles += 1
        self.events += events
        self._progress.update(self._task, advance=1, found=self.events)  # type: ignore[arg-type]


@contextmanager
def coding(err: Console) -> Iterator[Steps]:
    """Show a running count of articles and events; nothing moves where stderr is no terminal."""
    progress = Progress(
        SpinnerColumn(),
        TextColumn("coding"),
        BarColumn(bar_width=20),
        TextColumn("{task.completed:.0f} articles, {task.fields[found]} events"),
        TimeElapsedColumn(),
        console=err, transient=True, disable=not err.is_terminal,
    )  # fmt: skip
    with progress:
        yield Steps(progress, progress.add_task("coding", total=None, found=0))


@contextmanager
def doing(what: str, err: Console) -> Iterator[None]:
    """Say *what* is being done while it is done, on a terminal only."""
    if not err.is_terminal:
        yield
        return
    with err.status(Text(what)):
        yield


def complain(unreadable: Sequence[Unreadable], err: Console) -> None:
    """Name each input that could not be read, with its line and the reason.

    Example:
        >>> complain([Unreadable("a.jsonl", 3, "is no JSON.")], Console(color_system=None))
        a.jsonl:3: is no JSON.
    """
    for item in unreadable:
        err.print(Text(f"{place(item)}: {one_line(item.reason)}"), soft_wrap=True)


def place(item: Unreadable) -> str:
    """Return where an unreadable input is: its name, and its line if it has one."""
    source = "standard input" if item.source == "-" else one_line(item.source)
    return source if item.line is None else f"{source}:{item.line}"
