"""Headline, body and boilerplate over HTTP."""

from starlette.testclient import TestClient

from tests.web.site import problem

TEXT = "Harbour 🌊 may close\nShare this:\nIt will close before the summer, two officials said."
SHARE = TEXT.index("Share")
ADDRESS = "/api/articles/h/passages"


def add(client: TestClient) -> None:
    assert client.post("/api/articles", json={"id": "h", "text": TEXT}).status_code == 201


def test_paragraphs_are_told_apart(client: TestClient) -> None:
    add(client)
    items = client.get(ADDRESS).json()["items"]
    assert [item["kind"] for item in items] == ["headline", "boilerplate", "body"]
    assert items[1] == {
        "start": SHARE,
        "end": SHARE + 11,
        "kind": "boilerplate",
        "by": "rule",
    }


def test_a_line_is_brought_back_for_all_and_the_text_stays(client: TestClient) -> None:
    add(client)
    answer = client.put(f"{ADDRESS}/{SHARE}", json={"kind": "body"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["by"] == "hand"
    assert [item["kind"] for item in client.get(ADDRESS).json()["items"]][1] == "body"
    assert client.get("/api/articles/h").json()["text"] == TEXT


def test_what_is_no_paragraph_or_no_kind_is_refused(client: TestClient) -> None:
    add(client)
    problem(client.put(f"{ADDRESS}/3", json={"kind": "body"}), 422, "start")
    problem(client.put(f"{ADDRESS}/{SHARE}", json={"kind": "headline"}), 422, "kind")
    problem(client.put(f"{ADDRESS}/-1", json={"kind": "body"}), 422)
    problem(client.put("/api/articles/none/passages/0", json={"kind": "body"}), 404)
