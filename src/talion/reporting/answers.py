"""Answers of the dynamics as a page shows them: a verdict, a few lines, caveats, a drawing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from talion.dynamics.dyads import Dyads, dyads
from talion.dynamics.record import Record, side_name
from talion.dynamics.table import load_events
from talion.reporting import wording
from talion.reporting.answer_drawings import draw
from talion.reporting.questions import Question, WrongQuestion, suggested

#: Pairs in the table above the answers.
SHOWN = 8


@dataclass(frozen=True)
class Answer:
    """One question with what the record says to it."""

    command: str
    title: str
    verdicts: tuple[str, ...]
    lines: tuple[str, ...]
    rows: tuple[str, ...]
    caveats: tuple[str, ...]
    drawing: Markup
    decided: bool


@dataclass(frozen=True)
class Answers:
    """What a page says of a record: its pairs, the answers, and what could not be told."""

    source: str
    span: tuple[str, str]
    acts: int
    chosen: str
    pairs: tuple[Any, ...]
    names: dict[str, str]
    told: tuple[Answer, ...]
    untold: tuple[Answer, ...]
    caveats: tuple[str, ...]
    problems: tuple[str, ...] = ()


def answers(source: Any, asked: Sequence[Question] | None = None, **options: Any) -> Answers:
    """Answer what is asked of a table of events, or what its busiest pairs suggest.

    Args:
        source: what `load_events` takes.
        asked: the questions; None asks those that the record suggests.
        options: `columns`, as `load_events` takes them.

    Example:
        >>> import pandas as pd
        >>> table = pd.DataFrame({"date": ["2020-01-03"], "actor": "a", "recipient": "b",
        ...     "quad_class": [4]})
        >>> answers(table, [Question.read("react a b")]).untold[0].lines
        ('Only 1 acts of a are reported; 100 are needed.',)
    """
    record = load_events(source, **options)
    table = dyads(record)
    told: list[Answer] = []
    problems: list[str] = []
    names: dict[str, None] = {}
    for n, question in enumerate(suggested(record, table) if asked is None else asked):
        try:
            told.append(_answer(question, record, f"answer-{n}"))
            names.update(dict.fromkeys(question.advice(record)))
        except WrongQuestion as error:
            problems.append(str(error))
    shared = _shared(told)
    told = [replace(a, caveats=tuple(c for c in a.caveats if c not in shared)) for a in told]
    return Answers(
        source=record.source,
        span=table.span,
        acts=table.acts,
        chosen=table.chosen,
        pairs=tuple(table.frame[table.frame["acts"] > 0].head(SHOWN).itertuples()),
        names=dict(table.names),
        told=tuple(a for a in told if a.decided),
        untold=tuple(a for a in told if not a.decided),
        caveats=(*(shared or table.caveats), *names),
        problems=tuple(problems),
    )


def _shared(told: Sequence[Answer]) -> tuple[str, ...]:
    """Return the caveats that all answers carry, in the order of the first."""
    if len(told) < 2:
        return ()
    return tuple(c for c in told[0].caveats if all(c in a.caveats for a in told))


def _answer(question: Question, record: Record, ident: str) -> Answer:
    result = question.ask(record)
    decided = _decided(question.name, result)
    said = result.summary().removesuffix("\n".join(result.caveats)).strip("\n").split("\n")
    lines = tuple(x for x in said if not x.startswith(" "))
    rows = tuple(x.strip() for x in said if x.startswith(" "))
    return Answer(
        command=str(question),
        title=_title(question),
        verdicts=_verdicts(question.name, result),
        lines=lines if decided else _reasons(question.name, result),
        rows=rows if decided else (),
        caveats=result.caveats,
        drawing=draw(question.name, result, ident) if decided else Markup(""),
        decided=decided,
    )


def _decided(name: str, result: Any) -> bool:
    """Return whether the record bore an answer, be it that nothing is there."""
    match name:
        case "react":
            return any(math.isfinite(d.p_value) for d in (result.a_answers_b, result.b_answers_a))
        case "effect":
            return math.isfinite(result.rate_ratio)
        case "threats":
            return math.isfinite(result.risk_ratio)
        case "forecast":
            return not result.reason
        case "pressure":
            return not result.tests.empty
        case "proxies":
            return bool(result.verdict != "cannot_tell")
        case _:
            return not result.to_frame().empty


def _reasons(name: str, result: Any) -> tuple[str, ...]:
    if name == "react":
        both = (result.a_answers_b.reason, result.b_answers_a.reason)
        return tuple(dict.fromkeys(_sentence(r) for r in both))
    if isinstance(result, Dyads):
        return (result.summary().split("\n")[0],)
    return (_sentence(result.reason),)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _verdicts(name: str, result: Any) -> tuple[str, ...]:
    if name == "react":
        ways = (result.a_answers_b, result.b_answers_a)
        return tuple(f"{d.who}: {wording.label('verdict', d.verdict)}" for d in ways)
    found = getattr(result, "verdict", None)
    return () if found is None else (wording.label("verdict", found),)


def _title(question: Question) -> str:
    """Return the question in words."""
    values = {k: side_name(v) if k != "dates" else v for k, v in question.given.items() if isinstance(v, (str, list))}  # fmt: skip
    n = len(question.given.get("dates", ()))
    values["dates"] = question.given["dates"][0] if n == 1 else f"{n} dates" if n else ""
    return wording.label("question", question.name).format_map(values)
