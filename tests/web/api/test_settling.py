"""Settling over HTTP, as a script does it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from starlette.testclient import TestClient

from tests.web.site import Site

TEXT = "“It 📈 may rain,” Ana Ruiz and two officials said."
PLACE = "/api/articles/rain/settling"


def span(id_: str, label: str, words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"id": id_, "label": label, "start": start, "end": start + len(words)}


def submit(client: TestClient, name: str, *spans: dict[str, Any], to: str) -> None:
    relation = {"id": "r", "type": "attributed_to", "from": "c", "to": to}
    line: dict[str, Any] = {"id": "rain", "text": TEXT, "layer": name, "status": "submitted"}
    line |= {"spans": list(spans), "relations": [relation]}
    assert (
        client.post("/api/import?name=a.jsonl", content=orjson.dumps(line)).json()["refused"] == []
    )


@pytest.fixture
def two(client: TestClient) -> TestClient:
    sources = span("n", "named_source", "Ana Ruiz"), span("o", "anonymous_source", "two officials")
    submit(client, "amy", span("c", "claim", "It 📈 may rain"), *sources, to="n")
    submit(client, "bob", span("c", "claim", "may rain"), *sources, to="o")
    return client


def test_cases_and_links_are_listed_with_what_each_person_made(two: TestClient) -> None:
    (waiting,) = two.get("/api/settling").json()["items"]
    assert (waiting["id"], waiting["spans"], waiting["decided"]) == ("rain", 6, 0)
    found = two.get(PLACE).json()
    assert [one["name"] for one in found["people"]] == ["amy", "bob"]
    assert found["left"] == 2
    assert [case["kinds"] for case in found["cases"]] == [["boundary"], [], []]
    first = found["cases"][0]
    for reading in first["readings"]:
        ((start, end),) = reading["fragments"]
        assert TEXT[start:end] in {"It 📈 may rain", "may rain"}
    (link,) = found["links"]
    assert (link["type"], link["from"], link["settled"]) == ("attributed_to", 0, False)
    leads = [one["relations"][0]["to"] for one in link["readings"]]
    assert [found["cases"][at]["readings"][0]["label"] for at in leads] == [
        "named_source", "anonymous_source",
    ]  # fmt: skip


def test_a_script_settles_and_repeats_without_harm(two: TestClient) -> None:
    body = {
        "id": str(uuid4()),
        "decisions": [
            {"layer": "amy", "span": "c", "verdict": "accepted"},
            {"layer": "bob", "span": "c", "verdict": "rejected"},
        ],
        "links": [{"layer": "amy", "relation": "r", "verdict": "accepted"}],
    }
    first = two.post(PLACE, json=body)
    assert first.status_code == 200
    assert first.headers["etag"] == f'"{first.json()["version"]}"'
    assert two.post(PLACE, json=body).json() == first.json()
    gold = two.get("/api/articles/rain/layers/gold").json()
    assert [one["text"] for one in gold["spans"]] == ["It 📈 may rain", "Ana Ruiz", "two officials"]
    assert len(gold["relations"]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"id": "no"}, 422),
        ({"decisions": [{"layer": "eve", "span": "c", "verdict": "accepted"}]}, 404),
        ({"decisions": [{"layer": "amy", "span": "x", "verdict": "accepted"}]}, 404),
        ({"decisions": [{"layer": "gold", "span": "c", "verdict": "accepted"}]}, 422),
        ({"decisions": [{"layer": "amy", "span": "c", "verdict": "maybe"}]}, 422),
        ({"links": [{"layer": "amy", "relation": "x", "verdict": "rejected"}]}, 404),
        ({"by": "somebody else"}, 403),
        ({"finish": True}, 409),
        (
            {"draws": [{"type": "attributed_to", "from": {"layer": "amy", "span": "x"},
                        "to": {"layer": "amy", "span": "n"}}]},
            409,
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_changes(
    two: TestClient, body: dict[str, Any], status: int
) -> None:
    before = two.get("/api/export").text
    for one in body.get("draws", ()):
        one["id"] = str(uuid4())
    answer = two.post(PLACE, json={"id": str(uuid4())} | body)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 15
    assert two.get("/api/export").text == before


def test_what_was_settled_comes_back_from_an_export(
    two: TestClient, open_site: Callable[..., Site], new_project: Path
) -> None:
    for choice in ("accepted", "rejected"):
        body = {"id": str(uuid4()), "decisions": [{"layer": "bob", "span": "c", "verdict": choice}]}
        two.post(PLACE, json=body)
    exported = two.get("/api/export").text
    other = open_site(new_project, "other.db").signed_in()
    other.post("/api/import?name=a.jsonl", content=exported.encode())
    assert other.get("/api/export").text == exported
