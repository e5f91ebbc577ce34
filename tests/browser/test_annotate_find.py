"""Finding words in the article, and coming to a place by its address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import AnnotationPage

pytestmark = pytest.mark.shares_server

FILLER = "Nothing of note happened in this paragraph of the article.\n\n" * 80
TEXT = (
    "Port 🚢 news\n\n"
    "The port will close. “It’s the PORT,” an official 👩‍👧 said. Ports close.\n\n"
    f"{FILLER}At the far end 🏁 the port closed."
)


def field(desk: AnnotationPage) -> Any:
    return desk.page.get_by_role("searchbox", name="Find in the article")


def find(desk: AnnotationPage, words: str) -> None:
    desk.press("/")
    expect(field(desk)).to_be_focused()
    desk.page.keyboard.type(words)


def count(desk: AnnotationPage) -> Any:
    return desk.page.locator(".float-panel .figure")


def painted(desk: AnnotationPage, name: str) -> list[str]:
    words: list[str] = desk.page.evaluate(
        "(name) => [...(CSS.highlights.get(name) ?? [])].map(String)", name
    )
    return words


def test_all_places_are_painted_and_the_next_is_in_hand(desk: AnnotationPage) -> None:
    find(desk, "port")
    expect(count(desk)).to_have_text("1 of 5")
    assert sorted(painted(desk, "find") + painted(desk, "found")) == [
        "PORT",
        "Port",
        "Port",
        "port",
        "port",
    ]
    desk.press("Enter", "Enter")
    expect(count(desk)).to_have_text("3 of 5")
    assert painted(desk, "found") == ["PORT"]
    desk.press("Shift+Enter", "F3", "Shift+F3", "Shift+Enter", "Shift+Enter")
    expect(count(desk)).to_have_text("5 of 5")
    assert desk.page.evaluate("scrollY") > 500, "the last place is in view"


def test_the_place_found_is_labelled_by_a_digit(desk: AnnotationPage) -> None:
    find(desk, "end 🏁 the")
    expect(count(desk)).to_have_text("1 of 1")
    desk.press("Escape")
    expect(field(desk)).to_be_hidden()
    assert desk.selected() == "end 🏁 the"
    assert painted(desk, "find") == painted(desk, "found") == []
    desk.press("2")
    desk.stores("end 🏁 the")


def test_case_counts_only_when_asked_and_quotation_marks_are_alike(desk: AnnotationPage) -> None:
    find(desk, "it's the port")
    expect(count(desk)).to_have_text("1 of 1")
    desk.page.get_by_role("search").get_by_label("Match case").check()
    expect(count(desk)).to_have_text("Not found")
    field(desk).fill("PORT")
    expect(count(desk)).to_have_text("1 of 1")
    field(desk).fill(".*")
    expect(count(desk)).to_have_text("Not found")
    field(desk).fill("")
    expect(count(desk)).to_have_text("")
    desk.press("Escape")
    assert desk.selected() == ""


def test_f3_goes_on_after_the_field_is_closed_and_a_button_opens_it(desk: AnnotationPage) -> None:
    desk.page.get_by_role("button", name="Find in the article").click()
    expect(field(desk)).to_be_focused()
    desk.page.keyboard.type("ports")
    expect(count(desk)).to_have_text("1 of 1")
    field(desk).fill("close")
    expect(count(desk)).to_contain_text("of 3")
    desk.press("Escape", "F3")
    expect(field(desk)).to_be_visible()


def test_what_is_selected_is_looked_for(desk: AnnotationPage) -> None:
    desk.select("close")
    desk.press("/")
    expect(field(desk)).to_have_value("close")
    expect(count(desk)).to_have_text("1 of 3")


def test_an_address_leads_to_a_span_with_its_frame(desk: AnnotationPage) -> None:
    start = TEXT.index("the far end")
    address = f"/api/articles/{desk.article}/layers/me/spans/{uuid4()}"
    body = {"label": "claim", "fragments": [[start, start + 11]]}
    span = desk.client.put(address, json=body).json()
    desk.page.goto("/")
    desk.page.goto(f"/articles/{desk.article}#span={span['id']}")
    desk.ready()
    assert desk.when(desk.framed) == "the far end"
    desk.page.wait_for_timeout(100)
    box = desk.page.locator(".outline-frame").bounding_box()
    assert 0 < box["y"] < 900


def test_an_address_leads_to_a_stretch_ready_to_be_labelled(desk: AnnotationPage) -> None:
    start = TEXT.index("far end 🏁")
    desk.page.goto("/")
    desk.page.goto(f"/articles/{desk.article}#at={start}-{start + 9}")
    desk.ready()
    assert desk.when(desk.selected) == "far end 🏁"
    desk.press("1")
    desk.stores("far end 🏁")
    for wrong in ("#at=x", "#at=5-2", "#at=1-999999", "#span=nobody", "#at="):
        desk.page.goto("/")
        desk.page.goto(f"/articles/{desk.article}{wrong}")
        desk.ready()
        assert desk.selected() == ""
