"""Chooses whom a name means from what the context says, and gives the reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from talion.knowledge.known import Known, Office
from talion.knowledge.names import Bearer
from talion.knowledge.periods import holds


class Term(NamedTuple):
    """An office of a person, how high it is, and when the person took up the first of all."""

    office: Office
    rank: int
    began: dt.date | None


# The office of a person on a day; with no day, the latest.
Held = Callable[[str, dt.date | None], Term | None]

# Weights of the evidence. An id already named in the article outweighs all else together; a
# country says more than a sector; being alive on the day says more than the fit of a name.
_NAMED_BEFORE = 10.0
# Of several named before, the latest is the likelier, whatever else speaks for the others.
_NAMED_LAST = 8.0
_OWN_NAME = 3.0
_COUNTRY = 2.0
_SECTOR = 1.5
_EXISTS = 1.5
_IN_OFFICE = 1.2
# A president is likelier meant than a member of parliament of the same name.
_RANK = 0.15
# Of two in office, a title tells which is meant.
_TITLE = 1.0
# The rank from which on someone is head of state or government.
_HIGHEST = 3
# Heads of the states that news speaks of most need no country beside them.
_PROMINENT = 0.35
_NOT_YET = -6.0
_NO_MORE = -0.5
# Beside one in office, those are seldom meant by the same family name who take up their first
# office more than a year later, nor those who left the same office within the year.
_UNKNOWN_YET = -4.0
_SUCCEEDED = -0.5
_NAME_NOT_OF_THE_DAY = -2.0
# A starred name that fits the day (1.5) needs one more reason than an office on it (1.2), unless
# that is the highest (0.45) of a prominent state (0.35); a family name that no table gives needs more than that.
_SHARED = -1.1
_ONLY_FAMILY_NAME = -2.0
_FAMILY_NAMED_BEFORE = 5.0
# Those who died, or left office, less than a year ago are as present in the news as others.
_LATELY = 365
# A body outweighs the building it sits in; a state outweighs a region of the same name.
_KINDS = {"seat": -0.6, "region": -0.4, "capital": -0.2, "adjective": -0.2}
_STATE_NAMES = 0.5
# Names of a state that do not become likelier because the state was named before.
_INDIRECT = frozenset({"seat", "demonym"})
# Enough in any case: it is only added where nothing else decides.
_FIRST = 20.0
# What the best must reach, and by how much it must lead.
_ENOUGH = 2.3
_LEAD = 0.4


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a name means, who else it could have meant, and why."""

    chosen: Known | None
    runners_up: tuple[Known, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the text says around a name."""

    on: dt.date | None
    countries: frozenset[str]
    sectors: frozenset[str]
    known: tuple[str, ...]
    prominent: frozenset[str] = frozenset()
    #: What stands before the name: "president", "king".
    title: str = ""


@dataclass(slots=True)
class _Weighed:
    actor: Known
    score: float
    reasons: list[str]
    first: bool = False
    #: The rank of the office held on the day, 0 without one.
    rank: int = 0
    #: How the person stands to office on the day.
    stands: Literal["in", "left", "before", ""] = ""

    def add(self, weight: float, reason: str) -> None:
        self.score += weight
        self.reasons.append(reason)


def choose(
    name: str,
    candidates: Sequence[tuple[Bearer, Known]],
    context: Context,
    held: Held,
) -> Resolution:
    """Return the candidate with most evidence, or none if it is too little or undecided."""
    if not candidates:
        return Resolution(None, (), f"'{name}' is in no table")
    if _are_namesakes([a for _, a in candidates], context.on):
        candidates = [(b._replace(starred=b.starred or b.kind == "name"), a) for b, a in candidates]
    weighed = [_weigh(b, a, context, held) for b, a in candidates]
    if " " not in candidates[0][0].name:
        _yield_to_office(weighed)
    weighed.sort(key=lambda w: -w.score)
    if not context.countries and (first := _first(weighed, context.on)):
        weighed.remove(first)
        weighed.insert(0, first)
    best, rest = weighed[0], weighed[1:]
    others = tuple(dict.fromkeys(w.actor for w in rest if w.actor.id != best.actor.id))
    if best.score < _ENOUGH:
        why = f"'{name}' needs context: {'; '.join(best.reasons)}"
        return Resolution(None, (best.actor, *others), why)
    rival = next((w for w in rest if w.actor.id != best.actor.id), None)
    if rival and best.score - rival.score < _LEAD and not _outranks(best, rival, context):
        why = f"'{name}' may be {best.actor.id} or {rival.actor.id}: {'; '.join(best.reasons)}"
        return Resolution(None, (best.actor, *others), why)
    return Resolution(best.actor, others, "; ".join(best.reasons))


def _yield_to_office(weighed: Sequence[_Weighed]) -> None:
    """Lower those of one family name beside whom another is in office and likely enough."""
    holders = [w for w in weighed if w.stands == "in"]
    for one in weighed:
        if one.stands == "before" and any(h.score >= _ENOUGH for h in holders):
            one.add(_UNKNOWN_YET, "held no office yet")
        if one.stands == "left":
            after = (h for h in holders if h.actor.country == one.actor.country)
            if any(h.rank >= one.rank for h in after):
                one.add(_SUCCEEDED, "another holds office")


def _outranks(best: _Weighed, rival: _Weighed, context: Context) -> bool:
    """Return whether of two alone the one is head of state or government on the day.

    Where the text names countries, both must be of the same.
    """
    same = best.actor.country == rival.actor.country
    above = rival.rank if rival.stands == "in" else 0
    return (
        best.stands == "in"
        and best.rank >= _HIGHEST
        and best.rank > above
        and (same or not context.countries)
    )


def _first(weighed: Sequence[_Weighed], on: dt.date | None) -> _Weighed | None:
    """Return the bearer that is meant where nothing tells, if nothing does."""
    second = weighed[1].score if len(weighed) > 1 else 0.0
    if weighed[0].score >= _ENOUGH and weighed[0].score - second >= _LEAD:
        return None
    first = next((w for w in weighed if w.first), None)
    if first is None or (on and not _is_present(first.actor, on)):
        return None
    first.add(_FIRST, "meant first where nothing tells")
    return first


def _are_namesakes(actors: Sequence[Known], on: dt.date | None) -> bool:
    """Return whether two parties, bodies or groups of the day are called so.

    Then the full name of the one is no proof that it is meant.
    """
    groups = [a for a in actors if a.kind not in ("person", "state", "region", "people")]
    present = {a.id for a in groups if on is None or _is_present(a, on)}
    return len(present) > 1


def _is_present(actor: Known, on: dt.date) -> bool:
    if actor.start and on < actor.start:
        return False
    return actor.end is None or (on - actor.end).days <= _LATELY


def _weigh(
    bearer: Bearer,
    actor: Known,
    context: Context,
    held: Held,
) -> _Weighed:
    own = actor.kind == "state" and bearer.kind in ("name", "former", "abbreviation")
    weighed = _Weighed(
        actor, _STATE_NAMES if own else _KINDS.get(bearer.kind, 0.0), [], bearer.first
    )
    if bearer.kind == "family name":
        weighed.add(_ONLY_FAMILY_NAME, f"'{bearer.name}' may be a family name")
    elif bearer.starred:
        weighed.add(_SHARED, f"'{bearer.name}' alone is shared")
    else:
        weighed.add(_OWN_NAME, f"{bearer.kind} '{bearer.name}'")
    if actor.id in context.known and bearer.kind not in _INDIRECT:
        late = (context.known.index(actor.id) + 1) / len(context.known)
        boost = _NAMED_BEFORE + _NAMED_LAST * late
        if bearer.kind == "family name":
            boost = _FAMILY_NAMED_BEFORE
        weighed.add(boost, "named before in the text")
    if actor.country in context.countries:
        weighed.add(_COUNTRY, f"country {actor.country} is in context")
    if actor.sector in context.sectors:
        weighed.add(_SECTOR, f"sector {actor.sector} is in context")
    if actor.country in context.prominent:
        weighed.score += _PROMINENT
    _weigh_day(weighed, bearer, context.on, held)
    office = held(actor.id, context.on)
    if context.title and office and context.title in office.office.office:
        weighed.add(_TITLE, f"titled {context.title}")
    return weighed


def _weigh_day(
    weighed: _Weighed,
    bearer: Bearer,
    on: dt.date | None,
    held: Held,
) -> None:
    actor = weighed.actor
    if on is None:
        if actor.end is None:
            weighed.score += _EXISTS
        return
    if actor.start and on < actor.start:
        weighed.add(_NOT_YET, f"did not exist before {actor.start}")
    elif actor.end and (on - actor.end).days > _LATELY:
        weighed.add(_NO_MORE, f"ended {actor.end}")
    else:
        weighed.add(_EXISTS, f"existed on {on}")
    if (bearer.start or bearer.end) and not holds(bearer.start, bearer.end, on):
        weighed.add(_NAME_NOT_OF_THE_DAY, f"did not bear the name on {on}")
    if now := held(actor.id, on):
        weighed.rank, weighed.stands = now.rank, "in"
        weighed.add(_IN_OFFICE + _RANK * now.rank, f"{now.office.office} on {on}")
        return
    latest = held(actor.id, None)
    if latest and _lately(latest.office.end, on):
        until = f"{latest.office.office} until {latest.office.end}"
        weighed.rank, weighed.stands = latest.rank, "left"
        weighed.add(_IN_OFFICE + _RANK * latest.rank, until)
    elif latest and latest.began and (latest.began - on).days > _LATELY:
        weighed.stands = "before"


def _lately(end: dt.date | None, on: dt.date) -> bool:
    return end is not None and 0 < (on - end).days <= _LATELY
