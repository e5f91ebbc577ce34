"""The annotation page as a person uses it: drag over words, press keys, read what it says."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from playwright.sync_api import Route

# For tests that ask the page's own modules: `await load('text')`.
LOADER = """() => {
  window.load = (name) =>
    import(document.querySelector('script[type=module]').src.replace('main', name));
}"""

PATIENCE_SECONDS = 10
T = TypeVar("T")
OpenDesk = Callable[..., "AnnotationPage"]

# Where the words stand on the screen: the middle of the first line and of the last line.
FIND = """([words, nth]) => {
  const art = document.getElementById('art');
  for (const block of art.querySelectorAll('[data-o]')) {
    let at = -1;
    while ((at = block.textContent.indexOf(words, at + 1)) >= 0) {
      if (nth-- > 0) continue;
      block.scrollIntoView({ block: 'center' });
      const range = document.createRange();
      const point = (offset, asEnd) => {
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); offset -= node.length) {
          if (asEnd ? offset <= node.length : offset < node.length) return [node, offset];
        }
      };
      range.setStart(...point(at, false));
      range.setEnd(...point(at + words.length, true));
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
      const [first, last] = [rects[0], rects[rects.length - 1]];
      const rtl = getComputedStyle(block).direction === 'rtl';
      const [left, right] = [(rect) => rect.left + 1, (rect) => rect.right - 1];
      return {
        x1: (rtl ? right : left)(first), y1: first.top + first.height / 2,
        x2: (rtl ? left : right)(last), y2: last.top + last.height / 2,
        middle: (first.left + first.right) / 2,
      };
    }
  }
  throw new Error(`the article does not say “${words}”`);
}"""


@dataclass
class AnnotationPage:
    """One article open in a browser page; `client` reads what the server has stored."""

    page: Any
    article: str
    client: Any = None

    def when(self, read: Callable[[], T], done: Callable[[T], object] = bool) -> T:
        """What `read` answers once `done` holds for it; the last answer when time is up."""
        until = time.monotonic() + PATIENCE_SECONDS
        value = read()
        while not done(value) and time.monotonic() < until:
            self.page.wait_for_timeout(50)  # not sleep(): routes and dialogs go on meanwhile
            value = read()
        return value

    def open(self) -> AnnotationPage:
        self.page.goto(f"/articles/{quote(self.article, safe='')}")
        return self.ready()

    def ready(self) -> AnnotationPage:
        self.page.wait_for_selector("html[data-ready]", state="attached")
        self.page.mouse.move(3, 3)  # with the first move of a hand the rest is fetched
        self.page.wait_for_selector(".over-paper", state="attached")
        self.page.evaluate(LOADER)
        return self

    def find(self, words: str, nth: int = 0) -> dict[str, float]:
        """Where the words stand on the screen once they stand still there."""
        earlier: dict[str, float] = {}
        at: dict[str, float] = self.page.evaluate(FIND, [words, nth])
        while at != earlier:
            self.page.evaluate("new Promise(requestAnimationFrame)")
            earlier, at = at, self.page.evaluate(FIND, [words, nth])
        return at

    def select(self, words: str, *, nth: int = 0, cut: int = 0) -> None:
        """Drag the mouse over the words; `cut` leaves out that many pixels at either end."""
        at = self.find(words, nth)
        mouse = self.page.mouse
        mouse.move(at["x1"] + cut, at["y1"])
        mouse.down()
        mouse.move((at["x1"] + at["x2"]) / 2, (at["y1"] + at["y2"]) / 2)
        mouse.move(at["x2"] - cut, at["y2"])
        mouse.up()
        self.page.wait_for_selector("#menu:popover-open")

    def select_across(self, first: str, last: str) -> None:
        """Drag from the start of `first` to the end of `last`."""
        end = self.page.evaluate(FIND, [last, 0])
        start = self.page.evaluate(FIND, [first, 0])
        end = self.page.evaluate(FIND.replace("block.scrollIntoView", "(() => {})"), [last, 0])
        mouse = self.page.mouse
        mouse.move(start["x1"], start["y1"])
        mouse.down()
        mouse.move(end["x2"], end["y2"], steps=4)
        mouse.up()
        self.page.wait_for_selector("#menu:popover-open")

    def label(self, words: str, key: str, *, nth: int = 0) -> None:
        """Select the words with the mouse and press a label's key."""
        self.select(words, nth=nth)
        self.press(key)

    def click(self, words: str, *, nth: int = 0) -> None:
        """Click into the middle of the words' first line."""
        at = self.find(words, nth)
        self.page.mouse.click(at["middle"], at["y1"])
        # In the page, whose own timers were set before this one.
        self.page.evaluate("new Promise((go) => setTimeout(go, 30))")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def listed(self) -> list[str]:
        """The side list: "label: words" for each span, in order."""
        texts: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll('#rail .span-head')].map((head) =>
              `${head.querySelector('.chip').textContent}: `
              + head.querySelector('.span-words').textContent)"""
        )
        return texts

    def framed(self) -> str:
        """The words of the focused span, "" when none has the focus."""
        words: str = self.page.evaluate(
            "() => document.querySelector('#rail .open .span-words')?.textContent ?? ''"
        )
        return words

    def selected(self) -> str:
        """What is selected in the article."""
        text: str = self.page.evaluate("() => getSelection().toString()")
        return text

    def painted(self) -> list[list[str]]:
        """Each mark as [classes, words], in order."""
        marks: list[list[str]] = self.page.evaluate(
            """() => [...document.querySelectorAll('#art mark')]
              .map((mark) => [mark.className, mark.textContent])"""
        )
        return marks

    def blocks(self) -> str:
        """The inner HTML of all blocks."""
        html: str = self.page.evaluate(
            """() => [...document.querySelectorAll('#art [data-o]')]
              .map((block) => block.innerHTML).join('|')"""
        )
        return html

    def status(self) -> str:
        words: str = self.page.locator("#net-words").inner_text()
        return words

    def stored(self) -> list[dict[str, Any]]:
        """The spans that the server has for this person."""
        spans: list[dict[str, Any]] = self._layer()["spans"]
        return spans

    def _layer(self) -> dict[str, Any]:
        answer = self.client.get(f"/api/articles/{quote(self.article, safe='')}/layers/me")
        assert answer.status_code == 200, answer.text
        layer: dict[str, Any] = answer.json()
        return layer

    def stores(self, *quotes: str) -> list[dict[str, Any]]:
        """Wait until the server's spans have exactly these words, in text order."""
        spans = self.when(self.stored, lambda spans: [span["text"] for span in spans] == [*quotes])
        assert [span["text"] for span in spans] == [*quotes]
        return spans

    def layer_when(self, done: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
        """The layer as the server has it, once `done` holds for it."""
        layer = self.when(self._layer, done)
        assert done(layer), layer
        return layer


class Held:
    """The answers of an address, or the first so many of them, which wait until they are let go."""

    def __init__(self, desk: AnnotationPage, address: str, times: int | None = None) -> None:
        self.routes: list[Route] = []
        self._desk = desk
        desk.page.route(address, self._hold, times=times)

    def _hold(self, route: Route) -> None:
        self.routes.append(route)

    def come(self, count: int) -> None:
        """Wait until so many were asked for."""
        assert self._desk.when(lambda: len(self.routes), lambda asked: asked >= count) == count

    def let_go(self) -> None:
        while self.routes:
            self.routes.pop(0).continue_()
