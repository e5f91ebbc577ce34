"""The annotation page with more than fits: long names, many labels, a long note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotator.domain.scheme import DEFAULT
from tests.browser.annotating import AnnotationPage, OpenDesk

TEXT = (
    "Harbour may close\n\nThe port will close by June, two officials said on Monday.\n\n"
    + "Ships could go north.\n\n" * 12
)
WIDTHS = pytest.mark.parametrize("width", [320, 400, 1400])
LONG = "N" * 60  # as long as a name may be, and nowhere to break it
INSIDE = """(parent) => [...parent.querySelectorAll('.chip, .question, .figure')]
  .filter((part) => part.checkVisibility())
  .filter((part) => {
    const [a, b] = [part.getBoundingClientRect(), parent.getBoundingClientRect()];
    return a.left < b.left || a.right > b.right + 1;
  }).map((part) => part.textContent)"""


@pytest.fixture
def open_with(open_desk: OpenDesk, client: Any) -> OpenDesk:
    """The annotation page in a window of that width, with the labels of a scheme."""

    def open_(width: int, scheme: dict[str, Any]) -> AnnotationPage:
        answer = client.put("/api/scheme", json=scheme)
        assert answer.is_success, answer.text
        return open_desk(viewport={"width": width, "height": 700})

    return open_


def many_labels() -> dict[str, Any]:
    """25 labels, and more than there are digits."""
    scheme = DEFAULT.model_dump(by_alias=True)
    for number in range(len(scheme["labels"]), 25):
        more = {"key": f"more_{number}", "name": f"More {number}", "shortcut": ""}
        scheme["labels"].append(scheme["labels"][number % 4] | more)
    return scheme


def long_names() -> dict[str, Any]:
    """The same labels, for a used one cannot go; two of them say a lot."""
    scheme = many_labels()
    scheme["labels"][0] |= {"name": LONG, "question": "Q" * 200}
    scheme["labels"][1]["question"] = "And why would anybody want to know? " * 5
    return scheme


@WIDTHS
def test_a_long_name_stays_within_its_place(open_with: OpenDesk, width: int) -> None:
    desk = open_with(width, long_names())
    desk.label("two officials", "1")
    desk.select("by June")
    page = desk.page
    assert page.locator("#menu").evaluate(INSIDE) == []
    assert page.locator(".label-list").evaluate(INSIDE) == []
    for question in page.locator("#menu .question:visible").all():
        assert question.evaluate("(one) => one.clientWidth") > 100
    name = page.locator("#menu .chip").first
    assert name.evaluate("(chip) => chip.scrollWidth <= chip.clientWidth"), "its end is cut off"
    for choice in page.locator("#filter:visible").all():
        assert choice.evaluate("(one) => one.getBoundingClientRect().right") <= width
    assert page.evaluate("document.documentElement.scrollWidth") == width


@WIDTHS
def test_many_labels_scroll_within_the_menu(open_with: OpenDesk, width: int) -> None:
    desk = open_with(width, many_labels())
    desk.select("two officials")
    menu = desk.page.locator("#menu")
    box = menu.bounding_box()
    assert box
    assert (box["y"] >= 0, box["y"] + box["height"] <= 700) == (True, True), box
    last = menu.get_by_role("button", name="More 24")
    last.click()
    desk.stores("two officials")
    assert desk.stored()[0]["label"] == "more_24"


def test_the_arrows_reach_every_label_and_the_list_of_spans_stays(open_with: OpenDesk) -> None:
    desk = open_with(1000, many_labels())
    desk.label("two officials", "1")
    side = desk.page.locator(".side").bounding_box()
    assert side
    assert side["height"] < 300, "the labels leave room for the spans below them"
    desk.press("Enter", *["ArrowDown"] * 24)
    expect(desk.page.locator("#menu [data-label=more_24]")).to_be_focused()
    expect(desk.page.locator("#menu [data-label=more_24]")).to_be_in_viewport()


@WIDTHS
def test_a_long_note_scrolls_within_its_card(open_with: OpenDesk, width: int) -> None:
    desk = open_with(width, many_labels())
    desk.label("two officials", "1")
    if width < 900:
        desk.page.get_by_role("button", name="Edit").click()
    desk.press("m")
    desk.page.keyboard.insert_text("Look again at this. " * 100)
    desk.press("Escape")
    stored = desk.when(desk.stored, lambda spans: spans and len(spans[0]["note"]) == 2_000)
    assert len(stored[0]["note"]) == 2_000
    note = desk.page.get_by_label("Note", exact=True)
    box = note.bounding_box()
    assert box
    assert 60 < box["height"] <= 210, box
    assert note.evaluate("(one) => one.scrollHeight > one.clientHeight")


def test_hints_fit_the_hand(open_with: OpenDesk, new_page: Callable[..., Page]) -> None:
    desk = open_with(1400, many_labels())
    hint = "() => document.getElementById('no-spans').innerText"
    assert "press a label's key" in desk.page.evaluate(hint)
    phone = new_page(viewport={"width": 400, "height": 800}, is_mobile=True, has_touch=True)
    phone.goto(f"/articles/{desk.article}")
    phone.wait_for_selector("html[data-ready]", state="attached")
    phone.get_by_role("button", name="Edit").tap()
    expect(phone.locator("#no-spans")).to_be_visible()
    said = phone.evaluate(hint)
    assert "tap a label" in said
    assert "key" not in said
