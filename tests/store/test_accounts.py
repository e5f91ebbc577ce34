"""Accounts: who is let in, with which role, and who is not any more."""

import orjson
import pytest

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import accounts, invites, passwords, people
from tests.store.project import ME, Project, uid


@pytest.fixture
def team(project: Project) -> Project:
    """A project with an admin (robin), a reviewer (rae) and a labeller (lou)."""
    project.account(ME)
    project.write(accounts.add, project.me.number, "rae", "reviewer")
    project.write(accounts.add, project.me.number, "lou", "labeller")
    return project


def roles(project: Project) -> dict[str, str]:
    return {one.name: one.role for one in project.read(accounts.live)}


def cookie(project: Project, name: str) -> str:
    return str(project.write(people.redeem, project.write(people.create_key, name)))


def set_role(project: Project, name: str, role: str) -> None:
    project.write(accounts.set_role, project.me.number, name, role)


def remove(project: Project, name: str) -> None:
    project.write(accounts.remove, project.me.number, name)


def test_people_stand_in_the_order_in_which_they_came(team: Project) -> None:
    assert list(roles(team).items()) == [(ME, "admin"), ("rae", "reviewer"), ("lou", "labeller")]


def test_a_person_knows_how_they_come_in_and_what_they_did(team: Project) -> None:
    team.article()
    lou = team.actor("lou")
    team.put(uid(1), place=("a", "lou"), by=lou)
    team.write(invites.add, team.me.number, "lou")
    cookie(team, "lou")
    found = team.read(accounts.get, "lou")
    assert (found.articles, found.has_password) == (1, False)
    assert found.invited_until > found.seen_at > "2026"


@pytest.mark.parametrize(
    "name",
    [
        *("", "gold", "Gold", "me", "all", "a/b", "x" * 65, " lou", "lou ", ".", "..", "a\n", "\0"),
        *("Ann  Ray", "\u200b", "x\u200by", "\u202eevil", "\u200c", "\u200da"),
    ],
)
def test_nobody_is_added_under_such_a_name(team: Project, name: str) -> None:
    before = team.state()
    with pytest.raises(Refused) as refused:
        team.write(accounts.add, team.me.number, name, "labeller")
    assert refused.value.field == "name"
    assert team.state() == before


@pytest.mark.parametrize("name", ["Zoë", "👩\u200d🚀 Ann", "می\u200cرود", "قلم", "O'Neil"])
def test_a_name_may_be_of_any_script(team: Project, name: str) -> None:
    team.write(accounts.add, team.me.number, name, "labeller")
    assert team.read(accounts.get, name).name == name


def test_nobody_is_added_who_would_be_taken_for_somebody_else(team: Project) -> None:
    with pytest.raises(Conflict, match="lou is here already"):
        team.write(accounts.add, team.me.number, "LOU", "labeller")
    for brought in ("Ana 📰", "ANA 📰"):  # by imports
        team.actor(brought)
        team.write(accounts.add, team.me.number, brought, "labeller")


def test_a_role_is_one_of_three(team: Project) -> None:
    for role in ("", "Admin", "owner"):
        with pytest.raises(Refused):
            team.write(accounts.add, team.me.number, "eve", role)
        with pytest.raises(Refused):
            set_role(team, "lou", role)


def test_somebody_is_added_once(team: Project) -> None:
    with pytest.raises(Conflict, match="here already"):
        team.write(accounts.add, team.me.number, "lou", "admin")


def test_a_name_from_an_import_keeps_its_layers(team: Project) -> None:
    team.article()
    team.put(uid(1), place=("a", "ida"), by=team.actor("ida"))
    assert [(one.name, one.articles) for one in team.read(accounts.known)] == [("ida", 1)]
    team.write(accounts.add, team.me.number, "ida", "labeller")
    assert team.read(accounts.known) == []
    assert team.read(accounts.get, "ida").articles == 1


def test_a_role_holds_at_once_in_every_session(team: Project) -> None:
    session = cookie(team, "lou")
    set_role(team, "lou", "reviewer")
    assert team.read(people.of_session, session).role == "reviewer"
    set_role(team, "lou", "labeller")
    assert not team.read(people.of_session, session).reviews


def test_whoever_is_removed_is_out_at_once_and_their_labels_stay(team: Project) -> None:
    team.article()
    team.put(uid(1), place=("a", "lou"), by=team.actor("lou"))
    session, token = cookie(team, "lou"), team.write(people.create_token, "t", "lou", "write")
    key, invite = team.write(people.create_key, "lou"), team.write(invites.add, 1, "lou")
    remove(team, "lou")
    assert "lou" not in roles(team)
    assert team.read(people.of_session, session) is None
    assert team.read(people.of_token, token) is None
    assert team.write(people.redeem, key) is None
    assert team.write(invites.accept, invite.key, "x") is None
    assert team.rows("SELECT count(*) FROM span WHERE deleted_at IS NULL") == [(1,)]
    assert [one.name for one in team.read(accounts.removed)] == ["lou"]
    remove(team, "lou")


def test_whoever_is_let_in_again_has_role_and_password_but_no_session(team: Project) -> None:
    set_role(team, "lou", "reviewer")
    number = team.read(passwords.credentials, "lou").number
    team.write(passwords.change, number, "a hash")
    session = cookie(team, "lou")
    remove(team, "lou")
    team.write(accounts.restore, team.me.number, "lou")
    found = team.read(accounts.get, "lou")
    assert (found.role, found.has_password) == ("reviewer", True)
    assert team.read(people.of_session, session) is None
    team.write(accounts.restore, team.me.number, "lou")


def test_whoever_is_added_again_begins_anew(team: Project) -> None:
    number = team.read(passwords.credentials, "rae").number
    team.write(passwords.change, number, "a hash")
    remove(team, "rae")
    team.write(accounts.add, team.me.number, "rae", "labeller")
    found = team.read(accounts.get, "rae")
    assert (found.role, found.has_password) == ("labeller", False)


def test_one_admin_is_always_left(team: Project) -> None:
    for act in (lambda: set_role(team, ME, "reviewer"), lambda: remove(team, ME)):
        before = team.state()
        with pytest.raises(Conflict, match="only admin"):
            act()
        assert team.state() == before
    set_role(team, "rae", "admin")
    remove(team, ME)
    with pytest.raises(Conflict, match="only admin"):
        set_role(team, "rae", "labeller")


def test_a_removed_admin_is_none(team: Project) -> None:
    set_role(team, "rae", "admin")
    remove(team, "rae")
    with pytest.raises(Conflict):
        remove(team, ME)


def test_the_launch_address_is_the_first_admins(team: Project) -> None:
    set_role(team, "lou", "admin")
    assert team.account("somebody") == ME
    remove(team, ME)
    assert team.account("somebody") == "lou"


def test_only_those_who_are_there_are_changed(team: Project) -> None:
    for act in (accounts.remove, accounts.restore):
        with pytest.raises(NotFound):
            team.write(act, team.me.number, "nobody")
    with pytest.raises(NotFound):
        set_role(team, "nobody", "admin")


def test_the_journal_knows_who_gave_whom_which_role(team: Project) -> None:
    set_role(team, "lou", "reviewer")
    remove(team, "lou")
    team.write(accounts.restore, team.me.number, "lou")
    rows = team.rows(
        "SELECT object_id, before, after, annotator FROM journal JOIN action"
        " ON action.number = action WHERE object = 'account' AND object_id = 'lou' ORDER BY seq"
    )
    states = [[orjson.loads(state) if state else None for state in row[1:3]] for row in rows]
    labeller, reviewer = {"role": "labeller"}, {"role": "reviewer"}
    assert states == [[None, labeller], [labeller, reviewer], [reviewer, None], [None, reviewer]]
    assert {row[3] for row in rows} == {team.me.number}


def test_each_sign_in_stands_in_the_journal(team: Project) -> None:
    cookie(team, "lou")
    rows = team.rows("SELECT after FROM journal WHERE object = 'session'")
    assert [orjson.loads(after) for (after,) in rows] == [{"by": "a one-time address"}]


@pytest.mark.parametrize("end", [remove, lambda team, name: set_role(team, name, "reviewer")])
def test_the_links_of_who_is_admin_no_more_end(team: Project, end) -> None:
    """Or they would come in as somebody else by a link that they made before."""
    team.write(accounts.add, team.me.number, "eve", "admin")
    eve, lou = team.read(people.account_named, "eve")[0], team.write(invites.add, 1, "lou")
    theirs = team.write(invites.add, eve, ME), team.write(invites.add, eve, "rae")
    end(team, "eve")
    assert [team.read(invites.find, one.key) for one in theirs] == [None, None]
    assert team.read(invites.find, lou.key) is not None


def test_an_admin_who_never_came_in_is_not_the_one_who_is_left(team: Project) -> None:
    team.write(accounts.add, team.me.number, "eve", "admin")
    team.write(passwords.change, team.me.number, "a hash")
    with pytest.raises(Conflict, match="only admin who has come in"):
        remove(team, ME)
    assert team.read(people.has_admin_password)
