"""Searching from the list, and following what is found to its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage

TEXT = "Dam 🌊 news\n\nA flood came. “The dam held,” Zoë Müller said.\n\nNobody knows why."


def test_from_the_search_field_to_the_framed_span(
    page: Page, client: Any, add_article: Callable[..., str]
) -> None:
    desk = AnnotationPage(page, add_article(TEXT, id="dam"), client).open()
    desk.label("Zoë Müller", "3")
    desk.stores("Zoë Müller")
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("muller")
    page.keyboard.press("Enter")
    expect(page.locator(".excerpt mark.hit")).to_have_text("Müller")
    expect(page.get_by_role("link", name="In 1 labelled span")).to_be_visible()
    span = page.locator(".span-row")
    expect(span).to_contain_text("Named source")
    span.get_by_role("link").click()
    desk.ready()
    assert desk.when(desk.framed) == "Zoë Müller"
    page.go_back()
    page.locator(".excerpt a").click()
    desk.ready()
    assert desk.when(desk.selected) == "Müller"


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.goto("/?q=" + "whale%20%22")
    expect(page.locator(".empty")).to_contain_text('Nothing here matches “whale "”.')
    expect(page.locator(".empty")).to_contain_text("Try fewer or shorter words")
