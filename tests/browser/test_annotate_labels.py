"""Labelling with the mouse and by key: create, relabel, remove, note, link, and take it back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.annotating import FIND, AnnotationPage, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour may close\n"
    "\n"
    "The port will close by June, two officials said on Monday. “It is over,” said Anna "
    "Kowalska, who runs the yard.\n"
    "\n"
    "Ships could go north instead, people briefed on the talks said."
)
CLAIM = "The port will close by June"


def test_words_selected_with_the_mouse_get_the_label_of_the_key(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    (span,) = desk.stores(CLAIM)
    assert (span["label"], span["start"], span["origin"]) == ("claim", 19, "human")
    assert desk.painted() == [["a1", CLAIM]]
    assert desk.listed() == [f"Claim: {CLAIM}"]
    assert desk.framed() == CLAIM
    assert desk.selected() == ""


def test_the_menu_names_each_label_its_key_and_its_question(desk: AnnotationPage) -> None:
    desk.select("two officials")
    menu = desk.page.locator("#menu")
    buttons = [" ".join(text.split()) for text in menu.locator("[data-label]").all_inner_texts()]
    assert len(buttons) == 4
    assert buttons[3].startswith("4 Anonymous source ")
    assert buttons[3].endswith("?")
    assert desk.page.evaluate("document.activeElement.closest('#menu')") is None
    menu.get_by_role("button", name="Anonymous source").click()
    (span,) = desk.stores("two officials")
    assert span["label"] == "anonymous_source"
    expect(menu).to_be_hidden()


def test_a_sloppy_drag_is_drawn_out_to_whole_words(desk: AnnotationPage) -> None:
    desk.select("will close by June, two", cut=6)
    assert desk.selected() == "will close by June, two"
    desk.press("Escape")
    desk.select("June,")
    assert desk.selected() == "June"
    desk.press("Escape")
    desk.select("“It is over")
    assert desk.selected() == "“It is over,”"


def test_alt_holds_off_the_snapping(desk: AnnotationPage) -> None:
    desk.page.keyboard.down("Alt")
    desk.select("lose by J")
    desk.page.keyboard.up("Alt")
    assert desk.selected() == "lose by J"
    desk.press("2")
    desk.stores("lose by J")


def test_a_click_on_a_span_then_a_key_gives_it_another_label(desk: AnnotationPage) -> None:
    desk.label("Ships could go north", "1")
    desk.press("Escape")
    assert desk.framed() == ""
    desk.click("Ships could go north")
    assert desk.framed() == "Ships could go north"
    desk.press("2")
    layer = desk.layer_when(lambda layer: layer["spans"][0]["label"] == "speculation")
    assert len(layer["spans"]) == 1
    assert desk.painted() == [["a2", "Ships could go north"]]


def test_delete_removes_the_span_and_undo_brings_the_same_one_back(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    (before,) = desk.stores(CLAIM)
    desk.press("Delete")
    desk.stores()
    assert desk.painted() == []
    desk.press("Control+z")
    (after,) = desk.stores(CLAIM)
    assert after["id"] == before["id"]


def test_undo_and_redo_walk_through_every_act(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    desk.press("2")
    desk.press("d")
    desk.page.get_by_role("button", name="End one word earlier").click()
    states = [desk.blocks()]
    for _ in range(4):
        desk.press("Control+z")
        states.append(desk.blocks())
    assert desk.listed() == []
    expect(desk.page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    for state in reversed(states[:-1]):
        desk.press("Control+Shift+z")
        assert desk.blocks() == state
    (span,) = desk.stores("The port will close by")
    assert (span["label"], span["flags"]) == ("speculation", ["discuss"])
    desk.press("Control+z", "Control+y")
    desk.stores("The port will close by")


def test_a_note_is_kept_while_it_is_typed_and_is_one_step_of_undo(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    desk.press("m")
    desk.page.keyboard.type("Who says so? 12")
    desk.layer_when(lambda layer: layer["spans"] and layer["spans"][0]["note"] == "Who says so? 12")
    desk.page.keyboard.type("34")
    desk.page.reload()
    desk.ready()
    desk.layer_when(lambda layer: layer["spans"][0]["note"] == "Who says so? 1234")
    desk.click(CLAIM)
    field = desk.page.get_by_label("Note", exact=True)
    expect(field).to_have_value("Who says so? 1234")
    field.fill("a")
    desk.page.wait_for_timeout(500)
    field.press_sequentially("bc")
    desk.page.wait_for_timeout(500)
    field.press("Escape")
    desk.press("Control+z")
    desk.layer_when(lambda layer: layer["spans"][0]["note"] == "Who says so? 1234")
    assert desk.listed() == [f"Claim: {CLAIM}"]


def test_the_flag_discuss_goes_on_and_off(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    desk.press("d")
    desk.layer_when(lambda layer: layer["spans"] and layer["spans"][0]["flags"] == ["discuss"])
    desk.page.get_by_role("button", name="Discuss", exact=True).click()
    desk.layer_when(lambda layer: layer["spans"][0]["flags"] == [])


def test_either_edge_moves_by_a_word(desk: AnnotationPage) -> None:
    desk.label("will close", "1")
    desk.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowLeft")
    desk.stores("will close by")
    desk.press("Alt+Shift+ArrowLeft", "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowRight")
    desk.stores("port will close by")
    desk.page.get_by_role("button", name="End one word later").click()
    desk.page.get_by_role("button", name="Start one word earlier").click()
    desk.stores("The port will close by June")


def test_an_edge_can_be_dragged(desk: AnnotationPage) -> None:
    desk.label("will close", "1")
    begin_drag(desk)
    desk.page.mouse.up()
    desk.stores("will close by June")


def test_escape_during_a_drag_lets_go_of_the_edge_only(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    handle = desk.page.locator(".outline-handle .dot").last.bounding_box()
    assert handle
    to = desk.find("close")
    mouse = desk.page.mouse
    mouse.move(handle["x"] + 4, handle["y"] + 4)
    mouse.down()
    mouse.move(to["x2"] - 1, to["y2"], steps=3)
    desk.press("Escape")
    mouse.up()
    assert desk.framed() == "The port"
    desk.press("Escape")
    assert desk.framed() == ""
    desk.stores("The port")


def test_a_drag_of_an_edge_keeps_what_another_tab_did_meanwhile(
    desk: AnnotationPage, new_page: Callable[..., Page]
) -> None:
    desk.label("will close", "1")
    desk.stores("will close")
    other = AnnotationPage(new_page(same=desk.page), desk.article, desk.client).open()
    end = begin_drag(desk)
    other.click("will close")
    other.press("2", "d")
    desk.layer_when(lambda layer: layer["spans"][0]["flags"] == ["discuss"])
    assert desk.when(desk.listed, lambda found: "Spec" in found[0])[0] == "Speculation: will close"
    desk.page.mouse.up()
    (span,) = desk.stores("will close by June")
    assert (span["label"], span["flags"]) == ("speculation", ["discuss"])
    end = begin_drag(desk)
    other.press("Delete")
    assert desk.when(desk.listed, lambda found: not found) == []
    desk.page.mouse.move(end[0] - 100, end[1])
    desk.page.mouse.up()
    desk.label("Ships", "1")
    desk.stores("Ships")


def begin_drag(desk: AnnotationPage) -> tuple[float, float]:
    """Drag the end of the only mark by some words, without letting go; where the mouse is."""
    box = desk.page.locator(".outline-handle .dot").nth(1).bounding_box()
    at = desk.page.locator("#art mark").bounding_box()
    assert box
    assert at
    to = at["x"] + at["width"] + 60, at["y"] + 10
    mouse = desk.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(*to, steps=4)
    return to


def test_a_claim_is_attributed_to_sources_in_the_text_and_in_the_list(
    desk: AnnotationPage,
) -> None:
    desk.label("two officials", "4")
    desk.label("Anna Kowalska", "3")
    desk.label(CLAIM, "1")
    desk.press("s")
    desk.click("two officials")
    desk.press("s")
    desk.page.locator(".candidate", has_text="Anna Kowalska").click()
    layer = desk.layer_when(lambda layer: len(layer["relations"]) == 2)
    names = {span["id"]: span["text"] for span in layer["spans"]}
    ends = sorted((names[link["from"]], names[link["to"]]) for link in layer["relations"])
    assert ends == [(CLAIM, "Anna Kowalska"), (CLAIM, "two officials")]
    desk.page.get_by_role("button", name="Remove Named source: Anna Kowalska").click()
    desk.layer_when(lambda layer: len(layer["relations"]) == 1)
    desk.press("Control+z")
    desk.layer_when(lambda layer: len(layer["relations"]) == 2)


def test_deleting_a_source_and_undoing_it_brings_its_links_back(desk: AnnotationPage) -> None:
    desk.label("two officials", "4")
    desk.label(CLAIM, "1")
    desk.press("s", "Enter")
    desk.layer_when(lambda layer: len(layer["relations"]) == 1)
    desk.click("two officials")
    desk.press("Delete")
    desk.layer_when(lambda layer: len(layer["spans"]) == 1 and not layer["relations"])
    desk.press("Control+z")
    desk.layer_when(lambda layer: len(layer["spans"]) == 2 and len(layer["relations"]) == 1)


def test_relabelling_lets_go_of_links_that_the_scheme_does_not_allow(desk: AnnotationPage) -> None:
    desk.label("two officials", "4")
    desk.label(CLAIM, "1")
    desk.press("s", "Enter")
    desk.layer_when(lambda layer: len(layer["relations"]) == 1)
    desk.press("3")
    desk.layer_when(
        lambda layer: not layer["relations"] and layer["spans"][0]["label"] == "named_source"
    )
    expect(desk.page.locator("#refused")).to_be_hidden()


def test_the_side_list_holds_every_span_in_text_order_as_a_button(desk: AnnotationPage) -> None:
    desk.label("Anna Kowalska", "3")
    desk.label("Ships could go north", "2")
    desk.label(CLAIM, "1")
    assert desk.listed() == [
        f"Claim: {CLAIM}",
        "Named source: Anna Kowalska",
        "Speculation: Ships could go north",
    ]
    rail = desk.page.get_by_role("complementary", name="Spans")
    rail.get_by_role("button", name="Speculation Ships could go north").click()
    assert desk.framed() == "Ships could go north"
    counts = desk.page.locator(".label-list .figure").all_inner_texts()
    assert counts == ["1", "1", "1", "0"]
    desk.page.get_by_label("Show").select_option("named_source")
    assert desk.listed() == ["Named source: Anna Kowalska"]


def test_copied_text_is_plain(desk: AnnotationPage) -> None:
    desk.label(CLAIM, "1")
    desk.select_across("two officials", "Ships could go north")
    copied = desk.page.evaluate(
        """() => {
          const data = new DataTransfer();
          const options = { clipboardData: data, bubbles: true, cancelable: true };
          document.querySelector('#art p').dispatchEvent(new ClipboardEvent('copy', options));
          return [data.types.join(), data.getData('text/plain')];
        }"""
    )
    end = "who runs the yard.\n\nShips could go north"
    assert copied[0] == "text/plain"
    assert copied[1].startswith("two officials said on Monday.")
    assert copied[1].endswith(end)


def test_what_is_copied_from_one_long_paragraph_has_no_line_break_in_it(
    open_desk: OpenDesk,
) -> None:
    text = "📰港は六月に閉まる。" * 1_000 + "\n\nSchiffe fahren."
    desk = open_desk(text)
    copied = desk.page.evaluate(
        """() => {
          getSelection().selectAllChildren(document.getElementById('art'));
          const data = new DataTransfer();
          const options = { clipboardData: data, bubbles: true, cancelable: true };
          document.querySelector('#art p').dispatchEvent(new ClipboardEvent('copy', options));
          return data.getData('text/plain');
        }"""
    )
    assert desk.page.locator("#art .more").count() > 1
    assert copied == text


@pytest.mark.parametrize("x", [4, -4], ids=["into the labels", "into the side list"])
def test_a_drag_that_runs_over_the_edge_ends_in_its_line(desk: AnnotationPage, x: int) -> None:
    at = desk.page.evaluate(FIND, [CLAIM, 0])
    edge = x if x > 0 else 1400 + x
    mouse = desk.page.mouse
    mouse.move(at["middle"], at["y1"])
    mouse.down()
    mouse.move((at["middle"] + edge) / 2, at["y1"])
    mouse.move(edge, at["y1"])
    mouse.up()
    desk.page.wait_for_selector("#menu:popover-open")
    picked = desk.selected()
    assert picked
    assert "\n" not in picked
    assert len(picked) < 90


def test_after_labelling_by_the_menu_the_keys_are_the_articles_again(desk: AnnotationPage) -> None:
    desk.press("ArrowRight", "Enter", "Enter")
    expect(desk.page.locator("#menu")).to_be_hidden()
    assert len(desk.when(desk.listed)) == 1
    assert desk.page.evaluate("document.activeElement.id") == "art"


def test_a_drag_that_begins_at_once_after_another_selection_still_brings_the_menu(
    desk: AnnotationPage,
) -> None:
    # The browser tells late of what is selected, as one does that has much to paint.
    desk.page.evaluate(
        """() => addEventListener('pointerdown', () => {
          document.dispatchEvent(new Event('selectionchange'));
          addEventListener('selectionchange', (event) => event.stopImmediatePropagation(), true);
        }, true)"""
    )
    at = desk.find(CLAIM)
    mouse = desk.page.mouse
    mouse.move(at["x1"], at["y1"])
    mouse.down()
    mouse.move(at["x2"], at["y2"], steps=3)
    desk.page.wait_for_timeout(300)
    mouse.up()
    desk.page.wait_for_selector("#menu:popover-open")
    assert desk.selected() == CLAIM
