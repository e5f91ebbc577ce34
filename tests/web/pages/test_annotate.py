"""The annotation page: the text to the letter, the marks, and what its script is given."""

import json
import uuid
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from annotator.web.markup import Painted
from tests.web.counting import counted
from tests.web.site import ARTICLE, SPEAKER, Site, uid
from tests.web.test_markup import blocks_of, marks_of, naive, texts


def page(client: TestClient, id_: str = "tax", query: str = "") -> BeautifulSoup:
    answer = client.get(f"/articles/{quote(id_, safe='')}{query}")
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def payload(soup: BeautifulSoup) -> dict[str, Any]:
    (script,) = soup.select("script#page-data")
    found: dict[str, Any] = json.loads(str(script.string))
    return found


def add(client: TestClient, id_: str, text: str, **more: Any) -> None:
    answer = client.post("/api/articles", json={"id": id_, "text": text, **more})
    assert answer.status_code == 201, answer.text


def test_the_page_says_which_article_it_is(client: TestClient, article: str) -> None:
    soup = page(client)
    assert soup.title is not None
    assert soup.title.get_text() == "Tax · Annotator"
    assert soup.select_one("header.headline h1").get_text() == "Tax"  # type: ignore[union-attr]
    assert len(soup.select("h1")) == 1


def test_the_text_stands_there_to_the_letter(client: TestClient, article: str) -> None:
    for block in page(client).select("#art [data-o]"):
        start = int(str(block["data-o"]))
        shown = block.get_text()
        assert shown == ARTICLE[start : start + len(shown)]
        assert block["dir"] == "auto"


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=texts, cuts=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=6))
def test_what_is_sent_is_what_is_stored(
    refusing: tuple[Site, TestClient], text: str, cuts: list[tuple[float, float]]
) -> None:
    _, client = refusing
    id_ = client.post("/api/articles", json={"text": text}).json()["id"]
    keys = ["claim", "speculation", "named_source", "anonymous_source"]
    wanted: list[Painted] = []
    for number, cut in enumerate(cuts):
        start, end = sorted(int(part * len(text)) for part in cut)
        if start < end:
            wanted.append(Painted(start, end, 1 + number % 4))
    changes = [
        {
            "put": "span",
            "id": uid(100 + n),
            "label": keys[p.label - 1],
            "fragments": [[p.start, p.end]],
        }
        | {"text": text[p.start : p.end]}
        for n, p in enumerate(wanted)
    ]
    for span in client.get(f"/api/articles/{id_}/layers/me").json()["spans"]:
        client.delete(f"/api/articles/{id_}/layers/me/spans/{span['id']}")
    batch = {"id": str(uuid.uuid4()), "changes": changes}
    answer = client.post(f"/api/articles/{id_}/layers/me/changes", json=batch)
    assert answer.status_code == 200, answer.text
    for block in blocks_of(client.get(f"/articles/{id_}").text):
        start, shown = int(str(block["data-o"])), block.get_text()
        assert shown == text[start : start + len(shown)]
        assert marks_of(block) == naive(start, start + len(shown), wanted)


def test_the_script_is_given_what_the_api_gives(town: Site) -> None:
    client = town.signed_in("lou")
    given_ = payload(page(client))
    layer = client.get("/api/articles/tax/layers/me").json()
    assert given_["article"] == "tax"
    assert given_["me"] == "lou"
    assert given_["length"] == len(ARTICLE)
    assert given_["headline"] is False
    for key in ("status", "version", "relations", "sources"):
        assert given_["layer"][key] == layer[key]
    keys = [label["key"] for label in given_["labels"]]
    for row, span in zip(given_["layer"]["spans"], layer["spans"], strict=True):
        id_, number, fragments, note, flags = [*row, "", []][:5]
        assert [id_, keys[number - 1]] == [span["id"], span["label"]]
        assert [fragments, note, flags] == [span["fragments"], span["note"], span["flags"]]
    scheme = client.get("/api/scheme").json()
    assert [label["key"] for label in given_["labels"]] == [one["key"] for one in scheme["labels"]]
    assert [label["n"] for label in given_["labels"]] == [1, 2, 3, 4]
    assert given_["relations"] == scheme["relations"]


def test_the_marks_are_those_of_my_layer_only(town: Site) -> None:
    lou, kim = town.signed_in("lou"), town.signed_in("kim")
    before = [str(mark) for mark in page(kim).select("mark")]
    assert before
    lou.delete(f"/api/articles/tax/layers/me/spans/{uid(1)}")
    assert [str(mark) for mark in page(kim).select("mark")] == before
    assert len(page(lou).select("mark")) == len(before) - 1
    town.add_account("new", "labeller")
    soup = page(town.signed_in("new"))
    assert not soup.select("mark")
    assert payload(soup)["layer"]["version"] == 0


def test_nested_and_discontinuous_spans(client: TestClient, layer: str) -> None:
    spans = [("claim", [[2, 26]]), ("claim", [[6, 9]]), ("speculation", [[6, 9], [28, 32]])]
    for number, (label, fragments) in enumerate(spans):
        body = {"label": label, "fragments": fragments}
        client.put(f"{layer}/spans/{uid(number)}", json=body)
    marks = [(mark.get_text(), " ".join(mark["class"])) for mark in page(client).select("mark")]
    assert marks == [
        ("The ", "a1"),
        ("tax", "a1 b2 z1"),
        (" will rise in May", "a1"),
        ("said", "a2"),
    ]


def test_a_retired_label_keeps_its_number_and_is_not_offered(
    client: TestClient, layer: str
) -> None:
    client.put(f"{layer}/spans/{uid(1)}", json={"label": "named_source", "fragments": SPEAKER})
    scheme = client.get("/api/scheme").json()
    scheme["labels"][0]["retired"] = True
    client.put("/api/scheme", json=scheme)
    soup = page(client)
    assert soup.select_one("mark")["class"] == ["a3"]  # type: ignore[index]
    assert [button["data-label"] for button in soup.select("#menu [data-label]")] == [
        "speculation",
        "named_source",
        "anonymous_source",
    ]
    assert payload(soup)["labels"][0]["retired"] is True


def test_neighbours_are_those_of_the_list(client: TestClient) -> None:
    for id_ in ("old", "mid/dle".replace("/", "#"), "new"):
        add(client, id_, f"News of {id_}.")
    soup = page(client, "mid#dle")
    found = [str(link["href"]) for link in soup.select(".bar-walk a")]
    assert found == ["/articles/new", "/articles/old"]
    assert soup.select_one(".bar-walk span").get_text() == "2 of 3 · 3 left"  # type: ignore[union-attr]
    given_ = payload(soup)
    assert (given_["previous"], given_["next"]) == ("/articles/new", "/articles/old")
    assert payload(page(client, "old"))["next"] == ""
    assert payload(page(client, "new"))["previous"] == ""
    assert payload(page(client, "old"))["next_open"] == "/articles/new"
    for id_ in ("old", "new", "mid%23dle"):
        client.post(f"/api/articles/{id_}/layers/me/status", json={"status": "submitted"})
    assert payload(page(client, "old"))["next_open"] == ""


def walk(client: TestClient, id_: str) -> tuple[str, str, str, str]:
    """What the bar says, and where previous, next and the next not submitted lead."""
    soup = page(client, id_)
    place = soup.select_one(".bar-walk span").get_text()  # type: ignore[union-attr]
    given_ = payload(soup)
    found = (given_[key].removeprefix("/articles/") for key in ("previous", "next", "next_open"))
    return (place, *found)


def test_who_was_given_articles_goes_through_them(town: Site) -> None:
    ann, lou = town.signed_in("ann"), town.signed_in("lou")
    for id_ in "abcde":
        add(ann, id_, f"📰 News of {id_}.")
    before = walk(lou, "c")
    assert before == ("3 of 7 · 7 left", "d", "b", "b")
    ann.post("/api/assignments", json={"people": ["kim"]})
    assert walk(lou, "c") == before, "what others were given changes nothing"
    ann.post("/api/assignments", json={"people": ["lou"], "articles": ["a", "c", "e"]})
    assert walk(lou, "c") == ("2 of 3 · 3 left", "e", "a", "a")
    assert walk(lou, "a") == ("3 of 3 · 3 left", "c", "", "e")
    assert walk(lou, "d") == ("2 of 7 · 3 left", "e", "c", "c"), "from others back to one's own"
    lou.post("/api/articles/a/layers/me/status", json={"status": "submitted"})
    assert walk(lou, "c") == ("2 of 3 · 2 left", "e", "a", "e")


def test_a_missing_or_deleted_article_is_a_page(client: TestClient, article: str) -> None:
    client.delete("/api/articles/tax")
    for path in ("/articles/tax", "/articles/none", "/articles/%00", "/articles/%ff"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"].startswith("text/html")


def test_the_page_costs_the_same_whatever_the_number_of_spans(client: TestClient) -> None:
    add(client, "a", "word " * 200)
    costs = []
    for count in (1, 60):
        changes: list[dict[str, Any]] = []
        for n in range(count):
            fragments = [[n * 5, n * 5 + 4]]
            changes += [{"put": "span", "id": uid(n), "label": "claim", "fragments": fragments}]
            changes += [{"put": "source", "id": uid(500 + n), "name": "x", "spans": [uid(n)]}]
        batch = {"id": uid(900 + count), "changes": changes}
        sent = client.post("/api/articles/a/layers/me/changes", json=batch)
        assert sent.status_code == 200
        with counted() as statements:
            page(client, "a")
        with counted() as api:
            client.get("/api/articles/a/layers/me")
        costs.append((len(statements), len(api)))
    assert costs[0] == costs[1]
    assert 0 < costs[0][0] <= 20
    assert 0 < costs[0][1] <= 8


def test_an_article_of_one_huge_paragraph(client: TestClient) -> None:
    text = "שלום 📰 " * 30_000
    add(client, "huge", text, title="Huge")
    blocks = page(client, "huge").select("#art [data-o]")
    assert "".join(block.get_text() for block in blocks) == text
    assert len(blocks) > 30


STORY = "It will close before the summer 🌊, two officials said."
LINES = f"Harbour may close\nShare this:\n{STORY}\nAll comments."


def test_headline_body_and_boilerplate_are_told_apart(client: TestClient) -> None:
    add(client, "h", LINES, title="Harbour news")
    blocks = page(client, "h").select("#art [data-o]")
    drawn = [(block.name, block["data-n"], block.get("class")) for block in blocks]
    assert drawn == [
        ("h2", "", None),
        ("p", "", ["grey"]),
        ("p", "1", None),
        ("p", "", ["grey"]),
    ]
    assert "\n".join(block.get_text() for block in blocks) == LINES


def test_a_number_means_the_same_paragraph_whatever_is_greyed_out_by_hand(
    client: TestClient,
) -> None:
    add(client, "h", LINES)
    at = LINES.index("It will")
    client.put(f"/api/articles/h/passages/{at}", json={"kind": "boilerplate"})
    client.put(f"/api/articles/h/passages/{LINES.index('Share')}", json={"kind": "body"})
    blocks = page(client, "h").select("#art [data-o]")
    drawn = [(block["data-n"], block.get("class")) for block in blocks]
    assert drawn == [("", None), ("", None), ("1", ["grey"]), ("", ["grey"])]


def test_a_long_paragraph_is_greyed_out_in_all_its_parts(client: TestClient) -> None:
    text = f"{STORY}\n" + "Some words. " * 900
    add(client, "h", text)
    at = text.index("Some words.")
    client.put(f"/api/articles/h/passages/{at}", json={"kind": "boilerplate"})
    first, *others = page(client, "h").select("#art [data-o]")
    assert first.get("class") is None
    assert [block["class"] for block in others] == [["grey"], ["more", "grey"], ["more", "grey"]]


def test_without_scripts_the_spans_are_listed(client: TestClient, article: str) -> None:
    span = {"label": "claim", "fragments": [[2, 26]], "note": "Look again."}
    assert client.put(f"/api/articles/tax/layers/me/spans/{uid(9)}", json=span).status_code == 201
    assert page(client).select("noscript .plain-list") == []
    (more,) = page(client).select("noscript [href$='?listed=1']")
    listed = page(client, query="?listed=1").select("noscript .plain-list li")
    assert more.get_text() == "List the spans"
    assert [item.get_text(" ") for item in listed] == ["Claim The tax will rise in May Look again."]


def test_how_many_are_left_is_said_until_none_is(client: TestClient, article: str) -> None:
    assert page(client).select_one(".bar-left").get_text() == "· 1 left"  # type: ignore[union-attr]
    client.post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
    assert page(client).select_one(".bar-left") is None


def test_of_very_many_marks_the_first_are_drawn_and_a_browser_without_scripts_gets_all(
    client: TestClient,
) -> None:
    line = "🌊 The port will close."
    text = "\n".join([line] * 1_200)
    add(client, "marks", text)
    changes = [
        {"put": "span", "id": uid(n), "label": "claim", "fragments": [[at, at + len(line)]]}
        for n, at in enumerate(range(0, len(text), len(line) + 1))
    ]
    batch = {"id": uid(5_000), "changes": changes}
    assert client.post("/api/articles/marks/layers/me/changes", json=batch).status_code == 200
    soup = page(client, "marks")
    assert len(soup.select("mark")) == 1_000
    assert len(soup.select(".sec.bare")) == 8
    assert len(payload(soup)["layer"]["spans"]) == 1_200
    (away,) = soup.select("head noscript meta")
    assert away["content"] == "0; url=/articles/marks?listed=1"
    whole = page(client, "marks", "?listed=1")
    assert len(whole.select("mark")) == 1_200
    assert not whole.select(".bare, head noscript meta")
