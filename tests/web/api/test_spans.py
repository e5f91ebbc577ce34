"""Spans over HTTP: idempotent, checked against the text, and never lost."""

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.site import ARTICLE, CLAIM, ODD, QUOTE, SPEAKER, Site, import_odd, problem, uid

BODY: dict[str, Any] = {"label": "claim", "fragments": CLAIM}


@pytest.fixture
def span(layer: str) -> str:
    """The address of a span that is not there yet."""
    return f"{layer}/spans/{uid(1)}"


def test_a_put_makes_a_span(client: TestClient, span: str, layer: str) -> None:
    answer = client.put(span, json=BODY | {"note": "who?", "flags": ["own_voice"], "text": QUOTE})
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    got = answer.json()
    assert got == client.get(layer).json()["spans"][0]
    expected = {"id": uid(1), "label": "claim", "start": 2, "end": 26, "fragments": CLAIM}
    expected |= {"text": QUOTE, "note": "who?", "flags": ["own_voice"], "origin": "human"}
    expected |= {"derived_from": [], "verdict": "", "reviewer": "", "comment": "", "reply": ""}
    assert {key: got[key] for key in expected} == expected
    assert got["created_at"].endswith("Z")
    assert got["version"] == 1


def test_offsets_are_code_points(client: TestClient, layer: str) -> None:
    for number, words in enumerate(("📰", "May, said", "“It could hurt,”", "שלום", "\r\n")):
        start = ARTICLE.index(words)
        body = {"label": "claim", "fragments": [[start, start + len(words)]], "text": words}
        answer = client.put(f"{layer}/spans/{uid(number)}", json=body)
        assert answer.status_code == 201, words
        assert answer.json()["text"] == words


def test_several_fragments_are_one_span(client: TestClient, span: str) -> None:
    body = {"label": "claim", "fragments": [[2, 9], [28, 32], [54, 67]]}
    got = client.put(span, json=body | {"text": "The tax said It could hurt"}).json()
    assert got["text"] == "The tax said It could hurt"
    assert (got["start"], got["end"]) == (2, 67)
    assert got["fragments"] == body["fragments"]


def test_a_put_may_be_sent_again(client: TestClient, site: Site, span: str) -> None:
    first = client.put(span, json=BODY)
    before = site.state()
    for headers in ({}, {"if-match": '"1"'}, {"if-match": '"77"'}, {"if-match": "*"}):
        again = client.put(span, json=BODY, headers=headers)
        assert (again.status_code, again.json()) == (200, first.json())
        assert again.headers["etag"] == '"1"'
    assert site.state() == before


def test_what_a_put_leaves_out_stays(client: TestClient, span: str) -> None:
    client.put(span, json=BODY | {"note": "kept", "flags": ["discuss"]})
    got = client.put(span, json=BODY | {"label": "speculation"}).json()
    assert (got["note"], got["flags"], got["version"]) == ("kept", ["discuss"], 2)
    got = client.put(span, json=BODY | {"label": "speculation", "note": "", "flags": []}).json()
    assert (got["note"], got["flags"], got["version"]) == ("", [], 3)
    got = client.put(span, json=BODY | {"note": None, "flags": None}).json()
    assert (got["note"], got["flags"]) == ("", [])


def test_flags_are_a_set(client: TestClient, site: Site, span: str) -> None:
    body = BODY | {"flags": ["own_voice", "discuss", "own_voice"]}
    assert client.put(span, json=body).json()["flags"] == ["discuss", "own_voice"]
    before = site.state()
    client.put(span, json=BODY | {"flags": ["own_voice", "discuss"]})
    assert site.state() == before


def test_a_stale_put_clashes_and_shows_what_is_there(
    client: TestClient, site: Site, span: str
) -> None:
    client.put(span, json=BODY)
    current = client.put(span, json=BODY | {"note": "second"}).json()
    before = site.state()
    answer = client.put(span, json=BODY | {"note": "third"}, headers={"if-match": '"1"'})
    found = problem(answer, 409)
    assert found["current"] == current
    assert site.state() == before
    good = client.put(span, json=BODY | {"note": "third"}, headers={"if-match": '"2"'})
    assert (good.status_code, good.headers["etag"]) == (200, '"3"')


@pytest.mark.parametrize("etag", ['"1"', 'W/"1"', "1", "*"])
def test_a_version_is_written_in_several_ways(client: TestClient, span: str, etag: str) -> None:
    client.put(span, json=BODY)
    answer = client.put(span, json=BODY | {"note": "x"}, headers={"if-match": etag})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "etag", ["", "x", '"x"', '"-1"', '"1", "2"', '"1.5"', '"' + "9" * 40 + '"']
)
def test_what_is_no_version_is_refused(client: TestClient, span: str, etag: str) -> None:
    client.put(span, json=BODY)
    answer = client.put(span, json=BODY | {"note": "x"}, headers={"if-match": etag})
    problem(answer, 422, "If-Match")


def test_a_version_of_what_is_not_there_is_stale(client: TestClient, span: str) -> None:
    found = problem(client.put(span, json=BODY, headers={"if-match": '"1"'}), 409)
    assert found.get("current") is None


def test_a_delete_may_be_sent_again(client: TestClient, site: Site, span: str, layer: str) -> None:
    client.put(span, json=BODY)
    for headers in ({"if-match": '"1"'}, {"if-match": '"1"'}, {}, {"if-match": '"9"'}):
        answer = client.delete(span, headers=headers)
        assert (answer.status_code, answer.content) == (204, b"")
        before = site.state()
    assert client.get(layer).json()["spans"] == []
    client.delete(span)
    assert site.state() == before


def test_a_delete_of_what_never_was(client: TestClient, site: Site, span: str) -> None:
    before = site.state()
    assert uid(1) in problem(client.delete(span), 404)["detail"]
    assert site.state() == before


def test_a_stale_delete_clashes(client: TestClient, span: str, layer: str) -> None:
    client.put(span, json=BODY)
    current = client.put(span, json=BODY | {"note": "second"}).json()
    found = problem(client.delete(span, headers={"if-match": '"1"'}), 409)
    assert found["current"] == current
    assert len(client.get(layer).json()["spans"]) == 1
    assert client.delete(span, headers={"if-match": '"2"'}).status_code == 204


def test_a_put_restores_what_was_deleted(client: TestClient, span: str) -> None:
    made = client.put(span, json=BODY | {"note": "kept", "flags": ["discuss"]}).json()
    client.delete(span)
    answer = client.put(span, json=BODY)
    assert answer.status_code == 201
    got = answer.json()
    assert got["version"] > made["version"] + 1 or got["version"] == 3
    assert answer.headers["etag"] == f'"{got["version"]}"'
    for key in ("created_at", "note", "flags", "fragments", "origin"):
        assert got[key] == made[key], key
    assert client.put(span, json=BODY).status_code == 200


@pytest.mark.parametrize(
    "id_", ["a5159d22-e683-11f1-b032-02fc00000001", "0197B0C2-7D1E-7C3A-9F00-5A1B2C3D4E5F", uid(7)]
)
def test_a_new_id_is_any_uuid(client: TestClient, layer: str, id_: str) -> None:
    assert client.put(f"{layer}/spans/{id_}", json=BODY).json()["id"] == id_


@pytest.mark.parametrize(
    "id_",
    [
        "1",
        "x" * 36,
        uid(1)[:-1],
        uid(1) + "0",
        uid(1).replace("-", ""),
        "{" + uid(1) + "}",
        uid(1)[:-1] + "g",
        " " + uid(1),
        uid(1) + "%0A",
        "0000000000000000000000000000000-----",
        "+" + uid(1)[1:],
        uid(1)[:-1] + "٣",
        "0_" + uid(1)[2:],
        "-" * 36,
    ],
)
def test_a_new_id_is_a_uuid(client: TestClient, site: Site, layer: str, id_: str) -> None:
    before = site.state()
    problem(client.put(f"{layer}/spans/{id_}", json=BODY), 422, "id")
    assert site.state() == before


def test_an_imported_id_is_addressed_as_it_is(client: TestClient, article: str) -> None:
    for number, id_ in enumerate(("T1", "ann's 1st", "emoji 📰", "100%?#")):
        span = {"id": id_, "label": "claim", "start": 2, "end": 26}
        line = {"id": article, "text": ARTICLE, "layer": "ann", "spans": [span]}
        report = client.post("/api/import?name=a.jsonl", json=line).json()
        assert report["spans"] == 1, (number, report)
        address = f"/api/articles/tax/layers/me/spans/{quote(id_, safe='')}"
        answer = client.put(address, json=BODY | {"note": "seen"})
        assert (answer.status_code, answer.json()["id"]) == (200, id_)
        assert client.delete(address).status_code == 204
        assert client.put(address, json=BODY).status_code == 201


def test_any_overlap_is_accepted(client: TestClient, layer: str) -> None:
    for number in range(4):
        answer = client.put(f"{layer}/spans/{uid(number)}", json=BODY)
        assert answer.status_code == 201
    assert len(client.get(layer).json()["spans"]) == 4


def test_a_relabel_that_breaks_a_relation_names_it(
    client: TestClient, site: Site, layer: str, span: str
) -> None:
    client.put(span, json=BODY)
    speaker = {"label": "named_source", "fragments": SPEAKER}
    client.put(f"{layer}/spans/{uid(2)}", json=speaker)
    link = {"type": "attributed_to", "from": uid(1), "to": uid(2)}
    client.put(f"{layer}/relations/{uid(3)}", json=link)
    before = site.state()
    for address, body in (
        (span, BODY | {"label": "named_source"}),
        (f"{layer}/spans/{uid(2)}", speaker | {"label": "claim"}),
    ):
        found = problem(client.put(address, json=body), 409)
        assert uid(3) in found["detail"]
        assert found["current"]["id"] == uid(3)
    assert site.state() == before
    assert client.put(span, json=BODY | {"label": "speculation"}).status_code == 200
    client.delete(f"{layer}/relations/{uid(3)}")
    assert client.put(span, json=BODY | {"label": "named_source"}).status_code == 200


def test_deleting_a_span_deletes_its_relations(client: TestClient, town: Site) -> None:
    lou = town.signed_in("lou")
    layer = "/api/articles/tax/layers/me"
    before = town.rows("SELECT count(*) FROM action")[0][0]
    assert lou.delete(f"{layer}/spans/{uid(2)}").status_code == 204
    got = lou.get(layer).json()
    assert got["relations"] == []
    assert got["sources"][0]["spans"] == []
    assert town.rows("SELECT count(*) FROM action")[0][0] == before + 1
    assert len(town.signed_in("kim").get(layer).json()["relations"]) == 1


def test_ids_are_of_one_layer(town: Site) -> None:
    lou, kim = town.signed_in("lou"), town.signed_in("kim")
    layer = "/api/articles/tax/layers/me"
    lou.put(f"{layer}/spans/{uid(1)}", json=BODY | {"note": "lou's"})
    assert kim.get(layer).json()["spans"][0]["note"] == ""
    lou.put("/api/articles/spare/layers/me/spans/" + uid(1), json=BODY)
    assert len(lou.get("/api/articles/spare/layers/me").json()["spans"]) == 1


def test_a_retired_label_is_kept_and_not_given_anew(
    client: TestClient, layer: str, span: str
) -> None:
    client.put(span, json=BODY)
    scheme = client.get("/api/scheme").json()
    scheme["labels"][0]["retired"] = True
    assert client.put("/api/scheme", json=scheme).status_code == 200
    assert client.put(span, json=BODY | {"note": "still"}).status_code == 200
    other = client.put(f"{layer}/spans/{uid(2)}", json=BODY)
    assert "retired" in problem(other, 422, "label")["detail"]


def test_a_note_is_kept_to_the_letter(client: TestClient, span: str) -> None:
    note = " two\r\nlines \u202e<b> 📰\t"
    assert client.put(span, json=BODY | {"note": note}).json()["note"] == note
    assert client.put(span, json=BODY | {"note": "x" * 10_000}).status_code == 200


@pytest.mark.parametrize("id_", ODD)
def test_an_id_kept_from_an_import_is_addressed(client: TestClient, layer: str, id_: str) -> None:
    import_odd(client, id_)
    address = f"{layer}/spans/{quote(id_, safe='').replace('.', '%2E')}"
    answer = client.put(address, json=BODY | {"note": "other"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["id"], answer.json()["version"]) == (id_, 2)
    assert client.delete(address).status_code == 204
    assert id_ not in [span["id"] for span in client.get(layer).json()["spans"]]
