"""Relations over HTTP: only what the scheme allows, between spans of one layer."""

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.site import CLAIM, ODD, SPEAKER, Site, import_odd, problem, uid

BODY = {"type": "attributed_to", "from": uid(1), "to": uid(2)}


@pytest.fixture
def relation(client: TestClient, layer: str) -> str:
    """The address of a relation that is not there yet, between two spans that are."""
    spans = [("claim", CLAIM), ("named_source", SPEAKER), ("speculation", [[54, 60]])]
    for number, (label, fragments) in enumerate(spans, 1):
        body = {"label": label, "fragments": fragments}
        assert client.put(f"{layer}/spans/{uid(number)}", json=body).status_code == 201
    return f"{layer}/relations/{uid(9)}"


def test_a_put_makes_a_relation(client: TestClient, relation: str, layer: str) -> None:
    answer = client.put(relation, json=BODY)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.json() == {"id": uid(9), **BODY, "version": 1}
    assert client.get(layer).json()["relations"] == [answer.json()]


def test_a_put_may_be_sent_again(client: TestClient, site: Site, relation: str) -> None:
    first = client.put(relation, json=BODY).json()
    before = site.state()
    again = client.put(relation, json=BODY, headers={"if-match": '"7"'})
    assert (again.status_code, again.json()) == (200, first)
    assert site.state() == before


def test_a_relation_can_be_led_elsewhere(client: TestClient, relation: str) -> None:
    client.put(relation, json=BODY)
    answer = client.put(relation, json=BODY | {"from": uid(3)}, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    stale = client.put(relation, json=BODY, headers={"if-match": '"1"'})
    assert problem(stale, 409)["current"] == answer.json()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "denied_by"}, "type"),
        ({"from": uid(2), "to": uid(1)}, "type"),
        ({"from": uid(3), "to": uid(1)}, "type"),
        ({"to": uid(77)}, "to"),
        ({"from": uid(77)}, "from"),
        ({"to": uid(1)}, "to"),
        ({"to": ""}, "to"),
        ({"from": None}, "from"),
        ({"type": 5}, "type"),
    ],
)
def test_what_the_scheme_does_not_join_is_refused(
    client: TestClient, site: Site, relation: str, change: dict[str, Any], field: str
) -> None:
    before = site.state()
    problem(client.put(relation, json=BODY | change), 422, field)
    assert site.state() == before


def test_a_new_id_is_a_uuid(client: TestClient, relation: str, layer: str) -> None:
    problem(client.put(f"{layer}/relations/r1", json=BODY), 422, "id")


def test_a_delete_may_be_sent_again(client: TestClient, relation: str, layer: str) -> None:
    problem(client.delete(relation), 404)
    client.put(relation, json=BODY)
    problem(client.delete(relation, headers={"if-match": '"2"'}), 409)
    for _ in range(2):
        assert client.delete(relation, headers={"if-match": '"1"'}).status_code == 204
    assert client.get(layer).json()["relations"] == []
    assert len(client.get(layer).json()["spans"]) == 3


def test_a_put_restores_what_was_deleted(client: TestClient, relation: str) -> None:
    client.put(relation, json=BODY)
    client.delete(relation)
    answer = client.put(relation, json=BODY)
    assert (answer.status_code, answer.json()["version"]) == (201, 3)


def test_a_relation_to_a_deleted_span_is_refused(
    client: TestClient, relation: str, layer: str
) -> None:
    client.put(relation, json=BODY)
    client.delete(f"{layer}/spans/{uid(2)}")
    assert uid(2) in problem(client.put(relation, json=BODY), 422, "to")["detail"]


@pytest.mark.parametrize("id_", ODD)
def test_an_id_kept_from_an_import_is_addressed(client: TestClient, layer: str, id_: str) -> None:
    import_odd(client, id_)
    address = f"{layer}/relations/{quote(id_, safe='').replace('.', '%2E')}"
    answer = client.put(address, json={**BODY, "from": "plain 2", "to": "who"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["version"]) == (id_, 2)
    assert client.delete(address).status_code == 204
    assert client.get(layer).json()["relations"] == []
