"""Small rules of event nouns: measures that lend them slots, and months that look like them."""

from __future__ import annotations

from talion.coding.carriers import MEASURES
from talion.coding.frames import Frame, noun_frame
from talion.coding.sentence import Sentence

#: Words after which March is a month: "in March".
_BEFORE_MONTHS = frozenset(
    {"in", "since", "by", "until", "last", "next", "this", "early", "late", "mid", "of"}
)


def lend(s: Sentence, i: int, frame: Frame) -> None:
    """Lend the noun what hangs on its measure: "an exchange *of* fire between …", "a wave of attacks by …"."""
    prep = s.heads[i]
    if s.deps[i] != "pobj" or s.lowers[prep] != "of" or not s.is_noun(s.heads[prep]):
        return
    outer = s.heads[prep]
    if s.lemmas[outer] not in MEASURES:
        return
    for slot, fillers in noun_frame(s, outer).slots.items():
        if slot not in ("of", "mod", "appos", "relcl", "acl"):
            frame.slots.setdefault(slot, []).extend(j for j in fillers if j != i)


def in_date(s: Sentence, i: int) -> bool:
    """Tell whether a word such as March is a month: written as a name beside a number."""
    near = s.tags[max(i - 1, 0) : i + 2]
    if s.tags[i] != "NNP":
        return False
    return "CD" in near or (i > 0 and s.lowers[i - 1] in _BEFORE_MONTHS)
