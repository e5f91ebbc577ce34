"""Invitations: once, for three days, the newest only."""

import pytest

from annotator.domain.errors import NotFound
from annotator.store import accounts, invites, people
from tests.store.project import ME, Project, uid


@pytest.fixture
def team(project: Project) -> Project:
    project.account(ME)
    project.write(accounts.add, project.me.number, "lou", "labeller")
    return project


def invite(project: Project, name: str = "lou") -> str:
    return str(project.write(invites.add, project.me.number, name).key)


def accept(project: Project, key: str) -> str | None:
    cookie: str | None = project.write(invites.accept, key, "a hash")
    return cookie


def test_an_invitation_gives_a_password_and_signs_in_once(team: Project) -> None:
    key = invite(team)
    assert team.read(invites.find, key).name == "lou"
    cookie = accept(team, key)
    assert cookie
    assert team.read(people.of_session, cookie).name == "lou"
    assert team.read(accounts.get, "lou").has_password
    assert team.read(invites.find, key) is None
    assert accept(team, key) is None


def test_a_new_password_ends_the_sessions_of_before(team: Project) -> None:
    before = accept(team, invite(team))
    after = accept(team, invite(team))
    assert team.read(people.of_session, before) is None
    assert team.read(people.of_session, after)


def test_only_the_newest_counts(team: Project) -> None:
    first, second = invite(team), invite(team)
    assert accept(team, first) is None
    assert accept(team, second)


@pytest.mark.parametrize(
    ("moment", "good"), [("03T23:59:59", True), ("04T00:00:00", False), ("09T00:00:00", False)]
)
def test_it_lives_for_three_days(team: Project, set_clock, moment: str, good: bool) -> None:
    set_clock("2030-01-01T00:00:00Z")
    key = invite(team)
    set_clock(f"2030-01-{moment}Z")
    assert bool(team.read(invites.find, key)) == good
    assert bool(accept(team, key)) == good


@pytest.mark.parametrize("key", ["", "x", "x" * 43, "\0", "\ud800", "' OR 1=1 --"])
def test_a_made_up_one_invites_nobody(team: Project, key: str) -> None:
    invite(team)
    assert team.read(invites.find, key) is None
    assert accept(team, key) is None


def test_keys_and_invitations_do_not_stand_for_each_other(team: Project) -> None:
    key, invitation = team.write(people.create_key, "lou"), invite(team)
    assert team.write(people.redeem, invitation) is None
    assert accept(team, key) is None


def test_only_the_hash_is_kept(team: Project) -> None:
    key = invite(team)
    team.close()
    stored = b"".join(path.read_bytes() for path in team.path.parent.iterdir() if path.is_file())
    assert key.encode() not in stored
    assert people.hash_of(key).encode() in stored


def test_an_imported_name_becomes_a_labeller_by_it(team: Project) -> None:
    team.article()
    team.put(uid(1), place=("a", "ida"), by=team.actor("ida"))
    invitation = team.write(invites.anybody, team.me.number, "ida")
    assert team.read(accounts.get, "ida").role == "labeller"
    assert accept(team, invitation.key)


def test_nobody_who_is_not_there_is_invited(team: Project) -> None:
    team.write(accounts.remove, team.me.number, "lou")
    team.actor("somebody without a label")
    for name in ("nobody", "gold", "lou", "somebody without a label"):
        with pytest.raises(NotFound):
            team.write(invites.anybody, team.me.number, name)
