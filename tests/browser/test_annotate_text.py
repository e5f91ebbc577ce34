"""The text holds still: offsets, overlaps, other scripts, and paint that both sides agree on."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.annotating import OpenDesk
from tests.live import ROOT

pytestmark = pytest.mark.shares_server

HARD = (
    "Family 👩‍👩‍👧 wins\n"
    "\n"
    "The family 👩‍👩‍👧 reacted 🇫🇷 with e\u0301lan; क्षितिज said “naïve 👍🏽 plans” "
    "may\u00adbe fail. 𝒳 is unknown.\r\n"
    "\r\n"
    "وقال وزير الخارجية سامي الشكري إن الاتفاق قد يُوقَّع قريبًا، بحسب مصادر مطلعة.\n"
    "Two   blanks\tand a tab end this.  "
)
LABELS = ("claim", "speculation", "named_source", "anonymous_source")
CHANGES = "**/layers/*/changes"
BETWEEN = "scrollBy(0, document.querySelectorAll('.sec')[2].getBoundingClientRect().bottom - 83)"


def save(client: Any, article: str, spans: list[dict[str, Any]]) -> None:
    changes = [{"put": "span", "id": str(uuid4()), **span} for span in spans]
    answer = client.post(
        f"/api/articles/{article}/layers/me/changes", json={"id": str(uuid4()), "changes": changes}
    )
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("words", "starts"),
    [("👩‍👩‍👧", 1), ("🇫🇷", 0), ("e\u0301lan", 0), ("क्षितिज", 0), ("👍🏽", 0), ("unknown", 0)],
    ids=["family", "flag", "combining", "devanagari", "skin tone", "after them all"],
)
def test_offsets_are_those_of_python_whatever_stands_before(
    open_desk: OpenDesk, words: str, starts: int
) -> None:
    desk = open_desk(HARD)
    desk.label(words, "1", nth=starts)
    (span,) = desk.stores(words)
    assert HARD[span["start"] : span["end"]] == words
    assert span["start"] == [i for i in range(len(HARD)) if HARD.startswith(words, i)][starts]


def test_right_to_left_words_are_labelled_whole(open_desk: OpenDesk) -> None:
    desk = open_desk(HARD)
    desk.select("سامي الشكري", cut=3)
    assert desk.selected() == "سامي الشكري"
    desk.press("3")
    (span,) = desk.stores("سامي الشكري")
    assert HARD[span["start"] : span["end"]] == "سامي الشكري"
    assert desk.painted() == [["a3", "سامي الشكري"]]


def test_a_span_runs_over_paragraphs(open_desk: OpenDesk) -> None:
    desk = open_desk("Title here\n\nFirst ends so.\n\nSecond begins so.")
    desk.select_across("ends so.", "Second")
    desk.press("1")
    (span,) = desk.stores("ends so.\n\nSecond")
    assert span["fragments"] == [[18, 34]]
    assert desk.painted() == [["a1", "ends so."], ["a1", "Second"]]
    assert desk.listed() == ["Claim: ends so. Second"]


def test_words_over_the_seam_of_a_long_paragraph_are_listed_and_sent_as_they_stand(
    open_desk: OpenDesk,
) -> None:
    """A paragraph that is drawn in several blocks is one for who reads it."""
    text = "📰港は六月に閉まる。" * 1_000
    desk = open_desk(text)
    seam = int(desk.page.locator("#art .more").first.get_attribute("data-o") or 0)
    with desk.page.expect_request(CHANGES) as sent:
        desk.page.evaluate(
            """() => {
              const [one, two] = document.querySelectorAll('#art [data-o]');
              const last = one.lastChild;
              two.scrollIntoView({ block: 'center' });
              getSelection().setBaseAndExtent(last, last.length - 6, two.firstChild, 7);
            }"""
        )
        desk.page.wait_for_timeout(300)
        desk.press("1")
    (span,) = desk.when(desk.stored)
    assert desk.listed() == [f"Claim: {span['text']}"]
    assert span["start"] < seam < span["end"]
    assert json.loads(sent.value.post_data)["changes"][0]["text"] == span["text"]


def test_repeated_clicks_walk_from_the_innermost_span_outwards(open_desk: OpenDesk) -> None:
    desk = open_desk("The old port in the north will close.")
    outer = "The old port in the north will close"
    desk.label(outer, "1")
    desk.label("port in the north", "2")
    desk.label("the north", "3")
    desk.press("Escape")
    seen = []
    for _ in range(4):
        desk.click("north")
        desk.page.wait_for_timeout(600)  # a quicker second press would select the word
        seen.append(desk.framed())
    assert seen == ["the north", "port in the north", outer, "the north"]
    stack = desk.page.locator(".card-stack .candidate").all_text_contents()
    assert [text.strip() for text in stack] == [f"Claim: {outer}", "Speculation: port in the north"]
    desk.press("Enter")
    listed = desk.page.get_by_role("group", name="Also on these words").get_by_role("button")
    expect(listed).to_have_text([f"Claim: {outer}", "Speculation: port in the north"])
    listed.first.click()
    assert desk.framed() == outer
    expect(desk.page.locator("#menu")).to_be_hidden()
    desk.select("port")
    expect(desk.page.locator("#menu")).to_be_visible()
    expect(listed).to_have_count(0)
    assert [classes for classes, _ in desk.painted()] == ["a1", "a1 b2", "a1 b2 c3", "a1"]


def test_a_label_on_itself_is_shaded(open_desk: OpenDesk) -> None:
    desk = open_desk("The old port in the north will close.")
    desk.label("The old port in the north", "1")
    desk.label("port in the north", "1")
    desk.stores("The old port in the north", "port in the north")
    assert desk.painted() == [["a1", "The old "], ["a1 z1", "port in the north"]]


def random_spans(text: str, count: int) -> list[dict[str, Any]]:
    chance = random.Random(7)
    spans = []
    for _ in range(count):
        start = chance.randrange(len(text) - 1)
        end = min(len(text), start + chance.choice([1, 3, 12, 60, 200]))
        spans.append({"label": chance.choice(LABELS), "fragments": [[start, end]]})
    return spans


def test_the_page_paints_any_spans_as_the_server_does(open_desk: OpenDesk, client: Any) -> None:
    text = "\n\n".join([HARD] * 4)
    desk = open_desk(text)
    save(client, desk.article, random_spans(text, 60))
    by_server = desk.open().blocks()
    assert by_server.count("<mark") > 60
    count = desk.page.evaluate(
        """async () => {
          const { Painter } = await load('render');
          const { Model } = await load('model');
          const { ArticleText } = await load('text');
          const { readPageData } = await load('page-data');
          const text = new ArticleText(document.getElementById('art'));
          const model = new Model(text, readPageData());
          for (const { element } of text.blocks) element.replaceChildren(element.textContent);
          new Painter(text, model).paint(text.blocks.keys());
          return text.blocks.length;
        }"""
    )
    assert count > 12
    assert desk.blocks() == by_server


def test_the_text_never_drifts_and_every_quote_is_the_articles(
    open_desk: OpenDesk, client: Any
) -> None:
    desk = open_desk(HARD)
    save(client, desk.article, random_spans(HARD, 40))
    desk.open()
    desk.label("reacted", "2")
    desk.press("2", "1", "Control+z", "Delete")
    shown = desk.page.evaluate(
        """() => [...document.querySelectorAll('#art [data-o]')]
          .map((block) => [+block.dataset.o, block.textContent])"""
    )
    assert len(shown) == 4
    for start, text in shown:
        assert HARD[start : start + len(text)] == text
    wrong = desk.page.evaluate(
        """async ([spans]) => {
          const { ArticleText } = await load('text');
          const text = new ArticleText(document.getElementById('art'));
          return spans.filter(([start, end, words]) => text.range(start, end).toString() !== words);
        }""",
        [[[s, e, HARD[s:e]] for s, e in stretches_within(shown)]],
    )
    assert wrong == []


def stretches_within(blocks: list[list[Any]]) -> list[tuple[int, int]]:
    """A thousand random stretches that do not leave their block."""
    chance = random.Random(3)
    stretches = []
    for _ in range(1_000):
        start, text = chance.choice(blocks)
        a, b = sorted(chance.sample(range(len(text) + 1), 2))
        stretches.append((start + a, start + b))
    return stretches


def test_a_selection_outlives_a_change_in_the_same_paragraph(open_desk: OpenDesk) -> None:
    desk = open_desk("The old port in the north will close.")
    desk.label("old port", "1")
    desk.select("the north will")
    desk.page.get_by_role("button", name="Discuss").click()
    assert desk.selected() == "the north will"
    desk.press("2")
    desk.stores("old port", "the north will")


GOLD = ROOT.parent / "shared" / "data" / "kremlin-coup.gold.jsonl"


def gold_reading() -> dict[str, Any]:
    """The careful reading beside the project; where that is absent, one made of a sample."""
    if GOLD.exists():
        line: dict[str, Any] = json.loads(GOLD.read_text("utf-8").splitlines()[0])
        return line
    sample = json.loads(min(Path(ROOT / "samples").glob("*.json")).read_text("utf-8"))
    text = sample["text"]
    spans = []
    at = 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        if number % 4 == 0 and word.isalpha():
            spans.append({"label": LABELS[number // 4 % 4], "start": at, "end": at + len(word)})
        at += len(word)
    return {"text": text, "spans": [s | {"text": text[s["start"] : s["end"]]} for s in spans[:41]]}


def test_a_whole_article_is_labelled_through_the_page_and_exported(
    open_desk: OpenDesk, client: Any
) -> None:
    gold = gold_reading()
    text, spans = gold["text"], gold["spans"]
    assert len(spans) == 41
    by_hand = [span for span in spans if "\n" not in span["text"]][:12]
    desk = open_desk(text)
    for span in by_hand:
        nth = text[: span["start"]].split("\n")
        before = "\n".join(nth).count(span["text"])
        desk.label(span["text"], str(LABELS.index(span["label"]) + 1), nth=before)
    rest = [span for span in spans if span not in by_hand]
    desk.layer_when(lambda layer: len(layer["spans"]) == len(by_hand))
    save(
        client,
        desk.article,
        [
            {"label": s["label"], "fragments": [[s["start"], s["end"]]], "text": s["text"]}
            for s in rest
        ],
    )
    answer = client.get("/api/export?format=jsonl&layer=all")
    assert answer.status_code == 200, answer.text
    exported = [json.loads(line) for line in answer.text.splitlines()]
    (line,) = [line for line in exported if line["id"] == desk.article]

    def facts(entries: list[dict[str, Any]]) -> list[tuple[int, int, str, str]]:
        return sorted((s["start"], s["end"], s["label"], s["text"]) for s in entries)

    assert line["text"] == text
    assert facts(line["spans"]) == facts(spans)
    assert len(desk.open().listed()) == 41


def test_the_first_word_in_view_is_found_between_two_sections(
    open_desk: OpenDesk, page: Page
) -> None:
    lines = [f"Paragraph {n} 🌊 says something that is long enough to be read." for n in range(120)]
    desk = open_desk("\n\n".join(["Head", *lines]))
    page.evaluate("document.querySelectorAll('.sec')[2].scrollIntoView()")
    page.wait_for_timeout(300)
    page.evaluate(BETWEEN)
    page.wait_for_timeout(300)
    before = page.evaluate("scrollY")
    desk.press("ArrowRight")
    assert desk.when(desk.selected) == "Paragraph"
    assert abs(page.evaluate("scrollY") - before) < 300


def test_undo_brings_back_a_link_whose_id_is_that_of_its_span(
    open_desk: OpenDesk, client: Any
) -> None:
    text = "Port 🚢 news\n\nThe port will close. Two officials said so."
    desk = open_desk(text)
    places = [(text.index(words), words) for words in ("The port", "Two officials")]
    labels = ("claim", "named_source")
    spans = [
        {"id": str(n), "label": labels[n], "start": at, "end": at + len(words)}
        for n, (at, words) in enumerate(places)
    ]
    link = {"id": "0", "type": "attributed_to", "from": "0", "to": "1"}
    line = {"id": desk.article, "text": text, "spans": spans, "relations": [link]}
    answer = client.post("/api/import?name=x.jsonl&layer=me", content=json.dumps(line))
    assert answer.json()["relations"] == 1, answer.text
    desk.open()
    desk.click("The port")
    desk.press("Delete")
    desk.layer_when(lambda layer: len(layer["spans"]) == 1)
    desk.press("Control+z")
    layer = desk.layer_when(lambda layer: len(layer["spans"]) == 2)
    assert [each["id"] for each in layer["relations"]] == ["0"]


@pytest.mark.parametrize("paragraph", ["Ships wait 🌊 outside.", "The end is near."])
def test_three_presses_pick_a_paragraph_also_the_last(open_desk: OpenDesk, paragraph: str) -> None:
    desk = open_desk("Port news.\nShips wait 🌊 outside.\nThe end is near.")
    at = desk.find(paragraph, 0)
    desk.page.mouse.click(at["middle"], at["y1"], click_count=3)
    assert desk.when(desk.selected, lambda words: words == paragraph.rstrip(".")) == (
        paragraph.rstrip(".")
    )
