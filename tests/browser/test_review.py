"""Review as two people live it: blind labels, verdicts by key, an answer, and gold in the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx2
import orjson
import pytest
from playwright.sync_api import Page, expect

from tests.browser.annotating import FIND, AnnotationPage
from tests.browser.test_look import serious
from tests.browser.test_people import come_in, invited
from tests.live import ME, Server

TEXT = "Port 🚢 news\n\nThe port will close 📉. Two officials said so.\n\nShips could go north."
SPANS = [("one", "claim", "The port"), ("two", "named_source", "Two officials")]


def span(id_: str, label: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"id": id_, "label": label, "start": start, "end": start + len(words)}


@pytest.fixture
def submitted(client: httpx2.Client, add_article: Callable[..., str]) -> str:
    """The id of an article that bea labelled and submitted; she came by a file."""
    article = add_article(TEXT, id=str(uuid4()))
    relation = {"id": "link", "type": "attributed_to", "from": "one", "to": "two"}
    line: dict[str, Any] = {"id": article, "text": TEXT, "layer": "bea", "status": "submitted"}
    line |= {"spans": [span(*one) for one in SPANS], "relations": [relation]}
    answer = client.post("/api/import?name=a.jsonl", content=orjson.dumps(line))
    assert answer.json()["refused"] == []
    return article


@pytest.fixture
def review(page: Page, submitted: str) -> Page:
    """The page on which bea's layer is reviewed."""
    return open_review(page, submitted)


def open_review(page: Page, article: str, layer: str = "bea") -> Page:
    page.goto(f"/articles/{article}/review/{layer}")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def layer(client: httpx2.Client, article: str, name: str) -> dict[str, Any]:
    answer = client.get(f"/api/articles/{article}/layers/{name}")
    found: dict[str, Any] = answer.json()
    return found if answer.status_code == 200 else {"spans": [], "relations": [], "status": ""}


def comes(page: Page, read: Callable[[], Any], wanted: Any) -> None:
    """What is read comes to be as wanted."""
    assert AnnotationPage(page, "").when(read, lambda found: found == wanted) == wanted


def verdicts(client: httpx2.Client, article: str, name: str = "bea") -> list[str]:
    return [one["verdict"] for one in layer(client, article, name)["spans"]]


def gold(client: httpx2.Client, article: str) -> list[tuple[str, str]]:
    return [(one["label"], one["text"]) for one in layer(client, article, "gold")["spans"]]


def test_each_key_gives_a_verdict_and_goes_on(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    expect(review.locator(".slip-state")).to_have_text("No verdict yet")
    press(review, "a", "r")
    comes(review, lambda: verdicts(client, submitted), ["accepted", "rejected"])
    comes(review, lambda: gold(client, submitted), [("claim", "The port")])
    expect(review.locator("#progress")).to_have_text("2 of 2 · 1 accepted, 1 rejected")
    assert review.locator("#art mark").all_inner_texts() == ["The port"]
    press(review, "r")
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])
    press(review, "Control+z")
    comes(review, lambda: verdicts(client, submitted), ["accepted", "rejected"])
    press(review, "Control+z", "Control+z")
    comes(review, lambda: verdicts(client, submitted), ["", ""])
    assert gold(client, submitted) == []
    press(review, "Control+Shift+z")
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])


def test_a_label_and_an_edge_are_changed_by_key_and_said_before_and_after(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    press(review, "2")
    comes(review, lambda: gold(client, submitted), [("speculation", "The port")])
    expect(review.locator(".slip-state")).to_contain_text("Changed, Claim → Speculation, just now")
    press(review, "Alt+ArrowRight")
    comes(review, lambda: gold(client, submitted), [("speculation", "The port will")])
    expect(review.locator("dd b.added")).to_have_text(" will")
    press(review, "m")
    review.keyboard.type("Will it? 🙂")
    press(review, "Escape")
    comes(review, lambda: layer(client, submitted, "bea")["spans"][0]["comment"], "Will it? 🙂")
    assert layer(client, submitted, "bea")["spans"][0]["text"] == "The port"
    press(review, "Alt+ArrowLeft", "1")
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])
    assert gold(client, submitted) == [("claim", "The port")]


def test_the_rest_is_accepted_in_one_step_and_taken_back_in_one(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    press(review, "r")
    review.get_by_role("button", name="Accept the other 1").click()
    comes(review, lambda: verdicts(client, submitted), ["rejected", "accepted"])
    press(review, "Control+z")
    comes(review, lambda: verdicts(client, submitted), ["rejected", ""])


def test_a_missed_span_is_the_reviewers_and_goes_again(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    at = review.evaluate(FIND, ["Ships", 0])
    review.mouse.move(at["x1"], at["y1"])
    review.mouse.down()
    review.mouse.move(at["x2"], at["y2"], steps=3)
    review.mouse.up()
    review.locator("#menu").get_by_text("Speculation").click()
    comes(review, lambda: gold(client, submitted), [("speculation", "Ships")])
    expect(review.locator(".slip-state")).to_have_text("Added by a reviewer")
    assert len(layer(client, submitted, "bea")["spans"]) == 2
    press(review, "m")
    review.keyboard.type("a r 2")  # is nobody's verdict
    press(review, "Escape")
    assert verdicts(client, submitted) == ["", ""]
    press(review, "Delete")
    comes(review, lambda: gold(client, submitted), [])
    press(review, "Control+z")
    comes(review, lambda: gold(client, submitted), [("speculation", "Ships")])
    open_review(review, submitted)
    assert "Ships" in review.locator("#art mark").all_inner_texts()


def test_a_review_ends_only_when_each_span_has_a_verdict(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    press(review, "Control+Enter")
    expect(review.locator("#say")).to_contain_text("no verdict yet")
    press(review, "Shift+a", "Control+Enter")
    review.wait_for_url(lambda url: not url.endswith(f"{submitted}/review/bea"))
    assert layer(client, submitted, "bea")["status"] == "reviewed"
    assert layer(client, submitted, "gold")["status"] == "reviewed"


def test_verdicts_given_while_the_server_is_dead_arrive_after_its_restart(
    review: Page, submitted: str, client: httpx2.Client, server: Server, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    server.kill()
    press(review, "a")
    expect(review.locator("#net-words")).to_contain_text("1 change kept on this computer")
    server.start()
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])
    press(review, "r")
    comes(review, lambda: verdicts(client, submitted), ["accepted", "rejected"])


def test_a_span_that_its_author_changed_meanwhile_is_not_judged_unseen(
    page: Page, stranger: Page, client: httpx2.Client, add_article: Any, console: Any
) -> None:
    console.allow("409", "410")
    article = add_article(TEXT, id=str(uuid4()))
    come_in(stranger, invited(page, "Finn"))
    desk = AnnotationPage(stranger, article, client).open()
    desk.label("The port", "1")
    press(stranger, "Control+Enter")
    comes(page, lambda: layer(client, article, "Finn")["status"], "submitted")
    open_review(page, article, "Finn")
    AnnotationPage(stranger, article, client).open()
    press(stranger, "n", "2")
    comes(page, lambda: layer(client, article, "Finn")["spans"][0]["label"], "speculation")
    press(page, "a")
    expect(page.locator("#refused")).to_contain_text("author changed “The port” meanwhile")
    expect(page.locator(".slip-state")).to_have_text("No verdict yet")
    assert gold(client, article) == []
    press(page, "a")
    comes(page, lambda: gold(client, article), [("speculation", "The port")])
    AnnotationPage(stranger, article, client).open()
    press(stranger, "n", "1")
    comes(page, lambda: layer(client, article, "Finn")["spans"][0]["label"], "claim")
    open_review(page, article, "Finn")
    expect(page.locator(".slip-state")).to_have_text("Changed by its author since it was judged")


def test_two_people_label_blind_review_contest_and_come_to_gold(
    page: Page, stranger: Page, client: httpx2.Client, add_article: Any, console: Any
) -> None:
    console.allow("403", "404", "410")
    article = add_article(TEXT, id=str(uuid4()), title="The port 🚢")
    come_in(stranger, invited(page, "Gina"))
    desk = AnnotationPage(stranger, article, client).open()
    desk.label("The port", "1")
    desk.label("Two officials", "4")
    assert stranger.request.get(f"/api/articles/{article}/layers/{ME}").status == 403
    press(stranger, "Control+Enter")
    comes(page, lambda: layer(client, article, "Gina")["status"], "submitted")

    page.goto("/review")
    row = page.get_by_role("listitem").filter(has_text="Gina")
    row.get_by_role("link", name="The port 🚢").click()
    page.wait_for_selector("html[data-ready]", state="attached")
    press(page, "Alt+ArrowRight", "m")
    page.keyboard.type("The verb too 🙂")
    press(page, "Escape", "n", "a")
    comes(page, lambda: verdicts(client, article, "Gina"), ["changed", "accepted"])
    press(page, "Control+Enter")
    comes(page, lambda: layer(client, article, "Gina")["status"], "reviewed")

    stranger.goto("/")
    stranger.get_by_role("link", name="Decisions on your work").click()
    decision = stranger.get_by_role("listitem").filter(has_text="changed an edge of")
    expect(decision.locator("ins")).to_have_text(" will")
    expect(decision).to_contain_text("The verb too 🙂")
    decision.get_by_role("textbox", name="Your answer").fill("A claim has no verb to it 🙃")
    decision.get_by_role("button", name="Contest").click()
    expect(stranger.locator(".toast")).to_contain_text("goes back to the reviewers")
    expect(decision.get_by_role("button", name="Contest no more")).to_be_visible()
    expect(decision.locator(".decision-reply")).to_contain_text("You contested this: A claim")

    page.goto("/review")
    expect(page.get_by_role("listitem").filter(has_text="Gina")).to_contain_text("1 contested")
    open_review(page, article, "Gina")
    press(page, "p")
    expect(page.locator(".slip-reply")).to_contain_text("Gina contests this: A claim has no verb")
    press(page, "Alt+ArrowLeft")
    comes(page, lambda: verdicts(client, article, "Gina"), ["accepted", "accepted"])

    lines = client.get("/api/export?layer=gold").text.splitlines()
    (line,) = [each for each in map(orjson.loads, lines) if each["id"] == article]
    assert [one["text"] for one in line["spans"]] == ["The port", "Two officials"]
    assert {origin["layer"] for span in line["spans"] for origin in span["derived_from"]} == {
        "Gina"
    }
    assert all(line["text"][s["start"] : s["end"]] == s["text"] for s in line["spans"])


def test_single_letter_keys_may_be_turned_off(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    review.evaluate("localStorage.setItem('annotate.single-keys', 'off')")
    press(review, "a", "r", "2")
    review.get_by_role("button", name="Reject").click()
    comes(review, lambda: verdicts(client, submitted), ["rejected", ""])


@pytest.mark.parametrize(("width", "theme"), [(1400, "light"), (320, "dark")])
def test_axe_finds_nothing_serious(
    new_page: Callable[..., Page], submitted: str, width: int, theme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    open_review(page, submitted)
    press(page, "a")
    for address in ("", "/review", "/decisions"):
        if address:
            page.goto(address)
        assert serious(page) == []
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{address} scrolls sideways at {width}"


def test_a_comment_waits_for_its_verdict_also_over_a_reload(
    review: Page, submitted: str, client: httpx2.Client
) -> None:
    press(review, "m")
    review.keyboard.type("Who says so? 🙂")
    press(review, "Escape", "n", "p")
    open_review(review, submitted)
    expect(review.get_by_role("textbox", name="Comment")).to_have_value("Who says so? 🙂")
    press(review, "a")
    comes(review, lambda: layer(client, submitted, "bea")["spans"][0]["comment"], "Who says so? 🙂")


def test_what_waits_is_sent_from_the_list_of_articles_too(
    review: Page, submitted: str, client: httpx2.Client, server: Server, console: Any
) -> None:
    console.allow("Failed to load resource", "net::ERR")
    review.route("**/reviews", lambda route: route.abort())
    press(review, "a")
    expect(review.locator("#net-words")).to_contain_text("1 change kept on this computer")
    review.unroute("**/reviews")
    review.goto("/")
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])


def test_a_refused_verdict_is_tried_again_over_what_stands_by_now(
    review: Page, submitted: str, client: httpx2.Client, console: Any
) -> None:
    console.allow("409")
    address = f"/api/articles/{submitted}/layers/bea/reviews/one"
    assert client.put(address, json={"verdict": "rejected"}).status_code == 200
    press(review, "a")
    expect(review.locator("#refused")).to_contain_text("changed meanwhile")
    expect(review.locator("#progress")).to_contain_text("1 rejected")
    review.get_by_role("button", name="Try again").click()
    comes(review, lambda: verdicts(client, submitted), ["accepted", ""])
    expect(review.locator("#refused")).to_be_hidden()


def test_pages_follow_what_a_teammate_does(
    page: Page, new_page: Callable[..., Page], submitted: str, client: httpx2.Client
) -> None:
    other = new_page(same=page)
    other.goto("/review")
    row = other.locator(f'a[href="/articles/{submitted}/review/bea"]')
    expect(row).to_be_visible()
    open_review(page, submitted)
    decisions = [{"span": "one", "verdict": "accepted"}, {"span": "two", "verdict": "rejected"}]
    body = {"id": str(uuid4()), "decisions": decisions}
    assert client.post(f"/api/articles/{submitted}/layers/bea/reviews", json=body).is_success
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(other.get_by_role("listitem").filter(has=row)).to_contain_text("2 of 2 decided")


def test_gold_of_a_deleted_span_is_shown_and_taken_out(
    page: Page, stranger: Page, client: httpx2.Client, add_article: Any, console: Any
) -> None:
    console.allow("410")
    article = add_article(TEXT, id=str(uuid4()))
    come_in(stranger, invited(page, "Hugo"))
    desk = AnnotationPage(stranger, article, client).open()
    desk.label("The port", "1")
    press(stranger, "Control+Enter")
    comes(page, lambda: layer(client, article, "Hugo")["status"], "submitted")
    press(open_review(page, article, "Hugo"), "a")
    comes(page, lambda: gold(client, article), [("claim", "The port")])
    AnnotationPage(stranger, article, client).open()
    press(stranger, "n", "Delete")
    comes(page, lambda: layer(client, article, "Hugo")["spans"], [])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#progress")).to_have_text("0 of 0")
    press(page, "n")
    expect(page.locator(".slip-state")).to_contain_text("Deleted by its author")
    press(page, "r")
    comes(page, lambda: gold(client, article), [])


@pytest.mark.parametrize(("width", "theme"), [(1400, "dark"), (320, "light")])
def test_axe_finds_nothing_serious_on_the_dashboard(
    new_page: Callable[..., Page], submitted: str, width: int, theme: str
) -> None:
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto("/dashboard")
    expect(page.get_by_role("heading", name="Who stands behind the claims")).to_be_visible()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_precedent_that_is_like_the_span_stands_beside_it(
    page: Page, submitted: str, client: httpx2.Client
) -> None:
    id_ = str(uuid4())
    start = TEXT.index("The port will close 📉")
    pin = {"label": "claim", "fragments": [[start, start + 21]], "reason": "A plan is a claim 🙂"}
    place = f"/api/articles/{submitted}/precedents/{id_}"
    assert client.put(place, json=pin).status_code == 201
    review = open_review(page, submitted)
    expect(review.locator("#near")).to_contain_text("A plan is a claim 🙂")
    expect(review.locator("#near")).to_contain_text("“The port will close 📉” is Claim")
    client.delete(f"/api/precedents/{id_}")
    open_review(page, submitted)
    expect(review.locator("#near")).to_be_hidden()
