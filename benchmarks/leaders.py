"""Measures whether names of people on random days lead to the right person and office.

Run: python benchmarks/leaders.py [--n 2000] [--seed 1] [--misses N]
Draws offices at random from talion's own tables, a day within each, and asks for the person by
full name, and by family name with the country in context. The family name is asked where of those
so called the person held the highest office of the country on the day; the second share is for
names that several people bear. It measures resolution, not the facts: the tables are taken to be
true.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections import Counter

from talion.knowledge import Directory, Office
from talion.knowledge.known import office_ranks
from talion.knowledge.words import key

#: Offices without an end are taken to last until here.
TODAY = dt.date(2025, 11, 1)
FIRST = dt.date(1960, 1, 1)
RANKS = office_ranks()


def draw(directory: Directory, n: int, rng: random.Random) -> list[tuple[Office, dt.date]]:
    """Return *n* random offices, each with a day on which it was held."""
    held = [o for person in directory.ids() for o in directory.offices(person) if o.start]
    drawn = []
    while len(drawn) < n:
        office = rng.choice(held)
        start, end = max(office.start or FIRST, FIRST), min(office.end or TODAY, TODAY)
        if start <= end:
            drawn.append((office, start + dt.timedelta(days=rng.randint(0, (end - start).days))))
    return drawn


def is_first(directory: Directory, short: str, office: Office, day: dt.date) -> bool:
    """Return whether of those called *short* in the country, one alone is highest, and it is he.

    A reader who knows no more than the name, the country and the day thinks of that person.
    """
    ranks: dict[str, int] = {}
    for bearer in directory.bearers(key(short)):
        held = directory.office(bearer.id, day)
        if held and held.country == office.country:
            ranks[bearer.id] = RANKS.get(held.office, 0)
    mine = ranks.pop(office.person, None)
    return mine is not None and all(rank < mine for rank in ranks.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--n", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", type=int, default=0)
    args = parser.parse_args()
    directory = Directory.load()
    right, asked, wrong = Counter[str](), Counter[str](), Counter[str]()
    for office, day in draw(directory, args.n, random.Random(args.seed)):
        known = directory.get(office.person, day)
        if known is None:
            continue
        full = known.name.split(" (")[0]
        short = full.split()[-1]
        shared = len({b.id for b in directory.bearers(key(short))}) > 1
        questions: list[tuple[str, str, tuple[str, ...]]] = [("full name", full, ())]
        if is_first(directory, short, office, day):
            questions.append(("family name, country given", short, (office.country,)))
        if len(questions) > 1 and shared:
            questions.append(("shared family name, country given", short, (office.country,)))
        for how, name, countries in questions:
            chosen = directory.resolve(name, day, countries).chosen
            now = directory.office(office.person, day)
            asked[how, "person"] += 1
            right[how, "person"] += chosen is not None and chosen.id == office.person
            asked[how, "office"] += 1
            held = directory.office(chosen.id, day) if chosen else None
            right[how, "office"] += held is not None and held == now
            if chosen is None or chosen.id != office.person:
                wrong[f"{how}: {name} {countries} {day}: {chosen.id if chosen else None}, not {office.person} ({office.office})"] += 1
    for (how, what), n in asked.items():
        print(f"{how}: {what} right {right[how, what] / n:.3f} of {n}")
    for text, _ in wrong.most_common(args.misses):
        print(" ", text)


if __name__ == "__main__":
    main()
