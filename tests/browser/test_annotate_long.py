"""Long articles: what one label costs does not grow with what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from benchmarks.texts import article, spans
from tests.browser.annotating import AnnotationPage

pytestmark = pytest.mark.shares_server

LONG = article(20_000)
SPANS = 2_000
PARAGRAPH = "🌉 " + article(84_000).replace("\n\n", " ")[:500_000]
BLOCK = 4_000
LINE = "Line {:03} 🌊: the port will close by June, two officials said.".format
LENGTH = len(LINE(1))
MARKED = "\n".join(LINE(n) for n in range(1, 1_000))

# What changes in the article and in the map from now on.
WATCH = """() => {
  window.seen = { blocks: new Set(), nodes: 0, map: 0 };
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const block = target.closest?.('[data-o]');
      if (block) seen.blocks.add(block.dataset.o);
      if (block) seen.nodes += addedNodes.length;
      if (target.closest?.('#map') && target.tagName === 'path') seen.map += 1;
    }
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


@pytest.fixture
def open_long(page: Page, client: Any, add_article: Callable[..., str]) -> AnnotationPage:
    id_ = add_article(LONG, id=str(uuid4()))
    changes = [
        {"put": "span", "id": span["id"], "label": span["label"], "fragments": [place(span)]}
        for span in spans(LONG, SPANS)
    ]
    batch = {"id": str(uuid4()), "changes": changes}
    answer = client.post(f"/api/articles/{id_}/layers/me/changes", json=batch)
    assert answer.status_code == 200, answer.text
    return AnnotationPage(page, id_, client).open()


def place(span: dict[str, Any]) -> list[int]:
    return [span["start"], span["end"]]


def test_a_label_paints_its_own_block_again_and_no_other(open_long: AnnotationPage) -> None:
    page = open_long.page
    page.keyboard.press("ArrowRight")
    page.evaluate(WATCH)
    page.keyboard.press("1")
    open_long.layer_when(lambda layer: len(layer["spans"]) == SPANS + 1)
    seen = page.evaluate("() => ({ blocks: seen.blocks.size, nodes: seen.nodes, map: seen.map })")
    assert seen["blocks"] == 1
    assert seen["nodes"] < 400
    assert seen["map"] <= 1


def test_lists_and_map_stay_small_however_many_spans_there_are(open_long: AnnotationPage) -> None:
    page = open_long.page
    page.wait_for_selector("#map path[d]", state="attached")
    assert page.locator("#rail > li").count() <= 100
    drawn = page.evaluate(
        "[...document.querySelectorAll('#map path')].map((p) => p.outerHTML.length)"
    )
    assert max(drawn) < 6_000
    expect(page.locator("#span-count")).to_have_text(f"{SPANS:,}")


def test_sections_and_not_paragraphs_are_left_undrawn_out_of_sight(
    open_long: AnnotationPage,
) -> None:
    kept = open_long.page.evaluate(
        """() => ['.sec', '.sec p'].map((each) =>
          getComputedStyle(document.querySelector(each)).contentVisibility)"""
    )
    assert kept == ["auto", "visible"]


def test_going_to_the_end_lays_out_what_is_seen_and_little_more(open_long: AnnotationPage) -> None:
    """A section out of sight keeps its estimated height until it was laid out once."""
    page = open_long.page
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(400)
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('.sec')].filter((section) =>
          section.firstElementChild.checkVisibility({ contentVisibilityAuto: true })).length"""
    )
    assert 1 <= drawn <= 4


@pytest.fixture
def open_marked(page: Page, client: Any, add_article: Callable[..., str]) -> AnnotationPage:
    """An article of so many marks that those far below are left to the page's script."""
    id_ = add_article(MARKED, id=str(uuid4()))
    starts = range(0, len(MARKED), LENGTH + 1)
    changes = [
        {"put": "span", "id": str(uuid4()), "label": label, "fragments": [[at, at + length]]}
        for at in starts
        for label, length in (("claim", LENGTH), ("named_source", 6))
    ]
    batch = {"id": str(uuid4()), "changes": changes}
    answer = client.post(f"/api/articles/{id_}/layers/me/changes", json=batch)
    assert answer.status_code == 200, answer.text
    return AnnotationPage(page, id_, client).open()


def all_marked(page: Page) -> list[str]:
    """Each section as the server marks it."""
    html: list[str] = page.evaluate(
        """async () => {
          const text = await (await fetch(`${location.pathname}?listed=1`)).text();
          const page = new DOMParser().parseFromString(text, 'text/html');
          return [...page.querySelectorAll('.sec')].map((one) => one.outerHTML);
        }"""
    )
    return html


def sections(page: Page) -> list[str]:
    html: list[str] = page.evaluate(
        "[...document.querySelectorAll('.sec')].map((one) => one.outerHTML)"
    )
    return html


def test_who_scrolls_finds_the_marks_far_below_drawn(open_marked: AnnotationPage) -> None:
    page = open_marked.page
    marked = all_marked(page)
    bare = page.locator(".sec.bare")
    before = bare.count()
    assert 10 < before < len(marked)
    seen = """() => [...document.querySelectorAll('.sec')].filter((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    }).map((one) => one.classList.contains('bare'))"""
    for _ in range(12):
        page.mouse.wheel(0, 3_000)
        assert open_marked.when(lambda: True not in page.evaluate(seen))
    assert open_marked.when(bare.count, lambda left: left < before) < before
    for mine, whole in zip(sections(page), marked, strict=True):
        assert " bare" in mine.split(">")[0] or alike(mine) == alike(whole)


def alike(html: str) -> str:
    """Without what says only how it came about: `class=""` where a class was taken away."""
    return html.replace(' class=""', "")


def test_who_comes_back_far_below_finds_the_marks_there(open_marked: AnnotationPage) -> None:
    page = open_marked.page
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = page.locator(".sec").last
    expect(last).not_to_have_class(re.compile("bare"))
    page.reload()
    open_marked.ready()
    assert page.evaluate("scrollY") > 1_000
    expect(last.locator("mark").first).to_be_visible()
    expect(page.locator(".sec").nth(22)).to_have_class(re.compile("bare"))


def test_a_span_far_below_is_gone_to_labelled_anew_and_taken_back(
    open_marked: AnnotationPage,
) -> None:
    page = open_marked.page
    page.keyboard.press("/")
    page.keyboard.type("Line 777")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    line = page.locator("[data-n='776']")
    expect(line).to_be_in_viewport()
    expect(line.locator("mark.a1.b3")).to_have_text("Line 7")
    page.keyboard.press("2")
    expect(line.locator("mark[class*='2']").first).to_be_visible()
    page.keyboard.press("Control+z")
    expect(line.locator("mark")).to_have_count(2)


LIT = """(name) => {
  const found = [...(CSS.highlights.get(name) ?? [])];
  return [found.length, found.filter((range) => range.collapsed).length];
}"""


def test_what_was_found_stays_lit_when_marks_are_drawn_under_it(
    open_marked: AnnotationPage,
) -> None:
    page = open_marked.page
    page.keyboard.press("/")
    page.keyboard.type("Line 7")
    expect(page.get_by_role("search").get_by_role("status")).to_have_text("1 of 100")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".sec").last).not_to_have_class(re.compile("bare"))
    assert open_marked.when(lambda: page.evaluate(LIT, "find") == [99, 0])
    assert page.evaluate(LIT, "found") == [1, 0]


def test_ghosts_of_every_occurrence_stay_when_marks_are_drawn_under_them(
    open_marked: AnnotationPage,
) -> None:
    page = open_marked.page
    open_marked.select("officials", nth=3)
    page.keyboard.press("a")
    assert open_marked.when(lambda: page.evaluate(LIT, "ghost") == [998, 0])
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".sec").last).not_to_have_class(re.compile("bare"))
    assert open_marked.when(lambda: page.evaluate(LIT, "ghost") == [998, 0])


def test_reading_on_draws_the_list_again_only_when_it_is_left_behind(
    open_marked: AnnotationPage,
) -> None:
    page = open_marked.page
    page.evaluate(
        """() => {
          window.drawn = 0;
          const count = (records) => (window.drawn += records.length);
          new MutationObserver(count).observe(document.querySelector('#rail'), { childList: true });
        }"""
    )
    first = page.locator("#rail li").first.inner_text()
    for _ in range(4):
        page.mouse.wheel(0, 120)
        page.wait_for_timeout(300)
    assert page.evaluate("drawn") == 0
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert open_marked.when(lambda: page.locator("#rail li").first.inner_text() != first)


def test_an_article_is_printed_with_all_its_marks(open_marked: AnnotationPage) -> None:
    page = open_marked.page
    assert page.locator(".sec.bare").count()
    page.pdf()
    marked = all_marked(page)
    assert [alike(html) for html in sections(page)] == [alike(html) for html in marked]


def test_without_scripts_all_is_marked(
    open_marked: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    plain = new_page(java_script_enabled=False)
    plain.goto(f"/articles/{open_marked.article}")
    expect(plain.locator("#art mark")).to_have_count(2 * 999)
    expect(plain.locator(".plain-list li")).to_have_count(300)


def test_one_paragraph_of_500_kilobytes_stays_usable(
    page: Page, client: Any, add_article: Callable[..., str]
) -> None:
    desk = AnnotationPage(page, add_article(PARAGRAPH, id=str(uuid4())), client).open()
    sizes = page.evaluate(
        "[...document.querySelectorAll('#art [data-o]')].map((p) => [...p.textContent].length)"
    )
    assert sum(sizes) == len(PARAGRAPH)
    assert max(sizes) <= BLOCK
    page.keyboard.press("ArrowRight")
    page.evaluate(WATCH)
    page.keyboard.press("1")
    (span,) = desk.stores(PARAGRAPH.split()[0])
    assert PARAGRAPH[span["start"] : span["end"]] == span["text"]
    assert page.evaluate("seen.blocks.size") == 1
