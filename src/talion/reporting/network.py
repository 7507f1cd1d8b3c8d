"""Draws who acts on whom: actors as discs, events as curved arrows, ties as dotted lines."""

from __future__ import annotations

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
#: Room a name takes below its disc, and the least distance between two discs.
LINE, APART = 15.0, 58.0
MARGIN = 54.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each actor stands, and how big it is drawn."""

    at: Mapping[str, tuple[float, float]]
    radius: Mapping[str, float]


def draw(dyads: Sequence[Dyad], ties: Sequence[Tie], names: Mapping[str, str], width: int, most: int, name: str) -> Markup:
    """Return the picture of the *most* active actors, or nothing if there are fewer than two."""
    weight: Counter[str] = Counter()
    for dyad in dyads:
        weight.update({dyad.actor: dyad.events})
        weight.update({dyad.recipient: dyad.events})
    named = {**{a.id: wording.name(a) for t in ties for a in (t.from_actor, t.to_actor)}, **names}
    for tie in ties:
        weight.update({tie.from_actor.id: 0, tie.to_actor.id: 0})
    actors = [a for a, _ in sorted(weight.items(), key=lambda item: (-item[1], item[0]))[:most]]
    if len(actors) < 2:
        return Markup("")
    shown = [d for d in dyads if d.actor in actors and d.recipient in actors]
    bound = _bound(ties, actors)
    height = int(min(max(width * 0.62, 60 * math.sqrt(len(actors)) * 1.6), width * 1.35))
    plan = _plan(actors, shown, bound, weight, width, height)
    top = max((d.events for d in shown), default=1)
    arrows = [_arrow(d, plan, named, top) for d in shown if d.actor != d.recipient]
    loops = [_loop(d, plan, named) for d in shown if d.actor == d.recipient]
    lines = [_tie(t, plan) for t in bound]
    discs = [_disc(a, plan, named, weight[a], width) for a in actors]
    about = "; ".join(f"{named[d.actor]} on {named[d.recipient]}: {d.events}" for d in shown[:20])
    return svg.picture(name, width, height, f"Network of {len(actors)} actors", f"Number of events by pair. {about}", *lines, *arrows, *loops, *discs)


def _bound(ties: Sequence[Tie], actors: Sequence[str]) -> list[Tie]:
    """Return one tie per kind and pair among *actors*."""
    found = {(t.kind, t.from_actor.id, t.to_actor.id): t for t in ties if t.from_actor.id in actors and t.to_actor.id in actors}
    return [t for t in found.values() if t.from_actor.id != t.to_actor.id]


def _plan(actors: Sequence[str], dyads: Sequence[Dyad], ties: Sequence[Tie], weight: Counter[str], width: int, height: int) -> Plan:
    graph = nx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from((d.actor, d.recipient) for d in dyads if d.actor != d.recipient)
    graph.add_edges_from((t.from_actor.id, t.to_actor.id) for t in ties)
    # A fixed seed: the same articles give the same picture.
    rough = nx.spring_layout(graph, seed=7, k=2.2 / math.sqrt(len(actors)), iterations=200)
    at = _spread({a: (float(p[0]), float(p[1])) for a, p in rough.items()}, width, height)
    top = max(weight.values()) or 1
    return Plan(at, {a: 6 + 12 * math.sqrt(weight[a] / top) for a in actors})


def _spread(rough: Mapping[str, tuple[float, float]], width: int, height: int) -> dict[str, tuple[float, float]]:
    """Stretch the layout over the rectangle and push apart what is too close for its names."""
    xs, ys = [p[0] for p in rough.values()], [p[1] for p in rough.values()]
    wide, high = max(max(xs) - min(xs), 1e-6), max(max(ys) - min(ys), 1e-6)
    room_x, room_y = width - 2 * MARGIN, height - 2 * MARGIN * 0.7
    at = {a: [MARGIN + (x - min(xs)) / wide * room_x, MARGIN * 0.6 + (y - min(ys)) / high * room_y] for a, (x, y) in rough.items()}
    for _ in range(120):
        for a in at:
            for b in at:
                if a < b:
                    _part(at[a], at[b])
        for p in at.values():
            p[0] = min(max(p[0], MARGIN), width - MARGIN)
            p[1] = min(max(p[1], 26.0), height - 34.0)
    return {a: (p[0], p[1]) for a, p in at.items()}


def _part(p: list[float], q: list[float]) -> None:
    # Names are wider than high, so neighbours need more room sideways.
    dx, dy = (q[0] - p[0]) / 1.7, q[1] - p[1]
    far = math.hypot(dx, dy) or 1e-3
    if far < APART:
        push = (APART - far) / far / 2 * 0.5
        p[0], q[0] = p[0] - dx * push * 1.7, q[0] + dx * push * 1.7
        p[1], q[1] = p[1] - dy * push, q[1] + dy * push


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
    path = svg.tag("path", d=f"M{sx:.1f} {sy:.1f}Q{bx:.1f} {by:.1f} {ex:.1f} {ey:.1f}", stroke_width=thick, class_=f"edge q{quad}")
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
    text = svg.tag("text", wording.label("tie", tie.kind), x=(x1 + x2) / 2, y=(y1 + y2) / 2 - 3, class_="tie-name", text_anchor="middle")
    return svg.tag("g", title, line, text)


def _disc(actor: str, plan: Plan, names: Mapping[str, str], events: int, width: int) -> Markup:
    (x, y), r = plan.at[actor], plan.radius[actor]
    title = svg.tag("title", f"{names[actor]}: {events} events")
    text = one_line(names[actor], 20 if width > 500 else 15)
    anchor, at = ("start", x - r) if x < MARGIN * 1.2 else ("end", x + r) if x > width - MARGIN * 1.2 else ("middle", x)
    label = svg.tag("text", text, x=at, y=y + r + LINE - 2, text_anchor=anchor, class_="node-name")
    return svg.tag("g", title, svg.tag("circle", cx=x, cy=y, r=r, class_="node"), label)


def _towards(start: tuple[float, float], end: tuple[float, float], far: float) -> tuple[float, float]:
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * far / length, start[1] + (end[1] - start[1]) * far / length
