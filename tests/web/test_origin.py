"""A page of another site may not change anything here: every unsafe route, every origin."""

import pytest

from annotator.web.guard import SAFE
from tests.web import routes
from tests.web.site import ADDRESS, COOKIE, HOST, Site

FOREIGN: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site", "origin": ADDRESS},
    {"sec-fetch-site": "same-site", "origin": ADDRESS},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "nonsense"},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://127.0.0.1:8001"},
    {"origin": "http://127.0.0.1"},
    {"origin": "https://127.0.0.1:8000"},
    {"origin": "http://localhost:8000"},
    {"origin": f"{ADDRESS}.evil.example"},
    {"origin": f"{ADDRESS}/"},
]
OURS: list[dict[str, str]] = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": ADDRESS},
    {"sec-fetch-site": "same-origin", "origin": ADDRESS},
]

GUARDED = b"another site"

FORMS = {"/login", "/invite", "/account/password"}
"""What a page's form sends to; the guard alone keeps the forms of other sites away."""

BODILESS = {"/logout", "/account/sessions", "/api/import"}


def test_every_unsafe_method_counts() -> None:
    assert {"GET", "HEAD", "OPTIONS"} == SAFE


def ask(
    site: Site, route: routes.Route, sign_in: dict[str, str], origin: dict[str, str]
) -> tuple[int, bool]:
    """The status of a request with a body that no route takes, and whether the guard spoke."""
    headers = {"host": HOST, "content-type": "application/json", **sign_in, **origin}
    path = routes.filled(route.path, article="nothing", person="nobody")
    answer = site.ask(route.method, path, headers.items(), [b"{"])
    return answer.status, GUARDED in answer.body


def test_a_foreign_page_changes_nothing(town: Site) -> None:
    signed_in = {"cookie": f"{COOKIE}={town.cookie()}"}
    before = town.state()
    for route in routes.unsafe(town.app):
        for origin in FOREIGN:
            assert ask(town, route, signed_in, origin) == (403, True), f"{route} from {origin}"
    assert town.state() == before


def test_our_own_pages_pass(town: Site) -> None:
    for route in routes.unsafe(town.app):
        for origin in OURS:
            signed_in = {"cookie": f"{COOKIE}={town.cookie()}"}
            status, guarded = ask(town, route, signed_in, origin)
            assert not guarded, f"{route} from {origin}"
            expected = {415} if route.path in FORMS else {200, 204, 303, 400, 404, 422}
            assert status in expected, f"{route} from {origin}: {status}"


def test_nobody_is_stopped_before_the_sign_in_is_asked_for(town: Site) -> None:
    for route in routes.unsafe(town.app):
        assert ask(town, route, {}, {"origin": "null"}) == (403, True), route


@pytest.mark.parametrize("origin", [o for o in FOREIGN if "sec-fetch-site" not in o])
def test_a_token_is_no_page(town: Site, origin: dict[str, str]) -> None:
    """A browser never sends a token by itself, so that a script may name any origin."""
    token = {"authorization": f"Bearer {town.token()}"}
    for route in routes.unsafe(town.app):
        assert not ask(town, route, token, origin)[1], route


def test_a_token_beside_a_cookie_is_no_excuse(town: Site) -> None:
    headers = {"authorization": "Bearer x", "cookie": f"{COOKIE}={town.cookie()}"}
    for route in routes.unsafe(town.app):
        assert ask(town, route, headers, {"origin": "null"}) == (403, True), route


def test_a_browser_that_says_where_it_comes_from_is_believed(town: Site) -> None:
    token = {"authorization": f"Bearer {town.token()}"}
    for route in routes.unsafe(town.app):
        assert ask(town, route, token, {"sec-fetch-site": "cross-site"})[0] == 403, route


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "", "text/json"]
)
def test_a_form_of_another_site_is_no_json(town: Site, kind: str) -> None:
    """What a form can send without asking first is never read as JSON."""
    bodies = {
        "/api/articles": b'{"text": "one"}',
        "/api/articles/remove": b'{"ids": ["tax"]}',
        "/api/articles/restore": b'{"ids": ["tax"]}',
        "/api/assignments": b'{"people": ["lou"]}',
        "/api/assignments/remove": b'{"people": ["lou"]}',
        "/api/scheme": b'{"labels": []}',
    }
    client = town.signed_in()
    before = town.state()
    for route in routes.unsafe(town.app):
        if route.path in FORMS | BODILESS or route.method == "DELETE":
            continue
        if route.path.endswith(("{article}/restore", "{person}/restore", "s/{id}/restore")):
            continue
        if route.path.endswith(("/invite", "/undo")):
            continue
        body = bodies.get(route.path, b'{"status": "submitted", "title": "x", "label": "claim"}')
        headers = {"content-type": kind} if kind else {}
        answer = client.request(
            route.method, routes.filled(route.path), content=body, headers=headers
        )
        assert answer.status_code == 415, f"{route}: {answer.status_code} {answer.text}"
        assert "application/json" in answer.json()["detail"]
    assert town.state() == before


def test_reading_from_elsewhere_is_left_to_the_browser(town: Site) -> None:
    """No answer allows another origin to read it, and OPTIONS allows none to ask."""
    client = town.signed_in()
    for method, path in (("GET", "/api/articles"), ("OPTIONS", "/api/articles")):
        asked = {"origin": "http://evil.example", "access-control-request-method": "PUT"}
        answer = client.request(method, path, headers=asked)
        assert not [name for name in answer.headers if name.startswith("access-control")]
