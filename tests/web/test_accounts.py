"""Who asks: cookies, tokens, and what becomes of them."""

import logging
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from annotator.domain.errors import NotFound
from annotator.store import clock, people, scheme
from tests.web.site import COOKIE, Site, problem


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Moves the clock: at(days=15)."""
    start = datetime.now(UTC)

    def move(**delta: float) -> None:
        moment = (start + timedelta(**delta)).strftime("%Y-%m-%dT%H:%M:%SZ")
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


def of_cookie(site: Site, cookie: str) -> TestClient:
    return site.anonymous(cookie=f"{COOKIE}={cookie}")


def of_token(site: Site, authorization: str) -> TestClient:
    return site.anonymous(authorization=authorization)


def test_nobody_gets_in_without_a_sign_in(nobody: TestClient) -> None:
    answer = nobody.get("/api/articles")
    assert "Bearer" in problem(answer, 401)["detail"]
    assert answer.headers["www-authenticate"] == "Bearer"
    page = nobody.get("/settings")
    assert (page.status_code, page.headers["location"]) == (303, "/login")


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5000, "'; DROP TABLE session; --", "\x7f"])
def test_a_made_up_cookie_is_nobody(site: Site, cookie: str) -> None:
    answer = site.ask(
        "GET", "/api/articles", [("host", "127.0.0.1"), ("cookie", f"{COOKIE}={cookie}")]
    )
    assert answer.status == 401


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YW5uOg==", "Token x", "bearer", "Bearer \xff"],
)
def test_a_made_up_token_is_nobody(site: Site, header: str) -> None:
    answer = site.ask("GET", "/api/articles", [("host", "127.0.0.1"), ("authorization", header)])
    assert answer.status == 401


def test_a_token_opens_the_api_and_the_pages(site: Site) -> None:
    for word in ("Bearer", "bearer", "BEARER"):
        client = of_token(site, f"{word} {site.token()}")
        assert client.get("/api/articles").status_code == 200
        assert client.get("/settings").status_code == 200


def test_a_token_works_at_once_and_not_after_it_is_revoked(site: Site) -> None:
    token = site.database.write_now(people.create_token, "nightly", "ann", "write")
    client = of_token(site, f"Bearer {token}")
    assert client.get("/api/articles").status_code == 200
    site.database.write_now(people.revoke_token, "nightly")
    assert client.get("/api/articles").status_code == 401


def test_a_reading_token_only_reads(site: Site, article: str) -> None:
    reader = site.with_token(scope="read")
    assert reader.get(f"/api/articles/{article}").status_code == 200
    assert reader.get("/api/export").status_code == 200
    before = site.state()
    answer = reader.post(f"/api/articles/{article}/layers/me/status", json={"status": "submitted"})
    assert "read" in problem(answer, 403)["detail"]
    assert site.state() == before


def test_the_token_counts_where_a_cookie_is_sent_too(town: Site) -> None:
    headers = {"authorization": f"Bearer {town.token('lou')}"}
    client = of_cookie(town, town.cookie("ann"))
    shown = client.get("/api/articles/tax", headers=headers).json()["layers"]
    assert [layer["name"] for layer in shown] == ["lou"]


def test_a_session_ends_when_it_idles(site: Site, at: Callable[..., None]) -> None:
    client = site.signed_in()
    at(days=13)
    assert client.get("/api/articles").status_code == 200
    at(days=26)
    assert client.get("/api/articles").status_code == 200
    at(days=26 + 14, minutes=1)
    assert client.get("/api/articles").status_code == 401


def test_no_session_lasts_for_ever(site: Site, at: Callable[..., None]) -> None:
    client = site.signed_in()
    for days in range(0, 90, 10):
        at(days=days)
        assert client.get("/api/articles").status_code == 200, days
    at(days=90, minutes=1)
    assert client.get("/api/articles").status_code == 401


def test_last_seen_is_written_once_an_hour(site: Site, at: Callable[..., None]) -> None:
    client = site.signed_in()
    at(minutes=59)
    before = site.state()
    client.get("/api/articles")
    assert site.state() == before
    at(minutes=61)
    client.get("/api/articles")
    after = site.state()
    assert after != before
    client.get("/")
    assert site.state() == after


def test_a_disabled_account_is_out_at_once(site: Site) -> None:
    browser, script = site.signed_in(), site.with_token()
    site.database.write_now(
        lambda connection: connection.exec_driver_sql(
            "UPDATE account SET disabled_at = '2026-01-01T00:00:00Z'"
        )
    )
    assert browser.get("/api/articles").status_code == 401
    assert script.get("/api/articles").status_code == 401


def test_an_annotator_without_an_account_cannot_sign_in(site: Site) -> None:
    site.database.write_now(people.annotator, "imported")
    with pytest.raises(NotFound):
        site.database.write_now(people.create_key, "imported")


def test_two_browsers_sign_out_apart(site: Site) -> None:
    one, other = site.signed_in(), site.signed_in()
    assert one.post("/logout").status_code == 303
    assert one.get("/api/articles").status_code == 401
    assert other.get("/api/articles").status_code == 200


def dump(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump())


def test_the_project_file_opens_no_door(site: Site) -> None:
    """Whoever reads the file finds neither a cookie nor a key nor a token."""
    secrets = [site.cookie(), site.token(), site.database.write_now(people.create_key)]
    stored = dump(site.database.path)
    for secret in secrets:
        assert len(secret) >= 43
        assert re.fullmatch(r"[A-Za-z0-9_-]+", secret)
        assert secret not in stored
        assert people.hash_of(secret) in stored
    for hash_ in re.findall(r"'([0-9a-f]{64})'", stored):
        assert of_cookie(site, hash_).get("/api/articles").status_code == 401
        assert of_token(site, f"Bearer {hash_}").get("/api/articles").status_code == 401


def test_two_installs_share_no_secret(
    open_site: Callable[..., Site], new_project: Path, tmp_path: Path
) -> None:
    one, other = open_site(new_project), open_site(new_project)
    assert of_cookie(other, one.cookie()).get("/api/articles").status_code == 401
    assert of_token(other, f"Bearer {one.token()}").get("/api/articles").status_code == 401


def test_no_secret_is_ever_logged(
    site: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    key = site.database.write_now(people.create_key)
    used = site.database.write_now(people.create_key)
    token, cookie = site.token(), site.cookie()
    got = site.anonymous().get("/login", params={"token": key})
    signed_in = got.cookies[COOKIE]
    site.anonymous().get("/login", params={"token": key})
    browser, script = of_cookie(site, cookie), of_token(site, f"Bearer {token}")
    browser.post("/api/articles", json={"text": ""})
    script.get("/api/articles/none")
    of_token(site, f"Bearer {token}x").get("/api/articles")
    monkeypatch.setattr(scheme, "current", lambda _: 1 / 0)
    assert browser.get("/settings").status_code == 500
    assert script.get("/api/scheme").status_code == 500
    monkeypatch.setattr(people, "redeem", lambda *_: 1 / 0)
    assert site.anonymous().get("/login", params={"token": used}).status_code == 500
    # The test's own client writes down what it asks for; the server's lines are what matters.
    lines = [
        logging.Formatter().format(record)
        for record in caplog.records
        if not record.name.startswith(("httpx", "httpcore"))
    ]
    assert "ZeroDivisionError" in "\n".join(lines)
    for secret in (key, used, token, cookie, signed_in):
        assert not [line for line in lines if secret in line]
