"""The scheme over HTTP: read and replaced whole; what is used is never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.domain.scheme import DEFAULT
from tests.web.site import CLAIM, Site, problem, uid

NEW = {"key": "promise", "name": "Promise", "question": "Will they do it?", "shortcut": "5"}
NEW |= {"pattern": "dotted", "line": "#00606e", "tint": "#cfeff4"}
NEW |= {"dark_line": "#5fd7e8", "dark_tint": "#0d3a42", "retired": False}  # type: ignore[dict-item]


def scheme_of(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/scheme").json()
    return found


def test_a_new_project_has_the_default_scheme(client: TestClient) -> None:
    scheme = scheme_of(client)
    assert scheme == DEFAULT.model_dump()
    keys = [label["key"] for label in scheme["labels"]]
    assert keys == ["claim", "speculation", "named_source", "anonymous_source"]
    assert scheme["relations"][0]["from"] == ["claim", "speculation"]


def test_what_is_read_can_be_written(client: TestClient, site: Site) -> None:
    before = site.state()
    answer = client.put("/api/scheme", json=scheme_of(client))
    assert (answer.status_code, answer.json()) == (200, DEFAULT.model_dump())
    assert site.state() == before


def test_labels_are_added_renamed_and_reordered(client: TestClient) -> None:
    scheme = scheme_of(client)
    scheme["labels"] = [NEW, *reversed(scheme["labels"])]
    scheme["labels"][1] |= {"name": " Unnamed ", "shortcut": ""}
    answer = client.put("/api/scheme", json=scheme)
    assert answer.status_code == 200
    got = scheme_of(client)
    assert answer.json() == got
    assert [label["key"] for label in got["labels"]][:2] == ["promise", "anonymous_source"]
    assert got["labels"][1]["name"] == "Unnamed"
    assert got["relations"][0]["from"] == ["speculation", "claim"]


def test_an_unused_label_can_be_removed(client: TestClient) -> None:
    scheme = scheme_of(client)
    scheme["labels"], scheme["relations"] = scheme["labels"][:1], []
    assert client.put("/api/scheme", json=scheme).status_code == 200
    assert len(scheme_of(client)["labels"]) == 1


@pytest.mark.parametrize("deleted", [False, True])
def test_a_used_label_is_retired_not_removed(
    client: TestClient, site: Site, layer: str, deleted: bool
) -> None:
    """Also one whose spans are deleted: they can be restored."""
    span = f"{layer}/spans/{uid(1)}"
    client.put(span, json={"label": "claim", "fragments": CLAIM})
    if deleted:
        client.delete(span)
    scheme = scheme_of(client)
    before = site.state()
    without = {"labels": scheme["labels"][1:], "relations": []}
    found = problem(client.put("/api/scheme", json=without), 409)
    assert "claim" in found["detail"]
    assert "retire" in found["detail"]
    assert site.state() == before
    scheme["labels"][0]["retired"] = True
    assert client.put("/api/scheme", json=scheme).status_code == 200


def test_a_rule_that_links_hang_on_cannot_be_dropped_in_silence(town: Site) -> None:
    """Links that the new scheme does not allow either stay readable, or the change clashes."""
    ann = town.signed_in()
    scheme = scheme_of(ann) | {"relations": []}
    status = ann.put("/api/scheme", json=scheme).status_code
    assert status in {200, 409}
    assert len(ann.get("/api/articles/tax/layers/me").json()["relations"]) == 1
    assert ann.get("/api/export").status_code == 200


def change(label: int, **fields: Any) -> Callable[[dict[str, Any]], None]:
    return lambda scheme: scheme["labels"][label].update(fields)


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (change(1, key="claim"), "labels.1.key"),
        (change(1, key="Claim"), "labels.1.key"),
        (change(1, key="x" * 41), "labels.1.key"),
        (change(1, key="a b"), "labels.1.key"),
        (change(1, name=""), "labels.1.name"),
        (change(1, name=" "), "labels.1.name"),
        (change(1, name="x" * 61), "labels.1.name"),
        (change(1, name="Claim"), "labels.1.name"),
        (change(1, name="a\0"), "labels.1.name"),
        (change(1, question="x" * 201), "labels.1.question"),
        (change(1, shortcut="1"), "labels.1.shortcut"),
        (change(1, shortcut="a"), "labels.1.shortcut"),
        (change(1, shortcut="12"), "labels.1.shortcut"),
        (change(1, shortcut="٣"), "labels.1.shortcut"),
        (change(1, pattern="wavy"), "labels.1.pattern"),
        (change(1, line="red"), "labels.1.line"),
        (change(1, line="#FFFFFF"), "labels.1.line"),
        (change(1, line="#fff"), "labels.1.line"),
        (change(1, line="#08306b;}*{}"), "labels.1.line"),
        (change(1, line="#08306b\n"), "labels.1.line"),
        (change(1, line="url(//evil)"), "labels.1.line"),
        (change(1, line="#d9e8fb", tint="#d9e8fb"), "labels.1.line"),
        (change(1, retired="yes"), "labels.1.retired"),
        (change(1, colour="#082e61"), "labels.1.colour"),
        (lambda scheme: scheme.update(labels=[]), "labels"),
        (lambda scheme: [label.update(retired=True) for label in scheme["labels"]], "labels"),
        (lambda scheme: scheme["relations"][0]["to"].append("nobody"), "relations"),
        (lambda scheme: scheme["relations"].append(scheme["relations"][0]), "relations"),
        (lambda scheme: scheme["relations"][0].update(type="A B"), "relations.0.type"),
    ],
)
def test_a_scheme_that_cannot_work_is_refused(
    client: TestClient, site: Site, edit: Callable[[dict[str, Any]], Any], field: str
) -> None:
    scheme = scheme_of(client)
    edit(scheme)
    before = site.state()
    problem(client.put("/api/scheme", json=scheme), 422, field)
    assert site.state() == before


def test_a_change_is_written_down(client: TestClient, site: Site) -> None:
    scheme = scheme_of(client)
    scheme["labels"][0]["name"] = "Assertion"
    client.put("/api/scheme", json=scheme)
    ((before, after),) = site.rows("SELECT before, after FROM journal WHERE object = 'scheme'")
    assert '"Claim"' in before
    assert '"Assertion"' in after
