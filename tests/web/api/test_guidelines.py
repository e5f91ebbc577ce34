"""The guidelines over HTTP."""

from starlette.testclient import TestClient

from annotator import resources
from tests.web.site import Site, problem

ADDRESS = "/api/guidelines"


def test_the_default_comes_first(client: TestClient) -> None:
    answer = client.get(ADDRESS).json()
    assert answer == {
        "markdown": resources.guidelines(),
        "version": 0,
        "saved_at": "",
        "by": "",
    }


def test_saved_guidelines_stand_and_earlier_ones_can_be_read(client: TestClient) -> None:
    first = client.put(ADDRESS, json={"markdown": "## Claim\n\nOurs 🌊."})
    assert first.status_code == 200, first.text
    assert first.json()["version"] == 1
    assert "Ours 🌊." in client.get("/guidelines").text
    again = client.put(ADDRESS, json={"markdown": "Other", "version": 1})
    assert again.json()["version"] == 2
    assert client.get(f"{ADDRESS}?version=1").json()["markdown"] == "## Claim\n\nOurs 🌊."
    assert client.get(f"{ADDRESS}?version=0").json()["markdown"] == resources.guidelines()
    problem(client.get(f"{ADDRESS}?version=7"), 404)


def test_whoever_was_slower_is_told_what_stands_now(client: TestClient) -> None:
    client.put(ADDRESS, json={"markdown": "First"})
    found = problem(client.put(ADDRESS, json={"markdown": "Second", "version": 0}), 409)
    assert found["current"] == {"markdown": "First", "version": 1}


def test_empty_guidelines_are_refused(client: TestClient) -> None:
    problem(client.put(ADDRESS, json={"markdown": " "}), 422, "markdown")


def test_a_preview_stores_nothing(site: Site) -> None:
    client = site.signed_in()
    before = site.state()
    answer = client.post(f"{ADDRESS}/preview", json={"markdown": "## Claim\n\n<b>x</b>"})
    assert answer.status_code == 200, answer.text
    assert 'id="for-label-claim"' in answer.json()["html"]
    assert "&lt;b&gt;" in answer.json()["html"]
    assert site.state() == before
