"""The annotation page for every eye and hand: axe, 320 px, touch, dark, forced colours, print."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage, OpenDesk

pytestmark = pytest.mark.shares_server

TEXT = (
    "Harbour may close, Averyverylongwordwithoutanybreak" + "x" * 60 + "\n"
    "\n"
    "The port will close by June, two officials said on Monday. “It is over,” said Anna Kowalska.\n"
    "\n"
    "Ships could go north instead 🌊, people briefed on the talks said.\n"
)
PHONE = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
# A finger selects words of the first paragraph.
TOUCH = """() => {
  const art = document.getElementById('art');
  art.dispatchEvent(new PointerEvent('pointerdown', { pointerType: 'touch', bubbles: true }));
  const text = [...art.querySelectorAll('[data-o]')][1].firstChild;
  text.parentElement.scrollIntoView();
  getSelection().setBaseAndExtent(text, 5, text, 12);
}"""


def full_of_work(desk: AnnotationPage) -> AnnotationPage:
    """Spans of every label, a link, a note, a flag, and the menu open over a selection."""
    desk.label("two officials", "4")
    desk.label("Anna Kowalska", "3")
    desk.label("Ships could go north", "2")
    desk.label("The port will close by June", "1")
    desk.press("d", "s", "Enter", "m")
    desk.page.keyboard.type("Look again")
    desk.press("Escape")
    desk.select("people briefed")
    return desk


WCAG = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def violations(page: Page, **options: object) -> list[tuple[str, str]]:
    """How grave each one is, and what it is."""
    return [
        (entry["impact"], f"{entry['id']}: {node['html'][:160]} {node['failureSummary']}")
        for entry in Axe().run(page, options=options).response["violations"]
        for node in entry["nodes"]
    ]


def serious(page: Page) -> list[str]:
    return [words for impact, words in violations(page) if impact in ("serious", "critical")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(open_desk: OpenDesk, theme: str) -> None:
    desk = full_of_work(open_desk(color_scheme=theme))
    problems = serious(desk.page)
    desk.press("Escape", "?")
    problems += serious(desk.page)
    assert problems == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "colours"), [(1400, "active"), (320, "none")], ids=["forced colours", "320 px"]
)
def test_axe_finds_nothing_against_wcag_in_forced_colours_or_at_320_pixels(
    open_desk: OpenDesk, theme: str, width: int, colours: str
) -> None:
    desk = full_of_work(open_desk(color_scheme=theme, forced_colors=colours))
    page = desk.page
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("#menu")).to_be_visible()
    problems = violations(page, runOnly=WCAG)
    desk.press("Escape")
    page.set_viewport_size({"width": 1400, "height": 900})
    desk.click("The port will close")
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator(".span-item.open .card-note")).to_be_visible()
    problems += violations(page, runOnly=WCAG)
    assert problems == []


def test_who_wants_less_motion_sees_none(open_desk: OpenDesk) -> None:
    text = "Port\n\n" + "\n\n".join(f"Paragraph {n} 😀. " + "Words. " * 90 for n in range(12))
    desk = open_desk(text, reduced_motion="reduce")
    desk.label("Paragraph 1", "1")
    desk.label("Paragraph 10", "1")
    desk.page.evaluate(
        """() => {
          window.longest = 0;
          const look = () => {
            const times = document.getAnimations().map((each) => each.effect.getTiming().duration);
            window.longest = Math.max(window.longest, ...times);
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    gone = """async () => {
      const from = scrollY;
      art.dispatchEvent(new KeyboardEvent('keydown', { key: 'p', bubbles: true }));
      const at = scrollY;
      await new Promise((go) => setTimeout(go, 300));
      return [from !== at, scrollY - at];
    }"""
    assert desk.page.evaluate(gone) == [True, 0]
    desk.press("Enter", "Escape", "h", "Escape", "?", "Escape")
    desk.page.get_by_role("button", name="Theme").click()
    desk.select("Paragraph 3")
    assert desk.page.evaluate("window.longest") <= 10
    slow = desk.page.evaluate(
        """() => [...document.querySelectorAll('*')].flatMap((part) =>
          ['', '::before', '::after', '::backdrop'].map((pseudo) => {
            const style = getComputedStyle(part, pseudo || null);
            const times = `${style.transitionDuration}, ${style.animationDuration}`.split(', ');
            return [Math.max(...times.map(parseFloat)), part.tagName + part.className + pseudo];
          })).filter(([seconds]) => seconds > .01)"""
    )
    assert slow == []


@pytest.mark.parametrize("width", [320, 400])
def test_the_head_of_the_page_is_for_fingers_and_the_focus_ring_is_whole(
    open_desk: OpenDesk, width: int
) -> None:
    page = open_desk(**PHONE | {"viewport": {"width": width, "height": 700}}).page
    small = page.evaluate(
        """() => [...document.querySelectorAll('.bar :is(a, button), .grey-button')]
          .map((part) => [part.ariaLabel || part.textContent.trim(), part.getBoundingClientRect()])
          .filter(([, { width, height }]) => width && (height < 44 || width < 44))
          .map(([name]) => name)"""
    )
    assert small == []
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    ring = page.evaluate(
        """() => {
          const { outlineOffset, outlineWidth } = getComputedStyle(art);
          const around = parseFloat(outlineOffset) + parseFloat(outlineWidth);
          const { left, right } = art.getBoundingClientRect();
          return [outlineWidth, left - around, innerWidth - right - around];
        }"""
    )
    assert ring[0] == "2px"
    assert min(ring[1:]) >= 2, ring


def test_an_article_is_framed_for_who_comes_to_it_by_key_and_not_on_opening(
    desk: AnnotationPage,
) -> None:
    page = desk.page
    frame = "[document.activeElement === art, getComputedStyle(art).outlineStyle]"
    assert page.evaluate(frame) == [True, "none"]
    desk.label("two officials", "4")
    assert page.evaluate(frame) == [True, "none"]
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(frame) == [True, "solid"]


def test_a_phone_of_320_pixels_shows_all_without_scrolling_sideways(open_desk: OpenDesk) -> None:
    desk = open_desk(**PHONE)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320
    desk.page.get_by_role("button", name="Edit").tap()
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 320
    assert serious(desk.page) == []
    small = desk.page.evaluate(
        """() => [...document.querySelectorAll('.rail button, .bar button, .bar a')]
          .filter((part) => part.checkVisibility())
          .map((part) => [part.textContent.trim() || part.ariaLabel, part.getBoundingClientRect()])
          .filter(([, { width, height }]) => width && (height < 24 || width < 24))
          .map(([name]) => name)"""
    )
    assert small == []


def test_the_labels_and_the_grip_of_the_sheet_are_for_fingers(open_desk: OpenDesk) -> None:
    page = open_desk(**PHONE | {"viewport": {"width": 400, "height": 800}}).page
    for name in [".sheet-grip", "button.chip[data-guide]"]:
        boxes = [part.bounding_box() for part in page.locator(name).all()]
        assert boxes, name
        assert min(min(box["height"], box["width"]) for box in boxes if box) >= 44, (name, boxes)


def test_the_menu_on_a_phone_asks_each_labels_question(open_desk: OpenDesk) -> None:
    desk = open_desk(**PHONE | {"viewport": {"width": 400, "height": 800}})
    desk.page.evaluate(TOUCH)
    expect(desk.page.locator("#menu")).to_be_visible()
    questions = desk.page.locator("#menu .question")
    expect(questions).to_have_count(4)
    for question in questions.all():
        expect(question).to_be_in_viewport(ratio=0.9)


def test_what_the_sheet_is_opened_for_stays_in_sight(open_desk: OpenDesk) -> None:
    desk = open_desk(
        "Head 🌊\n\n" + "\n\n".join(f"Line {n} of the news." for n in range(40)),
        **PHONE | {"viewport": {"width": 400, "height": 800}},
    )
    (line,) = desk.page.evaluate("[document.querySelectorAll('[data-o]')[10].dataset.o]")
    span = {"label": "claim", "fragments": [[int(line), int(line) + 6]]}
    address = f"/api/articles/{desk.article}/layers/me/spans/{uuid4()}"
    assert desk.client.put(address, json=span).status_code == 201
    desk.open()
    desk.press("n")
    expect(desk.page.locator(".span-item.open")).to_have_count(1)
    desk.page.evaluate("scrollBy(0, -250)")
    desk.page.get_by_role("button", name="Edit").click()
    framed = desk.page.locator(".outline-frame").bounding_box()
    sheet = desk.page.locator("#sheet").bounding_box()
    assert framed and sheet
    assert framed["y"] > 56
    assert framed["y"] + framed["height"] < sheet["y"]


def test_opening_the_sheet_without_a_span_leaves_the_page_where_it_is(open_desk: OpenDesk) -> None:
    text = "Head 🌊\n\n" + "\n\n".join(f"Line {n} of the news." for n in range(60))
    desk = open_desk(text, **PHONE | {"viewport": {"width": 400, "height": 800}})
    desk.page.evaluate("scrollTo(0, 1200)")
    desk.page.locator("#sheet-toggle").click()
    expect(desk.page.locator("body.sheet-open")).to_have_count(1)
    assert desk.page.evaluate("scrollY") == 1200


def test_the_fourth_lane_and_more_lie_above_the_words(desk: AnnotationPage) -> None:
    looks = desk.page.evaluate(
        """() => ['a1', 'a1 b2 c3 d4', 'a1 b2 c3 d4 e1'].map((lanes) => {
          const mark = document.createElement('mark');
          mark.className = lanes;
          document.querySelector('#art [data-o]').append(mark);
          const { backgroundPositionY, paddingTop } = getComputedStyle(mark);
          mark.remove();
          return [backgroundPositionY.split(', ').slice(0, 6), parseFloat(paddingTop)];
        })"""
    )
    (places, one), (_, four), (_, five) = looks
    assert places[0] == "100%"
    assert all(place.startswith("calc(100%") for place in places[1:3])
    assert places[3:] == ["0px", "4.4px", "8.8px"]
    assert one == four
    assert five > 8.8


def test_touch_selects_words_and_taps_the_label_below_them(open_desk: OpenDesk) -> None:
    desk = open_desk(**PHONE)
    desk.page.evaluate(TOUCH)
    menu = desk.page.locator("#menu")
    expect(menu).to_be_visible()
    selected = desk.page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom")
    boxes = [button.bounding_box() for button in menu.locator("[data-label]").all()]
    assert min(round(box["height"], 2) for box in boxes if box) >= 48, boxes
    assert len({box["x"] for box in boxes if box}) == 2
    assert min(box["y"] for box in boxes if box) > selected, (boxes, selected)
    menu.get_by_role("button", name="Claim").tap()
    desk.stores("port will")
    card = desk.page.locator("#rail .open")
    expect(card).to_be_visible()


def test_the_dark_theme_is_the_systems_or_the_persons_choice(open_desk: OpenDesk) -> None:
    desk = open_desk(color_scheme="dark")
    desk.label("two officials", "4")
    paper = "getComputedStyle(document.getElementById('main')).backgroundColor"
    assert desk.page.evaluate(paper) == "rgb(25, 26, 30)"
    mark = "getComputedStyle(document.querySelector('#art mark')).backgroundImage"
    assert "rgb(69, 33, 72)" in desk.page.evaluate(mark)
    desk.page.get_by_role("button", name="Theme").click()
    assert desk.page.evaluate(paper) == "rgb(253, 253, 252)"


def test_labels_are_told_by_pattern_also_where_colours_are_forced(open_desk: OpenDesk) -> None:
    desk = open_desk(forced_colors="active")
    desk.label("two officials", "4")
    desk.label("Ships could go north", "2")
    images = desk.page.evaluate(
        """() => [...document.querySelectorAll('#art mark')]
          .map((mark) => getComputedStyle(mark).backgroundImage.split('(')[0])"""
    )
    assert images == ["radial-gradient", "linear-gradient"]


def test_print_keeps_the_labels_and_leaves_out_the_rest(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    desk.page.emulate_media(media="print")
    assert (
        desk.page.locator("#art mark").evaluate("(m) => getComputedStyle(m).printColorAdjust")
        == "exact"
    )
    for part in (".bar", ".rail", "#map", ".about", ".outline"):
        expect(desk.page.locator(part)).to_be_hidden()


def test_changes_are_announced_politely(open_desk: OpenDesk) -> None:
    desk = open_desk()
    say = desk.page.locator("#say")
    expect(say).to_have_attribute("role", "status")
    desk.label("two officials", "4")
    expect(say).to_have_text("Anonymous source: two officials")
    desk.press("Control+z")
    expect(say).to_have_text("Undone: Anonymous source: two officials")


def test_the_article_is_readable_and_labelled_without_scripts(
    open_desk: OpenDesk, new_page: Callable[..., Page]
) -> None:
    desk = open_desk()
    desk.label("two officials", "4")
    desk.stores("two officials")
    plain = new_page(java_script_enabled=False)
    plain.goto(f"/articles/{desk.article}")
    expect(plain.locator("#art mark")).to_have_text("two officials")
    expect(plain.locator("#art")).to_contain_text("Ships could go north instead 🌊")
