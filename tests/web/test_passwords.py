"""Signing in by name and password: who gets in, who waits, and what nobody can tell."""

import re
import threading
import time
from collections.abc import Callable

import anyio
import pytest
from starlette.requests import Request

from annotator.domain.errors import Unavailable
from annotator.store import passwords as stored
from annotator.web import passwords, throttle
from annotator.web.passwords import Passwords
from tests.web.site import Site

WORDS = "three old cows"


@pytest.fixture
def lou(town: Site) -> Site:
    """The town, where lou has a password."""
    town.take_password("lou", WORDS)
    return town


def sign_in(site: Site, name: str, password: str, **headers: str):
    return site.anonymous().post(
        "/login", data={"name": name, "password": password}, headers=headers
    )


def said(answer) -> str:
    found = re.search(r'id="password-error"[^>]*>.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert found, answer.text
    return found[1]


def test_nobody_can_tell_a_wrong_password_from_a_wrong_name(lou: Site) -> None:
    tried = [("lou", "x"), ("nobody", "x"), ("kim", "x"), ("kim", ""), ("", ""), ("gold", WORDS)]
    answers = [sign_in(lou, *pair) for pair in tried]
    assert {answer.status_code for answer in answers} == {422}
    assert {said(answer) for answer in answers} == {
        "this name and this password do not belong together"
    }
    assert all("set-cookie" not in answer.headers for answer in answers)


def test_an_unknown_name_costs_as_much(lou: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    matches = stored.matches

    def watched(password: str, hash_: str) -> bool:
        seen.append(password)
        return matches(password, hash_)

    monkeypatch.setattr(stored, "matches", watched)
    for name in ("lou", "kim", "nobody"):
        sign_in(lou, name, "not so")
    assert len(seen) == 3


def test_after_five_failures_one_waits_and_then_gets_in(
    lou: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1_000.0]
    monkeypatch.setattr(throttle, "now", lambda: now[0])
    for _ in range(5):
        assert sign_in(lou, "lou", "wrong").status_code == 422
    refused = sign_in(lou, "lou", WORDS)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert "try again in a second" in said(refused)
    assert sign_in(lou, "kim", "wrong").status_code == 422, "another account is not held up"
    now[0] += 1
    assert sign_in(lou, "lou", WORDS).status_code == 303
    assert sign_in(lou, "lou", "wrong").status_code == 422, "the count began anew"


def test_many_at_once_are_not_free(lou: Site) -> None:
    """What is being tried counts, or a hundred tries in parallel would be as good as one."""
    keeper = Passwords()
    tried: list[str] = []

    async def all_at_once() -> None:
        request = Request({"type": "http", "app": lou.app, "client": ("192.0.2.9", 1)})

        async def one() -> None:
            try:
                await keeper.prove(request, "lou", "wrong")
            except Exception as error:  # noqa: BLE001 - its name is what is counted
                tried.append(type(error).__name__)

        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(one)

    lou.portal.call(all_at_once)
    assert sorted(tried) == ["Refused"] * 5 + ["TooSoon"] * 15


def test_two_are_hashed_at_once_and_not_on_the_event_loop(
    portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, most, places = [], [], set()

    def slow(_: str) -> str:
        running.append(1)
        most.append(len(running))
        places.add(threading.get_ident())
        time.sleep(0.02)
        running.pop()
        return ""

    monkeypatch.setattr(stored, "hashed", slow)

    async def six() -> int:
        keeper = Passwords()
        async with anyio.create_task_group() as group:
            for _ in range(6):
                group.start_soon(keeper.hashed, WORDS)
        return threading.get_ident()

    assert portal.call(six) not in places
    assert max(most) == 2


def test_too_many_who_wait_are_asked_to_come_again(portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "hashed", lambda _: time.sleep(0.01))
    monkeypatch.setattr(passwords, "QUEUE", 3)
    turned_away: list[bool] = []

    async def ten() -> None:
        keeper = Passwords()

        async def one() -> None:
            try:
                await keeper.hashed(WORDS)
            except Unavailable:
                turned_away.append(True)

        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(one)

    portal.call(ten)
    assert len(turned_away) == 7


def test_an_older_hash_is_made_anew_at_sign_in(lou: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    before = lou.rows("SELECT password_hash FROM account WHERE password_hash <> ''")
    monkeypatch.setattr(stored, "outdated", lambda _: True)
    assert sign_in(lou, "lou", WORDS).status_code == 303
    assert lou.rows("SELECT password_hash FROM account WHERE password_hash <> ''") != before
    assert sign_in(lou, "lou", WORDS).status_code == 303


def test_no_password_is_ever_logged_or_shown(
    lou: Site, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("DEBUG")
    wrong = sign_in(lou, "lou", "my-secret-words")
    assert "my-secret-words" not in wrong.text
    monkeypatch.setattr(stored, "matches", lambda *_: 1 / 0)
    broken = sign_in(lou, "lou", "my-secret-words")
    assert broken.status_code == 500
    assert "my-secret-words" not in broken.text
    assert "ZeroDivisionError" in caplog.text
    assert "my-secret-words" not in caplog.text


def test_a_form_is_what_its_page_sends(lou: Site, at_login: Callable[..., int]) -> None:
    form = "application/x-www-form-urlencoded"
    assert at_login(b"name=lou&password=three+old+cows", form) == 303
    assert at_login(b"name=lou&password=three%20old%20cows", form + "; charset=UTF-8") == 303
    for body, kind, status in (
        (b'{"name": "lou", "password": "three old cows"}', "application/json", 415),
        (b"name=lou&password=three+old+cows", "text/plain", 415),
        (b"name=lou&password=three+old+cows", "", 415),
        (b"name=\xff", form, 400),
        (b"name=%ff", form, 400),
        (b"&".join(b"a=b" for _ in range(99)), form, 400),
        (b"", form, 422),
        (b"name=lou&password=%00", form, 422),
        (b"name=" + b"x" * 5_000, form, 422),
    ):
        assert at_login(body, kind) == status, body[:60]


@pytest.fixture
def at_login(lou: Site) -> Callable[..., int]:
    def post(body: bytes, kind: str) -> int:
        headers = {"content-type": kind} if kind else {}
        return lou.anonymous().post("/login", content=body, headers=headers).status_code

    return post


def turned_away(lou: Site, keeper: Passwords, address: str, name: str = "lou") -> str:
    async def one() -> str:
        request = Request({"type": "http", "app": lou.app, "client": (address, 1)})
        try:
            await keeper.prove(request, name, WORDS)
        except Exception as error:  # noqa: BLE001 - its name is what is asked
            return type(error).__name__
        return ""

    return lou.portal.call(one)


def test_who_is_turned_away_has_not_failed(lou: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or whoever keeps the places full locks others out, and makes their own failures forgotten."""
    keeper = Passwords()
    monkeypatch.setattr(passwords, "QUEUE", 0)
    assert {turned_away(lou, keeper, "192.0.2.9") for _ in range(9)} == {"Unavailable"}
    monkeypatch.undo()
    assert turned_away(lou, keeper, "192.0.2.9") == ""


def test_one_network_does_not_take_all_places(lou: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    keeper, answers = Passwords(), []

    def slow(*_: str) -> bool:
        time.sleep(0.05)
        return False

    monkeypatch.setattr(stored, "matches", slow)

    async def crowd() -> None:
        async def one(number: int, address: str) -> None:
            request = Request({"type": "http", "app": lou.app, "client": (address, 1)})
            try:
                await keeper.prove(request, f"x{number}", "wrong")
            except Exception as error:  # noqa: BLE001 - its name is what is counted
                answers.append((address, type(error).__name__))

        async with anyio.create_task_group() as group:
            for number in range(40):
                group.start_soon(one, number, f"2001:db8::{number:x}")
            group.start_soon(one, 40, "192.0.2.1")

    lou.portal.call(crowd)
    assert ("192.0.2.1", "Refused") in answers
    assert [why for _, why in answers].count("Unavailable") == 40 - passwords.SHARE
    assert not keeper._trying
