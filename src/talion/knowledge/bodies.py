"""The bodies that any state has: ministries, forces, courts, parties, as patterns of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talion.knowledge import tables
from talion.knowledge.words import key

KINDS = ("body", "group", "patron", "home")
_PLACES = ("{adj}", "{state}", "{name}")


@dataclass(frozen=True, slots=True)
class Body:
    """A kind of body, with the sector and the canonical name it gives an actor."""

    words: str
    kind: str
    sector: str
    name: str

    def called(self, state: str, adjective: str) -> str:
        """Return the canonical name of the body of one state.

        Example:
            >>> Body("air force", "body", "MIL", "{adj} Air Force").called("Peru", "Peruvian")
            'Peruvian Air Force'
        """
        return self.name.format(name=state, adj=adjective)

    @property
    def slug(self) -> str:
        """The canonical name without the state, as part of an id."""
        bare = self.name.replace("of {name}", "").replace("{adj}", "") or self.words
        return key(bare).replace(" 's", "s").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Bodies by their words, and what a hyphen makes of a state's name.

    Example:
        >>> bodies = Bodies.load()
        >>> bodies.match(["defence", "ministry"]).sector
        'GOV'
        >>> bodies.hyphened["backed"], bodies.hyphened["led"]
        ('patron', 'home')
    """

    bodies: Mapping[str, Body]
    hyphened: Mapping[str, str]
    _longest: int

    @classmethod
    def load(cls) -> Bodies:
        """Read the patterns from the knowledge folder."""
        bodies: dict[str, Body] = {}
        hyphened: dict[str, str] = {}
        for row in tables.read("body_patterns.csv", ["pattern", "kind", "sector", "name"]):
            words = row.text("pattern")
            for place in _PLACES:
                words = words.replace(place, "")
            words = key(words)
            kind = row.choice("kind", KINDS)
            if kind in ("patron", "home"):
                hyphened[words] = kind
            else:
                bodies[words] = Body(words, kind, row["sector"], row["name"])
        return cls(bodies, hyphened, max(w.count(" ") + 1 for w in bodies))

    def match(self, words: Sequence[str]) -> Body | None:
        """Return the body whose words end a phrase, the longest of several."""
        for start in range(max(0, len(words) - self._longest), len(words)):
            if body := self.bodies.get(" ".join(words[start:])):
                return body
        return None
