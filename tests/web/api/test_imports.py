"""Import over HTTP: the good goes in, the bad is named line by line."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.web.api import imports
from tests.web.site import ARTICLE, CLAIM, HOST, SPEAKER, Site, problem


def line(id_: str, **more: Any) -> bytes:
    spans = [
        {"id": "s1", "label": "claim", "fragments": CLAIM, "text": "The tax will rise in May"},
        {"id": "s2", "label": "named_source", "fragments": SPEAKER},
    ]
    relations = [{"id": "r1", "type": "attributed_to", "from": "s1", "to": "s2"}]
    sources = [{"id": "q1", "name": "An official", "spans": ["s2"]}]
    record = {"id": id_, "text": ARTICLE, "layer": "ann", "spans": spans}
    record |= {"relations": relations, "sources": sources}
    return json.dumps(record | more, ensure_ascii=False).encode() + b"\n"


def send(client: TestClient, content: bytes, name: str = "desk.jsonl", **query: str) -> Any:
    answer = client.post("/api/import", params={"name": name, **query}, content=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_lines_bring_articles_with_their_layers(client: TestClient) -> None:
    got = send(client, line("a") + line("b") + line("b", layer="bob"))
    counts = {key: got[key] for key in ("articles", "spans", "relations", "sources", "refused")}
    expected: dict[str, Any] = {"articles": 2, "spans": 6, "relations": 3, "sources": 3}
    assert counts == expected | {"refused": []}
    layers = client.get("/api/articles/b").json()["layers"]
    assert [layer["name"] for layer in layers] == ["ann", "bob"]
    span = client.get("/api/articles/b/layers/bob").json()["spans"][0]
    assert (span["origin"], span["text"]) == ("import", "The tax will rise in May")


def test_one_bad_line_leaves_the_others(client: TestClient) -> None:
    bad = [
        b"{not json}\n",
        b'{"id": "x"}\n',
        line("c", spans=[{"label": "nothing", "start": 0, "end": 1}], relations=[], sources=[]),
        line("d", text_sha256="0" * 64),
        line("e", spans=[{"label": "claim", "start": 0, "end": 999}], relations=[], sources=[]),
        b'{"text": "a\xff"}\n',
        b'{"text": "a\\u0000"}\n',
        line("f", schema=2),
        line("g", layer="me"),
    ]
    got = send(client, line("a") + b"".join(bad) + b"\n" + line("b"))
    assert got["articles"] == 2
    assert [refusal["line"] for refusal in got["refused"]] == list(range(2, 11))
    for refusal in got["refused"]:
        assert len(refusal["reason"]) > 12
        assert "nput should" not in refusal["reason"]
    found = [item["id"] for item in client.get("/api/articles").json()["items"]]
    assert sorted(found) == ["a", "b"]


def test_the_lines_of_one_article_go_in_together_or_not_at_all(client: TestClient) -> None:
    got = send(client, line("a") + line("a", layer="bob", status="perhaps") + line("b"))
    assert [refusal["line"] for refusal in got["refused"]] == [1, 2]
    assert client.get("/api/articles/a").status_code == 404


def test_an_import_may_be_sent_again(client: TestClient, site: Site) -> None:
    content = line("a") + line("b")
    send(client, content)
    before = site.rows("SELECT id, label, fragments, version, deleted_at FROM span ORDER BY number")
    got = send(client, content)
    assert (got["articles"], got["spans"], got["refused"]) == (0, 0, [])
    assert (
        site.rows("SELECT id, label, fragments, version, deleted_at FROM span ORDER BY number")
        == before
    )


def test_an_import_never_overwrites(client: TestClient) -> None:
    send(client, line("a"))
    client.put(
        "/api/articles/a/layers/me/spans/s1",
        json={"label": "claim", "fragments": CLAIM, "note": "mine"},
    )
    client.delete("/api/articles/a/layers/me/sources/q1")
    other = [{"id": "s1", "label": "speculation", "fragments": CLAIM}]
    got = send(client, line("a", spans=other, relations=[]))
    assert [refusal["line"] for refusal in got["refused"]]
    layer = client.get("/api/articles/a/layers/me").json()
    assert [span["label"] for span in layer["spans"]] == ["claim", "named_source"]
    assert layer["spans"][0]["note"] == "mine"
    assert layer["sources"] == []


def test_another_text_under_a_known_id_is_refused(client: TestClient) -> None:
    send(client, line("a"))
    got = send(client, line("a", text=ARTICLE + "!", spans=[], relations=[], sources=[]))
    assert [refusal["line"] for refusal in got["refused"]] == [1]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("story.txt", "story"),
        ("A story.2.TXT", "A story.2"),
        ("emoji 📰 “x”.txt", "emoji 📰 “x”"),
        ("../../etc/passwd.txt", "passwd"),
        ("/etc/passwd", "passwd"),
        ("a%2Fb.txt", "a%2Fb"),
        ("story.unknown", "story"),
        ("שלום.txt", "שלום"),
    ],
)
def test_a_text_is_named_by_its_file(client: TestClient, name: str, id_: str) -> None:
    text = "A headline\r\nthe story 📰\n"
    got = send(client, b"\xef\xbb\xbf" + text.encode(), name)
    assert (got["articles"], got["refused"]) == (1, [])
    (item,) = client.get("/api/articles").json()["items"]
    assert item["id"] == id_
    assert item["title"] == "A headline"
    found = client.get("/api/articles", params={"q": id_[:5]}).json()["items"]
    assert [one["id"] for one in found] == [id_]


def test_two_texts_of_one_name_are_two_articles(client: TestClient) -> None:
    for text in (b"One.", b"Two.", b"One.", b"Two."):
        got = send(client, text, "story.txt")
        assert got["refused"] == []
    found = sorted(item["id"] for item in client.get("/api/articles").json()["items"])
    assert len(found) == 2
    assert found[0] == "story"
    assert found[1].startswith("story-")
    assert len(found[1]) == len("story-") + 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"\xff\xfeh\x00i\x00", "UTF-8"),
        (b"PK\x03\x04\x00\x00", "NUL"),
        (b"a\x00b", "NUL"),
        (b"\xed\xa0\x80", "UTF-8"),
        (b"x" * 2_000_001, "2,000,000"),
    ],
)
def test_what_is_no_text_is_refused_whole(client: TestClient, content: bytes, words: str) -> None:
    (refusal,) = send(client, content, "story.txt")["refused"]
    assert refusal["line"] == 0
    assert words in refusal["reason"]
    assert client.get("/api/articles").json()["items"] == []


def test_the_format_may_be_said(client: TestClient) -> None:
    assert send(client, line("a"), "a.txt", format="jsonl")["spans"] == 2
    got = send(client, b'{"text": "x"}', "b.jsonl", format="text")
    assert got["articles"] == 1
    assert client.get("/api/articles/b").json()["text"] == '{"text": "x"}'


def test_a_wrong_format_changes_nothing(client: TestClient, site: Site) -> None:
    before = site.state()
    answer = client.post("/api/import?format=pdf", content=b"x")
    assert "jsonl" in problem(answer, 422, "format")["detail"]
    assert site.state() == before
    json_file = b'{\n  "text": "x"\n}\n'
    (refusal,) = send(client, json_file)["refused"]
    assert "JSONL" in refusal["reason"]


@pytest.mark.parametrize(("layer", "owner"), [("me", "ann"), ("bob", "bob"), ("gold", "gold")])
def test_spans_without_a_layer_go_where_the_request_says(
    client: TestClient, layer: str, owner: str
) -> None:
    content = line("a", layer="")
    (refusal,) = send(client, content)["refused"]
    assert "layer" in refusal["reason"]
    assert send(client, content, layer=layer)["spans"] == 2
    assert [one["name"] for one in client.get("/api/articles/a").json()["layers"]] == [owner]


def test_a_named_layer_is_not_overridden(client: TestClient) -> None:
    send(client, line("a"), layer="bob")
    assert [one["name"] for one in client.get("/api/articles/a").json()["layers"]] == ["ann"]


def test_unknown_keys_are_told_once(client: TestClient) -> None:
    got = send(client, line("a", more=1) + line("b", more=2))
    assert got["refused"] == []
    assert len(got["notes"]) == 1
    assert "more" in got["notes"][0]


def test_a_file_full_of_mistakes_gets_a_short_answer(client: TestClient) -> None:
    got = send(client, b"nonsense\n" * (imports.SHOWN + 500))
    assert len(got["refused"]) == imports.SHOWN
    assert got["refused_total"] == imports.SHOWN + 500


def test_an_import_is_one_action(client: TestClient, site: Site) -> None:
    before = site.rows("SELECT count(*) FROM action")[0][0]
    send(client, b"".join(line(str(number)) for number in range(5)))
    assert site.rows("SELECT count(*) FROM action")[0][0] == before + 1


def test_any_content_type_will_do(client: TestClient) -> None:
    """The body is a file, whatever a browser thinks that it is."""
    for kind in ("application/octet-stream", "text/plain", "application/json", "multipart/x"):
        answer = client.post(
            "/api/import?name=a.txt", content=kind.encode(), headers={"content-type": kind}
        )
        assert answer.json()["articles"] == 1


def test_an_upload_that_breaks_off_adds_nothing_and_is_no_error(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    before = site.rows("SELECT count(*) FROM article")
    headers = [("host", HOST), ("authorization", f"Bearer {site.token()}")]
    path = "/api/import?name=a.jsonl"
    got = site.ask("POST", path, headers, [line("a"), line("b")], hangs_up=True, unfinished=True)
    assert got.status == 400
    assert caplog.records == []
    assert site.rows("SELECT count(*) FROM article") == before


def test_a_refusal_names_no_option_of_the_command_line(client: TestClient) -> None:
    """Who uploads a file in the page has no command line: they have a page of labels."""
    lines = line("a", spans=[{"label": "lie", "start": 0, "end": 1}], relations=[], sources=[])
    lines += line("b", layer="")
    answer = client.post("/api/import?name=a.jsonl", content=lines).json()
    label, layer = (refusal["reason"] for refusal in answer["refused"])
    assert "“lie”, which this project does not have; add it on the Labels page" in label
    assert "say whose they are" in layer
    assert "--" not in label + layer
