"""The page of agreement in a browser: from a figure to the words, for every eye and hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import httpx2
import orjson
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_look import serious

TEXT = "📰 The tax will rise in May, said a senior official. “It could hurt,” Ana Ruiz said."
LONG = "Averylongwordwithoutanybreak" * 3 + " 🌊 and then a headline that goes on"


@pytest.fixture
def compared(client: httpx2.Client) -> None:
    """Three people on three articles, one of whom saw fewer spans with other edges."""
    for at in range(3):
        for name, start in (("Anna Kowalska", 2), ("Ben", 6), ("cem", 2 + at)):
            spans = [{"id": "s1", "label": "claim", "start": start, "end": 26}]
            spans += [{"id": "s2", "label": "anonymous_source", "start": 33, "end": 50}]
            spans += [{"id": "s3", "label": "speculation", "start": 55, "end": 68}] * (at > 0)
            line = {"id": f"a{at}", "title": f"{LONG} {at}", "text": TEXT, "layer": name}
            line |= {"status": "submitted"}
            content = orjson.dumps(line | {"spans": spans})
            answer = client.post("/api/import?name=a.jsonl", content=content)
            assert answer.json()["refused"] == []


@pytest.mark.usefixtures("compared")
def test_from_a_figure_to_the_words_in_the_article(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Agreement").click()
    expect(page.get_by_role("heading", name="Exact span F1")).to_be_visible()
    page.get_by_text("People: everybody").click()
    page.get_by_role("checkbox", name="Anna Kowalska").check()
    page.get_by_role("checkbox", name="Ben").check()
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".sentence")).to_contain_text("Anna Kowalska and Ben")
    heat = page.locator(".heat")
    heat.get_by_role("link", name="Claim and Claim: 3").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Claim on both sides")).to_be_visible()
    expect(page.locator(".case")).to_have_count(3)
    expect(page.locator(".case").first.locator("b u")).to_have_text("The ")
    page.locator(".case a").first.click()
    expect(page).to_have_url("/articles/a0#at=2-26")


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1400, "light")])
def test_it_is_open_to_all_and_nothing_scrolls_sideways(
    new_page: Callable[..., Page], width: int, theme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 700}, color_scheme=theme)
    problems: list[str] = []
    for address, part in (("", ".card"), ("/cases?of=claim", ".case"), ("?person=cem", ".empty")):
        page.goto(f"/agreement{address}")
        expect(page.locator(part).last).to_be_visible()
        expect(page.get_by_text("Still comparing")).to_have_count(0)
        problems += serious(page)
        wide: Any = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, address
    assert problems == []


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize("width", [400, 1400])
def test_long_names_of_labels_stay_in_their_columns(
    client: httpx2.Client, new_page: Callable[..., Page], width: int
) -> None:
    before = client.get("/api/scheme").json()
    labels = [label | {"name": f"W📰{'W' * 33} {at}"} for at, label in enumerate(before["labels"])]
    assert client.put("/api/scheme", json=before | {"labels": labels}).status_code == 200
    page = new_page(viewport={"width": width, "height": 700})
    page.goto("/agreement?wait=true")
    heads = page.locator(".heat .head")
    expect(heads).to_have_count(10)
    boxes: Any = heads.evaluate_all(
        """(heads) => heads.map((head) => {
          const { left, right, top, bottom } = head.firstElementChild.getBoundingClientRect();
          return { left, right, top, bottom, title: head.title };
        })"""
    )
    across, down = boxes[:5], boxes[5:]
    assert all(one["right"] <= other["left"] for one, other in pairwise(across))
    assert all(one["bottom"] <= other["top"] for one, other in pairwise(down))
    assert [one["title"] for one in across] == [*(label["name"] for label in labels), "Nothing"]
    wide: Any = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    assert client.put("/api/scheme", json=before).status_code == 200


@pytest.mark.usefixtures("compared")
def test_it_works_without_scripts(new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/agreement?label=claim")
    expect(page.locator(".card")).to_have_count(4)
