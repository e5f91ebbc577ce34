"""The guidelines for every eye: axe in light and dark, wide and narrow."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.shares_server


@pytest.mark.parametrize("path", ["/guidelines", "/guidelines/edit"])
@pytest.mark.parametrize("window", [(1400, "light"), (1400, "dark"), (320, "light")])
def test_axe_finds_nothing_serious(new_page: Any, path: str, window: tuple[int, str]) -> None:
    width, theme = window
    page = new_page(viewport={"width": width, "height": 800}, color_scheme=theme)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
