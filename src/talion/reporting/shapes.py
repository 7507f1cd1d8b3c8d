"""Reads country shapes from TopoJSON and projects them onto a rectangle."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name and its outlines in longitude and latitude."""

    name: str
    rings: tuple[Ring, ...]


@cache
def countries() -> tuple[Country, ...]:
    """Return the shapes of all countries.

    Example:
        >>> len(countries())
        177
    """
    text = files("talion.reporting").joinpath("assets/countries-110m.json").read_text("utf-8")
    topology = json.loads(text)
    arcs = [list(_arc(arc, topology["transform"])) for arc in topology["arcs"]]
    shapes = topology["objects"]["countries"]["geometries"]
    return tuple(Country(s["properties"]["name"], tuple(_rings(s, arcs))) for s in shapes)


def _arc(arc: Iterable[Sequence[int]], transform: dict[str, Any]) -> Iterator[Point]:
    """Yield the points of an arc, whose steps are whole numbers from the one before."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * sx + tx, y * sy + ty


def _rings(shape: dict[str, Any], arcs: list[Ring]) -> Iterator[Ring]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for numbers in polygon:
            ring: Ring = []
            for number in numbers:
                # ~n stands for arc n walked backwards; its first point is the last one's end.
                piece = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring.extend(piece[1:] if ring else piece)
            yield from _unrolled(ring)


def _unrolled(ring: Ring) -> Iterator[Ring]:
    """Yield *ring* without jumps at the 180th meridian, at each place where it may be seen.

    A ring that runs once around the Earth, as Antarctica's does, is closed along the pole.
    """
    out = [ring[0]]
    for lon, lat in ring[1:]:
        out.append((lon - 360 * round((lon - out[-1][0]) / 360), lat))
    if abs(out[-1][0] - out[0][0]) > 180:
        out += [(out[-1][0], -90.0), (out[0][0], -90.0), out[0]]
    low, high = min(p[0] for p in out), max(p[0] for p in out)
    for turn in (-360.0, 0.0, 360.0):
        if low + turn < 180 and high + turn > -180:
            yield [(lon + turn, lat) for lon, lat in out]


@dataclass(frozen=True, slots=True)
class View:
    """The part of the world that a map shows, and how it falls onto a rectangle."""

    width: float
    height: float
    scale: float
    left: float
    top: float
    stretch: float | None

    @classmethod
    def around(cls, points: Sequence[Point], width: float, height: float) -> View:
        """Return a view that holds all *points* (longitude, latitude) with room around them.

        A view of the whole world has its own height.
        """
        lons, lats = [p[0] for p in points], [p[1] for p in points]
        wide, high = max(lons) - min(lons), max(lats) - min(lats)
        if wide > WORLD_WIDE or high > WORLD_HIGH:
            # Equal Earth is 5.41 wide; the picture ends where nobody lives.
            scale = width / 5.42
            top, foot = _equal_earth((0, NORTH))[1], _equal_earth((0, min(SOUTH, *lats)))[1]
            return cls(width, (top - foot) * scale, scale, -width / scale / 2, top, None)
        middle = (min(lats) + max(lats)) / 2
        stretch = max(math.cos(math.radians(middle)), 0.2)
        across, down = max(wide * MARGIN, LEAST) * stretch, max(high * MARGIN, LEAST)
        scale = min(width / across, height / down)
        centre = (min(lons) + max(lons)) / 2 * stretch
        return cls(
            width, height, scale, centre - width / scale / 2, middle + height / scale / 2, stretch
        )

    def at(self, point: Point) -> Point:
        """Return where *point* (longitude, latitude) falls on the rectangle."""
        x, y = _equal_earth(point) if self.stretch is None else (point[0] * self.stretch, point[1])
        return (x - self.left) * self.scale, (self.top - y) * self.scale

    def outlines(self, country: Country) -> list[Ring]:
        """Return the outlines of *country* inside the view, without points too close to tell apart."""
        clipped = (
            _clip([self.at(p) for p in ring], self.width, self.height) for ring in country.rings
        )
        return [thin for ring in clipped if len(thin := _thinned(ring)) > 2]


#: Degrees beyond which a flat local map would mislead, and the whole world is shown.
WORLD_WIDE, WORLD_HIGH = 110.0, 70.0
#: Latitudes between which the world is shown.
NORTH, SOUTH = 83.5, -56.5
#: Room around the points, and the least span in degrees at which coarse shapes still look right.
MARGIN, LEAST = 1.5, 13.0
#: Points closer than this many pixels look like one.
CLOSE = 0.7


def _equal_earth(point: Point) -> Point:
    """Return the Equal Earth projection (Šavrič, Patterson, Jenny 2018) of *point*."""
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(point[1])))
    t2, t6 = t * t, t**6
    x = (
        math.radians(point[0])
        * math.cos(t)
        / (m * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)))
    )
    return x, t * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


def _clip(ring: Ring, width: float, height: float) -> Ring:
    """Return *ring* cut at the four sides of the rectangle (Sutherland–Hodgman)."""
    for axis, limit, sign in ((0, -4.0, 1), (0, width + 4, -1), (1, -4.0, 1), (1, height + 4, -1)):
        out: Ring = []
        for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
            was_in, is_in = (before[axis] - limit) * sign >= 0, (here[axis] - limit) * sign >= 0
            if was_in != is_in:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                out.append(
                    (
                        before[0] + share * (here[0] - before[0]),
                        before[1] + share * (here[1] - before[1]),
                    )
                )
            if is_in:
                out.append(here)
        ring = out
    return ring


def _thinned(ring: Ring) -> Ring:
    out: Ring = []
    for point in ring:
        if not out or abs(point[0] - out[-1][0]) + abs(point[1] - out[-1][1]) >= CLOSE:
            out.append(point)
    return out


def holds(country: Country, point: Point) -> bool:
    """Tell whether *point* (longitude, latitude) lies inside *country*.

    Example:
        >>> [c.name for c in countries() if holds(c, (44.4, 33.3))]
        ['Iraq']
    """
    inside = False
    for ring in country.rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > point[1]) != (y2 > point[1]) and point[0] < (x2 - x1) * (point[1] - y1) / (
                y2 - y1
            ) + x1:
                inside = not inside
    return inside
