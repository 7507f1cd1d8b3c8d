"""States, their codes and their names depend on the day."""

from __future__ import annotations

import datetime as dt

import pytest

from talion.knowledge import States
from talion.knowledge.states import SCHEMES


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("scheme", "code", "on", "expected"),
    [
        ("cow", "260", "1975-06-01", "deu"), ("cow", "255", "1975-06-01", None),
        ("cow", "255", "1990-10-03", "deu"), ("gw", "260", "2000-01-01", "deu"),
        ("cow", "265", "1990-10-02", "ddr"), ("cow", "265", "1990-10-03", None),
        ("cow", "365", "1991-12-25", "sun"), ("cow", "365", "1991-12-26", "sun"), ("cow", "365", "1992-01-01", "rus"),
        ("cow", "345", "1985-01-01", "yug"), ("cow", "345", "2004-01-01", "scg"), ("cow", "345", "2010-01-01", "srb"),
        ("gw", "340", "2010-01-01", "srb"), ("gw", "345", "2010-01-01", None),
        ("cow", "678", "1985-01-01", "yar"), ("cow", "679", "1995-01-01", "yem"), ("gw", "678", "1995-01-01", "yem"),
        ("cow", "680", "1985-01-01", "ymd"), ("cow", "816", "1968-01-30", "vnm"), ("cow", "817", "1968-01-30", "rvn"),
        ("cow", "817", "1980-01-01", None), ("cow", "315", "1992-12-31", "csk"), ("cow", "316", "1993-01-01", "cze"),
        ("cow", "347", "2009-01-01", "xkx"), ("cow", "626", "2011-07-09", "ssd"), ("cow", "626", "2011-07-08", None),
        ("cow", "713", "1996-03-01", "twn"), ("cow", "651", "1965-01-01", "egy"), ("cow", "552", "1970-01-01", "rho"),
        ("iso3", "PSE", "1979-05-01", "pse"), ("cameo", "PAL", "1990-05-01", "pse"), ("cameo", "ROM", "2000-01-01", "rou"),
        ("fips", "IZ", "2003-03-20", "irq"), ("iso2", "GB", "1982-04-02", "gbr"), ("cow", "531", "1992-01-01", None),
    ],
)  # fmt: skip
def test_a_code_means_its_bearer_of_the_day(
    states: States, scheme: str, code: str, on: str, expected: str | None
) -> None:
    """Numbers pass from one state to another; outside its bearer's time a code means nothing."""
    found = states.from_code(scheme, code, day(on))
    # Both the Soviet Union and Russia count 26 December 1991, the day of the handover.
    assert expected == (found.id if found else None)


def test_a_code_without_a_day_means_its_latest_bearer(states: States) -> None:
    """Data without dates are read as of today."""
    assert states.from_code("cow", 345).id == "srb"  # type: ignore[union-attr]
    assert states.from_code("cow", 999) is None


@pytest.mark.parametrize(
    ("id", "on", "cow", "gw"),
    [("deu", "1970-01-01", "260", "260"), ("deu", "2000-01-01", "255", "260"),
     ("yem", "2000-01-01", "679", "678"), ("srb", "2012-01-01", "345", "340")],
)  # fmt: skip
def test_the_two_number_schemes_differ_where_they_do(
    states: States, id: str, on: str, cow: str, gw: str
) -> None:
    """COW and Gleditsch–Ward part ways for Germany, Yemen and Serbia."""
    assert (cow, gw) == (states.code(id, "cow", day(on)), states.code(id, "gw", day(on)))


def test_every_code_leads_back_to_its_state(states: States) -> None:
    """On the first day of any period, each of its codes means it and no other."""
    for periods in states.periods.values():
        for state in periods:
            on = state.end or dt.date(2026, 1, 1)
            for scheme in SCHEMES:
                if code := getattr(state, scheme):
                    found = states.from_code(scheme, code, on)
                    assert found is not None and found.id == state.id, (scheme, code, on)


def test_an_unknown_scheme_is_refused(states: States) -> None:
    """The schemes there are stand in the error."""
    with pytest.raises(KeyError, match="iso3, iso2, cow"):
        states.code("deu", "un")


@pytest.mark.parametrize(
    ("text", "on", "expected"),
    [
        ("Iran", None, ("irn", "name", "state")), ("the U.S.", None, ("usa", "abbreviation", "state")),
        ("Tehran’s", None, ("irn", "capital", "GOV")), ("Iranians", None, ("irn", "demonym", "CVL")),
        ("Moscow", "1980-01-01", ("sun", "capital", "GOV")), ("Moscow", "2020-01-01", ("rus", "capital", "GOV")),
        ("the Kremlin", "1980-01-01", ("sun", "seat", "GOV")), ("Kremlin", None, ("rus", "seat", "GOV")),
        ("Bonn", "1980-01-01", ("deu", "capital", "GOV")), ("Saigon", "1968-01-01", ("rvn", "capital", "GOV")),
        ("Prague", "1968-08-21", ("csk", "capital", "GOV")), ("Prague", "2000-01-01", ("cze", "capital", "GOV")),
        ("Belgrade", "1999-03-24", ("yug", "capital", "GOV")), ("Belgrade", "2020-01-01", ("srb", "capital", "GOV")),
        ("Zaire", "1990-01-01", ("cod", "former", "state")), ("Zaire", "2005-01-01", ("cod", "former", "state")),
        ("Rangoon", "1988-08-08", ("mmr", "capital", "GOV")), ("Ceylon", "1960-01-01", ("lka", "former", "state")),
        ("Capitol Hill", None, ("usa", "seat", "LEG")), ("Ivory Coast", None, ("civ", "name", "state")),
        ("Élysée", None, ("fra", "seat", "GOV")), ("Elysee", None, ("fra", "seat", "GOV")),
        ("Kachin", None, ("mmr", "people_region", "CVL")), ("Atlantis", None, None),
    ],
)  # fmt: skip
def test_a_name_means_a_state_of_the_day(
    states: States, text: str, on: str | None, expected: tuple[str, str, str] | None
) -> None:
    """Capitals and seats stand for governments, demonyms for the people."""
    found = states.named(text, day(on) if on else None)
    assert expected == (found and (found.id, found.kind, found.stands_for))


def test_the_name_of_a_state_is_that_of_the_day(states: States) -> None:
    """Germany is West Germany before 1990."""
    assert states.get("deu", day("1970-01-01")).name == "West Germany"  # type: ignore[union-attr]
    assert states.get("deu").name == "Germany"  # type: ignore[union-attr]
    assert states.get("nowhere") is None


@pytest.mark.parametrize(
    ("id", "country"),
    [("hkg", "CHN"), ("twn", "TWN"), ("xkx", "XKX"), ("pse", "PSE"), ("abkhazia", "GEO"),
     ("donetsk-republic", "UKR"), ("northern-cyprus", "CYP"), ("grl", "DNK"), ("sun", "SUN"), ("sahrawi-republic", "MAR")],
)  # fmt: skip
def test_actors_count_under_a_sovereign(states: States, id: str, country: str) -> None:
    """Dependencies and unrecognised states without an ISO code count under another state."""
    assert country == states.country(id)


def test_every_state_has_a_name_in_the_table_of_names(states: States) -> None:
    """No state can be coded that no text can name."""
    named = {n.id for many in states.names.values() for n in many}
    assert set() == set(states.periods) - named


def test_every_independent_state_of_today_has_its_numbers(states: States) -> None:
    """All but the Holy See, which Gleditsch and Ward leave out, bear COW and GW numbers."""
    today = [
        p[-1] for p in states.periods.values() if p[-1].status == "independent" and not p[-1].end
    ]
    assert len(today) == 196
    assert [s.id for s in today if not (s.cow and s.gw)] == ["vat"]
    assert [s.id for s in today if not (s.iso3 and s.iso2 and s.fips)] == []
