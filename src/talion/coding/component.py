"""talion as a component of a spaCy pipeline."""

from __future__ import annotations

import datetime as dt
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from talion.knowledge.library import Library
from talion.records import Article, Coded


class Component:
    """Codes each `Doc` that a pipeline has parsed.

    Sets ``doc._.events``, ``doc._.links`` and ``doc._.ties``, lists of rows with
    the contract's columns.  The article's day is read from ``doc._.date`` or
    ``doc.user_data["date"]`` (ISO or `datetime.date`); its id from ``doc._.article_id``.

    Example:
        >>> from talion.coding.parse import load_model
        >>> nlp = load_model()
        >>> _ = nlp.add_pipe("talion")
        >>> nlp("The army shelled the rebel base in Kirkuk.")._.events[0]["event_type"]
        'ASSAULT'
    """

    def __init__(self, nlp: Language) -> None:
        from talion.coding.coder import Coder
        from talion.coding.parse import Parser

        library = Library.load()
        self._parser = Parser(nlp, known=library.lexicon.known())
        self._coder = Coder(library, self._parser)
        for name in ("events", "links", "ties"):
            Doc.set_extension(name, default=[], force=True)
        for name in ("date", "article_id"):
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """Code *doc* and return it."""
        from talion import tables

        if not doc.has_annotation("DEP"):
            msg = (
                "talion needs a parsed Doc. Add it after the tagger and the parser of the pipeline."
            )
            raise ValueError(msg)
        article = Article(
            doc._.article_id or "doc", doc.text, _day(doc._.date or doc.user_data.get("date"))
        )
        sentences = list(self._parser.read_doc(doc, doc.text))
        coded: Coded = next(self._coder.code_parsed([(article, sentences)]))
        doc._.events = [tables.event_row(e) for e in coded.event_records]
        doc._.links = [tables.link_row(k) for k in coded.link_records]
        doc._.ties = [tables.tie_row(t) for t in coded.tie_records]
        return doc


def _day(value: Any) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)[:10])


@Language.factory("talion")
def make_component(nlp: Language, name: str) -> Component:
    """Return the component that ``nlp.add_pipe("talion")`` asks for."""
    return Component(nlp)
