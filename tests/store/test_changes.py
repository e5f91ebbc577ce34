"""Batches: one act of a person, all or nothing, repeatable by id; and who may act where."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from tests.store.failing import fail_at_each_statement
from tests.store.project import uid

S, OTHER, R, Q, BATCH = (uid(n) for n in range(1, 6))


@pytest.fixture
def project(project):
    project.article()
    return project


def put(id_, **fields):
    return {"put": "span", "id": id_, "label": "claim", "fragments": [[0, 5]], **fields}


def all_kinds():
    return [
        put(S),
        put(OTHER, label="named_source", fragments=[[40, 48]]),
        {"put": "relation", "id": R, "type": "attributed_to", "from": S, "to": OTHER},
        {"put": "source", "id": Q, "name": "Ana Ruiz", "spans": [OTHER]},
    ]


def test_a_batch_is_one_action_and_one_version_and_answers_what_it_touched(project):
    answer = project.batch(BATCH, *all_kinds())
    layer = project.layer()
    assert answer == {key: layer[key] for key in ("version", "spans", "relations", "sources")}
    assert layer["version"] == 1
    assert project.rows("SELECT count(DISTINCT action) FROM journal WHERE layer IS NOT NULL") == [
        (1,)
    ]


def test_a_batch_with_one_wrong_change_changes_nothing(project):
    before = project.state()
    for wrong, error in (
        (put(S, label="lie"), Refused),
        ({"delete": "span", "id": uid(9)}, NotFound),
        (put("no-uuid"), Refused),
    ):
        with pytest.raises(error):
            project.batch(BATCH, *all_kinds(), wrong)
        assert project.state() == before


def test_a_batch_sent_twice_is_carried_out_once(project):
    first = project.batch(BATCH, *all_kinds())
    state = project.state()
    assert project.batch(BATCH, *all_kinds()) == first
    assert project.state() == state


def test_a_batch_sent_again_after_later_edits_leaves_those(project):
    project.batch(BATCH, put(S), put(OTHER))
    project.put(S, note="later")
    project.delete(OTHER)
    answer = project.batch(BATCH, put(S), put(OTHER))
    assert [(span["id"], span["note"]) for span in answer["spans"]] == [(S, "later")]
    assert answer["version"] == 3


def test_a_batch_that_changed_nothing_is_remembered_too(project):
    project.put(S)
    assert project.batch(BATCH, put(S))["version"] == 1
    project.delete(S)
    assert project.batch(BATCH, put(S))["spans"] == []


def test_a_batch_id_of_somebody_else_is_a_conflict(project):
    project.batch(BATCH, put(S))
    bob = project.actor("bob")
    with pytest.raises(Conflict):
        project.batch(BATCH, put(S), place=("a", "bob"), by=bob)


def test_changes_of_a_batch_see_those_before_them(project):
    project.batch(BATCH, put(S), {"delete": "span", "id": S}, put(S, label="speculation"))
    (span,) = project.layer()["spans"]
    assert (span["label"], span["version"]) == ("speculation", 3)


def test_an_empty_batch_does_nothing(project):
    assert project.batch(BATCH) == {"version": 0, "spans": [], "relations": [], "sources": []}
    assert project.count("layer") == 0


def test_nobody_writes_in_the_layer_of_another(project):
    bob = project.actor("bob")
    before = project.state()
    for by, name in ((bob, "robin"), (bob, "gold"), (project.me, "bob")):
        for act in (
            lambda: project.put(S, place=("a", name), by=by),  # noqa: B023
            lambda: project.delete(S, place=("a", name), by=by),  # noqa: B023
            lambda: project.batch(BATCH, put(S), place=("a", name), by=by),  # noqa: B023
            lambda: project.batch(BATCH, place=("a", name), by=by),  # noqa: B023
        ):
            with pytest.raises(Forbidden):
                act()
    assert project.state() == before


def test_a_reviewer_writes_gold(project):
    eve = project.actor("eve", "reviewer")
    assert project.put(S, place=("a", "gold"), by=eve).created
    assert project.layer(name="gold", by=eve)["spans"][0]["id"] == S


def test_two_layers_may_use_the_same_ids(project):
    bob = project.actor("bob")
    project.put(S)
    project.put(S, place=("a", "bob"), by=bob, label="speculation")
    project.delete(S)
    assert project.layer(name="bob", by=bob)["spans"][0]["label"] == "speculation"


@pytest.mark.parametrize("state", ["unknown", "deleted"])
def test_an_article_that_is_not_there_cannot_be_changed(project, state):
    if state == "deleted":
        from annotator.store import articles

        project.write(articles.remove, project.me.number, ["a"])
    place = ("a" if state == "deleted" else "b", "robin")
    for act in (project.put, project.delete):
        with pytest.raises(NotFound):
            act(S, place=place)


def test_a_batch_that_fails_at_any_statement_changes_nothing_and_can_be_sent_again(project):
    fail_at_each_statement(project, lambda: project.batch(BATCH, *all_kinds()))
    layer = project.layer()
    assert layer["version"] == 1
    assert [len(layer[part]) for part in ("spans", "relations", "sources")] == [2, 1, 1]


def test_a_delete_that_fails_at_any_statement_changes_nothing_and_can_be_sent_again(project):
    project.batch(BATCH, *all_kinds())
    fail_at_each_statement(project, lambda: project.delete(OTHER))
    layer = project.layer()
    assert ([span["id"] for span in layer["spans"]], layer["relations"]) == ([S], [])
    assert (layer["sources"][0]["spans"], layer["version"]) == ([], 2)


USERS = ("robin", "bob", "eve")
interleaved = st.lists(
    st.tuples(
        st.sampled_from(USERS),
        st.sampled_from(["claim", "speculation", "named_source", "delete", "stale", "batch"]),
        st.sampled_from([S, OTHER]),
    ),
    max_size=20,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(interleaved)
def test_nobodys_act_changes_what_is_anothers(new_project, script):
    project = new_project(f"p{uuid.uuid4()}")
    project.article()
    actors = {name: project.actor(name, "reviewer") for name in USERS}
    expected: dict[str, dict[str, str]] = {name: {} for name in USERS}
    for user, act, id_ in script:
        options = {"by": actors[user], "place": ("a", user)}
        mine = expected[user]
        try:
            if act == "delete":
                project.delete(id_, **options)
                mine.pop(id_, None)
            elif act == "stale":
                project.put(id_, label="anonymous_source", expected=99, **options)
            elif act == "batch":
                project.batch(str(uuid.uuid4()), put(S), put(OTHER, label="lie"), **options)
            else:
                project.put(id_, label=act, **options)
                mine[id_] = act
        except (Conflict, NotFound, Refused):
            assert act in {"stale", "batch", "delete"}
        for name, labels in expected.items():
            spans = project.layer(name=name, by=actors[user])["spans"] if labels else []
            assert {span["id"]: span["label"] for span in spans} == labels
    project.close()
