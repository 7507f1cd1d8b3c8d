"""The ontology is that of PLOVER."""

from __future__ import annotations

import pytest

from talion.knowledge import Ontology

ONTOLOGY = Ontology.load()


def test_there_are_sixteen_types_with_their_class_and_score() -> None:
    """Scores and quad classes are those of the manual's table."""
    expected = {
        "AGREE": (1, 4.2), "CONSULT": (1, 2.1), "SUPPORT": (1, 4.6), "CONCEDE": (1, 5.0),
        "COOPERATE": (2, 6.8), "AID": (2, 7.4), "RETREAT": (2, 7.6),
        "REQUEST": (3, -5.0), "ACCUSE": (3, -2.0), "REJECT": (3, -4.2), "THREATEN": (3, -5.1),
        "PROTEST": (4, -6.6), "SANCTION": (4, -5.2), "MOBILIZE": (4, -5.3), "COERCE": (4, -7.2),
        "ASSAULT": (4, -9.3),
    }  # fmt: skip
    assert expected == {t.name: (t.quad_class, t.score) for t in ONTOLOGY.types.values()}


def test_only_material_exchange_and_sanctions_need_a_recipient() -> None:
    """COOPERATE, AID and SANCTION are incomplete without one."""
    needing = {t.name for t in ONTOLOGY.types.values() if t.recipient_required}
    assert {"COOPERATE", "AID", "SANCTION"} == needing


def test_each_type_has_as_many_modes_as_the_manual_gives() -> None:
    """Verbal types but five have none."""
    counts = {"CONSULT": 4, "RETREAT": 7, "REQUEST": 4, "ACCUSE": 3, "REJECT": 4, "THREATEN": 7,
              "PROTEST": 6, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 11, "ASSAULT": 19}  # fmt: skip
    assert {name: counts.get(name, 0) for name in ONTOLOGY.types} == {
        name: len(ONTOLOGY.modes(name)) for name in ONTOLOGY.types
    }


def test_there_are_thirty_seven_contexts_and_every_one_has_cues() -> None:
    """A context without a cue could never be found."""
    from talion.knowledge import tables

    cues = tables.read("context_cues.csv", ["context", "cue", "weight"])
    assert len(ONTOLOGY.contexts) == 37
    assert set(ONTOLOGY.contexts) == {row["context"] for row in cues}
    assert all(row.number("weight") > 0 and row.text("cue").islower() for row in cues)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("010", None), ("01", None), ("080", None), ("08", None), ("0", None), ("", None), ("99", None),
        ("020", ("REQUEST", None)), ("036", ("AGREE", None)), ("042", ("CONSULT", "visit")),
        ("057", ("SUPPORT", None)), ("0813", ("CONCEDE", None)), ("0841", ("RETREAT", "release")),
        ("085", ("RETREAT", None)), ("0871", ("RETREAT", "ceasefire")),
        ("090", ("ACCUSE", "investigate")), ("1056", ("REQUEST", "yield")),
        ("112", ("ACCUSE", "allege")), ("125", ("REJECT", "meet")), ("138", ("THREATEN", "violence")),
        ("145", ("PROTEST", "riot")), ("154", ("MOBILIZE", "troops")), ("163", ("SANCTION", "discontinue")),
        ("1724", ("COERCE", "martial-law")), ("1831", ("ASSAULT", "suicide-attack")),
        ("190", ("ASSAULT", None)), ("1951", ("ASSAULT", "aerial")), ("20", ("ASSAULT", "unconventional")),
        ("202", ("ASSAULT", "massacre")), ("2042", ("ASSAULT", "unconventional")),
    ],
)  # fmt: skip
def test_a_cameo_code_becomes_the_type_of_its_longest_prefix(
    code: str, expected: tuple[str, str | None] | None
) -> None:
    """Codes that PLOVER drops or leaves unassigned become nothing."""
    assert expected == ONTOLOGY.from_cameo(code)


def test_every_type_and_mode_has_a_cameo_code_that_leads_back_to_the_type() -> None:
    """To CAMEO and back keeps the type."""
    for name in ONTOLOGY.types:
        for mode in (None, *ONTOLOGY.modes(name)):
            back = ONTOLOGY.from_cameo(ONTOLOGY.to_cameo(name, mode))
            assert back is not None and back[0] == name


def test_modes_that_cameo_knows_survive_the_way_there_and_back() -> None:
    """Arrest stays arrest."""
    assert ONTOLOGY.from_cameo(ONTOLOGY.to_cameo("COERCE", "arrest")) == ("COERCE", "arrest")


def test_an_unknown_type_or_mode_is_refused_with_the_ones_there_are() -> None:
    """The error helps to find the right word."""
    with pytest.raises(KeyError, match="Did you mean 'ASSAULT'"):
        ONTOLOGY.modes("assualt")
    with pytest.raises(KeyError, match="investigate"):
        ONTOLOGY.to_cameo("ACCUSE", "violence")


def test_priorities_rank_rebels_over_governments_over_civilians() -> None:
    """The order by which one of several sectors is chosen."""
    rank = ONTOLOGY.sector_priority
    assert rank["REB"] > rank["SPY"] > rank["GOV"] > rank["MIL"] > rank["CVL"] > rank["REL"]
