"""The PLOVER mode of an event: from its lexicon row, or from the means it names."""

from __future__ import annotations

from talion.coding.frames import Frame
from talion.coding.match import filler_words
from talion.knowledge.lexicon import Entry
from talion.knowledge.library import Library

_MEANS = ("with", "using", "subj", "by", "mod", "obj", "through", "via", "in")


def mode_of(library: Library, entry: Entry, frame: Frame) -> str | None:
    """Return the mode that the row gives, else that of the means named in the frame."""
    if entry.mode is not None:
        return entry.mode
    cues = library.means.get(entry.kind)
    if not cues:
        return None
    s = frame.sentence
    for slot in _MEANS:
        for j in frame.get(slot):
            words = filler_words(s, j)
            for name, mode in cues:
                if not words.isdisjoint(library.lexicon.words(name)):
                    return mode
    return None
