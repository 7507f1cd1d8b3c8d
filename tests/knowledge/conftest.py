"""Knowledge that several tests look at, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from talion.knowledge import Agents, Directory, States


@pytest.fixture(scope="session")
def states() -> States:
    return States.load()


@pytest.fixture(scope="session")
def directory() -> Directory:
    return Directory.load()


@pytest.fixture(scope="session")
def agents() -> Agents:
    return Agents.load()


@pytest.fixture
def table(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a small table of the user's own and return its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write
