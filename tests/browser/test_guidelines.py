"""The guidelines: read by all, written by admins, and no version is lost."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.live import Server

EVIL = "## Claim\n\nOurs 🌊 <img src=x onerror=alert(1)> [x](javascript:alert(1)) **bold**"


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


def field(page: Page) -> Any:
    return page.get_by_role("textbox", name="Text")


def opened(page: Page) -> Page:
    page.goto("/guidelines/edit")
    return page


def test_what_is_written_is_seen_beside_it_and_harms_nobody(page: Page) -> None:
    field(opened(page)).fill(EVIL)
    preview = page.locator("#preview")
    expect(preview.locator("strong")).to_have_text(["bold"])
    expect(preview).to_contain_text("<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    assert preview.locator("img, a").count() == 0
    expect(preview.locator("#for-label-claim")).to_have_text("Claim")


def test_saved_guidelines_stand_and_can_be_taken_back(page: Page, client: Any) -> None:
    before = client.get("/api/guidelines").json()["markdown"]
    field(opened(page)).fill("## Claim\n\nOurs 🌊")
    page.get_by_role("button", name="Save the guidelines").click()
    expect(page.locator(".toast")).to_contain_text("Saved")
    assert client.get("/api/guidelines").json()["markdown"] == "## Claim\n\nOurs 🌊"
    versions = page.locator("#versions li")
    expect(versions).to_have_count(2)
    expect(versions.first).to_contain_text("stands now")
    expect(versions.last).to_contain_text("Restore the default")
    page.get_by_role("button", name="Undo").click()
    expect(field(page)).to_have_value(before)
    expect(page.locator("#said")).to_contain_text("as they were before")
    expect(versions).to_have_count(3)
    assert client.get("/api/guidelines").json()["markdown"] == before
    assert client.get("/api/guidelines").json()["version"] == 2


def test_an_earlier_version_comes_back_when_it_is_saved(page: Page, client: Any) -> None:
    default = client.get("/api/guidelines").json()["markdown"]
    for text in ("First", "Second"):
        client.put("/api/guidelines", json={"markdown": text})
    opened(page)
    page.get_by_role("button", name="Restore the default").click()
    expect(field(page)).to_have_value(default)
    assert client.get("/api/guidelines").json()["markdown"] == "Second"
    page.get_by_role("button", name="Discard changes").click()
    expect(field(page)).to_have_value("Second")
    page.get_by_role("button", name="Take this version").click()
    expect(field(page)).to_have_value("First")
    page.get_by_role("button", name="Save the guidelines").click()
    expect(page.locator("#said")).to_contain_text("Saved")
    assert client.get("/api/guidelines").json()["markdown"] == "First"


def test_somebody_elses_version_is_not_overwritten_unseen(
    page: Page, client: Any, console: Any
) -> None:
    console.allow("409")
    opened(page)
    client.put("/api/guidelines", json={"markdown": "Theirs"})
    field(page).fill("Mine")
    save, error = page.get_by_role("button", name="Save the guidelines"), "#markdown-error"
    with page.expect_response("**/preview"):  # which says nothing of what was refused
        save.click()
        expect(page.locator(error)).to_contain_text("other guidelines meanwhile")
    expect(page.locator("#preview")).to_have_text("Mine")
    expect(page.locator(error)).to_contain_text("other guidelines meanwhile")
    expect(field(page)).to_have_value("Mine")
    assert client.get("/api/guidelines").json()["markdown"] == "Theirs"
    page.get_by_role("button", name="Save the guidelines").click()
    expect(page.locator("#said")).to_contain_text("Saved")
    assert client.get("/api/guidelines?version=1").json()["markdown"] == "Theirs"


def test_what_is_not_saved_is_not_left_by_mistake(page: Page) -> None:
    field(opened(page)).fill("Mine")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_without_a_server_the_text_stays_in_the_field(
    page: Page, server: Server, console: Any
) -> None:
    console.allow("ERR_CONNECTION")
    field(opened(page)).fill("Mine 🌊")
    server.kill()
    page.get_by_role("button", name="Save the guidelines").click()
    expect(page.locator("#markdown-error")).to_contain_text("The server does not answer")
    expect(field(page)).to_have_value("Mine 🌊")
