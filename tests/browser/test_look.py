"""Every page in light and dark, wide and narrow: readable by all, and clean in the console."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.live import Server

PAGES = ("/", "/?q=nothing-like-this", "/settings", "/docs", "/no-such-page")
LONG = "Averylongwordwithoutanybreak" * 6 + " 🌊 and then a headline that goes on and on " * 4


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests here: they only look."""
    running = Server(tmp_path_factory.mktemp("project") / "annotations.db")
    running.start()
    yield running
    running.kill()


def serious(page: Page) -> list[str]:
    """What axe-core finds that keeps somebody out."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {entry['id']}: {entry['nodes'][0]['html'][:160]}"
        for entry in found
        if entry["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_keeps_anybody_out(new_page: Callable[..., Page], console: Any, theme: str) -> None:
    console.allow("404")
    page = new_page(color_scheme=theme)
    problems: list[str] = []
    for path in PAGES:
        page.goto(path)
        problems += serious(page)
    page.goto("/")
    page.locator("#drop-zone").get_by_role("button", name="Paste text").click()
    problems += serious(page)
    assert problems == []


def test_sign_in_is_open_to_all(stranger: Page, console: Any) -> None:
    console.allow("401")
    stranger.goto("/")
    expect(stranger.get_by_text("Who said what, and how sure were they?")).to_be_visible()
    assert serious(stranger) == []
    stranger.goto("/login?token=not-a-good-one")
    expect(stranger.get_by_role("alert")).to_be_visible()
    assert serious(stranger) == []


def test_nothing_scrolls_sideways_at_320(
    new_page: Callable[..., Page], add_article: Callable[..., str], stranger: Page, console: Any
) -> None:
    console.allow("404")
    add_article(f"{LONG}\n\nbody", id="long")
    page = new_page(viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True)
    stranger.set_viewport_size({"width": 320, "height": 640})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path
    stranger.goto("/login")
    assert stranger.evaluate("document.documentElement.scrollWidth") == 320


def test_what_a_finger_presses_is_large_enough(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    small = """() => [...document.querySelectorAll("main button, main .swatch, main .check")]
      .map((part) => [part.ariaLabel || part.textContent.trim(), part.getBoundingClientRect()])
      .filter(([, box]) => box.height && (box.height < 44 || box.width < 24))
      .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""
    for path in ("/", "/settings"):
        page.goto(path)
        assert page.evaluate(small) == [], path
    page.goto("/")
    page.get_by_role("button", name="Pages").tap()
    page.get_by_role("link", name="Labels").tap()
    expect(page.locator("h1")).to_have_text("Labels")


def test_the_theme_is_chosen_kept_and_seen(page: Page) -> None:
    page.goto("/")
    background = "getComputedStyle(document.documentElement).backgroundColor"
    button = page.get_by_role("button", name="Theme:")
    expect(button).to_have_accessible_name("Theme: as the system. Change")
    button.click()
    button.click()
    expect(button).to_have_accessible_name("Theme: dark. Change")
    page.goto("/docs")
    assert page.evaluate(background) == "rgb(18, 19, 22)"
    button.click()
    assert page.evaluate(background) == "rgb(244, 244, 241)"


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
