"""What was refused is tried again, and a note that is being typed outlives a refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.annotating import AnnotationPage
from tests.browser.port import CHANGES, SAVED, answer, refuse, wake

pytestmark = pytest.mark.shares_server

NOTE = "Who said so? 🙂"
AGAIN = re.compile(r"^1 change could not be saved, tried again \d\d:\d\d$")


@pytest.fixture(autouse=True)
def no_answer_is_no_finding(console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")


def refused(desk: AnnotationPage) -> Locator:
    page: Page = desk.page
    return page.get_by_role("region", name="could not be saved")


def try_again(desk: AnnotationPage) -> Locator:
    return refused(desk).get_by_role("button", name="Try again")


def claim_that_stays_a_claim(
    desk: AnnotationPage, words: str = '"label":"speculation"', key: str = "2"
) -> None:
    """“The port” is a claim; the server refuses what the key was to make of it."""
    desk.label("The port", "1")
    desk.stores("The port")
    refuse(desk.page, words)
    desk.press(key)
    expect(refused(desk)).to_be_visible()


def test_refused_changes_are_sent_again_in_their_order(desk: AnnotationPage) -> None:
    refuse(desk.page, "The port")
    desk.label("The port", "1")
    desk.press("2")
    expect(refused(desk)).to_contain_text("2 changes could not be saved")
    desk.label("Ships", "1")
    desk.stores("Ships")
    expect(refused(desk)).to_contain_text("The span says otherwise.")
    expect(refused(desk).locator("q")).to_have_text("The port")
    desk.page.unroute(CHANGES)
    try_again(desk).click()
    stored = [("speculation", 2), ("claim", 1)]
    desk.layer_when(lambda it: [(s["label"], s["version"]) for s in it["spans"]] == stored)
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    expect(desk.page.locator("#refused")).to_be_hidden()
    assert desk.listed() == ["Speculation: The port", "Claim: Ships"]
    assert desk.painted() == [["a2", "The port"], ["a1", "Ships"]]
    assert desk.page.evaluate("document.activeElement.id") == "art"


def test_what_is_refused_again_comes_back_to_the_list(desk: AnnotationPage) -> None:
    refuse(desk.page, "The port")
    desk.label("The port", "1")
    expect(refused(desk)).to_be_visible()
    for _ in range(2):
        with desk.page.expect_response(CHANGES):
            try_again(desk).press("Enter")
        expect(refused(desk).get_by_role("heading")).to_have_text(AGAIN)
        expect(try_again(desk)).to_be_focused()
        expect(desk.page.locator("#net-words")).to_have_text("1 change could not be saved")
        assert desk.when(desk.painted, lambda marks: not marks) == []
    desk.open()
    expect(refused(desk).get_by_role("heading")).to_have_text("1 change could not be saved")


def test_what_was_done_later_and_still_waits_stands_over_it(desk: AnnotationPage) -> None:
    claim_that_stays_a_claim(desk)
    sent: list[str] = []
    # Not the requests: of those that find no way out at first, one may yet find it.
    desk.page.on("response", lambda it: sent.extend(labels_of(it.request) if it.ok else []))
    desk.page.unroute(CHANGES)
    desk.page.route(CHANGES, lambda route: route.abort())
    desk.press("3")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept")
    try_again(desk).click()
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept")
    assert desk.listed() == ["Named source: The port"]
    desk.page.unroute(CHANGES)
    wake(desk.page)
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    both = ["speculation", "named_source"]
    assert desk.when(lambda: sent, both.__eq__) == both
    assert desk.stores("The port")[0]["label"] == "named_source"


def test_what_was_saved_since_stands_beside_what_is_tried_again(desk: AnnotationPage) -> None:
    claim_that_stays_a_claim(desk)
    desk.press("m")
    desk.page.keyboard.type("Who said so? 🙂")
    desk.press("Escape", "e")
    desk.layer_when(lambda it: [s["note"] for s in it["spans"]] == ["Who said so? 🙂"])
    desk.page.unroute(CHANGES)
    try_again(desk).click()
    layer = desk.layer_when(lambda it: [s["label"] for s in it["spans"]] == ["speculation"])
    assert [span["note"] for span in layer["spans"]] == ["Who said so? 🙂"]
    desk.when(desk.listed, lambda spans: spans == ["Speculation: The port"])
    expect(desk.page.get_by_role("textbox", name="Note")).to_have_value("Who said so? 🙂")


def test_what_was_to_change_a_span_that_is_gone_stays_in_the_list_and_says_why(
    desk: AnnotationPage,
) -> None:
    claim_that_stays_a_claim(desk)
    desk.page.unroute(CHANGES)
    desk.click("The port")
    desk.press("Delete")
    desk.layer_when(lambda layer: layer["spans"] == [])
    try_again(desk).click()
    expect(refused(desk)).to_contain_text("What it was about is not there.")
    assert desk.stored() == []
    assert desk.when(desk.listed, lambda spans: not spans) == []


def test_a_deletion_that_is_tried_again_spares_what_was_changed_since(
    desk: AnnotationPage,
) -> None:
    claim_that_stays_a_claim(desk, '"delete":"span"', "Delete")
    assert desk.when(desk.listed) == ["Claim: The port"]
    desk.page.unroute(CHANGES)
    desk.click("The port")
    desk.press("2")
    desk.layer_when(lambda it: [s["label"] for s in it["spans"]] == ["speculation"])
    try_again(desk).click()
    expect(refused(desk)).to_contain_text("What it was to remove was changed since.")
    assert desk.stores("The port")[0]["label"] == "speculation"


def test_a_deletion_that_is_tried_again_is_done(desk: AnnotationPage) -> None:
    claim_that_stays_a_claim(desk, '"delete":"span"', "Delete")
    desk.page.unroute(CHANGES)
    try_again(desk).click()
    desk.layer_when(lambda layer: layer["spans"] == [])
    assert desk.when(desk.listed, lambda spans: not spans) == []
    expect(refused(desk)).to_be_hidden()


def claim_with_a_later_note(desk: AnnotationPage) -> None:
    """A relabel that was refused waits in the list; a note was saved since."""
    claim_that_stays_a_claim(desk)
    desk.press("m")
    desk.page.keyboard.type(NOTE)
    desk.press("Escape", "e")
    desk.layer_when(lambda it: [s["note"] for s in it["spans"]] == [NOTE])
    desk.page.unroute(CHANGES)


def notes(desk: AnnotationPage) -> list[str]:
    return [span["note"] for span in desk.stored()]


def test_what_is_done_while_the_retry_waits_keeps_what_was_saved_since(
    desk: AnnotationPage,
) -> None:
    claim_with_a_later_note(desk)
    desk.page.route(CHANGES, lambda route: route.abort())
    try_again(desk).click()
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept")
    desk.click("The port")
    desk.press("d")
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept")
    desk.page.unroute(CHANGES)
    wake(desk.page)
    desk.layer_when(lambda it: [s["flags"] for s in it["spans"]] == [["discuss"]])
    assert notes(desk) == [NOTE]


def test_undo_after_a_retry_takes_back_the_retry_alone(desk: AnnotationPage) -> None:
    claim_with_a_later_note(desk)
    try_again(desk).click()
    desk.layer_when(lambda it: [s["label"] for s in it["spans"]] == ["speculation"])
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    assert desk.when(desk.listed, lambda it: it == ["Speculation: The port"])
    desk.press("Control+z")
    desk.layer_when(lambda it: [s["label"] for s in it["spans"]] == ["claim"])
    assert notes(desk) == [NOTE]


def test_another_tab_shows_what_a_retry_has_come_to(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    claim_with_a_later_note(desk)
    try_again(desk).click()
    for tab in (desk, other):
        assert tab.when(tab.listed, lambda it: it == ["Speculation: The port"])
        expect(tab.page.locator("#art .has-note")).to_have_count(1)


def test_a_label_that_a_later_act_made_too_is_not_made_again(desk: AnnotationPage) -> None:
    held = hold_one_then_refuse(desk, "nothing")
    desk.label("The port", "1")
    assert desk.when(lambda: held)
    desk.press("2")
    answer(held[0], 422, "The span says otherwise.")
    expect(refused(desk)).to_be_visible()
    desk.layer_when(lambda it: [s["label"] for s in it["spans"]] == ["speculation"])
    try_again(desk).click()
    expect(refused(desk)).to_be_hidden()
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    assert [(s["label"], s["version"]) for s in desk.stored()] == [("speculation", 1)]


def test_a_flag_that_was_saved_since_stays_beside_the_one_tried_again(
    desk: AnnotationPage,
) -> None:
    desk.label("The port", "1")
    desk.stores("The port")
    refuse(desk.page, '"flags":["discuss"]')
    desk.press("d")
    expect(refused(desk)).to_be_visible()
    desk.press("o")
    desk.layer_when(lambda it: [s["flags"] for s in it["spans"]] == [["own_voice"]])
    desk.page.unroute(CHANGES)
    try_again(desk).click()
    desk.layer_when(lambda it: it["spans"][0]["flags"] == ["discuss", "own_voice"])


def test_a_deletion_tried_again_does_not_mind_the_order_of_flags(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("o", "d")
    desk.layer_when(lambda it: [len(s["flags"]) for s in it["spans"]] == [2])
    refuse(desk.page, '"delete":"span"')
    desk.press("Delete")
    expect(refused(desk)).to_be_visible()
    desk.page.unroute(CHANGES)
    try_again(desk).click()
    desk.layer_when(lambda layer: layer["spans"] == [])


def test_a_deletion_tried_again_spares_what_was_linked_since(desk: AnnotationPage) -> None:
    desk.label("Two officials", "4")
    desk.label("The port will close", "1")
    desk.stores("The port will close", "Two officials")
    refuse(desk.page, '"delete":"span"')
    desk.press("Delete")
    expect(refused(desk)).to_be_visible()
    desk.page.unroute(CHANGES)
    assert desk.when(desk.listed, lambda it: len(it) == 2)
    desk.click("The port will")
    desk.press("s", "1")
    desk.layer_when(lambda layer: len(layer["relations"]) == 1)
    try_again(desk).click()
    expect(refused(desk)).to_contain_text("What it was to remove was changed since.")
    assert len(desk.layer_when(bool)["relations"]) == 1


def test_a_page_that_the_program_has_outgrown_does_not_hold_up_what_comes_after(
    desk: AnnotationPage,
) -> None:
    claim_that_stays_a_claim(desk)
    desk.page.unroute(CHANGES)
    desk.page.route("**/rebase.js", lambda route: route.fulfill(status=404, body="{}"))
    try_again(desk).click()
    expect(refused(desk)).to_contain_text("Reload this page, then try again.")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")


def test_undo_after_a_refusal_takes_back_the_last_thing_that_was_saved(
    desk: AnnotationPage,
) -> None:
    desk.label("The port", "1")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    refuse(desk.page, '"label":"speculation"')
    desk.press("2")
    expect(refused(desk)).to_be_visible()
    assert desk.when(desk.listed, lambda it: it == ["Claim: The port", "Claim: Ships"])
    desk.page.locator("#art").focus()
    desk.press("Control+z")
    desk.stores("The port")
    assert desk.listed() == ["Claim: The port"]


def test_news_that_come_while_the_page_reads_the_layer_are_read_too(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    refuse(desk.page, '"label":"speculation"')
    held: list[tuple[Route, Any]] = []

    def slow(route: Route) -> None:
        if route.request.method == "GET" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    desk.page.route("**/layers/*", slow)
    desk.press("2")
    assert desk.when(lambda: held)
    act = {"id": str(uuid4()), "words": "", "focus": ""}
    span = next(span for span in desk.stored() if span["text"] == "Ships")
    desk.client.delete(f"/api/articles/{desk.article}/layers/me/spans/{span['id']}")
    other_tab = "(news) => new BroadcastChannel('annotator-outbox').postMessage(news)"
    owner = desk.page.evaluate(
        """() => {
          const { project, me } = JSON.parse(document.getElementById('page-data').textContent);
          return JSON.stringify([project, me]);
        }"""
    )
    news = {"owner": owner, "article": desk.article, "refused": [act["id"]]}
    desk.page.evaluate(other_tab, news)
    held[0][0].fulfill(response=held[0][1])
    assert desk.when(desk.listed, lambda it: it == ["Claim: The port"]) == ["Claim: The port"]


def labels_of(request: Request) -> list[str]:
    """The labels that a batch puts."""
    if not request.url.endswith("/changes"):
        return []
    return [change["label"] for change in json.loads(request.post_data or "{}")["changes"]]


def test_the_other_tabs_show_what_is_tried_again(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    desk.page.context.route(CHANGES, lambda route: answer(route, 422, "The span says otherwise."))
    desk.label("The port", "1")
    expect(refused(other)).to_be_visible()
    desk.page.context.unroute(CHANGES)
    try_again(other).click()
    desk.stores("The port")
    assert desk.when(desk.painted) == [["a1", "The port"]]
    assert desk.when(other.painted) == [["a1", "The port"]]
    expect(refused(desk)).to_be_hidden()


def test_only_what_was_downloaded_may_leave_the_list(desk: AnnotationPage) -> None:
    refuse(desk.page, '"text"')
    desk.label("The port", "1")
    leave = refused(desk).get_by_role("button", name="Take them off this list")
    with desk.page.expect_download():
        refused(desk).get_by_role("button", name="Download them").click()
    expect(leave).to_be_enabled()
    desk.label("Ships", "2")
    expect(refused(desk)).to_contain_text("2 changes could not be saved")
    expect(leave).to_be_disabled()
    with desk.page.expect_download():
        refused(desk).get_by_role("button", name="Download them").click()
    leave.click()
    expect(refused(desk)).to_be_hidden()
    desk.open()
    expect(refused(desk)).to_be_hidden()


def hold_one_then_refuse(desk: AnnotationPage, words: str) -> list[Route]:
    """The first batch waits for its answer; later ones that contain the words are refused."""
    held: list[Route] = []

    def judge(route: Route) -> None:
        if not held:
            held.append(route)
        elif words in (route.request.post_data or ""):
            answer(route, 422, "The span says otherwise.")
        else:
            route.continue_()

    desk.page.route(CHANGES, judge)
    return held


def test_a_note_on_a_span_that_is_refused_is_typed_to_its_end_and_kept(
    desk: AnnotationPage,
) -> None:
    held = hold_one_then_refuse(desk, '"text"')
    desk.label("The port", "1")
    desk.press("m")
    desk.page.keyboard.type("Who ")
    assert desk.when(lambda: held)
    answer(held[0], 422, "The span says otherwise.")
    expect(refused(desk)).to_be_visible()
    desk.page.wait_for_timeout(500)
    desk.page.keyboard.type("dj1 said so?", delay=40)
    field = desk.page.get_by_role("textbox", name="Note")
    expect(field).to_be_focused()
    expect(field).to_have_value("Who dj1 said so?")
    field.press("Escape")
    expect(field).to_be_hidden()
    assert desk.when(desk.listed, lambda spans: not spans) == []
    desk.page.unroute(CHANGES)
    expect(refused(desk).get_by_role("listitem")).to_have_count(1)
    try_again(desk).click()
    (span,) = desk.stores("The port")
    layer = desk.layer_when(lambda layer: layer["spans"][0]["note"] == "Who dj1 said so?")
    assert layer["spans"][0]["id"] == span["id"]


def test_a_note_on_a_span_whose_new_label_is_refused_is_saved_with_the_old_one(
    desk: AnnotationPage,
) -> None:
    desk.label("The port", "1")
    desk.stores("The port")
    held = hold_one_then_refuse(desk, '"label":"speculation"')
    desk.press("2", "m")
    desk.page.keyboard.type("Who ")
    assert desk.when(lambda: held)
    answer(held[0], 422, "This label is retired.")
    expect(refused(desk)).to_contain_text("This label is retired.")
    desk.page.keyboard.type("said so?", delay=20)
    desk.page.get_by_role("textbox", name="Note").press("Escape")
    layer = desk.layer_when(lambda layer: layer["spans"][0]["note"] == "Who said so?")
    assert layer["spans"][0]["label"] == "claim"
    assert desk.listed() == ["Claim: The port"]
