"""What an event is about: PLOVER contexts by the cue words around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from talion.coding.sentence import Sentence

#: A context is set when its cues in the sentence and its neighbours weigh this much: one cue
#: that leaves no doubt (weight 3), or several weaker ones.
ENOUGH = 3.0
#: A neighbouring sentence counts half; PLOVER takes context from the paragraph.
NEIGHBOUR = 0.5


@dataclass(frozen=True)
class ContextCues:
    """What each cue says, and how many words the longest cue has that begins with a word."""

    weights: Mapping[str, Sequence[tuple[str, float]]]
    _longest: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        longest: dict[str, int] = {}
        for cue in self.weights:
            first, size = cue.partition(" ")[0], cue.count(" ") + 1
            longest[first] = max(size, longest.get(first, 0))
        object.__setattr__(self, "_longest", longest)

    def weigh(self, s: Sentence) -> dict[str, float]:
        """Return what the cues in one sentence weigh, by context; each cue counts once."""
        out: dict[str, float] = {}
        seen: set[str] = set()
        for form in (s.lemmas, s.lowers):
            for i, word in enumerate(form):
                longest = self._longest.get(word)
                if longest is None:
                    continue
                for size in range(1, min(longest, len(s) - i) + 1):
                    phrase = word if size == 1 else " ".join(form[i : i + size])
                    if phrase in self.weights and phrase not in seen:
                        seen.add(phrase)
                        for name, value in self.weights[phrase]:
                            out[name] = out.get(name, 0.0) + value
        return out


@dataclass
class Surroundings:
    """The sentences of one article, each weighed once."""

    sentences: Sequence[Sentence]
    cues: ContextCues
    _weighed: dict[int, dict[str, float]] = field(default_factory=dict)

    def contexts(self, at: int) -> tuple[str, ...]:
        """Return the contexts of the sentence at position *at*, sorted by name."""
        weight: dict[str, float] = defaultdict(float)
        for i, share in ((at, 1.0), (at - 1, NEIGHBOUR), (at + 1, NEIGHBOUR)):
            if 0 <= i < len(self.sentences):
                for name, value in self._weights(i).items():
                    weight[name] += share * value
        return tuple(sorted(name for name, value in weight.items() if value >= ENOUGH))

    def _weights(self, i: int) -> dict[str, float]:
        if i not in self._weighed:
            self._weighed[i] = self.cues.weigh(self.sentences[i])
        return self._weighed[i]
