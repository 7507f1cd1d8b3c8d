"""Makes the network that ships with talion: `make model`, or one step of it.

Run: python -m training [student SEED | finish SEED… | all]

`student` fits one network from one seed. `finish` averages the weights of those fitted, which start
from the same encoder and heads and so lie in one basin, calibrates on the held-out batches and
writes the file that ships. Every step is seeded.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence

import torch

from talion.coding.marking import Encoder
from training import calibrate
from training.augment import augment
from training.corpus import Marked, split
from training.export import export
from training.fit import Settings, fit, load, save, scores
from training.labels import Labels
from training.measure import figures, public
from training.network import Network
from training.sources import WORK, student_folder

SEEDS = (0, 1, 2)
RECORD = "seeds.json"


def main() -> None:
    """Run the steps that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m training")
    parser.add_argument("step", nargs="?", default="all", choices=["student", "finish", "all"])
    parser.add_argument("seeds", nargs="*", type=int, default=list(SEEDS))
    parser.add_argument("--epochs", type=int, default=Settings.epochs)
    asked = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    seeds = asked.seeds or list(SEEDS)
    if asked.step in ("student", "all"):
        for seed in seeds:
            student(seed, asked.epochs)
    if asked.step in ("finish", "all"):
        finish(seeds)


def student(seed: int, epochs: int) -> None:
    """Fit one network and keep it, with its figures, among the files that git ignores."""
    labels, folder = Labels.load(), student_folder()
    encoder, network = Encoder(folder / "tokenizer.json"), Network(folder, labels)
    train, held = split()
    tests = {"held": held, "public": public()}
    seen: dict[str, object] = {}

    def check(found: Network) -> str:
        for name, items in tests.items():
            if items:
                seen[name] = _figures(found, encoder, labels, items, public=name == "public")
        return json.dumps(seen)

    print(f"{len(train)} sentences to learn from, {len(held)} held out", flush=True)
    fit(
        network,
        encoder,
        train,
        labels,
        Settings(epochs=epochs),
        seed,
        augment=augment,
        check=check,
        last=WORK / f"student-{seed}.part",
    )
    WORK.mkdir(parents=True, exist_ok=True)
    save(network, WORK / f"student-{seed}.pt")
    (WORK / f"student-{seed}.json").write_text(json.dumps(seen))


def finish(seeds: Sequence[int]) -> None:
    """Average the fitted networks, calibrate, and write what ships."""
    labels, folder = Labels.load(), student_folder()
    encoder = Encoder(folder / "tokenizer.json")
    states = [load(Network(folder, labels), WORK / f"student-{s}.pt").state_dict() for s in seeds]
    network = Network(folder, labels)
    network.load_state_dict(
        {
            k: torch.stack([s[k].float() for s in states]).mean(0).to(states[0][k].dtype)
            for k in states[0]
        }
    )
    _, held = split()
    tests = {"held": held, "public": public()}
    record: dict[str, object] = {"seeds": {}}
    for seed in seeds:
        record["seeds"][str(seed)] = json.loads((WORK / f"student-{seed}.json").read_text())  # type: ignore[index]
    for name, items in tests.items():
        if items:
            record[name] = _figures(network, encoder, labels, items, public=name == "public")
    print(json.dumps(record, indent=1), flush=True)
    made = export(network, encoder, folder / "tokenizer.json", calibrate.FOLDER)
    calibrate.write(labels, calibrate.FOLDER)
    (calibrate.FOLDER / RECORD).write_text(json.dumps(record, indent=1) + "\n")
    print(f"wrote {made}, {made.stat().st_size / 1e6:.1f} MB", flush=True)


def _figures(
    network: Network, encoder: Encoder, labels: Labels, items: Sequence[Marked], *, public: bool
) -> list[float]:
    found = scores(network, encoder, items)[0]
    got = [labels.types[k] for k in found.argmax(-1).tolist()]
    return [round(v, 3) for v in figures([x.type for x in items], got, public=public)]


if __name__ == "__main__":
    main()
