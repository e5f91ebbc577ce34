"""The register of sources over HTTP."""

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.site import CLAIM, ODD, SPEAKER, Site, import_odd, problem, uid

BODY = {"name": "Andrei Soldatov", "role": "security expert", "kind": "named", "spans": [uid(2)]}


@pytest.fixture
def source(client: TestClient, layer: str) -> str:
    """The address of an entry that is not there yet, beside two spans that are."""
    for number, (label, at) in enumerate([("claim", CLAIM), ("named_source", SPEAKER)], 1):
        body = {"label": label, "fragments": at}
        assert client.put(f"{layer}/spans/{uid(number)}", json=body).status_code == 201
    return f"{layer}/sources/{uid(9)}"


def test_a_put_makes_an_entry(client: TestClient, source: str, layer: str) -> None:
    answer = client.put(source, json=BODY)
    assert (answer.status_code, answer.headers["etag"]) == (201, '"1"')
    assert answer.json() == {"id": uid(9), **BODY, "version": 1}
    assert client.get(layer).json()["sources"] == [answer.json()]


def test_what_is_missing_is_empty(client: TestClient, source: str) -> None:
    got = client.put(source, json={}).json()
    assert got == {"id": uid(9), "name": "", "role": "", "kind": "", "spans": [], "version": 1}


def test_what_a_put_leaves_out_stays(client: TestClient, site: Site, source: str) -> None:
    client.put(source, json=BODY)
    got = client.put(source, json={"role": "journalist"}).json()
    assert got == {"id": uid(9), **BODY, "role": "journalist", "version": 2}
    before = site.state()
    for body in ({}, {"role": "journalist"}, got):
        again = client.put(source, json=body, headers={"if-match": '"1"'})
        assert (again.status_code, again.json()) == (200, got)
    assert site.state() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "famous"}, "kind"),
        ({"spans": [uid(77)]}, "spans"),
        ({"spans": [uid(2), uid(2)]}, "spans"),
        ({"spans": uid(2)}, "spans"),
        ({"name": "x" * 501}, "name"),
        ({"name": "a\0"}, "name"),
        ({"role": 5}, "role"),
    ],
)
def test_what_does_not_fit_is_refused(
    client: TestClient, site: Site, source: str, change: dict[str, Any], field: str
) -> None:
    before = site.state()
    problem(client.put(source, json=BODY | change), 422, field)
    assert site.state() == before


def test_a_nul_names_its_field(client: TestClient, source: str) -> None:
    problem(client.put(source, json=BODY | {"role": "a\0"}), 422, "role")


def test_stale_deleted_and_restored(client: TestClient, source: str, layer: str) -> None:
    problem(client.delete(source), 404)
    client.put(source, json=BODY)
    current = client.put(source, json={"name": "Other"}).json()
    stale = client.put(source, json={"name": "Third"}, headers={"if-match": '"1"'})
    assert problem(stale, 409)["current"] == current
    problem(client.delete(source, headers={"if-match": '"1"'}), 409)
    for _ in range(2):
        assert client.delete(source).status_code == 204
    assert client.get(layer).json()["sources"] == []
    answer = client.put(source, json={"kind": ""})
    assert (answer.status_code, answer.json()["name"]) == (201, "Other")
    assert len(client.get(layer).json()["spans"]) == 2


def test_a_deleted_span_leaves_the_register(client: TestClient, source: str, layer: str) -> None:
    client.put(source, json=BODY | {"spans": [uid(1), uid(2)]})
    client.delete(f"{layer}/spans/{uid(2)}")
    (entry,) = client.get(layer).json()["sources"]
    assert (entry["spans"], entry["version"]) == ([uid(1)], 2)


def test_a_new_id_is_a_uuid(client: TestClient, source: str, layer: str) -> None:
    problem(client.put(f"{layer}/sources/s1", json=BODY), 422, "id")


@pytest.mark.parametrize("id_", ODD)
def test_an_id_kept_from_an_import_is_addressed(client: TestClient, layer: str, id_: str) -> None:
    import_odd(client, id_)
    address = f"{layer}/sources/{quote(id_, safe='').replace('.', '%2E')}"
    answer = client.put(address, json={"name": "Another"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["version"]) == (id_, 2)
    assert client.delete(address).status_code == 204
    assert client.get(layer).json()["sources"] == []
