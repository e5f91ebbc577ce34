"""The page of keys: finding one, changing one, taking it back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.annotating import AnnotationPage

pytestmark = pytest.mark.shares_server

TEXT = "Port 🚢 news\n\nThe port will close. Nobody knows why."


def dialog(desk: AnnotationPage) -> Any:
    return desk.page.get_by_role("dialog", name="Keys")


def change(desk: AnnotationPage, command: str, *keys: str) -> None:
    """Opens the page of keys if need be, and gives a command the last of these keys."""
    if not dialog(desk).is_visible():
        desk.press("?")
        dialog(desk).get_by_role("button", name="Change keys").click()
    dialog(desk).locator(f"[data-command={command}]").click()
    desk.press(*keys)


def said(desk: AnnotationPage) -> Any:
    return desk.page.locator("#keys-said")


def words(desk: AnnotationPage) -> list[str]:
    shown: list[str] = desk.page.locator("#key-groups dd").all_inner_texts()
    return shown


def test_a_key_is_found_by_its_name_or_by_what_it_does(desk: AnnotationPage) -> None:
    desk.press("?")
    expect(dialog(desk)).to_be_visible()
    everything = len(words(desk))
    search = dialog(desk).get_by_role("searchbox")
    search.fill("undo")
    assert words(desk) == ["undo"]
    search.fill("ctrl+enter")
    assert words(desk) == ["submit, next article"]
    search.fill("🚢")
    assert words(desk) == []
    expect(dialog(desk)).to_contain_text("No key and no action has “🚢”")
    search.fill("")
    assert len(words(desk)) == everything


def test_a_changed_key_works_at_once_and_after_a_reload_and_the_old_one_does_not(
    desk: AnnotationPage,
) -> None:
    change(desk, "discuss", "z")
    expect(said(desk)).to_have_text("Z is now “flag to discuss”")
    desk.press("Escape")
    expect(dialog(desk)).to_be_hidden()
    desk.open()
    desk.label("The port", "1")
    desk.press("d")
    assert desk.stores("The port")[0]["flags"] == []
    desk.press("z")
    desk.layer_when(lambda layer: layer["spans"][0]["flags"] == ["discuss"])
    discuss = desk.page.locator(".card").get_by_role("button", name="Discuss")
    expect(discuss).to_have_attribute("aria-keyshortcuts", "z")


def test_the_new_key_stands_on_every_button(desk: AnnotationPage) -> None:
    change(desk, "submit", "Control+Shift+Enter")
    change(desk, "guide", "F8")
    change(desk, "attribute", "y")
    desk.press("Escape")
    submit = desk.page.locator(".bar-submit")
    expect(submit.locator("kbd")).to_have_text("Ctrl Shift Enter")
    expect(submit).to_have_attribute("aria-keyshortcuts", "Control+Shift+Enter")
    expect(desk.page.locator("#menu [data-run=guide] kbd")).to_have_text("F8")
    desk.label("The port", "1")
    add = desk.page.locator(".card-add[aria-keyshortcuts=y]")
    expect(add.first.locator("kbd")).to_have_text("Y")
    desk.press("?")
    dialog(desk).get_by_role("searchbox").fill("guidelines")
    expect(dialog(desk).locator("#key-groups kbd")).to_have_text("F8")


def test_after_a_refused_key_the_next_button_takes_one_at_once(desk: AnnotationPage) -> None:
    change(desk, "discuss", "m")
    expect(said(desk)).to_contain_text("is already")
    change(desk, "note", "y")
    expect(said(desk)).to_have_text("Y is now “note”")
    expect(dialog(desk).locator("[data-command=discuss]")).to_have_text("D")


def test_a_key_that_is_taken_is_refused_in_one_sentence(desk: AnnotationPage) -> None:
    change(desk, "discuss", "m")
    expect(said(desk)).to_have_text(
        "M is already “note”. Press another key, or change that one first."
    )
    desk.press("1")
    expect(said(desk)).to_contain_text("1 is the key of the label “Claim”")
    for reserved in ("Control+t", "Control+f", "F5", "Control+Shift+n"):
        desk.page.evaluate(
            """(keys) => { const parts = keys.split('+');
              document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {
                key: parts.at(-1), ctrlKey: parts.includes('Control'),
                shiftKey: parts.includes('Shift'), bubbles: true, cancelable: true })) }""",
            reserved,
        )
        expect(said(desk)).to_contain_text("belongs to the browser")
    desk.press("Escape")
    expect(said(desk)).to_have_text("It stays as it was.")
    expect(dialog(desk)).to_be_visible()
    assert desk.page.evaluate("localStorage.getItem('annotate.keys')") is None


def test_one_key_and_all_keys_can_be_reset(desk: AnnotationPage) -> None:
    change(desk, "discuss", "z")
    change(desk, "note", "d")
    expect(said(desk)).to_have_text("D is now “note”")
    dialog(desk).get_by_role("button", name="Reset flag to discuss to D").click()
    expect(said(desk)).to_have_text("D is already “note”. Change that one first.")
    dialog(desk).get_by_role("button", name="Reset note to M").click()
    expect(said(desk)).to_have_text("M is “note” again")
    expect(dialog(desk).locator("[data-command=note]")).to_be_focused()
    dialog(desk).get_by_role("button", name="Reset all keys").click()
    expect(dialog(desk).get_by_role("button", name="Reset all keys")).to_be_hidden()
    dialog(desk).get_by_role("button", name="Done").click()
    desk.press("Escape")
    desk.label("The port", "1")
    desk.press("d")
    desk.layer_when(lambda layer: layer["spans"] and layer["spans"][0]["flags"] == ["discuss"])


def test_what_is_kept_in_a_wrong_form_does_no_harm(desk: AnnotationPage) -> None:
    desk.page.evaluate("localStorage.setItem('annotate.keys', '{nonsense')")
    desk.open()
    desk.press("?")
    expect(dialog(desk)).to_be_visible()


def test_the_keys_of_labels_stay_in_the_list_while_keys_are_changed(desk: AnnotationPage) -> None:
    desk.press("?")
    everything = set(words(desk))
    dialog(desk).get_by_role("button", name="Change keys").click()
    labels = dialog(desk).locator("section", has_text="Labels, set for all in Settings")
    shown = labels.locator("dl > div").all_inner_texts()
    assert [row.split() for row in shown] == [
        ["1", "Claim"],
        ["2", "Speculation"],
        ["3", "Named", "source"],
        ["4", "Anonymous", "source"],
    ]
    assert {"Claim", "Speculation"} <= everything
    expect(labels.get_by_role("button")).to_have_count(0)


def test_every_command_of_the_table_can_be_changed_by_keyboard(desk: AnnotationPage) -> None:
    desk.press("?")
    change_ = dialog(desk).get_by_role("button", name="Change keys")
    change_.focus()
    desk.press("Enter")
    there = desk.page.evaluate(
        """async () => {
          const { KEYS } = await load('keys');
          const all = Object.values(KEYS);
          const buttons = [...document.querySelectorAll('[data-command]')];
          const shown = buttons.map(({ dataset }) => dataset.command);
          return [[...new Set(all)].sort(), shown.sort()];
        }"""
    )
    assert there[0] == there[1]
    desk.page.locator("[data-command=next]").focus()
    desk.press("Enter", "v")
    expect(said(desk)).to_have_text("V is now “next span”")
