"""Reads what a sentence says of the dead, injured, arrested and so on, by its words alone.

This is the fallback where no parse ties a number to its verb.  Each number is
given to at most one kind: first to a death toll, then to the verb, participle
or noun of an act that it stands with, last to the noun it counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talion.coding.count_kinds import by_form
from talion.coding.counts import Number, find_counts
from talion.coding.toll_tokens import Token, listed, tokens_of

# People told of by a noun of their own are not joined to the next verb: "56 deaths and 200 injured".
_TOLD = frozenset({"dead", "injured", "casualties"})
_REACH = 12


def tolls(text: str, numbers: Sequence[Number] | None = None) -> dict[str, Number]:
    """Return the numbers of a sentence by what they count, with their offsets.

    *numbers* are those of `find_counts` that count something, if they are known already.

    Example:
        >>> found = tolls("Four people were killed and 12 wounded.")
        >>> {kind: number.best for kind, number in found.items()}
        {'dead': 4, 'injured': 12}
    """
    if numbers is None:
        numbers = [n for n in find_counts(text) if n.kind == "plain"]
    tokens = tokens_of(text, numbers)
    found: dict[str, list[Number]] = {}
    taken: set[int] = set()
    for kind, group in (*_of_tolls(tokens), *_of_words(tokens), *_of_nouns(tokens)):
        fresh = [number for number in group if number.start not in taken]
        taken.update(number.start for number in group)
        if fresh and len(fresh) == len(group) and kind not in found:
            found[kind] = sorted(fresh, key=lambda n: n.start)
    return {kind: _sum(text, group) for kind, group in found.items()}


def _of_tolls(tokens: list[Token]) -> Iterator[tuple[str, list[Number]]]:
    """Yield what a death toll has come to: its last number that is not "from" one."""
    for i, token in enumerate(tokens):
        if token.word != "toll":
            continue
        last = None
        for j in range(i + 1, min(i + 1 + _REACH, len(tokens))):
            if tokens[j].word in listed("stop") or tokens[j].word in ("and", ","):
                break
            if tokens[j].number is not None and tokens[j - 1].word != "from":
                last = tokens[j].number
        if last is not None:
            kind = "injured" if i and tokens[i - 1].word in ("injury", "injured") else "dead"
            yield kind, [last]


def _of_words(tokens: list[Token]) -> Iterator[tuple[str, list[Number]]]:
    """Yield what verbs, participles and acts say, in the order of the sentence."""
    for i, token in enumerate(tokens):
        group: list[Number] = []
        if kind := token.tags.get("object"):
            group = _suffered(tokens, i)
        elif kind := token.tags.get("subject"):
            group = _before(tokens, i, _REACH)
        elif (kind := token.tags.get("act")) and _word(tokens, i + 1) == "of":
            group = _after(tokens, i + 1)
        if not group and (of_state := token.tags.get("adjective")):
            kind, group = of_state, _before(tokens, i, 5)
        if not group and kind and token.tags.get("noun") and _word(tokens, i + 1) == "of":
            group = _after(tokens, i + 1)
        if not group and token.tags.get("noun") == "dead" and _word(tokens, i + 1) == "of":
            kind, group = "dead", _after(tokens, i + 1)
        if kind and group:
            yield kind, group


def _suffered(tokens: list[Token], i: int) -> list[Number]:
    """Return the numbers that suffer the verb: behind it, or before it if it is passive."""
    verb = tokens[i].word
    passive = any(t.word in listed("be") for t in _lights_before(tokens, i))
    if not passive and (group := _after(tokens, i)):
        return group
    following = _word(tokens, i + len(_phrase(tokens, i)))
    if verb.endswith(("ing", "s")) or not (
        passive or following is None or following in listed("closer")
    ):
        return []
    return _before(tokens, i, _REACH)


def _phrase(tokens: list[Token], i: int) -> list[Token]:
    """Return the tokens of the verb at *i*, more than one for "gunned down"."""
    forms = by_form("object")
    for length in range(forms.longest.get(tokens[i].word, 0), 1, -1):
        if " ".join(t.word for t in tokens[i : i + length]) in forms.kinds:
            return tokens[i : i + length]
    return tokens[i : i + 1]


def _lights_before(tokens: list[Token], i: int) -> list[Token]:
    start = i
    while start and (
        tokens[start - 1].word in listed("light", "be") or tokens[start - 1].word.endswith("ly")
    ):
        start -= 1
    return tokens[start:i]


def _before(tokens: list[Token], i: int, reach: int) -> list[Number]:
    """Return the number that heads the noun phrase before *i*, and those joined to it."""
    j = i - len(_lights_before(tokens, i)) - 1
    least = max(-1, j - reach)
    while j > least:
        token = tokens[j]
        if token.number is not None and token.is_of_part:
            return [token.number]
        if token.number is not None and not token.is_part and not _is_placed(tokens, j):
            return [*_joined_before(tokens, j), token.number]
        if token.word in listed("stop") or {"object", "subject"} & token.tags.keys():
            return []
        # "Including two soldiers and a child": that "and" joins parts, not clauses.
        if token.word == "and" and not _inside_part(tokens, j):
            return []
        j -= 1
    return []


def _is_placed(tokens: list[Token], j: int) -> bool:
    before = _word(tokens, j - 1)
    return before in listed("placing") or (
        before in ("the", "all") and _word(tokens, j - 2) in listed("placing")
    )


def _inside_part(tokens: list[Token], j: int) -> bool:
    for token in reversed(tokens[max(0, j - 6) : j]):
        if token.word in listed("part"):
            return True
        if token.word in (",", "."):
            return False
    return False


def _joined_before(tokens: list[Token], j: int) -> list[Number]:
    """Return the numbers of "three policemen and" before the number at *j*."""
    k = j - 1
    if k < 0 or tokens[k].word not in ("and", ","):
        return []
    k -= 1 if _word(tokens, k - 1) != "," else 2
    for step in range(k, max(-1, k - 5), -1):
        token = tokens[step]
        if token.number is not None:
            alone = token.is_part or _is_placed(tokens, step)
            return [] if alone else [*_joined_before(tokens, step), token.number]
        if token.tags.get("noun") in _TOLD:
            return []
        if (
            token.word in listed("stop")
            or token.word in listed("light", "be")
            or token.tags.keys() & {"object", "subject", "adjective"}
        ):
            return []
        if not token.word[0].isalpha():
            return []
    return []


def _after(tokens: list[Token], i: int) -> list[Number]:
    """Return the number behind the word at *i*, and those joined to it."""
    j = i + len(_phrase(tokens, i))
    while j < len(tokens) and tokens[j].word in listed("skip") and tokens[j].number is None:
        if tokens[j].word in ("a", "an") and (one := _one(tokens, j)):
            return [one, *_joined_after(tokens, j + 1)]
        j += 1
    if j >= len(tokens) or tokens[j].number is None or tokens[j].is_part:
        return []
    first = tokens[j].number
    return [first, *_joined_after(tokens, j)] if first else []


def _one(tokens: list[Token], j: int) -> Number | None:
    """Return one for "a soldier", but not for "a number of soldiers"."""
    after = _word(tokens, j + 1)
    if (
        after is None
        or not after[0].isalpha()
        or after in listed("not_one")
        or after in listed("stop")
    ):
        return None
    token = tokens[j]
    return Number(token.start, token.end, token.word, 1, 1, 1)


def _joined_after(tokens: list[Token], j: int) -> list[Number]:
    """Return the numbers of "and two civilians" behind the noun phrase at *j*."""
    k = j + 1
    while k < len(tokens) and k < j + 7 and tokens[k].word not in ("and", ","):
        token = tokens[k]
        if (
            token.word in listed("stop")
            or token.word in listed("light", "be")
            or "object" in token.tags
            or token.number
        ):
            return []
        k += 1
    if k + 1 >= len(tokens) or tokens[k].word not in ("and", ","):
        return []
    bare_comma = tokens[k].word == "," and tokens[k + 1].word != "and"
    k += 2 if tokens[k].word == "," and not bare_comma else 1
    while k < len(tokens) and tokens[k].word in ("another", "at", "least", "also"):
        k += 1
    if k >= len(tokens) or _has_own_verb(tokens, k):
        return []
    number = tokens[k].number or (_one(tokens, k) if tokens[k].word in ("a", "an") else None)
    if number is None or tokens[k].is_part:
        return []
    rest = _joined_after(tokens, k)
    # "killing 12, a spokesman said": an article behind a comma counts only inside a list.
    if bare_comma and tokens[k].number is None and not rest:
        return []
    return [number, *rest]


def _has_own_verb(tokens: list[Token], k: int) -> bool:
    """Return whether what follows *k* is told of by a verb of its own: "and 12 were wounded"."""
    for token in tokens[k + 1 : k + 6]:
        if token.word in ("and", ",", ".", ";", "in", "on", "at", "near"):
            return False
        if (
            token.word in listed("light", "be")
            or token.word in listed("stop")
            or token.tags.keys() & {"object", "subject", "adjective"}
        ):
            return True
    return False


def _of_nouns(tokens: list[Token]) -> Iterator[tuple[str, list[Number]]]:
    """Yield what numbers count by the plural noun behind them: "more than 30 rockets"."""
    for i, token in enumerate(tokens):
        if token.number is None or token.is_part:
            continue
        if token.number.best == 1 and _word(tokens, i + 1) == "of":
            continue  # "one of the highest death tolls" counts no deaths
        for following in tokens[i + 1 : i + 5]:
            kind = following.tags.get("noun")
            plural = (
                following.word.endswith("s")
                or token.number.best == 1
                or following.word in ("men", "people")
            )
            if kind and plural:
                yield kind, [token.number]
                break
            if (
                following.word in listed("stop")
                or following.word in listed("light", "be")
                or following.number
                or following.word in (",", "and")
            ):
                break


def _word(tokens: list[Token], i: int) -> str | None:
    return tokens[i].word if 0 <= i < len(tokens) else None


def _sum(text: str, group: list[Number]) -> Number:
    """Return several numbers as one: their bounds added up, open if one is open."""
    start, end = group[0].start, group[-1].end

    def total(parts: list[int | None]) -> int | None:
        return None if any(part is None for part in parts) else sum(part or 0 for part in parts)

    low, best, high = (total([getattr(n, name) for n in group]) for name in ("low", "best", "high"))
    return Number(start, end, text[start:end], low, best, high)
