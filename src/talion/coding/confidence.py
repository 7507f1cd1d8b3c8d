"""How sure a row is: a logistic score over what it rests on, fitted to our own gold."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from talion.coding.draft import Draft
from talion.records import Actor

#: What the network would mostly say of an event it is not asked about: nine in ten for its type.
UNASKED = 0.4


def features(draft: Draft) -> dict[str, float]:
    """Return what is known of how firmly a row rests on its words, as numbers from 0 to 1."""
    s = draft.sentence
    return {
        "specific": min(len(draft.entry.when), 3) / 3,
        "actor_known": float(any(a.country for a in draft.actors)),
        "actor_missing": float(not draft.actors or all(a.sector == "UNK" for a in draft.actors)),
        "recipient_known": float(any(a.country for a in draft.recipients)),
        "recipient_missing": float(not draft.recipients),
        "noun": float(draft.frame.pos == "N"),
        "by_reference": float(
            any(
                a.resolved_by.startswith(("pronoun", "same", "cause"))
                for a in (*draft.actors, *draft.recipients)
            )
        ),
        "long_sentence": min(len(s), 80) / 80,
        "unreal": float(draft.status in ("hypothetical", "future", "denied")),
        "verbal": float(
            draft.event_type
            in ("ACCUSE", "REQUEST", "AGREE", "SUPPORT", "REJECT", "THREATEN", "CONCEDE")
        ),
        "unparsed": float(not s.parsed),
        "filled_in": float(any(_filled_in(a) for a in (*draft.actors, *draft.recipients))),
        "owner_only": float(
            any(a.resolved_by.startswith(("owner", "place")) for a in draft.recipients)
        ),
        "deep": min(sum(1 for _ in s.above(draft.carrier)), 6) / 6,
        "assault": float(draft.event_type == "ASSAULT"),
        "network": _agreement(draft),
    }


def _agreement(draft: Draft) -> float:
    """Return the log-odds, over 5, that the network gives the event's own type."""
    if draft.share is None:
        return UNASKED
    share = min(draft.share, 0.99)
    return math.log(share / (1 - share)) / 5


def confidence(features: Mapping[str, float]) -> float:
    """Return the calibrated chance that a reader would code the row of these features so."""
    weights = _weights()
    total = weights.get("bias", 0.0) + sum(weights.get(k, 0.0) * v for k, v in features.items())
    return round(1 / (1 + math.exp(-total)), 3)


@cache
def _weights() -> Mapping[str, float]:
    path = Path(__file__).parent.parent / "knowledge" / "data" / "confidence.toml"
    return {k: float(v) for k, v in tomllib.loads(path.read_text("utf-8"))["weights"].items()}


def _filled_in(actor: Actor) -> bool:
    """Tell whether a country was concluded from the context and not read."""
    return any(
        w in actor.resolved_by for w in (", in ", "other side", "most spoken of", "same event")
    )
