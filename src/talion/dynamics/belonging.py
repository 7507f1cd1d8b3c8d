"""Who stands behind a name of the record: its identity, its state, its sponsor on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from talion.dynamics.record import Record
from talion.knowledge.directory import Directory
from talion.knowledge.known import Known, KnownTie

# Names are resolved from the most frequent on; the rest is a long tail of single mentions.
MOST_NAMES = 3000
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
# CAMEO actor codes are a state's three letters and three-letter roles.
_CODE = re.compile(r"[A-Z]{3}(?:[A-Z]{3}){0,3}")
# Roles in which an actor is a part of its state.
STATE_ROLES = frozenset({"", "GOV", "MIL", "COP", "SPY", "LEG", "JUD"})


@lru_cache(maxsize=1)
def directory() -> Directory:
    """Return the directory of known actors, loaded once."""
    return Directory.load()


@dataclass(frozen=True)
class Identity:
    """What knowledge says of a name: its id, its country, and whether it is a state or its organ."""

    id: str | None
    country: str | None
    state: bool


@lru_cache(maxsize=65536)
def identity(name: str) -> Identity:
    """Return who a name of the record is, by id, code, country in brackets, or name.

    Example:
        >>> identity("hezbollah-lbn").country, identity("Police (Iraq)").country
        ('LBN', 'IRQ')
        >>> identity("ISRMIL"), identity("Iran").id
        (Identity(id='isr', country='ISR', state=True), 'irn')
    """
    book = directory()
    if bracket := _IN_BRACKETS.search(name):
        inner = book.resolve(bracket.group(1)).chosen
        whole = book.resolve(name[: bracket.start()]).chosen
        country = inner.country if inner else None
        if whole is not None and whole.kind != "state" and whole.country == country:
            return _of(whole)
        return Identity(None, country, False)
    if _CODE.fullmatch(name) and (known := book.get(name[:3].lower())):
        role = name[3:6]
        return Identity(
            known.id if role in STATE_ROLES else None, known.country, role in STATE_ROLES
        )
    known = book.get(name) or book.resolve(name).chosen
    return _of(known) if known else Identity(None, None, False)


def _of(known: Known) -> Identity:
    organ = known.kind in ("state", "body") and (known.sector or "") in STATE_ROLES
    return Identity(known.id, known.country, organ)


def with_countries(record: Record) -> Record:
    """Return the record with the country of each actor and recipient, where knowledge has it.

    Example:
        >>> from talion.dynamics.details import load
        >>> frame = pd.DataFrame({"date": ["2020-01-03"], "actor": ["Police (Iraq)"],
        ...     "recipient": ["Citizen (Iraq)"], "quad_class": [4]})
        >>> with_countries(load(frame)).frame["actor_country"].tolist()
        ['IRQ']
    """
    frame = record.frame
    added = {}
    known = _countries(frame)
    for side in ("actor", "recipient"):
        given = frame[side + "_country"].fillna("").astype(str)
        added[side + "_country"] = given.where(given != "", frame[side].map(known).fillna(""))
    return replace(record, frame=frame.assign(**added))


def _countries(frame: pd.DataFrame) -> dict[str, str]:
    names = pd.concat([frame["actor"], frame["recipient"]]).value_counts().head(MOST_NAMES).index
    return {str(n): identity(str(n)).country or "" for n in names if n}


@lru_cache(maxsize=1)
def _sponsorships() -> dict[str, tuple[KnownTie, ...]]:
    out: dict[str, list[KnownTie]] = {}
    for tie in directory().ties():
        if tie.kind == "sponsors":
            out.setdefault(tie.to_id, []).append(tie)
    return {client: tuple(many) for client, many in out.items()}


def clients(sponsor: str) -> tuple[KnownTie, ...]:
    """Return every sponsorship of *sponsor*, its organs' among them.

    Example:
        >>> "hezbollah-lbn" in {tie.to_id for tie in clients("irn")}
        True
    """
    return tuple(
        tie for many in _sponsorships().values() for tie in many
        if tie.from_id == sponsor or _principal(tie.from_id) == sponsor
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _principal(id: str) -> str:
    """Return the state whose organ an actor is, or the actor itself."""
    known = directory().get(id)
    if known is None or known.kind == "state" or (known.sector or "-") not in STATE_ROLES:
        return id
    return (known.country or id).lower()


def rivals(actor: str) -> tuple[KnownTie, ...]:
    """Return the ties in which *actor* opposes another or is opposed.

    Example:
        >>> {"usa", "isr"} <= {t.to_id for t in rivals("irn")} | {t.from_id for t in rivals("irn")}
        True
    """
    return tuple(
        t for t in directory().ties() if t.kind == "opposes" and actor in (t.from_id, t.to_id)
    )


def held(tie: KnownTie, days: pd.Series) -> npt.NDArray[np.bool_]:
    """Tell for each day whether a tie held on it."""
    keep = np.ones(len(days), dtype=bool)
    if tie.start is not None:
        keep &= (days >= pd.Timestamp(tie.start)).to_numpy()
    if tie.end is not None:
        keep &= (days <= pd.Timestamp(tie.end)).to_numpy()
    return keep


def to_sponsors(record: Record) -> tuple[Record, int]:
    """Return the record with each proxy under its sponsor of the day, and how many stand alone.

    States stay themselves. A proxy with several sponsors on a day goes to the one
    that sponsors the others; if there is none, it stays itself and its rows are counted.

    Example:
        >>> from talion.dynamics.details import load
        >>> frame = pd.DataFrame({"date": ["2006-07-12", "1980-01-01"], "quad_class": [4, 4],
        ...     "actor": ["hezbollah-lbn"] * 2, "recipient": ["isr"] * 2})
        >>> to_sponsors(load(frame))[0].frame["actor"].tolist()
        ['hezbollah-lbn', 'irn']
    """
    frame = record.frame.copy()
    alone: set[int] = set()
    for side in ("actor", "recipient"):
        moved = frame[side].astype(object).to_numpy().copy()
        country = frame[side + "_country"].astype(object).to_numpy().copy()
        for name in frame[side].unique():
            who = identity(str(name)) if name else Identity(None, None, True)
            if who.id is None or who.state or who.id not in _sponsorships():
                continue
            at = np.flatnonzero((frame[side] == name).to_numpy())
            for place, sponsor in zip(at, _sponsors(who.id, frame["date"].iloc[at]), strict=True):
                if sponsor is None:
                    alone.add(int(place))
                elif sponsor:
                    moved[place], country[place] = sponsor, _country(sponsor)
        frame[side], frame[side + "_country"] = moved, country
    return replace(record, frame=frame), len(alone)


def _country(id: str) -> str:
    known = directory().get(id)
    return (known.country or "") if known else ""


def _sponsors(client: str, days: pd.Series) -> list[str | None]:
    """Return the sponsor on each day; empty if there is none, None if there are several."""
    ties = _sponsorships()[client]
    names = [_principal(t.from_id) for t in ties]
    holding = np.stack([held(t, days) for t in ties])
    sure = np.array([t.sure for t in ties])[:, None] & holding
    # What is unsure decides only where nothing sure does.
    holding = np.where(sure.any(0), sure, holding)
    out: list[str | None] = []
    seen: dict[frozenset[str], str | None] = {}
    for column in holding.T:
        those = frozenset(n for n, on in zip(names, column, strict=True) if on)
        if those not in seen:
            seen[those] = _chief(those)
        out.append(seen[those])
    return out


def _chief(those: frozenset[str]) -> str | None:
    """Return the one sponsor, or the one that itself sponsors all others."""
    if len(those) <= 1:
        return next(iter(those), "")
    for chief in sorted(those):
        under = {t.to_id for t in clients(chief)}
        if those - {chief} <= under:
            return chief
    return None
