"""Puts neutral surroundings around a marked sentence, and other states' names into it."""

from __future__ import annotations

import csv
import random
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from training.corpus import ROOT, Marked

NAMES = ROOT / "src" / "talion" / "knowledge" / "data" / "state_names.csv"
#: Shares of sentences that get a change: about half keep what stands before and after them.
BEFORE, AFTER, DATELINE, SWAP, GOVERNMENT = 0.2, 0.3, 0.15, 0.35, 0.1


@cache
def _contexts() -> dict[str, list[str]]:
    with (Path(__file__).parent / "contexts.toml").open("rb") as f:
        return tomllib.load(f)


@cache
def _states() -> list[tuple[str, str]]:
    """Return states, each as its first name and its first adjective."""
    forms: dict[str, dict[str, str]] = {}
    with NAMES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["stands_for"] == "state" and not row["end"]:
                forms.setdefault(row["id"], {}).setdefault(row["kind"], row["name"])
    return [(f["name"], f["adjective"]) for f in forms.values() if {"name", "adjective"} <= set(f)]


@cache
def _names() -> tuple[re.Pattern[str], dict[str, tuple[str, int]]]:
    found = {form: (state[0], k) for state in _states() for k, form in enumerate(state)}
    longest = sorted(found, key=len, reverse=True)
    return re.compile(r"\b(" + "|".join(map(re.escape, longest)) + r")\b"), found


def augment(item: Marked, rng: random.Random) -> Marked:
    """Return the sentence in other surroundings; its label is the same."""
    if rng.random() < SWAP:
        item = _swapped(item, rng)
    if rng.random() < GOVERNMENT:
        item = _governed(item, rng)
    if rng.random() < AFTER:
        item = _closed(item, _filled("after", rng))
    if rng.random() < BEFORE:
        item = _opened(item, _filled("before", rng), joined=True)
    if rng.random() < DATELINE:
        item = _opened(item, _filled("dateline", rng), joined=False)
    return item


def _filled(kind: str, rng: random.Random) -> str:
    lists = _contexts()
    body = rng.choice(lists["body"]).replace("{place}", rng.choice(lists["place"]))
    place = rng.choice(lists["place"])
    fill = {
        "place": place,
        "PLACE": place.upper(),
        "day": rng.choice(lists["day"]),
        "date": f"{rng.choice(lists['month'])} {rng.randint(1, 28)}",
        "body": body,
        "Body": body[0].upper() + body[1:],
    }
    return rng.choice(lists[kind]).format(**fill)


def _closed(item: Marked, tail: str) -> Marked:
    end = len(item.text) - 1
    if not item.text.endswith(".") or any(s and s[1] > end for s in (item.source, item.target)):
        return item
    return replace(item, text=item.text[:-1] + tail + ".")


def _opened(item: Marked, head: str, *, joined: bool) -> Marked:
    text = item.text
    # "The army …" becomes "Officials said that the army …"; a name keeps its capital.
    if joined and re.match(r"(The|A|An|In|On|At|After|Two|Three|Some|Several|Its|His|Her)\b", text):
        text = text[0].lower() + text[1:]
    shift = lambda s: (s[0] + len(head), s[1] + len(head)) if s else None  # noqa: E731
    return replace(item, text=head + text, source=shift(item.source), target=shift(item.target))


def _governed(item: Marked, rng: random.Random) -> Marked:
    names = {name for name, _ in _states()}
    which = [
        k for k in ("source", "target") if (s := getattr(item, k)) and item.text[slice(*s)] in names
    ]
    if not which:
        return item
    start, end = getattr(item, rng.choice(which))
    form = rng.choice(_contexts()["state"])
    made = form.format(item.text[start:end])
    return _edited(item, [(start, end, made[0].upper() + made[1:] if start == 0 else made)])


def _swapped(item: Marked, rng: random.Random) -> Marked:
    pattern, found = _names()
    new: dict[str, tuple[str, str]] = {}
    edits = []
    for m in pattern.finditer(item.text):
        name, form = found[m.group()]
        if name not in new:
            new[name] = rng.choice(_states())
        edits.append((m.start(), m.end(), new[name][form]))
    return _edited(item, edits)


def _edited(item: Marked, edits: list[tuple[int, int, str]]) -> Marked:
    """Replace parts of the text; a mark that begins or ends at a part moves with it."""
    text, moves = item.text, []
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
        moves.append((start, end, len(new) - (end - start)))

    def at(p: int) -> int:
        return p + sum(d for _, end, d in moves if end <= p)

    move = lambda s: (at(s[0]), at(s[1])) if s else None  # noqa: E731
    return replace(item, text=text, source=move(item.source), target=move(item.target))
