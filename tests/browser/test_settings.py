"""The labels of a project, changed in the page, and what the annotation page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from annotator.domain.scheme import DEFAULT

SPAN = "0197f0a0-0000-7000-8000-0000000000ac"
OLIVE = "#565200"


@pytest.fixture(autouse=True)
def first_scheme(client: httpx2.Client) -> None:
    """Every test begins with the same labels."""
    answer = client.put("/api/scheme", json=DEFAULT.model_dump())
    assert answer.status_code == 200, answer.text


@pytest.fixture
def story(client: httpx2.Client) -> str:
    """An article with one claim; its id."""
    new = {"text": "Someone said so.\n\nOthers did not.", "id": "story", "title": "Story"}
    assert client.post("/api/articles", json=new).is_success
    body = {"label": "claim", "fragments": [[0, 12]]}
    answer = client.put(f"/api/articles/story/layers/me/spans/{SPAN}", json=body)
    assert answer.is_success, answer.text
    return "story"


def label_row(page: Page, key: str) -> Any:
    return page.locator(f'.label-row[data-key="{key}"]')


def save(page: Page) -> None:
    page.get_by_role("button", name="Save the labels").click()
    expect(page.locator("#said")).to_contain_text("Saved")


def keys(client: httpx2.Client) -> list[str]:
    return [label["key"] for label in client.get("/api/scheme").json()["labels"]]


def named(client: httpx2.Client, key: str) -> dict[str, Any]:
    labels = client.get("/api/scheme").json()["labels"]
    found: dict[str, Any] = next(label for label in labels if label["key"] == key)
    return found


def offered(page: Page, article: str) -> list[str]:
    """The labels that the annotation page offers."""
    page.goto(f"/articles/{article}")
    return [text.strip() for text in page.locator(".label-list .chip").all_text_contents()]


def test_a_new_label_is_offered_on_the_article(
    page: Page, client: httpx2.Client, story: str
) -> None:
    page.goto("/settings")
    page.get_by_role("button", name="Add a label").click()
    page.keyboard.type("Öffentliches Dementi 🙅")
    expect(page.locator("#said")).to_contain_text("not saved")
    fresh = page.locator(".label-row").last
    fresh.get_by_label("Question it asks").fill("Does someone deny it?")
    fresh.get_by_role("radio", name="olive").check()
    fresh.get_by_role("radio", name="dashed").check()
    relation = page.locator('.relation[data-type="attributed_to"] [data-end="from"]')
    relation.get_by_label("Öffentliches Dementi 🙅").check()
    save(page)

    label = named(client, "offentliches_dementi")
    assert label["name"] == "Öffentliches Dementi 🙅"
    assert (label["shortcut"], label["pattern"], label["line"]) == ("5", "dashed", OLIVE)
    rule = client.get("/api/scheme").json()["relations"][0]
    assert rule["from"] == ["claim", "speculation", "offentliches_dementi"]
    assert offered(page, story)[-1] == "Öffentliches Dementi 🙅"


def test_renaming_and_recolouring_show_on_the_article_and_undo(
    page: Page, client: httpx2.Client, story: str
) -> None:
    page.goto("/settings")
    claim = label_row(page, "claim")
    claim.get_by_label("Name", exact=True).fill("Statement")
    expect(claim.locator(".preview").first).to_have_text("Statement")
    claim.get_by_role("radio", name="olive").check()
    claim.get_by_role("radio", name="dotted").check()
    save(page)
    assert offered(page, story)[0] == "Statement"
    expect(page.locator(".label-list .chip").first).to_have_css("color", "rgb(86, 82, 0)")
    assert named(client, "claim")["pattern"] == "dotted"

    page.goto("/settings")
    label_row(page, "claim").get_by_label("Name", exact=True).fill("Assertion")
    save(page)
    page.get_by_role("button", name="Undo").click()
    expect(label_row(page, "claim").get_by_label("Name", exact=True)).to_have_value("Statement")
    assert named(client, "claim")["name"] == "Statement"


def test_the_order_changes_by_keys_and_buttons(
    page: Page, client: httpx2.Client, story: str
) -> None:
    page.goto("/settings")
    label_row(page, "anonymous_source").get_by_label("Name", exact=True).press("Alt+ArrowUp")
    expect(label_row(page, "anonymous_source").get_by_label("Name", exact=True)).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Anonymous source is now 3 of 4")
    page.get_by_role("button", name="Move down: Claim").click()
    save(page)
    assert keys(client) == ["speculation", "claim", "anonymous_source", "named_source"]
    assert offered(page, story)[:2] == ["Speculation", "Claim"]
    expect(page.locator("#list-of-spans, #art mark").first).to_be_visible()


def test_a_row_is_dragged_by_its_look(page: Page, client: httpx2.Client) -> None:
    page.goto("/settings")
    look = label_row(page, "claim").locator(".label-look")
    look.drag_to(label_row(page, "named_source"), target_position={"x": 300, "y": 100})
    save(page)
    assert keys(client) == ["speculation", "named_source", "claim", "anonymous_source"]


def test_a_used_label_is_retired_and_an_unused_one_may_go(
    page: Page, client: httpx2.Client, story: str
) -> None:
    page.goto("/settings")
    claim = label_row(page, "claim")
    expect(claim.get_by_role("button", name="Remove: Claim")).to_be_hidden()
    claim.get_by_role("button", name="Retire: Claim").click()
    page.get_by_role("button", name="Remove: Speculation").click()
    save(page)
    assert keys(client) == ["claim", "named_source", "anonymous_source"]
    assert named(client, "claim")["retired"] is True
    assert "Claim" not in offered(page, story)
    expect(page.locator("#art mark").first).to_have_text("Someone said")

    page.goto("/settings")
    page.get_by_role("button", name="Bring back: Claim").click()
    save(page)
    assert named(client, "claim")["retired"] is False


def test_the_server_never_drops_a_used_label(client: httpx2.Client, story: str) -> None:
    scheme = client.get("/api/scheme").json()
    scheme["labels"] = [label for label in scheme["labels"] if label["key"] != "claim"]
    scheme["relations"] = []
    answer = client.put("/api/scheme", json=scheme)
    assert answer.status_code == 409
    assert "retire" in answer.json()["detail"]
    assert "claim" in keys(client)


def test_a_refusal_stands_beside_its_field_and_nothing_is_saved(
    page: Page, client: httpx2.Client, console: Any
) -> None:
    console.allow("422")
    page.goto("/settings")
    label_row(page, "speculation").get_by_label("Name", exact=True).fill("Claim")
    page.get_by_role("button", name="Save the labels").click()
    field = label_row(page, "speculation").get_by_label("Name", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(label_row(page, "speculation")).to_contain_text("wo labels have the name “Claim”")
    assert named(client, "speculation")["name"] == "Speculation"

    field.fill("")
    page.get_by_role("button", name="Save the labels").click()
    expect(label_row(page, "speculation")).to_contain_text("abel 2 has no name yet; give it one")
    label_row(page, "claim").get_by_label("Key", exact=True).fill("x")
    page.get_by_role("button", name="Save the labels").click()
    expect(label_row(page, "claim")).to_contain_text("one digit")
    page.get_by_role("button", name="Discard changes").click()
    expect(field).to_have_value("Speculation")
    expect(page.locator(".error-text > span")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 400, 1400])
def test_a_refusal_is_readable_beside_the_narrowest_field(
    new_page: Callable[..., Page], console: Any, width: int
) -> None:
    console.allow("422")
    page = new_page(viewport={"width": width, "height": 800})
    page.goto("/settings")
    label_row(page, "speculation").get_by_label("Key", exact=True).fill("1")
    page.get_by_role("button", name="Save the labels").click()
    error = label_row(page, "speculation").locator(".error-text > span")
    expect(error).to_contain_text("change one of them")
    box = error.bounding_box()
    assert box
    assert box["height"] < 50, box  # two lines at most
    assert box["x"] >= 0, box
    assert box["x"] + box["width"] <= width, box
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_labels_changed_elsewhere_are_not_written_over_unseen(
    page: Page, client: httpx2.Client
) -> None:
    page.goto("/settings")
    scheme = client.get("/api/scheme").json()
    scheme["labels"][1]["name"] = "Guess"
    assert client.put("/api/scheme", json=scheme).is_success
    label_row(page, "claim").get_by_label("Question it asks").fill("Is it said as true?")
    page.get_by_role("button", name="Save the labels").click()
    expect(page.locator("#scheme-error")).to_contain_text("changed elsewhere")
    assert named(client, "claim")["question"] != "Is it said as true?"
    page.get_by_role("button", name="Discard changes").click()
    expect(label_row(page, "speculation").get_by_label("Name", exact=True)).to_have_value("Guess")
    label_row(page, "claim").get_by_label("Question it asks").fill("Is it said as true?")
    save(page)
    assert named(client, "speculation")["name"] == "Guess"


def test_leaving_with_unsaved_changes_warns(page: Page) -> None:
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/settings")
    page.get_by_role("link", name="Articles").click()
    expect(page.locator("h1")).to_have_text("Articles")
    assert asked == []
    page.goto("/settings")
    label_row(page, "claim").get_by_label("Name", exact=True).press_sequentially("s")
    page.get_by_role("link", name="Articles").click()
    expect(page.locator("h1")).to_have_text("Articles")
    assert asked == ["beforeunload"]
