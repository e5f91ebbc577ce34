"""Searching from the list: articles with a snippet, and labelled spans apart."""

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web.counting import counted
from tests.web.site import Site, uid

TEXT = "A flood 🌊 came. “The dam held,” Zoë Müller said.\nNobody <b>knew</b>."


def page(client: TestClient, query: str) -> BeautifulSoup:
    answer = client.get("/", params={"q": query})
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def add(client: TestClient, id_: str, text: str = TEXT) -> None:
    assert client.post("/api/articles", json={"id": id_, "text": text}).status_code == 201


def put(client: TestClient, article: str, number: int, start: int, end: int) -> None:
    address = f"/api/articles/{article}/layers/me/spans/{uid(number)}"
    body = {"label": "claim", "fragments": [[start, end]]}
    assert client.put(address, json=body).status_code == 201


def found(soup: BeautifulSoup) -> list[str]:
    return [str(row["data-article"]) for row in soup.select("li.row[data-article]")]


def spans(soup: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in soup.select(".span-row a")]


def test_an_article_is_found_by_its_text_and_shown_with_the_words_marked(
    client: TestClient,
) -> None:
    add(client, "two words")
    soup = page(client, "muller")
    assert found(soup) == ["two words"]
    (link,) = soup.select(".excerpt a")
    assert [mark.get_text() for mark in link.select("mark")] == ["Müller"]
    start = TEXT.index("Müller")
    assert link["href"] == f"/articles/two%20words#at={start}-{start + 6}"
    assert "<b>knew</b>" in link.get_text()


def test_an_article_found_by_its_title_alone_has_no_snippet(client: TestClient) -> None:
    body = {"id": "a", "title": "River news", "text": "Water."}
    assert client.post("/api/articles", json=body).status_code == 201
    soup = page(client, "river")
    assert found(soup) == ["a"]
    assert not soup.select(".excerpt")


def test_the_api_searches_the_text_too(client: TestClient) -> None:
    add(client, "a")
    add(client, "b", "Something else 🌊")
    for typed, ids in (("dam held", ["a"]), ("🌊", ["b", "a"]), ('"', []), ("dam NOT held", [])):
        answer = client.get("/api/articles", params={"q": typed})
        assert [item["id"] for item in answer.json()["items"]] == ids, typed


def test_labelled_spans_stand_apart_and_lead_to_their_place(client: TestClient) -> None:
    add(client, "a")
    put(client, "a", 1, 18, 31)
    soup = page(client, "dam")
    assert found(soup) == ["a"]
    (row,) = soup.select(".span-row")
    assert row.select_one(".chip").get_text() == "Claim"  # type: ignore[union-attr]
    (link,) = row.select("a")
    assert link["href"] == f"/articles/a#span={uid(1)}"
    assert "A flood 🌊 came" in row.get_text()
    assert spans(page(client, "nobody")) == []


def test_nobody_finds_spans_in_layers_that_they_may_not_see(client: TestClient, site: Site) -> None:
    add(client, "a")
    for name, role in (("lou", "labeller"), ("eve", "labeller"), ("rev", "reviewer")):
        site.add_account(name, role)
    put(site.signed_in("lou"), "a", 1, 18, 31)
    assert len(spans(page(site.signed_in("lou"), "dam"))) == 1
    hidden = page(site.signed_in("eve"), "dam")
    assert spans(hidden) == []
    assert "labelled span" not in hidden.select_one(".found").get_text()  # type: ignore[union-attr]
    seen = page(site.signed_in("rev"), "dam")
    (link,) = seen.select(".span-row a")
    assert link["href"] == "/articles/a#at=18-31"
    assert "by lou" in seen.select(".span-row")[0].get_text()


@pytest.mark.parametrize("typed", ['"', "*", "NEAR(", "a AND", "\x00", "'; --", "👩‍👧", "{{", "%"])
def test_whatever_is_typed_there_is_an_answer(client: TestClient, typed: str) -> None:
    add(client, "a")
    soup = page(client, typed)
    assert soup.select_one("#search")["value"] == typed.replace("\x00", "\ufffd") or "\x00" in typed  # type: ignore[index]


def test_an_empty_answer_says_what_to_do(client: TestClient) -> None:
    add(client, "a")
    empty = page(client, "whale").select_one(".empty")
    assert empty is not None
    assert "whale" in empty.get_text()
    assert "shorter words" in empty.get_text()


def test_a_search_costs_the_same_however_much_is_found(client: TestClient) -> None:
    add(client, "a")
    put(client, "a", 1, 18, 31)
    with counted() as before:
        page(client, "dam")
    for number in range(2, 20):
        add(client, f"a{number}")
        put(client, f"a{number}", number, 18, 31)
    with counted() as after:
        soup = page(client, "dam")
    assert (len(found(soup)), len(spans(soup))) == (19, 19)
    assert len(after) <= len(before) <= 20
