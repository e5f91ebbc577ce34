"""Settling as a reviewer lives it: cases by key, gold in the end, word to the authors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import orjson
import pytest
from playwright.sync_api import Page, expect

from tests.browser.annotating import AnnotationPage
from tests.browser.conftest import Console
from tests.browser.port import answer
from tests.browser.test_look import serious
from tests.browser.test_people import come_in, invited
from tests.browser.test_review import comes, gold, layer, press
from tests.live import ME

TEXT = (
    "Port 🚢 news\n\nHe said that the port 📉 will close. Two officials and Ana Ruiz said so.\n\n"
    "Ships could go north."
)
ALIKE = ("anonymous_source", "Two officials")
NAMED = ("named_source", "Ana Ruiz")
LAYERS = {
    "Amy Boyle": [("claim", "that the port 📉 will close"), ALIKE, NAMED, ("claim", "Ships")],
    "Carl Dunn": [("claim", "the port 📉 will close"), ALIKE, NAMED, ("speculation", "Ships")],
}
LINKS = {"Amy Boyle": [(0, 1)], "Carl Dunn": [(0, 2)]}


def line(article: str, name: str, spans: list[tuple[str, str]], links: Any) -> bytes:
    """A layer as a line of a file."""
    found = [
        {"id": f"s{at}", "label": label, "start": start, "end": start + len(words)}
        for at, (label, words) in enumerate(spans)
        for start in [TEXT.index(words)]
    ]
    relations = [
        {"id": f"l{a}{b}", "type": "attributed_to", "from": f"s{a}", "to": f"s{b}"}
        for a, b in links
    ]
    said: dict[str, Any] = {"id": article, "text": TEXT, "layer": name, "status": "submitted"}
    return orjson.dumps(said | {"spans": found, "relations": relations}) + b"\n"


@pytest.fixture
def submitted(client: httpx2.Client) -> str:
    """The id of an article that two people labelled: one claim, one label and one link differ."""
    article = str(uuid4())
    lines = [line(article, name, spans, LINKS[name]) for name, spans in LAYERS.items()]
    answer = client.post("/api/import?name=a.jsonl", content=b"".join(lines))
    assert answer.json()["refused"] == []
    return article


def open_settle(page: Page, article: str) -> Page:
    page.goto(f"/articles/{article}/settle")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


@pytest.fixture
def settle(page: Page, submitted: str) -> Page:
    return open_settle(page, submitted)


def done(page: Page, words: str) -> None:
    expect(page.locator("#done p")).to_contain_text(words)


def case(page: Page) -> Any:
    """The case that is framed."""
    return page.locator(".case[data-open]")


def test_each_difference_is_a_case_named_for_what_it_is(settle: Page) -> None:
    heads = settle.locator(".case-head b")
    assert heads.all_inner_texts() == ["Boundary", "Link", "Label"]
    expect(case(settle).locator(".apart")).to_have_text("that ")
    expect(settle.locator(".fold")).to_have_count(1)
    expect(settle.locator(".fold summary")).to_contain_text("2 agreed")
    done(settle, "0 of 3 settled. Gold holds 0 spans")


def test_a_key_settles_a_case_and_goes_on_and_what_all_say_goes_in_by_itself(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "1", "2", "0")
    done(settle, "3 of 3 settled. Gold holds 3 spans")
    assert gold(client, submitted) == [("claim", "that the port 📉 will close"), ALIKE, NAMED]
    found = layer(client, submitted, "gold")
    words = {span["id"]: span["text"] for span in found["spans"]}
    assert [words[one["to"]] for one in found["relations"]] == ["Ana Ruiz"]
    origins = [one["layer"] for one in found["spans"][0]["derived_from"]]
    assert sorted(origins) == ["Amy Boyle", "Carl Dunn"]
    verdicts = [span["verdict"] for span in layer(client, submitted, "Carl Dunn")["spans"]]
    assert verdicts == ["changed", "accepted", "accepted", "rejected"]
    lines = settle.locator(".case-line")
    expect(lines.nth(0)).to_contain_text("as AB has it")
    expect(lines.nth(1)).to_contain_text("attributed to Ana Ruiz")
    expect(lines.nth(2)).to_contain_text("left out")


def test_both_readings_another_one_and_the_way_back(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "b")
    done(settle, "1 of 3 settled. Gold holds 4 spans")
    press(settle, "p", "t", "Alt+ArrowLeft", "2", "Enter")
    first = [("speculation", "that the port 📉 will")]
    comes(settle, lambda: gold(client, submitted)[:1], first)
    expect(settle.locator(".case-line").first).to_contain_text("another reading")
    press(settle, "Control+z")
    comes(settle, lambda: len(gold(client, submitted)), 4)
    press(settle, "Control+z")
    comes(settle, lambda: gold(client, submitted), [ALIKE, NAMED])
    press(settle, "Control+Shift+z")
    comes(settle, lambda: len(gold(client, submitted)), 4)
    press(settle, "x")
    done(settle, "0 of 3 settled. Gold holds 2 spans")


def test_another_reading_may_be_selected_with_the_mouse(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "t")
    settle.locator("#art").get_by_text("port 📉 will").evaluate(
        """(block) => {
            const node = block.firstChild;
            const range = document.createRange();
            const at = node.data.indexOf("port");
            range.setStart(node, at);
            range.setEnd(node, at + "port 📉".length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }"""
    )
    expect(settle.locator("#say")).to_have_text("port 📉")
    settle.get_by_role("button", name="Take this reading").click()
    comes(settle, lambda: gold(client, submitted)[:1], [("claim", "port 📉")])


@pytest.fixture
def with_third_source(client: httpx2.Client) -> str:
    """The id of an article in which a source stands that nobody linked anything to."""
    article = str(uuid4())
    more = ("named_source", "Port")
    lines = [line(article, name, [*spans, more], LINKS[name]) for name, spans in LAYERS.items()]
    answered = client.post("/api/import?name=a.jsonl", content=b"".join(lines))
    assert answered.json()["refused"] == []
    return article


def link_to_port(page: Page) -> Page:
    """Settles the first claim, and links it to what nobody linked it to."""
    press(page, "1")
    done(page, "1 of 3 settled. Gold holds 4 spans")
    press(page, "t")
    expect(page.locator("#targets button")).to_have_text("1Port")  # those of the readings are keys
    press(page, "1")
    return page


def links_of(client: httpx2.Client, article: str) -> list[str]:
    found = layer(client, article, "gold")
    words = {span["id"]: span["text"] for span in found["spans"]}
    return [words[one["to"]] for one in found.get("relations", [])]


def test_a_link_may_lead_to_what_nobody_linked(
    page: Page, with_third_source: str, client: httpx2.Client
) -> None:
    article = with_third_source
    settle = link_to_port(open_settle(page, article))
    comes(settle, lambda: links_of(client, article), ["Port"])
    expect(settle.locator(".case-line").nth(1)).to_contain_text("attributed to Port")
    press(settle, "Control+z")
    comes(settle, lambda: links_of(client, article), [])


def test_undo_brings_back_what_a_reviewer_linked(
    page: Page, with_third_source: str, client: httpx2.Client
) -> None:
    article = with_third_source
    settle = link_to_port(open_settle(page, article))
    expect(settle.locator(".case-line").nth(1)).to_contain_text("attributed to Port")
    press(settle, "p", "1")
    comes(settle, lambda: links_of(client, article), ["Two officials"])
    press(settle, "Control+z")
    comes(settle, lambda: links_of(client, article), ["Port"])
    # A span that is opened again takes its links along.
    press(settle, "p", "x")
    comes(settle, lambda: links_of(client, article), [])
    press(settle, "Control+z")
    comes(settle, lambda: links_of(client, article), ["Port"])


def test_an_agreed_span_is_left_out_by_its_button(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    settle.locator(".fold summary").click()
    settle.locator(".fold li", has_text="Two officials").get_by_role("button").click()
    comes(settle, lambda: gold(client, submitted), [NAMED])
    expect(settle.locator(".case-line")).to_contain_text("Two officials left out")
    settle.get_by_role("button", name="Reopen").click()
    expect(settle.locator(".fold li", has_text="Two officials")).to_have_count(1)
    press(settle, "1")
    comes(settle, lambda: len(gold(client, submitted)), 3)


def test_a_sentence_goes_to_the_authors_and_may_be_pinned(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "m")
    settle.keyboard.type("Keep the word that 🙂")
    press(settle, "Enter", "f", "1")
    comes(settle, lambda: len(gold(client, submitted)), 3)
    comments = [layer(client, submitted, name)["spans"][0]["comment"] for name in LAYERS]
    assert comments == ["Keep the word that 🙂"] * 2
    (pinned,) = client.get("/api/precedents", params={"like": "port"}).json()["items"]
    assert (pinned["words"], pinned["holds"]) == ("that the port 📉 will close", True)
    press(settle, "x", "u")
    settle.reload()
    expect(settle.locator(".near").first).to_contain_text("Keep the word that 🙂")
    client.delete(f"/api/precedents/{pinned['id']}")


def test_it_is_finished_when_all_is_settled_and_not_before(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "1", "1", "Control+Enter")
    expect(settle.locator("#say")).to_contain_text("not settled yet")
    press(settle, "1")
    done(settle, "3 of 3 settled")
    with settle.expect_navigation():
        press(settle, "Control+Enter")
    for name in ("Amy Boyle", "Carl Dunn", "gold"):
        assert layer(client, submitted, name)["status"] == "reviewed"


def test_what_is_settled_while_the_server_is_away_is_sent_later(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("net::ERR_FAILED")
    settle.route("**/settling", lambda route: route.abort())
    press(settle, "1", "2")
    expect(settle.locator("#net-words")).to_contain_text("not yet saved")
    assert gold(client, submitted) == []
    settle.unroute("**/settling")
    open_settle(settle, submitted)
    comes(settle, lambda: len(gold(client, submitted)), 3)
    done(settle, "2 of 3 settled")


def test_somebody_who_was_quicker_is_not_overruled_unseen(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("409")
    said = {"layer": "Amy Boyle", "span": "s0", "verdict": "rejected"}
    body = {"id": str(uuid4()), "decisions": [said]}
    assert client.post(f"/api/articles/{submitted}/settling", json=body).status_code == 200
    press(settle, "1")
    expect(settle.locator("#refused")).to_contain_text("changed meanwhile")
    assert layer(client, submitted, "Amy Boyle")["spans"][0]["verdict"] == "rejected"
    settle.get_by_role("button", name="Try again").click()
    comes(settle, lambda: layer(client, submitted, "Amy Boyle")["spans"][0]["verdict"], "accepted")


def test_the_majority_settles_what_it_can_in_one_step(
    page: Page, submitted: str, client: httpx2.Client
) -> None:
    third = line(submitted, "Eve Fox", LAYERS["Carl Dunn"][:3], LINKS["Carl Dunn"])
    client.post("/api/import?name=a.jsonl", content=third)
    settle = open_settle(page, submitted)
    press(settle, "Shift+A")
    done(settle, "2 of 3 settled. Gold holds 3 spans")
    assert gold(client, submitted)[0] == ("claim", "the port 📉 will close")
    press(settle, "Control+z")
    done(settle, "0 of 3 settled. Gold holds 2 spans")


def test_two_people_are_given_an_article_and_label_it_blind_and_a_third_settles_it(
    new_context: Callable[..., Any],
    page: Page,
    client: httpx2.Client,
    add_article: Callable[..., str],
    console: Console,
) -> None:
    """Two accounts in their own browsers, from assignment to gold, an objection, and the export."""
    console.allow("403", "404", "410")
    article = add_article(TEXT, id=str(uuid4()), title="The port 🚢 is to close")
    people: dict[str, Page] = {}
    for name in ("Gus", "Ida"):
        people[name] = come_in(new_context(signed_in=False).new_page(), invited(page, name))
    given = {"people": list(people), "articles": [article]}
    assert client.post("/api/assignments", json=given).status_code == 200
    for (name, theirs), key in zip(people.items(), "12", strict=True):
        theirs.goto("/")
        expect(theirs.locator(".tabs [aria-current]")).to_have_text("Mine 1")
        desk = AnnotationPage(theirs, article, client).open()
        desk.label("Ships", key)
        desk.label("Two officials", "4")
        for path in (f"/articles/{article}/settle", f"/api/articles/{article}/layers/Gus"):
            blind = path.endswith("settle") or name != "Gus"
            assert theirs.request.get(path).status == (403 if blind else 200)
        press(theirs, "Control+Enter")
        submitted = "submitted"
        comes(page, lambda: layer(client, article, name)["status"], submitted)  # noqa: B023

    page.goto("/settle")
    page.locator(f"a[href$='{article}/settle']").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    press(page, "1")
    comes(page, lambda: gold(client, article), [ALIKE, ("claim", "Ships")])
    press(page, "Control+Enter")
    comes(page, lambda: layer(client, article, "gold")["status"], "reviewed")

    theirs = people["Ida"]
    theirs.goto("/decisions")
    decision = theirs.locator(".decision")
    expect(decision).to_contain_text("Speculation → Claim")
    decision.get_by_role("textbox", name="Your answer").fill("They only could 🙃")
    decision.get_by_role("button", name="Contest").click()
    expect(decision.locator(".decision-reply")).to_contain_text("You contested this")
    open_settle(page, article)
    expect(case(page)).to_contain_text("ID contests: They only could 🙃")
    press(page, "2")
    comes(page, lambda: gold(client, article), [ALIKE, ("speculation", "Ships")])

    exported = client.get("/api/export", params={"layer": "gold"}).text.splitlines()
    (line,) = [one for one in map(orjson.loads, exported) if one["id"] == article]
    for span in line["spans"]:
        assert TEXT[span["start"] : span["end"]] == span["text"]
        assert sorted(one["layer"] for one in span["derived_from"]) == ["Gus", "Ida"]


LOOK = "document.dispatchEvent(new Event('visibilitychange'))"


def judge(client: httpx2.Client, article: str, verdict: str | None, span: str = "s3") -> None:
    """Another reviewer decides on Amy's span."""
    said = {"layer": "Amy Boyle", "span": span, "verdict": verdict}
    body = {"id": str(uuid4()), "decisions": [said]}
    assert client.post(f"/api/articles/{article}/settling", json=body).status_code == 200


def test_what_is_typed_stays_text_while_others_go_on(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    asked: list[str] = []
    settle.on("request", lambda request: asked.append(request.url))
    press(settle, "m")
    settle.keyboard.type("Keep")
    judge(client, submitted, "accepted")
    settle.evaluate(LOOK)
    settle.keyboard.type(" x b 1")
    field = case(settle).get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value("Keep x b 1")
    assert [url for url in asked if url.endswith("/settle")] == []
    press(settle, "Enter")
    done(settle, "Gold holds 3 spans")  # put off, not forgotten
    expect(case(settle).get_by_role("textbox")).to_have_value("Keep x b 1")
    assert layer(client, submitted, "Carl Dunn")["spans"][0]["verdict"] == ""


def test_of_what_the_server_says_as_before_nothing_is_drawn_anew(
    settle: Page, client: httpx2.Client
) -> None:
    settle.locator(".fold summary").click()
    settle.evaluate("document.querySelector('.case[data-open]').dataset.mine = 'yes'")
    other = str(uuid4())
    lines = [line(other, name, spans, LINKS[name]) for name, spans in LAYERS.items()]
    left = settle.locator("#articles-left")
    before = left.inner_text()
    client.post("/api/import?name=b.jsonl", content=b"".join(lines))
    settle.evaluate(LOOK)
    expect(left).not_to_have_text(before)
    expect(case(settle)).to_have_attribute("data-mine", "yes")


def test_a_page_drawn_anew_keeps_what_is_open_and_where_one_is(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    settle.locator(".fold summary").click()
    button = settle.locator(".fold li", has_text="Ana Ruiz").get_by_role("button")
    button.focus()
    top = button.bounding_box()
    judge(client, submitted, "accepted", "s0")
    settle.evaluate(LOOK)
    done(settle, "Gold holds 3 spans")
    expect(settle.locator(".fold details")).to_have_attribute("open", "")
    expect(button).to_be_focused()
    assert button.bounding_box() == top


def test_the_newest_answer_wins(settle: Page, submitted: str, client: httpx2.Client) -> None:
    held: list[Any] = []

    def hold(route: Any) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    settle.route("**/settle", hold)
    settle.evaluate(LOOK)
    comes(settle, lambda: len(held), 1)
    judge(client, submitted, "accepted")
    settle.evaluate(LOOK)
    done(settle, "Gold holds 3 spans")
    settle.evaluate(
        """() => {
          window.said = [];
          const note = () => window.said.push(document.getElementById('done').textContent);
          new MutationObserver(note).observe(document.getElementById('done'), { childList: true });
        }"""
    )
    route, old = held[0]
    assert "Gold holds 0 spans" in old.text()
    with settle.expect_event("requestfinished"):
        route.fulfill(response=old)
    judge(client, submitted, "rejected")
    settle.evaluate(LOOK)
    done(settle, "Gold holds 2 spans")
    assert not [words for words in settle.evaluate("said") if "holds 0" in words]


def test_a_finish_that_is_tried_again_holds_nothing_up(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("422")
    press(settle, "1", "1", "1")
    done(settle, "3 of 3 settled")
    settle.route("**/settling", lambda route: answer(route, 422, "Not yet."))
    press(settle, "Control+Enter")
    expect(settle.locator("#refused")).to_contain_text("Not yet.")
    expect(settle.locator("#toasts")).to_contain_text("This page stays open")
    settle.unroute("**/settling")
    settle.get_by_role("button", name="Try again").click()
    comes(settle, lambda: layer(client, submitted, "gold")["status"], "reviewed")
    expect(settle.locator("#refused")).to_be_hidden()


def test_what_was_refused_here_is_tried_again_from_the_list_of_articles(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("422")
    settle.route("**/settling", lambda route: answer(route, 422, "Not yet."))
    press(settle, "1")
    expect(settle.locator("#refused")).to_contain_text("Not yet.")
    settle.unroute("**/settling")
    settle.goto("/")
    settle.get_by_role("button", name="Try again").click()
    comes(settle, lambda: len(gold(client, submitted)), 3)
    expect(settle.locator("#net-words")).to_contain_text("Saved")


def hold_first(page: Page) -> list[Any]:
    """The first act that is sent from here on waits for its answer."""
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route("**/settling", hold, times=1)
    return held


def test_another_key_chooses_and_does_not_open_again(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    press(settle, "1")
    done(settle, "1 of 3 settled. Gold holds 3 spans")
    sent = hold_first(settle)
    press(settle, "p", "2", "p")
    pressed = case(settle).locator(".choice[aria-pressed=true]")
    expect(pressed).to_have_text("2CD")
    press(settle, "1", "p")
    expect(pressed).to_have_text("1AB")
    comes(settle, lambda: len(sent), 1)
    sent[0].continue_()
    comes(settle, lambda: gold(client, submitted)[:1], [("claim", "that the port 📉 will close")])
    done(settle, "1 of 3 settled")


def test_what_it_comes_to_shows_at_once(settle: Page) -> None:
    hold_first(settle)
    press(settle, "1", "2")
    lines = settle.locator(".case-line")
    expect(lines.nth(0)).to_contain_text("Boundary, paragraph 1: that the port 📉 will close")
    expect(lines.nth(1)).to_contain_text("Ana Ruiz")
    done(settle, "2 of 3 settled")
    press(settle, "p", "0")
    expect(lines.nth(1)).to_have_text(
        "Link, paragraph 1: that the port 📉 will close no linkReopen"
    )
    press(settle, "0")
    expect(lines.nth(2).locator(".out")).to_have_text("Ships")
    expect(settle.get_by_role("button", name="Finish, next article")).to_be_visible()
    lines.nth(0).get_by_role("button", name="Reopen").click()
    expect(lines).to_have_count(2)
    done(settle, "2 of 3 settled")
    expect(settle.get_by_role("button", name="Finish when all are settled")).to_be_visible()


def read_spans(page: Page) -> Any:
    """How each span stands, as the page was told last."""
    return orjson.loads(page.locator("#page-data").text_content() or "")["spans"]


def test_undo_does_not_overrule_who_came_after(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("409")
    press(settle, "1")
    done(settle, "1 of 3 settled. Gold holds 3 spans")
    before = read_spans(settle)["Amy Boyle/s0"]["verdict"]
    judge(client, submitted, "rejected", "s0")
    settle.evaluate(LOOK)
    comes(settle, lambda: read_spans(settle)["Amy Boyle/s0"]["verdict"] != before, wanted=True)
    press(settle, "Control+z")
    expect(settle.locator("#refused")).to_contain_text("changed meanwhile")
    assert layer(client, submitted, "Amy Boyle")["spans"][0]["verdict"] == "rejected"


def test_two_are_left_out_one_right_after_the_other(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    settle.locator(".fold summary").click()
    settle.evaluate("document.querySelectorAll('.fold li button').forEach((one) => one.click())")
    done(settle, "2 of 5 settled. Gold holds 0 spans")
    expect(settle.locator("#refused")).to_be_hidden()
    assert gold(client, submitted) == []


def test_without_letters_all_can_be_reached(settle: Page) -> None:
    settle.evaluate("localStorage.setItem('annotate.single-keys', 'off')")
    settle.get_by_role("button", name="Open case 2").press("Enter")
    expect(case(settle)).to_contain_text("case 2 of 3")
    expect(case(settle).locator(".choice").first).to_be_focused()
    settle.get_by_role("button", name="Next case").click()
    expect(case(settle)).to_contain_text("case 3 of 3")
    settle.get_by_role("button", name="Previous case").click()
    expect(case(settle)).to_contain_text("case 2 of 3")


def test_an_input_method_gives_no_commands(settle: Page) -> None:
    composing = "new KeyboardEvent('keydown', {key: '1', bubbles: true, isComposing: true})"
    settle.evaluate(f"document.activeElement.dispatchEvent({composing})")
    press(settle, "n")
    expect(case(settle)).to_contain_text("case 2 of 3")
    expect(settle.locator(".case[data-settled]")).to_have_count(0)


def pinned(client: httpx2.Client) -> list[str]:
    return [one["reason"] for one in client.get("/api/precedents").json()["items"]]


def test_undo_unpins_and_a_pin_goes_once(settle: Page, client: httpx2.Client) -> None:
    press(settle, "m")
    settle.keyboard.type("Keep it 🙂")
    press(settle, "Enter", "f")
    pin = case(settle).get_by_role("button", name="Pin as precedent")
    expect(pin).to_have_attribute("aria-pressed", "true")
    press(settle, "b")
    expect(settle.locator("#say")).to_contain_text("choose one reading to pin it")
    press(settle, "p", "1")
    comes(settle, lambda: pinned(client), ["Keep it 🙂"])
    press(settle, "p")
    expect(pin).to_have_attribute("aria-pressed", "false")
    press(settle, "Control+z")
    comes(settle, lambda: pinned(client), [])
    press(settle, "Control+Shift+z")
    comes(settle, lambda: pinned(client), ["Keep it 🙂"])
    press(settle, "Control+z")
    comes(settle, lambda: pinned(client), [])


def test_what_was_refused_elsewhere_keeps_nobody_here(
    settle: Page, submitted: str, client: httpx2.Client, console: Console
) -> None:
    console.allow("404")
    settle.evaluate(
        """async () => {
          const { project, me } = JSON.parse(document.getElementById('page-data').textContent);
          const request = indexedDB.open('annotator', 1);
          const db = await new Promise((go) => { request.onsuccess = () => go(request.result); });
          const store = db.transaction('refused', 'readwrite').objectStore('refused');
          const owner = JSON.stringify([project, me]);
          const row = { owner, article: 'other', kind: 'changes', body: { changes: [] }, at: 0 };
          const put = store.put({ ...row, seq: 999, reason: 'Gone.' });
          await new Promise((go) => { put.onsuccess = go; });
          db.close();
        }"""
    )
    press(settle, "1", "1", "1")
    done(settle, "3 of 3 settled")
    with settle.expect_navigation():
        press(settle, "Control+Enter")
    assert layer(client, submitted, "gold")["status"] == "reviewed"


def test_from_the_tenth_reading_on_there_is_no_key(page: Page, client: httpx2.Client) -> None:
    article = str(uuid4())
    ends = [TEXT.index(word) + len(word) for word in ("📉", "will", "close")]
    starts = [TEXT.index(word) for word in ("He", "said", "that", "the")]
    readings = [TEXT[start:end] for start in starts for end in ends]
    lines = [
        line(article, f"Person {at}", [("claim", words)], []) for at, words in enumerate(readings)
    ]
    client.post("/api/import?name=a.jsonl", content=b"".join(lines))
    settle = open_settle(page, article)
    keys = settle.locator(".choice[data-choose] kbd").all_inner_texts()
    assert keys == [*"123456789", "0", "B"]
    expect(settle.locator(".choice[data-choose='12']")).to_be_visible()


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1400, "light")])
def test_it_is_open_to_all_and_nothing_scrolls_sideways(
    new_page: Callable[..., Page], submitted: str, width: int, theme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 700}, color_scheme=theme)
    page.goto("/settle")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    open_settle(page, submitted)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_authors_find_their_rejected_links_among_the_decisions_until_they_have_seen_them(
    page: Page, client: httpx2.Client
) -> None:
    article, author = str(uuid4()), ME
    layers = zip((author, "Amy Boyle"), LAYERS.values(), LINKS.values(), strict=True)
    lines = [line(article, name, spans, links) for name, spans, links in layers]
    answer = client.post("/api/import?name=a.jsonl", content=b"".join(lines))
    assert answer.json()["refused"] == []
    body = {"layer": author, "relation": "l01", "verdict": "rejected"}
    path = f"/api/articles/{article}/settling"
    assert client.post(path, json={"id": str(uuid4()), "links": [body]}).status_code == 200
    page.goto("/")
    page.get_by_role("link", name="Decisions on your work").click()
    decision = page.locator(f".decision[data-article='{article}']")
    expect(decision).to_contain_text(f"{author} rejected the link Claim → Anonymous source")
    expect(decision).to_contain_text("that the port 📉 will close → Two officials")
    page.get_by_role("button", name="I have seen these").click()
    page.wait_for_url("**/")
    page.goto("/decisions")
    expect(decision).to_be_hidden()
    page.get_by_role("link", name="Also what you have seen").click()
    expect(decision).to_be_visible()
    decision.get_by_role("link").click()
    expect(page.locator("#rail .open .span-words")).to_have_text("that the port 📉 will close")


def test_why_is_told_of_a_case_that_was_settled_before_and_taken_back_by_undo(
    settle: Page, submitted: str, client: httpx2.Client
) -> None:
    def told() -> list[tuple[str, str]]:
        spans = layer(client, submitted, "Carl Dunn")["spans"]
        return [(one["verdict"], one["comment"]) for one in spans[:1]]

    press(settle, "1")
    comes(settle, told, [("changed", "")])
    press(settle, "p", "m")
    settle.keyboard.type("“That” is no part of it 🙃")
    press(settle, "Enter")
    comes(settle, told, [("changed", "“That” is no part of it 🙃")])
    press(settle, "Control+z")
    comes(settle, told, [("changed", "")])
