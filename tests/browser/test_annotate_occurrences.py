"""Labelling every occurrence: shown first, taken at once, undone at once."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import AnnotationPage, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Soldatov 🕵️ speaks\n\n"
    "Andrei Soldatov said so. “Soldatov’s book” 📕 is by SOLDATOV; Soldatovs are many.\n\n"
    "Later, Soldatov left. 市长说，市长来。"
)


def panel(desk: AnnotationPage) -> Any:
    return desk.page.get_by_role("group", name="Every occurrence")


def ghosts(desk: AnnotationPage) -> list[str]:
    words: list[str] = desk.page.evaluate(
        "() => [...(CSS.highlights.get('ghost') ?? [])].map(String)"
    )
    return words


def test_a_focused_span_goes_everywhere_and_one_undo_takes_all_back(desk: AnnotationPage) -> None:
    desk.label("Soldatov", "3", nth=0)
    desk.stores("Soldatov")
    desk.press("a")
    expect(panel(desk)).to_contain_text("4 more places for Named source")
    assert ghosts(desk) == ["Soldatov", "Soldatov", "SOLDATOV", "Soldatov"]
    assert len(desk.listed()) == 1, "nothing is labelled yet"
    desk.press("Enter")
    expect(panel(desk)).to_be_hidden()
    spans = desk.stores("Soldatov", "Soldatov", "Soldatov", "SOLDATOV", "Soldatov")
    assert {span["label"] for span in spans} == {"named_source"}
    assert desk.framed() == "Soldatov"
    assert ghosts(desk) == []
    desk.press("Control+z")
    desk.stores("Soldatov")
    desk.press("Control+Shift+z")
    desk.layer_when(lambda layer: len(layer["spans"]) == 5)


def test_escape_drops_it(desk: AnnotationPage) -> None:
    desk.label("Soldatov", "3", nth=0)
    desk.press("a")
    expect(panel(desk)).to_be_visible()
    desk.press("Escape")
    expect(panel(desk)).to_be_hidden()
    assert (ghosts(desk), desk.framed()) == ([], "Soldatov")
    assert desk.listed() == ["Named source: Soldatov"]


def test_a_selection_gets_its_label_by_a_digit_and_case_can_count(desk: AnnotationPage) -> None:
    desk.select("Soldatov", nth=1)
    desk.press("a")
    expect(panel(desk)).to_contain_text("4 more places. Choose the label")
    desk.press("c")
    expect(panel(desk)).to_contain_text("3 more places")
    desk.press("4")
    spans = desk.stores("Soldatov", "Soldatov", "Soldatov", "Soldatov")
    assert {span["label"] for span in spans} == {"anonymous_source"}


def test_the_key_for_case_stands_there_as_a_person_chose_it(desk: AnnotationPage) -> None:
    desk.page.evaluate("localStorage.setItem('annotate.keys', '{\"matchCase\": \"y\"}')")
    desk.open()
    desk.select("Soldatov", nth=1)
    desk.press("a")
    expect(panel(desk).locator(".check kbd")).to_have_text("Y")
    expect(panel(desk)).to_contain_text("4 more places")
    desk.press("y")
    expect(panel(desk)).to_contain_text("3 more places")


def test_an_abbreviation_is_not_found_in_a_longer_one(open_desk: OpenDesk) -> None:
    desk = open_desk("The U.S. 🌊 and the U.S.A. and the U.S.’s and u.s.")
    desk.select("U.S.")
    desk.press("a")
    expect(panel(desk)).to_contain_text("2 more places")
    assert ghosts(desk) == ["U.S.", "u.s."]


def test_those_that_have_the_label_are_left_out(desk: AnnotationPage) -> None:
    desk.label("Soldatov", "3", nth=0)
    desk.label("Soldatov", "3", nth=1)
    desk.press("a")
    expect(panel(desk)).to_contain_text("3 more places")
    desk.press("Enter")
    desk.layer_when(lambda layer: len(layer["spans"]) == 5)
    desk.press("a")
    expect(panel(desk)).to_contain_text("No other place that is not Named source yet")
    desk.press("Enter", "Escape")
    assert len(desk.listed()) == 5


def test_what_lies_within_a_longer_span_of_the_label_is_left_out(desk: AnnotationPage) -> None:
    desk.label("Andrei Soldatov said", "3")
    desk.label("Soldatov", "3", nth=0)
    desk.press("a")
    expect(panel(desk)).to_contain_text("3 more places")
    assert ghosts(desk) == ["Soldatov", "SOLDATOV", "Soldatov"]


def test_the_menu_offers_it_and_buttons_do_it(desk: AnnotationPage) -> None:
    desk.select("市长", nth=0)
    desk.page.locator("#menu").get_by_role("button", name="Every occurrence").click()
    expect(panel(desk)).to_contain_text("1 more place. Choose")
    panel(desk).get_by_role("button", name="Claim").click()
    desk.stores("市长", "市长")
    desk.press("Control+z")
    desk.stores()
    desk.select("市长", nth=0)
    desk.press("a")
    desk.page.get_by_role("button", name="Drop").click()
    expect(panel(desk)).to_be_hidden()
    desk.press("2")
    assert desk.listed() == ["Speculation: 市长"], "what is selected is still selected"
    desk.press("a")
    panel(desk).get_by_role("button", name="Label them all").click()
    desk.stores("市长", "市长")


def test_without_anything_it_says_what_to_do(desk: AnnotationPage) -> None:
    desk.press("a")
    expect(desk.page.locator("#say")).to_have_text("Select some words first, or focus a span")
    expect(panel(desk)).to_be_hidden()
