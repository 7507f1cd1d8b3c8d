"""The coder: articles in, coded events, links, ties and claims out."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from talion.coding.cast import Cast
from talion.coding.claims import claims
from talion.coding.confidence import confidence, features
from talion.coding.contexts import Surroundings
from talion.coding.counting import Tally
from talion.coding.cues import Cues
from talion.coding.draft import Draft
from talion.coding.drafting import Drafter
from talion.coding.event_words import Found
from talion.coding.lift import lift
from talion.coding.links import Linker, link_id
from talion.coding.match import Matcher
from talion.coding.network import Network, likeliest
from talion.coding.parse import Parser
from talion.coding.placing import Placer
from talion.coding.review import Reviewer, refused
from talion.coding.sentence import Sentence
from talion.coding.settle import settle
from talion.coding.ties import TieReader
from talion.coding.timing import Clock
from talion.knowledge.library import Library, no_collection
from talion.records import Actor, Article, Claim, Coded, Event, Link, Tie, Uncoded, When

#: Articles parsed together; the parser batches their paragraphs.
CHUNK = 64


class Coder:
    """Holds what coding needs: the library, the parser and the cue tables.

    Example:
        >>> import datetime as dt
        >>> text = "Rebels shelled the army base in Kirkuk on Tuesday."
        >>> coded = next(Coder().code([Article("a", text, dt.date(2020, 1, 4))]))
        >>> coded.event_records[0].event_type
        'ASSAULT'
    """

    def __init__(
        self,
        library: Library | None = None,
        parser: Parser | None = None,
        network: Network | None = None,
    ) -> None:
        self.library = library or Library.load()
        self.parser = parser or Parser(known=self.library.lexicon.known())
        self.network = network or Network.load()
        self.reviewer = Reviewer(self.network)
        self.cues = Cues.load()

    def code(self, articles: Iterable[Article]) -> Iterator[Coded]:
        """Yield what each article reports, in the order given."""
        for chunk in _chunks(articles, CHUNK):
            parsed = self.parser.sentences(a.text for a in chunk)
            yield from self.code_parsed(zip(chunk, parsed, strict=True))

    def code_parsed(self, parsed: Iterable[tuple[Article, Sequence[Sentence]]]) -> Iterator[Coded]:
        """Yield what each parsed article reports; doubtful events of all are reviewed together."""
        with no_collection():
            desks = [_Desk(self, article, sentences) for article, sentences in parsed]
        self.reviewer.review([draft for desk in desks for draft in desk.drafts])
        for desk in desks:
            yield desk.coded()


class _Desk:
    """The coding of one article, stage by stage."""

    def __init__(self, coder: Coder, article: Article, sentences: Sequence[Sentence]) -> None:
        self.library, self.cues = coder.library, coder.cues
        self.article, self.sentences = article, sentences
        self.cast = Cast(self.library, article)
        self.matcher = Matcher(self.library.lexicon, self.cast)
        self.drafter = Drafter(self.library, self.cast, self.matcher)
        self.ties: list[Tie] = []
        self.claims: list[Claim] = []
        self.found: list[Found] = []
        self.drafts = self._settled(self._drafts())

    def _settled(self, drafts: list[Draft]) -> list[Draft]:
        clock, placer = Clock(self.article.date), Placer(self.library, self.cast, self.sentences)
        tally, around = Tally(), Surroundings(self.sentences, self.cues.contexts)
        for draft in drafts:
            draft.when = clock.when(draft)
            draft.place = placer.place(draft) or draft.place
            draft.counts = tally.counts(draft)
            draft.contexts = around.contexts(self._position(draft.sentence))
        at_issue = self.cast.at_issue()
        homes = settle(drafts, (), at_issue)
        self.found = Linker(self.cues.links, drafts, self.drafter.pointers).run(self.sentences)
        homes |= settle(drafts, self.found, at_issue)
        self.ties = [self._rehoused(t, homes) for t in self.ties]
        for draft in drafts:
            lift(self.library, draft)
        return drafts

    def coded(self) -> Coded:
        """Return the records, once the drafts are reviewed."""
        left_out = [d for d in self.drafts if refused(d)]
        events = {id(d): self._event(d) for d in self.drafts if d not in left_out}
        return Coded(
            articles=(self.article,),
            event_records=_distinct(events.values()),
            link_records=_distinct_links(
                self._link(f, events)
                for f in self.found
                if id(f.source) in events and id(f.target) in events
            ),
            tie_records=tuple(self.ties),
            claim_records=tuple(self.claims),
            uncoded=(*self.drafter.uncoded, *map(self._refusal, left_out)),
            sentences={self.article.id: tuple((s.start, s.end) for s in self.sentences)},
        )

    def _drafts(self) -> list[Draft]:
        drafts: list[Draft] = []
        reader = TieReader(self.cues.ties, self.cast, self.matcher)
        for s in self.sentences:
            drafts.extend(self.drafter.read(s))
            self.ties.extend(reader.read(s))
            self.claims.extend(claims(s, self.cues.claims, self.cast, self.matcher))
        return drafts

    def _position(self, s: Sentence) -> int:
        return s.index - self.sentences[0].index

    def _spelled(self, actor: Actor) -> Actor:
        """Write the state's name out where only its code was at hand: "militia (IRQ)"."""
        country = actor.country
        if country is None or not (actor.name == country or actor.name.endswith(f"({country})")):
            return actor
        state = self.library.states.get(country.lower(), on=self.article.date)
        return replace(actor, name=actor.name.replace(country, state.name)) if state else actor

    def _rehoused(self, tie: Tie, homes: dict[int, Actor]) -> Tie:
        """Give the groups of a tie the home that their events tell."""
        one, other = (
            self._spelled(homes.get(a.start, a) if a.country is None else a)
            for a in (tie.from_actor, tie.to_actor)
        )
        return replace(tie, from_actor=one, to_actor=other)

    def _event(self, d: Draft) -> Event:
        kind = self.library.ontology.types[d.event_type]
        actors = tuple(self._spelled(a) for a in d.actors) or (_unidentified(d),)
        recipients = tuple(self._spelled(a) for a in d.recipients)
        when = d.when or When(self.article.date, self.article.date, "assumed")
        told = features(d)
        key = "|".join(
            [self.article.id, str(d.start), str(d.end), d.event_type, *(a.id for a in actors)]
        )
        return Event(
            event_id=hashlib.sha256(key.encode()).hexdigest()[:16],
            article_id=self.article.id,
            sentence=d.sentence.index,
            start=d.start,
            end=d.end,
            trigger=d.trigger,
            event_type=d.event_type,
            about_type=d.about,
            mode=d.mode,
            contexts=d.contexts,
            quad_class=kind.quad_class,
            score=kind.score,
            actor=actors,
            recipient=recipients,
            when=when,
            place=d.place,
            counts=d.counts,
            status=d.status,
            hedged=d.hedged,
            attributed_to=d.attributed,
            confidence=confidence(told),
            why={
                "lexicon": d.entry.source,
                "head": "_".join(d.entry.head),
                "rules": list(d.rules),
                "features": told,
                **_opinion(d),
                "actor": [f"{a.text}: {a.resolved_by}" for a in actors],
                "recipient": [f"{a.text}: {a.resolved_by}" for a in recipients],
            },
        )

    def _refusal(self, d: Draft) -> Uncoded:
        assert d.opinion is not None
        best = next(iter(likeliest(d.opinion)))
        reason = f"the words speak of {d.event_type}, their clause as a whole of {best}"
        return Uncoded(self.article.id, d.sentence.index, d.start, d.end, d.trigger, reason)

    def _link(self, found: Found, events: dict[int, Event]) -> Link:
        a, b = events[id(found.source)].event_id, events[id(found.target)].event_id
        return Link(
            link_id(found.kind, a, b),
            found.kind,
            a,
            b,
            found.start,
            found.end,
            found.text,
            found.confidence,
        )


def _opinion(d: Draft) -> dict[str, object]:
    if d.opinion is None:
        return {}
    return {"network": likeliest(d.opinion), "words": d.words}


def _unidentified(d: Draft) -> Actor:
    return Actor("unk", "unidentified", None, "UNK", "", d.start, d.start, "no actor is named")


def _distinct(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple({e.event_id: e for e in events}.values())


def _distinct_links(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({k.link_id: k for k in links if k.from_event != k.to_event}.values())


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    it = iter(articles)
    while chunk := list(itertools.islice(it, size)):
        yield chunk
