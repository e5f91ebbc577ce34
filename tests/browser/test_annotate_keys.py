"""The keyboard alone: move, pick, label, step; and keys that stay out of the way."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import AnnotationPage, Held, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Port news\n"
    "\n"
    "The port will close. Two officials said so on Monday. Nobody knows why.\n"
    "\n"
    "Ships could go north."
)


def test_arrows_move_by_word_and_sentence_and_shift_extends(desk: AnnotationPage) -> None:
    desk.press("ArrowRight")
    assert desk.selected() == "Port"
    desk.press("ArrowRight", "ArrowRight")
    assert desk.selected() == "The"
    desk.press("ArrowDown")
    assert desk.selected() == "Two"
    desk.press("Shift+ArrowRight", "Shift+ArrowRight")
    assert desk.selected() == "Two officials said"
    desk.press("Shift+ArrowLeft")
    assert desk.selected() == "Two officials"
    desk.press("Shift+ArrowDown")
    assert desk.selected() == "Two officials said so on Monday"
    desk.press("ArrowUp")
    assert desk.selected() == "Two"
    desk.press("ArrowUp", "ArrowLeft")
    assert desk.selected() == "news"


def test_a_whole_article_is_labelled_without_a_mouse(desk: AnnotationPage) -> None:
    desk.press("ArrowRight", "ArrowDown", "Shift+ArrowDown", "1")
    desk.press("ArrowRight", "Shift+ArrowRight")
    desk.press("Enter")
    expect(desk.page.locator("#menu button").first).to_be_focused()
    desk.press("ArrowDown", "ArrowDown", "ArrowDown", "Enter")
    desk.stores("The port will close", "Two officials")
    desk.press("p")
    assert desk.framed() == "The port will close"
    desk.press("Alt+ArrowLeft")
    desk.stores("The port will", "Two officials")
    desk.press("Control+z")
    desk.stores("The port will close", "Two officials")
    desk.press("s", "Enter")
    layer = desk.layer_when(lambda layer: layer["relations"])
    assert [span["label"] for span in layer["spans"]] == ["claim", "anonymous_source"]
    desk.press("Delete")
    desk.stores("Two officials")
    desk.press("Control+z")
    desk.layer_when(lambda layer: len(layer["spans"]) == 2 and layer["relations"])
    desk.press("Control+Enter")
    desk.layer_when(lambda layer: layer["status"] == "submitted")


def test_a_key_pressed_before_its_script_has_come_does_what_it_says(desk: AnnotationPage) -> None:
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("ArrowRight", "e", "e")
    assert desk.when(desk.selected, lambda words: " " in words) == "Port news"


def test_keys_are_obeyed_in_their_order_while_scripts_are_still_coming(
    desk: AnnotationPage,
) -> None:
    desk.label("The port will close", "1")
    desk.stores("The port will close")
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("n", "u", "2")
    late.come(1)
    late.let_go()
    spans = desk.stores("The port will close", "Two officials said so on Monday")
    assert [span["label"] for span in spans] == ["claim", "speculation"]


@pytest.mark.parametrize("keys", [("n", "s", "1"), ("n", "s", "Enter"), ("n", "Enter", "s", "1")])
def test_a_key_pressed_early_means_what_it_means_after_those_before_it(
    desk: AnnotationPage, keys: tuple[str, ...]
) -> None:
    desk.label("The port will close", "2")
    desk.label("Two officials", "4")
    desk.stores("The port will close", "Two officials")
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press(*keys)
    late.come(1)
    late.let_go()
    layer = desk.layer_when(lambda layer: layer["relations"])
    assert [span["label"] for span in layer["spans"]] == ["speculation", "anonymous_source"]


def test_undo_pressed_early_for_a_field_takes_no_label_back(desk: AnnotationPage) -> None:
    desk.label("The port will close", "1")
    desk.stores("The port will close")
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("/", "y", "Control+z", "2")
    late.come(1)
    late.let_go()
    field = desk.page.get_by_role("searchbox", name="Find in the article")
    expect(field).to_have_value("2")
    desk.page.wait_for_timeout(300)
    desk.stores("The port will close")


@pytest.mark.parametrize("opens", ["?", "h"])
def test_a_dialog_is_closed_by_escape_pressed_early(desk: AnnotationPage, opens: str) -> None:
    desk.label("The port will close", "1")
    desk.stores("The port will close")
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("n", opens, "Escape", "2")
    late.come(1)
    late.let_go()
    desk.layer_when(lambda layer: [span["label"] for span in layer["spans"]] == ["speculation"])
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_the_menu_is_gone_through_by_keys_pressed_early(desk: AnnotationPage) -> None:
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("ArrowRight", "Enter", "ArrowDown", "Enter")
    late.come(1)
    late.let_go()
    (span,) = desk.stores("Port")
    assert span["label"] == "speculation"


def test_what_is_typed_for_a_field_that_is_still_coming_stands_in_it(
    desk: AnnotationPage,
) -> None:
    desk.label("The port will close", "1")
    desk.stores("The port will close")
    late = Held(desk, "**/annotate/hands.js", 1)
    desk.page.goto(f"/articles/{desk.article}")
    desk.page.wait_for_selector("html[data-ready]", state="attached")
    desk.press("n", "/", "2", "x", "Backspace", "Space", "d")
    late.come(1)
    late.let_go()
    field = desk.page.get_by_role("searchbox", name="Find in the article")
    expect(field).to_have_value("2 d")
    desk.page.keyboard.type(" 🌊")
    expect(field).to_have_value("2 d 🌊")
    (span,) = desk.stores("The port will close")
    assert (span["label"], span["flags"]) == ("claim", [])


def test_a_key_that_removes_spans_does_not_on_the_buttons_of_the_bar(desk: AnnotationPage) -> None:
    desk.label("The port will close", "1")
    desk.page.get_by_role("button", name="Find in the article").focus()
    desk.press("Backspace", "Delete")
    assert desk.listed() == ["Claim: The port will close"]
    desk.page.get_by_role("button", name="Discuss").focus()
    desk.press("Delete")
    assert desk.listed() == []
    desk.press("Control+z")
    desk.page.locator("#art").focus()
    desk.press("n", "Enter")
    expect(desk.page.locator("#menu")).to_be_visible()
    desk.press("Delete")
    assert desk.listed() == []


def test_stepping_to_a_span_lets_go_of_what_was_selected(desk: AnnotationPage) -> None:
    desk.label("The port will close", "1")
    desk.select("Two officials")
    desk.press("n", "p", "2")
    assert desk.listed() == ["Speculation: The port will close"]


def test_n_and_p_step_through_the_spans(desk: AnnotationPage) -> None:
    for words in ("Ships", "Two officials", "The port"):
        desk.label(words, "1")
    desk.open()
    seen = []
    for key in ("n", "n", "n", "n", "p"):
        desk.press(key)
        seen.append(desk.framed())
    assert seen == ["The port", "Two officials", "Ships", "Ships", "Two officials"]


def press_event(desk: AnnotationPage, **event: Any) -> None:
    desk.page.evaluate(
        """(press) => document.getElementById('art').dispatchEvent(
          new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...press }))""",
        event,
    )


def test_digits_work_on_other_keyboards_and_not_while_composing(desk: AnnotationPage) -> None:
    desk.select("The port")
    press_event(desk, key="1", code="Digit1", isComposing=True)
    press_event(desk, key="1", code="Digit1", ctrlKey=True)
    assert desk.listed() == []
    press_event(desk, key="&", code="Digit1")
    assert desk.listed() == ["Claim: The port"]
    press_event(desk, key="End", code="Numpad2")
    assert desk.listed() == ["Speculation: The port"]


def test_no_key_does_anything_while_a_field_is_written_in(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.press("m")
    desk.page.keyboard.type("2 dnp? sure")
    desk.press("Backspace", "Delete")
    assert desk.page.get_by_label("Note", exact=True).input_value() == "2 dnp? sur"
    assert desk.listed() == ["Claim: The port"]
    expect(desk.page.locator("#keys")).to_be_hidden()


def test_single_letter_keys_can_be_turned_off(desk: AnnotationPage) -> None:
    desk.press("?")
    dialog = desk.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Single-letter keys").uncheck()
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    desk.open()
    desk.select("The port")
    desk.press("1", "?")
    assert desk.listed() == []
    expect(dialog).to_be_hidden()
    desk.page.locator("#art").focus()
    desk.press("Enter", "Enter")
    assert desk.listed() == ["Claim: The port"]


def test_the_page_of_keys_lists_every_shortcut_there_is(desk: AnnotationPage) -> None:
    desk.press("?")
    desk.page.wait_for_selector("#keys[open]")
    shown = desk.page.locator("#key-groups dd").all_inner_texts()
    table = desk.page.evaluate(
        """async () => {
          const { SHORTCUTS } = await load('key-words');
          return SHORTCUTS.map(({ words }) => words);
        }"""
    )
    assert len(table) > 10
    assert set(table) <= set(shown)
    assert any(words.startswith("Anonymous source") for words in shown)


def test_escape_lets_go_of_one_thing_at_a_time(desk: AnnotationPage) -> None:
    desk.label("The port", "1")
    desk.select("Ships")
    desk.press("Escape")
    expect(desk.page.locator("#menu")).to_be_hidden()
    assert (desk.selected(), desk.framed()) == ("", "The port")
    desk.press("Escape")
    assert desk.framed() == ""


@pytest.mark.parametrize(
    "sentences",
    [
        [
            "Mr. Putin 🌊 said that Dr. Smith would leave",
            "“Is it over?” he wondered",
            "John F. Kennedy came",
        ],
        [
            "The U.S. Senate voted 🌊",
            "It ended on Jan. 6 at No. 10",
            "They left for the U.S.",
            "He too",
        ],
        ["Il a dit\u202f: « Nous partons 🌊 demain. »", "Puis il part", "Elle « reste. » dit-il"],
        ["« Que faire\u202f? », puis 🌊 part", "« C’est fini\u202f! »", "Elle part"],
        ["Это был я 🌊", "Москва молчала", "Il y en a", "Paris dort"],
        ["It rained at 5 p.m. (1500 GMT) on Monday 🌊", "Acme Inc. (NYSE: ACM) fell"],
        ["Er sagte 🌊: »Wir gehen.«", "»Sie bleibt«, sagte er"],
        [
            "World War I",
            "It ended 🌊 at 5 p.m. ET on Monday",
            "Roe v. Wade stood",
            "He runs Acme Inc. Chief among them, Brig. Gen. Smith fell",
            "The U.S. No. 2 official saw a U.S. A-10 jet",
            "So did I",
            "Then we left by Main St",
            "He wrote “so”",
        ],
        [
            "It rained in Washington, D.C. and 🌊 e.g. Boston",
            "Vitamin C. helps",
            "At 5 p.m.",
            "Police came",
        ],
    ],
)
def test_sentences_go_on_after_titles_initials_and_abbreviations(
    open_desk: OpenDesk, sentences: list[str]
) -> None:
    desk = open_desk(" ".join(each if each.endswith(".") else f"{each}." for each in sentences))
    found = []
    for _ in sentences:
        desk.press("u")
        found.append(desk.selected())
    assert found == sentences


def test_arrows_pass_a_latin_headline_over_text_that_runs_to_the_left(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk("BBC News 🌍\n\nقال الوزير شيئا\n\nوقع الاتفاق أمس")
    desk.click("شيئا")
    seen = []
    for _ in range(3):
        desk.press("ArrowLeft")
        seen.append(desk.selected())
    assert seen == ["وقع", "الاتفاق", "أمس"]
    desk.press(*["ArrowRight"] * 6)
    assert desk.selected() == "BBC"


def test_an_abbreviation_in_the_genitive_is_one_word(open_desk: OpenDesk) -> None:
    desk = open_desk("🌊 The U.S.’s role.")
    desk.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert desk.selected() == "U.S.’s"


def test_arrows_stop_at_a_picture_that_stands_for_a_word(open_desk: OpenDesk) -> None:
    desk = open_desk("We 👩‍👩‍👧 love ❤️ it™ 🇫🇷.")
    seen = []
    for _ in range(6):
        desk.press("ArrowRight")
        seen.append(desk.selected())
    assert seen == ["We", "👩‍👩‍👧", "love", "❤️", "it", "🇫🇷"]
    desk.press("ArrowLeft", "ArrowLeft", "1")
    desk.stores("❤️")


def test_arrows_pass_a_paragraph_that_runs_the_other_way(open_desk: OpenDesk) -> None:
    desk = open_desk("One two.\nقال الوزير شيئا\nThree four.")
    seen = []
    for _ in range(7):
        desk.press("ArrowRight")
        seen.append(desk.selected())
    assert seen == ["One", "two", "شيئا", "الوزير", "قال", "Three", "four"]
    for words in reversed(seen[:-1]):
        desk.press("ArrowLeft")
        assert desk.selected() == words
