"""Finds the files that paths, folders and patterns stand for, and opens them."""

from __future__ import annotations

import glob
import gzip
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, Literal, cast

from talion.reading.record import ReadingError
from talion.records import Unreadable

Kind = Literal["plain", "html", "jsonl", "csv", "parquet"]

_KINDS: dict[str, Kind] = {
    ".txt": "plain",
    ".md": "plain",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
}
_READ = f"talion reads {' '.join(_KINDS)} and each .gz."
# A buffer from which a file's encoding can be told.
_BUFFER = 1 << 18
# Prose shrinks to a fifth and repetitive tables to a hundredth; beyond this, and past
# the first 100 MB, gzip data is made to fill a disk.
_MAX_RATIO = 250
_FREE_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: where it is and what kind it is."""

    path: Path
    kind: Kind
    zipped: bool

    @property
    def stem(self) -> str:
        """The file's name without the suffixes that tell its kind."""
        name = self.path.name.removesuffix(".gz") if self.zipped else self.path.name
        return Path(name).stem

    def open(self) -> BufferedReader:
        """Open the file, unpacked if it is zipped."""
        stream = self.path.open("rb")
        return unzipped(stream, self.path.stat().st_size) if self.zipped else _buffered(stream)


def find(path: str) -> Iterator[Input | Unreadable]:
    """Yield the files that *path* (a file, a folder or a pattern) stands for, sorted.

    Folders are searched to the bottom; hidden files are passed over, and files
    of a kind that is not read are counted in one `Unreadable` per suffix.

    Example:
        >>> next(find("no/such.txt")).reason
        'there is no such file. Check the path.'
    """
    place = Path(path)
    try:
        if place.is_dir():
            yield from _in_folder(place)
        elif place.exists() or not glob.has_magic(path):
            yield _file(place)
        else:
            yield from _by_pattern(path)
    except (OSError, ValueError) as error:  # too long, a NUL in it, no permission
        yield Unreadable(path, None, f"cannot be opened ({_plain(error)}). Check the path.")


def kind_of_file(path: Path) -> tuple[Kind | None, bool]:
    """Return what kind of file *path* is by its suffix, and whether it is zipped.

    Example:
        >>> kind_of_file(Path("a.JSONL.gz"))
        ('jsonl', True)
    """
    name = path.name.lower()
    zipped = name.endswith(".gz")
    return _KINDS.get(Path(name.removesuffix(".gz")).suffix), zipped


def unzipped(stream: BinaryIO, size: int) -> BufferedReader:
    """Return a stream of what the gzip data in *stream* holds, bounded by their *size*.

    Reading past the bound raises `ReadingError`.
    """
    allowed = _FREE_BYTES + _MAX_RATIO * size
    return _buffered(_Bounded(gzip.GzipFile(fileobj=stream), allowed))


class _Bounded(RawIOBase):
    """A raw stream that refuses to give more than *allowed* bytes."""

    def __init__(self, stream: gzip.GzipFile, allowed: int) -> None:
        self._stream, self._left = stream, allowed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise ReadingError("unpacks to far more than text would. Unpack it and look inside.")
        buffer[: len(data)] = data
        return len(data)


def _buffered(stream: BinaryIO | RawIOBase) -> BufferedReader:
    return BufferedReader(cast(RawIOBase, stream), _BUFFER)


def _file(path: Path) -> Input | Unreadable:
    if not path.exists():
        return Unreadable(str(path), None, "there is no such file. Check the path.")
    if not path.is_file():
        return Unreadable(str(path), None, "is no regular file. Pipe it in and name it '-'.")
    kind, zipped = kind_of_file(path)
    if kind is None:
        what = f"is of a kind that is not read ('{path.suffix or path.name}')"
        return Unreadable(str(path), None, f"{what}. {_READ}")
    return Input(path, kind, zipped)


def _in_folder(folder: Path) -> Iterator[Input | Unreadable]:
    others: Counter[str] = Counter()
    troubles: list[Unreadable] = []
    found = 0

    def note(error: OSError) -> None:
        reason = f"cannot be opened ({_plain(error)}). Check its permissions."
        troubles.append(Unreadable(str(error.filename), None, reason))

    for here, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(here, name)
            if kind_of_file(path)[0] is None:
                others[path.suffix.lower() or name] += 1
            else:
                found += 1
                yield _file(path)
    yield from troubles
    for suffix, number in sorted(others.items()):
        files = f"{number} file{'s' if number > 1 else ''}"
        yield Unreadable(str(folder), None, f"{files} '{suffix}' left out. {_READ}")
    if not found and not others and not troubles:
        yield Unreadable(str(folder), None, f"the folder holds no articles. {_READ}")


def _by_pattern(pattern: str) -> Iterator[Input | Unreadable]:
    paths = sorted(glob.glob(pattern, recursive=True))
    if not paths:
        yield Unreadable(pattern, None, "no file matches the pattern. Quote it or check it.")
    for path in map(Path, paths):
        if path.is_dir():
            # "**" names folders too; their files match by themselves.
            if "**" not in pattern:
                yield from _in_folder(path)
        else:
            yield _file(path)


def _plain(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
