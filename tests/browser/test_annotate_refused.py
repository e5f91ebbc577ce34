"""What the server refuses is listed with its reason, and the page shows what is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.annotating import FIND, AnnotationPage
from tests.browser.port import CHANGES, answer, refuse, wake

pytestmark = pytest.mark.shares_server


def test_a_refused_span_leaves_the_page_and_nothing_is_called_saved(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource")
    desk.label("Two officials", "4")
    desk.stores("Two officials")
    refuse(desk.page, '"text":"The port"')
    desk.label("The port", "1")
    desk.label("Ships", "2")
    desk.stores("Two officials", "Ships")
    expect(desk.page.locator("#net-words")).to_have_text("1 change could not be saved")
    left = ["Named source: Two officials", "Speculation: Ships"]
    listed = desk.when(desk.listed, lambda spans: len(spans) == 2)
    assert [line.split(": ")[1] for line in listed] == [line.split(": ")[1] for line in left]
    assert desk.painted() == [["a4", "Two officials"], ["a2", "Ships"]]
    desk.press("Control+z")
    desk.stores("Two officials")
    desk.press("Control+z")
    desk.stores()
    desk.press("Control+z")
    assert desk.page.locator("#refused-rows li").count() == 1


def test_what_still_waits_is_shown_over_what_is_stored(desk: AnnotationPage, console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")
    away = [True]

    def judge(route: Route) -> None:
        if away[0] or "Ships" in (route.request.post_data or ""):
            route.abort()
        else:
            answer(route, 409, "This id is taken.")

    desk.page.route(CHANGES, judge)
    desk.label("The port", "1")
    desk.label("Ships", "2")
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept")
    away[0] = False
    wake(desk.page)
    expect(desk.page.get_by_role("region", name="1 change could not be saved")).to_be_visible()
    assert desk.when(desk.listed, lambda spans: len(spans) == 1) == ["Speculation: Ships"]
    assert desk.painted() == [["a2", "Ships"]]


def test_a_drag_under_way_is_not_lost_when_a_refusal_comes(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource")
    held: list[Route] = []
    desk.page.route(CHANGES, lambda route: held.append(route))  # noqa: PLW0108
    desk.label("The port", "1")
    assert desk.when(lambda: held)
    at = desk.page.evaluate(FIND, ["Ships could go north", 0])
    mouse = desk.page.mouse
    mouse.move(at["x1"], at["y1"])
    mouse.down()
    mouse.move(at["x1"] + 60, at["y1"])
    answer(held[0], 422, "The span says otherwise.")
    expect(desk.page.get_by_role("region", name="1 change could not be saved")).to_be_attached()
    desk.page.unroute(CHANGES)
    assert desk.when(desk.painted, lambda marks: not marks) == []
    at = desk.page.evaluate(FIND, ["Ships could go north", 0])
    mouse.move(at["x2"], at["y2"])
    mouse.up()
    desk.page.wait_for_selector("#menu:popover-open")
    desk.press("2")
    desk.stores("Ships could go north")


def test_the_other_tabs_show_it_too(
    desk: AnnotationPage, new_page: Callable[..., Page], console: Any
) -> None:
    console.allow("Failed to load resource")
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    desk.page.context.route(CHANGES, lambda route: answer(route, 422, "The span says otherwise."))
    desk.label("The port", "1")
    expect(other.page.locator("#net-words")).to_have_text("1 change could not be saved")
    assert desk.when(other.painted, lambda marks: not marks) == []
    assert desk.when(desk.painted, lambda marks: not marks) == []


def test_a_row_that_breaks_the_server_is_set_aside_in_the_end(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("500", "Failed to load resource")
    tries: list[str] = []

    def judge(route: Route) -> None:
        body = route.request.post_data or ""
        if "The port" in body:
            tries.append(body)
            answer(route, 500, "This went wrong.")
        else:
            route.continue_()

    desk.page.route(CHANGES, judge)
    desk.label("The port", "1")
    desk.label("Ships", "2")
    for count in range(1, 6):
        desk.when(lambda: len(tries), count.__le__)
        desk.page.wait_for_timeout(50)
        wake(desk.page)
    refused = desk.page.get_by_role("region", name="1 change could not be saved")
    expect(refused).to_contain_text("This went wrong.")
    desk.stores("Ships")
    assert len(tries) == 5
    assert desk.painted() == [["a2", "Ships"]]


def test_undo_brings_a_mention_back_to_its_register_entry(desk: AnnotationPage) -> None:
    desk.label("Two officials", "4")
    (span,) = desk.stores("Two officials")
    entry = {"put": "source", "id": str(uuid4()), "name": "Two officials", "role": "officials"}
    batch = {"id": str(uuid4()), "changes": [{**entry, "kind": "", "spans": [span["id"]]}]}
    path = f"/api/articles/{desk.article}/layers/me/changes"
    assert desk.client.post(path, json=batch).status_code == 200, batch
    desk.open()
    desk.click("Two officials")
    desk.press("Delete")
    desk.layer_when(lambda layer: not layer["spans"])
    desk.press("Control+z")
    layer = desk.layer_when(lambda layer: layer["spans"] and layer["sources"][0]["spans"])
    assert layer["sources"][0]["spans"] == [span["id"]]
    desk.press("Control+Shift+z")
    layer = desk.layer_when(lambda layer: not layer["spans"])
    assert layer["sources"][0]["spans"] == []
    desk.press("Control+z")
    desk.layer_when(lambda layer: layer["sources"][0]["spans"] == [span["id"]])


def test_a_note_takes_no_more_than_the_server(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("m")
    assert desk.page.get_by_role("textbox", name="Note").get_attribute("maxlength") == "10000"
