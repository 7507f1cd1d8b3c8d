"""Puts the real output of the README's command into the README.

Run: python scripts/transcript.py [--check]
With --check nothing is written; the exit code says whether the README is up to date.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"(<!-- transcript: (?P<command>[^\n]*) -->\n).*?(<!-- end -->)", re.DOTALL)


def output(command: str) -> str:
    """Return what *command* prints on stdout, without the line that tells how long it took."""
    with tempfile.TemporaryDirectory() as folder:
        args = [sys.executable, "-m", "talion.cli", *command.split()[1:]]
        args = [str(ROOT / a) if "/" in a and (ROOT / a).exists() else a for a in args]
        done = subprocess.run(
            args,
            cwd=folder,
            env={**os.environ, "COLUMNS": "96", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    lines = [
        line.rstrip()
        for line in done.stdout.splitlines()
        if " coded in " not in line and not line.startswith("Page: ")
    ]
    return "\n".join(lines).strip("\n")


def renewed(readme: str) -> str:
    """Return the README with every transcript made anew."""

    def fill(m: re.Match[str]) -> str:
        return f"{m[1]}```console\n$ {m['command']}\n{output(m['command'])}\n```\n{m[3]}"

    return BLOCK.sub(fill, readme)


def main() -> int:
    """Write or check the README."""
    path = ROOT / "README.md"
    old = path.read_text("utf-8")
    new = renewed(old)
    if "--check" in sys.argv:
        print(
            "the README is up to date"
            if new == old
            else "the README's transcript is old: run python scripts/transcript.py"
        )
        return int(new != old)
    path.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
