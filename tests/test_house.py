"""The house rules that a program can check: data flows one way, and modules stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "talion"
#: Rooms in the order of the flow; a room imports none that comes after it.
ORDER = ["reading", "coding", "store", "datasets", "dynamics", "reporting"]
SERVANTS = {"knowledge", "records", "tables"}
#: No module is longer; one that grows past it is two things.
LONGEST = 350
MODULES = sorted(SRC.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """Return the rooms and top modules of talion that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = (
                [node.module]
                if node.module != "talion"
                else [f"talion.{a.name}" for a in node.names]
            )
        found |= {n.split(".")[1] for n in names if n.startswith("talion.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_room_imports_a_later_one(path: Path) -> None:
    room = path.relative_to(SRC).parts[0].removesuffix(".py")
    if room in ORDER:
        later = set(ORDER[ORDER.index(room) + 1 :]) | {"cli", "commands", "api", "run"} - (
            {"run"} if room == "reporting" else set()
        )
        assert not imports(path) & later
    elif room in SERVANTS:
        assert not imports(path) & set(ORDER)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_every_module_says_what_it_is() -> None:
    assert not [p.name for p in MODULES if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]


def test_the_map_of_the_house_names_every_room() -> None:
    text = (SRC.parent.parent / "docs" / "architecture.md").read_text("utf-8")
    rooms = [p.name for p in SRC.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
    assert not [r for r in rooms if f"`{r}`" not in text]
