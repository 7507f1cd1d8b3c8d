"""The labels that the heads choose from, in the order of the ontology's files."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from training.corpus import ROOT, Marked

DATA = ROOT / "src" / "talion" / "knowledge" / "data"
NONE = "NONE"
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
        types = tuple(_column("types.csv", "type"))
        with (DATA / "modes.csv").open(encoding="utf-8") as lines:
            named = [f"{r['type']} {r['mode']}" for r in _table(lines)]
        return cls((*types, NONE), (*types, *named))

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


def _table(lines: object) -> list[dict[str, str]]:
    kept = [line for line in lines if not line.startswith("#")]  # type: ignore[attr-defined]
    return list(csv.DictReader(kept))


def _column(name: str, column: str) -> list[str]:
    with (DATA / name).open(encoding="utf-8") as lines:
        return [r[column] for r in _table(lines)]
