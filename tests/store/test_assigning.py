"""Articles given to people, spread over them, taken back, and all of it undone."""

import orjson
import pytest

from annotator.domain.errors import NotFound, Refused
from annotator.store import accounts, articles, assigning, queues
from tests.store.project import ME, TEXT

PEOPLE = ["Éva 📰", "ben", "dee"]


@pytest.fixture
def team(project):
    """Three labellers beside ME, four articles and a sample."""
    for name in PEOPLE:
        project.write(accounts.add, project.me.number, name, "labeller")
    for id_ in "abcd":
        project.article(id_)
    sample = articles.new(TEXT + "!", "sample")
    project.write(articles.add_samples, project.me.number, [sample])
    return project


def assign(project, ids, names):
    return project.write(assigning.assign, project.me.number, ids, names)


def spread(project, names, each, ids=None):
    return project.write(assigning.spread, project.me.number, ids, names, each)


def take_back(project, ids, names):
    return project.write(assigning.take_back, project.me.number, ids, names)


def undo(project, done):
    return project.write(assigning.undo, project.me.number, done.action)


def pairs(project):
    return project.rows(
        "SELECT article.id, annotator.name FROM assignment "
        "JOIN article ON article.number = assignment.article "
        "JOIN annotator ON annotator.number = assignment.annotator ORDER BY 1, 2"
    )


def loads(project):
    return {one.name: (one.assigned, one.left) for one in project.read(queues.loads)}


def test_articles_are_given_to_each_of_the_named(team):
    done = assign(team, ["a", "b"], ["ben", "Éva 📰"])
    assert done.given == pairs(team) == [(a, n) for a in "ab" for n in ("ben", "Éva 📰")]
    again = assign(team, ["a"], ["ben"])
    assert (again.action, again.given) == ("", [])
    assert [row[0] for row in team.rows("SELECT DISTINCT by FROM assignment")] == [team.me.number]


def test_all_articles_are_all_but_samples_and_deleted_ones(team):
    team.write(articles.remove, team.me.number, ["b"])
    assign(team, None, ["ben"])
    assert pairs(team) == [("a", "ben"), ("c", "ben"), ("d", "ben")]
    assert assign(team, ["sample"], ["ben"]).given == [("sample", "ben")], "it was asked for"


def test_a_spread_is_even_and_fills_up_only(team):
    assign(team, ["a", "b"], ["ben"])
    done = spread(team, PEOPLE, 2)
    assert len(done.given) == 6
    counts = [loads(team)[name][0] for name in PEOPLE]
    assert sorted(counts) == [2, 3, 3]
    assert spread(team, PEOPLE, 2).action == ""
    assert "sample" not in {id_ for id_, _ in pairs(team)}


def test_a_spread_may_be_of_some_articles(team):
    done = spread(team, PEOPLE, 3, ["b", "sample"])
    assert {id_ for id_, _ in done.given} == {"b"}


def test_whoever_is_removed_does_not_count_and_gets_the_queue_back(team):
    assign(team, None, ["ben"])
    team.write(accounts.remove, team.me.number, "ben")
    assert len(spread(team, ["dee", "Éva 📰"], 1).given) == 4
    assert "ben" not in loads(team)
    team.write(accounts.restore, team.me.number, "ben")
    assert loads(team)["ben"] == (4, 4)


def test_an_act_is_one_action_and_undone_by_one(team):
    assign(team, ["a"], ["ben"])
    done = spread(team, PEOPLE, 2)
    before = pairs(team)
    (number,) = team.rows("SELECT number FROM action WHERE id = ?", done.action)[0]
    notes = team.rows(
        "SELECT object, object_id, before, after, layer FROM journal WHERE action = ?", number
    )
    assert [(id_, orjson.loads(after)["to"]) for _, id_, _, after, _ in notes] == done.given
    assert {(name, before, layer) for name, _, before, _, layer in notes} == {
        ("assignment", None, None)
    }
    undone = undo(team, done)
    assert pairs(team) == [("a", "ben")]
    assert undo(team, done).action == "", "a second time changes nothing"
    undo(team, undone)
    assert pairs(team) == before


def test_what_is_left_is_taken_back_and_what_is_done_stays(team):
    ben = team.actor("ben")
    assign(team, None, ["ben", "dee"])
    team.set_status("submitted", "c", "ben", by=ben)
    team.set_status("open", "b", "ben", by=ben)
    done = take_back(team, None, ["ben"])
    assert done.taken == [("a", "ben"), ("b", "ben"), ("d", "ben")]
    assert loads(team)["ben"] == (1, 0)
    assert loads(team)["dee"] == (4, 4)
    undo(team, done)
    assert loads(team)["ben"] == (4, 3)
    assert take_back(team, ["c"], ["ben", "Éva 📰"]).taken == [("c", "ben")], "by name, also done"
    assert team.layer("c", "ben")["status"] == "submitted"


@pytest.mark.parametrize("names", [[], ["nobody 📰"], ["gold"], ["ida"], ["ben", "gone"]])
def test_only_who_can_sign_in_is_given_articles(team, names):
    team.take({"id": "x", "text": "News 📰.", "layer": "ida", "status": "open"})
    team.write(accounts.add, team.me.number, "gone", "labeller")
    team.write(accounts.remove, team.me.number, "gone")
    before = team.state()
    for act in (lambda: assign(team, ["a"], names), lambda: spread(team, names, 1)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.field == "people"
    assert team.state() == before


def test_unknown_and_deleted_articles_are_refused(team):
    team.write(articles.remove, team.me.number, ["b"])
    before = team.state()
    for id_ in ("nothing 📰", "b"):
        for act in (assign, take_back):
            with pytest.raises(NotFound):
                act(team, ["a", id_], ["ben"])
        with pytest.raises(NotFound):
            spread(team, ["ben"], 1, ["a", id_])
    with pytest.raises(Refused):
        spread(team, ["ben"], 2)
    with pytest.raises(Refused):
        take_back(team, None, [])
    assert team.state() == before


def test_only_an_act_of_assigning_is_undone_here(team):
    for (id_,) in [*team.rows("SELECT id FROM action"), ("nothing 📰",)]:
        with pytest.raises(NotFound):
            team.write(assigning.undo, team.me.number, id_)


def test_undoing_does_not_disturb_what_came_after(team):
    first = assign(team, ["a", "b"], ["ben"])
    take_back(team, ["a"], ["ben"])
    assign(team, ["c"], ["ben"])
    undo(team, first)
    assert pairs(team) == [("c", "ben")]


def test_a_deleted_article_comes_back_with_its_people(team):
    assign(team, ["a", "b"], ["ben"])
    team.write(articles.remove, team.me.number, ["a"])
    assert loads(team)["ben"] == (1, 1)
    team.write(articles.restore, team.me.number, ["a"])
    assert loads(team)["ben"] == (2, 2)
    assert loads(team)[ME] == (0, 0)


def test_many_articles_are_given_out_and_back_as_few_are(team, monkeypatch):
    monkeypatch.setattr(assigning, "FEW", 1)
    done = assign(team, ["a", "b"], PEOPLE[:2])
    assert len(done.given) == 4
    assert sorted(assign(team, ["a", "b", "c"], PEOPLE[:1]).given) == [("c", PEOPLE[0])]
    assert sorted(undo(team, done).taken) == sorted(done.given)
    with pytest.raises(NotFound):
        assign(team, ["a", "nowhere"], PEOPLE)
