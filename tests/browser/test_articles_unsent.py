"""The list of articles sends what the annotation page left on this computer, and says so."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage, OpenDesk
from tests.browser.port import CHANGES, answer, wake
from tests.live import Server

AWAY = "kept on this computer, not yet saved: the server does not answer"


@pytest.fixture(autouse=True)
def no_answer_is_no_finding(console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")


def saved(count: str) -> re.Pattern[str]:
    return re.compile(rf"^Saved \d\d:\d\d: {count} from this computer$")


def words(page: Page) -> Any:
    return page.locator("#net-words")


def row(page: Page, article: str) -> Any:
    return page.locator(f'[data-article="{article}"]')


def go_to_list(desk: AnnotationPage) -> Page:
    page: Page = desk.page
    page.goto("/")
    return page


def test_the_list_sends_after_an_outage_and_says_that_it_is_saved(
    desk: AnnotationPage, server: Server, new_page: Callable[..., Page]
) -> None:
    server.kill()
    desk.label("The port", "1")
    desk.label("Two officials", "4")
    desk.label("Ships", "2")
    expect(words(desk.page)).to_contain_text("3 changes kept")
    second = new_page(same=desk.page)
    desk.page.close()
    server.start()
    second.goto("/")
    expect(words(second)).to_have_text(saved("3 changes"))
    spans = desk.client.get(f"/api/articles/{desk.article}/layers/me").json()["spans"]
    assert [span["text"] for span in spans] == ["The port", "Two officials", "Ships"]
    expect(row(second, desk.article)).to_contain_text("3 spans")
    second.reload()
    expect(row(second, desk.article)).to_contain_text("3 spans")
    second.wait_for_timeout(500)
    expect(words(second)).to_have_text("")


def test_with_nothing_to_send_nothing_is_seen_fetched_or_made(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/", wait_until="networkidle")
    page.wait_for_timeout(300)
    assert not [url for url in asked if "unsent" in url or "outbox" in url]
    assert page.evaluate("indexedDB.databases()") == []
    box = page.locator(".unsent").bounding_box()
    assert box
    assert box["height"] == 0


def test_what_cannot_be_sent_yet_is_said_and_goes_on_by_itself(desk: AnnotationPage) -> None:
    desk.page.context.route(CHANGES, lambda route: route.abort())
    desk.label("The port", "1")
    desk.label("Ships", "2")
    page = go_to_list(desk)
    expect(words(page)).to_have_text(f"2 changes {AWAY}")
    desk.page.context.unroute(CHANGES)
    wake(page)
    expect(words(page)).to_have_text(saved("2 changes"))
    expect(row(page, desk.article)).to_contain_text("2 spans")
    desk.stores("The port", "Ships")


def test_a_list_that_was_open_before_the_outage_notices_it(
    desk: AnnotationPage, server: Server, new_page: Callable[..., Page]
) -> None:
    other = new_page(same=desk.page)
    other.goto("/", wait_until="networkidle")
    server.kill()
    desk.label("The port", "1")
    expect(words(desk.page)).to_contain_text("1 change kept")
    desk.page.close()
    other.evaluate("dispatchEvent(new Event('focus'))")
    expect(words(other)).to_have_text(f"1 change {AWAY}")
    server.start()
    expect(words(other)).to_have_text(saved("1 change"))


def test_signed_out_the_list_says_how_to_go_on(desk: AnnotationPage) -> None:
    desk.page.context.route(CHANGES, lambda route: answer(route, 401, "Sign in first."))
    desk.label("The port", "1")
    page = go_to_list(desk)
    expect(words(page)).to_have_text(
        "1 change kept on this computer, not yet saved: you are signed out."
    )
    expect(page.get_by_role("link", name="Sign in again")).to_be_visible()


def test_the_list_offers_what_was_refused_and_tries_it_again(
    desk: AnnotationPage, client: Any
) -> None:
    client.delete(f"/api/articles/{desk.article}")
    desk.label("The port", "1")
    desk.press("2")
    expect(words(desk.page)).to_have_text("2 changes could not be saved")
    page = go_to_list(desk)
    refused = page.get_by_role("region", name="2 changes could not be saved")
    expect(refused.get_by_role("listitem")).to_have_count(1)
    expect(refused).to_contain_text("it can be restored")
    expect(refused.get_by_role("link", name="Port news")).to_be_visible()
    refused.get_by_role("button", name="Try again").click()
    expect(refused).to_contain_text("tried again")
    page.get_by_role("button", name="Restore Port news").first.click()
    expect(row(page, desk.article)).to_be_visible()
    refused.get_by_role("button", name="Try again").click()
    expect(words(page)).to_have_text(saved("2 changes"))
    expect(refused).to_be_hidden()
    expect(page.locator("#main")).to_be_focused()
    expect(row(page, desk.article)).to_contain_text("1 span")
    assert desk.stores("The port")[0]["label"] == "speculation"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_refused_changes_on_a_phone_keep_nobody_out(open_desk: OpenDesk, theme: str) -> None:
    desk = open_desk(color_scheme=theme)
    page = desk.page
    page.context.route(CHANGES, lambda route: answer(route, 422, "The span says otherwise."))
    desk.label("The port will close", "1")
    expect(words(page)).to_have_text("1 change could not be saved")
    page.context.unroute(CHANGES)
    page.context.route(CHANGES, lambda route: route.abort())
    desk.label("Ships", "2")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    expect(words(page)).to_have_text(f"1 change {AWAY}")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    found = Axe().run(page).response["violations"]
    assert [entry for entry in found if entry["impact"] in ("serious", "critical")] == []
