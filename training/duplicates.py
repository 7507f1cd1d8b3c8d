"""Finds near-duplicates among marked sentences by the encoder they are trained with.

Run: python -m training.duplicates [--remove]
Prints the pairs; with `--remove` the later of each pair goes out of its file.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import AutoModel

from talion.coding.marking import Encoder
from training.corpus import FOLDER, Marked, batches, mark, write
from training.network import padded
from training.sources import student_folder

#: Cosine above which two sentences of one type say the same; read by eye on pairs from .85 up.
ALIKE = 0.93


def embeddings(items: Sequence[Marked], folder: Path) -> np.ndarray:
    """Return unit vectors of the sentences without their marks, a row each."""
    encoder = Encoder(folder / "tokenizer.json")
    model = AutoModel.from_pretrained(folder).eval()
    encoded = [encoder(x.text, None, None) for x in items]
    order = sorted(range(len(items)), key=lambda k: len(encoded[k].ids))
    rows = np.zeros((len(items), model.config.hidden_size), np.float32)
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            ids, mask, _, _ = padded([encoded[k] for k in part], encoder.pad)
            hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
            weight = mask.unsqueeze(-1).float()
            mean = (hidden * weight).sum(1) / weight.sum(1)
            rows[part] = functional.normalize(mean, dim=-1).numpy()
    return rows


def duplicates(
    items: Sequence[Marked], vectors: np.ndarray, alike: float = ALIKE
) -> list[tuple[int, int, float]]:
    """Return pairs (earlier, later, cosine) of one type that are nearly the same sentence.

    Sentences of different types may be close on purpose: they teach the difference. So may one
    sentence with other marks.
    """
    found = []
    for at in range(0, len(items), 1000):
        close = vectors[at : at + 1000] @ vectors.T
        for a, b in zip(*np.nonzero(close > alike), strict=True):
            first, second = int(a) + at, int(b)
            if first < second and _same(items[first], items[second]):
                found.append((first, second, float(close[a, b])))
    return found


def _same(a: Marked, b: Marked) -> bool:
    return a.type == b.type and not (
        a.text == b.text and (a.source, a.target) != (b.source, b.target)
    )


def main() -> None:
    """Print near-duplicates, and remove them if asked to."""
    parser = argparse.ArgumentParser(prog="python -m training.duplicates")
    parser.add_argument("--remove", action="store_true")
    remove = parser.parse_args().remove
    found = batches()
    items = [x for batch in found.values() for x in batch]
    pairs = duplicates(items, embeddings(items, student_folder()))
    for first, second, close in pairs:
        print(f"{close:.3f} {items[first].batch} | {mark(items[first])}")
        print(f"      {items[second].batch} | {mark(items[second])}")
    out = {id(items[second]) for _, second, _ in pairs}
    print(f"{len(out)} of {len(items)} sentences repeat an earlier one")
    if remove and out:
        for name, batch in found.items():
            write(FOLDER / f"{name}.tsv", [x for x in batch if id(x) not in out])


if __name__ == "__main__":
    main()
