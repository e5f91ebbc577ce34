"""Who sees which layers: in the list of layers, in a layer, its history, search and export."""

import orjson
import pytest

from annotator.domain.errors import Forbidden, NotFound
from annotator.domain.finding import Query
from annotator.store import exporting, history, layers, scheme, search, sight
from annotator.store.exporting import Selection
from annotator.store.people import Actor
from tests.store.project import ME, Project, uid


@pytest.fixture
def desk(project: Project) -> Project:
    """Two articles, each labelled by lou, kim and gold."""
    robin = project.me
    for id_ in ("a", "b"):
        project.article(id_)
        for name in ("lou", "kim"):
            project.put(uid(1), place=(id_, name), by=project.actor(name))
        project.put(uid(1), place=(id_, "gold"), by=robin)
    return project


@pytest.fixture
def lou(desk: Project) -> Actor:
    return desk.actor("lou")


def submit(project: Project, actor: Actor, article: str, status: str = "submitted") -> None:
    project.write(layers.set_status, actor, article, actor.name, status)


def seen(project: Project, actor: Actor) -> set[tuple[str, str]]:
    """Article and layer of all that the actor sees, which every way must tell alike."""
    named = set()
    for article in ("a", "b"):
        number = project.rows("SELECT number FROM article WHERE id = ?", article)[0][0]
        named |= {(article, one["name"]) for one in project.read(layers.names, actor, number)}
    exported = [orjson.loads(line) for line in lines(project, actor)]
    assert {(line["id"], line["layer"]) for line in exported} == named
    found = project.read(search.spans, actor, Query("pric")).spans
    assert {(row.article, row.layer) for row in found} == named
    for article in ("a", "b"):
        for name in ("lou", "kim", "gold"):
            for ask in (view, actions):
                assert ask(project, actor, article, name) == ((article, name) in named), name
    assert sum(project.read(scheme.used_labels, actor).values()) == len(named)
    return named


def lines(project: Project, actor: Actor, *names: str) -> list[bytes]:
    selection = Selection(layers=names, viewer=actor)
    return list(project.read(lambda connection: list(exporting.lines(connection, selection))))


def view(project: Project, actor: Actor, article: str, name: str) -> bool:
    try:
        return bool(project.read(layers.view, actor, article, name)["spans"])
    except Forbidden:
        return False


def actions(project: Project, actor: Actor, article: str, name: str) -> bool:
    try:
        return bool(project.read(history.page, actor, (article, name), 10)["items"])
    except Forbidden:
        return False


EVERYTHING = {(article, name) for article in ("a", "b") for name in ("lou", "kim", "gold")}


def test_a_labeller_sees_their_own_until_they_submit(desk: Project, lou: Actor) -> None:
    assert seen(desk, lou) == {("a", "lou"), ("b", "lou")}
    submit(desk, lou, "a")
    assert seen(desk, lou) == {("a", "lou"), ("a", "kim"), ("a", "gold"), ("b", "lou")}
    submit(desk, lou, "a", "open")
    assert seen(desk, lou) == {("a", "lou"), ("b", "lou")}


def test_what_is_reviewed_was_submitted(desk: Project, lou: Actor) -> None:
    desk.execute(
        "UPDATE layer SET status = 'reviewed' WHERE annotator = ? AND article = 1", lou.number
    )
    assert ("a", "kim") in seen(desk, lou)


def test_that_another_submitted_shows_nothing(desk: Project, lou: Actor) -> None:
    submit(desk, desk.actor("kim"), "a")
    submit(desk, desk.actor("kim"), "b")
    assert seen(desk, lou) == {("a", "lou"), ("b", "lou")}


@pytest.mark.parametrize("role", ["reviewer", "admin"])
def test_reviewers_see_all(desk: Project, role: str) -> None:
    assert seen(desk, Actor(desk.me.number, ME, role)) == EVERYTHING


def test_a_project_may_let_all_see(desk: Project, lou: Actor) -> None:
    assert desk.read(sight.blind)
    desk.write(sight.set_blind, desk.me.number, False)
    assert not desk.read(sight.blind)
    assert seen(desk, lou) == EVERYTHING
    desk.write(sight.set_blind, desk.me.number, True)
    assert seen(desk, lou) == {("a", "lou"), ("b", "lou")}


def test_the_switch_stands_in_the_journal_once(desk: Project) -> None:
    for wanted in (True, False, False):
        desk.write(sight.set_blind, desk.me.number, wanted)
    rows = desk.rows("SELECT before, after FROM journal WHERE object = 'project'")
    assert rows == [('{"blind":true}', '{"blind":false}')]


def test_layers_out_of_sight_are_refused_whether_they_are_there_or_not(
    desk: Project, lou: Actor
) -> None:
    for name in ("kim", "nobody", "gold"):
        with pytest.raises(Forbidden):
            desk.read(layers.view, lou, "a", name)
        with pytest.raises(Forbidden):
            desk.read(exporting.check_layers, Selection(layers=(name,), viewer=lou))
    submit(desk, lou, "a")
    with pytest.raises(NotFound):
        desk.read(layers.view, lou, "a", "nobody")


def test_an_export_of_others_has_what_is_in_sight(desk: Project, lou: Actor) -> None:
    submit(desk, lou, "a")
    desk.read(exporting.check_layers, Selection(layers=("kim",), viewer=lou))
    (line,) = lines(desk, lou, "kim")
    assert orjson.loads(line)["id"] == "a"
    with pytest.raises(Forbidden):
        desk.read(exporting.check_layers, Selection(layers=("nobody",), viewer=lou))
    desk.write(sight.set_blind, desk.me.number, False)
    with pytest.raises(NotFound):
        desk.read(exporting.check_layers, Selection(layers=("nobody",), viewer=lou))
