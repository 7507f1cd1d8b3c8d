"""How one marked actor acts on another in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from talion.coding.lexical import NONE, LexicalReader, Opinion
from talion.coding.marking import Span
from talion.coding.network import Network, Reading, likeliest
from talion.coding.parse import Parser
from talion.knowledge.library import Library

#: Sentences parsed and scored at a time.
BATCH = 64


@dataclass(frozen=True)
class Relation:
    """The type of a relation, with the probability of each type.

    `mode` and `status` are the network's; a mode is given only with the type it belongs to.
    `why` holds the three likeliest types, the words that counted most and the lexicon's entries.
    """

    type: str
    probabilities: Mapping[str, float]
    why: Mapping[str, object] = field(default_factory=dict)
    mode: str | None = None
    status: str | None = None


class Relator:
    """Types relations between marked actors by the network and the lexicon together.

    The log-probabilities of the two are added, the lexicon's with the weight that the held-out
    batches of the corpus gave it. Without a *network* the lexicon decides alone; with `lexicon`
    False the network does.
    """

    def __init__(
        self,
        library: Library,
        parser: Parser,
        network: Network | None = None,
        *,
        lexicon: bool = True,
    ) -> None:
        if network is None and not lexicon:
            msg = "neither network nor lexicon: nothing is left to type a relation by"
            raise ValueError(msg)
        self._parser, self._network = parser, network
        self._reader = LexicalReader(library) if lexicon else None

    def relations(
        self, items: Iterable[tuple[str, Span | None, Span | None]]
    ) -> Iterator[Relation]:
        """Yield the relation of each ``(sentence, source, target)``."""
        it = iter(items)
        while chunk := list(islice(it, BATCH)):
            for text, source, target in chunk:
                _check(text, source, "source")
                _check(text, target, "target")
            readings = self._network.read(chunk) if self._network else (None for _ in chunk)
            opinions = self._opinions(chunk)
            for opinion, reading in zip(opinions, readings, strict=True):
                yield self._relation(opinion, reading)

    def _opinions(
        self, chunk: list[tuple[str, Span | None, Span | None]]
    ) -> Iterator[Opinion | None]:
        if self._reader is None:
            yield from (None for _ in chunk)
            return
        parsed = self._parser.sentences(text for text, _, _ in chunk)
        for (text, source, target), sentences in zip(chunk, parsed, strict=True):
            yield self._reader.read(text, sentences, source, target)

    def _relation(self, opinion: Opinion | None, reading: Reading | None) -> Relation:
        entries: Mapping[str, str] = opinion.entries if opinion else {}
        if reading is None or self._network is None:
            assert opinion is not None
            best = _best(opinion.probabilities)
            return Relation(best, opinion.probabilities, _why(opinion.probabilities, entries))
        net = self._network
        scores = dict(zip(net.types, reading.types.tolist(), strict=True))
        if opinion is not None:
            for kind, p in opinion.probabilities.items():
                scores[kind] += net.calibration["lexicon"] * math.log(p)
        heat = net.calibration["together" if opinion else "alone"]
        shares = _shares({kind: score / heat for kind, score in scores.items()})
        best = _best(shares)
        return Relation(
            best,
            shares,
            _why(shares, entries) | {"words": dict(reading.words)},
            _mode(net, reading, best),
            net.statuses[int(reading.statuses.argmax())] if best != NONE else None,
        )


def _best(shares: Mapping[str, float]) -> str:
    return max(shares, key=lambda t: (shares[t], t))


def _shares(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    parts = {k: math.exp(v - top) for k, v in scores.items()}
    total = sum(parts.values())
    return {k: v / total for k, v in parts.items()}


def _why(shares: Mapping[str, float], entries: Mapping[str, str]) -> dict[str, object]:
    return {"top": likeliest(shares), "lexicon": dict(entries)}


def _mode(net: Network, reading: Reading, kind: str) -> str | None:
    """Return the likeliest mode of *kind*, or None if the type without a mode is likelier."""
    own = [k for k, name in enumerate(net.modes) if name.split(" ")[0] == kind]
    if not own:
        return None
    name = net.modes[max(own, key=lambda k: float(reading.modes[k]))]
    return name.split(" ", 1)[1] if " " in name else None


def _check(text: object, span: object, name: str) -> None:
    if not isinstance(text, str) or not text.strip():
        msg = f"sentence={text!r} is no sentence. Give a text with words."
        raise ValueError(msg)
    if span is None:
        return
    if not (
        isinstance(span, tuple | list) and len(span) == 2 and all(isinstance(n, int) for n in span)
    ):
        msg = f"{name}={span!r} is no span. Give start and end as character offsets, such as (0, 4), or None."
        raise TypeError(msg)
    if not 0 <= span[0] < span[1] <= len(text):
        msg = f"{name}={span} is no span of a sentence of {len(text)} characters; give start and end offsets."
        raise ValueError(msg)
