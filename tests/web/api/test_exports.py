"""Export over HTTP: the same bytes as the command line writes, as a file to save."""

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.cli import app as command_line
from annotator.store import exporting
from annotator.web.api import exports
from tests.web.site import ARTICLE, Site, problem


def lines(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/export{query}")
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.split("\n") if line]


def places(client: TestClient, query: str = "") -> list[tuple[str, str]]:
    return [(line["id"], line["layer"]) for line in lines(client, query)]


def test_a_download_is_a_file_and_nothing_else(town: Site) -> None:
    for query, name in (
        ("", "annotations"),
        ("?layer=gold", "gold"),
        ("?layer=kim", "annotations"),
    ):
        answer = town.signed_in().get(f"/api/export{query}")
        assert answer.headers["content-type"] == "application/x-ndjson"
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}.jsonl"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "etag" not in answer.headers


@pytest.mark.parametrize("layer", ['"; filename="evil.exe', "a\r\nSet-Cookie: x=1", "../x", "é📰"])
def test_no_word_of_a_request_reaches_the_file_name(town: Site, layer: str) -> None:
    answer = town.signed_in().get("/api/export", params={"layer": layer})
    problem(answer, 404)
    assert not {"set-cookie", "content-disposition"} & set(answer.headers)
    beside = town.signed_in().get("/api/export", params={"layer": [layer, "all"]})
    found = beside.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="\w+\.jsonl"', found)
    assert "set-cookie" not in beside.headers


def test_the_bytes_are_those_of_the_command_line(town: Site, tmp_path: Path) -> None:
    client = town.signed_in()
    for query, options in (
        ("", []),
        ("?format=jsonl&layer=all", ["--layer", "all"]),
        ("?layer=gold", ["--layer", "gold"]),
        ("?layer=lou&layer=kim", ["--layer", "lou", "--layer", "kim"]),
        ("?unlabelled=true", ["--unlabelled"]),
        ("?status=submitted", ["--status", "submitted"]),
    ):
        path = tmp_path / "out.jsonl"
        asked = ["export", "--db", str(town.database.path), "-o", str(path), *options]
        assert command_line.run(asked) == 0
        assert client.get(f"/api/export{query}").content == path.read_bytes(), query


def test_the_bytes_are_those_of_the_store(town: Site) -> None:
    with town.database.snapshot() as connection:
        stored = b"".join(exporting.lines(connection, exporting.Selection()))
    for _ in range(2):
        assert town.signed_in().get("/api/export").content == stored
        assert town.with_token("rae", "read").get("/api/export").content == stored


def test_everything_is_in_its_order(town: Site) -> None:
    client = town.signed_in()
    assert places(client) == [("tax", name) for name in ("ann", "gold", "kim", "lou", "rae")]
    assert places(client, "?unlabelled=true")[0] == ("spare", "")
    first = lines(client)[0]
    expected = (
        "schema id title text text_sha256 offset_unit meta layer status spans relations sources"
    )
    assert " ".join(first) == expected
    assert (first["text"], first["status"]) == (ARTICLE, "open")
    for span in first["spans"]:
        assert span["text"] == ARTICLE[span["start"] : span["end"]]
        assert "version" not in span
    assert [span["start"] for span in first["spans"]] == [2, 33, 54]


def test_layers_and_statuses_are_chosen(town: Site) -> None:
    client = town.signed_in()
    town.signed_in("kim").post("/api/articles/tax/layers/me/status", json={"status": "submitted"})
    assert places(client, "?layer=me") == [("tax", "ann")]
    assert places(client, "?layer=me&layer=kim") == [("tax", "ann"), ("tax", "kim")]
    assert places(client, "?layer=all&layer=kim") == places(client)
    assert places(client, "?status=submitted") == [("tax", "kim")]
    assert len(places(client, "?status=submitted&status=open")) == 5
    assert places(client, "?status=reviewed") == []


def test_a_layer_that_is_not_there_is_told_of(town: Site) -> None:
    """An empty file would be taken for an answer."""
    client = town.signed_in()
    for query in ("?layer=nobody", "?layer=kim&layer=nobody", "?layer=Kim", "?layer="):
        refused = problem(client.get(f"/api/export{query}"), 404)
        assert refused["detail"].endswith("there are ann, gold, kim, lou, rae"), refused
    town.add_account("new", "reviewer")
    assert places(client, "?layer=new") == []  # who has not labelled yet is known
    assert places(client, "?layer=nobody&layer=all") == places(client)


def test_gold_and_ones_own_layer_may_be_asked_for_before_they_are_there(client: TestClient) -> None:
    for query in ("?layer=gold", "?layer=me", "?layer=all"):
        assert places(client, query) == [], query
    refused = problem(client.get("/api/export?layer=nobody"), 404)
    assert "nobody has labelled anything yet" in refused["detail"]


def test_a_labeller_hears_the_same_of_every_other_layer(town: Site) -> None:
    lou = town.signed_in("lou")
    heard = {
        problem(lou.get(f"/api/export?layer={name}"), 403)["detail"]
        for name in ("kim", "gold", "nobody")
    }
    assert len(heard) == 1
    assert places(lou, "?layer=me&layer=nobody") == [("tax", "lou")]


def test_a_program_may_ask_before_it_downloads(town: Site) -> None:
    client = town.signed_in()
    asked, fetched = client.head("/api/export"), client.get("/api/export")
    assert (asked.status_code, asked.content) == (200, b"")
    for name in ("content-type", "content-disposition", "content-length"):
        assert asked.headers.get(name) == fetched.headers.get(name), name
    assert client.head("/api/export?layer=nobody").status_code == 404
    assert town.anonymous().head("/api/export").status_code == 401
    for _ in range(exports.AT_ONCE + 1):  # none of them keeps its snapshot
        assert client.head("/api/export").status_code == 200


def test_what_is_deleted_is_left_out(town: Site) -> None:
    client = town.signed_in()
    client.delete("/api/articles/tax")
    assert places(client, "?unlabelled=true") == [("spare", "")]
    client.post("/api/articles/tax/restore")
    assert len(places(client)) == 5


def test_the_samples_stay_out(client: TestClient, site: Site, article: str, layer: str) -> None:
    client.post(f"{layer}/status", json={"status": "submitted"})
    site.database.write_now(
        lambda connection: connection.exec_driver_sql("UPDATE article SET sample = 1")
    )
    assert places(client, "?unlabelled=true") == []
    assert places(client, "?samples=true") == [("tax", "ann")]


def test_an_empty_project_gives_an_empty_file(client: TestClient) -> None:
    answer = client.get("/api/export")
    assert (answer.status_code, answer.content) == (200, b"")


def test_there_and_back_again(
    town: Site, open_site: Callable[..., Site], new_project: Path
) -> None:
    """Export, import into an empty project, export again: the same bytes."""
    client = town.signed_in()
    client.post("/api/articles", json={"id": "apart", "text": "News.", "meta": {"only": "here"}})
    for query in ("", "?layer=kim", "?layer=gold", "?unlabelled=true", "?status=open"):
        first = client.get(f"/api/export{query}").content
        other = open_site(new_project).signed_in()
        report = other.post("/api/import?name=a.jsonl", content=first).json()
        assert report["refused"] == []
        assert other.get(f"/api/export{query}").content == first, query


def test_a_few_downloads_at_once_and_no_more(town: Site) -> None:
    under_way = [
        exports._chunks(town.database, exporting.Selection()) for _ in range(exports.AT_ONCE)
    ]
    for chunks in under_way:
        assert next(chunks)
    answer = town.signed_in().get("/api/export")
    assert answer.status_code == 503
    assert "exports are under way" in answer.json()["detail"]
    for chunks in under_way:
        chunks.close()
    assert town.signed_in().get("/api/export").status_code == 200


def test_readers_that_hold_every_connection_keep_nobody_from_writing(town: Site) -> None:
    with ExitStack() as held:
        for _ in range(31):  # and one is kept for reading who asks
            held.enter_context(town.database.snapshot())
        client = town.signed_in()
        added = client.post("/api/articles", json={"id": "more", "text": ARTICLE + "👩‍👧"})
        assert added.status_code == 201
        assert client.patch("/api/articles/more", json={"title": "New"}).status_code == 200
