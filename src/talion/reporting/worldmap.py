"""Draws the map: where events are reported, towns as discs and whole countries as rings."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from talion.records import Event
from talion.reporting import svg
from talion.reporting.clean import one_line
from talion.reporting.shapes import Country, Ring, View, countries, holds

#: Precisions that stand for an area rather than for a spot.
AREAS = frozenset({"country", "admin1", "region"})
#: Names written on a map before they cover each other.
LABELS = 14
#: Mean width of a letter at 12 px.
LETTER = 6.8
#: Left, top, right and bottom of a rectangle.
Box = tuple[float, float, float, float]
#: Pixels square that a country must fill to carry its name.
NAMED_AREA = 2500.0


@dataclass
class Spot:
    """One place with the events reported there."""

    name: str
    country: str
    precision: str
    point: tuple[float, float] | None
    numbers: list[int] = field(default_factory=list)
    quads: Counter[int] = field(default_factory=Counter)

    @property
    def area(self) -> bool:
        """Tell whether the text names only an area."""
        return self.precision in AREAS


def spots(events: Iterable[tuple[int, Event]]) -> list[Spot]:
    """Return the places of numbered *events*, those with most events first."""
    found: dict[tuple[str, str | None, str], Spot] = {}
    for number, event in events:
        place = event.place
        if place is None:
            continue
        point = None if place.lat is None or place.lon is None else (place.lon, place.lat)
        key = (place.name, place.country, place.precision)
        spot = found.setdefault(key, Spot(place.name, place.country or "", place.precision, point))
        spot.numbers.append(number)
        spot.quads[event.quad_class] += 1
    return sorted(found.values(), key=lambda s: (-len(s.numbers), s.name))


def draw(found: Sequence[Spot], width: int, height: int, name: str) -> Markup:
    """Return the map of *found*, or nothing if no place has a point."""
    placed = [s for s in found if s.point is not None]
    if not placed:
        return Markup("")
    view = View.around([s.point for s in placed if s.point], width, height)
    marked = [s.point for s in placed if s.point and s.precision == "country"]
    land: list[Markup] = []
    seen: list[tuple[Country, list[Ring]]] = []
    for country in countries():
        outlines = view.outlines(country)
        if outlines:
            whole = any(holds(country, p) for p in marked)
            land.append(_land(country, outlines, whole))
            seen.append((country, outlines))
    dots = [_dot(s, view) for s in reversed(placed)]
    labels, taken = _labels(placed, view)
    names = [n for country, outlines in seen for n in _country_name(country, outlines, view, taken)]
    title = f"Map of {len(placed)} places"
    about = "; ".join(f"{s.name}: {len(s.numbers)}" for s in placed[:20])
    sea = svg.tag("rect", width=width, height=view.height, class_="sea")
    return svg.picture(
        name,
        width,
        view.height,
        title,
        f"Number of events by place. {about}",
        sea,
        *land,
        *names,
        *dots,
        *labels,
    )


def _land(country: Country, outlines: list[Ring], whole: bool) -> Markup:
    path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in outlines)
    return svg.tag("path", d=path, class_="land whole" if whole else "land")


def _country_name(
    country: Country, outlines: list[Ring], view: View, taken: Sequence[Box]
) -> list[Markup]:
    """Return the country's name at the middle of its largest part, if there is room."""
    if view.stretch is None:
        return []
    area, x, y = max(_middle(ring) for ring in outlines)
    half = LETTER * len(country.name) / 2
    if area < NAMED_AREA or not _fits((x - half, y - 11, x + half, y + 3), taken, view):
        return []
    return [svg.tag("text", country.name, x=x, y=y, class_="country", text_anchor="middle")]


def _middle(ring: Ring) -> tuple[float, float, float]:
    """Return the area of *ring* and the point it balances on."""
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, cx, cy = area + cross, cx + (x1 + x2) * cross, cy + (y1 + y2) * cross
    return (abs(area) / 2, cx / (3 * area), cy / (3 * area)) if area else (0.0, 0.0, 0.0)


def _radius(spot: Spot) -> float:
    # The area of a disc, not its width, grows with the number.
    return min(4 + 2.6 * math.sqrt(len(spot.numbers)), 26)


def _dot(spot: Spot, view: View) -> Markup:
    assert spot.point is not None
    x, y = view.at(spot.point)
    quad = spot.quads.most_common(1)[0][0]
    events = f"{len(spot.numbers)} event{'' if len(spot.numbers) == 1 else 's'}"
    title = svg.tag(
        "title", f"{spot.name}: {events}" + (", an area as a whole" if spot.area else "")
    )
    return svg.tag(
        "circle",
        title,
        cx=x,
        cy=y,
        r=_radius(spot),
        class_=f"{'area' if spot.area else 'spot'} q{quad}",
    )


def _labels(placed: Sequence[Spot], view: View) -> tuple[list[Markup], list[Box]]:
    """Return names beside the discs, leaving out what would cover another, and the room taken."""
    taken = [_around(spot, view) for spot in placed]
    out: list[Markup] = []
    for spot, disc in list(zip(placed, taken, strict=True))[:LABELS]:
        text = one_line(spot.name, 24) + (f" {len(spot.numbers)}" if len(spot.numbers) > 1 else "")
        for box in _beside(disc, LETTER * len(text)):
            if _fits(box, taken, view):
                taken.append(box)
                out.append(
                    svg.tag(
                        "text",
                        text,
                        x=(box[0] + box[2]) / 2,
                        y=box[3] - 3,
                        class_="spot-name",
                        text_anchor="middle",
                    )
                )
                break
    return out, taken


def _around(spot: Spot, view: View) -> Box:
    assert spot.point is not None
    (x, y), r = view.at(spot.point), _radius(spot)
    return (x - r, y - r, x + r, y + r)


def _beside(disc: Box, size: float) -> list[Box]:
    """Return where a name may stand: right, left, above or below its disc."""
    x, y = (disc[0] + disc[2]) / 2, (disc[1] + disc[3]) / 2
    return [
        (disc[2] + 3, y - 7, disc[2] + 3 + size, y + 7),
        (disc[0] - 3 - size, y - 7, disc[0] - 3, y + 7),
        (x - size / 2, disc[1] - 15, x + size / 2, disc[1] - 1),
        (x - size / 2, disc[3] + 1, x + size / 2, disc[3] + 15),
    ]


def _fits(box: Box, taken: Iterable[Box], view: View) -> bool:
    inside = box[0] >= 2 and box[1] >= 2 and box[2] <= view.width - 2 and box[3] <= view.height - 2
    return inside and all(
        box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken
    )
