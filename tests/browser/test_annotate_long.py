"""Long articles: what one label costs does not grow with what stands around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page

from benchmarks.texts import article, spans
from tests.browser.annotating import AnnotationPage

pytestmark = pytest.mark.shares_server

LONG = article(20_000)
SPANS = 2_000
PARAGRAPH = "🌉 " + article(84_000).replace("\n\n", " ")[:500_000]
BLOCK = 4_000

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
    assert int(page.locator("#span-count").inner_text()) == SPANS


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
    (span,) = desk.stores(PARAGRAPH.split()[1])
    assert PARAGRAPH[span["start"] : span["end"]] == span["text"]
    assert page.evaluate("seen.blocks.size") == 1
