"""The short article that the tests of saving label, and the server's answers to it."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, Route

TEXT = "Port news\n\nThe port will close. Two officials said so.\n\nShips could go north."
SAVED = re.compile(r"^Saved \d\d:\d\d$")
CHANGES = "**/layers/*/changes"


def wake(page: Page) -> None:
    """Let the page try at once, whatever its back-off says."""
    page.evaluate("dispatchEvent(new Event('online'))")


def answer(route: Route, status: int, detail: str) -> None:
    """Answer as the server does when it refuses."""
    problem = {"title": "Refused", "status": status, "detail": detail}
    route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(problem))


def refuse(page: Page, words: str) -> None:
    """The server refuses each batch that contains these words."""

    def judge(route: Route) -> None:
        if words in (route.request.post_data or ""):
            answer(route, 422, "The span says otherwise.")
        else:
            route.continue_()

    page.route(CHANGES, judge)
