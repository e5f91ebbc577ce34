"""Every refusal is a sentence for a person, and changes nothing."""

import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.domain.errors import ProjectError
from annotator.store import exporting, scheme, writer
from annotator.web import errors
from tests.web.site import HOST, Site, problem, uid

SPAN = f"/api/articles/tax/layers/me/spans/{uid(1)}"
BATCH = "/api/articles/tax/layers/me/changes"
GOOD = {"label": "claim", "fragments": [[0, 4]]}

REFUSED: list[tuple[str, str, Any, int, str | None, str]] = [
    # method, path, body, status, field, words of the sentence
    ("POST", "/api/articles", {}, 422, "text", "is missing"),
    ("POST", "/api/articles", {"text": 5}, 422, "text", "must be text"),
    ("POST", "/api/articles", {"text": None}, 422, "text", "must be text"),
    ("POST", "/api/articles", {"text": ""}, 422, "text", "empty"),
    ("POST", "/api/articles", {"text": " \r\n\t"}, 422, "text", "empty"),
    ("POST", "/api/articles", {"text": "a\0b"}, 422, "text", "NUL"),
    ("POST", "/api/articles", {"text": "a", "title": "\0"}, 422, "title", "NUL"),
    ("POST", "/api/articles", {"text": "a", "title": "x" * 2001}, 422, "title", "2,000"),
    ("POST", "/api/articles", {"text": "a", "meta": []}, 422, "meta", "object"),
    ("POST", "/api/articles", {"text": "a", "meta": {"k": "\0"}}, 422, "meta", "NUL"),
    ("POST", "/api/articles", {"text": "a", "id": "a/b"}, 422, "id", "/"),
    ("POST", "/api/articles", {"text": "a", "id": ".."}, 422, "id", "."),
    ("POST", "/api/articles", {"text": "a", "id": ""}, 422, "id", "empty"),
    ("POST", "/api/articles", {"text": "a", "id": "x" * 201}, 422, "id", "200"),
    ("POST", "/api/articles", {"text": "a", "id": "a\nb"}, 422, "id", "control"),
    ("POST", "/api/articles", {"text": "a", "id": ["a"]}, 422, "id", "must be text"),
    ("POST", "/api/articles", {"text": "a", "id": True}, 422, "id", "must be text"),
    ("POST", "/api/articles", [], 422, None, "object"),
    ("POST", "/api/articles", "text", 422, None, "object"),
    ("POST", "/api/articles", None, 422, None, "object"),
    ("PATCH", "/api/articles/tax", {"title": " "}, 422, "title", "one character"),
    ("PATCH", "/api/articles/tax", {"title": []}, 422, "title", "must be text"),
    ("POST", "/api/articles/remove", {"ids": "tax"}, 422, "ids", "list"),
    ("POST", "/api/articles/remove", {"ids": ["none"]}, 404, None, "none"),
    ("GET", "/api/articles?limit=0", None, 422, "limit", "1 or more"),
    ("GET", "/api/articles?limit=501", None, 422, "limit", "500 or less"),
    ("GET", "/api/articles?limit=x", None, 422, "limit", "whole number"),
    ("GET", "/api/articles?cursor=x", None, 422, "cursor", "whole number"),
    ("GET", "/api/articles?cursor=" + "9" * 30, None, 422, "cursor", "less"),
    ("GET", "/api/articles?status=all", None, 422, "status", "submitted"),
    ("GET", "/api/export?format=csv", None, 422, "format", "jsonl"),
    ("GET", "/api/export?status=done", None, 422, "status.0", "submitted"),
    ("GET", "/api/export?samples=perhaps", None, 422, "samples", "true or false"),
    ("POST", "/api/import?format=csv", None, 422, "format", "csv"),
    ("POST", "/api/import?layer=all", None, 422, "layer", "reserved"),
    ("POST", "/api/import?layer=a%2Fb", None, 422, "layer", "/"),
    ("PUT", SPAN, {}, 422, "label", "is missing"),
    ("PUT", SPAN, {"label": "claim"}, 422, "fragments", "is missing"),
    ("PUT", SPAN, {**GOOD, "label": "nothing"}, 422, "label", "nothing"),
    ("PUT", SPAN, {**GOOD, "label": 1}, 422, "label", "must be text"),
    ("PUT", SPAN, {**GOOD, "fragments": []}, 422, "fragments", "empty"),
    ("PUT", SPAN, {**GOOD, "fragments": [[4, 4]]}, 422, "fragments", "4-4"),
    ("PUT", SPAN, {**GOOD, "fragments": [[4, 2]]}, 422, "fragments", "4-2"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, 2], [2, 4]]}, 422, "fragments", "2-4"),
    ("PUT", SPAN, {**GOOD, "fragments": [[5, 6], [0, 2]]}, 422, "fragments", "0-2"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, 91]]}, 422, None, "90 characters"),
    ("PUT", SPAN, {**GOOD, "fragments": [[-1, 4]]}, 422, "fragments.0.0", "0 or more"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, 4.0]]}, 422, "fragments.0.1", "whole number"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, "4"]]}, 422, "fragments.0.1", "whole number"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, True]]}, 422, "fragments.0.1", "whole number"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, 2**40]]}, 422, "fragments.0.1", "less"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0]]}, 422, "fragments.0.1", "missing"),
    ("PUT", SPAN, {**GOOD, "fragments": [[0, 1, 2]]}, 422, "fragments.0", "2 entries"),
    ("PUT", SPAN, {**GOOD, "fragments": [0, 4]}, 422, "fragments.0", "list"),
    ("PUT", SPAN, {**GOOD, "text": "other"}, 422, "text", "other"),
    ("PUT", SPAN, {**GOOD, "note": 5}, 422, "note", "must be text"),
    ("PUT", SPAN, {**GOOD, "note": "x" * 10_001}, 422, "note", "10,000"),
    ("PUT", SPAN, {**GOOD, "note": "\0"}, 422, "note", "NUL"),
    ("PUT", SPAN, {**GOOD, "flags": ["what"]}, 422, "flags.0", "own_voice"),
    ("PUT", SPAN[:-1], GOOD, 422, "id", "UUID"),
    ("POST", BATCH, {}, 422, "id", "is missing"),
    ("POST", BATCH, {"id": "x", "changes": []}, 422, "id", "UUID"),
    ("POST", BATCH, {"id": uid(1), "changes": [5]}, 422, "changes.0", "object"),
    (
        "POST",
        BATCH,
        {"id": uid(1), "changes": [{"put": "span"}]},
        422,
        "changes.0.label",
        "missing",
    ),
    ("POST", BATCH, {"id": uid(1), "changes": [{"put": "x"}]}, 422, "changes.0", "span, relation"),
    ("POST", BATCH, {"id": uid(1), "changes": [{"delete": "x"}]}, 422, "changes.0.delete", "span"),
    ("POST", "/api/articles/tax/layers/me/status", {"status": "x"}, 422, "status", "submitted"),
    ("PUT", "/api/scheme", {}, 422, "labels", "is missing"),
    ("PUT", "/api/scheme", [], 422, None, "object"),
    ("PUT", "/api/scheme", {"labels": []}, 422, "labels", "at least one"),
    ("PUT", "/api/scheme", {"labels": [], "more": 1}, 422, "more", "not known"),
    ("PUT", "/api/scheme", {"labels": [{"key": "A"}]}, 422, "labels.0.key", "small letters"),
    ("GET", "/api/articles/none", None, 404, None, "none"),
    ("GET", "/api/articles/none/layers/me", None, 404, None, "none"),
    ("PUT", f"/api/articles/none/layers/me/spans/{uid(1)}", GOOD, 404, None, "none"),
    ("GET", "/api/nothing", None, 404, None, "nothing at this address"),
    ("PUT", "/api/articles", {}, 405, None, "method"),
]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "field", "words"),
    REFUSED,
    ids=[f"{row[0]} {row[1][4:40]} {row[2]!s:.40}" for row in REFUSED],
)
def test_a_refusal_names_what_is_wrong(
    refusing: tuple[Site, TestClient],
    method: str,
    path: str,
    body: Any,
    status: int,
    field: str | None,
    words: str,
) -> None:
    site, client = refusing
    before = site.state()
    content = None if method == "GET" else json.dumps(body)
    headers = {"content-type": "application/json"}
    answer = client.request(method, path, content=content, headers=headers)
    found = problem(answer, status, field)
    assert words in found["detail"], found["detail"]
    assert site.state() == before


STRANGE_JSON = [
    (b"", 422, "object"),
    (b"{", 400, "JSON"),
    (b'{"text": "a"', 400, "JSON"),
    (b"{'text': 'a'}", 400, "JSON"),
    (b'{"text": "a",}', 400, "JSON"),
    (b'{"text": "a"} x', 400, "JSON"),
    (b'{"text": "a\xff"}', 400, "UTF-8"),
    (b'\xff\xfe{\x00"\x00', 400, "UTF-8"),
    (b'{"text": "\\ud800"}', 400, "JSON"),
    (b'{"text": "\\udc00\\ud800"}', 400, "JSON"),
    (b'{"text": "\xed\xa0\x80"}', 400, "UTF-8"),
    (b'{"text": "a\nb"}', 400, "JSON"),
    (b'{"text": "a", "meta": {"n": NaN}}', 400, "JSON"),
    (b'{"text": "a", "meta": {"n": Infinity}}', 400, "JSON"),
    (b'{"text": "a", "meta": {"n": -Infinity}}', 400, "JSON"),
    (b'{"text": "a", "text": "b"}', 400, "twice"),
    (b'{"text": "a", "meta": {"k": 1, "k": 2}}', 400, "twice"),
    (b'{"text": "a", "meta": {"k": ' + b"[" * 101 + b"]" * 101 + b"}}", 400, "100"),
    (b'{"text": "a", "meta": {"k": ' + b"[" * 5000 + b"]" * 5000 + b"}}", 400, "JSON"),
    (b'{"text": "a\\u0000"}', 422, "NUL"),
    (b'{"text": "a\x00"}', 400, "JSON"),
]


@pytest.mark.parametrize(("body", "status", "words"), STRANGE_JSON)
def test_json_with_two_meanings_or_none_is_refused(
    refusing: tuple[Site, TestClient], body: bytes, status: int, words: str
) -> None:
    site, client = refusing
    before = site.state()
    headers = {"content-type": "application/json"}
    answer = client.post("/api/articles", content=body, headers=headers)
    assert words in problem(answer, status)["detail"]
    assert site.state() == before


def test_every_way_of_writing_json_is_read(client: TestClient) -> None:
    for kind in ("application/json", "application/json; charset=utf-8", "Application/JSON"):
        answer = client.post(
            "/api/articles",
            content=f'{{"text": "\\ud83d\\udcf0 é {kind}"}}'.encode(),
            headers={"content-type": kind},
        )
        assert answer.status_code == 201
        assert answer.json()["text"] == f"📰 é {kind}"


def test_a_missing_page_is_a_page(client: TestClient, nobody: TestClient) -> None:
    for path in ("/nothing", "/articles/none", "/api", "/articles/"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"].startswith("text/html"), path
        assert "<h1>Not found</h1>" in answer.text
        assert re.search(r'<p class="safe">T[^<]+[^.]\.</p>', answer.text), path
    assert nobody.get("/nothing").status_code == 404


def test_a_wrong_method_names_the_right_ones(client: TestClient) -> None:
    answer = client.put("/api/articles", json={})
    problem(answer, 405)
    assert answer.headers["allow"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> str:
    """What a handler broke with, which nobody outside is told."""

    def fail(*_: object) -> None:
        raise RuntimeError("the combination is 4711")

    monkeypatch.setattr(scheme, "current", fail)
    return "4711"


def test_what_broke_is_told_by_its_reference_only(
    client: TestClient, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    found = problem(client.get("/api/scheme"), 500)
    assert found.keys() == {"type", "title", "status", "detail", "reference"}
    assert broken not in str(found)
    line = next(record for record in caplog.records if record.name == "annotator")
    assert found["reference"] in line.getMessage()
    assert broken in str(line.exc_info)
    assert len(found["reference"]) == 8


def test_a_broken_page_is_a_page(client: TestClient, broken: str) -> None:
    answer = client.get("/settings")
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "reference" in answer.text
    for leak in (broken, "Traceback", "RuntimeError", 'File "', ".py"):
        assert leak not in answer.text


def test_references_differ(client: TestClient, broken: str) -> None:
    assert len({client.get("/api/scheme").json()["reference"] for _ in range(5)}) == 5


def test_a_busy_server_says_when_to_come_back(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "QUEUE", 0)
    before = site.state()
    answer = client.post("/api/articles", json={"text": "one"})
    assert "not saved" in problem(answer, 503)["detail"]
    assert int(answer.headers["retry-after"]) >= 1
    assert site.state() == before
    monkeypatch.undo()
    assert client.post("/api/articles", json={"text": "one"}).status_code == 201


def test_a_damaged_text_is_told_of_before_an_export_begins(
    site: Site, client: TestClient, article: str, layer: str
) -> None:
    client.post(f"{layer}/status", json={"status": "submitted"})
    with closing(sqlite3.connect(site.database.path)) as connection, connection:
        connection.execute("DROP TRIGGER article_text_never_changes")
        connection.execute("UPDATE article SET text = 'x' || substr(text, 2)")
    answer = client.get("/api/export")
    assert "damaged" in problem(answer, 503)["detail"]
    assert "content-disposition" not in answer.headers


def test_an_export_that_breaks_off_is_no_whole_file(
    site: Site, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the first megabyte the answer can only be cut off, which a client notices."""

    def fail(*_: object) -> Iterator[bytes]:
        yield b" " * 2**20
        raise ProjectError("the text is damaged")

    monkeypatch.setattr(exporting, "lines", fail)
    with pytest.raises(RuntimeError):
        site.ask(
            "GET", "/api/export", [("host", HOST), ("authorization", f"Bearer {site.token()}")]
        )


def test_whoever_hangs_up_leaves_no_snapshot_behind(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = []

    def lines(*_: object) -> Iterator[bytes]:
        try:
            while True:
                yield b" " * 2**20
        finally:
            left.append(True)

    monkeypatch.setattr(exporting, "lines", lines)
    headers = [("host", HOST), ("authorization", f"Bearer {site.token()}")]
    site.ask("GET", "/api/export", headers, hangs_up=True)
    assert left == [True]


def test_each_status_has_a_title() -> None:
    for status in (400, 401, 403, 404, 405, 409, 413, 415, 421, 422, 429, 500, 503):
        assert errors.TITLES[status]
