"""Drawings are well-formed, say what they show, and put things where they are."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from talion.records import Coded, Event, Link, Place, When
from talion.reporting import network, overview, shapes, svg, timeline, worldmap
from talion.reporting.digest import Digest

SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(str(drawing).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def classes(drawing: Markup) -> list[str]:
    return [c for e in parsed(drawing).iter() for c in (e.get("class") or "").split()]


def test_text_and_attributes_are_escaped() -> None:
    """Nothing inside a drawing can begin an element or leave an attribute."""
    made = svg.tag("text", "</text><script>", class_='"><script>', x=1)
    assert made.count("<") == 2


@pytest.mark.parametrize(
    ("point", "country"),
    [((44.4, 33.3), "Iraq"), ((-64.0, -34.0), "Argentina"), ((179.2, 66.0), "Russia"), ((-175.0, 67.0), "Russia"), ((178.0, -17.8), "Fiji"), ((0.0, -80.0), "Antarctica")],
)
def test_points_fall_into_their_country(point: tuple[float, float], country: str) -> None:
    """Shapes hold their points on both sides of the 180th meridian and around the pole."""
    assert [c.name for c in shapes.countries() if shapes.holds(c, point)] == [country]


def test_no_outline_runs_across_the_world() -> None:
    """A country at the 180th meridian is not drawn as a band over the whole map."""
    view = shapes.View.around([(-120, 0), (120, 0)], 900, 400)
    russia = next(c for c in shapes.countries() if c.name == "Russia")
    steps = [abs(a[0] - b[0]) for ring in view.outlines(russia) for a, b in itertools.pairwise(ring)]
    assert max(steps) < 100


@pytest.mark.parametrize("points", [[(44.4, 33.3)], [(-175.0, -18.0), (178.0, -17.8)], [(25.0, 60.0), (25.0, -30.0)]])
def test_all_places_are_inside_the_view(points: list[tuple[float, float]]) -> None:
    """However far apart places are, the view holds them."""
    view = shapes.View.around(points, 900, 480)
    for point in points:
        x, y = view.at(point)
        assert 0 <= x <= view.width
        assert 0 <= y <= view.height


def test_north_is_up_and_east_is_right() -> None:
    """The view is not mirrored."""
    view = shapes.View.around([(40, 30), (50, 35)], 900, 480)
    (x1, y1), (x2, y2) = view.at((40, 30)), view.at((50, 35))
    assert x1 < x2
    assert y1 > y2


def test_a_country_as_a_whole_is_drawn_otherwise_than_a_town(make_event: Callable[..., Event], make_place: Callable[..., Place]) -> None:
    """A place known only as a country is a ring on a shaded country, a town a filled disc."""
    text = "struck in Goma, bombed in Congo"
    town = make_event(text, "struck", place=make_place(text, "Goma", "Goma", -1.68, 29.22))
    whole = make_event(text, "bombed", place=make_place(text, "Congo", "DR Congo", -2.5, 23.5, "country"))
    drawn = classes(worldmap.draw(worldmap.spots([(1, town), (2, whole)]), 900, 480, "m"))
    assert (drawn.count("spot"), drawn.count("area"), drawn.count("whole")) == (1, 1, 1)


def test_places_without_a_point_are_listed_and_not_drawn(make_event: Callable[..., Event], make_place: Callable[..., Place]) -> None:
    """An unknown point makes no disc, and no map if there is no other."""
    found = worldmap.spots([(1, make_event("struck", "struck", place=make_place("struck", "x", "Nowhere", None, None)))])
    assert [s.name for s in found] == ["Nowhere"]
    assert worldmap.draw(found, 900, 480, "m") == ""


def test_the_network_draws_pairs_and_ties(coded: Coded) -> None:
    """Each pair is an arrow, each tie a line, and each actor has its name."""
    digest = Digest.of(coded)
    drawn = network.draw(digest.ranked_dyads(), coded.tie_records, digest.names, 900, 10, "n")
    found = classes(drawn)
    assert (found.count("edge"), found.count("tie"), found.count("node")) == (2, 1, 4)
    assert {e.text for e in parsed(drawn).iter(f"{SVG}text")} >= {"M23", "Rwanda", "DR Congo (police)"}


def test_the_network_is_the_same_every_time(coded: Coded) -> None:
    """The same articles give the same picture."""
    digest = Digest.of(coded)
    one, two = (network.draw(digest.ranked_dyads(), coded.tie_records, digest.names, 900, 10, "n") for _ in range(2))
    assert one == two


def test_nobody_named_is_not_an_actor_of_the_network(make_event: Callable[..., Event], make_actor: Callable[..., object]) -> None:
    """Acts of unknown authors do not meet in one disc."""
    text = "killed a boy and a girl"
    nobody = make_actor(text, "", "unk", "unidentified", None, "UNK")
    digest = Digest.of(Coded(event_records=(make_event(text, "killed", actor=(nobody,), recipient=(make_actor(text, "a boy", "boy", "a boy"),)),)))
    assert network.draw(digest.ranked_dyads(), (), digest.names, 900, 10, "n") == ""


def test_events_stand_in_the_order_of_their_days(coded: Coded) -> None:
    """The timeline goes by days, not by the order of the text."""
    first, second = coded.event_records
    found = timeline.timeline([(1, second), (2, first)], coded.link_records)
    assert [(row.day, row.number) for row in found.rows] == [("2025-03-03", None), ("2025-03-03", 2), ("2025-03-04", None), ("2025-03-04", 1)]
    assert "arc response" in found.arcs


def test_what_the_timeline_leaves_out_is_counted(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undated and less severe events are numbers below the rows; linked ones stay."""
    from dataclasses import replace

    monkeypatch.setattr(timeline, "ROWS", 2)
    first, second = coded.event_records
    undated = replace(first, event_id="u", when=When(None, None, "assumed"))
    spare = replace(first, event_id="s", confidence=0.99)
    found = timeline.timeline([(1, spare), (2, first), (3, second), (4, undated)], coded.link_records)
    assert (found.undated, found.left_out) == (1, 1)
    assert {row.number for row in found.rows} == {None, 2, 3}


def test_an_arrow_runs_from_the_first_to_what_followed() -> None:
    """An answer's arrow ends at the answer."""
    answer = Link("l", "response", "later", "earlier", 0, 1, "", 0.8)
    drawn = timeline._arc(answer, {"earlier": 0, "later": 3})
    head = parsed(Markup("<svg >") + drawn + Markup("</svg>")).find(f".//{SVG}polygon")
    assert head is not None
    assert str(head.get("points")).split()[0].endswith(f",{timeline.ROW * 3.5:.1f}")


def test_periods_grow_until_the_bars_can_be_read() -> None:
    """Many days become months, many months years."""
    found = timeline.by_period({(dt.date(2000, 1, 1) + dt.timedelta(days=20 * n), 4): 2 for n in range(200)})
    assert [period for period, _ in found] == [str(y) for y in range(2000, 2011)]
    assert sum(c.total() for _, c in found) == 400
    assert "Events by period" in overview.periods(found)
