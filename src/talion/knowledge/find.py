"""Finds whom a name by itself means: someone known, or an actor that its words describe.

Data sets give names out of their context, and actors without a name by labels: "Police (India)".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from talion.knowledge import tables
from talion.knowledge.agents import Agents
from talion.knowledge.describe import Description, describe
from talion.knowledge.directory import Directory
from talion.knowledge.known import Known
from talion.knowledge.own import read_own
from talion.knowledge.places import Gazetteer
from talion.knowledge.words import key

_TOKENS = re.compile(r"[(),;/]|[^\s(),;/]+")
_LABEL = re.compile(r"^(?P<role>[^()]+) \((?P<home>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a name means, who else it could have meant, and why."""

    id: str
    name: str
    country: str | None
    sector: str | None
    why: str
    runners_up: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks names up one by one, as they stand in a data set or on a command line.

    Example:
        >>> find = Finder.load().find
        >>> find("Houthi fighters").id
        'ansar-allah-yem'
        >>> found = find("Police (India)")
        >>> found.country, found.sector
        ('IND', 'COP')
        >>> find("zzyzx") is None
        True
    """

    directory: Directory
    agents: Agents = field(default_factory=Agents.load)
    places: Gazetteer | None = None
    #: Labels of data sets and the sectors they stand for.
    labels: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Finder:
        """Read the knowledge folder, with the user's own tables of actors on top."""
        rows = tables.read("labels.csv", ["label", "sector"])
        labels = {key(row.text("label")): row.text("sector") for row in rows}
        directory = Directory.load(extra)
        agents = Agents.load(own=read_own(extra, directory.states).agents)
        return cls(directory, agents, Gazetteer.load(), labels)

    def find(
        self, name: str, on: dt.date | None = None, countries: Iterable[str] = ()
    ) -> Found | None:
        """Return whom a name means on a day, or None if nothing in it tells.

        Args:
            name: a name or a noun phrase: "Hassan Nasrallah", "Turkish police", "Envoy (Peru)".

            on: the day spoken of; by default the present.

            countries: alpha-3 codes that the context gives.
        """
        resolution = self.directory.resolve(name, on, countries)
        if known := resolution.chosen:
            why, others = resolution.why, resolution.runners_up
            return Found(known.id, known.name, known.country, known.sector, why, others)
        told = self._labelled(name, on) or self._described(name, on)
        if told is None and not resolution.runners_up:
            told = self._placed(name, on)
        if told is None:
            return None
        why = f"{resolution.why}; {told.why}"
        return Found(told.id, told.name, told.country, told.sector, why, resolution.runners_up)

    def tell(
        self, name: str, on: dt.date | None = None, countries: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """Return in lines of text whom a name means, who else it could mean, and why.

        Example:
            >>> print(*Finder.load().tell("Kim Jong-il", dt.date(2000, 1, 1)), sep="\\n")
            Kim Jong-il (kim-jong-il): PRK, GOV, supreme leader on 2000-01-01
            why: name 'Kim Jong-il'; existed on 2000-01-01; supreme leader on 2000-01-01
        """
        found = self.find(name, on, countries)
        if found is None:
            resolution = self.directory.resolve(name, on, countries)
            lines, others = (
                ["nobody that its words tell", f"why: {resolution.why}"],
                resolution.runners_up,
            )
        else:
            office = self.directory.office(found.id, on)
            when = (
                f"on {on}"
                if on
                else f"since {office.start}"
                if office and not office.end
                else "last"
            )
            held = f", {office.office} {when}" if office else ""
            lines = [
                f"{found.name} ({found.id}): {found.country or '-'}, {found.sector or '-'}{held}"
            ]
            lines.append(f"why: {found.why}")
            others = found.runners_up
        lines += [f"also: {k.name} ({k.id}): {k.country or '-'}, {k.sector or '-'}" for k in others]
        return tuple(lines)

    def _labelled(self, name: str, on: dt.date | None) -> Description | None:
        """Return an actor that a label of a data set names with its home in brackets."""
        match = _LABEL.match(name)
        sector = self.labels.get(key(match["role"])) if match else None
        if match is None or sector is None:
            return None
        home = self.find(match["home"], on)
        country = home.country if home else None
        id = "-".join(filter(None, [(country or "").lower(), key(match["role"]).replace(" ", "-")]))
        return Description(id, name, country, sector, f"label '{match['role']}'")

    def _described(self, name: str, on: dt.date | None) -> Description | None:
        # A dash between spaces parts what follows from the head, as a comma does.
        words = _TOKENS.findall(re.sub(r"\s[-–—]\s", ", ", name))
        return describe(words, self.directory.states, self.directory, self.agents, on)

    def _placed(self, name: str, on: dt.date | None) -> Description | None:
        """Return the authorities of a place, if the name is that of a place."""
        if self.places is None or (found := self.places.resolve(name, on=on).chosen) is None:
            return None
        id = f"{(found.country or '').lower()}-{key(found.name).replace(' ', '-')}".lstrip("-")
        return Description(id, found.name, found.country, "GOV", f"place '{found.name}'")
