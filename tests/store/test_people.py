"""Annotators, accounts, and what proves who they are."""

import re

import pytest

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import people
from annotator.store.database import Database
from tests.store.project import ME

START = "2030-01-01T00:00:00Z"


def session(project):
    return project.write(people.redeem, project.write(people.create_key))


def who(project, cookie):
    return project.read(people.of_session, cookie)


def token(project, name="script", for_=None, scope="write"):
    return project.write(people.create_token, name, for_, scope)


def test_a_key_signs_in_once(project):
    key = project.write(people.create_key)
    cookie = project.write(people.redeem, key)
    actor = who(project, cookie)
    assert (actor.name, actor.role, actor.may_write, actor.reviews) == (ME, "admin", True, True)
    assert project.write(people.redeem, key) is None


def test_keys_work_in_any_order_and_each_once(project):
    keys = [project.write(people.create_key) for _ in range(3)]
    cookies = [project.write(people.redeem, key) for key in reversed(keys)]
    assert len({*cookies}) == 3
    assert None not in cookies
    assert [project.write(people.redeem, key) for key in keys] == [None] * 3


@pytest.mark.parametrize(("moment", "good"), [("00:59:59", True), ("01:00:00", False)])
def test_a_key_lives_for_one_hour(project, set_clock, moment, good):
    set_clock(START)
    key = project.write(people.create_key)
    set_clock(f"2030-01-01T{moment}Z")
    assert bool(project.write(people.redeem, key)) == good


@pytest.mark.parametrize("key", ["", "x", "x" * 43, "\0", "\ud800", "' OR 1=1 --"])
def test_a_made_up_key_cookie_or_token_is_nobodys(project, key):
    project.write(people.create_key)
    assert project.write(people.redeem, key) is None
    assert who(project, key) is None
    assert project.read(people.of_token, key) is None


def test_a_key_a_cookie_and_a_token_do_not_stand_for_each_other(project):
    key, api = project.write(people.create_key), token(project)
    cookie = session(project)
    assert who(project, key) is who(project, api) is None
    assert project.read(people.of_token, cookie) is project.read(people.of_token, key) is None
    assert project.write(people.redeem, cookie) is project.write(people.redeem, api) is None


def test_a_session_ends_after_a_fortnight_without_use(project, set_clock):
    set_clock(START)
    cookie = session(project)
    set_clock("2030-01-15T00:00:00Z")
    assert who(project, cookie)
    set_clock("2030-01-15T00:00:01Z")
    assert who(project, cookie) is None


def test_a_session_in_use_lasts_and_ends_after_ninety_days_all_the_same(project, set_clock):
    set_clock(START)
    cookie = session(project)
    for day in ("01-14", "01-27", "02-09", "02-22", "03-07", "03-20", "03-31"):
        set_clock(f"2030-{day}T00:00:00Z")
        actor = who(project, cookie)
        assert actor, day
        project.write(people.seen, actor.session)
    set_clock("2030-04-01T00:00:01Z")
    assert who(project, cookie) is None


def test_a_sessions_use_is_written_down_once_an_hour_at_most(project, set_clock):
    set_clock(START)
    cookie = session(project)
    set_clock("2030-01-01T01:00:00Z")
    assert not who(project, cookie).stale
    set_clock("2030-01-01T01:00:01Z")
    assert who(project, cookie).stale
    project.write(people.seen, who(project, cookie).session)
    assert not who(project, cookie).stale


def test_signing_out_ends_this_session_only(project):
    one, other = session(project), session(project)
    project.write(people.sign_out, who(project, one).session)
    assert who(project, one) is None
    assert who(project, other)


def test_a_disabled_account_can_do_nothing_any_more(project):
    cookie, api = session(project), token(project)
    project.execute("UPDATE account SET disabled_at = ?", START)
    assert who(project, cookie) is None
    assert project.read(people.of_token, api) is None


def test_a_token_is_long_safe_in_a_url_and_says_whose_it_is(project):
    api = token(project)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}", api)
    actor = project.read(people.of_token, api)
    assert (actor.name, actor.may_write, actor.session) == (ME, True, "")


def test_a_token_to_read_may_not_write(project):
    assert not project.read(people.of_token, token(project, scope="read")).may_write


def test_names_are_unique_among_live_tokens_and_free_after_revoking(project):
    first = token(project)
    with pytest.raises(Conflict):
        token(project)
    project.write(people.revoke_token, "script")
    second = token(project)
    assert project.read(people.of_token, first) is None
    assert project.read(people.of_token, second)
    assert [one["name"] for one in project.read(people.list_tokens)] == ["script"]


def test_a_revoked_token_cannot_be_revoked_again(project):
    token(project)
    project.write(people.revoke_token, "script")
    for name in ("script", "never"):
        with pytest.raises(NotFound):
            project.write(people.revoke_token, name)


def test_the_list_of_tokens_tells_no_token(project):
    api = token(project)
    assert api not in str(project.read(people.list_tokens))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"name": ""}, Refused),
        ({"name": "x" * 65}, Refused),
        ({"name": "\0"}, Refused),
        ({"scope": "all"}, Refused),
        ({"for_": "nobody"}, NotFound),
        ({"for_": "gold"}, NotFound),
    ],
)
def test_a_token_that_makes_no_sense_is_refused(project, fields, error):
    with pytest.raises(error):
        token(project, **fields)


def test_no_secret_lies_in_the_project_file(project):
    key, used = project.write(people.create_key), project.write(people.create_key)
    secrets = [key, used, project.write(people.redeem, used), token(project)]
    project.close()
    stored = b"".join(path.read_bytes() for path in project.path.parent.iterdir() if path.is_file())
    assert people.hash_of(key).encode() in stored
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_two_fresh_projects_share_no_secret(new_project):
    made = [new_project(name) for name in ("one", "two")]
    keys = [project.write(people.create_key) for project in made]
    assert made[0].write(people.redeem, keys[1]) is None


def test_the_first_account_is_an_admin_and_the_only_one_made_by_itself(project):
    assert project.account("somebody else") == ME
    assert project.rows("SELECT role FROM account") == [("admin",)]


def test_an_annotator_who_was_imported_cannot_sign_in(project):
    project.actor("alice")
    with pytest.raises(NotFound):
        project.write(people.create_key, "alice")


def test_without_a_name_the_only_account_is_meant(project):
    assert project.read(people.account_named, None)[1] == ME
    number = project.write(people.annotator, "eve")
    project.execute("INSERT INTO account VALUES (?, 'labeller', '', '', NULL)", number)
    with pytest.raises(Refused, match="--for"):
        project.read(people.account_named, None)
    assert project.read(people.account_named, "eve") == (number, "eve")


def test_a_project_without_accounts_says_so(db):
    with Database.open(db, create=True) as database, pytest.raises(NotFound):
        database.read(people.account_named, None)


def test_an_admin_has_a_password_only_once_one_is_set(project):
    assert not project.read(people.has_admin_password)
    project.execute("UPDATE account SET password_hash = 'x'")
    assert project.read(people.has_admin_password)


@pytest.mark.parametrize("name", ["", "me", "all", "a/b", "x" * 65, "a\n"])
def test_nobody_is_called_so(project, name):
    with pytest.raises(Refused):
        project.write(people.annotator, name)


@pytest.mark.parametrize(
    ("role", "reviews"), [("labeller", False), ("reviewer", True), ("admin", True)]
)
def test_reviewers_and_admins_review(role, reviews):
    assert people.Actor(1, "x", role).reviews == reviews
