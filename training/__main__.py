"""Makes the network that ships with talion: `make model`, or one step of it.

Run: python -m training [student SEED… | teacher | taught SEED… | weigh | finish SEED… | all]

`student` fits one small network from one seed. `teacher` fits a network five times as large and keeps
what it says of every sentence; `taught` fits the small one further, to the labels and to that.
`weigh` fits a small one without the batch that another hand wrote, to learn how much the lexicon should
count: on that batch and on as many held-out sentences.
`finish` averages the weights of the small ones, which start from the same encoder and heads and so
lie in one basin, calibrates on the held-out batches and writes the file that ships. Every step is
seeded.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from talion.coding.marking import Encoder
from talion.coding.network import FOLDER
from training import calibrate
from training.augment import augment
from training.corpus import Marked, split
from training.export import export
from training.fit import Scores, Settings, fit, load, save, scores
from training.labels import Labels
from training.measure import figures, public
from training.network import Network
from training.sources import WORK, student_folder, teacher_folder

SEEDS = (0, 1, 2)
RECORD = "seeds.json"
#: The batch whose sentences were not written to the corpus' own briefs.
STRANGE = "founding"
STUDENT = Settings()
#: Fitted again with a teacher: from where the student stands, so shorter and gentler.
TAUGHT = Settings(epochs=2, rate=1e-4)
#: A larger network takes smaller steps; its lower layers know English already.
TEACHER = Settings(epochs=2, rate=3e-5, frozen=4)
#: Fitted to be measured only.
WEIGHED = Settings(epochs=2)


def main() -> None:
    """Run the steps that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m training")
    steps = ["student", "teacher", "taught", "weigh", "finish", "all"]
    parser.add_argument("step", nargs="?", default="all", choices=steps)
    parser.add_argument("seeds", nargs="*", type=int, default=list(SEEDS))
    asked = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", os.cpu_count() or 1)))
    seeds = asked.seeds or list(SEEDS)
    if asked.step in ("student", "all"):
        for seed in seeds:
            student(seed)
    if asked.step in ("teacher", "all"):
        teacher()
    if asked.step in ("taught", "all"):
        for seed in seeds:
            taught(seed)
    if asked.step in ("weigh", "all"):
        weigh()
    if asked.step in ("finish", "all"):
        finish(seeds)


def student(seed: int) -> None:
    """Fit one network and keep it, with its figures, among the files that git ignores."""
    network = Network(student_folder(), Labels.load())
    _fit(network, student_folder(), STUDENT, seed, f"student-{seed}")


def teacher(seed: int = 0) -> None:
    """Fit the teacher and keep its scores of every sentence that is trained on."""
    network = Network(teacher_folder(), Labels.load())
    _fit(network, teacher_folder(), TEACHER, seed, "teacher")
    torch.save(
        scores(network, Encoder(teacher_folder() / "tokenizer.json"), split()[0]), WORK / "told.pt"
    )


def taught(seed: int) -> None:
    """Fit a student further, with the teacher's scores beside the labels."""
    network = load(Network(student_folder(), Labels.load()), WORK / f"student-{seed}.pt")
    told = torch.load(WORK / "told.pt", weights_only=True)
    _fit(network, student_folder(), TAUGHT, seed, f"taught-{seed}", told)


def weigh(seed: int = 2) -> None:
    """Fit a small network without one batch, and keep what the lexicon is worth on unseen text."""
    labels, folder = Labels.load(), student_folder()
    encoder, (train, held) = Encoder(folder / "tokenizer.json"), split()
    network = Network(folder, labels)
    seen = [x for x in train if x.batch != STRANGE]
    strange = [x for x in train if x.batch == STRANGE]
    fit(network, encoder, seen, labels, WEIGHED, seed, augment, None, WORK / "weighed.pt")
    unseen = strange + random.Random(seed).sample(held, len(strange))
    weight = calibrate.weigh(network, encoder, unseen, labels)
    print(f"the lexicon counts {weight} times as much as the network", flush=True)
    (WORK / "weight.json").write_text(json.dumps(weight))


def _fit(
    network: Network,
    folder: Path,
    settings: Settings,
    seed: int,
    name: str,
    told: Scores | None = None,
) -> None:
    labels, encoder = Labels.load(), Encoder(folder / "tokenizer.json")
    train, held = split()
    tests = {"held": held, "public": public()}
    seen: dict[str, list[float]] = {}

    def check(found: Network) -> str:
        seen.update(_measured(found, encoder, labels, tests))
        return json.dumps(seen)

    print(f"{name}: {len(train)} sentences to learn from, {len(held)} held out", flush=True)
    last = WORK / f"{name}.part"
    fit(network, encoder, train, labels, settings, seed, augment, check, last, told)
    save(network, WORK / f"{name}.pt")
    (WORK / f"{name}.json").write_text(json.dumps(seen))


def finish(seeds: Sequence[int]) -> None:
    """Average the fitted networks, calibrate, and write what ships."""
    labels, folder = Labels.load(), student_folder()
    encoder = Encoder(folder / "tokenizer.json")
    states = [load(Network(folder, labels), WORK / f"taught-{s}.pt").state_dict() for s in seeds]
    network = Network(folder, labels)
    network.load_state_dict(
        {
            k: torch.stack([s[k].float() for s in states]).mean(0).to(states[0][k].dtype)
            for k in states[0]
        }
    )
    _, held = split()
    tests = {"held": held, "public": public()}
    record = {
        "teacher": json.loads((WORK / "teacher.json").read_text()),
        "seeds": {str(s): json.loads((WORK / f"taught-{s}.json").read_text()) for s in seeds},
    } | _measured(network, encoder, labels, tests)
    print(json.dumps(record, indent=1), flush=True)
    made = export(network, encoder, folder / "tokenizer.json", FOLDER)
    calibrate.write(labels, json.loads((WORK / "weight.json").read_text()), FOLDER)
    (FOLDER / RECORD).write_text(json.dumps(record, indent=1) + "\n")
    print(f"wrote {made}, {made.stat().st_size / 1e6:.1f} MB", flush=True)


def _measured(
    network: Network, encoder: Encoder, labels: Labels, tests: Mapping[str, Sequence[Marked]]
) -> dict[str, list[float]]:
    """Return macro-F1 by type and by quad class on each test that is there."""
    found: dict[str, list[float]] = {}
    for name, items in tests.items():
        if items:
            kinds = scores(network, encoder, items)[0].argmax(-1).tolist()
            gold, got = [x.type for x in items], [labels.types[k] for k in kinds]
            found[name] = [round(v, 3) for v in figures(gold, got, public=name == "public")]
    return found


if __name__ == "__main__":
    main()
