"""What the gazetteer knows, which place it takes a name for, and which words it takes for names."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from talion.knowledge import tables
from talion.knowledge.placechoice import distance_km, inside
from talion.knowledge.placeextra import COLUMNS
from talion.knowledge.placenames import (
    fold,
    split_direction,
    split_kind,
    without_article,
    word_roles,
)
from talion.knowledge.places import Gazetteer, Site
from talion.knowledge.placetable import Lines, PlaceTable

# Hypothesis takes no fixture that changes between examples, so all tests share this one.
GAZETTEER = Gazetteer.load()


@pytest.fixture
def places() -> Gazetteer:
    return GAZETTEER


def chosen(places: Gazetteer, name: str, **context: object) -> Site:
    found = places.resolve(name, **context).chosen  # type: ignore[arg-type]
    assert found is not None, f"{name} is not resolved"
    return found


def found(places: Gazetteer, text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[a:b]) for a, b in places.scan(words)]


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Al-Fallūjah", "al Fallujah"),
        ("Saint Petersburg", "St. Petersburg"),
        ("Mount Sinjar", "Mt. Sinjar"),
        ("U.S.", "US"),
        ("Kobanî", "Kobani"),
        ("Ta‘izz", "Ta'izz"),
        ("Deir ez - Zor", "Deir ez-Zor"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_fold_to_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(st.text(max_size=40))
def test_a_key_is_lower_case_ascii_with_single_blanks(name: str) -> None:
    key = fold(name)
    assert key.isascii() and key == key.lower() and "  " not in key and key == key.strip()


def test_only_a_leading_article_is_taken_off() -> None:
    assert without_article("al qaim") == "qaim"
    assert without_article("qasr al yahud") == "qasr al yahud"
    assert without_article("al") == "al"


def test_the_word_for_a_kind_is_told_from_the_name() -> None:
    assert split_kind("province of idlib") == ("idlib", "ADM1")
    assert split_kind("quebec city") == ("quebec", "PPL")
    assert split_kind("province") == ("province", None)


def test_a_compass_point_is_told_from_the_name() -> None:
    assert split_direction("eastern ukraine") == ("ukraine", "eastern")
    assert split_direction("eastern") == ("eastern", None)


def test_no_word_is_both_common_and_ambiguous() -> None:
    roles = word_roles()
    assert not set(roles["common"]) & set(roles["ambiguous"])


# --- the table ------------------------------------------------------------------------------


@given(
    st.lists(st.text("abcé ", min_size=1, max_size=6), min_size=1, max_size=30),
    st.text("abcé ", max_size=6),
)
def test_a_search_in_sorted_lines_finds_what_bisection_of_a_list_finds(
    lines: list[str], wanted: str
) -> None:
    ordered = sorted(lines, key=str.encode)
    column = Lines("\n".join(ordered))
    below = [line for line in ordered if line.encode() < wanted.encode()]
    assert [column[i] for i in range(len(column))] == ordered
    assert column.first(wanted.encode()) == len(below)


def test_every_name_leads_to_a_place_that_exists() -> None:
    table = PlaceTable()
    assert len(table) > 200_000
    for key in ("baghdad", "springfield", "kyiv"):
        rows = list(table.rows(key))
        assert rows and all(0 <= row < len(table) for row, _ in rows)


def test_names_of_the_table_are_sorted_as_bytes() -> None:
    """The search is by bisection, so one key out of order would hide others."""
    table = PlaceTable()
    keys = table._keys
    assert all(keys.raw(i) <= keys.raw(i + 1) for i in range(0, len(keys) - 1, 7))
    assert table.first_row("zzzzzz no such place") is None


def test_the_files_fit_the_size_the_package_allows() -> None:
    size = sum(
        tables.data_path(n).stat().st_size for n in ("places.parquet", "place_names.parquet")
    )
    assert size < 8_000_000


def test_every_place_file_has_a_source_note() -> None:
    notes = tomllib.loads(tables.data_path("sources.toml").read_text("utf-8"))
    own = tables.data_path("sources_places.toml")
    if own.exists():
        notes |= tomllib.loads(own.read_text("utf-8"))
    for name in (
        "places.parquet",
        "place_names.parquet",
        "place_supplement.csv",
        "place_words.csv",
        "country_points.csv",
    ):
        assert {"what", "source", "as_of", "licence"} <= set(notes[name]), name
    assert "GeoNames" in notes["places.parquet"]["licence"]


# --- the supplement -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rows() -> list[tables.Row]:
    return tables.read("place_supplement.csv", (*COLUMNS, "kind", "sure", "geonames_id"))


def test_the_supplement_is_wide(rows: list[tables.Row]) -> None:
    kinds = Counter(r["kind"] for r in rows if not r["geonames_id"])
    assert sum(kinds.values()) >= 1500
    for kind in (
        "air base",
        "refugee camp",
        "refinery",
        "nuclear site",
        "dam",
        "strait",
        "island",
        "prison",
        "border crossing",
    ):
        assert kinds[kind] >= 20, kind


def test_no_supplement_row_stands_twice(rows: list[tables.Row]) -> None:
    seen = Counter((fold(r["name"]), r["country"], r["feature"], r["start"]) for r in rows)
    assert [row for row, n in seen.items() if n > 1] == []


def test_countries_of_the_supplement_are_codes(rows: list[tables.Row]) -> None:
    assert [
        r["name"]
        for r in rows
        if r["country"] and not (len(r["country"]) == 3 and r["country"].isupper())
    ] == []


def test_spans_of_the_supplement_run_forward(rows: list[tables.Row]) -> None:
    for row in rows:
        start, end = row.start(), row.end()
        assert start is None or end is None or start <= end, row["name"]


def test_sites_of_the_supplement_lie_in_or_near_their_country(rows: list[tables.Row]) -> None:
    """A slip of a digit puts a site far from every town of its country."""
    with tables.data_path("country_points.csv").open(encoding="utf-8", newline="") as handle:
        middle = {r["country"]: (float(r["lat"]), float(r["lon"])) for r in csv.DictReader(handle)}
    wide = {
        "RUS",
        "USA",
        "CAN",
        "AUS",
        "CHN",
        "BRA",
        "FRA",
        "GBR",
        "CHL",
        "JPN",
        "IDN",
        "IND",
        "TWN",
        "ZAF",
        "PRT",
        "ECU",
        "DNK",
        "PAK",
        "MUS",
        "DZA",
        "ARG",
        "VNM",
        "SHN",
        "KAZ",
        "ESP",
        "NZL",
    }
    for row in rows:
        if row["country"] in middle and row["country"] not in wide:
            here = Site("", None, None, row.number("lat"), row.number("lon"), None, "exact", "", 0)
            there = Site("", None, None, *middle[row["country"]], None, "country", "", 0)
            assert distance_km(here, there) < 1500, row["name"]


def test_a_user_table_adds_places(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,aliases,feature,country,admin1,lat,lon,precision,start,end\n"
        "Outpost Quokka,Quokka Post|OPQ,INSM,IRQ,Anbar,33.1,42.2,exact,,\n",
        "utf-8",
    )
    places = Gazetteer.load([path])
    site = chosen(places, "the Quokka Post")
    assert (site.name, site.country, site.precision) == ("Outpost Quokka", "IRQ", "exact")
    assert found(places, "Rockets hit Outpost Quokka .") == ["Outpost Quokka"]


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("X,,INSM,IRQ,,93.1,42.2,exact,,", "line 2, column 'lat'"),
        ("X,,INSM,IRQ,,north,42.2,exact,,", "line 2, column 'lat'"),
        ("X,,INSM,IRQ,,33.1,42.2,somewhere,,", "line 2, column 'precision'"),
        (",,INSM,IRQ,,33.1,42.2,exact,,", "line 2, column 'name'"),
        ("X,,INSM,IRQ,,33.1,42.2,exact,soon,", "line 2, column 'start'"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(tmp_path: Path, cells: str, message: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(
        f"name,aliases,feature,country,admin1,lat,lon,precision,start,end\n{cells}\n", "utf-8"
    )
    with pytest.raises(tables.KnowledgeError, match=message):
        Gazetteer.load([path])


# --- which place a name means ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Baghdad", "IRQ", "city"),
        ("Fallujah", "IRQ", "city"),
        ("Kyiv", "UKR", "city"),
        ("Kiev", "UKR", "city"),
        ("Aleppo", "SYR", "city"),
        ("Hodeidah", "YEM", "city"),
        ("Al Hudaydah", "YEM", "city"),
        ("Anbar", "IRQ", "admin1"),
        ("Anbar province", "IRQ", "admin1"),
        ("Helmand", "AFG", "admin1"),
        ("North Kivu", "COD", "admin1"),
        ("Rakhine", "MMR", "admin1"),
        ("Belgorod region", "RUS", "admin1"),
        ("Iraq", "IRQ", "country"),
        ("U.S.", "USA", "country"),
        ("UK", "GBR", "country"),
        ("Camp Taji", "IRQ", "exact"),
        ("Ain al-Asad", "IRQ", "exact"),
        ("K1", "IRQ", "exact"),
        ("Khmeimim", "SYR", "exact"),
        ("Diego Garcia", "IOT", "exact"),
        ("Dadaab", "KEN", "exact"),
        ("Abqaiq", "SAU", "exact"),
        ("Natanz", "IRN", "exact"),
        ("Mosul Dam", "IRQ", "exact"),
        ("Snake Island", "UKR", "exact"),
        ("Sadr City", "IRQ", "exact"),
        ("Green Zone", "IRQ", "exact"),
        ("Tahrir Square", "EGY", "exact"),
        ("Rafah crossing", "PSE", "exact"),
        ("Evin prison", "IRN", "exact"),
        ("Donbas", "UKR", "region"),
        ("Golan Heights", "SYR", "region"),
        ("northern Iraq", "IRQ", "region"),
    ],
)
def test_names_that_news_of_conflict_uses_are_known(
    places: Gazetteer, name: str, country: str, precision: str
) -> None:
    site = chosen(places, name)
    assert (site.country, site.precision) == (country, precision)


@pytest.mark.parametrize(
    "name", ["Strait of Hormuz", "Black Sea", "Middle East", "Line of Control", "Sahel"]
)
def test_what_no_state_holds_has_no_country(places: Gazetteer, name: str) -> None:
    assert chosen(places, name).country is None


@pytest.mark.parametrize(
    ("name", "container", "admin1"),
    [
        ("Paris", "Texas", "Texas"),
        ("Springfield", "Ill.", "Illinois"),
        ("Cambridge", "Mass.", "Massachusetts"),
        ("Athens", "Ga.", "Georgia"),
    ],
)
def test_a_container_decides(places: Gazetteer, name: str, container: str, admin1: str) -> None:
    site = chosen(places, name, container=container)
    assert (site.country, site.admin1) == ("USA", admin1)


def test_a_container_may_be_a_country(places: Gazetteer) -> None:
    assert chosen(places, "Tripoli").country == "LBY"
    assert chosen(places, "Tripoli", container="Lebanon").country == "LBN"


def test_countries_of_the_text_weigh_by_how_often_it_names_them(places: Gazetteer) -> None:
    assert chosen(places, "Tripoli", countries={"LBN": 5}).country == "LBN"
    assert chosen(places, "Tripoli", countries={"LBN": 1, "LBY": 4}).country == "LBY"


def test_places_nearby_decide(places: Gazetteer) -> None:
    beirut = chosen(places, "Beirut")
    assert chosen(places, "Tripoli", near=[beirut]).country == "LBN"


def test_names_of_one_text_decide_together(places: Gazetteer) -> None:
    here = places.resolve_all(["Georgia", "Abkhazia", "Tbilisi"])
    there = places.resolve_all(["Georgia", "Atlanta", "Savannah", "Alabama"])
    assert [r.chosen and r.chosen.country for r in here] == ["GEO"] * 3
    assert [r.chosen and r.chosen.country for r in there] == ["USA"] * 4


def test_a_country_or_sea_keeps_its_name_among_places_of_another_country(places: Gazetteer) -> None:
    """Else a Greece in New York and a Middle East in Maryland draw the names to them."""
    names = ["Greece", "Middle East", "New York", "California", "Texas", "United States"]
    first, second, *_ = places.resolve_all(names)
    assert first.chosen is not None and first.chosen.country == "GRC"
    assert second.chosen is not None and second.chosen.precision == "region"


def test_an_acronym_is_no_town(places: Gazetteer) -> None:
    assert found(places, "He told the CIA in Baghdad .") == ["Baghdad"]


def test_capitals_make_no_other_name(places: Gazetteer) -> None:
    """Else a headline would stand as a second witness for its own reading."""
    one, two = places.resolve_all(["TRIPOLI", "Tripoli"])
    assert one.chosen == two.chosen
    assert one.why == two.why


def test_a_container_holds_for_the_name_throughout(places: Gazetteer) -> None:
    first, again = places.resolve_all(["Paris", "Paris"], ["Texas", None])
    assert first.chosen == again.chosen


def test_the_day_decides_between_dated_names(places: Gazetteer) -> None:
    then = chosen(places, "East Berlin", on=dt.date(1980, 1, 1))
    assert then.name == "East Berlin"
    old = places.resolve("Leningrad", on=dt.date(1980, 1, 1))
    assert old.chosen is not None and old.chosen.name == "Saint Petersburg"


def test_the_kind_a_name_carries_decides(places: Gazetteer) -> None:
    assert chosen(places, "Idlib").feature == "PPL"
    assert chosen(places, "Idlib province").feature == "ADM1"


def test_a_kind_of_water_is_never_taken_for_a_town(places: Gazetteer) -> None:
    assert (
        places.resolve("Springfield Lake").chosen is None
        or chosen(places, "Springfield Lake").name != "Springfield"
    )


def test_words_for_a_people_resolve_to_their_country(places: Gazetteer) -> None:
    assert chosen(places, "Syrian").country == "SYR"
    assert chosen(places, "Russians").country == "RUS"


def test_an_unknown_name_is_said_to_be_unknown(places: Gazetteer) -> None:
    result = places.resolve("Qwxzlbrk")
    assert result.chosen is None and result.runners_up == ()
    assert "Qwxzlbrk" in result.why


def test_a_choice_says_why_and_names_the_runners_up(places: Gazetteer) -> None:
    result = places.resolve("Springfield", container="Illinois")
    assert "Illinois" in result.why and "ahead by" in result.why
    assert len(result.runners_up) == 3
    assert result.chosen not in result.runners_up


def test_no_names_give_no_places(places: Gazetteer) -> None:
    assert places.resolve_all([]) == []


def test_resolving_does_not_depend_on_what_was_resolved_before(places: Gazetteer) -> None:
    before = places.resolve("Tripoli")
    places.resolve_all(["Tripoli", "Beirut", "Sidon"])
    assert places.resolve("Tripoli") == before


def test_places_on_both_sides_of_the_date_line_are_near() -> None:
    east = Site("", None, None, 65.0, 179.9, None, "exact", "", 0)
    west = Site("", None, None, 65.0, -179.9, None, "exact", "", 0)
    assert distance_km(east, west) < 15


def test_nothing_lies_inside_itself(places: Gazetteer) -> None:
    iraq = chosen(places, "Iraq")
    assert not inside(iraq, iraq)
    assert inside(chosen(places, "Mosul"), iraq)


# --- which words are names of places --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Troops entered Deir ez - Zor and al - Bab .", ["Deir ez - Zor", "al - Bab"]),
        ("Police in St. Petersburg said so .", ["St. Petersburg"]),
        ("Shells fell on the Green Zone in Baghdad .", ["Green Zone", "Baghdad"]),
        ("Rockets hit the base at Ain al - Asad .", ["Ain al - Asad"]),
        ("Ships left the Strait of Hormuz .", ["Strait of Hormuz"]),
        ("Trucks wait at the Rafah crossing .", ["Rafah crossing"]),
        ("North of the 38th parallel , guns fired .", ["38th parallel"]),
        ("A man from Wichita , Kan. , was held .", ["Wichita", "Kan."]),
        ("US - led forces crossed into Iraq .", ["US", "Iraq"]),
        ("Georgia and Russia signed .", ["Georgia", "Russia"]),
    ],
)
def test_names_of_places_are_found(places: Gazetteer, text: str, names: list[str]) -> None:
    assert found(places, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Police said the March union of Hamas would hope .",
        "In March the Union and the Congress met .",
        "Michael Jordan met Chad Smith .",
        "President Clinton called General Jackson .",
        "Wal - Mart opened on Thursday .",
        "The Syrian and Georgian officers agreed .",
        "us and them",
        "",
    ],
)
def test_names_of_something_else_are_passed_over(places: Gazetteer, text: str) -> None:
    assert found(places, text) == []


def test_a_doubtful_name_counts_when_the_text_once_makes_it_plain(places: Gazetteer) -> None:
    alone = ["Hopkinsville", "grew", "."]
    plain = ["He", "lives", "in", "Hopkinsville", ",", "Kentucky", "."]
    assert places.scan(alone) == []
    assert places.scan_all([alone, plain])[0] == [(0, 1)]


@given(
    st.lists(
        st.sampled_from(
            [
                "Deir",
                "ez",
                "-",
                "Zor",
                "Al",
                "in",
                "St.",
                "Paris",
                ",",
                "Texas",
                "38th",
                "US",
                "’s",
                "the",
            ]
        ),
        max_size=14,
    )
)
def test_spans_are_in_order_and_do_not_overlap(words: list[str]) -> None:
    spans = GAZETTEER.scan(words)
    assert all(0 <= a < b <= len(words) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


def test_a_users_table_needs_no_more_than_name_country_and_coordinates(tmp_path: Path) -> None:
    """What a row leaves out is taken for a town without other names."""
    own = tmp_path / "mine.csv"
    own.write_text("name,country,lat,lon\nFort Example,IRQ,33.5,44.1\n", "utf-8")
    found = Gazetteer.load(extra=[own]).resolve("Fort Example").chosen
    assert found is not None and (found.country, found.precision, found.lat) == ("IRQ", "city", 33.5)
