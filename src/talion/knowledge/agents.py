"""Agents without a name: the sector of "riot police", "gunmen" or "health workers"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from talion.knowledge import tables
from talion.knowledge.bodies import Bodies
from talion.knowledge.ontology import Ontology
from talion.knowledge.phrases import Phrases
from talion.knowledge.words import key

# Plural endings and what stands for them in the singular, tried in this order.
_ENDINGS = (
    (re.compile(r"women$"), "woman"), (re.compile(r"men$"), "man"),
    (re.compile(r"children$"), "child"), (re.compile(r"(?<=[wl])ives$"), "ife"),
    (re.compile(r"(?<=ie)ves$"), "f"), (re.compile(r"ies$"), "y"),
    (re.compile(r"(?<=ch|sh|ss)es$"), ""), (re.compile(r"(?<=[xz])es$"), ""),
    (re.compile(r"(?<=[^s])s$"), ""),
)  # fmt: skip
_PLURAL = ("s", "men", "children")
# Phrases kept in mind: those of some thousand articles, in under 5 MB.
_REMEMBERED = 20_000


class AgentMatch(NamedTuple):
    """The sector of an agent and the words that gave it."""

    sector: str
    name: str


@dataclass(frozen=True, slots=True)
class Agent:
    """A kind of actor that a common noun names.

    The head of a `role` (official, spokesman, forces) takes its sector from what stands before
    it; a `title` stands before a person's name; a `people` has no state of its own; an
    `adjective` is none of these before another noun ("national", "local").
    """

    name: str
    sector: str
    collective: bool
    role: bool
    title: bool
    people: bool
    adjective: bool


@dataclass(frozen=True, slots=True)
class Agents:
    """Agents by their words, with the patterns of the bodies that any state has.

    Example:
        >>> agents = Agents.load()
        >>> agents.match(["masked", "gunmen"])
        AgentMatch(sector='UAF', name='masked gunman')
        >>> agents.match(["rebel", "commanders", "in", "the", "east"]).sector
        'REB'
    """

    agents: Mapping[str, Agent]
    phrases: Phrases
    bodies: Bodies
    _longest: int
    #: The last words of all agents.
    _heads: frozenset[str]
    #: What phrases were found to be before; most of a text's noun phrases come again.
    _matched: dict[tuple[str, ...], AgentMatch | None] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, own: Iterable[tables.Row] = ()) -> Agents:
        """Read the agents from the knowledge folder, with the user's *own* on top."""
        sectors = ("", *Ontology.load().sectors)
        agents: dict[str, Agent] = {}
        shipped = tables.read("agents.csv", ["agent", "sector", "collective", "note"])
        for row in (*shipped, *own):
            notes = row.many("note")
            agents[key(row.text("agent"))] = Agent(
                name=row["agent"],
                sector=row.choice("sector", sectors),
                collective=bool(row.get("collective")) and row.yes("collective"),
                role="role" in notes,
                title="title" in notes,
                people="people" in notes,
                adjective="adjective" in notes,
            )
        longest = max(k.count(" ") + 1 for k in agents)
        bodies = Bodies.load()
        compounds = [words for words in (*agents, *bodies.bodies) if " " in words]
        heads = frozenset(k.rpartition(" ")[2] for k in agents)
        return cls(agents, Phrases.load(compounds), bodies, longest, heads)

    def get(self, name: str) -> Agent | None:
        """Return the agent of exactly this name, in the singular or the plural."""
        found = self._ending(words := key(name).split())
        return found if found and key(found.name).count(" ") + 1 == len(words) else None

    def match(self, words: Sequence[str]) -> AgentMatch | None:
        """Return the agent that heads a noun phrase, or None if its head is no agent.

        The head is the last word before a preposition; the longest agent that ends there wins. A
        head that is only a role takes the sector of the agent before it. Those who governed once
        are elites.
        """
        phrase = tuple(words)
        if phrase not in self._matched:
            if len(self._matched) >= _REMEMBERED:
                self._matched.clear()
            self._matched[phrase] = self._match(phrase)
        return self._matched[phrase]

    def _match(self, words: Sequence[str]) -> AgentMatch | None:
        phrase = self.phrases.core(words)
        agent = self._ending(phrase)
        if agent is None or not agent.sector:
            return None
        lead = phrase[: len(phrase) - key(agent.name).count(" ") - 1]
        sector, name = agent.sector, agent.name
        if agent.role and (before := self._before(lead)):
            sector, name = before.sector, f"{before.name} {agent.name}"
        if sector == "GOV" and any(w in self.phrases.past for w in lead):
            sector, name = "ELI", f"former {name}"
        return AgentMatch(sector, name)

    def modifier(self, words: Sequence[str]) -> AgentMatch | None:
        """Return the agent that stands before the head and is not it: whose a thing is.

        Example:
            >>> Agents.load().modifier(["the", "rebel", "positions"])
            AgentMatch(sector='REB', name='rebel')
        """
        before = self._before(self.phrases.core(words)[:-1])
        return AgentMatch(before.sector, before.name) if before else None

    def is_title(self, words: Sequence[str]) -> bool:
        """Return whether words are a title such as stands before a person's name.

        Example:
            >>> Agents.load().is_title(["Lt.", "Gen."])
            True
        """
        agent = self.agents.get(key(words))
        return agent is not None and agent.title

    def _ending(self, phrase: Sequence[str]) -> Agent | None:
        """Return the longest agent that ends the phrase, with its last word in the singular."""
        heads = (
            [w for w in (phrase[-1], *singulars(phrase[-1])) if w in self._heads] if phrase else []
        )
        if not heads:
            return None  # as most nouns
        for start in range(max(0, len(phrase) - self._longest), len(phrase)):
            lead = phrase[start:-1]
            for last in heads:
                if agent := self.agents.get(" ".join([*lead, last])):
                    return agent
        return None

    def _before(self, phrase: Sequence[str]) -> Agent | None:
        """Return the nearest agent among the words before a role that has a sector of its own."""
        for stop in range(len(phrase), 0, -1):
            agent = self._ending(phrase[:stop])
            if agent and agent.sector not in ("", "UNK") and not (agent.people or agent.adjective):
                return agent
        return None


def singulars(word: str) -> list[str]:
    """Return what a word may be the plural of.

    Example:
        >>> singulars("gunmen"), singulars("deputies"), singulars("police")
        (['gunman'], ['deputy', 'deputie'], [])
    """
    if not word.endswith(_PLURAL):
        return []
    return [pattern.sub(end, word) for pattern, end in _ENDINGS if pattern.search(word)]
