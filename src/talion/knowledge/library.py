"""Everything talion knows, loaded once and handed to a coder."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from talion.knowledge import tables
from talion.knowledge.agents import Agents
from talion.knowledge.directory import Directory
from talion.knowledge.lexicon import Lexicon
from talion.knowledge.ontology import Ontology
from talion.knowledge.own import read_own
from talion.knowledge.places import Gazetteer
from talion.knowledge.states import States


@dataclass(frozen=True)
class Library:
    """The ontology, states, directory of actors, agents, lexicon and gazetteer.

    Example:
        >>> Library.load().ontology.types["ASSAULT"].quad_class
        4
    """

    ontology: Ontology
    states: States
    directory: Directory
    agents: Agents
    lexicon: Lexicon
    places: Gazetteer
    #: Type to pairs of a word class and the mode that a means of this class makes.
    means: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    #: Rows of about_modes.csv and lift.csv, most specific first.
    about_modes: tuple[dict[str, str], ...] = ()
    lifts: tuple[dict[str, str], ...] = ()
    #: Nouns such as "the group" to the kinds of actor they can point back to.
    #: Names of months and weekdays, which are nobody.
    calendar: frozenset[str] = frozenset()
    anaphors: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, actors: Sequence[Path] = (), places: Sequence[Path] = ()) -> Library:
        """Load the shipped tables, with the user's own *actors* and *places* on top."""
        with no_collection():
            return cls._load(actors, places)

    @classmethod
    def _load(cls, actors: Sequence[Path], places: Sequence[Path]) -> Library:
        directory = Directory.load(extra=actors)
        return cls(
            ontology=Ontology.load(),
            states=directory.states,
            directory=directory,
            agents=Agents.load(own=read_own(actors, directory.states).agents),
            lexicon=Lexicon.load(),
            places=Gazetteer.load(extra=places),
            means=_means(),
            about_modes=tuple(
                tables.read("about_modes.csv", ("type", "about", "about_mode", "becomes", "mode"))
            ),
            calendar=frozenset(
                r["word"]
                for r in tables.read("calendar_words.csv", ("word", "kind"))
                if r["kind"] in ("month", "weekday")
            ),
            anaphors={
                r["noun"]: frozenset(r["kinds"].split("|"))
                for r in tables.read("anaphors.csv", ("noun", "kinds"))
            },
            lifts=tuple(tables.read("lift.csv", ("type", "mode", "status", "own_word", "becomes"))),
        )


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector still while much is made that stays.

    It walks over all the knowledge again and again, a third of the load and a tenth of the coding,
    and finds next to nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _means() -> dict[str, tuple[tuple[str, str], ...]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for row in tables.read("means.csv", ("type", "class", "mode")):
        out.setdefault(row["type"], []).append((row["class"], row["mode"]))
    return {kind: tuple(pairs) for kind, pairs in out.items()}
