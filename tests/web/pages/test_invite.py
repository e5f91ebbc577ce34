"""The page behind an invitation: a password taken, once."""

import logging

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from annotator.store import clock, invites, people
from tests.web.site import COOKIE, Site

WORDS = "three old cows"


@pytest.fixture
def key(town: Site) -> str:
    """The key of an invitation of lou."""
    return invite(town)


def invite(town: Site, name: str = "lou") -> str:
    return town.database.write_now(invites.add, 1, name).key


def accept(client: TestClient, key: str, password: str = WORDS):
    return client.post("/invite", data={"token": key, "password": password})


def alert(text: str) -> str:
    found = BeautifulSoup(text, "html.parser").select_one("[role=alert]")
    assert found is not None, text
    return found.get_text(" ", strip=True)


def test_whoever_opens_it_is_greeted_by_name(town: Site, key: str) -> None:
    answer = town.anonymous().get("/invite", params={"token": key})
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.select_one("#name")["value"] == "lou"  # type: ignore[index]
    (field,) = soup.select("input[type=password]")
    assert (field["autocomplete"], field["minlength"]) == ("new-password", "8")
    assert "set-cookie" not in answer.headers


def test_looking_at_it_does_not_use_it_up(town: Site, key: str) -> None:
    for method in ("GET", "HEAD", "GET"):
        assert town.anonymous().request(method, "/invite", params={"token": key}).is_success
    assert accept(town.anonymous(), key).status_code == 303


def test_a_password_lets_in_and_the_link_is_used_up(town: Site, key: str) -> None:
    browser = town.anonymous()
    answer = accept(browser, key)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    header = answer.headers["set-cookie"].lower()
    assert header.startswith(COOKIE)
    assert "httponly" in header
    assert "samesite=lax" in header
    assert "Signed in as lou" in browser.get("/").text
    for again in (accept(town.anonymous(), key), town.anonymous().get(f"/invite?token={key}")):
        assert again.status_code == 410
        assert "used already, or is too old" in alert(again.text)
        assert "set-cookie" not in again.headers
    signed_in = town.anonymous().post("/login", data={"name": "lou", "password": WORDS})
    assert signed_in.status_code == 303


@pytest.mark.parametrize("password", ["", "short", "password1", "lou", "x" * 1_025])
def test_a_poor_password_is_refused_beside_its_field(town: Site, key: str, password: str) -> None:
    answer = accept(town.anonymous(), key, password)
    assert answer.status_code == 422
    soup = BeautifulSoup(answer.text, "html.parser")
    assert soup.select_one("#password")["aria-invalid"] == "true"  # type: ignore[index]
    assert "password" in alert(answer.text) or "first" in alert(answer.text)
    assert soup.select_one("input[name=token]")["value"] == key  # type: ignore[index]
    assert accept(town.anonymous(), key).status_code == 303


@pytest.mark.parametrize("token", ["", "x", "é📰", "a" * 9000, "' OR 1=1 --", "\0", "<script>"])
def test_a_made_up_one_is_no_invitation(town: Site, token: str) -> None:
    for answer in (
        town.anonymous().get("/invite", params={"token": token}),
        accept(town.anonymous(), token),
    ):
        assert answer.status_code == 410
        assert len(alert(answer.text)) > 20
        assert "<script>" not in answer.text.partition("<main")[2]


def test_it_runs_out_after_three_days(
    town: Site, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.later(clock.now(), invites.LIFE)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert accept(town.anonymous(), key).status_code == 410


def test_who_was_removed_meanwhile_is_not_let_in(town: Site, key: str) -> None:
    assert town.signed_in("ann").delete("/api/people/lou").status_code == 204
    assert accept(town.anonymous(), key).status_code == 410


def test_a_launch_key_is_no_invitation_and_the_other_way_round(town: Site, key: str) -> None:
    launch = town.database.write_now(people.create_key, "ann")
    assert accept(town.anonymous(), launch).status_code == 410
    assert town.anonymous().get("/login", params={"token": key}).status_code == 401
    assert town.anonymous().get("/login", params={"token": launch}).status_code == 303


def test_it_signs_in_whoever_was_signed_in_as_somebody_else(town: Site, key: str) -> None:
    browser = town.anonymous()
    accept(browser, invite(town, "kim"))
    assert "Signed in as kim" in browser.get("/").text
    accept(browser, key)
    assert "Signed in as lou" in browser.get("/").text


def test_a_new_password_ends_the_other_sessions(town: Site, key: str) -> None:
    before = town.signed_in("lou")
    accept(town.anonymous(), key)
    assert before.get("/api/articles").status_code == 401


def test_no_log_ever_holds_the_key(
    town: Site, key: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    town.anonymous().get("/invite", params={"token": key})
    monkeypatch.setattr(invites, "find", lambda *_: 1 / 0)
    assert town.anonymous().get("/invite", params={"token": key}).status_code == 500
    broken = accept(town.anonymous(), key)
    assert broken.status_code == 500
    assert "Your labels are safe" in broken.text
    # The test's own client writes down what it asks for; the server's lines are what matters.
    lines = [
        logging.Formatter().format(record)
        for record in caplog.records
        if not record.name.startswith(("httpx", "httpcore"))
    ]
    assert "ZeroDivisionError" in "\n".join(lines)
    assert not [line for line in lines if key in line]
