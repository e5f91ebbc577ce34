"""Reading leaves everything as it was: every GET route there is."""

import json
from typing import Any

import pytest

from tests.web import routes
from tests.web.site import Site

# What agreement counts in: pieces of the article's text, which open no door.
WORDS_OF_A_TEXT = {"tokens", "tokeniser"}
SECRET_WORDS = ("password", "token", "session", "cookie", "secret", "hash", "key_hash")


def readable(site: Site) -> list[str]:
    return sorted(route.path for route in routes.found(site.app) if route.method == "GET")


def test_no_get_changes_anything(town: Site) -> None:
    clients = [town.signed_in(name) for name in ("ann", "lou")]
    clients += [town.with_token("ann", "read"), town.anonymous()]
    before = town.state()
    for path in readable(town):
        for layer in ("me", "kim", "gold", "nobody"):
            for article in ("tax", "spare", "none"):
                if "{" not in path and (layer, article) != ("me", "tax"):
                    continue
                for client in clients:
                    status = client.get(routes.filled(path, article, layer)).status_code
                    assert status < 500, path
    assert town.state() == before


def test_no_get_changes_anything_whatever_it_asks_for(town: Site) -> None:
    client = town.signed_in()
    before = town.state()
    for query in (
        "q=x&status=submitted&cursor=1",
        "token=&next=/",
        "unlabelled=1&samples=1",
        "_method=DELETE",
    ):
        for path in readable(town):
            client.get(routes.filled(path) + "?" + query, headers={"x-http-method-override": "PUT"})
    assert town.state() == before


def test_a_page_may_be_asked_of_before_it_is_fetched(town: Site) -> None:
    client = town.signed_in()
    for path in readable(town):
        if path.startswith("/api/"):
            continue
        asked, fetched = (client.request(m, routes.filled(path)) for m in ("HEAD", "GET"))
        # Nobody is invited without a key, and nothing is to be settled here.
        expected = {"/invite": 410, "/articles/{article}/settle": 303}.get(path, 200)
        assert asked.status_code == fetched.status_code == expected, path
        if expected == 303:
            continue
        for name in ("content-type", "content-length", "content-security-policy", "cache-control"):
            assert asked.headers[name] == fetched.headers[name], f"{path}: {name}"
    assert client.head("/articles/none").status_code == 404
    assert town.anonymous().head("/", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "QUERY", "get"])
def test_other_methods_read_at_most(town: Site, method: str) -> None:
    client = town.signed_in()
    before = town.state()
    for path in readable(town):
        answer = client.request(method, routes.filled(path))
        assert answer.status_code < 500, f"{method} {path}"
    assert town.state() == before


def names_in(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {str(key) for key in value} | {n for one in value.values() for n in names_in(one)}
    if isinstance(value, list):
        return {name for one in value for name in names_in(one)}
    return set()


def test_no_answer_has_a_field_for_a_secret(town: Site) -> None:
    client = town.signed_in()
    for path in readable(town):
        answer = client.get(routes.filled(path))
        if "openapi" in path or "json" not in answer.headers.get("content-type", ""):
            continue
        bodies = [json.loads(line) for line in answer.text.splitlines()]
        for name in names_in(bodies) - WORDS_OF_A_TEXT:
            assert not [word for word in SECRET_WORDS if word in name.lower()], f"{path}: {name}"


def test_no_described_answer_has_a_field_for_a_secret(town: Site) -> None:
    schema = town.signed_in().get("/api/openapi.json").json()
    described = {
        name for model in schema["components"]["schemas"].values() for name in names_in(model)
    }
    for name in described:
        assert not [word for word in SECRET_WORDS if word in name.lower()], name


def test_no_secret_is_in_any_answer(town: Site) -> None:
    cookie, token = town.cookie(), town.token()
    client = town.anonymous(cookie=f"annot_8000={cookie}")
    hashes = {
        row[0] for row in town.rows("SELECT hash FROM session UNION SELECT hash FROM api_token")
    }
    for path in readable(town):
        text = client.get(routes.filled(path)).text
        assert not [secret for secret in (cookie, token, *hashes) if secret in text], path
