"""The history over HTTP: pages of actions, a preview, and going back once for each id."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.site import CLAIM, SPEAKER, Site, problem, uid

CLAIMED = {"label": "claim", "fragments": CLAIM}
EMPTY = {"added": 0, "changed": 0, "removed": 0}


def send(client: TestClient, layer: str, number: int, *changes: Any, **more: Any) -> None:
    body = {"id": uid(number), "changes": list(changes), **more}
    assert client.post(f"{layer}/changes", json=body).status_code == 200


def put(number: int, **fields: Any) -> dict[str, Any]:
    return {"put": "span", "id": uid(number), **CLAIMED, **fields}


def test_the_history_of_my_layer_is_there_before_its_first_act(
    client: TestClient, layer: str
) -> None:
    assert client.get(f"{layer}/history").json() == {"items": [], "next": None}
    assert client.get(f"{layer}/history/start/restore").json() == {
        "spans": EMPTY,
        "relations": EMPTY,
        "sources": EMPTY,
    }


def test_actions_come_newest_first_and_in_pages(client: TestClient, layer: str) -> None:
    for number in range(5):
        send(client, layer, 50 + number, put(1, note=f"{number} 📰"))
    first = client.get(f"{layer}/history?limit=3").json()
    assert [item["id"] for item in first["items"]] == [uid(54), uid(53), uid(52)]
    rest = client.get(f"{layer}/history?limit=3&cursor={first['next']}").json()
    assert [item["id"] for item in rest["items"]] == [uid(51), uid(50)]
    assert rest["next"] is None
    (change,) = first["items"][0]["changes"]
    assert (change["before"]["note"], change["after"]["note"]) == ("3 📰", "4 📰")


def test_an_action_of_many_changes_is_shown_in_part_and_told_whole(
    client: TestClient, layer: str
) -> None:
    send(client, layer, 50, *[put(100 + n) for n in range(25)])
    (item,) = client.get(f"{layer}/history").json()["items"]
    assert (item["count"], len(item["changes"])) == (25, 20)
    assert len(client.get(f"{layer}/history/{uid(50)}").json()["changes"]) == 25
    problem(client.get(f"{layer}/history/{uid(51)}"), 404)


def test_going_back_answers_the_layer_as_reading_it_does(client: TestClient, layer: str) -> None:
    send(client, layer, 50, put(1))
    send(client, layer, 51, put(1, label="speculation"), put(2, fragments=SPEAKER))
    preview = client.get(f"{layer}/history/{uid(50)}/restore").json()
    assert preview["spans"] == {"added": 0, "changed": 1, "removed": 1}
    answer = client.post(f"{layer}/history/{uid(50)}/restore", json={"id": uid(60)})
    assert answer.status_code == 200
    assert answer.json() == client.get(layer).json()
    assert answer.headers["etag"] == '"3"'
    assert [span["label"] for span in answer.json()["spans"]] == ["claim"]
    again = client.post(f"{layer}/history/{uid(50)}/restore", json={"id": uid(60)})
    assert again.json() == answer.json()
    newest = client.get(f"{layer}/history").json()["items"][0]
    assert (newest["id"], newest["restores"]["id"]) == (uid(60), uid(50))


def test_an_undo_says_what_it_takes_back_and_is_told_by_what_that_was(
    client: TestClient, layer: str
) -> None:
    send(client, layer, 50, put(1))
    client.post(f"{layer}/history/start/restore", json={"id": uid(60)})
    send(client, layer, 61, put(1), undoes=[uid(60)])
    send(client, layer, 62, {"delete": "span", "id": uid(1)}, redoes=[uid(61)])
    items = client.get(f"{layer}/history").json()["items"]
    told = [(item["undoes"], item["redoes"], (item["restores"] or {}).get("id")) for item in items]
    assert told == [
        ([], [uid(61)], "start"),
        ([uid(60)], [], "start"),
        ([], [], "start"),
        ([], [], None),
    ]


@pytest.mark.parametrize(
    "body", [{}, {"id": "no uuid"}, {"id": None}, [], {"id": uid(1) + " "}], ids=repr
)
def test_going_back_needs_an_id_made_by_the_client(
    client: TestClient, layer: str, body: Any
) -> None:
    problem(client.post(f"{layer}/history/start/restore", json=body), 422)


def test_a_point_that_is_not_in_the_history_is_not_found(client: TestClient, layer: str) -> None:
    send(client, layer, 50, put(1))
    for point in (uid(9), "nonsense", "START"):
        problem(client.get(f"{layer}/history/{point}/restore"), 404)
        problem(client.post(f"{layer}/history/{point}/restore", json={"id": uid(60)}), 404)


def test_what_stands_in_the_way_is_a_conflict_of_one_sentence(
    client: TestClient, layer: str
) -> None:
    send(client, layer, 50, put(1, label="speculation"))
    send(client, layer, 51, put(1))
    scheme = client.get("/api/scheme").json()
    scheme["labels"][1]["retired"] = True
    assert client.put("/api/scheme", json=scheme).status_code == 200
    answer = client.post(f"{layer}/history/{uid(50)}/restore", json={"id": uid(60)})
    found = problem(answer, 409)
    assert found["detail"].startswith("Going back is not possible: “speculation” is retired")
    client.delete("/api/articles/tax")
    problem(client.post(f"{layer}/history/start/restore", json={"id": uid(61)}), 404)
    problem(client.get(f"{layer}/history"), 404)


def test_labellers_see_no_history_but_their_own(town: Site) -> None:
    lou = town.signed_in("lou")
    for who in ("kim", "gold", "nobody"):
        problem(lou.get(f"/api/articles/tax/layers/{who}/history"), 403)
        problem(lou.get(f"/api/articles/tax/layers/{who}/history/{uid(903)}"), 403)
    assert len(lou.get("/api/articles/tax/layers/me/history").json()["items"]) == 1
    rae = town.signed_in("rae").get("/api/articles/tax/layers/kim/history").json()
    assert [item["by"] for item in rae["items"]] == ["kim"]
