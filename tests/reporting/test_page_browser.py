"""The page in a real browser: quiet, sealed, reachable by keyboard, fit for phones and paper."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from talion.dynamics import simulate
from talion.records import Coded
from talion.reporting.answers import Answers, answers
from talion.reporting.digest import Digest
from talion.reporting.page import write_page
from talion.reporting.questions import read_all

pytestmark = pytest.mark.browser
CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)


@dataclass
class Visit:
    """One opened page with all it said and asked for."""

    page: Any
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def width(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("there is no chromium on this machine")
    with playwright.sync_playwright() as p:
        found = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def visit(coded: Coded, width: int = 1200, answers: Answers | None = None, **options: Any) -> Visit:
        path = tmp_path / "page.html"
        write_page(Digest.of(coded), path, answers=answers)
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        seen = Visit(context.new_page())

        def sort(route: Any) -> None:
            if route.request.url.startswith(path.as_uri()):
                route.continue_()
            else:
                seen.requests.append(route.request.url)
                route.abort()

        seen.page.route("**/*", sort)
        seen.page.on("console", lambda m: seen.errors.append(m.text) if m.type in ("error", "warning") else None)
        seen.page.on("pageerror", lambda e: seen.errors.append(str(e)))
        seen.page.on("dialog", lambda d: (seen.errors.append(d.message), d.dismiss()))
        seen.page.goto(path.as_uri())
        return seen

    yield visit
    for context in contexts:
        context.close()


def test_the_page_is_quiet_and_sealed(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Nothing is asked of the network and nothing is complained of."""
    seen = open_page(coded)
    assert (seen.requests, seen.errors) == ([], [])


def test_nothing_in_an_article_runs(open_page: Callable[..., Visit], hostile: Coded) -> None:
    """Scripts and handlers of a hostile article stay text, also in the explanations."""
    seen = open_page(hostile)
    for mark in seen.page.locator("a.s").all():
        mark.dispatch_event("focus")
        mark.click()
    seen.page.locator("#f-actor").select_option(index=1)
    assert seen.page.evaluate("window.ran") is None
    assert seen.page.title().startswith("</title><script>")
    assert (seen.requests, seen.errors) == ([], [])


def test_the_policy_blocks_a_script_that_is_not_ours(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Should anything slip through, the browser refuses it."""
    seen = open_page(coded)
    seen.page.evaluate("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))")
    seen.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))")
    assert seen.page.evaluate("window.ran") is None
    assert seen.requests == []
    assert len(seen.errors) == 2


def test_pointing_at_a_word_explains_it(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Hovering shows the event's explanation and lights up its other words."""
    seen = open_page(coded)
    seen.page.locator("#w1").hover()
    panel = seen.page.locator("#panel")
    assert panel.is_visible()
    assert "M23 → DR Congo (police)" in panel.inner_text()
    assert "four" in seen.page.locator("a.s.lit").all_inner_texts()


def test_tapping_a_word_on_a_phone_explains_it_in_sight(open_page: Callable[..., Visit], coded: Coded) -> None:
    """The explanation opens at the foot and does not cover the word."""
    seen = open_page(coded, width=360, has_touch=True, is_mobile=True)
    word, panel = seen.page.locator("#w2"), seen.page.locator("#panel")
    word.tap()
    seen.page.wait_for_timeout(600)  # the page scrolls the word into sight
    assert word.bounding_box()["y"] < panel.bounding_box()["y"]
    panel.locator(".close").tap()
    assert panel.is_hidden()


def test_words_are_reached_by_keyboard(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Tab goes from event to event, arrows from mark to mark, Enter inside, Escape out and back."""
    seen = open_page(coded)
    keyboard, active = seen.page.keyboard, "document.activeElement.id"
    seen.page.locator("details.body summary").first.focus()
    keyboard.press("Tab")
    keyboard.press("Tab")
    assert seen.page.evaluate(active) == "w1"
    assert "ASSAULT" in seen.page.locator("#panel").inner_text()
    keyboard.press("ArrowRight")
    assert seen.page.evaluate("document.activeElement.textContent") == "a police post"
    assert "Recipient in event 1" in seen.page.locator("#panel").inner_text()
    keyboard.press("Enter")
    assert seen.page.evaluate(active) == "panel"
    keyboard.press("Escape")
    assert seen.page.evaluate("document.activeElement.textContent") == "a police post"
    assert seen.page.locator("#panel").is_hidden()


def test_a_word_not_coded_tells_its_reason(open_page: Callable[..., Visit], coded: Coded) -> None:
    """The reason stands in the explanation."""
    seen = open_page(coded)
    seen.page.locator("a.s.uncoded").focus()
    assert "figurative use" in seen.page.locator("#panel").inner_text()


def test_overlapping_marks_are_all_explained(open_page: Callable[..., Visit], coded: Coded) -> None:
    """A word that belongs to several records shows each of them."""
    seen = open_page(coded)
    seen.page.locator("a.s.tie").first.focus()
    assert "sponsors" in seen.page.locator("#panel").inner_text()


def test_the_table_sorts_by_keyboard(open_page: Callable[..., Visit], coded: Coded) -> None:
    """The heads are buttons that say in which direction they sort."""
    seen = open_page(coded)
    head = seen.page.locator("#table thead th").nth(1)
    head.locator("button").focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    assert seen.page.locator("#table tbody tr").first.get_attribute("id") == "r2"


def test_the_table_filters(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Words, types and actors narrow the rows, and the count is told."""
    seen = open_page(coded)
    seen.page.locator("#f-text").fill("goma shelled")
    assert seen.page.locator("#table tbody tr:visible").count() == 1
    assert seen.page.locator("#f-count").inner_text() == "1 of 2 events"
    seen.page.locator("form.filter button").click()
    seen.page.locator("#f-actor").select_option(label="DR Congo (military)")
    assert seen.page.locator("#table tbody tr:visible").get_attribute("id") == "r2"


def test_long_tables_come_in_pages_and_links_find_their_row(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Fifty rows at a time; a link to a later row turns the page."""
    first = coded.event_records[0]
    many = replace(coded, event_records=tuple(replace(first, event_id=f"{n:03}") for n in range(120)), link_records=())
    seen = open_page(many)
    assert seen.page.locator("#table tbody tr:visible").count() == 50
    seen.page.locator(".pager button").nth(1).click()
    assert "Page 2 of 3" in seen.page.locator(".pager").inner_text()
    seen.page.evaluate("location.hash = ''")
    seen.page.locator('#map a[href="#r1"]').click()
    assert seen.page.locator("#r1").is_visible()


def test_a_row_leads_to_its_word_and_back(open_page: Callable[..., Visit], coded: Coded) -> None:
    """The link in a row goes to the text, the one in the explanation to the row."""
    seen = open_page(coded)
    seen.page.locator("#r2 a.jump").click()
    assert seen.page.evaluate("document.activeElement.id") == "w2"
    seen.page.locator("#panel .foot a").click()
    assert seen.page.evaluate("document.activeElement.closest('tr').id") == "r2"


@pytest.mark.parametrize("width", [360, 768, 1200])
def test_no_width_scrolls_sideways(open_page: Callable[..., Visit], coded: Coded, hostile: Coded, width: int) -> None:
    """From phone to desk the page fits, whatever the article's words are."""
    endless = replace(hostile.articles[0], id="long", title="A" * 200, text="W" * 900)
    assert open_page(Coded.join([coded, hostile, Coded(articles=(endless,))]), width=width).width() <= width


def test_without_scripts_everything_is_there(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Text, explanations and table are plain HTML; controls that need a script are hidden."""
    seen = open_page(coded, java_script_enabled=False)
    assert seen.page.locator("#e1").is_visible()
    assert seen.page.locator("#table tbody tr:visible").count() == 2
    assert seen.page.locator("form.filter").is_hidden()


def test_paper_shows_text_explanations_and_table(open_page: Callable[..., Visit], coded: Coded) -> None:
    """Print leaves out controls and prints every explanation."""
    seen = open_page(coded, width=760)
    seen.page.emulate_media(media="print")
    assert seen.page.locator("#e1").is_visible()
    assert seen.page.locator("form.filter").is_hidden()
    assert seen.page.locator(".top nav").is_hidden()
    assert len(seen.page.pdf(format="A4")) > 10_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(open_page: Callable[..., Visit], coded: Coded, scheme: str) -> None:
    """Text, soft text and links reach the contrast of 4.5 to 1 in light and dark."""
    seen = open_page(coded, color_scheme=scheme)
    for selector in ("body", ".note", ".skip", ".told", "a.jump", "a.s.trigger", "a.s.trigger sup"):
        assert seen.page.evaluate(CONTRAST, selector) >= 4.5, selector


CONTRAST = """selector => {
  const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const e = document.querySelector(selector);
  let ground = e;
  while (ground.parentElement && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const [a, b] = [light(getComputedStyle(e).color), light(getComputedStyle(ground).backgroundColor)].sort((x, y) => y - x);
  return (a + .05) / (b + .05);
}"""


@pytest.mark.parametrize("width", [360, 1200])
def test_answers_fit_the_screen_and_nothing_in_them_runs(open_page: Callable[..., Visit], coded: Coded, width: int) -> None:
    """Words, drawings and hostile names of sides stay within a phone, in daylight and in the dark."""
    bad = "<script>window.ran=1</script>" + "x" * 90
    table = simulate.events(simulate.World(days=800, rates=(0.3, 0.3)), seed=1).replace("A", bad)
    found = answers(table, read_all([f"react '{bad}' B", "since 2001-06-01", "spill nowhere", f"forecast B '{bad}'"]))
    assert found.told
    assert found.problems
    for scheme in ("light", "dark"):
        seen = open_page(coded, width=width, answers=found, color_scheme=scheme)
        assert seen.width() <= width
        assert seen.page.evaluate("window.ran") is None
        assert (seen.requests, seen.errors) == ([], [])
        drawing = seen.page.locator(".answer svg").first.bounding_box()
        assert drawing["x"] >= 0
        assert drawing["x"] + drawing["width"] <= width
