"""Prints and records what simple methods reach on the same sentences: the floor that the network must clear.

Run: python -m training.baselines
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import torch
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from talion.coding.marking import Encoder
from training.corpus import ROOT, Marked, mark, split
from training.labels import Labels
from training.measure import figures, public
from training.network import Network, padded
from training.sources import student_folder

RECORD = ROOT / "training" / "baselines.json"
Record = dict[str, dict[str, list[float]]]
Features = Callable[[Sequence[Marked]], object]


def main() -> None:
    """Print majority, TF-IDF with a linear model, and a linear model on frozen encodings."""
    train, held = split()
    tests = [("held-out batches", held, False)]
    if sentences := public():
        tests.append(("public development file", sentences, True))
    commonest = Counter(x.type for x in train).most_common(1)[0][0]
    record: Record = {}
    _print(record, "majority", tests, lambda items: [commonest] * len(items))
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"\S+")
    table = words.fit_transform([mark(x).replace("<", " <").replace(">", "> ") for x in train])
    _linear(
        record,
        "TF-IDF, linear",
        train,
        table,
        tests,
        lambda items: words.transform(
            [mark(x).replace("<", " <").replace(">", "> ") for x in items]
        ),
        LogisticRegression(C=10, max_iter=300),
    )
    # The dimensions of an encoder's vectors differ in scale by two orders.
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=300))
    _linear(record, "frozen encoder, linear", train, frozen(train), tests, frozen, scaled)
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def frozen(items: Sequence[Marked]) -> np.ndarray:
    """Return the untrained encoder's mean and mark vectors, a row each."""
    folder = student_folder()
    encoder, network = Encoder(folder / "tokenizer.json"), Network(folder, Labels.load()).eval()
    encoded = [encoder(x.text, x.source, x.target) for x in items]
    order = sorted(range(len(items)), key=lambda k: len(encoded[k].ids))
    rows = np.zeros((len(items), 3 * network.encoder.config.hidden_size), np.float32)
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            part = order[at : at + 64]
            rows[part] = network.parts(*padded([encoded[k] for k in part], encoder.pad)).numpy()
    return rows


def _linear(
    record: Record,
    name: str,
    train: Sequence[Marked],
    table: object,
    tests: Sequence[tuple[str, Sequence[Marked], bool]],
    features: Features,
    model: BaseEstimator,
) -> None:
    model.fit(table, [x.type for x in train])
    _print(record, name, tests, lambda items: model.predict(features(items)).tolist())


def _print(
    record: Record,
    name: str,
    tests: Sequence[tuple[str, Sequence[Marked], bool]],
    guess: Callable[[Sequence[Marked]], list[str]],
) -> None:
    for where, items, merge in tests:
        kind, quad = figures([x.type for x in items], guess(items), public=merge)
        record.setdefault(name, {})[where] = [round(kind, 3), round(quad, 3)]
        print(f"{name:24} {where:26} macro-F1 type {kind:.3f}, quad {quad:.3f}", flush=True)


if __name__ == "__main__":
    main()
