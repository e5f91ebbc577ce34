"""Signing in by a one-time address, and signing out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.settings import Settings
from annotator.store import clock, people
from annotator.web.app import create_app
from tests.web.site import ADDRESS, COOKIE, Site

BAD_NEXT = [
    "//evil.example",
    "///evil.example",
    "http://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "//evil.example/%2e%2e",
    "/%2f/evil.example",
    "%2f%2fevil.example",
    "http:\\\\evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\r\nLocation: http://evil.example",
    "@evil.example",
    ".evil.example",
    "127.0.0.1@evil.example",
]


@pytest.fixture
def key(site: Site) -> str:
    return site.database.write_now(people.create_key)


def sign_in(client: TestClient, key: str, **headers: str) -> int:
    return client.get("/login", params={"token": key}, headers=headers).status_code


def test_the_page_says_how_to_get_in(nobody: TestClient) -> None:
    answer = nobody.get("/login")
    assert answer.status_code == 200
    assert "annotator link" in answer.text
    assert "set-cookie" not in answer.headers
    assert not BeautifulSoup(answer.text, "html.parser").select("form, [role=alert]")


def test_a_key_signs_in(site: Site, nobody: TestClient, key: str) -> None:
    answer = nobody.get("/login", params={"token": key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert key not in answer.text
    assert nobody.get("/").status_code == 200
    assert "ann" in nobody.get("/").text


def test_the_cookie_is_kept_from_scripts_and_other_sites(nobody: TestClient, key: str) -> None:
    (header,) = nobody.get("/login", params={"token": key}).headers.get_list("set-cookie")
    (morsel,) = SimpleCookie(header).values()
    assert morsel.key == COOKIE
    assert len(morsel.value) >= 43
    assert morsel["httponly"] is True
    assert morsel["samesite"].lower() == "lax"
    assert morsel["path"] == "/"
    assert not morsel["domain"]
    assert not morsel["secure"], "plain HTTP: the browser would not send it back"
    assert 0 < int(morsel["max-age"]) <= 90 * 24 * 3600
    assert morsel.value != key


def test_over_https_the_cookie_is_secure(site: Site, key: str) -> None:
    client = TestClient(site.guard, base_url="https://127.0.0.1:8000", follow_redirects=False)
    client.portal = site.portal
    assert "secure" in client.get(f"/login?token={key}").headers["set-cookie"].lower()


def test_the_name_of_the_cookie_holds_the_port(site: Site, key: str) -> None:
    site.guard = create_app(Settings(db=site.database.path, port=8123), site.database)
    answer = site.anonymous().get("/login", params={"token": key})
    assert answer.headers["set-cookie"].startswith("annot_8123=")


def test_a_key_works_once(site: Site, key: str) -> None:
    assert sign_in(site.anonymous(), key) == 303
    other = site.anonymous()
    answer = other.get("/login", params={"token": key})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    soup = BeautifulSoup(answer.text, "html.parser")
    assert "once" in soup.select_one("[role=alert]").get_text()  # type: ignore[union-attr]
    assert other.get("/api/articles").status_code == 401


def test_a_used_key_leads_who_is_signed_in_to_the_articles(site: Site, key: str) -> None:
    browser = site.anonymous()
    assert sign_in(browser, key) == 303
    answer = browser.get("/login", params={"token": key})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "purpose", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"]
)
def test_a_browser_that_looks_ahead_does_not_use_it_up(site: Site, key: str, purpose: str) -> None:
    assert sign_in(site.anonymous(), key, **{"sec-purpose": purpose}) == 200
    assert sign_in(site.anonymous(), key) == 303


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST", "PUT"])
def test_other_methods_do_not_use_it_up(site: Site, key: str, method: str) -> None:
    answer = site.anonymous().request(method, "/login", params={"token": key})
    assert "set-cookie" not in answer.headers
    assert sign_in(site.anonymous(), key) == 303


def test_another_host_does_not_use_it_up(site: Site, key: str) -> None:
    assert sign_in(site.anonymous(), key, host="evil.example") == 421
    assert sign_in(site.anonymous(), key) == 303


def test_a_key_lasts_an_hour(site: Site, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = (datetime.now(UTC) + timedelta(minutes=61)).strftime("%Y-%m-%dT%H:%M:%SZ")
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sign_in(site.anonymous(), key) == 401


@pytest.mark.parametrize("token", ["x", "é📰", "a" * 9000, "' OR 1=1 --", "\0", "<script>"])
def test_a_made_up_key_is_refused(nobody: TestClient, token: str) -> None:
    answer = nobody.get("/login", params={"token": token})
    assert answer.status_code == 401
    assert token not in answer.text or token == "x"


def test_each_sign_in_has_a_cookie_of_its_own(site: Site) -> None:
    """A cookie that somebody planted before never becomes the one of a session."""
    planted = site.anonymous(cookie=f"{COOKIE}=planted")
    found = set()
    for _ in range(3):
        key = site.database.write_now(people.create_key)
        found.add(planted.get("/login", params={"token": key}).cookies[COOKIE])
    assert len(found) == 3
    assert "planted" not in found


@pytest.mark.parametrize("next_", BAD_NEXT)
def test_nobody_is_led_elsewhere(site: Site, key: str, next_: str) -> None:
    answer = site.anonymous().get("/login", params={"token": key, "next": next_})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = site.anonymous().get("/login", params={"next": next_})
    assert "evil.example" not in page.text


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/", "/api/articles//", "/login/"]
)
def test_a_slash_too_many_leads_nowhere_else(site: Site, path: str) -> None:
    answer = site.ask("GET", path)
    headers = dict(answer.headers)
    assert headers.get("location", "/").removeprefix(ADDRESS).startswith("/")
    assert "evil" not in headers.get("location", "").removeprefix(ADDRESS)[:3]


def test_signing_out_ends_the_session(client: TestClient, site: Site) -> None:
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert (morsel.key, morsel.value, morsel["max-age"]) == (COOKIE, "", "0")
    assert client.get("/api/articles").status_code == 401
    assert client.post("/logout").status_code == 401
    assert site.rows("SELECT count(*) FROM session") == [(0,)]


def test_signing_out_takes_a_post(client: TestClient) -> None:
    assert client.get("/logout").status_code in {404, 405}
    assert client.get("/api/articles").status_code == 200


def test_pages_send_to_the_sign_in_and_the_api_does_not(nobody: TestClient) -> None:
    for path in ("/", "/articles/tax", "/settings", "/docs", "/labels.css"):
        answer = nobody.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/login"), path
    for path in ("/api/articles", "/api/export", "/api/openapi.json", "/api/scheme"):
        assert nobody.get(path).status_code == 401, path


def test_two_projects_on_two_ports_do_not_mix(
    open_site: Callable[..., Site], new_project: object, site: Site
) -> None:
    other = open_site(new_project)
    assert other.anonymous(cookie=f"{COOKIE}={site.cookie()}").get("/").status_code == 303


WORDS = "three old cows"


def by_password(site: Site, name: str = "ann", password: str = WORDS):
    return site.anonymous().post("/login", data={"name": name, "password": password})


def test_the_form_is_there_once_anybody_has_a_password(site: Site, nobody: TestClient) -> None:
    site.take_password("ann", WORDS)
    soup = BeautifulSoup(nobody.get("/login").text, "html.parser")
    name, password = soup.select("form input")
    assert (name["autocomplete"], password["autocomplete"]) == ("username", "current-password")
    assert "annotator link" in soup.get_text()


def test_a_password_signs_in(site: Site) -> None:
    site.take_password("ann", WORDS)
    client = site.anonymous()
    answer = client.post("/login", data={"name": " ann ", "password": WORDS})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert client.get("/api/articles").status_code == 200
    (morsel,) = SimpleCookie(answer.headers["set-cookie"]).values()
    assert morsel["httponly"] is True
    assert morsel["samesite"].lower() == "lax"


def test_a_wrong_one_is_said_beside_the_field_and_the_name_is_kept(site: Site) -> None:
    site.take_password("ann", WORDS)
    answer = by_password(site, password="wrong")
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.select_one("#name")["value"] == "ann"  # type: ignore[index]
    assert soup.select_one("#password").get("value") is None  # type: ignore[union-attr]
    assert "belong together" in soup.select_one("[role=alert]").get_text()  # type: ignore[union-attr]


def test_each_password_sign_in_has_a_session_of_its_own(site: Site) -> None:
    site.take_password("ann", WORDS)
    assert len({by_password(site).cookies[COOKIE] for _ in range(3)}) == 3


def test_the_launch_address_still_works_beside_passwords(site: Site, key: str) -> None:
    site.take_password("ann", WORDS)
    assert sign_in(site.anonymous(), key) == 303


@pytest.mark.parametrize("next_", BAD_NEXT)
def test_a_form_leads_nowhere_else(site: Site, next_: str) -> None:
    site.take_password("ann", WORDS)
    answer = site.anonymous().post(
        "/login", params={"next": next_}, data={"name": "ann", "password": WORDS, "next": next_}
    )
    assert answer.headers["location"] == "/"
