"""The page is one file that holds everything, asks for nothing and runs nothing of an article."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from talion.records import Article, Coded, Unreadable
from talion.reporting import digest as digests
from talion.reporting.digest import Digest
from talion.reporting.page import render, write_page

VOID = {"meta", "link", "input", "br", "hr", "img", "col", "wbr", "source", "area"}


class Reader(HTMLParser):
    """Collects elements, their attributes and text, and checks that they nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag, f"{tag} closes what it did not open"

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] not in ("script", "style"):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.elements if t == tag]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def page(coded: Coded) -> Reader:
    return Reader(render(Digest.of(coded)))


def test_elements_nest(page: Reader) -> None:
    """Every element that is opened is closed in its turn."""
    assert page.stack == []


def test_ids_are_unique_and_links_inside_the_page_lead_somewhere(page: Reader) -> None:
    """No id is given twice, and no link inside the page is dead."""
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    inner = {a["href"][1:] for a in page.all("a") if (a.get("href") or "").startswith("#")}  # type: ignore[index]
    assert inner <= set(ids)


def test_references_for_assistive_technology_exist(page: Reader) -> None:
    """What a label or a control points at is there."""
    ids = {a["id"] for _, a in page.elements if "id" in a}
    for _, attributes in page.elements:
        for name in ("aria-labelledby", "aria-controls", "aria-describedby", "for"):
            assert set((attributes.get(name) or "").split()) <= ids


def test_nothing_is_fetched(page: Reader) -> None:
    """No element names a resource outside the file."""
    for tag, attributes in page.elements:
        for name in ("src", "srcset", "action", "formaction", "poster", "data", "xlink:href"):
            assert name not in attributes, (tag, attributes)
        if tag == "link":
            assert attributes["href"] == "data:,"
        assert tag not in ("iframe", "object", "embed", "base", "img")


def test_style_and_script_are_the_ones_the_policy_names(coded: Coded) -> None:
    """The policy allows nothing but our own style and script, by their hashes."""
    page = render(Digest.of(coded))
    policy = next(a["content"] for a in Reader(page).all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_no_element_carries_a_style_or_a_handler(page: Reader) -> None:
    """The policy would block them, and none is needed."""
    assert not [name for _, a in page.elements for name in a if name == "style" or name.startswith("on")]


def test_the_article_is_there_word_for_word(coded: Coded) -> None:
    """Marks do not change the words."""
    page = render(Digest.of(coded))
    body = page[page.index('<div class="text"') : page.index("</div>", page.index('<div class="text"')) + 6]
    body = re.sub(r"<sup>\d+</sup>", "", body)
    assert "".join(Reader(body).words).split() == coded.articles[0].text.split()


def test_every_event_has_a_mark_a_card_and_a_row(page: Reader) -> None:
    """From the words to the explanation to the table and back."""
    ids = {a["id"] for _, a in page.elements if "id" in a}
    assert {"w1", "e1", "r1", "w2", "e2", "r2", "t1", "c1", "u1"} <= ids


def test_everything_told_of_an_event_is_on_its_card(coded: Coded) -> None:
    """Type, parties, status, day, place, numbers, source, confidence, links and reasons are told."""
    page = render(Digest.of(coded))
    card = page[page.index('id="e1"') :]
    text = Reader("<article " + card[: card.index("</article>")] + "</article>").text
    for words in ("ASSAULT", "heavy-weapons", "M23 → DR Congo (police)", "reported by DR Congo (government)", "2025-03-03", "on 3 March", "Goma, COD", "4 dead", "0.80", "is answered by 2 bombed", "assault.csv:12", "status: plain past", coded.event_records[0].event_id):
        assert words in text


def test_the_page_says_that_everything_is_reported(page: Reader) -> None:
    """A reader is told that nothing here is known to have happened."""
    assert "Nothing here says that it happened" in page.text


def test_a_plain_address_is_a_guarded_link(page: Reader) -> None:
    """A link out of the page tells the other side nothing."""
    (outside,) = [a for a in page.all("a") if (a.get("href") or "").startswith("http")]
    assert outside["href"] == "https://example.org/goma?a=1&b=2"
    assert {"noopener", "noreferrer"} <= set((outside["rel"] or "").split())


def test_nothing_hostile_becomes_an_element(coded: Coded, hostile: Coded) -> None:
    """Scripts, handlers and addresses in an article stay words."""
    plain, bad = Reader(render(Digest.of(coded))), Reader(render(Digest.of(hostile)))
    assert bad.stack == []
    assert len(bad.all("script")) == 1
    assert {t for t, _ in bad.elements} <= {t for t, _ in plain.elements}
    assert not [a for _, a in bad.elements for n, v in a.items() if n.startswith("on") or (n == "href" and not (v or "").startswith(("#", "data:,")))]
    assert not [a for t, a in bad.elements if t == "i" and "class" not in a]


def test_controls_and_overrides_are_shown_as_signs(hostile: Coded) -> None:
    """No control character and no direction override is left in the file."""
    page = render(Digest.of(hostile), [Unreadable("a\x1b[2J.txt", 3, "bad \u202e byte")])
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", page)
    assert "⟨U+202E⟩" in page


def test_template_code_in_an_article_is_text(hostile: Coded) -> None:
    """An article is data to the template, never a template."""
    assert "{{ 7 * 7 }}" in render(Digest.of(hostile))


def test_accounts_of_one_happening_stand_side_by_side(coded: Coded) -> None:
    """Events that several articles report are set beside each other; others are not."""
    other = Coded(
        tuple(replace(a, id="b", title="The other side") for a in coded.articles),
        tuple(replace(e, article_id="b", event_id=f"b{e.event_id}") for e in coded.event_records),
    )
    digest = Digest.of(coded, other)
    first = coded.event_records[0].event_id
    digest.incidents = {first: "i1", f"b{first}": "i1", coded.event_records[1].event_id: "i2"}
    page = Reader(render(digest))
    assert [a["id"] for a in page.all("section") if a["id"] == "several"]
    assert len([a for a in page.all("table") if "accounts" in (a.get("class") or "")]) == 1
    assert 'id="several"' not in render(Digest.of(coded))


def test_an_empty_run_still_makes_a_page() -> None:
    """Nothing read is said in words."""
    assert "No event was coded" in Reader(render(Digest())).text


def test_an_article_without_events_is_shown(coded: Coded) -> None:
    """An article in which nothing was found is shown with its text."""
    text = Reader(render(Digest.of(Coded(articles=(Article("a", "All is quiet."),))))).text
    assert "All is quiet." in text


def test_unreadable_inputs_are_named(coded: Coded) -> None:
    """What could not be read is on the page with file, line and reason."""
    assert "a.jsonl:7 is no JSON." in Reader(render(Digest.of(coded), [Unreadable("a.jsonl", 7, "is no JSON.")])).text


def test_a_light_page_for_one_article(coded: Coded) -> None:
    """A single article stays far below the size of a photo."""
    assert len(render(Digest.of(coded)).encode()) < 150_000


def test_many_articles_stay_within_bounds(coded: Coded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts beyond the bound are left out, and the page says how many."""
    monkeypatch.setattr(digests, "MAX_BODIES", 5)
    digest = Digest()
    for n in range(60):
        events = tuple(replace(e, article_id=f"a{n}", event_id=f"{n}{e.event_id}") for e in coded.event_records)
        digest.add(Coded(tuple(replace(a, id=f"a{n}") for a in coded.articles), events))
    page = Reader(render(digest))
    assert len([a for a in page.all("details") if a.get("class") == "body"]) == 5
    assert "The text of 5 of 60 articles is shown" in page.text
    assert len([a for a in page.all("tr") if (a.get("id") or "").startswith("r")]) == 120
    assert page.stack == []


def test_a_failed_write_leaves_the_old_page(coded: Coded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is replaced whole or not at all."""
    target = tmp_path / "page.html"
    target.write_text("old")
    monkeypatch.setattr(Path, "write_text", _full)
    with pytest.raises(OSError, match="disk"):
        write_page(Digest.of(coded), target)
    assert target.read_bytes() == b"old"


def _full(*_: object, **__: object) -> int:
    raise OSError(28, "disk full")
