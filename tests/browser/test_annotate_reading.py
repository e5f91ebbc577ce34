"""Reading on the annotation page: what is greyed out, text size, guidelines, print, no scripts."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.annotating import AnnotationPage, Held, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour may close 🌊, officials warn\n"
    "Share this:\n"
    "The port will close by June, two officials said on Monday. “It is over,” said Anna Kowalska.\n"
    "Our reporter was there.\n"
    "Ships could go north instead, people briefed on the talks said.\n"
)
PHONE = {"viewport": {"width": 400, "height": 860}, "is_mobile": True, "has_touch": True}


def grey(desk: AnnotationPage) -> list[str]:
    """What the page shows as boilerplate."""
    return [line.strip() for line in desk.page.locator("#art .grey").all_inner_texts()]


def kept(desk: AnnotationPage, *lines: str) -> None:
    """Waits until the server has exactly these lines as boilerplate, and the page shows them."""

    def stored() -> list[str]:
        items = desk.client.get(f"/api/articles/{desk.article}/passages").json()["items"]
        return [TEXT[i["start"] : i["end"]] for i in items if i["kind"] == "boilerplate"]

    assert desk.when(stored, lambda found: found == [*lines]) == [*lines]
    assert grey(desk) == [*lines]


SHARE = "Share this:"
THERE = "Our reporter was there."


def test_boilerplate_is_grey_and_bears_no_number(open_desk: OpenDesk) -> None:
    desk = open_desk()
    kept(desk, SHARE)
    numbers = desk.page.eval_on_selector_all("#art [data-o]", "all => all.map(b => b.dataset.n)")
    assert numbers == ["", "", "1", "2", "3"]


def test_a_key_greys_the_line_out_and_undo_brings_it_back(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.click("reporter")
    desk.press("x")
    kept(desk, SHARE, THERE)
    expect(desk.page.locator("#say")).to_have_text("line greyed out")
    desk.press("Control+z")
    kept(desk, SHARE)
    desk.press("Control+Shift+z")
    kept(desk, SHARE, THERE)
    desk.press("x")
    kept(desk, SHARE)
    desk.open()
    kept(desk, SHARE)


def test_the_button_in_the_margin_does_the_same(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.page.locator("#art [data-o]").nth(3).hover()
    desk.page.get_by_role("button", name="Grey out paragraph 2").click()
    kept(desk, SHARE, THERE)
    desk.page.get_by_role("button", name="Bring back paragraph 2").click()
    kept(desk, SHARE)


def test_the_button_can_be_reached_and_pressed_by_keys(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.click("reporter")
    desk.press("Tab")
    while desk.page.evaluate("!document.activeElement.matches('.grey-button')"):
        desk.press("Tab")
    expect(desk.page.locator(".grey-button")).to_have_accessible_name("Grey out paragraph 2")
    desk.press("Enter")
    kept(desk, SHARE, THERE)


def test_several_lines_at_once_are_one_act(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.select_across("Share", "reporter")
    desk.page.locator("#menu").get_by_role("button", name="Grey out").click()
    desk.press("Escape")
    story = TEXT.splitlines()[2]
    kept(desk, SHARE, story, THERE)
    desk.press("Control+z")
    kept(desk, SHARE)


def test_a_label_on_a_grey_line_works_as_on_any(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.label("Share this", "1")
    desk.stores("Share this")
    desk.click("Share")
    desk.press("x")
    kept(desk)
    assert desk.painted() == [["a1", "Share this"]]


def test_a_line_that_the_server_did_not_grey_out_is_shown_as_it_is(
    open_desk: OpenDesk, console: Any
) -> None:
    console.allow("ERR_FAILED")
    desk = open_desk()
    desk.page.route("**/passages/**", lambda route: route.abort())
    desk.click("reporter")
    desk.press("x")
    expect(desk.page.locator(".toast.failed")).to_contain_text("The server does not answer")
    kept(desk, SHARE)


def test_undo_after_a_line_was_not_greyed_out_leaves_it_as_it_is(
    open_desk: OpenDesk, console: Any
) -> None:
    console.allow("ERR_FAILED")
    desk = open_desk()
    desk.page.route("**/passages/**", lambda route: route.abort())
    desk.click("reporter")
    desk.press("x")
    expect(desk.page.locator(".toast.failed")).to_contain_text("The server does not answer")
    desk.page.unroute("**/passages/**")
    with desk.page.expect_response("**/passages/**"):
        desk.press("Control+z")
    kept(desk, SHARE)
    with desk.page.expect_response("**/passages/**"):
        desk.press("Control+Shift+z")
    kept(desk, SHARE, "Our reporter was there.")


def test_a_line_greyed_out_and_brought_back_without_an_answer_is_as_it_was(
    open_desk: OpenDesk, console: Any
) -> None:
    console.allow("ERR_FAILED")
    desk = open_desk()
    held: list[Route] = []
    desk.page.route("**/passages/**", lambda route: held.append(route))  # noqa: PLW0108
    desk.click("reporter")
    desk.press("x", "Control+z")
    assert desk.when(lambda: held)
    held[0].abort()
    assert desk.when(lambda: held[1:])
    held[1].abort()
    kept(desk, SHARE)


SIZE = "parseFloat(getComputedStyle(document.getElementById('art')).fontSize)"
WIDTH = "document.querySelector('#art p').clientWidth"


@pytest.mark.parametrize("window", [{}, PHONE], ids=["desk", "phone"])
def test_text_size_is_chosen_and_kept_in_this_browser(
    open_desk: OpenDesk, window: dict[str, Any]
) -> None:
    desk = open_desk(**window)
    usual = desk.page.evaluate(SIZE)
    assert usual == (17 if window else 18)
    desk.page.get_by_role("button", name="Text size and width").click()
    desk.page.get_by_label("Text size", exact=True).press("End")
    assert desk.page.evaluate(SIZE) == 24
    expect(desk.page.locator("#reading-px")).to_have_text("24 px")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = desk.page.locator("#reading").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    desk.open()
    assert desk.page.evaluate(SIZE) == 24
    desk.page.get_by_role("button", name="Text size and width").click()
    desk.page.get_by_role("button", name="As it was").click()
    assert desk.page.evaluate(SIZE) == usual


def test_the_choice_is_there_before_the_first_paint(open_desk: OpenDesk) -> None:
    """The script that applies it blocks, and stands before the page's styles."""
    desk = open_desk()
    desk.page.evaluate("localStorage.setItem('reading.size', '22')")
    desk.page.route("**/main.js", lambda _: None)  # it never comes
    desk.page.goto(f"/articles/{desk.article}", wait_until="commit")
    desk.page.wait_for_selector("#art")
    assert desk.page.evaluate(SIZE) == 22
    desk.page.unroute_all(behavior="ignoreErrors")


def test_the_width_is_chosen(open_desk: OpenDesk) -> None:
    desk = open_desk(viewport={"width": 1800, "height": 900})
    widths = []
    for name in ("Narrow", "Normal", "Wide"):
        desk.page.get_by_role("button", name="Text size and width").click()
        desk.page.get_by_role("radio", name=name).check()
        widths.append(desk.page.evaluate(WIDTH))
        desk.press("Escape")
    assert widths == sorted(set(widths)), widths
    assert abs(widths[1] - 656) < 4
    desk.open()
    assert desk.page.evaluate(WIDTH) == widths[2]


def test_the_frame_stays_around_its_words_when_the_size_changes(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    path = desk.page.locator(".outline-frame").first
    before = path.get_attribute("d")
    desk.page.get_by_role("button", name="Text size and width").click()
    desk.page.get_by_label("Text size", exact=True).press("End")
    assert desk.when(lambda: path.get_attribute("d"), lambda now: now != before) != before


def opened_at(desk: AnnotationPage) -> str:
    """The label whose heading stands at the head of the guidelines' dialog."""
    dialog = desk.page.get_by_role("dialog", name="Guidelines")
    expect(dialog).to_be_visible()
    found: str = dialog.evaluate(
        """(dialog) => [...dialog.querySelectorAll('[id^=for-label-]')]
          .find((head) => Math.abs(head.getBoundingClientRect().top - 72) < 30)?.id ?? ''"""
    )
    return found


def test_one_key_opens_the_guidelines_and_escape_returns(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.press("g")
    assert opened_at(desk) == ""
    expect(desk.page.get_by_role("dialog", name="Guidelines")).to_contain_text("Claim")
    desk.press("Escape")
    expect(desk.page.locator("dialog.guide")).to_be_hidden()
    desk.press("g")
    desk.press("g")
    expect(desk.page.locator("dialog.guide")).to_be_hidden()


def test_the_guidelines_asked_for_twice_open_once(open_desk: OpenDesk) -> None:
    desk = open_desk()
    held = Held(desk, "**/guidelines")
    desk.press("g")
    held.come(1)
    desk.press("g")
    desk.page.wait_for_timeout(100)
    held.let_go()
    expect(desk.page.locator("dialog.guide[open]")).to_have_count(1)
    desk.page.wait_for_timeout(200)
    expect(desk.page.locator("dialog.guide")).to_have_count(1)
    desk.press("Escape")
    expect(desk.page.locator("dialog.guide[open]")).to_have_count(0)


def test_the_key_of_the_guidelines_closes_them_also_where_a_person_chose_another(
    open_desk: OpenDesk,
) -> None:
    desk = open_desk()
    desk.page.evaluate("localStorage.setItem('annotate.keys', '{\"guide\": \"F8\"}')")
    desk.open()
    guide = desk.page.locator("dialog.guide")
    desk.press("F8")
    expect(guide).to_be_visible()
    desk.press("g")
    expect(guide).to_be_visible()
    desk.press("F8")
    expect(guide).to_be_hidden()


def test_the_guidelines_open_at_the_label_that_is_meant(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    desk.press("g")
    assert opened_at(desk) == "for-label-anonymous_source"
    desk.press("Escape")
    desk.page.locator(".label-list").get_by_role("button", name="Speculation").click()
    assert opened_at(desk) == "for-label-speculation"
    desk.press("Escape")
    desk.select("Anna Kowalska")
    desk.press("Enter", "ArrowDown", "ArrowDown", "g")
    assert opened_at(desk) == "for-label-named_source"


def test_each_labels_question_stands_beside_it(open_desk: OpenDesk) -> None:
    desk = open_desk()
    questions = desk.page.locator(".label-list .question")
    expect(questions).to_have_count(4)
    expect(questions.first).to_be_visible()
    expect(questions.first).to_contain_text("?")


def test_without_an_answer_the_guidelines_say_so(open_desk: OpenDesk, console: Any) -> None:
    console.allow("ERR_FAILED")
    desk = open_desk()
    desk.page.route("**/guidelines", lambda route: route.abort())
    desk.press("g")
    expect(desk.page.locator("#say")).to_contain_text("The server does not answer")
    desk.page.unroute_all()
    desk.press("g")
    opened_at(desk)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_reading(open_desk: OpenDesk, theme: str) -> None:
    desk = open_desk(color_scheme=theme)
    desk.label("Share this", "1")
    desk.page.locator("#art [data-o]").nth(3).hover()
    desk.page.get_by_role("button", name="Text size and width").click()
    problems = serious(desk.page)
    desk.press("Escape", "g")
    opened_at(desk)
    assert problems + serious(desk.page) == []


def serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{entry['id']}: {node['html'][:160]} {node['failureSummary']}"
        for entry in found
        if entry["impact"] in ("serious", "critical")
        for node in entry["nodes"]
    ]


# Tint and line of each, as a PDF writes them.
PAINT = {
    "claim": (b".851 .9098 .9843 rg", b".0314 .1804 .3804 rg"),
    "anonymous": (b".9765 .8627 .9529 rg", b".702 0 .6627 rg"),
}


def test_print_has_the_labels_also_where_backgrounds_are_left_out(open_desk: OpenDesk) -> None:
    desk = open_desk(color_scheme="dark")
    legend = paint(desk.page)
    desk.label("The port will close by June", "1")
    desk.label("two officials", "4")
    printed = paint(desk.page)
    for label, colours in PAINT.items():
        for colour in colours:
            assert printed.count(colour) > legend.count(colour), f"{label}, as on white paper"


def test_what_is_printed_of_one_or_two_labels_has_no_images(open_desk: OpenDesk) -> None:
    desk = open_desk()
    before = desk.page.pdf().count(b"/ShadingType")
    desk.label("The port will close by June", "1")
    desk.label("two officials", "4")
    desk.label("will close", "2")
    desk.label("close by", "1")
    assert desk.page.locator("#art mark[class*=' b']").count()
    assert desk.page.locator("#art mark[class*=' z']").count()
    assert desk.page.pdf().count(b"/ShadingType") == before


def paint(page: Page) -> bytes:
    """What is drawn on the printed page, as Chromium writes it."""
    printed = page.pdf(print_background=False)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed, re.DOTALL)
    return b"\n".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


def test_print_has_a_legend_of_patterns_and_no_bars(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.page.emulate_media(media="print")
    legend = desk.page.locator(".label-list .chip")
    expect(legend).to_have_count(4)
    images = legend.evaluate_all(
        "all => all.map((chip) => getComputedStyle(chip).backgroundImage + "
        "getComputedStyle(chip).backgroundSize)"
    )
    assert len(set(images)) == 4
    legend_box, text_box = legend.first.bounding_box(), desk.page.locator("#art").bounding_box()
    assert legend_box is not None
    assert text_box is not None
    assert legend_box["y"] < text_box["y"]
    for hidden in (".bar", ".rail", "#map", ".grey-button", ".side [data-run]"):
        expect(desk.page.locator(hidden).first).to_be_hidden()


def test_a_long_article_is_printed_to_its_end(open_desk: OpenDesk) -> None:
    desk = open_desk("\n".join(f"Paragraph {n} 🌊. " + "Some words. " * 60 for n in range(60)))
    assert len(re.findall(rb"/Type ?/Page\b(?!s)", desk.page.pdf())) > 10


@pytest.mark.parametrize("window", [{}, PHONE], ids=["desk", "phone"])
def test_without_scripts_it_is_a_page_to_read(
    open_desk: OpenDesk, new_page: Callable[..., Page], window: dict[str, Any]
) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    desk.stores("two officials")
    plain = new_page(java_script_enabled=False, **window)
    plain.goto(f"/articles/{desk.article}")
    expect(plain.locator("#art mark")).to_have_text("two officials")
    expect(plain.locator("#art")).to_contain_text("Harbour may close 🌊")
    plain.get_by_role("link", name="List the spans").click()
    expect(plain.locator(".plain-list li")).to_have_text("Anonymous sourcetwo officials")
    expect(plain.locator(".plain-said")).to_be_visible()
    expect(plain.locator(".plain-said")).to_contain_text("Labelling here needs scripts")
    for dead in ("#undo", ".bar-submit", "#no-spans", ".sheet-walk", "#map", ".bar-net"):
        expect(plain.locator(dead)).to_be_hidden()
    working = ".chip, [popovertarget=person-menu]"  # labels, and the person's menu
    assert plain.locator(f"button:visible:not({working})").count() == 0


def test_with_scripts_nothing_is_listed_twice(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    desk.stores("two officials")
    desk.open()
    assert len(desk.listed()) == 1
    expect(desk.page.locator(".plain-list")).to_have_count(0)
