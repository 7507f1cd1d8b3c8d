"""The event types, modes, contexts and sectors of PLOVER, and the way to and from CAMEO."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from talion.knowledge import tables


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen event types, with the class and score that PLOVER gives it."""

    name: str
    quad_class: int
    score: float
    recipient_required: bool
    reciprocal: bool
    definition: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """What can be coded: types with their modes, contexts, and sectors by priority.

    Example:
        >>> ontology = Ontology.load()
        >>> ontology.types["ASSAULT"].score
        -9.3
        >>> ontology.modes("MOBILIZE")
        ('troops', 'weapons', 'police', 'militia')
    """

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    sector_priority: Mapping[str, int]
    mode_definitions: Mapping[tuple[str, str], str]
    _cameo: Mapping[str, tuple[str, str | None]]

    @classmethod
    def load(cls) -> Ontology:
        """Read the ontology from the knowledge folder."""
        sectors = tables.read("sectors.csv", ["sector", "name", "priority"])
        types = _types()
        return cls(
            types=types,
            contexts=_pairs("contexts.csv", "context", "definition"),
            sectors={r["sector"]: r["name"] for r in sectors},
            sector_priority={r["sector"]: int(r.number("priority")) for r in sectors},
            mode_definitions=_modes(types),
            _cameo=_cameo(types),
        )

    def modes(self, type: str) -> tuple[str, ...]:
        """Return the modes a type may have, in the order of the table; none if it has no modes."""
        if type not in self.types:
            near = difflib.get_close_matches(type.upper(), self.types, 1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Known: {', '.join(self.types)}."
            raise KeyError(f"'{type}' is no event type.{hint}")
        return tuple(mode for owner, mode in self.mode_definitions if owner == type)

    def from_cameo(self, code: str) -> tuple[str, str | None] | None:
        """Return type and mode of the longest CAMEO prefix in the table.

        None stands for codes that PLOVER drops (01) or leaves unassigned (080).

        Example:
            >>> Ontology.load().from_cameo("1951")
            ('ASSAULT', 'aerial')
            >>> Ontology.load().from_cameo("010") is None
            True
        """
        for length in range(len(code), 1, -1):
            if found := self._cameo.get(code[:length]):
                return found if found[0] else None
        return None

    def to_cameo(self, type: str, mode: str | None = None) -> str:
        """Return the CAMEO code nearest to a type and mode.

        Where several codes share type and mode, the first of the table stands; a mode that CAMEO
        lacks falls back to the code of the bare type.

        Example:
            >>> Ontology.load().to_cameo("COERCE", "arrest")
            '173'
        """
        if mode is not None and mode not in self.modes(type):
            raise KeyError(f"'{mode}' is no mode of {type}. Known: {', '.join(self.modes(type))}.")
        codes = {found: code for code, found in reversed(list(self._cameo.items()))}
        bare = next(code for code, found in self._cameo.items() if found[0] == type)
        return codes.get((type, mode), bare)


def _types() -> dict[str, EventType]:
    columns = ["type", "quad_class", "score", "recipient_required", "reciprocal", "definition"]
    return {
        row.text("type"): EventType(
            name=row["type"],
            quad_class=int(row.choice("quad_class", ("1", "2", "3", "4"))),
            score=row.number("score"),
            recipient_required=row.yes("recipient_required"),
            reciprocal=row.yes("reciprocal"),
            definition=row.text("definition"),
        )
        for row in tables.read("types.csv", columns)
    }


def _modes(types: Mapping[str, EventType]) -> dict[tuple[str, str], str]:
    rows = tables.read("modes.csv", ["type", "mode", "definition"])
    return {(row.choice("type", tuple(types)), row.text("mode")): row["definition"] for row in rows}


def _pairs(name: str, key: str, value: str) -> Mapping[str, str]:
    return {r.text(key): r.text(value) for r in tables.read(name, [key, value])}


def _cameo(types: Mapping[str, EventType]) -> dict[str, tuple[str, str | None]]:
    rows = tables.read("cameo.csv", ["cameo", "name", "type", "mode"])
    allowed = ("", *types)
    return {r.text("cameo"): (r.choice("type", allowed), r.maybe("mode")) for r in rows}
