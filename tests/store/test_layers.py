"""Layers: coming into being, staying, being seen, and their status."""

import pytest

from annotator.domain.errors import Forbidden, NotFound
from annotator.store import articles, layers
from annotator.store.layers import Extent
from tests.store.project import uid

S = uid(1)


@pytest.fixture
def project(project):
    project.article()
    return project


def test_my_layer_before_its_first_write_is_open_and_empty_and_not_there(project):
    assert project.layer() == {
        "status": "open",
        "version": 0,
        "spans": [],
        "relations": [],
        "sources": [],
    }
    assert project.count("layer") == 0


def test_a_layer_stays_when_its_last_span_is_deleted(project):
    project.put(S)
    project.delete(S)
    assert project.layer()["version"] == 2
    assert [line["layer"] for line in project.exported()] == ["robin"]


def test_a_status_brings_a_layer_into_being(project):
    assert project.set_status("open") == {"status": "open", "version": 1}
    assert [line["status"] for line in project.exported()] == ["open"]


def test_the_same_status_twice_counts_once(project):
    project.set_status("submitted")
    assert project.set_status("submitted") == {"status": "submitted", "version": 1}
    assert project.count("journal") == 2


def test_a_submitted_layer_can_be_edited_and_stays_submitted(project):
    project.set_status("submitted")
    project.put(S)
    assert project.layer()["status"] == "submitted"


def test_spans_come_in_text_order(project):
    for number, fragments in enumerate(
        [[[9, 12]], [[0, 5]], [[0, 9]], [[0, 3], [10, 12]], [[0, 5]]]
    ):
        project.put(uid(9 - number), fragments=fragments)
    order = [(span["start"], span["end"], span["id"]) for span in project.layer()["spans"]]
    assert order == [
        (0, 12, uid(6)),
        (0, 9, uid(7)),
        (0, 5, uid(5)),
        (0, 5, uid(8)),
        (9, 12, uid(9)),
    ]


def test_a_labeller_sees_only_the_own_layer(project):
    bob = project.actor("bob")
    project.put(S)
    for name in ("robin", "gold"):
        with pytest.raises(Forbidden):
            project.layer(name=name, by=bob)
    assert project.layer(name="bob", by=bob)["version"] == 0


def test_a_reviewer_sees_each_layer_that_is_there(project):
    eve = project.actor("eve", "reviewer")
    project.put(S)
    assert len(project.layer(name="robin", by=eve)["spans"]) == 1
    with pytest.raises(NotFound):
        project.layer(name="gold", by=eve)


def test_the_names_of_an_articles_layers_are_those_that_one_may_see(project):
    bob = project.actor("bob")
    project.put(S)
    project.put(S, place=("a", "bob"), by=bob)
    number = project.read(articles.get, "a").number
    assert [one["name"] for one in project.read(layers.names, bob, number)] == ["bob"]
    assert [one["name"] for one in project.read(layers.names, project.me, number)] == [
        "bob",
        "robin",
    ]


def test_nobody_sets_the_status_of_another_and_labellers_do_not_review(project):
    bob = project.actor("bob")
    for name, status in (("robin", "submitted"), ("gold", "submitted"), ("bob", "reviewed")):
        with pytest.raises(Forbidden):
            project.write(layers.set_status, bob, "a", name, status)
    assert project.count("layer") == 0


def test_a_status_of_an_unknown_article_is_not_found(project):
    with pytest.raises(NotFound):
        project.set_status("submitted", "b")


def test_counts_and_extents_leave_deleted_spans_out(project):
    project.put(S, fragments=[[0, 3], [9, 12]])
    project.put(uid(2))
    project.delete(uid(2))
    number = project.rows("SELECT number FROM layer")[0][0]
    assert project.read(layers.span_counts, [number, None]) == {number: 1}
    assert project.read(layers.extents, [number, None]) == {number: [Extent("claim", 0, 12)]}
