"""Articles given out by one person, found and gone through by another."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_people import come_in, invited
from tests.live import ME


def load(page: Page, name: str) -> Any:
    return page.locator(f'#give tr[data-name="{name}"]')


def says(page: Page, name: str, assigned: int, left: int) -> None:
    for column, count in (("td >> nth=0", assigned), ("td >> nth=1", left)):
        expect(load(page, name).locator(column)).to_have_text(str(count))


def tick_only(page: Page, *names: str) -> None:
    for box in page.locator("#give input[name=people]").all():
        box.set_checked(box.input_value() in names)


def give(page: Page, each: str, *names: str) -> None:
    tick_only(page, *names)
    page.get_by_label("Give each article to").fill(each)
    page.get_by_role("button", name="Give out").click()


def test_one_gives_out_articles_and_another_goes_through_them(
    page: Page, stranger: Page, client: httpx2.Client, add_article: Any
) -> None:
    for id_ in "abcd":
        add_article(f"📰 News of {id_}.", id=id_, title=f"About {id_}")
    come_in(stranger, invited(page, "Ben Maier"))
    expect(stranger.locator(".tabs")).to_have_count(0)
    expect(load(page, "Ben Maier").get_by_role("checkbox")).to_be_checked()
    expect(load(page, ME).get_by_role("checkbox")).not_to_be_checked()
    give(page, "1", "Ben Maier", ME)
    expect(page.locator(".toast")).to_contain_text(f"4 articles given to Ben Maier, {ME}.")
    says(page, "Ben Maier", 2, 2)
    expect(page.get_by_role("button", name="Give out")).to_be_focused()
    expect(load(page, ME).get_by_role("checkbox")).to_be_checked()
    give(page, "2", "Ben Maier", ME)
    says(page, "Ben Maier", 4, 4)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("as it was before")
    says(page, "Ben Maier", 2, 2)
    stranger.reload()
    expect(stranger.locator(".tabs [aria-current]")).to_have_text("Mine 2")
    expect(stranger.locator("#list [data-article]")).to_have_count(2)
    stranger.locator(".lead .button.primary").click()
    expect(stranger.locator(".bar-walk")).to_contain_text("1 of 2 · 2 left")
    stranger.get_by_role("button", name="Submit, next").first.click()
    expect(stranger.locator(".bar-walk")).to_contain_text("2 of 2")
    expect(stranger.locator("#net")).to_have_attribute("data-state", "saved")
    stranger.reload()  # the page before may have left what it kept to this one to send
    expect(stranger.locator(".bar-walk")).to_contain_text("2 of 2 · 1 left")
    stranger.goto("/")
    expect(stranger.locator(".tabbed")).to_contain_text("1 left to submit")
    stranger.get_by_role("link", name="All 4").click()
    expect(stranger.locator("#list [data-article]")).to_have_count(4)
    page.reload()
    says(page, "Ben Maier", 2, 1)
    load(page, "Ben Maier").get_by_role("button", name="Take back").click()
    expect(page.locator(".toast")).to_contain_text("1 article taken back from Ben Maier")
    says(page, "Ben Maier", 1, 0)
    page.get_by_role("button", name="Undo").click()
    says(page, "Ben Maier", 2, 1)


def test_a_single_article_is_given_in_its_details(page: Page, add_article: Any) -> None:
    add_article("📰 News for one.", id="one", title="For one")
    invited(page, "Gina")
    shown = page.locator('[data-article="one"] .state')
    for who in (("Gina",), ("Gina", ME), ()):
        page.goto("/?show=all")
        page.get_by_role("button", name="Correct the title or details of For one").click()
        for name in ("Gina", ME):
            page.locator("#edit-people").get_by_role("checkbox", name=name).set_checked(name in who)
        page.get_by_role("button", name="Save").click()
        expect(page.locator(".toast")).to_contain_text("Saved")
        word = "with GI" if ME in who else "for GI"
        said = expect(shown)
        said.to_contain_text(word) if who else said.not_to_contain_text("GI")


def test_what_cannot_be_given_is_said_beside_the_field(page: Page, console: Any) -> None:
    console.allow("422")
    invited(page, "Carla 📰")
    for each, names, said in (
        ("2", (), "Tick at least one person"),
        ("", ("Carla 📰",), "Write a whole number"),
        ("2", ("Carla 📰",), "only 1 is chosen"),
        ("0", ("Carla 📰",), "1 person or more"),
    ):
        give(page, each, *names)
        expect(page.locator("#each-error")).to_contain_text(said)


@pytest.mark.parametrize(
    ("width", "theme"), [(1400, "light"), (1400, "dark"), (320, "light"), (320, "dark")]
)
def test_axe_finds_nothing_serious(
    new_page: Any, client: httpx2.Client, add_article: Any, width: int, theme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
    invited(page, f"Dora 📰 {width} {theme}")
    add_article("📰 News.", id=f"{width} {theme}")
    assert client.post("/api/assignments", json={"people": [ME]}).status_code == 200
    page.goto("/people")
    expect(page.get_by_role("button", name="Give out")).to_be_visible()
    check(page, width)
    page.goto("/")
    expect(page.locator(".tabs")).to_be_visible()
    check(page, width)


def check(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page).response["violations"]
    problems = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert problems == [], page.url


def test_what_a_finger_presses_is_large_enough(
    new_page: Any, client: httpx2.Client, add_article: Any
) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    invited(page, "Finn 📰")
    add_article("📰 News of Finn.")
    client.post("/api/assignments", json={"people": [ME]})
    small = """() => [...document.querySelectorAll("main button, main .check, .tabs a, #each")]
      .map((part) => [part.ariaLabel || part.textContent.trim(), part.getBoundingClientRect()])
      .filter(([, box]) => box.height && (box.height < 44 || box.width < 24))
      .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""
    for path in ("/people", "/"):
        page.goto(path)
        assert page.evaluate(small) == [], path
