"""The cue tables of links, ties, claims and contexts, read once for a coder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from talion.coding.claims import Cue
from talion.coding.contexts import ContextCues
from talion.knowledge import tables
from talion.records import TieKind


@dataclass(frozen=True)
class Cues:
    """Cue words by room: what links events, ties actors, makes claims and sets contexts."""

    links: Mapping[tuple[str, str], tuple[str, str, tuple[str, ...]]]
    ties: Mapping[tuple[str, str], tuple[TieKind, str]]
    claims: Sequence[Cue]
    contexts: ContextCues

    @classmethod
    def load(cls) -> Cues:
        """Read the four tables from the knowledge folder."""
        links = {}
        for row in tables.read("link_cues.csv", ("cue", "pos", "kind", "direction")):
            first, *rest = row["cue"].split("_")
            links[(first, row["pos"])] = (row["kind"], row["direction"], tuple(rest))
        ties = {
            (row["form"], row["cue"]): (row["kind"], row["direction"])
            for row in tables.read("tie_cues.csv", ("cue", "form", "kind", "direction"))
        }
        claims = [
            (row["kind"], re.compile(row["pattern"], re.IGNORECASE))
            for row in tables.read("claim_cues.csv", ("kind", "pattern"))
        ]
        contexts: dict[str, list[tuple[str, float]]] = {}
        for row in tables.read("context_cues.csv", ("context", "cue", "weight")):
            contexts.setdefault(row["cue"], []).append((row["context"], float(row["weight"])))
        return cls(links, ties, claims, ContextCues(contexts))  # type: ignore[arg-type]
