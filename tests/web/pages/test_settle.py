"""The pages of settling, as the server sends them."""

from typing import Any
from uuid import uuid4

import orjson
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web.site import Site

TEXT = "“It 📈 may rain & pour,” Ana Ruiz said.\r\n\r\nשלום e\u0301 🇳🇱, said <b>two</b> officials."


def span(label: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"label": label, "start": start, "end": start + len(words), "text": words}


def submit(client: TestClient, name: str, *spans: dict[str, Any], text: str = TEXT) -> None:
    line = {"id": "rain", "text": text, "layer": name, "status": "submitted", "spans": list(spans)}
    assert (
        client.post("/api/import?name=a.jsonl", content=orjson.dumps(line)).json()["refused"] == []
    )


def page(client: TestClient, path: str = "/articles/rain/settle") -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def payload(soup: BeautifulSoup) -> Any:
    return orjson.loads(soup.select_one("#page-data").get_text())  # type: ignore[union-attr]


@pytest.fixture
def two(client: TestClient) -> TestClient:
    submit(client, "amy", span("claim", "It 📈 may rain & pour"), span("named_source", "Ana Ruiz"))
    submit(client, "bob", span("claim", "It 📈 may rain"), span("named_source", "Ana Ruiz"))
    return client


def test_who_has_nothing_to_settle_is_told_how_articles_come_here(client: TestClient) -> None:
    soup = page(client, "/settle")
    assert "Nothing is to be settled" in soup.select_one(".empty").get_text()  # type: ignore[union-attr]
    submit(client, "amy", span("claim", "It 📈 may rain"))
    assert client.get("/articles/rain/settle", follow_redirects=False).status_code == 303
    assert client.get("/articles/none/settle").status_code == 404


def test_the_empty_list_leads_nobody_to_a_page_that_they_may_not_see(town: Site) -> None:
    for name, may in (("ann", True), ("rae", False)):
        client = town.signed_in(name)
        links = page(client, "/settle").select(".empty a[href]")
        assert bool(links) == may, name
        assert all(client.get(str(one["href"])).status_code == 200 for one in links)


def test_the_list_shows_whose_layers_wait_and_the_articles_page_tells_of_them(
    two: TestClient,
) -> None:
    soup = page(two, "/settle")
    (row,) = soup.select(".row")
    assert [one["title"] for one in row.select(".person")] == ["amy", "bob"]
    assert len(row.select("svg.strip")) == 2
    assert "0 of 4 spans decided" in row.get_text()
    home = page(two, "/").select_one("#to-settle")
    assert home is not None
    assert home.select_one("a[href='/articles/rain/settle']")


def test_words_that_not_all_have_are_told_apart_and_nothing_becomes_markup(
    two: TestClient,
) -> None:
    (case,) = page(two).select(".case")
    assert [one.get_text() for one in case.select(".apart")] == [" & pour"]
    submit(two, "eve", span("speculation", "<b>two</b> officials"))
    case = page(two).select(".case")[-1]
    assert "<b>two</b> officials" in case.get_text()
    assert not [one for one in case.select("b") if one.get_text() == "two"]


def test_every_offset_of_the_payload_slices_what_it_names(two: TestClient) -> None:
    soup = page(two)
    data = payload(soup)
    for key, standing in data["spans"].items():
        (start, end), *_ = standing["fragments"]
        assert TEXT[start:end] in {"It 📈 may rain & pour", "It 📈 may rain", "Ana Ruiz"}, key
    for block in soup.select(".passage [data-o]"):
        start, words = int(str(block["data-o"])), block.get_text()
        assert TEXT[start : start + len(words)] == words


def test_each_choice_comes_to_verdicts_on_everybodys_spans(two: TestClient) -> None:
    data = payload(page(two))
    (case,) = [one for one in data["cases"].values() if not one["by_itself"]]
    by_key = {one["key"]: one for one in case["choices"]}
    assert set(by_key) == {"1", "2", "0", "B"}
    verdicts = {
        key: [one["verdict"] for one in choice["decisions"]] for key, choice in by_key.items()
    }
    assert verdicts == {
        "1": ["accepted", "changed"],
        "2": ["changed", "accepted"],
        "0": ["rejected", "rejected"],
        "B": ["accepted", "accepted"],
    }
    for choice in by_key.values():
        body = {"id": str(uuid4()), "decisions": choice["decisions"]}
        assert two.post("/api/articles/rain/settling", json=body).status_code == 200
    assert "both kept" in page(two).select_one(".case-line").get_text()  # type: ignore[union-attr]


def test_a_long_paragraph_is_cut_around_the_case_and_still_slices(client: TestClient) -> None:
    text = "🌊 " + "word 🌊 " * 4_000 + "the end."
    at = text.index("word", 12_000)
    for name, long in (("amy", 4), ("bob", 6)):
        submit(client, name, {"label": "claim", "start": at, "end": at + long}, text=text)
    (block,) = page(client).select(".passage [data-o]")
    start, words = int(str(block["data-o"])), block.get_text()
    assert len(words) < 2_000
    assert text[start : start + len(words)] == words
    assert start <= at < start + len(words)
