"""Fixtures shared by all rooms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from talion.coding.coder import Coder
from talion.records import Article, Coded


@pytest.fixture(scope="session")
def coder() -> Coder:
    """Return one coder for all tests; loading it takes seconds."""
    return Coder()


@pytest.fixture(scope="session")
def code(coder: Coder) -> Callable[..., Coded]:
    """Return a function that codes one text published on 2020-01-04, or on the day given."""

    def run(text: str, date: str = "2020-01-04") -> Coded:
        return next(coder.code([Article("a", text, dt.date.fromisoformat(date))]))

    return run
