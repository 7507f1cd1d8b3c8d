"""How well the coder does on the project's own gold: floors, which only ever rise."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from talion.coding.coder import Coder

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
gold = pytest.importorskip("gold")


@pytest.mark.parametrize(
    ("split", "precision", "f1", "silence"),
    [("dev", 0.79, 0.78, 0.97), ("held", 0.68, 0.66, 0.90)],
)
def test_the_coder_stays_above_its_floor(
    coder: Coder, split: str, precision: float, f1: float, silence: float
) -> None:
    found = gold.score(split, coder)
    got_precision, _, got_f1 = found.figures()
    assert got_precision >= precision
    assert got_f1 >= f1
    assert found.silent / found.empty >= silence
