"""The labels that the heads choose from, in the order of the ontology's files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from talion.coding.lexical import NONE
from talion.knowledge.ontology import Ontology
from training.corpus import Marked

STATUSES = ("actual", "ongoing", "future", "hypothetical", "denied")


@dataclass(frozen=True)
class Labels:
    """Types (with `NONE` last), modes as `TYPE mode` (`TYPE` alone for none), statuses."""

    types: tuple[str, ...]
    modes: tuple[str, ...]
    statuses: tuple[str, ...] = STATUSES

    @classmethod
    def load(cls) -> Labels:
        """Read the ontology's tables."""
        ontology = Ontology.load()
        named = [f"{kind} {mode}" for kind, mode in ontology.mode_definitions]
        return cls((*ontology.types, NONE), (*ontology.types, *named))

    def numbers(self, items: Sequence[Marked]) -> tuple[list[int], list[int], list[int]]:
        """Return type, mode and status of sentences as numbers; -1 where one is not given."""
        modes = [
            self._at(self.modes, f"{x.type} {x.mode}".strip()) if x.type != NONE else -1
            for x in items
        ]
        statuses = [self._at(self.statuses, x.status) if x.type != NONE else -1 for x in items]
        return [self.types.index(x.type) for x in items], modes, statuses

    @staticmethod
    def _at(names: tuple[str, ...], name: str) -> int:
        return names.index(name) if name in names else -1
