"""What a person did is kept, whatever the browser's store or the address does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.annotating import AnnotationPage
from tests.browser.port import CHANGES, SAVED, wake
from tests.live import ME

pytestmark = pytest.mark.shares_server

FULL = """() => { IDBObjectStore.prototype.put = () => {
  throw new DOMException('no room', 'QuotaExceededError'); }; }"""
CLOSED_ONCE = """() => {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = () => {
    IDBDatabase.prototype.transaction = transaction;
    throw new DOMException('closed', 'InvalidStateError');
  }; }"""
DELETE = """() => new Promise((done, failed) => {
  const request = indexedDB.deleteDatabase('annotator');
  request.onsuccess = done;
  request.onerror = failed;
})"""


def test_a_full_disk_loses_no_label(desk: AnnotationPage, console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.page.route(CHANGES, lambda route: route.abort())
    desk.label("The port", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept on this computer")
    desk.page.evaluate(FULL)
    desk.label("Ships", "2")
    expect(desk.page.locator("#net-words")).to_contain_text(
        "2 changes only on this page, not yet saved: do not close it"
    )
    desk.page.unroute(CHANGES)
    wake(desk.page)
    spans = desk.stores("The port", "Ships")
    assert [span["version"] for span in spans] == [1, 1]
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)


def test_a_store_that_was_closed_is_opened_again(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.stores("The port")
    desk.page.evaluate(CLOSED_ONCE)
    desk.label("Ships", "2")
    desk.stores("The port", "Ships")
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)


def test_what_waits_survives_that_another_tab_deletes_the_store(
    desk: AnnotationPage, new_page: Callable[..., Page], console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.page.route(CHANGES, lambda route: route.abort())
    desk.label("The port", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept on this computer")
    other = new_page(same=desk.page)
    other.goto("/docs")
    other.evaluate(DELETE)
    desk.label("Ships", "2")
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept on this computer")
    desk.page.unroute(CHANGES)
    wake(desk.page)
    desk.stores("The port", "Ships")
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    desk.open()
    assert desk.listed() == ["Claim: The port", "Speculation: Ships"]


def test_each_request_names_the_person_and_the_project(desk: AnnotationPage) -> None:
    sent: list[Request] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            sent.append(request)

    project = desk.page.evaluate(
        "() => JSON.parse(document.getElementById('page-data').textContent).project"
    )
    assert project
    desk.page.on("request", note)
    desk.label("The port", "1")
    desk.stores("The port")
    desk.page.get_by_role("button", name="Submit").click()
    desk.layer_when(lambda layer: layer["status"] == "submitted")
    expected = {(ME, "changes"), (ME, "status")}
    told = desk.when(
        lambda: {tuple(request.url.split("/")[-2:]) for request in sent}, expected.__eq__
    )
    assert told == expected
    assert {request.headers.get("annotator-project") for request in sent} == {project}


def test_work_for_another_project_is_kept_and_says_so(desk: AnnotationPage, console: Any) -> None:
    console.allow("421", "Failed to load resource")

    def elsewhere(route: Route) -> None:
        route.continue_(headers=route.request.headers | {"annotator-project": str(uuid4())})

    desk.page.route(CHANGES, elsewhere)
    desk.label("The port", "1")
    words = desk.page.locator("#net-words")
    expect(words).to_have_text(
        "1 change kept on this computer: another project answers at this address"
    )
    assert desk.stored() == []
    expect(desk.page.locator("#refused")).to_be_hidden()
    desk.page.unroute(CHANGES)
    wake(desk.page)
    desk.stores("The port")
    expect(words).to_have_text(SAVED)


def test_work_of_another_person_is_kept_and_says_whose(desk: AnnotationPage, console: Any) -> None:
    console.allow("403", "Failed to load resource")

    def as_bea(route: Route) -> None:
        route.continue_(url=route.request.url.replace(f"/layers/{ME}/", "/layers/bea/"))

    desk.page.route(CHANGES, as_bea)
    desk.label("The port", "1")
    words = desk.page.locator("#net-words")
    expect(words).to_have_text(f"1 change kept on this computer: sign in as {ME} again to send it")
    expect(desk.page.get_by_role("link", name="Sign in again")).to_be_visible()
    expect(desk.page.locator("#refused")).to_be_hidden()
    desk.page.unroute(CHANGES)
    wake(desk.page)
    desk.stores("The port")
    expect(desk.page.get_by_role("link", name="Sign in again")).to_be_hidden()


def test_a_status_reaches_the_other_tabs_of_the_article(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    desk.press("Control+Enter")
    desk.layer_when(lambda layer: layer["status"] == "submitted")
    expect(other.page.locator("#done")).to_be_visible()
    other.page.get_by_role("button", name="Open again").click()
    desk.layer_when(lambda layer: layer["status"] == "open")
    other.page.wait_for_timeout(100)
    expect(other.page.locator("#done")).to_be_hidden()
