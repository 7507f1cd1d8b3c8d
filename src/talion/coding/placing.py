"""Where an event is reported to have happened: the place named in its own clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from talion.coding.cast import Cast
from talion.coding.draft import Draft
from talion.coding.nearest import distance
from talion.coding.sentence import Sentence
from talion.knowledge.library import Library
from talion.knowledge.places import Site
from talion.records import Place

_LOCATIVE = frozenset(
    {
        "in",
        "at",
        "near",
        "on",
        "outside",
        "inside",
        "around",
        "across",
        "throughout",
        "over",
        "off",
        "along",
        "within",
        "between",
        "from",
        "into",
        "to",
        "toward",
        "towards",
        "through",
        "above",
        "beside",
        "under",
    }
)
#: Prepositions that tell a place only after verbs of moving or shooting.
_DIRECTION = frozenset({"from", "into", "to", "toward", "towards", "through", "over", "between"})
_PLACE_NOUNS = frozenset(
    {
        "city",
        "town",
        "village",
        "province",
        "district",
        "region",
        "capital",
        "port",
        "state",
        "county",
        "governorate",
        "island",
        "camp",
        "base",
        "airport",
        "border",
        "area",
        "valley",
        "suburb",
        "neighbourhood",
        "neighborhood",
        "embassy",
        "outskirts",
        "streets",
        "coast",
    }
)
#: Farther up and down the parse than this, a place belongs to something else.
FAR = 6
#: The cost that marks a place with which the sentence begins.
FRONTED = 99
_STRUCK = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})


@dataclass
class Placer:
    """Finds and resolves the places of one article."""

    library: Library
    cast: Cast
    sentences: Sequence[Sentence]
    _sites: dict[tuple[str, str | None], Site | None] | None = None
    _cache: dict[int, list[tuple[int, Place, int]]] = field(default_factory=dict)

    def place(self, draft: Draft) -> Place | None:
        """Return the place named nearest to the event in its sentence, or None."""
        s = draft.sentence
        best: tuple[int, int, Place] | None = None
        for word, place, cost in self._places(s):
            if not self._allowed(draft, word):
                continue
            if cost == FRONTED:
                way = (
                    FAR - 1
                )  # "In Goma armed men …" serves the whole sentence, if nothing is nearer
            else:
                way = min(distance(s, draft.head, word), distance(s, draft.carrier, word)) + cost
            # The more exact of two equally near places wins: "in Kirkuk in Iraq".
            rank = (way, ("exact", "city", "admin1", "country", "region").index(place.precision))
            if way <= FAR and (best is None or rank < best[:2]):
                best = (*rank, place)
        return best[2] if best else None

    def _places(self, s: Sentence) -> list[tuple[int, Place, int]]:
        if s.index not in self._cache:
            self._cache[s.index] = self._find(s)
        return self._cache[s.index]

    def _find(self, s: Sentence) -> list[tuple[int, Place, int]]:
        found = []
        for first, stop in self._spans(s):
            last = stop - 1
            head = next(
                (
                    i
                    for i in range(last, first - 1, -1)
                    if s.heads[i] < first or s.heads[i] > last or s.heads[i] == i
                ),
                last,
            )
            cost = self._cost(s, head, first)
            before = _preposition_before(s, first)
            if before == 0:
                cost = FRONTED if cost is None or distance(s, head, 0) > 2 else cost
            elif cost is None and before is not None:
                cost = 1
            if cost is None:
                continue
            place = self._resolve(s, first, last)
            if place is not None:
                found.append((head, place, cost))
        return found

    def _spans(self, s: Sentence) -> list[tuple[int, int]]:
        """Return the spans of place names and state names, longer ones first choice."""
        spans = set(self.cast.place_spans(s))
        # "the US embassy in Baghdad" may be a place of its own, but Baghdad surely is one.
        inner = {
            (k + 1, stop)
            for first, stop in spans
            for k in range(first + 1, stop - 1)
            if s.lowers[k] in ("in", "at")
        }
        for named in self.cast.names(s):
            if named.known is None or named.known.kind not in ("state", "region", "place"):
                spans = {
                    p
                    for p in spans
                    if named.known is None
                    or (s.lowers[p[0] - 1] in ("in", "at", "near") and p[0] > named.first)
                    or p[1] <= named.first
                    or p[0] > named.last
                    or p[1] - p[0] > named.last - named.first + 1
                }
            elif s.tags[named.last][:2] == "NN" and not any(
                p[0] <= named.last and p[1] > named.first for p in spans
            ):
                spans.add((named.first, named.last + 1))
        return sorted(
            spans | {p for p in inner if not any(a < p[0] and p[1] <= b for a, b in spans)}
        )

    def _cost(self, s: Sentence, head: int, first: int) -> int | None:
        """Return how much a place's own syntax speaks against its being where: None forbids."""
        dep, above = s.deps[head], s.heads[head]
        while dep in ("conj", "appos", "compound", "nmod") and above != head and (s.is_noun(above)):
            if s.lemmas[above] in _PLACE_NOUNS or dep in ("conj", "appos"):
                head, dep, above = above, s.deps[above], s.heads[above]
            else:
                return None
        if dep == "pobj":
            word = s.lowers[above]
            if word == "of":
                noun = s.heads[above]
                return (
                    self._cost(s, noun, first)
                    if s.lemmas[noun] in _PLACE_NOUNS and noun != above
                    else (1 if s.is_noun(noun) else None)
                )
            if word in _DIRECTION:
                return 2
            return 0 if word in _LOCATIVE else None
        if dep in ("dobj", "nsubjpass"):
            return 1
        if dep == "poss":
            return 3
        return None

    def _allowed(self, draft: Draft, word: int) -> bool:
        s = draft.sentence
        spans = [
            (a.start, a.end)
            for a in (*draft.actors, *draft.recipients)
            if a.resolved_by.split(":")[0] not in ("place", "context")
        ]
        inside = any(a <= s.starts[word] < b for a, b in spans)
        dep = s.deps[word]
        if dep in ("dobj", "nsubjpass"):
            return draft.event_type in _STRUCK
        if dep == "poss":
            return draft.event_type in ("PROTEST", "ASSAULT") and not inside
        return (
            not inside
            or (dep == "pobj" and s.lowers[s.heads[word]] in _LOCATIVE)
            or _preposition_before(s, word) is not None
        )

    def _resolve(self, s: Sentence, first: int, last: int) -> Place | None:
        if self._sites is None:
            self._sites = self._resolve_all()
        text = s.span(first, last)
        found = self._country(s, first, last) or self._sites.get(
            _key(text, self._container(s, last))
        )
        if found is None:
            return None
        return Place(
            name=found.name, country=found.country, admin1=found.admin1, lat=found.lat, lon=found.lon,
            geonames_id=found.geonames_id, precision=found.precision, text=text,
            start=s.starts[first], end=s.end_of(last),
        )  # fmt: skip

    def _country(self, s: Sentence, first: int, last: int) -> Site | None:
        """Return the country if the span is a state's own name: Iraq is no town in Iran."""
        named = self.cast.name_at(s, first)
        if (
            named is None
            or named.known is None
            or named.known.kind != "state"
            or (named.first, named.last) != (first, last)
        ):
            return None
        as_state = self.library.states.named(s.span(first, last), self.cast.article.date)
        if as_state is None or as_state.kind in ("capital", "seat"):
            return None
        found = self.library.places.resolve(
            named.known.name, countries=(named.known.country or "",)
        ).chosen
        return found if found is not None and found.precision == "country" else None

    def _resolve_all(self) -> dict[tuple[str, str | None], Site | None]:
        """Resolve all place names of the article together, so that each helps the others."""
        names = dict.fromkeys(
            _key(s.span(first, stop - 1), self._container(s, stop - 1))
            for s in self.sentences
            for first, stop in self._spans(s)
        )
        if not names:
            return {}
        found = self.library.places.resolve_all(
            [n for n, _ in names],
            [c for _, c in names],
            countries=self.cast.countries,
            on=self.cast.article.date,
        )
        return {key: r.chosen for key, r in zip(names, found, strict=True)}

    def _container(self, s: Sentence, last: int) -> str | None:
        """Return the state that stands after a place and a comma: "Paris, Texas", "Tripoli, Libya"."""
        if last + 2 >= len(s) or s.words[last + 1] != ",":
            return None
        named = self.cast.name_at(s, last + 2)
        return named.known.name if named and named.known and named.known.kind == "state" else None


def _preposition_before(s: Sentence, first: int) -> int | None:
    """Return the locative preposition right before a place, adjectives between them allowed."""
    i = first - 1
    while (
        i > 0
        and first - i < 4
        and (
            s.tags[i] in ("JJ", "DT", "VBN")
            or s.lowers[i] in ("northern", "southern", "eastern", "western", "central")
        )
    ):
        i -= 1
    return i if i >= 0 and s.lowers[i] in _LOCATIVE - _DIRECTION else None


def _key(text: str, container: str | None) -> tuple[str, str | None]:
    return " ".join(text.split()), container
