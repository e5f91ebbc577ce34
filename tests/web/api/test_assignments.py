"""Assignments over HTTP."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.site import Site, problem

ADDRESS = "/api/assignments"


@pytest.fixture
def rae(town: Site) -> TestClient:
    """A reviewer, in a town with six articles: tax, spare, and four new ones."""
    client = town.signed_in("rae")
    for number in range(4):
        answer = client.post("/api/articles", json={"id": f"n{number}", "text": f"📰 {number}"})
        assert answer.status_code == 201
    return client


def post(client: TestClient, rest: str = "", **body: Any) -> dict[str, Any]:
    answer = client.post(ADDRESS + rest, json=body or None)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def queue(client: TestClient, query: str = "") -> list[str]:
    return [item["article"] for item in client.get(f"{ADDRESS}{query}").json()["items"]]


def loads(client: TestClient, query: str = "") -> dict[str, tuple[int, int]]:
    people = client.get(f"{ADDRESS}{query}").json()["people"]
    return {one["name"]: (one["assigned"], one["left"]) for one in people}


def test_articles_are_given_to_named_people(town: Site, rae: TestClient) -> None:
    done = post(rae, articles=["n1", "tax"], people=["lou", "kim"])
    assert len(done["given"]) == 4
    assert done["given"][0] == {"article": "n1", "person": "kim"}
    assert done["taken"] == []
    assert post(rae, articles=["n1"], people=["lou"])["action"] is None
    assert queue(rae) == ["n1", "tax"]
    assert loads(rae) == {"ann": (0, 0), "rae": (0, 0), "lou": (2, 2), "kim": (2, 2)}


def test_each_article_goes_to_so_many_and_one_request_undoes_it(rae: TestClient) -> None:
    done = post(rae, people=["ann", "lou", "kim"], each=2)
    assert len(done["given"]) == 12
    assert loads(rae) == {"ann": (4, 4), "lou": (4, 4), "kim": (4, 4), "rae": (0, 0)}
    undone = post(rae, f"/{done['action']}/undo")
    assert undone["taken"] == done["given"]
    assert queue(rae) == []
    assert post(rae, f"/{undone['action']}/undo")["given"] == done["given"]
    assert post(rae, people=["kim", "lou", "ann"], each=2)["given"] == []


def test_the_same_request_on_the_same_state_gives_the_same(rae: TestClient) -> None:
    first = post(rae, people=["ann", "lou", "kim"], each=2)
    post(rae, f"/{first['action']}/undo")
    assert post(rae, people=["kim", "ann", "lou"], each=2)["given"] == first["given"]


def test_a_labeller_reads_their_own_queue_and_what_is_left(town: Site, rae: TestClient) -> None:
    post(rae, articles=["n0", "n1", "n2"], people=["lou"])
    post(rae, articles=["n2", "n3"], people=["kim"])
    lou = town.signed_in("lou")
    assert queue(lou) == queue(lou, "?person=me") == queue(rae, "?person=lou") == ["n2", "n1", "n0"]
    assert lou.get(ADDRESS).json()["items"][0] == {"article": "n2", "people": ["kim", "lou"]}
    lou.post("/api/articles/n1/layers/me/status", json={"status": "submitted"})
    assert loads(lou) == loads(rae, "?person=lou") == {"lou": (3, 2)}
    assert queue(rae, "?article=n3") == ["n3"]
    assert queue(lou, "?article=n3") == []
    problem(lou.get(f"{ADDRESS}?person=kim"), 403)
    problem(lou.get(f"{ADDRESS}?person=nobody"), 403)
    problem(rae.get(f"{ADDRESS}?person=nobody"), 404)


def test_the_list_goes_on(rae: TestClient) -> None:
    post(rae, people=["lou"])
    seen, cursor = [], ""
    while True:
        page = rae.get(f"{ADDRESS}?limit=2{cursor}").json()
        seen += [item["article"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == ["n3", "n2", "n1", "n0", "spare", "tax"]


def test_what_is_not_submitted_is_taken_back(town: Site, rae: TestClient) -> None:
    post(rae, people=["lou"])
    lou = town.signed_in("lou")
    lou.post("/api/articles/n1/layers/me/status", json={"status": "submitted"})
    done = post(rae, "/remove", people=["lou"])
    assert len(done["taken"]) == 5
    assert queue(lou) == ["n1"]
    assert post(rae, "/remove", people=["lou"], articles=["n1", "n2"])["taken"] == [
        {"article": "n1", "person": "lou"}
    ]
    assert queue(lou) == []
    assert lou.get("/api/articles/n1/layers/me").json()["status"] == "submitted"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"people": []}, 422, "people"),
        ({"people": ["nobody 📰"]}, 422, "people"),
        ({"people": ["gold"]}, 422, "people"),
        ({"people": ["Ida"]}, 422, "people"),
        ({"people": "lou"}, 422, "people"),
        ({}, 422, "people"),
        ({"people": ["lou"], "each": 2}, 422, "each"),
        ({"people": ["lou"], "each": 0}, 422, "each"),
        ({"people": ["lou"], "each": "x"}, 422, "each"),
        ({"people": ["lou"], "articles": ["nothing 📰"]}, 404, None),
        ({"people": ["lou"], "much": 1}, 422, "much"),
    ],
)
def test_what_cannot_be_is_refused(
    town: Site, rae: TestClient, body: dict[str, Any], status: int, field: str | None
) -> None:
    town.import_layer("Ida")
    before = town.state()
    problem(rae.post(ADDRESS, json=body), status, field)
    assert town.state() == before


def test_an_imported_name_is_told_how_to_come_in(town: Site, rae: TestClient) -> None:
    town.import_layer("Ida")
    detail = problem(rae.post(ADDRESS, json={"people": ["Ida"]}), 422)["detail"]
    assert "“Ida” has no account" in detail
    assert "People" in detail
