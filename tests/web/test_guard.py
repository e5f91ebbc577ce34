"""Which host, which headers, which bodies: what holds for every answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from annotator.settings import Settings
from annotator.store import scheme
from annotator.web.app import create_app
from annotator.web.guard import HEADERS, PAGE_HEADERS, POLICY
from tests.web.site import HOST, Site

STRANGERS = [
    "127.0.0.1.evil",
    "evil.example",
    "[::1",
    "",
    "127.0.0.1:8000:1",
    "127.0.0.1@evil.example",
    "localhost.",
    "localhost.evil.example",
    "2130706433",
    "0x7f.0.0.1",
    "[::2]",
    "0.0.0.0",
    " 127.0.0.1",
    "localhost/..",
    "127.0.0.1:999999",
    "evil.example#127.0.0.1",
]


@pytest.mark.parametrize("host", STRANGERS)
def test_a_strange_host_is_misdirected(site: Site, host: str) -> None:
    answer = site.ask("GET", "/login", [("host", host)])
    assert answer.status == 421
    assert answer.header("content-type") == "application/problem+json"
    assert answer.header("content-security-policy") == HEADERS["content-security-policy"]
    assert b"host" in answer.body


@pytest.mark.parametrize("headers", [[], [("host", HOST)] * 2, [("host", HOST), ("host", "evil")]])
def test_one_host_must_be_named(site: Site, headers: list[tuple[str, str]]) -> None:
    assert site.ask("GET", "/login", headers).status == 421


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.0.0.1:8000", "localhost", "LocalHost:1", "[::1]", "[::1]:8000"],
)
def test_a_loopback_name_is_answered(site: Site, host: str) -> None:
    assert site.ask("GET", "/login", [("host", host)]).status == 200


@pytest.mark.parametrize("path", ["/", "/api/articles", "/static/x", "/nothing", "/login?token=a"])
def test_no_path_escapes_the_host_check(site: Site, path: str) -> None:
    assert site.ask("GET", path, [("host", "evil.example")]).status == 421


@pytest.mark.parametrize(
    ("bind", "host", "status"),
    [
        ("desk.local", "desk.local:8000", 200),
        ("Desk.local", "desk.LOCAL", 200),
        ("desk.local", "other.local", 421),
        ("192.168.0.7", "192.168.0.7:80", 200),
        ("fd00::1", "[fd00::1]:8000", 200),
        ("0.0.0.0", "evil.example", 421),
        ("0.0.0.0", "0.0.0.0", 421),
        ("::", "[::]", 421),
    ],
)
def test_the_name_that_the_server_was_told_is_answered(
    site: Site, bind: str, host: str, status: int
) -> None:
    site.guard = create_app(Settings(db=site.database.path, host=bind), site.database)
    assert site.ask("GET", "/login", [("host", host)]).status == status
    assert site.ask("GET", "/login", [("host", "localhost")]).status == 200


def answers(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int, Any]]:
    """One answer of each kind: what it is, its status, and the answer."""
    client, nobody = site.signed_in(), site.anonymous()
    client.post("/api/articles", json={"id": "a", "text": "one two"})
    large = {"content-type": "application/json", "content-length": str(9 * 2**20)}
    evil = {"origin": "http://evil.example"}
    yield "a page", 200, client.get("/")
    yield "the API", 200, client.get("/api/articles")
    yield "an export", 200, client.get("/api/export?unlabelled=true")
    yield "a static file", 200, nobody.get(site.static("js/theme.js"))
    yield "the stylesheet", 200, client.get("/labels.css")
    yield "a missing static file", 404, nobody.get(site.static("nothing.js"))
    yield "nothing done", 204, client.post("/api/articles/restore", json={"ids": []})
    yield "to the sign-in", 303, nobody.get("/")
    yield "no sign-in", 401, nobody.get("/api/articles")
    yield "another origin", 403, client.post("/logout", headers=evil)
    yield "a missing page", 404, client.get("/nothing")
    yield "a missing article", 404, client.get("/api/articles/nothing")
    yield "a wrong method", 405, client.put("/login")
    yield (
        "not JSON",
        400,
        client.post("/api/articles", content="{", headers={"content-type": "application/json"}),
    )
    yield "too large", 413, client.post("/api/articles", content=b"{}", headers=large)
    yield "another kind", 415, client.post("/api/articles", content="{}")
    yield "another host", 421, client.get("/", headers={"host": "evil.example"})
    yield "refused", 422, client.post("/api/articles", json={"text": ""})
    monkeypatch.setattr(scheme, "current", lambda _: 1 / 0)
    yield "broken page", 500, client.get("/settings")
    yield "broken API", 500, client.get("/api/scheme")


def test_security_headers_stand_on_every_answer(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for what, status, answer in answers(site, monkeypatch):
        assert answer.status_code == status, f"{what}: {answer.status_code} {answer.text[:200]}"
        page = answer.headers.get("content-type", "").startswith("text/html")
        for name, value in (HEADERS | PAGE_HEADERS if page else HEADERS).items():
            assert answer.headers.get_list(name) == [value], f"{what}: {name}"
        assert answer.headers["cache-control"], what
        assert "server" not in answer.headers, what


def test_the_policy_lets_in_nothing_from_elsewhere() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    for name in ("script-src", "style-src", "connect-src", "form-action"):
        assert rules[name] == "'self'", name
    for name in ("frame-ancestors", "base-uri", "object-src"):
        assert rules[name] == "'none'", name
    for word in ("unsafe", "*", "http", "blob:", "eval"):
        assert word not in POLICY
    assert HEADERS["x-content-type-options"] == "nosniff"
    assert HEADERS["x-frame-options"] == "DENY"
    assert HEADERS["referrer-policy"] in {"same-origin", "no-referrer"}


def test_what_a_person_sees_is_not_kept_by_a_browser(client: TestClient, article: str) -> None:
    for path in ("/", f"/articles/{article}", f"/api/articles/{article}", "/api/export", "/login"):
        assert client.get(path).headers["cache-control"] == "no-store", path


def test_static_files_are_kept_for_ever(nobody: TestClient, site: Site) -> None:
    answer = nobody.get(site.static("css/tokens.css"))
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "path",
    [
        "../annotator/__main__.py",
        "../../pyproject.toml",
        "js/../../pyproject.toml",
        "/etc/passwd",
        "..\\pyproject.toml",
        "js/theme.js/../../../pyproject.toml",
        "js",
        "",
        "js/theme.js\0.css",
    ],
)
def test_static_gives_nothing_but_its_files(site: Site, path: str) -> None:
    """The server hands over a decoded path: ``..%2f`` has become ``../`` by then."""
    for prefix in (site.static(""), "/static/", "/static/old/"):
        answer = site.ask("GET", prefix + path)
        assert answer.status in {404, 405}, f"{prefix}{path}: {answer.status}"
        assert b"annotator" not in answer.body.lower()


def test_encoded_dots_leave_no_folder(nobody: TestClient, site: Site) -> None:
    for path in ("..%2fpyproject.toml", "%2e%2e/pyproject.toml", "js%2f..%2f..%2fpyproject.toml"):
        assert nobody.get(site.static(path)).status_code == 404


JSON = ("content-type", "application/json")


def sized(site: Site, method: str, path: str, size: int, *, chunked: bool) -> int:
    """The status of a request with so large a body, told beforehand or found out."""
    headers = [("host", HOST), ("authorization", f"Bearer {site.token()}"), JSON]
    if not chunked:
        headers.append(("content-length", str(size)))
        return site.ask(method, path, headers, [b" " * 100]).status
    chunk = b" " * 2**18
    return site.ask(method, path, headers, [chunk] * (size // len(chunk) + 1)).status


@pytest.mark.parametrize("chunked", [False, True], ids=["told", "chunked"])
@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("POST", "/api/articles", 8 * 2**20),
        ("PUT", "/api/scheme", 2**20),
        ("PATCH", "/api/articles/tax", 2**20),
        ("POST", "/api/articles/remove", 2**20),
        ("PUT", "/api/articles/tax/layers/me/spans/x", 2**20),
        ("PUT", "/api/articles/tax/layers/me/relations/x", 2**20),
        ("PUT", "/api/articles/tax/layers/me/sources/x", 2**20),
        ("POST", "/api/articles/tax/layers/me/status", 2**20),
    ],
)
def test_a_body_over_the_limit_is_too_large(
    site: Site, method: str, path: str, limit: int, chunked: bool
) -> None:
    assert sized(site, method, path, limit + 1, chunked=chunked) == 413
    assert sized(site, method, path, limit - 2**18, chunked=chunked) in {400, 404, 422}
    assert site.rows("SELECT count(*) FROM action") == [(0,)]


def test_an_import_may_be_large_and_not_larger(site: Site) -> None:
    path = "/api/import?name=a.txt"
    assert sized(site, "POST", path, 512 * 2**20 + 1, chunked=False) == 413
    assert sized(site, "POST", path, 9 * 2**20, chunked=True) == 200


def test_too_large_says_so(client: TestClient) -> None:
    large = {"content-type": "application/json", "content-length": str(9 * 2**20)}
    answer = client.post("/api/articles", content=b"{}", headers=large)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "larger" in answer.json()["detail"]


def test_pages_are_compressed_and_downloads_are_not(client: TestClient, article: str) -> None:
    asked = {"accept-encoding": "gzip"}
    assert client.get("/", headers=asked).headers["content-encoding"] == "gzip"
    answer = client.get("/api/export?unlabelled=true", headers=asked)
    assert "content-encoding" not in answer.headers
