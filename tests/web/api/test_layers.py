"""Layers over HTTP: reading one, batches of changes, and the status."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.store import project
from tests.web.site import CLAIM, SPEAKER, Site, problem, uid

PUT_CLAIM = {"put": "span", "id": uid(1), "label": "claim", "fragments": CLAIM}
PUT_SPEAKER = {"put": "span", "id": uid(2), "label": "named_source", "fragments": SPEAKER}
PUT_LINK = {"put": "relation", "id": uid(3), "type": "attributed_to"} | {
    "from": uid(1),
    "to": uid(2),
}
PUT_SOURCE = {"put": "source", "id": uid(4), "name": "An official", "spans": [uid(2)]}
ALL = [PUT_CLAIM, PUT_SPEAKER, PUT_LINK, PUT_SOURCE]

EMPTY = {"status": "open", "version": 0, "spans": [], "relations": [], "sources": []}
SPAN_KEYS = ["id", "label", "start", "end", "fragments", "text", "note", "flags", "origin"]
SPAN_KEYS += ["derived_from", "verdict", "reviewer", "comment", "reply"]
SPAN_KEYS += ["created_at", "updated_at", "version"]


def send(client: TestClient, layer: str, number: int, *changes: Any) -> Any:
    return client.post(f"{layer}/changes", json={"id": uid(number), "changes": list(changes)})


def test_my_layer_is_there_before_its_first_write(
    client: TestClient, site: Site, layer: str
) -> None:
    before = site.state()
    answer = client.get(layer)
    assert answer.status_code == 200
    assert answer.json() == EMPTY
    assert answer.headers["etag"] == '"0"'
    assert client.get("/api/articles/tax/layers/ann").json() == EMPTY
    assert site.state() == before
    assert client.get("/api/articles/tax").json()["layers"] == []


def test_me_is_whoever_asks(town: Site) -> None:
    for name in ("ann", "rae", "lou", "kim"):
        client = town.signed_in(name)
        client.post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
        mine = client.get("/api/articles/tax/layers/me")
        assert mine.json() == client.get(f"/api/articles/tax/layers/{name}").json()
        assert mine.json()["status"] == "submitted"


def test_a_layer_shows_its_parts_in_the_order_of_the_file(client: TestClient, layer: str) -> None:
    spans = [(4, 9), (4, 12), (0, 2), (4, 9)]
    for number, (start, end) in enumerate(spans):
        body = {"label": "claim", "fragments": [[start, end]]}
        client.put(f"{layer}/spans/{uid(9 - number)}", json=body)
    found = client.get(layer).json()["spans"]
    assert [(s["start"], s["end"], s["id"]) for s in found] == [
        (0, 2, uid(7)),
        (4, 12, uid(8)),
        (4, 9, uid(6)),
        (4, 9, uid(9)),
    ]
    assert list(found[0]) == SPAN_KEYS


def test_a_batch_is_one_action(client: TestClient, site: Site, layer: str) -> None:
    before = site.rows("SELECT count(*) FROM action")[0][0]
    answer = send(client, layer, 50, *ALL)
    assert answer.status_code == 200
    got = answer.json()
    assert got["version"] == 1
    assert answer.headers["etag"] == '"1"'
    assert [span["id"] for span in got["spans"]] == [uid(1), uid(2)]
    assert got["spans"][0]["text"] == "The tax will rise in May"
    assert [relation["id"] for relation in got["relations"]] == [uid(3)]
    assert [source["name"] for source in got["sources"]] == ["An official"]
    assert site.rows("SELECT count(*) FROM action")[0][0] == before + 1
    stored = client.get(layer).json()
    assert stored == {"status": "open", **got}


def test_a_batch_may_be_sent_again(client: TestClient, site: Site, layer: str) -> None:
    first = send(client, layer, 50, *ALL)
    before = site.state()
    for _ in range(3):
        again = send(client, layer, 50, *ALL)
        assert (again.status_code, again.json()) == (200, first.json())
    assert site.state() == before


def test_a_batch_sent_again_late_undoes_nothing(client: TestClient, layer: str) -> None:
    send(client, layer, 50, *ALL)
    send(client, layer, 51, PUT_CLAIM | {"note": "newer"}, {"delete": "source", "id": uid(4)})
    late = send(client, layer, 50, *ALL).json()
    assert late["spans"][0]["note"] == "newer"
    assert late["sources"] == []
    assert late["version"] == 2


@pytest.mark.parametrize(
    "wrong",
    [
        PUT_CLAIM | {"id": uid(8), "label": "nothing"},
        PUT_CLAIM | {"id": uid(8), "fragments": [[0, 9999]]},
        PUT_CLAIM | {"id": "8"},
        PUT_CLAIM | {"id": uid(8), "text": "wrong"},
        PUT_LINK | {"id": uid(8), "to": uid(77)},
        PUT_LINK | {"id": uid(8), "type": "denied_by"},
        PUT_SOURCE | {"id": uid(8), "spans": [uid(77)]},
        {"delete": "span", "id": uid(77)},
        {"delete": "relation", "id": uid(77)},
    ],
)
def test_a_batch_is_all_or_nothing(
    client: TestClient, site: Site, layer: str, wrong: dict[str, Any]
) -> None:
    before = site.state()
    answer = send(client, layer, 50, *ALL, wrong)
    problem(answer, 404 if "delete" in wrong else 422)
    assert site.state() == before
    assert send(client, layer, 50, *ALL).status_code == 200


def test_a_batch_goes_in_its_order(client: TestClient, layer: str) -> None:
    """A span may be put, linked, unlinked and deleted in one act; the last word stands."""
    got = send(
        client,
        layer,
        50,
        *ALL,
        {"delete": "span", "id": uid(2)},
        PUT_CLAIM | {"label": "speculation"},
    ).json()
    assert [(span["id"], span["label"]) for span in got["spans"]][-1] == (uid(1), "speculation")
    stored = client.get(layer).json()
    assert [span["id"] for span in stored["spans"]] == [uid(1)]
    assert stored["relations"] == []
    assert [source["spans"] for source in stored["sources"]] == [[]]


def test_undo_brings_a_span_and_its_relations_back(client: TestClient, layer: str) -> None:
    send(client, layer, 50, *ALL)
    before = client.get(layer).json()
    send(client, layer, 51, {"delete": "span", "id": uid(1)})
    assert client.get(layer).json()["relations"] == []
    assert send(client, layer, 52, PUT_CLAIM, PUT_LINK).status_code == 200
    after = client.get(layer).json()
    for part in ("spans", "relations"):
        for one, other in zip(before[part], after[part], strict=True):
            changing = ("version", "updated_at")
            assert {k: v for k, v in one.items() if k not in changing} == {
                k: v for k, v in other.items() if k not in changing
            }


def test_a_batch_that_changes_nothing_bumps_nothing(client: TestClient, layer: str) -> None:
    send(client, layer, 50, *ALL)
    answer = send(client, layer, 51, PUT_CLAIM)
    assert answer.json()["version"] == 1
    assert send(client, layer, 52).json()["version"] == 1


def test_somebody_elses_batch_id_clashes(town: Site) -> None:
    lou, kim = town.signed_in("lou"), town.signed_in("kim")
    layer = "/api/articles/tax/layers/me"
    assert send(lou, layer, 50, PUT_CLAIM | {"note": "mine"}).status_code == 200
    problem(send(kim, layer, 50, PUT_CLAIM | {"note": "mine"}), 409)


def test_the_version_counts_actions(client: TestClient, layer: str) -> None:
    body = {"label": "claim", "fragments": CLAIM}
    client.put(f"{layer}/spans/{uid(1)}", json=body)
    client.put(f"{layer}/spans/{uid(1)}", json=body)
    client.put(f"{layer}/spans/{uid(1)}", json=body | {"note": "x"})
    client.delete(f"{layer}/spans/{uid(1)}")
    client.delete(f"{layer}/spans/{uid(1)}")
    answer = client.get(layer)
    assert answer.json()["version"] == 3
    assert answer.headers["etag"] == '"3"'


def test_the_status_goes_back_and_forth(client: TestClient, site: Site, layer: str) -> None:
    for number, status in enumerate(("submitted", "open", "submitted", "reviewed", "open"), 1):
        answer = client.post(f"{layer}/status", json={"status": status})
        assert answer.json() == {"status": status, "version": number}
        assert answer.headers["etag"] == f'"{number}"'
        assert client.get(layer).json()["status"] == status
    before = site.state()
    assert client.post(f"{layer}/status", json={"status": "open"}).json()["version"] == 5
    assert site.state() == before


def test_a_status_alone_makes_a_layer_that_stays(client: TestClient, layer: str) -> None:
    assert client.post(f"{layer}/status", json={"status": "open"}).status_code == 200
    assert [one["name"] for one in client.get("/api/articles/tax").json()["layers"]] == ["ann"]


def test_an_edit_after_submitting_leaves_the_status(client: TestClient, layer: str) -> None:
    client.post(f"{layer}/status", json={"status": "submitted"})
    send(client, layer, 50, *ALL)
    assert client.get(layer).json()["status"] == "submitted"


def test_a_large_batch_is_taken(client: TestClient) -> None:
    client.post("/api/articles", json={"id": "long", "text": "word " * 3000})
    changes = [
        {"put": "span", "id": uid(1000 + n), "label": "claim", "fragments": [[n * 5, n * 5 + 4]]}
        for n in range(600)
    ]
    answer = send(client, "/api/articles/long/layers/me", 50, *changes)
    assert answer.status_code == 200
    assert len(answer.json()["spans"]) == 600
    many = [{"delete": "span", "id": "x"}] * 10_001
    problem(send(client, "/api/articles/long/layers/me", 51, *many), 422, "changes")


def test_what_is_meant_for_another_project_is_not_taken(town: Site) -> None:
    """A page that was open when another project came to this address still sends what it kept."""
    path = "/api/articles/tax/layers/me/changes"
    batch = {
        "id": uid(900),
        "changes": [{"put": "span", "id": uid(901), "label": "claim", "fragments": CLAIM}],
    }
    client = town.signed_in()
    before = town.state()
    refused = client.post(path, json=batch, headers={"Annotator-Project": uid(1)})
    assert refused.status_code == 421
    assert "nother project" in refused.json()["detail"]
    assert town.state() == before
    ours = town.database.read(project.identity)
    taken = client.post(path, json=batch, headers={"Annotator-Project": ours})
    assert taken.status_code == 200
