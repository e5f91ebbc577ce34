"""One action in one layer: what it opens, and what it leaves when it changed nothing."""

import pytest

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.store import desk
from annotator.store.desk import Desk, Stored
from tests.store.project import uid


@pytest.fixture
def project(project):
    project.article()
    return project


def act(project, work, *, action="", place=("a", "robin"), by=None):
    def function(connection):
        article, layer = place
        opened = Desk(connection, by or project.me, article, layer, action_id=action)
        work(opened)
        opened.close()

    project.write(function)


def test_an_action_counts_once_however_much_it_changed(project):
    def work(opened):
        for number in range(3):
            opened.note("span", uid(number), None, {"id": uid(number)})

    act(project, work)
    assert project.layer()["version"] == 1
    assert project.rows("SELECT count(*) FROM journal WHERE layer IS NOT NULL GROUP BY action") == [
        (3,)
    ]


def test_an_action_that_changed_nothing_leaves_no_trace_but_its_id(project):
    before = project.count("action")
    act(project, lambda _: None)
    assert project.count("action") == before
    act(project, lambda _: None, action=uid(1))
    assert project.rows("SELECT id FROM action ORDER BY number DESC LIMIT 1") == [(uid(1),)]


def test_a_desk_opens_where_one_may_write_and_an_article_is(project):
    bob = project.actor("bob")
    for place, by, error in (
        (("b", "robin"), None, NotFound),
        (("a", "bob"), None, Forbidden),
        (("a", "gold"), bob, Forbidden),
    ):
        with pytest.raises(error):
            act(project, lambda _: None, place=place, by=by)
    assert project.count("layer") == 0


def test_labels_are_looked_up_in_the_scheme(project):
    act(project, lambda opened: opened.check_label("claim", ""))
    with pytest.raises(Refused, match="“lie”"):
        act(project, lambda opened: opened.check_label("lie", "lie"))


@pytest.mark.parametrize(
    ("stored", "expected", "good"),
    [
        (Stored(1, {"version": 3}, False), None, True),
        (Stored(1, {"version": 3}, False), 3, True),
        (Stored(1, {"version": 3}, False), 2, False),
        (Stored(1, {"version": 3}, True), 3, False),
        (Stored(1, {"version": 3}, True), None, True),
        (None, 1, False),
        (None, None, True),
    ],
)
def test_a_version_is_expected_or_it_does_not_matter(stored, expected, good):
    if good:
        desk.check_version(stored, expected)
        return
    with pytest.raises(Conflict) as conflict:
        desk.check_version(stored, expected)
    assert bool(conflict.value.current) == bool(stored and not stored.deleted)


def test_a_new_id_is_a_uuid_in_either_case():
    desk.check_new_id("0197F0A2-0000-7000-8000-00000000000a")
    with pytest.raises(Refused):
        desk.check_new_id("0197f0a2-0000-7000-8000-00000000000")
