"""Articles over HTTP: listed, added, read, corrected, deleted and restored."""

import hashlib
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.site import ARTICLE, CLAIM, Site, problem, uid

ODD_IDS = [
    "two words",
    " lead and trail ",
    "what?",
    "a#b",
    "100%",
    "%2e%2e",
    "%2F",
    "a&b=c;d+e",
    "“curly” 'single' \"double\"",
    "emoji 📰👩‍👩‍👧‍👦",
    "שלום",
    "e\u0301",
    "back\\slash",
    "...",
    ".hidden",
    "a:b@c",
    "[1]{2}|^`~",
    "<b>",
    "x" * 200,
    "𝔘" * 200,
    "remove",
    "restore",
    "layers",
    "12345",
    "\u2028",
    "null",
]


@pytest.fixture(scope="module")
def shelf(refusing: tuple[Site, TestClient]) -> TestClient:
    """A signed-in client on a site that the tests of this module share."""
    return refusing[1]


def add(client: TestClient, **fields: Any) -> Any:
    return client.post("/api/articles", json=fields)


def test_an_article_is_added_exactly_as_it_is(client: TestClient) -> None:
    text = "\ufeff \u202eא\r\nb\rc\n\u2028\x85\t<&>\u0301🇳🇱 \n"
    answer = add(client, text=text, id="a", title=" A title ", meta={"url": "https://example.org"})
    assert answer.status_code == 201
    got = client.get("/api/articles/a").json()
    assert got == answer.json()
    assert got["text"] == text
    assert got["text_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert got["length"] == len(text)
    assert got["title"] == "A title"
    assert got["meta"] == {"url": "https://example.org"}
    assert got["layers"] == []
    assert got["offset_unit"] == "codepoint"


def test_what_is_missing_is_made_up(client: TestClient) -> None:
    got = add(client, text="\n  \r\nFirst line\nsecond").json()
    assert got["title"] == "First line"
    assert got["id"] == got["text_sha256"][:16]
    assert got["meta"] == {}


@pytest.mark.parametrize(("given", "kept"), [(5, "5"), (0, "0"), (-7, "-7"), ("5", "5")])
def test_a_number_becomes_an_id(client: TestClient, given: Any, kept: str) -> None:
    assert add(client, text="News.", id=given).json()["id"] == kept


def test_metadata_are_strings(client: TestClient) -> None:
    meta = {"n": 5, "list": [1, "ü"], "none": None, "empty": "", "text": "x", "yes": True}
    got = add(client, text="News.", meta=meta).json()["meta"]
    assert got == {"n": "5", "list": '[1,"ü"]', "text": "x", "yes": "true"}
    assert list(got) == sorted(got)


def test_the_same_article_again_changes_nothing(client: TestClient, site: Site) -> None:
    assert add(client, text="News.", id="a").status_code == 201
    before = site.state()
    again = add(client, text="News.", id="a", title="Another title")
    assert again.status_code == 200
    assert again.json()["title"] == "News."
    assert site.state() == before


def test_another_text_under_the_same_id_clashes(client: TestClient, site: Site) -> None:
    add(client, text="News.", id="a")
    before = site.state()
    assert "a" in problem(add(client, text="News!", id="a"), 409)["detail"]
    assert site.state() == before


def test_one_text_may_have_two_ids(client: TestClient) -> None:
    assert add(client, text="News.", id="a").status_code == 201
    assert add(client, text="News.", id="b").status_code == 201


def test_an_article_has_two_megabytes_at_most(client: TestClient) -> None:
    assert add(client, text="é" * 1_000_000).status_code == 201
    assert "2,000,000" in problem(add(client, text="é" * 1_000_001), 422, "text")["detail"]
    assert add(client, text="x" * 2_000_000).status_code == 201
    problem(add(client, text="x" * 2_000_001), 422, "text")


@pytest.mark.parametrize("id_", ODD_IDS, ids=ascii)
def test_any_id_works_on_every_route(shelf: TestClient, id_: str) -> None:
    text = f"News of {id_}."
    assert add(shelf, text=text, id=id_).status_code == 201
    address = f"/api/articles/{quote(id_, safe='')}"
    assert shelf.get(address).json()["id"] == id_
    assert shelf.patch(address, json={"title": f"About {id_}"}).status_code == 200
    layer = f"{address}/layers/me"
    body = {"label": "claim", "fragments": [[0, 4]], "text": "News"}
    assert shelf.put(f"{layer}/spans/{uid(1)}", json=body).status_code == 201
    source = {"name": "x", "spans": [uid(1)]}
    assert shelf.put(f"{layer}/sources/{uid(2)}", json=source).status_code == 201
    assert shelf.post(f"{layer}/status", json={"status": "submitted"}).status_code == 200
    assert len(shelf.get(layer).json()["spans"]) == 1
    change = {"delete": "span", "id": uid(1)}
    batch = {"id": hashlib.md5(id_.encode()).hexdigest(), "changes": [change]}
    batch["id"] = "-".join(str(batch["id"])[a:b] for a, b in SLICES)
    assert shelf.post(f"{layer}/changes", json=batch).status_code == 200
    assert shelf.get(layer).json()["spans"] == []
    page = shelf.get(f"/articles/{quote(id_, safe='')}")
    assert page.status_code == 200
    assert shelf.delete(address).status_code == 204
    assert shelf.get(address).status_code == 404
    assert shelf.post(f"{address}/restore").status_code == 200
    for action in ("remove", "restore"):
        assert shelf.post(f"/api/articles/{action}", json={"ids": [id_]}).status_code == 204


SLICES = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)]


def test_a_title_and_metadata_can_be_corrected(client: TestClient, article: str) -> None:
    before = client.get(f"/api/articles/{article}").json()
    got = client.patch(f"/api/articles/{article}", json={"title": " New ", "meta": {"k": "v"}})
    assert got.json() == before | {"title": "New", "meta": {"k": "v"}}
    assert client.patch(f"/api/articles/{article}", json={"meta": {}}).json()["meta"] == {}
    assert client.patch(f"/api/articles/{article}", json={}).json()["title"] == "New"


def test_a_text_cannot_be_corrected(client: TestClient, article: str) -> None:
    client.patch(f"/api/articles/{article}", json={"text": "Other.", "id": "other"})
    got = client.get(f"/api/articles/{article}").json()
    assert got["text"] == ARTICLE
    assert client.get("/api/articles/other").status_code == 404


def test_a_deleted_article_comes_back_with_its_layers(
    client: TestClient, article: str, layer: str
) -> None:
    address = f"/api/articles/{article}"
    client.put(f"{layer}/spans/{uid(1)}", json={"label": "claim", "fragments": CLAIM})
    whole, spans = client.get(address).json(), client.get(layer).json()
    assert client.delete(address).status_code == 204
    assert client.delete(address).status_code == 204
    assert "restored" in problem(client.get(address), 404)["detail"]
    for gone in (layer, f"/articles/{article}"):
        assert client.get(gone).status_code == 404
    assert (
        client.put(
            f"{layer}/spans/{uid(2)}", json={"label": "claim", "fragments": CLAIM}
        ).status_code
        == 404
    )
    assert client.get("/api/articles").json()["items"] == []
    assert client.post(f"{address}/restore").json() == whole
    assert client.post(f"{address}/restore").json() == whole
    assert client.get(layer).json() == spans


def test_adding_a_deleted_article_brings_it_back(
    client: TestClient, article: str, layer: str
) -> None:
    client.put(f"{layer}/spans/{uid(1)}", json={"label": "claim", "fragments": CLAIM})
    client.delete(f"/api/articles/{article}")
    problem(add(client, id=article, text="Other."), 409)
    assert client.get(f"/api/articles/{article}").status_code == 404
    assert add(client, id=article, text=ARTICLE).status_code == 200
    assert len(client.get(layer).json()["spans"]) == 1


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_article_is_not_found(client: TestClient, method: str) -> None:
    sent: dict[str, Any] = {"json": {}} if method == "PATCH" else {}
    problem(client.request(method, "/api/articles/none", **sent), 404)


def test_restoring_what_never_was(client: TestClient) -> None:
    problem(client.post("/api/articles/none/restore"), 404)


def test_several_are_removed_in_one_action_or_none(client: TestClient, site: Site) -> None:
    for id_ in "abc":
        add(client, text="News.", id=id_)
    before = site.state()
    problem(client.post("/api/articles/remove", json={"ids": ["a", "none", "b"]}), 404)
    assert site.state() == before
    actions = site.rows("SELECT count(*) FROM action")[0][0]
    for _ in range(2):
        answer = client.post("/api/articles/remove", json={"ids": ["a", "b", "a"]})
        assert answer.status_code == 204
        assert answer.content == b""
    assert [item["id"] for item in client.get("/api/articles").json()["items"]] == ["c"]
    assert site.rows("SELECT count(*) FROM action")[0][0] == actions + 1
    client.post("/api/articles/restore", json={"ids": ["b", "a"]})
    found = [item["id"] for item in client.get("/api/articles").json()["items"]]
    assert found == ["c", "b", "a"]


def pages(client: TestClient, **query: Any) -> list[list[str]]:
    found, cursor = [], None
    while True:
        asked = query | ({"cursor": cursor} if cursor else {})
        answer = client.get("/api/articles", params=asked).json()
        assert answer.keys() == {"items", "next"}
        found.append([item["id"] for item in answer["items"]])
        if (cursor := answer["next"]) is None:
            return found


def test_the_list_goes_on_where_it_stopped(client: TestClient) -> None:
    for number in range(7):
        add(client, text="News.", id=str(number))
    assert pages(client, limit=3) == [["6", "5", "4"], ["3", "2", "1"], ["0"]]
    assert pages(client, limit=7) == [["6", "5", "4", "3", "2", "1", "0"]]
    cursor = client.get("/api/articles?limit=3").json()["next"]
    add(client, text="News.", id="late")
    client.delete("/api/articles/4")
    assert pages(client, limit=3, cursor=cursor) == [["3", "2", "1"], ["0"]]


def test_an_item_says_how_far_it_is(client: TestClient, article: str, layer: str) -> None:
    (item,) = client.get("/api/articles").json()["items"]
    assert (item["status"], item["spans"], item["sample"]) == ("", 0, False)
    assert {"id", "title", "words", "length", "created_at"} <= item.keys()
    assert "text" not in item
    client.put(f"{layer}/spans/{uid(1)}", json={"label": "claim", "fragments": CLAIM})
    (item,) = client.get("/api/articles").json()["items"]
    assert (item["status"], item["spans"]) == ("open", 1)
    client.post(f"{layer}/status", json={"status": "submitted"})
    client.delete(f"{layer}/spans/{uid(1)}")
    (item,) = client.get("/api/articles").json()["items"]
    assert (item["status"], item["spans"]) == ("submitted", 0)


def test_the_list_is_my_own(town: Site) -> None:
    town.add_account("new", "labeller")
    items = town.signed_in("new").get("/api/articles").json()["items"]
    assert {(item["status"], item["spans"]) for item in items} == {("", 0)}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("TAX", ["b", "a"]),
        ("über", ["u"]),
        ("%", ["p"]),
        ("_", ["under_score"]),
        ("'", []),
        ("\\", []),
        ("score", ["under_score"]),
        ("", ["under_score", "p", "u", "b", "a"]),
    ],
)
def test_the_search_looks_at_title_and_id(client: TestClient, query: str, found: list[str]) -> None:
    for id_, title in (("a", "The tax"), ("b", "Taxes"), ("u", "über"), ("p", "5 %")):
        add(client, text="News.", id=id_, title=title)
    add(client, text="News.", id="under_score")
    assert pages(client, q=query) == [found]


def test_the_list_of_a_status(client: TestClient) -> None:
    for id_, status in (("new", ""), ("begun", "open"), ("done", "submitted"), ("ok", "reviewed")):
        add(client, text="News.", id=id_)
        for step in ("submitted", status) if status else ():
            client.post(f"/api/articles/{id_}/layers/me/status", json={"status": step})
    assert pages(client, status="open") == [["begun", "new"]]
    assert pages(client, status="submitted") == [["done"]]
    assert pages(client, status="reviewed") == [["ok"]]
    assert pages(client, status="", limit=500) == [["ok", "done", "begun", "new"]]


def test_long_numbers_are_kept_digit_by_digit(client: TestClient) -> None:
    body = b'{"id": 100000000000000000001, "text": "News.", "meta": {"n": [200000000000000000002]}}'
    headers = {"content-type": "application/json"}
    got = client.post("/api/articles", content=body, headers=headers).json()
    assert got["id"] == "100000000000000000001"
    assert got["meta"] == {"n": "[200000000000000000002]"}
