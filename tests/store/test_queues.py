"""Each person's queue, and how the lists of articles follow it."""

import pytest

from annotator.store import accounts, articles, assigning, listing, queues


@pytest.fixture
def team(project):
    """ME has b, c and e of five articles, ben a and c."""
    project.write(accounts.add, project.me.number, "ben 📰", "labeller")
    for id_ in "abcde":
        project.article(id_)
    give = assigning.assign
    project.write(give, project.me.number, ["b", "c", "e"], [project.me.name])
    project.write(give, project.me.number, ["a", "c"], ["ben 📰"])
    return project


def number(project, id_):
    return project.rows("SELECT number FROM article WHERE id = ?", id_)[0][0]


def listed(project, **options):
    return [row.id for row in project.read(listing.listed, project.me.number, **options)]


def test_who_has_a_queue_and_what_is_in_it(team):
    me, ben = team.me.number, team.actor("ben 📰").number
    assert team.read(queues.has_any, me)
    assert not team.read(queues.has_any, team.actor("dee").number)
    assert team.read(queues.holds, me, number(team, "b"))
    assert not team.read(queues.holds, ben, number(team, "b"))
    team.write(articles.remove, me, ["a", "c"])
    assert not team.read(queues.has_any, ben), "what is deleted is nobody's to do"
    assert not team.read(queues.holds, me, number(team, "c"))


def test_what_is_left_of_it(team):
    me = team.me.number
    assert team.read(queues.left, me) == ["e", "c", "b"]
    team.set_status("submitted", "c")
    team.set_status("submitted", "d")
    assert team.read(queues.left, me) == ["e", "b"]
    assert [tuple_of(one) for one in team.read(queues.loads)] == [
        (team.me.name, 3, 2),
        ("ben 📰", 2, 2),
    ]
    assert [tuple_of(one) for one in team.read(queues.loads, me)] == [(team.me.name, 3, 2)]


def tuple_of(load):
    return load.name, load.assigned, load.left


def test_who_has_which(team):
    numbers = [number(team, id_) for id_ in "acd"]
    found = team.read(queues.holders, numbers)
    assert [found.get(one, []) for one in numbers] == [
        ["ben 📰"],
        ["ben 📰", team.me.name],
        [],
    ]
    team.write(accounts.remove, team.me.number, "ben 📰")
    assert team.read(queues.holders, numbers) == {numbers[1]: [team.me.name]}


def test_what_was_given_is_listed_newest_first(team):
    everybody = team.read(queues.listed, None, 50, None)
    assert [row.id for row in everybody] == ["e", "c", "b", "a"]
    mine = team.read(queues.listed, team.me.number, 2, None)
    assert [row.id for row in mine] == ["e", "c"]
    assert [row.id for row in team.read(queues.listed, None, 50, mine[-1].number)] == ["b", "a"]


def test_my_list_has_what_is_to_do_before_what_is_submitted(team):
    team.set_status("submitted", "e")
    assert listed(team, own=True) == ["c", "b", "e"]
    assert listed(team) == ["e", "d", "c", "b", "a"]
    seen, after = [], None
    while rows := team.read(listing.listed, team.me.number, own=True, limit=1, after=after):
        seen.append(rows[0].id)
        after = rows[0].rank
    assert seen == ["c", "b", "e"]


def test_going_on_stays_in_my_queue(team):
    me = team.me.number
    around = team.read(listing.neighbours, me, number(team, "c"), own=True)
    assert around == {"index": 2, "total": 3, "previous": "e", "next": "b"}
    next_open = lambda id_: team.read(listing.next_open, me, number(team, id_), own=True)  # noqa: E731
    assert [next_open(id_) for id_ in "ecba"] == ["c", "b", "e", "e"]
    team.set_status("submitted", "e")
    team.set_status("open", "a")
    assert next_open("b") == "c"
    assert team.read(listing.counts, me, own=True) == {"open": 2, "submitted": 1, "reviewed": 0}
    assert team.read(listing.last_touched, me).id == "a"
    assert team.read(listing.last_touched, me, own=True) is None
