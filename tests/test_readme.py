"""The README shows what the commands really print, and its Python runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_transcript_is_what_the_command_prints_today() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "transcript.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_python_of_the_readme_runs() -> None:
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(compile(block, "README.md", "exec"), {})


def test_every_command_the_readme_names_exists() -> None:
    from typer.main import get_command

    from talion.cli import app

    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"`talion (\w+)", README)) | {
        "react",
        "effect",
        "threats",
        "since",
        "proxies",
        "spill",
        "pressure",
        "forecast",
    }
    assert named <= commands


def test_every_link_of_the_readme_points_to_a_file() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
