"""The list of articles."""

import json
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.web.pages import articles as page_of_articles
from tests.web.counting import counted
from tests.web.site import Site, uid


def page(client: TestClient, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "html.parser")


def rows(soup: BeautifulSoup) -> list[str]:
    return [str(row["data-article"]) for row in soup.select("li.row")]


def lead(soup: BeautifulSoup) -> list[str]:
    return [str(row["data-article"]) for row in soup.select("section.lead")]


def add(client: TestClient, *ids: str) -> None:
    for id_ in ids:
        answer = client.post("/api/articles", json={"id": id_, "text": f"News of {id_}. " * 9})
        assert answer.status_code == 201


def put(client: TestClient, article: str, number: int, start: int = 0, end: int = 4) -> None:
    address = f"/api/articles/{quote(article, safe='')}/layers/me/spans/{uid(number)}"
    body = {"label": "claim", "fragments": [[start, end]]}
    assert client.put(address, json=body).status_code == 201


def test_an_empty_project_says_what_to_do(client: TestClient) -> None:
    soup = page(client)
    assert rows(soup) == []
    assert soup.select(".empty [data-paste]")
    assert not soup.select("[data-remove-samples]")


def test_articles_stand_newest_first(client: TestClient) -> None:
    add(client, "a", "b", "c")
    soup = page(client)
    assert lead(soup) + rows(soup) == ["c", "b", "a"]
    assert "Start here" in soup.select("section.lead")[0].get_text()


@pytest.mark.parametrize(
    "id_", ["two words", "what?", "a#b", "100%", "📰", "a&b", "q\"uo'te", "%2F"]
)
def test_a_row_leads_to_its_article(client: TestClient, id_: str) -> None:
    add(client, id_)
    (row,) = page(client).select("[data-article]")
    (link,) = row.select("h2 a, .row-title a")
    assert row["data-article"] == id_
    answer = client.get(str(link["href"]))
    assert answer.status_code == 200
    assert f"News of {id_}." in BeautifulSoup(answer.text, "html.parser").get_text()


def test_the_one_in_hand_leads(client: TestClient) -> None:
    add(client, "a", "b", "c")
    put(client, "a", 1)
    put(client, "b", 1)
    soup = page(client)
    assert lead(soup) in (["b"], ["a"])
    assert sorted(lead(soup) + rows(soup)) == ["a", "b", "c"]
    client.post("/api/articles/a/layers/me/status", json={"status": "submitted"})
    client.post("/api/articles/b/layers/me/status", json={"status": "submitted"})
    soup = page(client)
    assert lead(soup) == ["c"], "the next one to begin"
    assert rows(soup) == ["b", "a"]
    heads = [head.get_text(" ", strip=True) for head in soup.select("section.rows h2")]
    assert heads == ["Submitted 2"]


def test_how_far_each_is(client: TestClient) -> None:
    client.post("/api/articles", json={"id": "a", "text": "x" * 200})
    put(client, "a", 1, 0, 20)
    put(client, "a", 2, 90, 100)
    (row,) = page(client).select("section.lead")
    assert "2 spans" in row.get_text(" ", strip=True)
    assert "to 50 % of the text" in row.get_text(" ", strip=True)
    runs = [(rect["x"], rect["width"]) for rect in row.select("rect.run")]
    assert runs == [("0", "100"), ("450", "50")]


def test_the_search_and_its_end(client: TestClient) -> None:
    add(client, "apple", "pear")
    soup = page(client, "?q=APP")
    assert rows(soup) == ["apple"]
    assert "apple" not in rows(page(client, "?q=plum"))
    assert "plum" in page(client, "?q=plum").select_one(".empty").get_text()  # type: ignore[union-attr]


def test_the_list_goes_on(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_articles, "PAGE", 2)
    add(client, *"abcde")
    seen, address = [], "/"
    while address:
        soup = BeautifulSoup(client.get(address).text, "html.parser")
        seen += lead(soup) + rows(soup)
        link = soup.select_one("p.more a")
        address = str(link["href"]) if link else ""
    assert seen == ["e", "d", "c", "b", "a"]


def test_going_on_keeps_the_search(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_articles, "PAGE", 1)
    add(client, "x&y 1", "other", "x&y 2")
    soup = page(client, "?q=x%26y")
    assert rows(soup) == ["x&y 2"]
    link = soup.select_one("p.more a")
    assert link is not None
    assert rows(BeautifulSoup(client.get(str(link["href"])).text, "html.parser")) == ["x&y 1"]


def test_samples_can_be_removed_in_one_go(client: TestClient, site: Site) -> None:
    add(client, "a", "b")
    site.database.write_now(
        lambda connection: connection.exec_driver_sql(
            "UPDATE article SET sample = 1 WHERE id = 'a'"
        )
    )
    (button,) = page(client).select("[data-remove-samples]")
    assert button["data-ids"] == '["a"]'
    client.post("/api/articles/remove", json={"ids": ["a"]})
    assert not page(client).select("[data-remove-samples]")


def test_only_who_may_delete_is_offered_it(town: Site) -> None:
    add(town.signed_in(), "📰", "gone", "try")
    town.signed_in().delete("/api/articles/gone")
    town.database.write_now(
        lambda connection: connection.exec_driver_sql(
            "UPDATE article SET sample = 1 WHERE id = 'try'"
        )
    )
    offers = "[data-remove-samples], [data-restore], [data-delete]"
    for name, may in (("ann", True), ("rae", True), ("lou", False)):
        client = town.signed_in(name)
        soup = page(client)
        assert bool(soup.select(offers)) is may
        assert soup.select("[data-edit]")
        assert "came with the program" in soup.get_text()
        status = client.post("/api/articles/remove", json={"ids": ["try"]}).status_code
        assert status == (204 if may else 403)
        client.post("/api/articles/restore", json={"ids": ["try"]})


def test_the_list_is_my_own(town: Site) -> None:
    town.add_account("new", "labeller")
    soup = page(town.signed_in("new"))
    assert lead(soup) + rows(soup) == ["spare", "tax"]
    assert not soup.select("li.row rect.run, section.lead rect.run")
    assert lead(page(town.signed_in("lou"))) == ["tax"]


def test_a_wrong_query_is_a_page_that_says_so(client: TestClient) -> None:
    for query in ("?status=x", "?cursor=x", "?cursor=0"):
        answer = client.get(f"/{query}")
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("text/html")


def test_the_page_costs_the_same_however_much_is_labelled(client: TestClient) -> None:
    add(client, "a", "b")
    put(client, "a", 1)
    with counted() as before:
        page(client)
    add(client, *(f"more {number}" for number in range(30)))
    for number in range(2, 30):
        put(client, "a", number)
        put(client, f"more {number}", number)
    with counted() as after:
        page(client)
    assert len(after) == len(before) <= 20
    with counted() as api:
        client.get("/api/articles")
    assert 0 < len(api) <= 5


def test_a_strip_has_no_more_runs_than_it_has_room_for(client: TestClient) -> None:
    client.post("/api/articles", json={"id": "a", "text": "word " * 4000})
    changes = [
        {"put": "span", "id": uid(n), "label": "claim", "fragments": [[n * 10, n * 10 + 4]]}
        for n in range(1500)
    ]
    client.post("/api/articles/a/layers/me/changes", json={"id": uid(9), "changes": changes})
    assert 0 < len(page(client).select("section.lead rect.run")) <= 1000


def test_the_script_is_told_whose_changes_it_may_send(client: TestClient) -> None:
    add(client, "a")
    (list_data,) = page(client).select("script#page-data")
    answer = client.get("/articles/a")
    (article_data,) = BeautifulSoup(answer.text, "html.parser").select("script#page-data")
    given, known = json.loads(str(list_data.string)), json.loads(str(article_data.string))
    assert given == {key: known[key] for key in ("project", "me")}
    assert page(client).select("section#refused[hidden]")


def give(client: TestClient, ids: list[str], *people: str) -> None:
    answer = client.post("/api/assignments", json={"articles": ids, "people": people})
    assert answer.status_code == 200, answer.text


def tabs(soup: BeautifulSoup) -> list[str]:
    """The tabs, a star before the one that is shown."""
    return [
        ("*" if link.has_attr("aria-current") else "") + link.get_text(" ", strip=True)
        for link in soup.select(".tabs a")
    ]


def submit(client: TestClient, *ids: str) -> None:
    for id_ in ids:
        address = f"/api/articles/{id_}/layers/me/status"
        assert client.post(address, json={"status": "submitted"}).status_code == 200


@pytest.fixture
def lou(town: Site) -> TestClient:
    """A labeller who was given a, b, c and d of eight articles; kim has b and e, ann has b."""
    ann = town.signed_in("ann")
    add(ann, *"abcdef")
    give(ann, list("abcd"), "lou")
    give(ann, ["b", "e"], "kim")
    give(ann, ["b"], "ann")
    return town.signed_in("lou")


def test_without_assignments_all_is_as_ever(town: Site) -> None:
    client = town.signed_in("lou")
    plain = client.get("/").text
    assert "tabs" not in plain
    assert client.get("/?show=mine").text == client.get("/?show=all").text == plain
    add(town.signed_in("ann"), "a")
    give(town.signed_in("ann"), ["a"], "kim")
    assert tabs(page(client)) == []


def test_my_articles_stand_beside_all(lou: TestClient) -> None:
    soup = page(lou)
    assert tabs(soup) == ["*Mine 4", "All 8"]
    assert lead(soup) + rows(soup) == ["d", "c", "b", "a"]
    assert "4 left to submit" in soup.select(".tabbed")[0].get_text(" ", strip=True)
    (_, all_) = soup.select(".tabs a")
    soup = page(lou, str(all_["href"])[1:])
    assert tabs(soup) == ["Mine 4", "*All 8"]
    assert sorted(lead(soup) + rows(soup)) == ["a", "b", "c", "d", "e", "f", "spare", "tax"]
    assert lead(soup) == ["tax"], "in hand"


def test_what_is_to_do_stands_before_what_is_submitted(
    lou: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(lou, "d", "b")
    soup = page(lou)
    assert lead(soup) + rows(soup) == ["c", "a", "d", "b"]
    assert "2 left to submit" in soup.select(".tabbed")[0].get_text(" ", strip=True)
    monkeypatch.setattr(page_of_articles, "PAGE", 1)
    seen, address = [], "/"
    while address:
        soup = BeautifulSoup(lou.get(address).text, "html.parser")
        seen += lead(soup) + rows(soup)
        link = soup.select_one("p.more a")
        address = str(link["href"]) if link else ""
    assert seen == ["c", "a", "d", "b"]
    submit(lou, "a", "c")
    assert "You have submitted all of yours" in page(lou).get_text(" ", strip=True)


def state(soup: BeautifulSoup, id_: str) -> str:
    (row,) = soup.select(f'[data-article="{id_}"] .state')
    return " ".join(row.get_text(" ", strip=True).split())


def test_a_row_says_who_else_has_it(lou: TestClient, town: Site) -> None:
    submit(lou, "b")
    put(lou, "c", 1)
    soup = page(lou)
    assert state(soup, "a") == "no labels yet only you"
    assert state(soup, "b") == "0 spans Submitted · with AN , KI"
    assert state(soup, "c").endswith("of the text only you")
    assert [abbr["title"] for abbr in soup.select('[data-article="b"] abbr')] == ["ann", "kim"]
    soup = page(lou, "?show=all")
    assert state(soup, "e") == "no labels yet for KI"
    assert state(soup, "f") == "no labels yet"
    assert state(page(town.signed_in("rae")), "e") == "no labels yet for KI"


def test_a_search_looks_at_all_articles(lou: TestClient) -> None:
    soup = page(lou, "?q=news")
    assert tabs(soup) == []
    assert rows(soup) == ["f", "e", "d", "c", "b", "a"]
    assert soup.select_one(".found .at-end")["href"] == "/?show=all"  # type: ignore[index]


def test_my_list_costs_the_same_however_much_is_given(lou: TestClient, town: Site) -> None:
    ann = town.signed_in("ann")
    give(ann, ["tax"], "lou")
    with counted() as before:
        page(lou)
    add(ann, *(f"more {number}" for number in range(20)))
    ann.post("/api/assignments", json={"people": ["lou", "kim", "rae"]})
    with counted() as after:
        page(lou)
    assert len(after) == len(before) <= 24


def test_who_may_give_out_articles_does_so_in_their_details(lou: TestClient, town: Site) -> None:
    for name in ("rae", "ann"):
        boxes = page(town.signed_in(name)).select("#edit-people input")
        assert [box["value"] for box in boxes] == ["ann", "rae", "lou", "kim"]
    assert not page(lou).select("#edit-people")


def test_who_works_alone_is_asked_for_nobody(client: TestClient) -> None:
    assert not page(client).select("#edit-people")
