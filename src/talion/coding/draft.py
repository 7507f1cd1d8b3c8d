"""An event while it is being coded: what is known of it so far, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from talion.coding.frames import Frame
from talion.coding.sentence import Sentence
from talion.knowledge.lexicon import Entry
from talion.records import Actor, Count, Place, Status, When


@dataclass(eq=False)
class Draft:
    """One predicate on its way to an `Event`; the coder fills it stage by stage."""

    sentence: Sentence
    head: int
    frame: Frame
    entry: Entry
    event_type: str
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    about: str | None = None
    mode: str | None = None
    status: Status = "actual"
    hedged: bool = False
    attributed: tuple[Actor, ...] = ()
    when: When | None = None
    place: Place | None = None
    counts: dict[str, Count] = field(default_factory=dict)
    contexts: tuple[str, ...] = ()
    #: The verb that carries a noun's event ("carried out an attack"), else the head itself.
    carrier: int = -1
    #: A verb inside that this event speaks of ("threatened to *attack*").
    inner: int | None = None
    rules: list[str] = field(default_factory=list)
    #: The network's share for each type and the words that counted, if it was asked.
    opinion: dict[str, float] | None = None
    words: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.carrier < 0:
            self.carrier = self.head

    @property
    def span(self) -> tuple[int, int]:
        """Return first and last word of the trigger: the head and what sticks to its right."""
        s, last = self.sentence, self.head
        for k in s.children[self.head]:
            if s.deps[k] == "prt" and k == last + 1:
                last = k
        return self.head, last

    @property
    def start(self) -> int:
        """Return the character offset of the trigger."""
        return self.sentence.starts[self.span[0]]

    @property
    def end(self) -> int:
        """Return the offset after the trigger."""
        return self.sentence.end_of(self.span[1])

    @property
    def trigger(self) -> str:
        """Return the words of the trigger."""
        return self.sentence.text[self.start : self.end]

    @property
    def share(self) -> float | None:
        """Return the share that the network gives the event's own type; none if not asked."""
        return None if self.opinion is None else self.opinion[self.event_type]

    @property
    def actor_ids(self) -> frozenset[str]:
        """Return the ids of the actors."""
        return frozenset(a.id for a in self.actors)

    @property
    def recipient_ids(self) -> frozenset[str]:
        """Return the ids of the recipients."""
        return frozenset(a.id for a in self.recipients)
