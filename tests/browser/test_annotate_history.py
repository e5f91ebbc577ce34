"""Undo and redo over reloads, tabs and days; and the history, from which any point comes back."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.annotating import AnnotationPage, Held
from tests.browser.port import SAVED
from tests.live import Server

TEXT = "Port 🚢 news\n\nThe port will close 📉. Two officials said so.\n\nShips could go north."
CHANGES = "**/layers/*/changes"
HISTORY = "**/history*"


def lists(desk: AnnotationPage, *spans: str) -> None:
    """The side list comes to have exactly these lines."""
    assert desk.when(desk.listed, lambda found: found == [*spans]) == [*spans]


def lists_all(desk: AnnotationPage, spans: set[str]) -> None:
    """The same, in any order."""
    assert desk.when(lambda: {*desk.listed()}, lambda found: found == spans) == spans


def says(desk: AnnotationPage, words: str) -> None:
    expect(desk.page.locator("#say")).to_have_text(words)


def undo(desk: AnnotationPage, *expected: str) -> None:
    desk.press("Control+z")
    lists(desk, *expected)


def redo(desk: AnnotationPage, *expected: str) -> None:
    desk.press("Control+Shift+z")
    lists(desk, *expected)


def open_history(desk: AnnotationPage) -> Locator:
    desk.press("h")
    dialog: Locator = desk.page.get_by_role("dialog", name="History")
    expect(dialog).to_be_visible()
    return dialog


def words_in(dialog: Locator) -> list[str]:
    expect(dialog.locator("li").first).to_be_visible()
    found: list[str] = dialog.locator(".timeline-words").all_inner_texts()
    return found


def acts_stored(desk: AnnotationPage) -> int:
    history = desk.client.get(f"/api/articles/{desk.article}/layers/me/history").json()
    return len(history["items"])


def go_back(dialog: Locator, words: str) -> str:
    """Choose the point and confirm; what the page said it would change."""
    dialog.get_by_role("button", name=re.compile(f"^Go back to here: {re.escape(words)}")).click()
    sentence: str = dialog.locator(".timeline-ask p").inner_text()
    dialog.get_by_role("button", name="Go back", exact=True).click()
    expect(dialog).to_be_hidden()
    return sentence


def test_undo_goes_on_after_a_reload_act_by_act_with_the_same_words(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("2", "d")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    desk.open()
    undo(desk, "Speculation: The port")
    says(desk, "Undone: Claim: Ships")
    desk.press("Control+z")
    says(desk, "Undone: flagged to discuss: Speculation: The port")
    undo(desk, "Claim: The port")
    says(desk, "Undone: now Speculation: The port")
    undo(desk)
    says(desk, "Undone: Claim: The port")
    desk.press("Control+z")
    says(desk, "Nothing to undo")
    desk.stores()


def test_an_undo_after_a_reload_is_not_undone_by_the_next_one(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.label("Ships", "2")
    undo(desk, "Claim: The port")
    desk.stores("The port")
    desk.open()
    undo(desk)
    desk.stores()
    desk.open()
    desk.press("Control+z")
    says(desk, "Nothing to undo")
    redo(desk, "Claim: The port")
    desk.stores("The port")
    desk.open()
    redo(desk, "Claim: The port", "Speculation: Ships")
    says(desk, "Done again: Speculation: Ships")
    desk.press("Control+z")
    lists(desk, "Claim: The port")
    desk.stores("The port")


def test_redo_ends_where_something_else_was_done(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    undo(desk)
    desk.label("Ships", "2")
    desk.stores("Ships")
    desk.open()
    desk.press("Control+y")
    says(desk, "Nothing to redo")
    assert desk.listed() == ["Speculation: Ships"]


def test_unsent_acts_are_undone_first_after_a_reload(desk: AnnotationPage, console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.label("The port", "1")
    desk.stores("The port")
    desk.page.context.route(CHANGES, lambda route: route.abort())
    desk.press("2")
    desk.label("Ships", "1")
    expect(desk.page.locator("#net-words")).to_contain_text("2 changes kept")
    desk.open()
    lists(desk, "Speculation: The port", "Claim: Ships")
    undo(desk, "Speculation: The port")
    says(desk, "Undone: Claim: Ships")
    undo(desk, "Claim: The port")
    undo(desk)
    redo(desk, "Claim: The port")
    redo(desk, "Speculation: The port")
    desk.page.context.unroute(CHANGES)
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    desk.when(desk.stored, lambda spans: [span["label"] for span in spans] == ["speculation"])
    desk.open()
    lists(desk, "Speculation: The port")


def test_an_act_stored_but_not_answered_is_undone_once_after_a_reload(
    desk: AnnotationPage, console: Any
) -> None:
    """It stands in the queue and in the history: the same act all the same."""
    console.allow("Failed to load resource", "net::ERR")

    lost: list[bool] = []

    def fetch_then_lose(route: Any) -> None:
        if not lost:
            route.fetch()
        lost.append(True)
        route.abort()

    desk.label("Ships", "1")
    desk.stores("Ships")
    desk.page.context.route(CHANGES, fetch_then_lose)
    desk.label("The port", "1")
    desk.stores("The port", "Ships")
    desk.open()
    undo(desk, "Claim: Ships")
    desk.page.context.unroute(CHANGES)
    desk.page.evaluate("dispatchEvent(new Event('online'))")
    desk.stores("Ships")
    undo(desk)
    desk.stores()


def test_two_tabs_share_what_can_be_undone(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    desk.label("The port", "1")
    lists(other, "Claim: The port")
    other.label("Ships", "2")
    lists(desk, "Claim: The port", "Speculation: Ships")
    undo(desk, "Claim: The port")
    says(desk, "Undone: Speculation: Ships")
    lists(other, "Claim: The port")
    undo(other)
    lists(desk)
    redo(desk, "Claim: The port")
    lists(other, "Claim: The port")
    redo(other, "Claim: The port", "Speculation: Ships")
    desk.stores("The port", "Ships")


@pytest.mark.parametrize("seed", range(3))
def test_undo_and_redo_are_one_line_of_acts_however_often_the_page_is_reloaded(
    desk: AnnotationPage, seed: int
) -> None:
    """Against the two stacks that everybody knows, in a random order of acts."""
    dice = random.Random(seed)
    words = ["The port", "Two officials", "Ships", "close", "north", "said so"]
    done: list[frozenset[str]] = [frozenset()]
    undone: list[frozenset[str]] = []
    acts = 0
    for _ in range(22):
        step = dice.choice(["label", "undo", "undo", "redo", "reload"])
        free = [word for word in words if word not in done[-1]]
        before = done[-1]
        if step == "label" and free:
            word = dice.choice(free)
            desk.label(word, "1")
            done.append(done[-1] | {word})
            undone.clear()
        elif step == "undo":
            desk.press("Control+z")
            if len(done) > 1:
                undone.append(done.pop())
        elif step == "redo":
            desk.press("Control+y")
            if undone:
                done.append(undone.pop())
        elif step == "reload":
            desk.open()
        expected = {f"Claim: {word}" for word in done[-1]}
        lists_all(desk, expected)
        acts += done[-1] != before
    # Not until they are equal: so they are between two of these acts too.
    assert desk.when(lambda: acts_stored(desk), acts.__le__) == acts
    assert {span["text"] for span in desk.stored()} == done[-1]


def test_a_note_typed_in_pieces_is_one_step_after_a_reload_too(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("m")
    for piece in ("really", " so", " 🤔?"):
        desk.page.keyboard.type(piece)
        desk.page.wait_for_timeout(500)
    desk.layer_when(lambda layer: layer["spans"][0]["note"] == "really so 🤔?")
    desk.open()
    assert words_in(open_history(desk))[0].endswith(": really so 🤔?")
    desk.press("Escape")
    desk.press("Control+z")
    desk.layer_when(lambda layer: not layer["spans"][0]["note"])
    says(desk, "Undone: note on Claim: The port")
    undo(desk)


def imported(desk: AnnotationPage, server: Server, count: int) -> None:
    """So many claims that came by a file."""
    spans = [
        {"id": f"i{n}", "label": "claim", "start": 13 + n % 20, "end": 34} for n in range(count)
    ]
    line = {"id": desk.article, "text": TEXT, "layer": "me", "spans": spans}
    name = desk.client.get(f"/api/articles/{desk.article}").json()["layers"]
    line["layer"] = name[0]["name"]
    answer = desk.client.post("/api/import?name=a.jsonl", content=orjson.dumps(line))
    assert answer.json()["spans"] == count, answer.text


def test_an_import_is_undone_as_one_act_with_all_its_spans(
    desk: AnnotationPage, server: Server
) -> None:
    desk.label("Ships", "2")
    desk.stores("Ships")
    imported(desk, server, 300)
    desk.open()
    expect(desk.page.locator("#span-count")).to_have_text("301")
    desk.press("Control+z")
    says(desk, "Undone: imported 300 spans")
    desk.stores("Ships")
    desk.open()
    desk.press("Control+Shift+z")
    expect(desk.page.locator("#span-count")).to_have_text("301")
    desk.when(desk.stored, lambda spans: len(spans) == 301)
    assert len(desk.stored()) == 301


def test_what_the_server_does_not_tell_now_can_be_undone_later(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.label("The port", "1")
    # Before the page has heard that it is stored, it would be undone without asking.
    expect(desk.page.locator("#net-words")).to_have_text(SAVED)
    desk.open()
    desk.page.context.route(HISTORY, lambda route: route.abort())
    desk.press("Control+z")
    says(desk, "The server does not answer; what was done before can be undone when it does")
    expect(open_history(desk).locator(".timeline-notice")).to_have_text(
        "The server does not answer; the history is shown when it does"
    )
    desk.press("Escape")
    desk.page.context.unroute(HISTORY)
    undo(desk)


def test_the_history_tells_each_act_in_plain_words_with_its_time(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("2", "Alt+ArrowRight", "d")
    desk.label("Two officials", "4")
    desk.press("Control+z")
    desk.stores("The port will")
    dialog = open_history(desk)
    assert words_in(dialog) == [
        "undone: labelled Anonymous source “Two officials”",
        "labelled Anonymous source “Two officials”",
        "flagged to discuss: Speculation “The port will”",
        "lengthened Speculation “The port will” by “will”",
        "relabelled Claim → Speculation “The port”",
        "labelled Claim “The port”",
        "the beginning, before the first act",
    ]
    expect(dialog.get_by_role("heading", name="Today")).to_be_visible()
    assert re.fullmatch(r"\d\d:\d\d", dialog.locator("time").first.inner_text())
    desk.press("h")
    expect(dialog).to_be_hidden()


def test_the_history_says_who_is_the_source_of_what_and_which_words_came_and_went(
    desk: AnnotationPage,
) -> None:
    desk.label("Two officials", "4")
    desk.label("The port will", "1")
    desk.press("s", "1", "Alt+ArrowLeft", "Shift+S")
    desk.stores("The port", "Two officials")
    link = "Claim “The port” to Anonymous source “Two officials”"
    desk.layer_when(lambda layer: not layer["relations"])
    assert words_in(open_history(desk))[:3] == [
        f"removed the link from {link}",
        "shortened Claim “The port” by “will”",
        f"attributed {link}",
    ]


def test_going_back_says_how_much_it_changes_and_can_be_undone(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("2")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    said = go_back(open_history(desk), "labelled Claim “The port”")
    assert said == "1 span changes, 1 span goes."
    lists(desk, "Claim: The port")
    desk.stores("The port")
    undo(desk, "Speculation: The port", "Claim: Ships")
    desk.stores("The port", "Ships")
    redo(desk, "Claim: The port")
    assert words_in(open_history(desk))[0].startswith("done again: went back to Today, ")


def test_going_back_shows_in_every_tab_and_survives_a_reload(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    desk.label("The port", "1")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    go_back(open_history(desk), "the beginning")
    lists(desk)
    lists(other)
    undo(other, "Claim: The port", "Claim: Ships")
    lists(desk, "Claim: The port", "Claim: Ships")
    desk.stores("The port", "Ships")
    desk.open()
    undo(desk, "Claim: The port")


def test_nobody_goes_back_over_what_is_not_saved(desk: AnnotationPage, console: Any) -> None:
    console.allow("Failed to load resource", "net::ERR")
    desk.label("The port", "1")
    desk.stores("The port")
    desk.page.context.route(CHANGES, lambda route: route.abort())
    desk.press("2")
    expect(desk.page.locator("#net-words")).to_contain_text("1 change kept")
    dialog = open_history(desk)
    expect(dialog.locator(".timeline-notice")).to_have_text(
        "1 change not saved yet, newer than all of these"
    )
    expect(dialog.locator("li")).to_have_count(2)
    dialog.get_by_role("button", name="Go back to here: the beginning").click()
    expect(dialog.locator(".timeline-ask")).to_have_text(
        "Some changes are not saved yet; go back when they are."
    )


def test_what_stands_in_the_way_is_one_sentence(
    desk: AnnotationPage, client: Any, console: Any
) -> None:
    console.allow("409")
    desk.label("The port", "2")
    desk.press("1")
    desk.layer_when(lambda layer: layer["version"] == 2)
    scheme = client.get("/api/scheme").json()
    retired = [label | {"retired": label["key"] == "speculation"} for label in scheme["labels"]]
    assert client.put("/api/scheme", json=scheme | {"labels": retired}).status_code == 200
    try:
        dialog = open_history(desk)
        dialog.get_by_role("button", name="Go back to here: labelled Speculation").click()
        dialog.get_by_role("button", name="Go back", exact=True).click()
        expect(dialog.locator(".failed")).to_contain_text(
            "Going back is not possible: “speculation” is retired"
        )
    finally:
        client.put("/api/scheme", json=scheme)
    assert desk.listed() == ["Claim: The port"]


def test_going_back_is_done_once_though_its_answer_is_lost(
    desk: AnnotationPage, console: Any
) -> None:
    console.allow("ERR_FAILED")
    desk.label("The port", "1")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    dialog = open_history(desk)

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    desk.page.route("**/restore", lose)
    dialog.get_by_role("button", name="Go back to here: labelled Claim “The port”").click()
    dialog.get_by_role("button", name="Go back", exact=True).click()
    expect(dialog.locator(".failed")).to_contain_text("it may have been done")
    lists(desk, "Claim: The port")  # the page shows what the server has, whatever was answered
    desk.page.unroute("**/restore")
    expect(dialog.get_by_role("button", name="Try again")).to_be_focused()
    desk.press("Enter")
    expect(dialog).to_be_hidden()
    undo(desk, "Claim: The port", "Claim: Ships")
    desk.stores("The port", "Ships")
    told = words_in(open_history(desk))
    assert len([words for words in told if words.startswith("went back to")]) == 1


def relabel_sixty_times(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    (span,) = desk.stores("The port")
    address = f"/api/articles/{desk.article}/layers/me/spans/{span['id']}"
    for number in range(60):
        label = ["speculation", "claim"][number % 2]
        body = {"label": label, "fragments": span["fragments"]}
        assert desk.client.put(address, json=body).status_code == 200


def test_a_long_history_pages_in_and_an_empty_one_says_so(desk: AnnotationPage) -> None:
    dialog = open_history(desk)
    expect(dialog.locator(".timeline-empty")).to_contain_text("Nothing was done here yet.")
    desk.press("Escape")
    relabel_sixty_times(desk)
    dialog = open_history(desk)
    expect(dialog.locator("li")).to_have_count(50)
    dialog.get_by_role("button", name="Show earlier").click()
    expect(dialog.locator("li")).to_have_count(62)
    expect(dialog.get_by_role("button", name="Show earlier")).to_be_hidden()


def test_the_history_opened_again_while_it_loads_shows_each_act_once(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("2")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    held = Held(desk, HISTORY)
    open_history(desk)
    held.come(1)
    desk.press("Escape")
    dialog = open_history(desk)
    held.come(2)
    held.let_go()
    assert len(words_in(dialog)) == 4
    desk.page.wait_for_timeout(200)
    assert len(words_in(dialog)) == 4


def test_earlier_acts_are_asked_for_once_however_often_the_button_is_pressed(
    desk: AnnotationPage,
) -> None:
    relabel_sixty_times(desk)
    dialog = open_history(desk)
    expect(dialog.locator("li")).to_have_count(50)
    held = Held(desk, HISTORY)
    earlier = dialog.get_by_role("button", name="Show earlier")
    earlier.click()
    expect(earlier).to_have_attribute("aria-disabled", "true")
    desk.press("Enter", "Enter")
    held.come(1)
    desk.page.wait_for_timeout(100)
    assert len(held.routes) == 1
    held.let_go()
    expect(dialog.locator("li")).to_have_count(62)
    expect(earlier).to_be_hidden()


def test_the_key_of_the_history_closes_it_also_where_a_person_chose_another(
    desk: AnnotationPage,
) -> None:
    dialog = open_history(desk)
    desk.press("h")
    expect(dialog).to_be_hidden()
    desk.page.evaluate("localStorage.setItem('annotate.keys', '{\"history\": \"y\"}')")
    desk.open()
    desk.press("y")
    expect(dialog).to_be_visible()
    desk.press("h")
    expect(dialog).to_be_visible()
    desk.press("y")
    expect(dialog).to_be_hidden()


def test_the_button_opens_the_history_too(desk: AnnotationPage) -> None:
    desk.page.get_by_role("button", name="History", exact=True).click()
    expect(desk.page.get_by_role("dialog", name="History")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_the_history(desk: AnnotationPage, theme: Any) -> None:
    desk.page.emulate_media(color_scheme=theme)
    desk.label("The port", "1")
    desk.press("2")
    desk.label("Ships", "1")
    desk.stores("The port", "Ships")
    dialog = open_history(desk)
    dialog.get_by_role("button", name="Go back to here: labelled Claim “The port”").click()
    expect(dialog.get_by_role("button", name="Go back", exact=True)).to_be_focused()
    found = Axe().run(desk.page).response["violations"]
    assert [entry for entry in found if entry["impact"] in ("serious", "critical")] == []
