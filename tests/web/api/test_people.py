"""People over HTTP."""

import re
import threading
import time
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.site import ADDRESS, Site, problem


@pytest.fixture
def ann(town: Site) -> TestClient:
    return town.signed_in("ann")


def listed(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/people").json()
    return found


def roles(client: TestClient) -> dict[str, str]:
    return {one["name"]: one["role"] for one in listed(client)["items"]}


def test_a_person_is_added_with_a_link(town: Site, ann: TestClient) -> None:
    answer = ann.post("/api/people", json={"name": " Éva Ünal ", "role": "reviewer"})
    assert answer.status_code == 201
    added = answer.json()
    assert (added["name"], added["role"], added["articles"]) == ("Éva Ünal", "reviewer", 0)
    url = added["invite"]["url"]
    assert re.fullmatch(rf"{ADDRESS}/invite\?token=[\w-]{{43}}", url)
    assert added["invite"]["expires_at"] == added["invited_until"]
    browser = town.anonymous()
    key = url.partition("token=")[2]
    assert browser.post("/invite", data={"token": key, "password": "three old cows"}).is_redirect
    assert browser.get("/api/articles").status_code == 200
    assert roles(ann)["Éva Ünal"] == "reviewer"


def test_who_is_no_admin_by_the_time_it_is_their_turn_adds_nobody(
    town: Site, ann: TestClient
) -> None:
    ann.patch("/api/people/rae", json={"role": "admin"})
    rae, evil = town.signed_in("rae"), {"name": "evil", "role": "admin"}
    may_go = threading.Event()
    answers: dict[str, int] = {}
    queued = [
        lambda: town.database.write_now(lambda _: may_go.wait(10)),
        lambda: answers.update(removed=ann.delete("/api/people/rae").status_code),
        lambda: answers.update(added=rae.post("/api/people", json=evil).status_code),
    ]
    threads = [threading.Thread(target=job) for job in queued]
    for thread in threads:
        thread.start()
        time.sleep(0.3)  # each takes its place in the queue before the next
    may_go.set()
    for thread in threads:
        thread.join()
    assert answers == {"removed": 204, "added": 403}
    assert "evil" not in roles(ann)


def test_a_token_lets_nobody_in_again_who_was_removed(town: Site, ann: TestClient) -> None:
    assert ann.delete("/api/people/rae").status_code == 204
    answer = town.with_token("ann").post("/api/people", json={"name": "rae", "role": "admin"})
    assert answer.status_code == 403
    assert "rae" not in roles(ann)


def test_without_a_role_one_labels(ann: TestClient) -> None:
    assert ann.post("/api/people", json={"name": "eve"}).json()["role"] == "labeller"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": "gold"}, "name"),
        ({"name": "me"}, "name"),
        ({"name": "a/b"}, "name"),
        ({"name": ".."}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "eve", "role": "boss"}, "role"),
        ({"name": "eve", "password": "x"}, "password"),
        ({"name": 3}, "name"),
        ({}, "name"),
    ],
)
def test_what_cannot_be_is_refused(
    town: Site, ann: TestClient, body: dict[str, Any], field: str
) -> None:
    before = town.state()
    problem(ann.post("/api/people", json=body), 422, field)
    assert town.state() == before


def test_somebody_who_is_there_is_not_added_again(ann: TestClient) -> None:
    assert "new link" in problem(ann.post("/api/people", json={"name": "lou"}), 409)["detail"]


def test_an_imported_name_is_invited(town: Site, ann: TestClient) -> None:
    town.import_layer("Ida")
    assert listed(ann)["known"] == [{"name": "Ida", "articles": 1}]
    assert ann.post("/api/people/Ida/invite").status_code == 201
    assert listed(ann)["known"] == []
    assert roles(ann)["Ida"] == "labeller"
    problem(ann.post("/api/people/nobody/invite"), 404)
    problem(ann.post("/api/people/gold/invite"), 404)


def test_a_role_changes_at_once(town: Site, ann: TestClient) -> None:
    lou = town.signed_in("lou")
    assert lou.get("/api/articles/tax/layers/kim").status_code == 403
    assert ann.patch("/api/people/lou", json={"role": "reviewer"}).json()["role"] == "reviewer"
    assert lou.get("/api/articles/tax/layers/kim").status_code == 200
    ann.patch("/api/people/lou", json={"role": "admin"})
    assert lou.get("/people").status_code == 200
    ann.patch("/api/people/lou", json={"role": "labeller"})
    assert lou.get("/people").status_code == 403
    problem(ann.patch("/api/people/lou", json={"role": "boss"}), 422, "role")
    problem(ann.patch("/api/people/nobody", json={"role": "admin"}), 404)


def test_whoever_is_removed_is_out_at_once(town: Site, ann: TestClient) -> None:
    lou, script = town.signed_in("lou"), town.with_token("lou")
    assert ann.delete("/api/people/lou").status_code == 204
    assert lou.get("/api/articles").status_code == script.get("/api/articles").status_code == 401
    assert "lou" not in roles(ann)
    assert [one["name"] for one in listed(ann)["removed"]] == ["lou"]
    layers = [one["name"] for one in ann.get("/api/articles/tax").json()["layers"]]
    assert "lou" in layers
    assert ann.delete("/api/people/lou").status_code == 204
    assert ann.post("/api/people/lou/restore").json()["role"] == "labeller"
    assert roles(ann)["lou"] == "labeller"
    assert lou.get("/api/articles").status_code == 401
    for answer in (ann.delete("/api/people/nobody"), ann.post("/api/people/nobody/restore")):
        problem(answer, 404)


def test_nobody_changes_or_removes_themselves(town: Site, ann: TestClient) -> None:
    ann.patch("/api/people/lou", json={"role": "admin"})
    before = town.state()
    for answer in (
        ann.patch("/api/people/ann", json={"role": "labeller"}),
        ann.delete("/api/people/ann"),
    ):
        assert "another admin" in problem(answer, 409)["detail"]
    assert town.state() == before


def test_the_last_admin_stays(town: Site, ann: TestClient) -> None:
    ann.patch("/api/people/lou", json={"role": "admin"})
    lou = town.signed_in("lou")
    assert lou.delete("/api/people/ann").status_code == 204
    assert "another admin" in problem(lou.delete("/api/people/lou"), 409)["detail"]
    assert lou.post("/api/people/ann/restore").status_code == 200


def test_no_answer_holds_a_secret(town: Site, ann: TestClient) -> None:
    town.take_password("lou", "three old cows")
    ann.post("/api/people/lou/invite")
    text = ann.get("/api/people").text + ann.get("/people").text
    for word in ("argon2", "password_hash", "hash", "token="):
        assert word not in text, word


def test_the_project_says_whether_labellers_are_blind(town: Site, ann: TestClient) -> None:
    assert town.signed_in("lou").get("/api/project").json()["blind"] is True
    for wanted in (False, False, True):
        assert ann.patch("/api/project", json={"blind": wanted}).json()["blind"] is wanted
    problem(ann.patch("/api/project", json={"blind": "perhaps"}), 422, "blind")
    problem(ann.patch("/api/project", json={"id": "x"}), 422)


def test_nobody_makes_a_link_to_take_over_an_account(town: Site, ann: TestClient) -> None:
    """Neither who found an admin's browser open, without the password, nor who found a token."""
    problem(ann.post("/api/people/ann/invite"), 409)
    for name in ("ann", "rae"):
        answer = town.with_token("ann").post(f"/api/people/{name}/invite")
        assert answer.status_code in {403, 409}
    assert town.rows("SELECT count(*) FROM invite") == [(0,)]
