"""The annotation page in Chromium: main-thread CPU, by the browser's own counters.

Aims: a label on 100,000 words with 10,000 spans costs at most 1.5 times what it costs on 700
with 50, and so does one in a paragraph of 500 kB; 200,000 words load in at most 300 ms; scrolling
takes at most 10 ms a frame.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import orjson
from playwright.sync_api import sync_playwright

from benchmarks.report import Row
from benchmarks.texts import article, line
from tests.browser import chromium
from tests.browser.conftest import LAUNCH_ARGUMENTS
from tests.live import ME, Server

SIZES = ((700, 50), (10_000, 1_000), (100_000, 10_000), (200_000, 10_000))
LONGEST = 500_000
"""Code points of the article that is one paragraph."""

LABELS = 12
FRAMES = 60
MIDDLE, BEYOND = 0.4, 0.7
"""Where scrolling begins, as parts of the page: each where nothing was shown before."""

SCROLL = """(frames) => new Promise((done) => {
  const step = () => {
    scrollBy(0, 400);
    if (frames-- > 0) requestAnimationFrame(step); else done();
  };
  requestAnimationFrame(step);
})"""


def rows() -> Iterator[Row]:
    program = chromium.find()  # before Playwright runs, which it asks too
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "bench.db", ("--no-samples",))
        server.start()
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH_ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(server.address)
            _send(page, server.url, _articles())
            yield from _figures(Tab(page, server.url))
        finally:
            browser.close()
            server.kill()


def _articles() -> Iterator[dict[str, Any]]:
    for words, spans in SIZES:
        yield line(words, article(words), spans)
    long = article(LONGEST // 6).replace("\n\n", " ")[:LONGEST]
    yield line(1, long, 1_000)


def _send(page: Any, home: str, lines: Iterator[dict[str, Any]]) -> None:
    for value in lines:
        value["layer"] = ME
        answer = page.request.post(
            f"{home}/api/import?format=jsonl&name=bench.jsonl",
            data=orjson.dumps(value),
            headers={"Content-Type": "application/octet-stream"},
        )
        assert answer.ok, answer.text()


class Tab:
    """A page whose main thread's CPU is counted."""

    def __init__(self, page: Any, home: str) -> None:
        self.page = page
        self.home = home
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("Performance.enable", {"timeDomain": "threadTicks"})

    def milliseconds(self) -> float:
        """CPU of the main thread since the page began."""
        metrics = self._cdp.send("Performance.getMetrics")["metrics"]
        return float(next(m["value"] for m in metrics if m["name"] == "TaskDuration") * 1000)

    def cost(self, do: Callable[[], object]) -> float:
        """CPU that ``do`` and what follows from it took, in milliseconds."""
        before = self.milliseconds()
        do()
        self.settle()
        return self.milliseconds() - before

    def settle(self) -> None:
        """Until the main thread has had nothing to do for a while."""
        last = -1.0
        while (now := self.milliseconds()) - last > 1:
            last = now
            time.sleep(0.25)

    def load(self, article_id: str) -> float:
        """CPU until the page stands, all that it fetches afterwards included."""
        self.page.goto("about:blank")
        before = self.milliseconds()
        self.page.goto(f"{self.home}/articles/{article_id}")
        while not self._is_ready():
            time.sleep(0.02)
        self.settle()
        return self.milliseconds() - before

    def _is_ready(self) -> bool:
        """Asked without Playwright's own script in the page, which would be counted."""
        asked = {"expression": "document.documentElement.dataset.ready"}
        return bool(self._cdp.send("Runtime.evaluate", asked)["result"].get("value") == "")

    def label(self) -> float:
        """CPU of labelling the next word, in milliseconds: the press of the key alone."""
        self.page.keyboard.press("ArrowRight")
        self.settle()
        return self.cost(lambda: self.page.keyboard.press("1"))

    def scroll(self) -> float:
        """CPU of one frame, in milliseconds, with a focused span or without, whichever is more."""
        self.page.keyboard.press("n")
        focused = self._scroll(MIDDLE)
        self.page.keyboard.press("Escape")
        return max(focused, self._scroll(BEYOND))

    def _scroll(self, part: float) -> float:
        """The same from there on: marks there were left to be drawn when they come near."""
        self.page.evaluate("(part) => scrollTo(0, part * document.body.scrollHeight)", part)
        self.settle()
        before = self.milliseconds()
        self.page.evaluate(SCROLL, FRAMES)
        return (self.milliseconds() - before) / FRAMES


def _figures(tab: Tab) -> Iterator[Row]:
    first = 0.0
    for words, spans in SIZES:
        load = min(tab.load(f"a{words:06}") for _ in range(3))
        label = median(tab.label() for _ in range(LABELS))
        scroll = tab.scroll()
        first = first or label
        name = f"{words:,} words, {spans:,} spans"
        yield Row(
            f"a label on {name} (to {SIZES[0][0]} words)",
            label / first,
            f"{label:.1f} ms",
            aim=1.5 if words == 100_000 else None,
        )
        yield Row(f"load {name}", load, "", aim=300 if words == 200_000 else None, unit=" ms")
        yield Row(f"scroll {name}, a frame", scroll, "", aim=10, unit=" ms")
    load = tab.load("a000001")
    label = median(tab.label() for _ in range(LABELS))
    yield Row(
        "a label in one paragraph of 500 kB",
        label / first,
        f"{label:.1f} ms, load {load:.0f} ms",
        aim=1.5,
    )
