"""Precedents below the guidelines: read by all who may, taken away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.annotating import AnnotationPage
from tests.browser.test_people import come_in, invited
from tests.live import ME

TEXT = "🌊 The harbour will close before the summer, and the mayor may yet resign."
CLOSE = "The harbour will close"
RESIGN = "the mayor may yet resign"


def pin(client: httpx2.Client, article: str, words: str, **fields: Any) -> None:
    start = TEXT.index(words)
    body = {"fragments": [[start, start + len(words)]], "reason": "Said as a fact 🙂.", **fields}
    answer = client.put(f"/api/articles/{article}/precedents/{uuid4()}", json=body)
    assert answer.status_code == 201, answer.text


def pinned(client: httpx2.Client) -> list[str]:
    return [item["words"] for item in client.get("/api/precedents").json()["items"]]


@pytest.fixture
def article(client: httpx2.Client, add_article: Callable[..., str]) -> Iterator[str]:
    """An article with a precedent of two labels; afterwards no precedent is left."""
    id_ = add_article(TEXT, id=str(uuid4()), title="Harbour 🌊 to close")
    pin(client, id_, CLOSE, label="claim")
    pin(client, id_, RESIGN, label="claim", holds=False, reason="It is speculation.")
    pin(client, id_, RESIGN, label="speculation", reason="It may be.")
    yield id_
    for item in client.get("/api/precedents").json()["items"]:
        client.delete(f"/api/precedents/{item['id']}")


def rows(page: Page) -> Locator:
    return page.locator(".precedent")


def test_they_stand_by_label_with_the_reason_and_lead_to_the_place(
    page: Page, article: str
) -> None:
    page.goto("/guidelines")
    expect(page.locator(".precedent-group h3")).to_have_text(["Claim 2", "Speculation 1"])
    expect(rows(page).locator("b")).to_have_text(["is not", "is", "is"])
    expect(rows(page).nth(1)).to_contain_text(f"“{CLOSE}”")
    expect(rows(page).nth(1)).to_contain_text("Said as a fact 🙂.")
    expect(rows(page).nth(1)).to_contain_text(f"pinned by {ME}, 20")
    rows(page).nth(1).get_by_role("link").click()
    page.wait_for_url("**#at=2-24")
    expect(page.locator("h1")).to_have_text("Harbour 🌊 to close")


def test_one_is_taken_away_and_brought_back_by_keys(
    page: Page, article: str, client: httpx2.Client
) -> None:
    page.goto("/guidelines")
    page.get_by_role("button", name="Unpin").nth(1).focus()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(2)
    expect(page.locator(".toast")).to_contain_text("Unpinned")
    expect(page.get_by_role("button", name="Unpin").nth(1)).to_be_focused()
    assert pinned(client) == [RESIGN, RESIGN]
    page.keyboard.press("Control+Z")
    expect(rows(page)).to_have_count(3)
    expect(page.get_by_role("button", name="Unpin").nth(1)).to_be_focused()
    assert pinned(client) == [RESIGN, CLOSE, RESIGN]


def test_after_the_last_it_says_how_they_come(page: Page, article: str) -> None:
    page.goto("/guidelines")
    for left in (2, 1, 0):
        page.get_by_role("button", name="Unpin").last.click()
        expect(rows(page)).to_have_count(left)
    expect(page.locator(".precedents")).to_contain_text("Settle a case, then pin it")
    expect(page.get_by_role("heading", name="Precedents")).to_be_focused()
    page.get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(1)


def test_a_refusal_is_said_and_nothing_is_gone(page: Page, article: str, console: Any) -> None:
    console.allow("ERR_FAILED")
    page.goto("/guidelines")
    page.route("**/api/precedents/*", lambda route: route.abort())
    page.get_by_role("button", name="Unpin").first.click()
    expect(page.locator(".toast.failed")).to_contain_text("Nothing was changed")
    expect(rows(page)).to_have_count(3)


def test_who_labels_blind_reads_them_once_the_article_is_submitted(
    page: Page, article: str, stranger: Page
) -> None:
    come_in(stranger, invited(page, "Ida"))
    stranger.goto("/guidelines")
    expect(stranger.locator("#guide-text")).to_be_visible()
    expect(stranger.locator(".precedents")).to_have_count(0)
    desk = AnnotationPage(stranger, article).open()
    desk.select(CLOSE)
    stranger.keyboard.press("1")
    expect(stranger.locator("#net")).to_contain_text("Saved")
    stranger.evaluate(
        "(id) => fetch(`/api/articles/${id}/layers/me/status`, {method: 'POST',"
        " headers: {'content-type': 'application/json'}, body: '{\"status\": \"submitted\"}'})",
        article,
    )
    stranger.goto("/guidelines")
    expect(rows(stranger)).to_have_count(3)
    expect(stranger.get_by_role("button", name="Unpin")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_keeps_anybody_out(new_page: Callable[..., Page], article: str, theme: str) -> None:
    page = new_page(color_scheme=theme, viewport={"width": 320, "height": 640}, has_touch=True)
    page.goto("/guidelines")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    box = page.get_by_role("button", name="Unpin").first.bounding_box()
    assert box is not None
    assert box["height"] >= 24
