"""Passwords as the project keeps them, and signing in by them."""

import pytest

from annotator.store import accounts, invites, passwords, people
from annotator.store.passwords import Credentials
from tests.store.project import ME, Project

WORDS = "three old cows"


def take(project: Project, password: str = WORDS, name: str = ME) -> Credentials:
    found = project.read(passwords.credentials, name)
    project.write(passwords.change, found.number, passwords.hashed(password))
    credentials: Credentials = project.read(passwords.credentials, name)
    return credentials


def test_the_parameters_are_those_that_were_decided() -> None:
    assert passwords.hashed(WORDS).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_each_hash_has_its_own_salt_and_knows_its_password() -> None:
    one, other = passwords.hashed(WORDS), passwords.hashed(WORDS)
    assert one != other
    assert passwords.matches(WORDS, one)
    assert passwords.matches(WORDS, other)
    for wrong in ("three old cow", "Three old cows", "", WORDS + "\0"):
        assert not passwords.matches(wrong, one), wrong


@pytest.mark.parametrize("hash_", ["", passwords.NOBODYS[:-4], "plain", "$argon2id$"])
def test_what_is_no_hash_matches_nothing(hash_: str) -> None:
    for tried in ("", WORDS, "abc"):
        assert not passwords.matches(tried, hash_)


def test_nobodys_hash_costs_as_much_as_a_real_one() -> None:
    assert not passwords.outdated(passwords.NOBODYS)
    assert not passwords.matches("", "")


def test_an_older_hash_is_known_as_such() -> None:
    assert passwords.outdated(passwords.NOBODYS.replace("t=2", "t=1"))


def test_a_password_signs_in(project: Project) -> None:
    project.account(ME)
    assert not project.read(passwords.any_)
    credentials = take(project)
    assert project.read(passwords.any_)
    cookie = project.write(passwords.sign_in, credentials)
    assert project.read(people.of_session, cookie).name == ME


def test_without_a_password_nobody_signs_in_by_one(project: Project) -> None:
    project.account(ME)
    credentials = project.read(passwords.credentials, ME)
    assert credentials.hash == ""
    assert project.write(passwords.sign_in, credentials) is None
    assert project.read(passwords.credentials, "nobody") is None


def test_a_password_that_was_changed_meanwhile_is_none(project: Project) -> None:
    project.account(ME)
    before = take(project)
    take(project, "four old cows")
    assert project.write(passwords.sign_in, before) is None


def test_a_rehash_is_kept(project: Project) -> None:
    project.account(ME)
    credentials, new = take(project), passwords.hashed(WORDS)
    assert project.write(passwords.sign_in, credentials, new)
    assert project.read(passwords.credentials, ME).hash == new


def test_a_change_ends_the_other_sessions(project: Project) -> None:
    project.account(ME)
    credentials = take(project)
    kept, other = (project.write(passwords.sign_in, credentials) for _ in range(2))
    mine = project.read(people.of_session, kept).session
    project.write(passwords.change, credentials.number, passwords.hashed("new words"), mine)
    assert project.read(people.of_session, kept)
    assert project.read(people.of_session, other) is None


def test_who_was_removed_has_no_credentials(project: Project) -> None:
    project.account(ME)
    project.write(accounts.add, project.me.number, "eve", "labeller")
    credentials = take(project, name="eve")
    project.write(accounts.remove, project.me.number, "eve")
    assert project.read(passwords.credentials, "eve") is None
    assert project.write(passwords.sign_in, credentials) is None


def test_the_session_of_who_has_a_password_is_shorter(project: Project, set_clock) -> None:
    project.account(ME)
    set_clock("2030-01-01T00:00:00Z")
    cookie = project.write(passwords.sign_in, take(project))
    set_clock("2030-01-08T00:00:00Z")
    project.write(people.seen, project.read(people.of_session, cookie).session)
    for day, good in (("15", True), ("16", False)):
        set_clock(f"2030-01-{day}T00:00:00Z")
        assert bool(project.read(people.of_session, cookie)) == good, day
    set_clock("2030-01-01T00:00:00Z")
    cookie = project.write(passwords.sign_in, project.read(passwords.credentials, ME))
    for day in ("01-07", "01-14", "01-21", "01-28", "01-31"):
        set_clock(f"2030-{day}T00:00:00Z")
        project.write(people.seen, project.read(people.of_session, cookie).session)
    set_clock("2030-01-31T00:00:01Z")
    assert project.read(people.of_session, cookie) is None


def test_a_change_ends_the_links(project: Project) -> None:
    project.account(ME)
    key = project.write(invites.add, project.me.number, ME).key
    project.write(passwords.change, project.me.number, "new")
    assert project.read(invites.find, key) is None


def test_what_ended_while_a_password_was_hashed_changes_none(project: Project) -> None:
    project.account(ME)
    number = project.me.number
    cookie = str(project.write(people.redeem, project.write(people.create_key, ME)))
    session = people.hash_of(cookie)
    before = project.read(passwords.credentials, ME)
    project.write(passwords.change, number, "another", session)
    assert not project.write(passwords.renew, session, before, "late")
    now = project.read(passwords.credentials, ME)
    project.write(accounts.end_sessions, number)
    assert not project.write(passwords.renew, session, now, "late")
    assert project.read(passwords.credentials, ME) == now


def test_an_accent_is_the_same_from_every_keyboard() -> None:
    assert passwords.matches("cafe\u0301 noir", passwords.hashed("caf\u00e9 noir"))
