"""Describes an actor that is in no table by the words of its phrase: its country and sector."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from talion.knowledge.agents import AgentMatch, Agents
from talion.knowledge.directory import Directory
from talion.knowledge.known import WORLD_CODES, Known
from talion.knowledge.names import Bearer
from talion.knowledge.states import States
from talion.knowledge.words import key

_HYPHENS = frozenset("-‐‑–")
_JOINTS = re.compile(r"(?<=\w)([-‐‑–])(?=\w)|(?<=\w)(['’]s)$")


@dataclass(frozen=True, slots=True)
class Description:
    """What the words of a phrase tell of an actor without an entry."""

    id: str
    name: str
    country: str | None
    sector: str | None
    why: str


@dataclass(frozen=True, slots=True)
class _Mention:
    """A state or people named in a phrase: where, and whether it is the actor's home."""

    start: int
    stop: int
    bearer: Bearer
    is_home: bool

    @property
    def is_people(self) -> bool:
        """Whether a people without a state is named, whose army is no state's army."""
        return self.bearer.kind == "people_region" and self.bearer.stands_for == "CVL"


def describe(
    phrase_words: Sequence[str],
    states: States,
    directory: Directory,
    agents: Agents,
    on: dt.date | None = None,
) -> Description | None:
    """Return what a phrase tells of an actor, or None if it names none.

    The country comes from the state or people named before the head ("Turkish defence ministry")
    or in the place after it ("rebels in eastern Congo"); a state that backs the actor is not its
    country ("Iran-backed militias").

    Example:
        >>> states, directory, agents = States.load(), Directory.load(), Agents.load()
        >>> describe("Turkish defence ministry".split(), states, directory, agents)
        Description(id='tur-ministry-of-defence', name='Turkish Ministry of Defence',
            country='TUR', sector='GOV', why="body 'defence ministry' of tur")
        >>> describe("the Kachin Independence Army".split(), states, directory, agents).sector
        'REB'
    """
    return _Describer(states, directory, agents, on).describe(_split(phrase_words))


@dataclass(frozen=True, slots=True)
class _Describer:
    """What is needed to describe one phrase after the other."""

    states: States
    directory: Directory
    agents: Agents
    on: dt.date | None

    def describe(self, words: Sequence[str]) -> Description | None:
        length = self.agents.phrases.core_length(words)
        mentions = self._mentions(words, length)
        # A state before a people ("Iraqi Kurdish forces"), and either before the place after it.
        homes = sorted(
            (m for m in mentions if m.is_home), key=lambda m: (m.start >= length, m.is_people)
        )
        home = homes[0] if homes else None
        whole = self.agents.phrases.without_lead(words[:length])
        if known := self._known_head(words, length, home):
            return known
        rest = _without(words[:length], mentions, self.agents)
        if person := _person(rest, self.agents):
            return self._titled(*person, home)
        match = self._matched(rest)
        if match and (group := self._of_a_group(words, range(length), match, home)):
            return group
        if home and (described := self._body(rest, whole, home)):
            return described
        if match:
            tail = range(length, len(words))
            return self._of_a_group(words, tail, match, home) or self._agent(match, home, rest)
        return self._only_home(words[:length], rest, home) if home else None

    def _matched(self, rest: Sequence[str]) -> AgentMatch | None:
        """Return the agent or the body that heads the words, whichever is longer."""
        match = self.agents.match(rest)
        body = self.agents.bodies.match(key(rest).split())
        if body and (match is None or body.words.count(" ") > match.name.count(" ")):
            return AgentMatch(body.sector, body.words)
        return match

    def _known_head(
        self, words: Sequence[str], length: int, home: _Mention | None
    ) -> Description | None:
        """Return the known actor whose name is the head: "Lebanon's militant group Hezbollah"."""
        hits = self.directory.scan(words)
        head = next((h for h in hits if h.start < length <= h.stop), None)
        if head is None:
            return None
        name = " ".join(words[head.start : head.stop])
        countries = [c] if (c := self._country(home)) else []
        chosen = self.directory.resolve(name, self.on, countries).chosen
        if chosen is None or chosen.kind in ("state", "region", "people"):
            return None
        if countries and _is_namesake(chosen, countries[0]):
            return None
        why = f"the head '{name}' is {chosen.id}"
        return Description(chosen.id, chosen.name, chosen.country, chosen.sector, why)

    def _titled(self, sector: str, name: str, home: _Mention | None) -> Description:
        """Return a person in no table, of whom title and state are told."""
        why = f"title before '{name}'"
        return Description(_slug(name), name, self._country(home), sector, why)

    def _country(self, home: _Mention | None) -> str | None:
        return self.states.country(home.bearer.id, self.on) if home else None

    def _mentions(self, words: Sequence[str], length: int) -> list[_Mention]:
        found = []
        for hit in self.directory.state_names.scan(words):
            bearer = self._of_the_day(self.directory.state_names.bearers(hit.key))
            if hit.start < length:
                is_home = _affix(words, hit.start, hit.stop, self.agents) != "patron"
            else:
                is_home = self.agents.phrases.home_follows(words, length, hit.start)
            found.append(_Mention(hit.start, hit.stop, bearer, is_home))
        return found

    def _of_the_day(self, bearers: Sequence[Bearer]) -> Bearer:
        name = self.states.named(bearers[0].name, self.on)
        return next((b for b in bearers if name and b.id == name.id), bearers[0])

    def _body(
        self, rest: Sequence[str], whole: Sequence[str], home: _Mention
    ) -> Description | None:
        """Return the body of a state that the words name, if they name one."""
        folded, country = key(rest).split(), self._country(home)
        body, agent = self.agents.bodies.match(folded), self.agents.match(rest)
        if body is None or (agent and agent.name.count(" ") > body.words.count(" ")):
            return None
        past = any(w in self.agents.phrases.past for w in folded)
        sector = "ELI" if past and body.sector == "GOV" else body.sector
        if body.kind == "group":
            name = " ".join(self.agents.phrases.without_lead(whole))
            return Description(_slug(name), name, country, sector, f"pattern '{body.words}'")
        if sector == "MIL" and home.is_people:
            sector = "REB"
        id = f"{(country or home.bearer.id).lower()}-{body.slug}"
        why = f"body '{body.words}' of {home.bearer.id}"
        return Description(id, body.called(*self._names(home)), country, sector, why)

    def _names(self, home: _Mention) -> tuple[str, str]:
        """Return name and adjective of a home."""
        id, name = home.bearer.id, home.bearer.name
        if home.bearer.kind == "people_region":
            return name, name
        state = self.states.get(id, self.on)
        called = state.name if state else name
        return called, self.states.adjective(id, self.on) or called

    def _agent(self, match: AgentMatch, home: _Mention | None, rest: Sequence[str]) -> Description:
        """Return an agent without a name, at home somewhere or nowhere."""
        stateless = any((a := self.agents.get(w)) and a.people for w in key(rest).split())
        people = stateless or (home is not None and home.is_people)
        sector = "REB" if match.sector in ("MIL", "UAF") and people else match.sector
        country = self._country(home)
        id = "-".join(filter(None, [(country or "").lower(), _slug(match.name)]))
        adjective = self._names(home)[1] if home else ""
        where = f" of {home.bearer.id}" if home else ""
        name = f"{adjective} {match.name}".strip()
        return Description(id, name, country, sector, f"agent '{match.name}'{where}")

    def _of_a_group(
        self, words: Sequence[str], where: range, match: AgentMatch, home: _Mention | None
    ) -> Description | None:
        """Return those who belong to a known organisation, as "Hamas officials" do.

        Who only has a role in it counts as the organisation itself; others keep their own sector,
        as "UN peacekeepers" and a person's government do.
        """
        length = self.agents.phrases.core_length(words)
        for hit in (h for h in self.directory.scan(words) if h.start in where):
            after = hit.start >= length
            if after and not self.agents.phrases.home_follows(words, length, hit.start):
                continue
            chosen = self.directory.resolve(" ".join(words[hit.start : hit.stop]), self.on).chosen
            if chosen is None or chosen.kind in ("state", "region", "people"):
                continue
            if (country := self._country(home)) and _is_namesake(chosen, country):
                continue
            agent = self.agents.get(match.name)
            why = f"agent '{match.name}' of {chosen.id}"
            if chosen.kind != "person" and agent and (agent.role or agent.sector == "UNK"):
                return Description(chosen.id, chosen.name, chosen.country, chosen.sector, why)
            id, name = f"{chosen.id}-{_slug(match.name)}", f"{chosen.name} {match.name}"
            if chosen.kind == "person" and chosen.country:
                id = f"{chosen.country.lower()}-{_slug(match.name)}"
            return Description(id, name, chosen.country, match.sector, why)
        return None

    def _only_home(
        self, whole: Sequence[str], rest: Sequence[str], home: _Mention
    ) -> Description | None:
        """Return a description by the home alone: a people, or a proper name of unknown kind."""
        country = self._country(home)
        if not rest:
            stands_for = home.bearer.stands_for
            one = key(whole[0]) in ("a", "an")
            sector = "CVL" if one else "GOV" if stands_for == "state" else stands_for or None
            id = f"{(country or home.bearer.id).lower()}-{_slug(home.bearer.name)}"
            return Description(id, home.bearer.name, country, sector, f"named for {home.bearer.id}")
        if all(w[:1].isupper() for w in rest):
            name = " ".join(self.agents.phrases.without_lead(whole))
            return Description(_slug(name), name, country, None, f"name with {home.bearer.name}")
        return None


def _split(words: Sequence[str]) -> list[str]:
    """Return the words with hyphens and possessives apart, as in a parsed sentence."""
    cut = (piece for word in words for piece in _JOINTS.split(word))
    return [piece for piece in cut if piece]


def _affix(words: Sequence[str], start: int, stop: int, agents: Agents) -> str | None:
    """Return what a hyphen makes of the state named at *start* to *stop*: patron or home."""
    after, before = words[stop : stop + 2], words[max(0, start - 2) : start]
    if len(after) == 2 and after[0] in _HYPHENS:
        return agents.bodies.hyphened.get(key(after[1]))
    if len(before) == 2 and before[1] in _HYPHENS:
        return agents.bodies.hyphened.get(key(before[0]))
    return None


def _without(words: Sequence[str], mentions: Sequence[_Mention], agents: Agents) -> list[str]:
    """Return the words of the core without states, what hyphens tie to them, and small words."""
    gone: set[int] = set()
    for mention in mentions:
        gone.update(range(mention.start, mention.stop))
        if _affix(words, mention.start, mention.stop, agents):
            ahead = words[mention.stop : mention.stop + 1]
            gone.update((mention.stop, mention.stop + 1) if ahead and ahead[0] in _HYPHENS else ())
            gone.update((mention.start - 1, mention.start - 2) if mention.start > 1 else ())
    left = [w for i, w in enumerate(words) if i not in gone and key(w) not in ("", "'s")]
    left = agents.phrases.without_lead(left)
    return [] if len(left) == 1 and key(left[0]) in agents.phrases.skipped else left


def _person(rest: Sequence[str], agents: Agents) -> tuple[str, str] | None:
    """Return sector and name of a person who is named after a title, or None."""
    for stop in range(len(rest) - 1, 0, -1):
        title, name = rest[:stop], rest[stop:]
        if _is_name(name, agents) and not agents.match(name):
            match = agents.match(title)
            if match and agents.is_title(title[-match.name.count(" ") - 1 :]):
                return match.sector, " ".join(name)
            if agents.is_title(title[-1:]):
                return (match.sector if match else "UNK"), " ".join(name)
    return None


def _is_name(words: Sequence[str], agents: Agents) -> bool:
    """Return whether words are written as a name: in capitals but for particles and hyphens."""
    small = all(w[:1].isupper() or key(w) in agents.phrases.particles for w in words)
    return small and words[-1][:1].isupper()


def _is_namesake(known: Known, country: str) -> bool:
    """Return whether a party or body of one country is named where the text means another's."""
    apart = known.kind not in ("person", "armed_group") and known.country not in (None, country)
    return apart and known.country not in WORLD_CODES


def _slug(name: str) -> str:
    return key(name).replace(" 's", "s").replace(" ", "-")
