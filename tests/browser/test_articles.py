"""The list of articles: adding, correcting, deleting, and what comes back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.live import Server

SAMPLES = 3
CLAIM = [{"id": "0197f0a0-0000-7000-8000-000000000001", "label": "claim", "start": 0, "end": 5}]
BROKEN = [{"label": "claim", "start": 0, "end": 900}]

Files = list[dict[str, Any]]


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def upload_of(name: str, content: str | bytes) -> FilePayload:
    """A file as Playwright hands it to a file field."""
    buffer = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": buffer}


def titles(page: Page) -> list[str]:
    """What the list shows, from the top."""
    links = page.locator("#list [data-article] :is(h2, .row-title) a")
    return [text.strip() for text in links.all_text_contents()]


def row(page: Page, title: str) -> Any:
    return page.locator("#list [data-article]").filter(has_text=title)


def paste(page: Page, text: str, title: str = "") -> None:
    page.locator("#drop-zone").get_by_role("button", name="Paste text").click()
    dialog = page.get_by_role("dialog", name="Paste an article")
    dialog.get_by_label("Text", exact=True).fill(text)
    dialog.get_by_label("Title", exact=True).fill(title)
    dialog.get_by_role("button", name="Add the article").click()


def drop(page: Page, files: Files) -> None:
    """Drags files onto the page and lets them go."""
    data = page.evaluate_handle(
        """(files) => {
          const data = new DataTransfer();
          for (const { name, text } of files) data.items.add(new File([text], name));
          return data;
        }""",
        files,
    )
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event("h1", kind, {"dataTransfer": data})


def test_the_list_shows_the_samples_and_how_far_each_is_labelled(
    page: Page, client: httpx2.Client
) -> None:
    items = client.get("/api/articles").json()["items"]
    length = items[0]["length"]
    base = f"/api/articles/{items[0]['id']}/layers/me"
    body = {"label": "speculation", "fragments": [[length // 2, length // 2 + 40]]}
    answer = client.put(f"{base}/spans/0197f0a0-0000-7000-8000-0000000000aa", json=body)
    assert answer.status_code == 201, answer.text

    page.goto("/")
    assert sorted(titles(page)) == sorted(item["title"] for item in items)
    lead = page.locator(".lead")
    expect(lead).to_contain_text("1 span")
    expect(lead.locator("svg.strip rect.run.label-2")).to_have_count(1)
    expect(page.locator("#samples")).to_contain_text("stay out of every export")

    client.post(f"{base}/status", json={"status": "submitted"})
    page.reload()
    submitted = page.locator(".rows", has=page.get_by_role("heading", name="Submitted"))
    expect(submitted.locator(".row")).to_have_count(1)
    expect(submitted).to_contain_text("Submitted")


@pytest.mark.serve("--no-samples")
def test_pasting_adds_an_article_once(page: Page, client: httpx2.Client, console: Any) -> None:
    console.allow("422")
    page.goto("/")
    expect(page.get_by_text("There is nothing to read yet.")).to_be_visible()
    paste(page, "")
    error = page.locator("#paste-text-error")
    expect(error).to_contain_text("empty")
    expect(page.get_by_label("Text", exact=True)).to_be_focused()

    page.get_by_label("Text", exact=True).fill("Flood 🌊 warning\n\nThe dam may overflow.")
    page.get_by_role("button", name="Add the article").click()
    expect(page.get_by_role("link", name="Flood 🌊 warning")).to_be_visible()
    item = client.get("/api/articles").json()["items"][0]
    text = client.get(f"/api/articles/{item['id']}").json()["text"]
    assert text == "Flood 🌊 warning\n\nThe dam may overflow."

    paste(page, text)
    expect(page.locator(".toast")).to_contain_text("is here already")
    assert titles(page) == ["Flood 🌊 warning"]

    page.get_by_role("link", name="Flood 🌊 warning").click()
    expect(page.locator("h1")).to_contain_text("Flood 🌊 warning")


@pytest.mark.serve("--no-samples")
@pytest.mark.browser_context(permissions=["clipboard-read", "clipboard-write"])
def test_a_very_long_text_is_pasted_whole_and_the_page_goes_on(
    page: Page, client: httpx2.Client
) -> None:
    """2 MB in one line: in a text field that would stop the page for seconds at each key."""
    page.goto("/")
    page.locator("#drop-zone").get_by_role("button", name="Paste text").click()
    field = page.get_by_label("Text", exact=True)
    field.fill("Begun: ")
    field.press("End")
    copy = """() => navigator.clipboard.writeText(
      'Flood 🌊 ' + 'the dam may overflow '.repeat(90_000) + '\\r\\nend\\rof it\\t ')"""
    page.evaluate(copy)
    started = time.monotonic()
    field.press("Control+v")
    expect(page.get_by_role("group", name="The text that was pasted")).to_be_focused()
    expect(page.locator(".pasted")).to_contain_text("1,890,027 characters")
    page.locator("#paste-title").press_sequentially("Dam")
    assert time.monotonic() - started < 3
    assert page.locator("#paste-text").evaluate("(area) => area.value") == "Begun: "

    page.get_by_role("button", name="Take it out").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("Begun: ")
    field.press("Control+v")
    page.get_by_role("button", name="Add the article").click()
    expect(page.get_by_role("link", name="Dam")).to_be_visible()
    item = client.get("/api/articles").json()["items"][0]
    text = client.get(f"/api/articles/{item['id']}").json()["text"]
    assert text == "Begun: Flood 🌊 " + "the dam may overflow " * 90_000 + "\nend\nof it\t "

    paste(page, "Short again.")
    expect(page.get_by_role("link", name="Short again.")).to_be_visible()


@pytest.mark.serve("--no-samples")
def test_several_files_go_in_and_the_bad_one_says_why(page: Page) -> None:
    page.goto("/")
    lines = [
        json.dumps(
            {"id": "good", "title": "Good line", "text": "Someone said so.", "spans": CLAIM}
        ),
        json.dumps({"id": "bad", "title": "Bad line", "text": "Short.", "spans": BROKEN}),
        "{ this is no JSON",
    ]
    page.locator("#files").set_input_files(
        [
            upload_of("harbour.txt", "Harbour tunnel put off\n\nThe cost doubled."),
            upload_of("latin.txt", b"caf\xe9 closed"),
            upload_of("desk.jsonl", "\n".join(lines)),
        ]
    )
    uploads = page.locator("#uploads > li")
    expect(uploads).to_have_count(3)
    expect(uploads.nth(0)).to_contain_text("Added 1 article")
    expect(uploads.nth(1)).to_contain_text("Nothing was added")
    expect(uploads.nth(1)).to_contain_text("UTF-8")
    expect(uploads.nth(2)).to_contain_text("Added 1 article, 1 span, 2 lines refused")
    expect(uploads.nth(2)).to_contain_text("desk.jsonl:2")
    expect(uploads.nth(2)).to_contain_text("desk.jsonl:3")
    expect(page.locator("#list [data-article]")).to_have_count(2)
    assert sorted(titles(page)) == ["Good line", "Harbour tunnel put off"]

    page.locator("#files").set_input_files(
        [upload_of("harbour.txt", "Harbour tunnel put off\n\nThe cost doubled.")]
    )
    expect(uploads.nth(0)).to_contain_text("Already here, nothing added")


@pytest.mark.serve("--no-samples")
def test_files_may_be_dropped_anywhere_and_a_slow_one_says_that_it_is_read(page: Page) -> None:
    page.goto("/")

    def slowly(route: Route) -> None:
        page.wait_for_timeout(900)
        route.continue_()

    page.route("**/api/import?*", slowly)
    drop(
        page,
        [{"name": "one.txt", "text": "One\n\nbody"}, {"name": "two.txt", "text": "Two\n\nbody"}],
    )
    expect(page.locator("#uploads")).to_contain_text("Still reading one.txt")
    expect(page.get_by_role("link", name="Two")).to_be_visible()
    assert sorted(titles(page)) == ["One", "Two"]


@pytest.mark.serve("--no-samples")
def test_a_deleted_article_comes_back_with_undo(
    page: Page, client: httpx2.Client, add_article: Callable[..., str]
) -> None:
    for number in range(3):
        add_article(f"Story {number}\n\nbody", id=f"story-{number}")
    page.goto("/")
    before = titles(page)
    page.get_by_role("button", name="Delete Story 1").click()
    expect(page.locator("#list [data-article]")).to_have_count(2)
    assert client.get("/api/articles/story-1").status_code == 404
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#list [data-article]")).to_have_count(3)
    assert titles(page) == before
    expect(page.get_by_role("link", name="Story 1")).to_be_focused()


def test_the_samples_go_in_one_click_and_come_back(page: Page, client: httpx2.Client) -> None:
    page.goto("/")
    before = titles(page)
    assert len(before) == SAMPLES
    page.get_by_role("button", name="Remove the samples").click()
    expect(page.get_by_text("There is nothing to read yet.")).to_be_visible()
    assert client.get("/api/articles").json()["items"] == []
    page.keyboard.press("Control+z")
    expect(page.locator("#list [data-article]")).to_have_count(SAMPLES)
    assert titles(page) == before


@pytest.mark.serve("--no-samples")
def test_title_and_details_are_corrected_and_found(
    page: Page, client: httpx2.Client, add_article: Callable[..., str], console: Any
) -> None:
    console.allow("422")
    add_article("Typo heer\n\nbody", id="typo", meta={"section": "Economy"})
    add_article("Another story\n\nbody", id="other")
    page.goto("/")
    page.get_by_role("button", name="Correct the title or details of Typo heer").click()
    dialog = page.get_by_role("dialog", name="Correct title and details")
    dialog.get_by_label("Title", exact=True).fill("   ")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator("#edit-title-error")).to_contain_text("title")

    dialog.get_by_label("Title", exact=True).fill("Typo here 🗞️")
    dialog.get_by_label("Published", exact=True).fill("2022-03-20")
    dialog.get_by_role("button", name="Add a detail").click()
    dialog.get_by_label("Name of the detail").last.fill("author")
    dialog.get_by_label("Detail", exact=True).fill("A. Kowalska")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Typo here 🗞️")).to_be_focused()
    stored = client.get("/api/articles/typo").json()
    assert stored["title"] == "Typo here 🗞️"
    assert stored["meta"] == {
        "author": "A. Kowalska",
        "published": "2022-03-20",
        "section": "Economy",
    }

    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("here 🗞")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found with “here 🗞”")).to_be_visible()
    assert titles(page) == ["Typo here 🗞️"]
    page.goto("/?q=<b>nothing</b>")
    expect(page.get_by_text("Nothing here matches “<b>nothing</b>”.")).to_be_visible()


@pytest.mark.serve("--no-samples")
def test_export_is_one_click(page: Page, add_article: Callable[..., str]) -> None:
    add_article("Story\n\nbody", id="story")
    page.goto("/articles/story")
    page.request.put(
        "/api/articles/story/layers/me/spans/0197f0a0-0000-7000-8000-0000000000ab",
        data={"label": "claim", "fragments": [[0, 5]]},
    )
    page.goto("/")
    with page.expect_download() as download:
        page.locator(".page-head").get_by_role("link", name="Export").click()
    line = json.loads(download.value.path().read_text("utf-8"))
    assert line["id"] == "story"
    assert line["spans"][0]["text"] == "Story"
