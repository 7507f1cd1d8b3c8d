"""Draws who acts on whom: actors as discs, events as curved arrows, ties as dotted lines."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
from markupsafe import Markup

from talion.records import Tie
from talion.reporting import svg, wording
from talion.reporting.clean import one_line
from talion.reporting.digest import Dyad

#: How far an arrow bends aside, as a share of its length: enough to part A → B from B → A.
BEND = 0.16
#: Room a name takes below its disc, and the least distance of two discs one above the other.
LINE, APART = 15.0, 50.0
MARGIN = 54.0
#: Pairs that are looked at for the picture; it has room for a few only.
LOOKED_AT = 300
#: Up to this width a picture is for a phone, and names are cut shorter.
NARROW = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each actor stands, and how big it is drawn."""

    at: Mapping[str, tuple[float, float]]
    radius: Mapping[str, float]
    height: float


def draw(
    dyads: Sequence[Dyad],
    ties: Sequence[Tie],
    names: Mapping[str, str],
    width: int,
    most: int,
    name: str,
) -> Markup:
    """Return the picture of the *most* active actors, or nothing if there are fewer than two."""
    named = {**{a.id: wording.name(a) for t in ties for a in (t.from_actor, t.to_actor)}, **names}
    actors = _chosen(dyads, ties, named, most)
    if len(actors) < 2:
        return Markup("")
    shown = [d for d in dyads if d.actor in actors and d.recipient in actors]
    weight = Counter(
        {a: sum(d.events for d in shown if a in (d.actor, d.recipient)) for a in actors}
    )
    bound = _bound(ties, actors)
    plan = _plan(actors, shown, bound, weight, named, width)
    top = max((d.events for d in shown), default=1)
    arrows = [_arrow(d, plan, named, top) for d in shown if d.actor != d.recipient]
    loops = [_loop(d, plan, named) for d in shown if d.actor == d.recipient]
    lines = [_tie(t, plan) for t in bound]
    discs = [_disc(a, plan, named, weight[a], width) for a in actors]
    about = "; ".join(f"{named[d.actor]} on {named[d.recipient]}: {d.events}" for d in shown[:20])
    return svg.picture(
        name,
        width,
        int(plan.height),
        f"Network of {len(actors)} actors",
        f"Number of events by pair. {about}",
        *lines,
        *arrows,
        *loops,
        *discs,
    )


def _chosen(
    dyads: Sequence[Dyad], ties: Sequence[Tie], names: Mapping[str, str], most: int
) -> list[str]:
    """Return up to *most* actors: those of the busiest pairs, then those that ties hold together.

    Whoever is not named is left out, because many may stand behind that one word.
    """
    pairs = [(d.events, (d.actor, d.recipient)) for d in dyads] + [
        (0, (t.from_actor.id, t.to_actor.id)) for t in ties
    ]
    left = [p for p in pairs if all(names[a] != wording.NOBODY for a in p[1])][:LOOKED_AT]
    found: dict[str, None] = {}
    while left:
        # Among pairs alike, one that is tied to those drawn already tells more than a lone one.
        best = max(left, key=lambda p: (p[0], any(a in found for a in p[1])))
        left.remove(best)
        if len(found.keys() | set(best[1])) <= most:
            found.update(dict.fromkeys(best[1]))
    return list(found)


def _bound(ties: Sequence[Tie], actors: Sequence[str]) -> list[Tie]:
    """Return one tie per kind and pair among *actors*."""
    found = {
        (t.kind, t.from_actor.id, t.to_actor.id): t
        for t in ties
        if t.from_actor.id in actors and t.to_actor.id in actors
    }
    return [t for t in found.values() if t.from_actor.id != t.to_actor.id]


def _plan(
    actors: Sequence[str],
    dyads: Sequence[Dyad],
    ties: Sequence[Tie],
    weight: Counter[str],
    names: Mapping[str, str],
    width: int,
) -> Plan:
    """Lay out each group of connected actors by itself, the largest on top, and pack them in rows."""
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from((d.actor, d.recipient) for d in dyads if d.actor != d.recipient)
    graph.add_edges_from((t.from_actor.id, t.to_actor.id) for t in ties)
    groups = sorted((sorted(g) for g in nx.connected_components(graph)), key=lambda g: (-len(g), g))
    at: dict[str, tuple[float, float]] = {}
    left = top = row = 0.0
    for group in groups:
        wide, high = _room(len(group), width)
        if left + wide > width:
            left, top, row = 0.0, top + row, 0.0
        inside = _spread(
            _rough(graph.subgraph(group)), wide, high, {a: _half(names[a], width) for a in group}
        )
        at |= {a: (left + x, top + y) for a, (x, y) in inside.items()}
        left, row = left + wide, max(row, high)
    most = max(weight.values()) or 1
    return Plan(at, {a: 6 + 12 * math.sqrt(weight[a] / most) for a in actors}, top + row)


def _room(number: int, width: int) -> tuple[float, float]:
    """Return width and height for a group of *number* actors."""
    if number == 2:
        return min(width, 336.0), 74.0
    if number == 3:
        return min(width, 330.0), 180.0
    wide = width if number > 6 else min(width, 120.0 * number)
    return wide, max(170.0, min(number * 78.0 * 420 / wide, 1.3 * width))


def _rough(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    if len(graph) == 2:
        return {a: (float(n), 0.0) for n, a in enumerate(sorted(graph))}
    # A fixed seed: the same articles give the same picture.
    found = nx.spring_layout(graph, seed=7, k=2.4 / math.sqrt(len(graph)), iterations=300)
    return {a: (float(p[0]), float(p[1])) for a, p in found.items()}


def _spread(
    rough: Mapping[str, tuple[float, float]],
    width: float,
    height: float,
    halves: Mapping[str, float],
) -> dict[str, tuple[float, float]]:
    """Stretch the layout over the rectangle and push apart discs whose names, by half their width, would meet."""
    xs, ys = [p[0] for p in rough.values()], [p[1] for p in rough.values()]
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    half = {a: min(max(halves[a], 24.0), width / 2 - 4) for a in rough}
    at = {
        a: [
            MARGIN + (x - min(xs)) / wide * (width - 2 * MARGIN),
            24 + (y - min(ys)) / high * (height - 66),
        ]
        for a, (x, y) in rough.items()
    }
    for _ in range(150):
        for (a, p), (b, q) in itertools.combinations(at.items(), 2):
            _part(p, q, half[a] + half[b] + 6)
        for a, p in at.items():
            p[0] = min(max(p[0], half[a] + 2), width - half[a] - 2)
            p[1] = min(max(p[1], 22.0), height - 36.0)
    return {a: (p[0], p[1]) for a, p in at.items()}


def _half(text: str, width: float) -> float:
    """Return half the width of a name as it is written."""
    return 3.8 * len(_short(text, width))  # the mean width of a bold letter at 12 px, halved


def _short(text: str, width: float) -> str:
    return one_line(text, 22 if width > NARROW else 16)


def _part(p: list[float], q: list[float], wide: float) -> None:
    """Push two discs apart, the shorter way, if they and their names overlap."""
    dx, dy = q[0] - p[0], q[1] - p[1]
    over_x, over_y = wide - abs(dx), APART - abs(dy)
    if over_x <= 0 or over_y <= 0:
        return
    axis, over, way = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    push = over * 0.3 * (1 if way >= 0 else -1)
    p[axis], q[axis] = p[axis] - push, q[axis] + push


def _arrow(dyad: Dyad, plan: Plan, names: Mapping[str, str], top: int) -> Markup:
    (x1, y1), (x2, y2) = plan.at[dyad.actor], plan.at[dyad.recipient]
    bx, by = (x1 + x2) / 2 - (y2 - y1) * BEND, (y1 + y2) / 2 + (x2 - x1) * BEND
    thick = 1.2 + 3.8 * math.sqrt(dyad.events / top)
    head = 5 + thick * 1.6
    sx, sy = _towards((x1, y1), (bx, by), plan.radius[dyad.actor] + 1)
    ex, ey = _towards((x2, y2), (bx, by), plan.radius[dyad.recipient] + head)
    tx, ty = _towards((x2, y2), (bx, by), plan.radius[dyad.recipient] + 1)
    quad = dyad.quads.most_common(1)[0][0]
    kinds = ", ".join(f"{kind} {n}" for kind, n in dyad.kinds.most_common())
    title = svg.tag("title", f"{names[dyad.actor]} → {names[dyad.recipient]}: {kinds}")
    ux, uy = (tx - ex) / head, (ty - ey) / head
    wing = head * 0.42
    points = f"{tx:.1f},{ty:.1f} {ex - uy * wing:.1f},{ey + ux * wing:.1f} {ex + uy * wing:.1f},{ey - ux * wing:.1f}"
    path = svg.tag(
        "path",
        d=f"M{sx:.1f} {sy:.1f}Q{bx:.1f} {by:.1f} {ex:.1f} {ey:.1f}",
        stroke_width=thick,
        class_=f"edge q{quad}",
    )
    return svg.tag("g", title, path, svg.tag("polygon", points=points, class_=f"head q{quad}"))


def _loop(dyad: Dyad, plan: Plan, names: Mapping[str, str]) -> Markup:
    x, y = plan.at[dyad.actor]
    r = plan.radius[dyad.actor]
    quad = dyad.quads.most_common(1)[0][0]
    path = f"M{x - r * 0.6:.1f} {y - r * 0.8:.1f}C{x - 22:.1f} {y - r - 24:.1f} {x + 22:.1f} {y - r - 24:.1f} {x + r * 0.6:.1f} {y - r * 0.8:.1f}"
    title = svg.tag("title", f"{names[dyad.actor]} on itself: {dyad.events}")
    return svg.tag("path", title, d=path, stroke_width=1.6, class_=f"edge q{quad}")


def _tie(tie: Tie, plan: Plan) -> Markup:
    (x1, y1), (x2, y2) = plan.at[tie.from_actor.id], plan.at[tie.to_actor.id]
    title = svg.tag("title", wording.tie(tie))
    line = svg.tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_="tie")
    text = svg.tag(
        "text",
        wording.label("tie", tie.kind),
        x=(x1 + x2) / 2,
        y=(y1 + y2) / 2 - 3,
        class_="tie-name",
        text_anchor="middle",
    )
    return svg.tag("g", title, line, text)


def _disc(actor: str, plan: Plan, names: Mapping[str, str], events: int, width: int) -> Markup:
    (x, y), r = plan.at[actor], plan.radius[actor]
    title = svg.tag("title", f"{names[actor]}: {events} events")
    label = svg.tag(
        "text",
        _short(names[actor], width),
        x=x,
        y=y + r + LINE - 2,
        text_anchor="middle",
        class_="node-name",
    )
    return svg.tag("g", title, svg.tag("circle", cx=x, cy=y, r=r, class_="node"), label)


def _towards(
    start: tuple[float, float], end: tuple[float, float], far: float
) -> tuple[float, float]:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (
        end[1] - start[1]
    ) * far / length
