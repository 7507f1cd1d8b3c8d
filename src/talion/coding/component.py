"""talion as a component of a spaCy pipeline."""

from __future__ import annotations

from spacy.language import Language


@Language.factory("talion")
def make_component(nlp: Language, name: str) -> object:
    """Return the component that sets ``doc._.events``, ``doc._.links`` and ``doc._.ties``."""
    raise NotImplementedError
