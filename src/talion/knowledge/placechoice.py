"""Chooses among the places that bear a name, for all the names of a text at once."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from talion.knowledge.periods import holds
from talion.knowledge.placetable import Entry, Site

Floats = npt.NDArray[np.float64]

# What a feature adds to the logarithm of population: news speaks of a country more than
# of a town of the same name and size, and of a capital more than of its suburb.
FEATURE_WEIGHT = {"PCLI": 3.0, "ADM1": 1.0, "PPLC": 2.0, "ADM2": -0.6}
# A spot in the supplement is there because news speaks of it: it counts as a large town.
SUPPLEMENT_WEIGHT = {"country": 8.0, "region": 6.5, "admin1": 6.5, "city": 5.5, "exact": 5.0}
POPULATION_WEIGHT = 0.9
WORLD_WEIGHT = 3.0  # a sea or a continent has no country to speak for it
ALIAS_COST = 2.0  # an alias may be a foreign or an old name
SUPPLEMENT_ALIAS_COST = 0.5  # the supplement's aliases are spellings of English news
OUT_OF_DATE_COST = 3.0  # the name or the sovereignty does not hold on the day of the text
SEAT_KM = 200.0  # a seat may lie at the edge of its division
SEAT_COST = 2.0  # a bare name that a division shares with its seat means the seat
KIND_WEIGHT = 4.0  # "province" after the name speaks for a province
CONTAINER_WEIGHT = 8.0  # "Paris, Texas" leaves little doubt
COUNTRY_WEIGHT = 2.5  # per logarithm of how often the text names the country
SUPPORT_WEIGHT = 3.2  # what the other places of the text add when they are near
SUPPORT_SCALE = 3.5  # how soon support from more places adds less
NEAR_KM = 120.0  # the distance at which support falls to a third
SAME_ADMIN1, SAME_COUNTRY = 0.5, 0.05
CONTAINS_ADMIN1, CONTAINS_COUNTRY = 0.7, 0.2
ROUNDS = 6  # the shares no longer move after five
EARTH_KM = 6371.0


@dataclass(slots=True)
class Options:
    """What a name of the text could be, and what is known of it before the rest is read."""

    name: str
    entries: list[Entry]
    kind: str | None = None
    container: list[Site] = field(default_factory=list)
    count: int = 1


def distance_km(a: Site, b: Site) -> float:
    """Return the great-circle distance between two sites.

    Example:
        >>> tehran = Site("Tehran", "IRN", None, 35.69, 51.42, None, "city", "PPLC", 0)
        >>> baghdad = Site("Baghdad", "IRQ", None, 33.34, 44.40, None, "city", "PPLC", 0)
        >>> round(distance_km(tehran, baghdad), -1)
        690.0
    """
    one, two = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((one - two) / 2) ** 2
    half += math.cos(one) * math.cos(two) * math.sin(math.radians(a.lon - b.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def prior(entry: Entry, kind: str | None, on: dt.date | None) -> float:
    """Return how likely a name means a place before anything else is known, as a log."""
    site = entry.site
    if entry.supplement:
        score = SUPPLEMENT_WEIGHT[site.precision] + (0.0 if site.country else WORLD_WEIGHT)
    else:
        score = POPULATION_WEIGHT * math.log10(site.population + 100) + FEATURE_WEIGHT.get(
            site.feature, 0.0
        )
    if not entry.own:
        score -= SUPPLEMENT_ALIAS_COST if entry.supplement else ALIAS_COST
    if not holds(entry.start, entry.end, on):
        score -= OUT_OF_DATE_COST
    if kind is not None:
        score += KIND_WEIGHT if is_kind(site, kind) else 0.0
    return score


def is_kind(site: Site, kind: str) -> bool:
    """Return whether a site is what the word for a kind says, such as a province.

    Example:
        >>> is_kind(Site("Texas", "USA", "Texas", 31.0, -99.0, 1, "admin1", "ADM1", 1), "ADM1")
        True
    """
    if kind == "PPL":
        return site.feature.startswith("PPL")
    return site.feature == kind or (kind == "ADM1" and site.precision in {"admin1", "region"})


def inside(site: Site, container: Site) -> bool:
    """Return whether *container* is the country or the division that *site* lies in.

    Example:
        >>> texas = Site("Texas", "USA", "Texas", 31.0, -99.0, 1, "admin1", "ADM1", 1)
        >>> inside(Site("Paris", "USA", "Texas", 33.7, -95.6, 2, "city", "PPL", 1), texas)
        True
    """
    if container == site:
        return False
    if container.feature == "PCLI":
        return site.country == container.country
    same = site.country == container.country and site.admin1 == container.admin1
    if container.feature == "ADM1":
        return same
    if container.precision in {"region", "admin1"} or container.country is None:
        return distance_km(site, container) < (150 if container.feature == "ADM2" else 600)
    return same and distance_km(site, container) < 60


class Scene:
    """All the options of a text laid out in arrays, to weigh each against the others."""

    def __init__(
        self,
        options: Sequence[Options],
        countries: dict[str, int],
        near: Sequence[Site],
        on: dt.date | None,
    ) -> None:
        self.options = options
        self.owner = np.array([i for i, o in enumerate(options) for _ in o.entries], dtype=np.int64)
        self.sites = [e.site for o in options for e in o.entries]
        self.base = np.array(
            [
                prior(e, o.kind, on) + _context(e.site, o, countries) - _seat(e, o)
                for o in options
                for e in o.entries
            ]
        )
        self.near = list(near)

    def shares(self, scores: Floats) -> Floats:
        """Return scores as shares that sum to one within each name."""
        top = np.full(len(self.options), -np.inf)
        np.maximum.at(top, self.owner, scores)
        powers = np.exp(scores - top[self.owner])
        total = np.zeros(len(self.options))
        np.add.at(total, self.owner, powers)
        shares: Floats = powers / total[self.owner]
        return shares

    def settle(self) -> Floats:
        """Return the score of every option once each has been weighed with the others."""
        scores = self.base
        if not self.sites or (len(self.options) == 1 and not self.near):
            return scores
        closeness = _closeness(self.sites, [*self.sites, *self.near])
        often = np.array([1 + math.log(o.count) for o in self.options])
        others = closeness[:, : len(self.sites)] * (self.owner[:, None] != self.owner[None, :])
        others *= often[self.owner][None, :]
        given = closeness[:, len(self.sites) :].sum(axis=1)
        for _ in range(ROUNDS):
            support = (others * self.shares(scores)[None, :]).sum(axis=1) + given
            scores = self.base + SUPPORT_WEIGHT * np.log1p(SUPPORT_SCALE * support)
        return scores


def _seat(entry: Entry, option: Options) -> float:
    site = entry.site
    if site.feature not in {"ADM1", "ADM2"} or option.kind in {"ADM1", "ADM2"}:
        return 0.0
    towns = (e.site for e in option.entries if e.own and e.site.feature.startswith("PPL"))
    # A tenth of a division's people is mostly enough to be its seat.
    seat = any(
        t.country == site.country
        and t.population * 10 >= site.population
        and distance_km(t, site) < SEAT_KM
        for t in towns
    )
    return SEAT_COST if seat else 0.0


def _context(site: Site, option: Options, countries: dict[str, int]) -> float:
    score = 0.0
    if option.container and any(inside(site, c) for c in option.container):
        score += CONTAINER_WEIGHT
    if site.country is not None and countries.get(site.country):
        score += COUNTRY_WEIGHT * math.log1p(countries[site.country])
    return score


def _closeness(rows: Sequence[Site], columns: Sequence[Site]) -> Floats:
    """Return how far a place makes another likely: near, same division, one in the other."""
    lat = np.radians([s.lat for s in columns])
    lon = np.radians([s.lon for s in columns])
    n = len(rows)
    half = np.sin((lat[:n, None] - lat[None, :]) / 2) ** 2
    half += (
        np.cos(lat[:n, None])
        * np.cos(lat[None, :])
        * np.sin((lon[:n, None] - lon[None, :]) / 2) ** 2
    )
    km = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    close = np.exp(-km / NEAR_KM)
    country = np.array([s.country or f"-{i}" for i, s in enumerate(columns)])
    admin1 = np.array(
        [f"{s.country}/{s.admin1}" if s.admin1 else f"-{i}" for i, s in enumerate(columns)]
    )
    feature = np.array([s.feature for s in columns])
    same_country = country[:n, None] == country[None, :]
    same_admin1 = admin1[:n, None] == admin1[None, :]
    is_country, is_admin1 = feature == "PCLI", feature == "ADM1"
    a_country = is_country[:n, None] | is_country[None, :]
    an_admin1 = is_admin1[:n, None] | is_admin1[None, :]
    close = np.maximum(
        close, np.where(same_country, np.where(a_country, CONTAINS_COUNTRY, SAME_COUNTRY), 0.0)
    )
    close = np.maximum(
        close, np.where(same_admin1, np.where(an_admin1, CONTAINS_ADMIN1, SAME_ADMIN1), 0.0)
    )
    result: Floats = close
    return result
