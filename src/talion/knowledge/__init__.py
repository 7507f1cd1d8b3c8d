"""What talion knows: ontology, states, actors, places and words, as data."""

from talion.knowledge.agents import Agent, AgentMatch, Agents
from talion.knowledge.directory import Directory
from talion.knowledge.known import Known, KnownTie, Membership, Office
from talion.knowledge.names import Bearer, Hit, Names
from talion.knowledge.ontology import EventType, Ontology
from talion.knowledge.regions import Region
from talion.knowledge.resolve import Resolution
from talion.knowledge.states import State, StateName, States
from talion.knowledge.tables import KnowledgeError

__all__ = [
    "Agent",
    "AgentMatch",
    "Agents",
    "Bearer",
    "Directory",
    "EventType",
    "Hit",
    "KnowledgeError",
    "Known",
    "KnownTie",
    "Membership",
    "Names",
    "Office",
    "Ontology",
    "Region",
    "Resolution",
    "State",
    "StateName",
    "States",
]
