"""Groups of states and parts of the world that news names as one."""

from __future__ import annotations

from dataclasses import dataclass

from talion.knowledge import tables
from talion.knowledge.words import key


@dataclass(frozen=True, slots=True)
class Region:
    """A named group of states, or a part of the world, with the states it is made of.

    `kind` is `states` for names that stand for governments acting together (Arab states, the
    West), `people` for peoples of several states (Kurds), `area` for parts of the world, and
    `other` for names that merely contain one of a state (Vietnam War).
    """

    id: str
    name: str
    kind: str
    members: tuple[str, ...]
    lat: float | None
    lon: float | None

    @property
    def sector(self) -> str | None:
        """The sector of the name as an actor: governments for a group of states."""
        return {"states": "GOV", "people": "CVL"}.get(self.kind)


def read_regions() -> list[Region]:
    """Return the regions of the knowledge folder.

    Example:
        >>> any(r.name == "Arab states" for r in read_regions())
        True
    """
    rows = tables.read("regions.csv", ["name", "kind", "members", "lat", "lon"])
    return [
        Region(
            id=key(row.text("name")).removeprefix("the ").replace(" 's", "s").replace(" ", "-"),
            name=row["name"],
            kind=row.choice("kind", ("states", "people", "area", "other")),
            members=row.many("members"),
            lat=row.number("lat") if row["lat"] else None,
            lon=row.number("lon") if row["lon"] else None,
        )
        for row in rows
    ]
