"""Resolves place names to places on the map, one by one or a whole text at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from talion.knowledge.placechoice import Options, Scene, distance_km, inside, is_kind
from talion.knowledge.placeextra import (
    NAMES,
    PEOPLES,
    Entries,
    Supplement,
    country_words,
    row_number,
    supplement_rows,
)
from talion.knowledge.placenames import (
    fold,
    split_direction,
    split_kind,
    without_article,
    word_roles,
)
from talion.knowledge.placescan import Gazette, scan, scan_all
from talion.knowledge.placetable import Entry, PlaceTable, Site

__all__ = ["Gazetteer", "PlaceResolution", "Site"]

# Places beyond the most likely of a name have no chance, and each costs time.
OPTIONS_AT_MOST = 40
RUNNERS_UP = 3
# A hand-made row and a GeoNames row this near that bear one name are the same place.
SAME_PLACE_KM = 30.0
# English words that are spelt like an Arabic article, and the English one.
ENGLISH = frozenset({"the", "an", "as", "at", "ed", "en", "et"})
# Kinds of division and settlement, which a name may carry or lack.
LAND = frozenset({"ADM1", "ADM2", "PPL"})
Countries = Mapping[str, int] | Iterable[str]


@dataclass(frozen=True, slots=True)
class PlaceResolution:
    """The place a name was taken for, what else it could be, and why."""

    chosen: Site | None
    runners_up: tuple[Site, ...]
    why: str


class Gazetteer:
    """The places talion knows.

    Example:
        >>> places = Gazetteer.load()
        >>> places.resolve("Fallujah").chosen.country
        'IRQ'
        >>> places.resolve("Paris", container="Texas").chosen.admin1
        'Texas'
    """

    def __init__(self, table: PlaceTable, supplement: Supplement) -> None:
        self.table = table
        self._supplement = supplement
        countries = table.countries()
        self._names: Entries = country_words(countries, NAMES)
        words = country_words(countries, PEOPLES)
        self._peoples: Entries = {k: e for k, e in words.items() if k not in self._names}
        self._found = lru_cache(maxsize=8192)(self._find)
        self._gazette = Gazette(
            self._named,
            lru_cache(maxsize=65536)(
                lambda prefix: supplement.begins(prefix) or table.begins(prefix)
            ),
            supplement.begins,
            self._peoples,
        )

    @classmethod
    def load(cls, extra: Sequence[Path] = ()) -> Gazetteer:
        """Return the gazetteer talion ships, with the tables in *extra* added.

        Args:
            extra: CSV files with the columns of `place_supplement.csv`.

        Raises:
            KnowledgeError: A row of an extra table cannot be used.
        """
        table, rows = PlaceTable(), supplement_rows(extra)
        numbers = {n for n in map(row_number, rows) if n is not None}
        return cls(table, Supplement(rows, table.numbered(numbers)))

    def entries(self, name: str) -> tuple[Entry, ...]:
        """Return every place that may bear *name*, the supplement's first.

        Example:
            >>> {e.site.country for e in Gazetteer.load().entries("Tripoli")} >= {"LBY", "LBN"}
            True
        """
        key = fold(name.removesuffix("’s").removesuffix("'s"))
        people = self._peoples.get(key) or self._peoples.get(key.removesuffix("s"), ())
        return (*people, *(e for e in self._found(key) if not any(_same(e, p) for p in people)))

    def _find(self, key: str) -> tuple[Entry, ...]:
        bare = without_article(key)
        for form in dict.fromkeys(
            (key, key.removeprefix("the "), bare, f"al {bare}", f"el {bare}")
        ):
            own = (*self._names.get(form, ()), *self._supplement.entries(form))
            rest = [e for e in self.table.entries(form) if not any(_same(e, o) for o in own)]
            if own or rest:
                return (*own, *rest)
        return ()

    def _named(self, key: str) -> tuple[Entry, ...]:
        """Return the places of a name; "The March" and "An Ariana" are no Arabic names."""
        if key.partition(" ")[0] in ENGLISH and not (
            self._names.get(key) or self._supplement.entries(key) or self.table.entries(key)
        ):
            return ()
        return self._found(key)

    def resolve(
        self,
        name: str,
        countries: Countries = (),
        near: Sequence[Site] = (),
        on: dt.date | None = None,
        container: str | None = None,
    ) -> PlaceResolution:
        """Return the place *name* most likely means.

        Args:
            name: The name as the text has it, with or without its kind ("Anbar province").
            countries: Alpha-3 codes of countries the text names, with counts if known.
            near: Places the text names that are already resolved.
            on: The day of the text, for names and borders that have changed.
            container: The larger place the text puts this one in ("Texas", "Lebanon").
        """
        return self.resolve_all([name], [container], countries, near, on)[0]

    def resolve_all(
        self,
        names: Sequence[str],
        containers: Sequence[str | None] = (),
        countries: Countries = (),
        near: Sequence[Site] = (),
        on: dt.date | None = None,
    ) -> list[PlaceResolution]:
        """Return what each of a text's place names means, weighed together.

        The names that leave little doubt pull the others to places near them, in the
        same division or in the same country.  The same name means the same place
        throughout, unless its container differs.

        Args:
            names: The names in the order of the text.
            containers: For each name the larger place that follows it, or None.
            countries: As for `resolve`.
            near: As for `resolve`.
            on: As for `resolve`.

        Example:
            >>> found = Gazetteer.load().resolve_all(["Tripoli", "Beirut", "Sidon"])
            >>> [r.chosen.country for r in found]
            ['LBN', 'LBN', 'LBN']
        """
        holders = [*containers, *[None] * (len(names) - len(containers))]
        held = {fold(n): h for n, h in zip(names, holders, strict=True) if h}
        holders = [h or held.get(fold(n)) for n, h in zip(names, holders, strict=True)]
        # Capitals or a full stop more make no other name.
        pairs = [(fold(n), fold(h or "")) for n, h in zip(names, holders, strict=True)]
        wanted = dict(
            zip(reversed(pairs), zip(reversed(names), reversed(holders), strict=True), strict=True)
        )
        options = [self._options(name, holder) for name, holder in wanted.values()]
        often = Counter(pairs)
        for option, pair in zip(options, wanted, strict=True):
            option.count = often[pair]
        counts = dict(countries) if isinstance(countries, Mapping) else dict.fromkeys(countries, 1)
        scene = Scene(options, counts, near, on)
        scores = scene.settle()
        results: dict[tuple[str, str], PlaceResolution] = {}
        for i, (pair, (name, holder)) in enumerate(wanted.items()):
            mine = [int(k) for k in (scene.owner == i).nonzero()[0]]
            mine.sort(key=lambda k: (-float(scores[k]), -scene.sites[k].population))
            ranked = [(scene.sites[k], float(scores[k])) for k in mine]
            results[pair] = _resolution(name, holder, options[i].kind, ranked)
        return [results[pair] for pair in pairs]

    def _options(self, name: str, container: str | None) -> Options:
        """Return what *name* may be, its kind or compass point split off where it must be."""
        state = self._abbreviation(name)
        if state:
            return Options(name, state)
        entries, direction = self.entries(name), None
        rest, kind = split_kind(fold(name))
        if kind and not entries:
            # "Anbar province" is the province; "Star Lake" with no such lake is not Star.
            others = self._found(rest)
            fitting = tuple(e for e in others if is_kind(e.site, kind))
            entries = fitting or (others if kind in LAND else ())
        if not entries:
            rest, direction = split_direction(rest)
            entries = self._found(rest) if direction else ()
        kept = sorted(entries, key=lambda e: (not e.supplement, -e.site.population))[
            :OPTIONS_AT_MOST
        ]
        if direction:
            kept = [_part(e, name) for e in kept]
        holders = [e.site for e in self._holders(container)] if container else []
        if holders:
            # A container brings in places too small to be among the first.
            kept += [
                e for e in entries if e not in kept and any(inside(e.site, h) for h in holders)
            ]
        return Options(name, kept, kind, holders)

    def _holders(self, container: str) -> list[Entry]:
        """Return what a container may be: no town, unless nothing larger bears the name."""
        options = self._options(container, None).entries
        larger = [e for e in options if e.site.precision in {"country", "admin1", "region"}]
        return larger or options[:3]

    def _abbreviation(self, name: str) -> list[Entry]:
        """Return the division that an abbreviation stands for, as "Ky." for Kentucky."""
        text = word_roles()["abbreviation"].get(name.replace(" ", ""))
        if text is None:
            return []
        full, _, country = text.partition("|")
        found = self._found(fold(full))
        return [e for e in found if e.site.feature == "ADM1" and e.site.country == country]

    def scan(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the place names in a tokenised sentence as (start, stop) of their tokens.

        Example:
            >>> Gazetteer.load().scan("Forces left Deir ez - Zor for Raqqa .".split())
            [(2, 6), (7, 8)]
        """
        return scan(words, self._gazette)

    def scan_all(self, sentences: Sequence[Sequence[str]]) -> list[list[tuple[int, int]]]:
        """Return the place names in each sentence of one text, as `scan` does for one.

        A name that one sentence uses for a place beyond doubt is found in the others too.

        Example:
            >>> text = ["He left Gainesville , Florida .".split(), "Gainesville grew .".split()]
            >>> Gazetteer.load().scan_all(text)[1]
            [(0, 1)]
        """
        return scan_all(sentences, self._gazette)


def _same(a: Entry, b: Entry) -> bool:
    if a.site.geonames_id is not None and a.site.geonames_id == b.site.geonames_id:
        return True
    near = a.site.country == b.site.country and distance_km(a.site, b.site) < SAME_PLACE_KM
    return (
        near
        and b.supplement
        and (a.site.precision == b.site.precision or b.site.precision in {"exact", "city"})
    )


def _part(entry: Entry, name: str) -> Entry:
    """Return the part of a place that a compass point names, no nearer than the whole."""
    return replace(entry, site=replace(entry.site, name=name, precision="region", geonames_id=None))


def _resolution(
    name: str, container: str | None, kind: str | None, ranked: Sequence[tuple[Site, float]]
) -> PlaceResolution:
    if not ranked:
        return PlaceResolution(None, (), f"no place named {name!r}")
    many = len(ranked) > 1
    reasons = [f"{f'1 of {len(ranked)} places' if many else 'the only place'} named {name!r}"]
    if container:
        reasons.append(f"in {container!r}")
    if kind:
        reasons.append(f"named as {kind}")
    if many:
        reasons.append(f"ahead by {ranked[0][1] - ranked[1][1]:.1f}")
    others = tuple(site for site, _ in ranked[1 : 1 + RUNNERS_UP])
    return PlaceResolution(ranked[0][0], others, "; ".join(reasons))
