"""From article to article: submit and go on, step forth and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage
from tests.live import Server

pytestmark = pytest.mark.serve("--no-samples")

TEXT = "Port news\n\nThe port will close. Two officials said so.\n\nShips could go north."


@pytest.fixture
def server(own_server: Server) -> Server:
    return own_server


@pytest.fixture
def desk(page: Page, client: Any, add_article: Callable[..., str]) -> AnnotationPage:
    return AnnotationPage(page, add_article(TEXT, id="port"), client).open()


def test_one_key_submits_and_goes_to_the_next_article(
    desk: AnnotationPage, add_article: Callable[..., str]
) -> None:
    add_article("Another one\n\nBody.", id="another one ü")
    desk.open()
    desk.label("The port", "1")
    desk.press("Control+Enter")
    desk.page.wait_for_url("**/articles/another*")
    layer = desk.layer_when(lambda layer: layer["status"] == "submitted")
    assert [span["text"] for span in layer["spans"]] == ["The port"]
    desk.ready()
    desk.page.go_back()
    desk.ready()
    expect(desk.page.get_by_text("Submitted", exact=False).first).to_be_visible()
    desk.page.get_by_role("button", name="Open again").click()
    desk.layer_when(lambda layer: layer["status"] == "open")


def test_j_and_k_go_from_article_to_article(
    desk: AnnotationPage, add_article: Callable[..., str]
) -> None:
    add_article("Another one\n\nBody.", id="b")
    desk.open()
    place = desk.page.locator(".bar-walk").inner_text()
    key, back = ("j", "k") if place.startswith("1") else ("k", "j")
    desk.press(key)
    desk.page.wait_for_url("**/articles/b")
    desk.ready()
    desk.press(back)
    desk.page.wait_for_url("**/articles/port")
