"""The questions a page answers: as a user words them, or those the record itself suggests."""

from __future__ import annotations

import argparse
import importlib
import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn

from talion.dynamics.details import advice, each_row, side_in
from talion.dynamics.dyads import Dyads
from talion.dynamics.record import Record, UnknownSide
from talion.dynamics.result import Result
from talion.dynamics.table import TableError
from talion.reporting.page import ENOUGH_ACTS

#: What each question takes before its options, and which options with their types. A name that
#: ends in + stands for one or more, an option that ends in ! has to be given.
GRAMMAR: dict[str, tuple[tuple[str, ...], dict[str, type]]] = {
    "dyads": ((), {"proxies": str}),
    "react": (("a", "b"), {}),
    "effect": (("dates+",), {"of!": str, "on!": str, "days": int}),
    "threats": (("a", "b"), {"days": int}),
    "since": (("when",), {"of": str, "on": str, "theatre": str, "claim": str, "precision": float}),
    "proxies": (("sponsor",), {}),
    "spill": (("when",), {"days": int}),
    "pressure": (("state",), {}),
    "forecast": (("a", "b"), {"days": int}),
}
#: Arguments that are sides, of which + joins several.
SIDES = ("a", "b", "of", "on")
#: Pairs that a page asks about by itself, and the acts from which on it asks about the worst day:
#: in a handful of articles every day with two reports would be the worst since some other.
MOST_PAIRS, MANY_ACTS = 2, 100


class WrongQuestion(ValueError):
    """A question cannot be understood; the message says how it is put."""


@dataclass(frozen=True)
class Question:
    """One question to the record, ready to be asked."""

    name: str
    given: dict[str, Any]
    quad: tuple[int, ...] = (4,)
    types: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Question:
        """Read a question worded like its command, without the file.

        Raises:
            WrongQuestion: if there is no such question, or its parts are wrong.

        Example:
            >>> Question.read("effect 2020-01-03 --of usa --on irn+hezbollah-lbn").given
            {'dates': ['2020-01-03'], 'of': 'usa', 'on': ['irn', 'hezbollah-lbn']}
        """
        try:
            words = shlex.split(text)
        except ValueError as error:
            raise WrongQuestion(f"{text!r}: {error}.") from None
        if not words or words[0] not in GRAMMAR:
            raise WrongQuestion(f"{text!r} begins with none of {', '.join(GRAMMAR)}.")
        found = vars(_parser(words[0], text).parse_args(words[1:]))
        try:
            quad = tuple(int(q) for q in found.pop("quad").split(","))
        except ValueError:
            raise WrongQuestion(f"{text!r}: --quad takes 1, 2, 3 or 4.") from None
        types = tuple(t.strip() for t in (found.pop("types") or "").split(",") if t.strip())
        given = {k: _side(v) if k in SIDES else v for k, v in found.items() if v is not None}
        return cls(words[0], given, quad, types)

    def ask(self, record: Record) -> Result:
        """Put the question to *record*.

        Raises:
            WrongQuestion: if the record knows a side, a day or a type of it not.
        """
        function = getattr(importlib.import_module(f"talion.dynamics.{self.name}"), self.name)
        before = [p.rstrip("+") for p in GRAMMAR[self.name][0]] + ["of", "on"] * (
            self.name == "effect"
        )
        named = {k: v for k, v in self.given.items() if k not in before}
        chosen = {"types": list(self.types) or None, "quad": list(self.quad)}
        try:
            found: Result = function(*(self.given[k] for k in before), record, **named, **chosen)
        except (UnknownSide, TableError) as error:
            raise WrongQuestion(f"{self}: {error}") from None
        return found

    def advice(self, record: Record) -> tuple[str, ...]:
        """Return what there is to know about the names of its sides."""
        return advice(record, *(self.given[k] for k in SIDES if k in self.given))

    def __str__(self) -> str:
        """Return the question as its command, without the file."""
        before, options = GRAMMAR[self.name]
        words = [self.name]
        for key in before:
            value = self.given[key.rstrip("+")]
            words += value if key.endswith("+") else [_joined(value)]
        for key in options:
            if (name := key.rstrip("!")) in self.given:
                words += [f"--{name}", _joined(self.given[name])]
        if self.types:
            words += ["--types", ",".join(self.types)]
        elif self.quad != (4,):
            words += ["--quad", ",".join(map(str, self.quad))]
        return shlex.join(words)


def _joined(value: Any) -> str:
    return "+".join(value) if isinstance(value, list) else str(value)


def _side(text: str) -> str | list[str]:
    parts = [p.strip() for p in text.split("+") if p.strip()]
    return parts if len(parts) > 1 else text.strip()


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong instead of leaving the program."""

    def error(self, message: str) -> NoReturn:
        raise WrongQuestion(f"{self.prog!r}: {message}. Write it as: {self.format_usage().removeprefix('usage: ').strip()}")  # fmt: skip


def _parser(name: str, text: str) -> _Parser:
    before, options = GRAMMAR[name]
    usage = " ".join([name, *(b.rstrip("+").upper() + "…" * b.endswith("+") for b in before), *(f"--{o.rstrip('!')} …" for o in options)])  # fmt: skip
    parser = _Parser(prog=text, usage=usage, add_help=False, allow_abbrev=False)
    for key in before:
        parser.add_argument(key.rstrip("+"), nargs="+" if key.endswith("+") else None)
    for key, kind in options.items():
        parser.add_argument(f"--{key.rstrip('!')}", type=kind, required=key.endswith("!"))
    parser.add_argument("--quad", default="4")
    parser.add_argument("--types")
    return parser


def suggested(record: Record, dyads: Dyads) -> list[Question]:
    """Return what may be asked of a record about its busiest pairs and its worst day.

    Example:
        >>> import pandas as pd
        >>> from talion.dynamics import dyads, load_events
        >>> table = pd.DataFrame({"date": pd.date_range("2020-01-01", periods=99).astype(str),
        ...     "actor": ["a", "b", "c"] * 33, "recipient": ["b", "a", "d"] * 33, "quad_class": 4})
        >>> [str(q) for q in suggested(load_events(table), dyads(table))]
        ['react a b', 'forecast a b', 'forecast b a']
    """
    out: list[Question] = []
    for n, (a, b) in enumerate(_pairs(dyads)[:MOST_PAIRS]):
        sides = {"a": _name(record, a), "b": _name(record, b)}
        back = {"a": sides["b"], "b": sides["a"]}
        out.append(Question("react", sides))
        out += [Question("threats", s) for s in (sides, back) if _threatens(record, s)]
        out += [Question("forecast", s) for s in (sides, back) if n == 0]
    acts = record.frame[record.frame["act"]]
    if len(acts) >= MANY_ACTS:
        days = acts.drop_duplicates("row")["date"].value_counts()
        # Of days with as many acts the last, for it has the longest past to be compared with.
        out.append(Question("since", {"when": str(days[days == days.max()].index.max().date())}))
    return out


def _pairs(dyads: Dyads) -> list[tuple[str, str]]:
    """Return pairs in which both sides act, those with most acts first."""
    acts = {(str(r.actor), str(r.recipient)): int(r.acts) for r in each_row(dyads.frame)}
    both = {
        (a, b): n + acts[b, a] for (a, b), n in acts.items() if n and acts.get((b, a)) and a < b
    }
    ranked = sorted(both.items(), key=lambda item: (-item[1], item[0]))
    return [pair for pair, n in ranked if n >= ENOUGH_ACTS]


def _name(record: Record, ident: str) -> str:
    """Return the name of an id if it leads back to the id alone."""
    name = record.names.get(ident, ident)
    return name if side_in(record, name) == ident else ident


def _threatens(record: Record, sides: dict[str, Any]) -> bool:
    a, b = (side_in(record, sides[k]) for k in ("a", "b"))
    rows = record.rows(a, b, acts=False)
    return bool((rows["event_type"] == "THREATEN").any())


def read_all(texts: Iterable[str]) -> list[Question]:
    """Read several questions."""
    return [Question.read(text) for text in texts]
