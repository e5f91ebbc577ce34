"""Nothing labelled or typed is lost, and nothing arrives twice, whatever happens to the server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.sync_api import Dialog, Page, Request, Route, expect

from tests.browser.annotating import AnnotationPage, Held
from tests.browser.port import CHANGES, SAVED, TEXT, answer, wake
from tests.live import Server

# Tabs that hear late of each other.
SLOW = """const post = BroadcastChannel.prototype.postMessage;
BroadcastChannel.prototype.postMessage = function (news) {
  setTimeout(() => post.call(this, news), 400);
};"""


def batches(desk: AnnotationPage) -> int:
    """The layer's version grows by one with each batch that changed something."""
    version: int = desk.client.get(f"/api/articles/{desk.article}/layers/me").json()["version"]
    return version


def test_work_done_while_the_server_is_dead_arrives_once_after_its_restart(
    desk: AnnotationPage, server: Server, new_page: Callable[..., Page], console: Any
) -> None:
    console.allow("ERR_CONNECTION", "Failed to load resource", "net::ERR")
    server.kill()
    desk.label("The port", "1")
    desk.label("Two officials", "4")
    desk.label("Ships", "2")
    expect(desk.page.locator("#net-words")).to_have_text(
        "3 changes kept on this computer, not yet saved: the server does not answer"
    )
    assert len(desk.listed()) == 3
    second = new_page(same=desk.page)
    desk.page.close()
    server.start()
    desk.page = second
    desk.open()
    spans = desk.stores("The port", "Two officials", "Ships")
    assert len(desk.listed()) == 3
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    assert [span["version"] for span in spans] == [1, 1, 1]
    assert batches(desk) == 3


def test_the_open_page_goes_on_by_itself_when_the_server_is_back(
    desk: AnnotationPage, server: Server, console: Any
) -> None:
    console.allow("ERR_CONNECTION", "Failed to load resource", "net::ERR")
    desk.label("The port", "1")
    desk.stores("The port")
    server.kill()
    desk.press("2")
    desk.label("Ships", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept on this computer")
    server.start()
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    assert [span["label"] for span in desk.stores("The port", "Ships")] == ["speculation", "claim"]


def test_unsent_work_is_painted_over_what_the_server_draws(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.page.context.route(CHANGES, lambda route: route.abort())
    desk.label("The port", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept")
    assert desk.stored() == []
    desk.open()
    assert desk.painted() == [["a1", "The port"]]
    assert desk.listed() == ["Claim: The port"]
    desk.page.context.unroute(CHANGES)
    wake(desk.page)
    desk.stores("The port")


def test_a_reply_lost_after_the_commit_stores_nothing_twice(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    sent: list[str] = []

    def lose_the_first(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "{}")["id"])
        route.fetch()
        if len(sent) == 1:
            route.abort()
        else:
            route.continue_()

    desk.page.route(CHANGES, lose_the_first)
    desk.label("The port", "1")
    assert desk.when(lambda: len(sent), lambda count: count >= 2) == 2
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    assert sent[0] == sent[1]
    (span,) = desk.stores("The port")
    assert span["version"] == 1
    assert batches(desk) == 1


def test_a_refused_change_is_shown_with_its_reason_and_blocks_nothing(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource")
    refusals = iter([True])

    def refuse_once(route: Route) -> None:
        if next(refusals, False):
            answer(route, 422, "The span says otherwise.")
        else:
            route.continue_()

    desk.page.route(CHANGES, refuse_once)
    desk.label("The port", "1")
    desk.label("Ships", "2")
    desk.stores("Ships")
    refused = desk.page.get_by_role("region", name="1 change could not be saved")
    expect(refused).to_contain_text("The span says otherwise.")
    expect(refused.get_by_role("button", name="Take them off this list")).to_be_disabled()
    with desk.page.expect_download() as download:
        refused.get_by_role("button", name="Download them").click()
    rows = json.loads(download.value.path().read_text("utf-8"))
    assert [row["body"]["changes"][0]["text"] for row in rows] == ["The port"]
    desk.open()
    expect(refused).to_be_visible()


def test_signed_out_work_is_kept_and_the_page_says_how_to_go_on(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("401", "Failed to load resource")
    cookies = desk.page.context.cookies()
    desk.page.context.clear_cookies()
    desk.label("The port", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept on this computer")
    expect(desk.page.get_by_role("link", name="Sign in again")).to_be_visible()
    desk.page.context.add_cookies(cookies)
    wake(desk.page)
    desk.stores("The port")
    expect(desk.page.get_by_role("link", name="Sign in again")).to_be_hidden()


def test_two_tabs_send_each_change_once_and_show_the_same(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/changes"):
            sent.append(request.url)

    desk.page.context.on("request", note)
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    desk.label("The port", "1")
    desk.stores("The port")
    assert desk.when(other.listed, bool) == ["Claim: The port"]
    assert other.painted() == [["a1", "The port"]]
    other.label("Ships", "2")
    desk.stores("The port", "Ships")
    assert desk.when(desk.listed, lambda spans: len(spans) == 2)[1] == "Speculation: Ships"
    assert len(sent) == 2


def test_where_the_browser_keeps_nothing_the_page_says_so(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.page.add_init_script(
        "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    desk.open()
    desk.page.route(CHANGES, lambda route: route.abort())
    desk.label("The port", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("only on this page, not yet saved")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    desk.page.on("dialog", stay)
    desk.page.close(run_before_unload=True)
    assert desk.when(lambda: asked) == ["beforeunload"]
    desk.page.unroute(CHANGES)
    wake(desk.page)
    desk.stores("The port")


def test_with_the_server_away_the_page_is_not_left(
    desk: AnnotationPage, server: Server, console: Any, add_article: Callable[..., str]
) -> None:
    console.allow("ERR_CONNECTION", "Failed to load resource", "net::ERR")
    add_article(TEXT, id=str(uuid4()))
    address = desk.open().page.url
    server.kill()
    desk.press("k")
    expect(desk.page.locator("#net-words")).to_contain_text("stay here")
    desk.label("Ships", "1")
    assert len(desk.when(desk.listed)) == 1
    assert desk.page.url == address


def test_a_page_that_was_drawn_while_another_tab_sent_shows_what_that_sent(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    sent = Held(desk, CHANGES, 1)
    desk.label("Two officials", "4")
    sent.come(1)
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client)
    script = Held(other, "**/annotate/main.js", 1)
    other.page.goto(f"/articles/{desk.article}", wait_until="commit")
    script.come(1)
    sent.let_go()
    desk.stores("Two officials")
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    script.let_go()
    other.ready()
    expect(other.page.locator("#art mark")).to_have_text("Two officials")
    other.press("Control+z")
    other.stores()


def test_what_waits_is_sent_in_its_order_although_the_clock_was_set_back(
    desk: AnnotationPage, new_page: Callable[..., Page], console: Any
) -> None:
    console.allow("ERR_FAILED", "Failed to load resource", "net::ERR")
    desk.page.context.route(CHANGES, lambda route: route.abort())
    desk.label("Two officials", "4")
    second = AnnotationPage(new_page(same=desk.page), desk.article, desk.client)
    second.page.add_init_script("const now = Date.now; Date.now = () => now() - 86_400_000")
    desk.page.close()
    second.open()
    second.click("Two officials")
    second.press("3")
    expect(second.page.locator("#net-words")).to_contain_text("2 changes kept")
    second.page.context.unroute(CHANGES)
    wake(second.page)
    second.layer_when(lambda layer: layer["version"] == 2)
    (span,) = second.stores("Two officials")
    assert span["label"] == "named_source"


def test_two_tabs_that_change_one_span_at_once_show_the_same(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    desk.page.context.add_init_script(SLOW)
    desk.open()
    desk.label("Two officials", "4")
    desk.stores("Two officials")
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    for tab in (desk, other):
        tab.press("n")
        assert tab.when(tab.framed, lambda words: words == "Two officials")
    desk.press("Delete")
    other.press("2")
    stored = desk.layer_when(lambda layer: layer["version"] >= 3)["spans"]
    words = [span["text"] for span in stored]
    for tab in (desk, other):
        marks = tab.page.locator("#art mark")
        assert tab.when(marks.all_text_contents, lambda shown: shown == words) == words
