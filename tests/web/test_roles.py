"""Who may do what: each route, for each role, in one's own layer, another's, and gold."""

from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient

from tests.web import routes
from tests.web.routes import Route
from tests.web.site import ADDRESS, ARTICLE, PRECEDENT, Site, problem, uid

# What a row expects of: nobody, a reading token of ann's, a labeller, a reviewer, an admin.
Row = tuple[int, int, int, int, int]

PAGE: Row = (303, 200, 200, 200, 200)
READ: Row = (401, 200, 200, 200, 200)
OPEN: Row = (200, 200, 200, 200, 200)

# Two-way routes of layers are asked three times: "me", another labeller's ("kim"), and "gold".
OWN = "me"
OTHER = "kim"
GOLD = "gold"
LAYERS = (OWN, OTHER, GOLD)
READS_A_LAYER: dict[str, Row] = {
    OWN: READ,
    OTHER: (401, 200, 403, 200, 200),
    GOLD: (401, 200, 403, 200, 200),
}
WRITES_A_LAYER: dict[str, Row] = {
    OWN: (401, 403, 200, 200, 200),
    OTHER: (401, 403, 403, 403, 403),
    GOLD: (401, 403, 403, 200, 200),
}

# The layers of the town are open, which is told only to those who may review them.
REVIEWS_A_LAYER: dict[str, Row] = {
    OWN: (401, 403, 403, 409, 409),
    OTHER: (401, 403, 403, 409, 409),
    GOLD: (401, 403, 403, 422, 422),
}

SPAN = {"label": "claim", "fragments": [[2, 26]], "note": "checked"}
RELATION = {"type": "attributed_to", "from": uid(5), "to": uid(2)}
SOURCE = {"name": "An official", "role": "spokesman"}
ONE_SPAN = {"put": "span", "id": uid(77), **SPAN}

TABLE: dict[tuple[str, str], Row | dict[str, Row]] = {
    ("GET", "/"): PAGE,
    ("GET", "/articles/{article}"): PAGE,
    ("GET", "/decisions"): PAGE,
    ("GET", "/review"): (303, 200, 403, 200, 200),
    ("GET", "/articles/{article}/review/{layer}"): {
        OWN: (303, 200, 403, 200, 200),
        OTHER: (303, 200, 403, 200, 200),
        GOLD: (303, 422, 403, 422, 422),
    },
    ("GET", "/settle"): (303, 200, 403, 200, 200),
    # Nobody has submitted in the town: the way leads to the list of what there is to settle.
    ("GET", "/articles/{article}/settle"): (303, 303, 403, 303, 303),
    ("GET", "/agreement"): PAGE,
    ("GET", "/dashboard"): PAGE,
    ("GET", "/agreement/cases"): PAGE,
    ("GET", "/settings"): PAGE,
    ("GET", "/guidelines"): PAGE,
    ("GET", "/guidelines/edit"): (303, 200, 303, 303, 200),
    ("GET", "/people"): (303, 200, 403, 403, 200),
    ("GET", "/account"): PAGE,
    ("POST", "/account/password"): (303, 403, 303, 303, 303),
    ("POST", "/account/sessions"): (401, 403, 303, 303, 303),
    ("GET", "/docs"): PAGE,
    ("GET", "/labels.css"): PAGE,
    ("GET", "/login"): OPEN,
    ("POST", "/login"): (422, 422, 422, 422, 422),
    ("GET", "/invite"): (410, 410, 410, 410, 410),
    ("POST", "/invite"): (410, 410, 410, 410, 410),
    ("POST", "/logout"): (401, 403, 303, 303, 303),
    ("GET", "/api/project"): READ,
    ("PATCH", "/api/project"): (401, 403, 403, 403, 200),
    ("GET", "/api/people"): (401, 200, 403, 403, 200),
    ("POST", "/api/people"): (401, 403, 403, 403, 201),
    ("PATCH", "/api/people/{person}"): (401, 403, 403, 403, 200),
    ("DELETE", "/api/people/{person}"): (401, 403, 403, 403, 204),
    ("POST", "/api/people/{person}/restore"): (401, 403, 403, 403, 200),
    ("POST", "/api/people/{person}/invite"): (401, 403, 403, 403, 201),
    ("GET", "/api/assignments"): READ,
    ("POST", "/api/assignments"): (401, 403, 403, 200, 200),
    ("POST", "/api/assignments/remove"): (401, 403, 403, 200, 200),
    # Asked with “start”, which is no action.
    ("POST", "/api/assignments/{action}/undo"): (401, 403, 403, 404, 404),
    ("GET", "/api/openapi.json"): READ,
    ("GET", "/api/scheme"): READ,
    ("PUT", "/api/scheme"): (401, 403, 403, 403, 200),
    ("GET", "/api/guidelines"): READ,
    ("PUT", "/api/guidelines"): (401, 403, 403, 403, 200),
    ("POST", "/api/guidelines/preview"): (401, 403, 403, 403, 200),
    ("GET", "/api/articles/{article}/passages"): READ,
    ("PUT", "/api/articles/{article}/passages/{start}"): (401, 403, 200, 200, 200),
    ("GET", "/api/articles"): READ,
    ("POST", "/api/articles"): (401, 403, 201, 200, 200),
    ("POST", "/api/articles/remove"): (401, 403, 403, 204, 204),
    ("POST", "/api/articles/restore"): (401, 403, 403, 204, 204),
    ("GET", "/api/articles/{article}"): READ,
    ("PATCH", "/api/articles/{article}"): (401, 403, 200, 200, 200),
    ("DELETE", "/api/articles/{article}"): (401, 403, 403, 204, 204),
    ("POST", "/api/articles/{article}/restore"): (401, 403, 403, 200, 200),
    ("GET", "/api/articles/{article}/layers/{layer}"): READS_A_LAYER,
    ("POST", "/api/articles/{article}/layers/{layer}/changes"): WRITES_A_LAYER,
    ("POST", "/api/articles/{article}/layers/{layer}/status"): {
        **WRITES_A_LAYER,
        OTHER: (401, 403, 403, 409, 409),
    },
    ("GET", "/api/articles/{article}/layers/{layer}/reviews"): {
        OWN: (401, 200, 403, 200, 200),
        OTHER: (401, 200, 403, 200, 200),
        GOLD: (401, 422, 403, 422, 422),
    },
    ("POST", "/api/articles/{article}/layers/{layer}/reviews"): REVIEWS_A_LAYER,
    ("PUT", "/api/articles/{article}/layers/{layer}/reviews/{id}"): REVIEWS_A_LAYER,
    ("PUT", "/api/articles/{article}/layers/{layer}/replies/{id}"): {
        OWN: (401, 403, 409, 409, 409),
        OTHER: (401, 403, 403, 403, 403),
        GOLD: (401, 403, 403, 403, 403),
    },
    ("GET", "/api/settling"): READ,
    ("GET", "/api/articles/{article}/settling"): (401, 409, 403, 409, 409),
    ("POST", "/api/articles/{article}/settling"): (401, 403, 403, 409, 409),
    ("GET", "/api/reviews"): READ,
    ("GET", "/api/decisions"): READ,
    ("GET", "/api/precedents"): READ,
    ("PUT", "/api/articles/{article}/precedents/{id}"): (401, 403, 403, 200, 200),
    ("DELETE", "/api/precedents/{id}"): (401, 403, 403, 204, 204),
    ("POST", "/api/precedents/{id}/restore"): (401, 403, 403, 200, 200),
    ("POST", "/api/decisions/seen"): (401, 403, 204, 204, 204),
    ("GET", "/api/articles/{article}/layers/{layer}/history"): READS_A_LAYER,
    # Asked with “start”, which is no action: so whoever may read is told that there is none.
    ("GET", "/api/articles/{article}/layers/{layer}/history/{action}"): {
        OWN: (401, 404, 404, 404, 404),
        OTHER: (401, 404, 403, 404, 404),
        GOLD: (401, 404, 403, 404, 404),
    },
    ("GET", "/api/articles/{article}/layers/{layer}/history/{action}/restore"): READS_A_LAYER,
    ("POST", "/api/articles/{article}/layers/{layer}/history/{action}/restore"): WRITES_A_LAYER,
    ("PUT", "/api/articles/{article}/layers/{layer}/spans/{id}"): WRITES_A_LAYER,
    ("PUT", "/api/articles/{article}/layers/{layer}/relations/{id}"): WRITES_A_LAYER,
    ("PUT", "/api/articles/{article}/layers/{layer}/sources/{id}"): WRITES_A_LAYER,
    ("DELETE", "/api/articles/{article}/layers/{layer}/spans/{id}"): {
        OWN: (401, 403, 204, 204, 204),
        OTHER: (401, 403, 403, 403, 403),
        GOLD: (401, 403, 403, 204, 204),
    },
    ("DELETE", "/api/articles/{article}/layers/{layer}/relations/{id}"): {
        OWN: (401, 403, 204, 204, 204),
        OTHER: (401, 403, 403, 403, 403),
        GOLD: (401, 403, 403, 204, 204),
    },
    ("DELETE", "/api/articles/{article}/layers/{layer}/sources/{id}"): {
        OWN: (401, 403, 204, 204, 204),
        OTHER: (401, 403, 403, 403, 403),
        GOLD: (401, 403, 403, 204, 204),
    },
    ("POST", "/api/import"): (401, 403, 200, 200, 200),
    ("GET", "/api/export"): READ,
    ("GET", "/api/agreement"): READ,
}

ROWS = [
    (method, path, layer, expected)
    for (method, path), row in TABLE.items()
    for layer, expected in (row.items() if isinstance(row, dict) else [(OWN, row)])
]


# What a line of an import brings -> whether a labeller, a reviewer, an admin may bring it.
# The article “tax” has layers of ann, rae, lou, kim and gold; “spare” has none.
NEW = {"label": "claim", "start": 2, "end": 27}
IMPORTS: dict[str, tuple[dict[str, Any], bool, bool, bool]] = {
    "own": ({"id": "tax", "layer": OWN, "spans": [NEW]}, True, True, True),
    "own, new": ({"id": "spare", "layer": OWN, "status": "submitted"}, True, True, True),
    "own, new, reviewed": ({"id": "spare", "layer": OWN, "status": "reviewed"}, False, True, True),
    **{
        f"own, {which}, {key}": (
            {"id": id_, "layer": OWN, "spans": [NEW | {"id": "j", key: value}]},
            *(False, True, True),
        )
        for which, id_ in (("new", "spare"), ("there", "tax"))
        for key, value in (("verdict", "accepted"), ("reviewer", "rae"), ("comment", "Good."))
    },
    "another's": ({"id": "tax", "layer": OTHER, "spans": [NEW]}, False, False, True),
    "another's, register": (
        {"id": "tax", "layer": OTHER, "sources": [{"name": "An official"}]},
        *(False, False, True),
    ),
    "another's, new": ({"id": "spare", "layer": OTHER, "spans": [NEW]}, False, True, True),
    "nobody's yet": ({"id": "tax", "layer": "zoe", "spans": [NEW]}, False, True, True),
    "gold": ({"id": "tax", "layer": GOLD, "spans": [NEW]}, False, True, True),
    "gold, new": ({"id": "spare", "layer": GOLD, "status": "reviewed"}, False, True, True),
}


def body_of(method: str, path: str, site: Site) -> dict[str, Any]:
    """What the route wants, as arguments of a request."""
    noun = path.rsplit("/", 2)[-2 if path.endswith("{id}") else -1]
    bodies: dict[str, Any] = {
        "spans": SPAN,
        "relations": RELATION,
        "sources": SOURCE,
        "status": {"status": "submitted"},
        "reviews": {"verdict": "accepted"} if method == "PUT" else {"id": None},
        "settling": {"id": None},
        "precedents": PRECEDENT,
        "replies": {"reply": "So it is 🙂"},
        "seen": {"decisions": [{"article": "tax", "span": uid(1), "decided_at": ""}]},
        "articles": {"id": "new", "text": "Some news."},
        "{article}": {"title": "Better"},
        "remove": {"people": ["lou"]} if "assignments" in path else {"ids": ["spare"]},
        "restore": {"ids": ["spare"]},
        "guidelines": {"markdown": "## Claim"},
        "preview": {"markdown": "## Claim"},
        "{start}": {"kind": "boilerplate"},
        "people": {"name": "eve", "role": "reviewer"},
        "assignments": {"people": ["lou", "kim"], "each": 1},
        "{person}": {"role": "reviewer"},
        "project": {"blind": False},
    }
    if path in {"/login", "/invite", "/account/password"}:
        return {"data": {"name": "lou", "password": "three old cows", "token": "none"}}
    if path == "/api/import":
        return {"content": b"Some other news.", "params": {"name": "more.txt"}}
    if path == "/api/scheme":
        return {"json": site.signed_in("ann").get("/api/scheme").json()}
    if path.endswith("{action}/restore"):
        return {"json": {"id": None}}
    if noun == "changes":
        return {"json": {"id": None, "changes": [ONE_SPAN]}}
    return {"json": bodies[noun]} if noun in bodies else {}


def test_every_route_is_in_the_table(site: Site) -> None:
    assert routes.found(site.app) == {Route(*key) for key in TABLE}


@pytest.mark.parametrize(
    ("method", "path", "layer", "expected"), ROWS, ids=[f"{r[0]} {r[1]} {r[2]}" for r in ROWS]
)
def test_role_and_route(town: Site, method: str, path: str, layer: str, expected: Row) -> None:
    clients = {
        "nobody": town.anonymous(),
        "reader": town.with_token("ann", "read"),
        "labeller": town.signed_in("lou"),
        "reviewer": town.signed_in("rae"),
        "admin": town.signed_in("ann"),
    }
    request = body_of(method, path, town) if method in {"POST", "PUT", "PATCH"} else {}
    by_id = request.get("json", {}).get("id", "") is None
    for number, (role, status) in enumerate(zip(clients, expected, strict=True)):
        if by_id:
            request["json"]["id"] = uid(500 + number)
        before = town.state() if status >= 400 else ""
        answer = clients[role].request(method, routes.filled(path, layer=layer), **request)
        assert answer.status_code == status, f"{role}: {answer.status_code} {answer.text[:300]}"
        if status in {401, 403}:
            if not answer.headers["content-type"].startswith("text/html"):
                problem(answer, status)
            assert town.state() == before, f"{role} changed something"


def test_nobody_is_told_whether_something_exists(town: Site) -> None:
    """A labeller learns nothing of layers that they may not see, not even that there is none."""
    lou = town.signed_in("lou")
    address = "/api/articles/tax/layers/"
    there, absent = lou.get(address + "kim"), lou.get(address + "nobody")
    assert there.json()["detail"] == absent.json()["detail"]
    assert lou.get("/api/articles/spare/layers/kim").status_code == 403
    assert town.signed_in("rae").get(address + "nobody").status_code == 404


def names(client: TestClient) -> list[str]:
    return [layer["name"] for layer in client.get("/api/articles/tax").json()["layers"]]


def test_who_has_submitted_sees_the_others(town: Site) -> None:
    lou, address = town.signed_in("lou"), "/api/articles/tax/layers/"
    own, submitted = address + "me/status", {"status": "submitted"}
    assert lou.post(own, json=submitted).status_code == 200
    assert names(lou) == ["ann", "gold", "kim", "lou", "rae"]
    for path in (address + "kim", address + "gold", address + "kim/history"):
        assert lou.get(path).status_code == 200, path
    exported = lou.get("/api/export?layer=kim").text
    assert [orjson.loads(line)["id"] for line in exported.splitlines()] == ["tax"]
    assert lou.put(f"{address}kim/spans/{uid(1)}", json=SPAN).status_code == 403
    assert names(town.signed_in("kim")) == ["kim"]
    lou.post(own, json={"status": "open"})
    assert names(lou) == ["lou"]


def test_a_project_may_let_labellers_see_each_other(town: Site) -> None:
    lou = town.signed_in("lou")
    answer = town.signed_in("ann").patch("/api/project", json={"blind": False})
    assert answer.json()["blind"] is False
    assert names(lou) == ["ann", "gold", "kim", "lou", "rae"]
    assert lou.get("/api/articles/tax/layers/nobody").status_code == 404
    assert lou.get("/api/export?layer=nobody").status_code == 404
    assert lou.patch("/api/project", json={"blind": True}).status_code == 403


def test_labellers_label_blind(town: Site) -> None:
    lou = town.signed_in("lou")
    assert names(lou) == ["lou"]
    assert names(town.signed_in("rae")) == ["ann", "gold", "kim", "lou", "rae"]
    for path in ("/", "/articles/tax", "/api/articles", "/settings", "/api/articles/tax"):
        assert "kim" not in lou.get(path).text, path


@pytest.mark.parametrize(
    "query", ["", "?layer=all", "?layer=kim&layer=lou", "?layer=all&layer=kim"]
)
def test_a_labeller_exports_their_own_work_only(town: Site, query: str) -> None:
    for who, seen in (("lou", {"lou"}), ("kim", {"kim"})):
        lines = town.signed_in(who).get(f"/api/export{query}").text.splitlines()
        found = {line.split('"layer":"')[1].split('"')[0] for line in lines}
        assert found <= seen, f"{who} sees {found}"


def test_what_others_labelled_cannot_be_told_from_the_unlabelled(town: Site) -> None:
    """Else the list of unlabelled articles would say which ones somebody has begun."""
    town.add_account("new", "labeller")
    lines = town.signed_in("new").get("/api/export?unlabelled=true").text.splitlines()
    assert len(lines) == 2


def test_a_labeller_imports_into_their_own_layer_only(town: Site) -> None:
    line = b'{"id": "more", "text": "News.", "layer": "%s", "status": "open", "spans": []}\n'
    lou = town.signed_in("lou")
    for name in (b"kim", b"gold", b"ann"):
        answer = lou.post("/api/import?name=a.jsonl", content=line % name).json()
        assert answer["articles"] == 0
        assert [refusal["line"] for refusal in answer["refused"]] == [1]
    for name in (b"lou", b""):
        assert not lou.post("/api/import?name=a.jsonl", content=line % name).json()["refused"]
    rae = town.signed_in("rae").post("/api/import?name=a.jsonl", content=line % b"kim").json()
    assert not rae["refused"]


def bring(site: Site, who: str, line: dict[str, Any]) -> Any:
    name = who if line["layer"] == OWN else line["layer"]
    content = orjson.dumps({"text": ARTICLE, **line, "layer": name})
    return site.signed_in(who).post("/api/import?name=a.jsonl", content=content).json()


@pytest.mark.parametrize("case", IMPORTS)
@pytest.mark.parametrize(("at", "who"), [(1, "lou"), (2, "rae"), (3, "ann")])
def test_role_and_import(town: Site, case: str, at: int, who: str) -> None:
    line, allowed = IMPORTS[case][0], IMPORTS[case][at]
    tables = ["layer", "span", "relation", "source", "verdict", "annotator"]
    tables.append("journal WHERE object <> 'session'")
    count = " + ".join(f"(SELECT count(*) FROM {table})" for table in tables)
    before = town.rows(f"SELECT {count}")
    answer = bring(town, who, line)
    assert (answer["refused"] == []) == allowed, answer
    assert (town.rows(f"SELECT {count}") != before) == allowed
    for refusal in answer["refused"]:
        assert len(refusal["reason"]) > 25


def test_what_a_labeller_exported_may_come_again_when_it_was_judged(town: Site) -> None:
    """Their own layer, reviewed meanwhile: the line brings nothing new, so it forges nothing."""
    judged = [NEW | {"id": "j", "verdict": "accepted", "reviewer": "rae", "comment": "Good."}]
    line = {"id": "spare", "layer": "lou", "status": "reviewed", "spans": judged}
    assert bring(town, "ann", line)["spans"] == 1
    assert bring(town, "lou", line)["refused"] == []
    assert bring(town, "rae", line)["refused"] == []
    assert bring(town, "lou", line | {"spans": [judged[0] | {"id": "k"}]})["refused"]


def test_only_reviewers_call_a_layer_reviewed(town: Site) -> None:
    address = "/api/articles/tax/layers/me/status"
    body = {"status": "reviewed"}
    problem(town.signed_in("lou").post(address, json=body), 403)
    rae = town.signed_in("rae")
    problem(rae.post(address, json=body), 409)
    rae.post(address, json={"status": "submitted"})
    problem(rae.post(address, json=body), 409)
    verdicts = [{"span": uid(number), "verdict": "accepted"} for number in (1, 2, 5)]
    rae.post(address.replace("status", "reviews"), json={"id": uid(99), "decisions": verdicts})
    assert rae.post(address, json=body).status_code == 200


def test_names_do_not_stand_for_one_another(town: Site) -> None:
    """Who writes is the one who signed in, whatever a request says of it."""
    lou = town.signed_in("lou")
    for name in ("ann", "LOU", "lou ", "lou%00", "all", "me%20"):
        address = f"{ADDRESS}/api/articles/tax/layers/{name}/status"
        answer = lou.post(address, json={"status": "submitted"})
        assert answer.status_code == 403, name
    assert lou.put(f"/api/articles/tax/layers/lou/spans/{uid(1)}", json=SPAN).status_code == 200
