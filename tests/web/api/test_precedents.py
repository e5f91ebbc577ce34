"""Precedents over HTTP: pin, list, the nearest, take away and bring back."""

import pytest
from starlette.testclient import TestClient

from tests.web.site import ARTICLE, CLAIM, PRECEDENT, QUOTE, Site, problem, uid

LIST = "/api/precedents"


def address(number: int = 1, article: str = "tax") -> str:
    return f"/api/articles/{article}/precedents/{uid(number)}"


def ids(client: TestClient, **asked: str | list[str]) -> list[str]:
    answer = client.get(LIST, params=asked)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_pinned_listed_taken_away_and_brought_back(client: TestClient, article: str) -> None:
    answer = client.put(address(), json=PRECEDENT | {"reason": " Said as a fact 🙂. "})
    assert answer.status_code == 201, answer.text
    record = answer.json()
    assert record["words"] == QUOTE == ARTICLE[2:26]
    assert (record["start"], record["end"]) == tuple(CLAIM[0])
    assert record["reason"] == "Said as a fact 🙂."
    assert record["holds"] is True
    assert client.get(LIST).json() == {"items": [record]}
    assert client.delete(f"{LIST}/{uid(1)}").status_code == 204
    assert ids(client) == []
    assert client.post(f"{LIST}/{uid(1)}/restore").json() == record
    assert ids(client) == [uid(1)]


def test_the_same_may_be_sent_again_and_nothing_else(client: TestClient, article: str) -> None:
    statuses = [client.put(address(), json=PRECEDENT).status_code for _ in range(2)]
    assert statuses == [201, 200]
    other = client.put(address(), json=PRECEDENT | {"holds": False})
    assert problem(other, 409)["current"]["id"] == uid(1)
    client.delete(f"{LIST}/{uid(1)}")
    assert client.put(address(), json=PRECEDENT).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"label": "lie"}, "label"),
        ({"label": None}, "label"),
        ({"fragments": [[2, 9000]]}, "end"),
        ({"fragments": [[9, 3]]}, "fragments"),
        ({"fragments": []}, "fragments"),
        ({"reason": ""}, "reason"),
        ({"reason": "  "}, "reason"),
        ({"reason": "🙂\tand"}, "reason"),
        ({"reason": "x" * 501}, "reason"),
        ({"holds": "yes"}, "holds"),
    ],
)
def test_what_cannot_be_pinned_is_refused(
    site: Site, client: TestClient, article: str, wrong: dict[str, object], field: str
) -> None:
    before = site.state()
    problem(client.put(address(), json=PRECEDENT | wrong), 422, field)
    assert site.state() == before


def test_an_id_is_a_uuid_and_one_unknown_is_not_found(client: TestClient, article: str) -> None:
    problem(client.put("/api/articles/tax/precedents/1", json=PRECEDENT), 422, "id")
    problem(client.put(address(article="nothing"), json=PRECEDENT), 404)
    problem(client.delete(f"{LIST}/{uid(9)}"), 404)
    problem(client.post(f"{LIST}/{uid(9)}/restore"), 404)


def test_the_nearest_to_a_text(client: TestClient, article: str) -> None:
    for number, at in enumerate(([2, 26], [55, 69], [71, 86]), 1):
        answer = client.put(address(number), json=PRECEDENT | {"fragments": [at]})
        assert answer.status_code == 201, answer.text
    client.put(address(4), json=PRECEDENT | {"label": "speculation"})
    assert sorted(ids(client, like="Tax!")) == [uid(1), uid(4)]
    assert ids(client, like="tax", label=["speculation"])[0] == uid(4)
    assert ids(client, like="tax", label=["claim", "named_source"])[0] == uid(1)
    assert ids(client, like="🦆") == []


def test_who_labels_blind_is_not_told_too_early(town: Site) -> None:
    lou = town.signed_in("lou")
    assert ids(lou) == ids(lou, like=QUOTE) == []
    assert ids(town.signed_in("rae")) == [uid(6)]
    lou.post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
    assert ids(lou) == ids(lou, like=QUOTE) == [uid(6)]
