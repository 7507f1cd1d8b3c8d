"""The lexicon: which words, in which frames, report which type of event."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

TYPE_COLUMNS = ("head", "pos", "when", "mode", "actor", "recipient", "about", "note")
LIGHT_COLUMNS = ("head", "when", "effect")
STANCE_COLUMNS = ("head", "pos", "slot", "effect", "note")
METAPHOR_COLUMNS = ("head", "pos", "when", "note")
_SPECIAL = ("classes", "light", "stance", "metaphors")
#: Where a row names no slots: the subject acts on the object; a noun's owner acts on its "against".
DEFAULT_ACTOR: Mapping[str, tuple[str, ...]] = {
    "V": ("subj",),
    "A": ("subj",),
    "N": ("by", "poss", "mod", "from"),
}
DEFAULT_RECIPIENT: Mapping[str, tuple[str, ...]] = {
    "V": ("obj",),
    "A": ("to", "with", "of", "about"),
    "N": ("against", "on", "at", "of", "to", "with"),
}


class LexiconError(ValueError):
    """A lexicon file holds a row that cannot be used; the message names file, line and column."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a slot: filled, or filled by one of these words, classes or sectors."""

    slot: str
    negated: bool
    words: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    @property
    def only_present(self) -> bool:
        """Tell whether the slot need only be filled."""
        return not self.words and not self.sectors


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: a head in a frame, and what it reports."""

    kind: str
    head: tuple[str, ...]
    pos: Literal["V", "N", "A", "R"]
    when: tuple[Condition, ...]
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    about: str | None
    source: str

    @property
    def weight(self) -> int:
        """Return how specific the row is: its conditions and the words of its head.

        A slot that need only be filled says less than one whose filler is told.
        """
        told = sum(1 if c.only_present and not c.negated else 2 for c in self.when)
        return told + len(self.head)

    @property
    def mutual(self) -> bool:
        """Tell whether the parties act on each other and all stand as actors."""
        return self.actor == ("both",)


@dataclass(frozen=True)
class Lexicon:
    """Every row by the first lemma of a verb or the last lemma of a noun.

    Example:
        >>> lexicon = Lexicon.load()
        >>> "ASSAULT" in {e.kind for e in lexicon.entries("V", "kill")}
        True
    """

    _index: Mapping[tuple[str, str], tuple[Entry, ...]]
    _light: Mapping[str, tuple[tuple[tuple[str, ...], tuple[Condition, ...], str], ...]]
    _stance: Mapping[tuple[str, str], tuple[Entry, ...]]
    _metaphors: Mapping[tuple[str, str], tuple[Entry, ...]]
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def entries(self, pos: str, lemma: str) -> tuple[Entry, ...]:
        """Return the rows whose anchor word is *lemma*, most specific first."""
        return self._index.get((pos, lemma), ())

    def light(self, lemma: str) -> tuple[tuple[tuple[str, ...], tuple[Condition, ...], str], ...]:
        """Return head words, conditions and effect of each light use of the verb *lemma*."""
        return self._light.get(lemma, ())

    def stances(self, pos: str, lemma: str) -> tuple[Entry, ...]:
        """Return the rows that say how *lemma* colours what it governs; `kind` is the effect."""
        return self._stance.get((pos, lemma), ())

    def metaphors(self, pos: str, lemma: str) -> tuple[Entry, ...]:
        """Return the frames in which *lemma* reports no event."""
        return self._metaphors.get((pos, lemma), ())

    def lemmas(self, pos: str) -> frozenset[str]:
        """Return the lemmas of one part of speech that the rows and classes speak of."""
        tables = (self._index, self._stance, self._metaphors)
        found = {lemma for table in tables for p, lemma in table if p == pos}
        if pos == "V":
            found.update(self._light)
        return frozenset(found.union(*self.classes.values()))

    def known(self) -> dict[str, frozenset[str]]:
        """Return the lemmas of verbs and nouns, by which a parser chooses among base forms."""
        return {pos: self.lemmas(pos) for pos in ("V", "N")}

    def words(self, name: str) -> frozenset[str]:
        """Return the words of the class *name*; an unknown class is empty."""
        return self.classes.get(name, frozenset())

    @classmethod
    def load(cls, folder: Path | None = None) -> Lexicon:
        """Read every file of the lexicon folder.

        Raises:
            LexiconError: a row is malformed; the message says where and why.
        """
        folder = folder or Path(__file__).parent / "data" / "lexicon"
        classes: dict[str, set[str]] = {}
        for row, _ in _rows(folder / "classes.csv", ("class", "word")):
            classes.setdefault(row["class"], set()).add(row["word"])
        frozen = _Classes(classes)
        rows: list[Entry] = []
        for path in sorted(folder.glob("*.csv")):
            if path.stem not in _SPECIAL:
                for row, line in _rows(path, TYPE_COLUMNS):
                    rows.append(_entry(path.stem.upper(), row, f"{path.name}:{line}", frozen))
        return cls(
            _index=_by_anchor(rows),
            _light=_lights(folder / "light.csv", frozen),
            _stance=_by_anchor(
                _entry(row["effect"], {**row, "actor": row["slot"]}, f"stance.csv:{line}", frozen)
                for row, line in _rows(folder / "stance.csv", STANCE_COLUMNS)
            ),
            _metaphors=_by_anchor(
                _entry("METAPHOR", row, f"metaphors.csv:{line}", frozen)
                for row, line in _rows(folder / "metaphors.csv", METAPHOR_COLUMNS)
            ),
            classes=frozen,
        )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterable[tuple[dict[str, str], int]]:
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != columns:
            msg = f"{path.name}, line 1: columns are {reader.fieldnames}; they must be {list(columns)}"
            raise LexiconError(msg)
        for row in reader:
            if None in row or None in row.values():
                msg = f"{path.name}, line {reader.line_num}: the row has not {len(columns)} cells; quote cells that hold a comma"
                raise LexiconError(msg)
            yield row, reader.line_num


def _by_anchor(entries: Iterable[Entry]) -> dict[tuple[str, str], tuple[Entry, ...]]:
    index: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        anchor = entry.head[0] if entry.pos == "V" else entry.head[-1]
        index.setdefault((entry.pos, anchor), []).append(entry)
    return {k: tuple(sorted(v, key=lambda e: -e.weight)) for k, v in index.items()}


class _Classes(dict[str, frozenset[str]]):
    """The word classes of one lexicon, with the condition cells read so far."""

    def __init__(self, classes: Mapping[str, Iterable[str]]) -> None:
        super().__init__({k: frozenset(v) for k, v in classes.items()})
        self.read: dict[str, tuple[Condition, ...]] = {}


def _entry(kind: str, row: Mapping[str, str], source: str, classes: _Classes) -> Entry:
    pos = row.get("pos") or "V"
    if pos not in ("V", "N", "A", "R"):
        msg = f"{source}: pos is {pos!r}; it must be V or N"
        raise LexiconError(msg)
    actor, recipient = _slots(row.get("actor", "")), _slots(row.get("recipient", ""))
    return Entry(
        kind=kind,
        head=tuple(row["head"].split("_")),
        pos=pos,  # type: ignore[arg-type]
        when=_known_conditions(row.get("when", ""), source, classes),
        mode=row.get("mode") or None,
        actor=actor or DEFAULT_ACTOR.get(pos, ()),
        recipient=recipient or DEFAULT_RECIPIENT.get(pos, ()),
        about=row.get("about") or None,
        source=source,
    )


@lru_cache(maxsize=4096)
def _slots(cell: str) -> tuple[str, ...]:
    return tuple(s.strip() for s in cell.split("|") if s.strip())


def _known_conditions(cell: str, source: str, classes: _Classes) -> tuple[Condition, ...]:
    """Read a cell once: the rows of a file share most of their conditions."""
    if not cell:
        return ()
    if cell not in classes.read:
        classes.read[cell] = conditions(cell, source, classes)
    return classes.read[cell]


def conditions(
    cell: str, source: str, classes: Mapping[str, frozenset[str]]
) -> tuple[Condition, ...]:
    """Read the cell ``when`` of a row into conditions.

    Raises:
        LexiconError: the cell names an unknown class or has no slot.

    Example:
        >>> conditions("obj=base|@troop & !to", "x.csv:2", {"troop": frozenset({"troop"})})[1].slot
        'to'
    """
    out = []
    for part in filter(None, (p.strip() for p in cell.split("&"))):
        negated = part.startswith("!")
        slot, _, values = part.lstrip("!").partition("=")
        words: set[str] = set()
        sectors: set[str] = set()
        for value in filter(None, values.split("|")):
            if value.startswith("@"):
                if value[1:] not in classes:
                    msg = f"{source}: no class {value!r} in classes.csv"
                    raise LexiconError(msg)
                words |= classes[value[1:]]
            elif value.isupper():
                sectors.add(value)
            else:
                words.add(value)
        if not slot:
            msg = f"{source}: the condition {part!r} names no slot"
            raise LexiconError(msg)
        out.append(Condition(slot.strip(), negated, frozenset(words), frozenset(sectors)))
    return tuple(out)


def _lights(
    path: Path, classes: Mapping[str, frozenset[str]]
) -> dict[str, tuple[tuple[tuple[str, ...], tuple[Condition, ...], str], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], tuple[Condition, ...], str]]] = {}
    for row, line in _rows(path, LIGHT_COLUMNS):
        head = tuple(row["head"].split("_"))
        when = conditions(row["when"], f"{path.name}:{line}", classes)
        index.setdefault(head[0], []).append((head, when, row["effect"]))
    return {k: tuple(sorted(v, key=lambda r: -len(r[0]))) for k, v in index.items()}
