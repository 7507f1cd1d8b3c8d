"""What an event is about: PLOVER contexts by the cue words around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from talion.coding.sentence import Sentence

#: A context is set when its cues in the sentence and its neighbours weigh this much: one cue
#: that leaves no doubt (weight 3), or several weaker ones.
ENOUGH = 3.0
#: A neighbouring sentence counts half; PLOVER takes context from the paragraph.
NEIGHBOUR = 0.5
LONGEST_CUE = 4


def contexts(
    sentences: Sequence[Sentence], at: int, cues: Mapping[str, Sequence[tuple[str, float]]]
) -> tuple[str, ...]:
    """Return the contexts of the sentence at position *at*, sorted by name."""
    weight: dict[str, float] = defaultdict(float)
    for i, share in ((at, 1.0), (at - 1, NEIGHBOUR), (at + 1, NEIGHBOUR)):
        if 0 <= i < len(sentences):
            for name, value in cue_weights(sentences[i], cues).items():
                weight[name] += share * value
    return tuple(sorted(name for name, value in weight.items() if value >= ENOUGH))


def cue_weights(s: Sentence, cues: Mapping[str, Sequence[tuple[str, float]]]) -> dict[str, float]:
    """Return what the cues in one sentence weigh, by context; each cue counts once."""
    out: dict[str, float] = {}
    seen: set[str] = set()
    n = len(s)
    for form in (s.lemmas, s.lowers):
        for i in range(n):
            for size in range(1, LONGEST_CUE + 1):
                if i + size > n:
                    break
                phrase = form[i] if size == 1 else " ".join(form[i : i + size])
                if phrase in cues and phrase not in seen:
                    seen.add(phrase)
                    for name, value in cues[phrase]:
                        out[name] = out.get(name, 0.0) + value
    return out
