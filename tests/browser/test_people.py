"""Two real people in two browsers: invited, signed in, labelling, kept out, and signed out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage
from tests.live import ME

WORDS = "three old cows"
TEXT = "The tax will rise in May, said a senior official."


def invited(page: Page, name: str, role: str = "labeller") -> str:
    """Adds somebody on the page of the people, and answers the link that it shows."""
    page.goto("/people")
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("textbox", name=f"Send this link to {name}")
    expect(link).to_be_visible()
    return link.input_value()


def come_in(page: Page, link: str) -> Page:
    """Takes a password by the link of an invitation, by keys alone."""
    page.goto(link)
    expect(page.get_by_label("Password")).to_be_focused()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    return page


def row(page: Page, name: str) -> Any:
    return page.locator(f'.person-row[data-name="{name}"]')


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/login")


def test_two_people_label_the_same_article_without_seeing_each_other(
    page: Page, stranger: Page, client: httpx2.Client, add_article: Any, console: Any
) -> None:
    console.allow("403", "410")
    add_article(TEXT, id="tax", title="The tax")
    come_in(stranger, invited(page, "Anna Kowalska"))
    expect(stranger.get_by_role("button", name="Signed in as Anna Kowalska")).to_be_visible()
    for who, words, key in ((page, "senior official", "4"), (stranger, "The tax will rise", "1")):
        desk = AnnotationPage(who, "tax").open()
        desk.select(words)
        who.keyboard.press(key)
        expect(who.locator("#net")).to_contain_text("Saved")
    expect(stranger.locator("mark")).to_have_text("The tax will rise")
    layers = client.get("/api/articles/tax").json()["layers"]
    assert [one["name"] for one in layers] == ["Anna Kowalska", ME]
    stranger.goto("/?q=official")
    expect(stranger.locator(".span-row")).to_have_count(0)
    stranger.goto("/people")
    expect(stranger.locator("main")).to_contain_text("Only admins look after the people")
    stranger.goto("/")
    expect(stranger.get_by_role("link", name="People")).to_have_count(0)


def test_signing_out_and_in_again_by_name_and_password(
    page: Page, stranger: Page, console: Any
) -> None:
    console.allow("422", "410")
    link = invited(page, "Ben")
    sign_out(come_in(stranger, link))
    stranger.goto(link)
    expect(stranger.get_by_role("alert")).to_contain_text("used already, or is too old")
    stranger.goto("/articles/any")
    stranger.wait_for_url("**/login")
    expect(stranger.get_by_label("Name")).to_be_focused()
    stranger.keyboard.type("Ben")
    stranger.keyboard.press("Tab")
    stranger.keyboard.type("not so")
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("alert")).to_contain_text("do not belong together")
    expect(stranger.get_by_label("Name")).to_have_value("Ben")
    expect(stranger.get_by_label("Password")).to_be_focused()
    stranger.keyboard.type(WORDS)
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**/")
    expect(stranger.get_by_role("button", name="Signed in as Ben")).to_be_visible()


def test_a_role_holds_at_once_and_can_be_taken_back(page: Page, stranger: Page) -> None:
    come_in(stranger, invited(page, "Carla"))
    page.get_by_label("Role of Carla").focus()
    page.keyboard.type("admin")
    expect(page.locator(".toast")).to_contain_text("Carla is an admin now")
    expect(page.get_by_label("Role of Carla")).to_have_value("admin")
    expect(page.get_by_label("Role of Carla")).to_be_focused()
    stranger.goto("/people")
    expect(stranger.locator("h1")).to_have_text("People")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Role of Carla")).to_have_value("labeller")
    stranger.goto("/")
    expect(stranger.get_by_role("link", name="People")).to_have_count(0)


def test_whoever_is_removed_is_out_and_comes_back(page: Page, stranger: Page, console: Any) -> None:
    come_in(stranger, invited(page, "Dora"))
    page.get_by_role("button", name="Remove Dora").click()
    expect(page.locator("#removed")).to_contain_text("Dora")
    expect(page.locator(".toast")).to_contain_text("The labels stay")
    stranger.goto("/")
    stranger.wait_for_url("**/login")
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Dora")).to_contain_text("Signs in with a password")
    page.get_by_role("button", name="Remove Dora").click()
    page.get_by_role("button", name="Let Dora in again").click()
    expect(row(page, "Dora")).to_contain_text("Signs in with a password")
    stranger.goto("/login")  # which asks for a password once more: nobody else may have one
    stranger.get_by_label("Name").fill("Dora")
    stranger.get_by_label("Password").fill(WORDS)
    stranger.keyboard.press("Enter")
    stranger.wait_for_url("**/")


def test_an_imported_name_is_invited_with_its_labels(
    page: Page, stranger: Page, client: httpx2.Client
) -> None:
    line = b'{"id": "i", "text": "Ida was here.", "layer": "Ida", "spans": [{"label": "claim", '
    line += b'"start": 0, "end": 3}]}'
    assert client.post("/api/import?name=a.jsonl", content=line).json()["spans"] == 1
    page.goto("/people")
    page.locator("#known").get_by_role("button", name="Invite Ida").click()
    link = page.get_by_role("textbox", name="Send this link to Ida")
    come_in(stranger, link.input_value()).goto("/articles/i")
    expect(stranger.locator("mark")).to_have_text("Ida")
    expect(page.locator("#known")).not_to_contain_text("Ida")


def test_what_cannot_be_is_said_beside_its_field(page: Page, console: Any) -> None:
    console.allow("422", "409")
    page.goto("/people")
    for name, said in (("", "Write the name"), ("gold", "review settles"), (ME, "here already")):
        page.get_by_role("textbox", name="Name").fill(name)
        page.get_by_role("button", name="Make a link").click()
        expect(page.locator("#name-error")).to_contain_text(said)
        expect(page.get_by_role("textbox", name="Name")).to_be_focused()


def test_blindness_is_switched_and_taken_back(page: Page, client: httpx2.Client) -> None:
    page.goto("/people")
    box = page.get_by_role("checkbox", name="only once they have submitted")
    expect(box).to_be_checked()
    box.uncheck()
    expect(page.locator(".toast")).to_contain_text("see each other’s labels now")
    assert client.get("/api/project").json()["blind"] is False
    page.get_by_role("button", name="Undo").click()
    expect(box).to_be_checked()
    assert client.get("/api/project").json()["blind"] is True


def test_a_password_is_changed_and_the_other_browser_is_out(
    page: Page, stranger: Page, new_context: Callable[..., Any], console: Any
) -> None:
    console.allow("422")
    come_in(stranger, invited(page, "Emil"))
    other = new_context(signed_in=False).new_page()
    other.goto("/login")
    other.get_by_label("Name").fill("Emil")
    other.get_by_label("Password").fill(WORDS)
    other.keyboard.press("Enter")
    other.wait_for_url("**/")
    other.goto("/account")
    for now, said in (("wrong", "not the password that you have now"), (WORDS, "is changed")):
        other.get_by_label("Password now").fill(now)
        other.get_by_label("New password").fill("four young cows")
        other.get_by_role("button", name="Change the password").click()
        expect(other.locator("main")).to_contain_text(said)
    stranger.goto("/")
    stranger.wait_for_url("**/login")


@pytest.mark.parametrize(
    ("width", "theme"), [(1400, "light"), (1400, "dark"), (320, "light"), (320, "dark")]
)
def test_axe_finds_nothing_serious(
    new_page: Callable[..., Page], new_context: Callable[..., Any], console: Any,
    width: int, theme: str,
) -> None:  # fmt: skip
    console.allow("410")
    looks = {"viewport": {"width": width, "height": 800}, "color_scheme": theme}
    page = new_page(**looks)
    link = invited(page, f"Guest {width} {theme}")
    check(page, width)
    page.get_by_role("button", name="Account").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    check(page, width)
    page.goto("/account")
    check(page, width)
    guest = new_context(signed_in=False, **looks).new_page()
    guest.goto(link)
    check(guest, width)
    come_in(guest, link)
    sign_out(guest)
    check(guest, width)
    guest.goto(link)
    check(guest, width)


def check(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page).response["violations"]
    problems = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
    assert problems == [], page.url


def test_what_a_finger_presses_is_large_enough(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    invited(page, "Finn")
    small = """() => [...document.querySelectorAll("button, main .check, main select")]
      .map((part) => [part.ariaLabel || part.textContent.trim(), part.getBoundingClientRect()])
      .filter(([, box]) => box.height && (box.height < 44 || box.width < 24))
      .map(([name, box]) => `${name}: ${box.width} × ${box.height}`)"""
    assert page.evaluate(small) == []
    page.goto("/account")
    assert page.evaluate(small) == []
