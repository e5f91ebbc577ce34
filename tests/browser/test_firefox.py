"""The core of the annotation page in Firefox, where one is installed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.browser import firefox
from tests.browser.annotating import FIND
from tests.live import Server

TEXT = (
    "Bridge 🌉 to open early\n\n"
    "The family 👩‍👩‍👧 was told “it could open in May”, said the minister Anna Kowalska.\n\n"
    "وقال وزير الخارجية سامي الشكري إن الاتفاق قد يُوقَّع قريبًا."
)

ADD = """(article) => fetch('/api/articles', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(article),
}).then((answer) => answer.status)"""


@pytest.fixture(scope="module")
def fox(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[firefox.Firefox]:
    program = firefox.find()
    if program is None:
        pytest.skip("no Firefox is installed")
    with firefox.started(program, tmp_path_factory.mktemp("profile")) as browser:
        browser.open(server.address)
        yield browser


class Desk:
    """An article open in Firefox, as a person uses it."""

    def __init__(self, fox: firefox.Firefox, server: Server) -> None:
        self.fox = fox
        self.server = server
        self.article = str(uuid4())
        assert fox.ask(f"({ADD})({json.dumps({'id': self.article, 'text': TEXT})})") == 201
        self.open()

    def open(self) -> None:
        self.fox.open(f"{self.server.url}/articles/{self.article}")
        self.fox.when("'ready' in document.documentElement.dataset")

    def select(self, words: str) -> None:
        at: dict[str, float] = self.fox.ask(f"({FIND})([{words!r}, 0])")
        self.fox.drag(at["x1"], at["y1"], at["x2"], at["y2"])
        self.fox.when("document.querySelector('#menu').matches(':popover-open')")

    def stores(self, *quotes: str) -> list[dict[str, Any]]:
        """Wait until the server's spans have these words, and slice the text as they say."""
        ask = f"fetch('/api/articles/{self.article}/layers/me').then((r) => r.json())"
        layer = self.fox.when(ask, lambda it: [s["text"] for s in it["spans"]] == [*quotes])
        spans: list[dict[str, Any]] = layer["spans"]
        for span in spans:
            assert TEXT[span["start"] : span["end"]] == span["text"]
        return spans


@pytest.fixture
def desk(fox: firefox.Firefox, server: Server) -> Desk:
    return Desk(fox, server)


def test_words_selected_with_the_mouse_get_the_label_of_the_key(desk: Desk) -> None:
    desk.select("“it could open in May")
    desk.fox.press("2")
    (span,) = desk.stores("“it could open in May”")
    assert span["label"] == "speculation"


def test_arabic_words_are_labelled_whole(desk: Desk) -> None:
    desk.select("سامي الشكري")
    desk.fox.press("3")
    desk.stores("سامي الشكري")


def test_the_keyboard_alone_labels_undoes_and_does_again(desk: Desk) -> None:
    desk.fox.press("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "1")
    desk.stores("Bridge 🌉 to")
    desk.fox.press("Control+z")
    desk.stores()
    desk.fox.press("Control+Shift+z")
    desk.stores("Bridge 🌉 to")


def test_the_page_paints_as_the_server_does(desk: Desk) -> None:
    desk.select("the minister Anna Kowalska")
    desk.fox.press("3")
    desk.select("Anna Kowalska")
    desk.fox.press("1")
    desk.stores("the minister Anna Kowalska", "Anna Kowalska")
    marks = "[...document.querySelectorAll('#art mark')].map((m) => [m.className, m.textContent])"
    painted = desk.fox.ask(marks)
    assert len(painted) == 2
    desk.open()
    assert desk.fox.ask(marks) == painted


def test_a_span_is_resized_linked_and_the_article_submitted_by_keys(desk: Desk) -> None:
    desk.select("the minister Anna Kowalska")
    desk.fox.press("3")
    desk.select("“it could open in May")
    desk.fox.press("2")
    desk.stores("“it could open in May”", "the minister Anna Kowalska")
    desk.fox.press("n", "Alt+Shift+ArrowRight")
    desk.stores("“it could open in May”", "minister Anna Kowalska")
    desk.fox.press("p")
    framed = "document.querySelector('#rail .open .span-words')?.textContent ?? ''"
    desk.fox.when(framed, lambda words: "it could open" in words)
    desk.fox.press("s")
    desk.fox.when("document.activeElement.matches('.candidates button')")
    desk.fox.press("Enter")
    layer = f"fetch('/api/articles/{desk.article}/layers/me').then((r) => r.json())"
    desk.fox.when(layer, lambda it: len(it["relations"]) == 1)
    desk.fox.press("Control+Enter")
    # The page is about to leave, which ends what it asks for.
    layer = f"{layer}.catch(() => ({{ status: '' }}))"
    desk.fox.when(layer, lambda it: it["status"] == "submitted")


def test_marks_far_below_are_drawn_before_they_come_into_sight(desk: Desk) -> None:
    line = "🌉 The bridge will open in May."
    text = "\n".join([line] * 1_500)
    desk.article = str(uuid4())
    assert desk.fox.ask(f"({ADD})({json.dumps({'id': desk.article, 'text': text})})") == 201
    changes = [
        {"put": "span", "id": str(uuid4()), "label": "claim", "fragments": [[at, at + 12]]}
        for at in range(0, len(text), len(line) + 1)
    ]
    batch = json.dumps({"id": str(uuid4()), "changes": changes})
    put = f"""fetch('/api/articles/{desk.article}/layers/me/changes', {{
      method: 'POST', headers: {{ 'Content-Type': 'application/json' }}, body: {batch!r},
    }}).then((answer) => answer.status)"""
    assert desk.fox.ask(put) == 200
    desk.open()
    assert desk.fox.ask("document.querySelectorAll('.sec.bare').length") > 10
    desk.fox.ask("scrollTo(0, document.body.scrollHeight)")
    last = "[...document.querySelectorAll('.sec')].at(-1).querySelectorAll('mark.a1').length"
    desk.fox.when(last, lambda marks: marks == 25)
    assert desk.fox.ask("document.querySelectorAll('.sec.bare').length") > 5


def test_a_script_that_did_not_come_is_asked_for_again(desk: Desk) -> None:
    desk.server.kill()
    desk.fox.press("ArrowRight")
    said = "document.querySelector('#say').textContent"
    desk.fox.when(said, lambda words: words.startswith("The server does not answer"))
    desk.server.restart()
    desk.fox.press("ArrowRight", "Shift+ArrowRight")
    desk.fox.when("getSelection().toString()", lambda words: words == "Bridge 🌉")


def test_work_done_while_the_server_is_dead_arrives_after_its_restart(desk: Desk) -> None:
    desk.server.kill()
    desk.select("early")
    desk.fox.press("1")
    said = "document.querySelector('#net-words').textContent"
    desk.fox.when(said, lambda words: "kept on this computer" in words)
    desk.server.restart()
    desk.stores("early")
    desk.fox.when(said, lambda words: words.startswith("Saved"))
