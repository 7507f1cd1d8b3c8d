"""The page on methods covers every question, every verdict, and points only at what is there."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from talion.reporting.questions import GRAMMAR

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "methods.md").read_text("utf-8")
HEADINGS = re.findall(r"^##+ (.+)$", TEXT, re.MULTILINE)


def section(name: str) -> str:
    start = next(h for h in HEADINGS if f"`{name}`" in h)
    return TEXT.split(f"## {start}\n", 1)[1].split("\n## ", 1)[0]


@pytest.mark.parametrize("name", GRAMMAR)
def test_every_question_says_when_not_to_believe_it(name: str) -> None:
    assert "*Not to be believed*" in section(name)


@pytest.mark.parametrize("name", ["react", "effect", "threats", "since"])
def test_every_verdict_is_explained(name: str) -> None:
    words = importlib.import_module(f"talion.dynamics.{name}").WORDS
    assert not [v for v in words if f"`{v}`" not in section(name)]


def test_links_inside_the_page_lead_to_headings() -> None:
    anchors = {re.sub(r"[^a-z0-9 -]", "", h.lower()).replace(" ", "-") for h in HEADINGS}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_benchmarks_named_are_there() -> None:
    for path in re.findall(r"python (benchmarks/\w+\.py)", TEXT):
        assert (ROOT / path).exists(), path
