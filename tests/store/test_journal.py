"""The journal: every change before and after, in actions, for good."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import AnnotatorError, Conflict
from annotator.store import articles
from tests.store.project import uid

S, OTHER, R, Q = (uid(n) for n in range(1, 5))


@pytest.fixture
def project(project):
    project.article()
    return project


def entries(project):
    """(object, id, before, after) of the layers' changes, in order."""
    rows = project.rows(
        "SELECT object, object_id, before, after FROM journal WHERE layer IS NOT NULL ORDER BY seq"
    )
    return [(o, i, *[orjson.loads(x) if x else None for x in states]) for o, i, *states in rows]


def test_a_change_is_written_down_before_and_after(project):
    first = project.put(S).record
    second = project.put(S, note="why").record
    project.delete(S)
    third = project.put(S).record
    assert entries(project) == [
        ("span", S, None, first),
        ("span", S, first, second),
        ("span", S, second, None),
        ("span", S, None, third),
    ]


def test_an_entry_knows_who_when_and_where(project, set_clock):
    set_clock("2030-01-01T00:00:00Z")
    project.put(S)
    assert project.rows(
        "SELECT annotator.name, action.created_at, article.id FROM journal"
        " JOIN action ON action.number = journal.action"
        " JOIN annotator ON annotator.number = action.annotator"
        " JOIN layer ON layer.number = journal.layer JOIN article ON article.number = layer.article"
    ) == [("robin", "2030-01-01T00:00:00Z", "a")]


def test_articles_and_status_are_in_it_too(project):
    project.set_status("submitted")
    project.write(articles.correct, project.me.number, "a", "New title", None)
    project.write(articles.remove, project.me.number, ["a"])
    assert project.rows("SELECT object, object_id FROM journal") == [
        ("article", "a"),
        ("layer", "robin"),
        ("article", "a"),
        ("article", "a"),
    ]


def test_an_import_is_one_action(project):
    project.put(S)
    lines = project.export().splitlines()
    other = project.export().replace(b'"id":"a"', b'"id":"b"').splitlines()
    before = project.count("action")
    project.take(*[line + b"\n" for line in lines + other])
    assert project.count("action") == before + 1


@pytest.mark.parametrize("sql", ["UPDATE journal SET after = ''", "DELETE FROM journal"])
def test_nothing_in_it_is_ever_changed_or_taken_out(project, sql):
    before = project.state()
    with pytest.raises(Conflict):
        project.execute(sql)
    assert project.state() == before


def replayed(project):
    """The layer that the history tells, without ever looking at it."""
    state: dict[str, dict[str, object]] = {"span": {}, "relation": {}, "source": {}}
    for object_, id_, before, after in entries(project):
        assert state[object_].pop(id_, None) == before
        if after is not None:
            state[object_][id_] = after
    return state


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("put"),
            st.sampled_from([S, OTHER, uid(5)]),
            st.sampled_from(["claim", "speculation", "named_source"]),
        ),
        st.tuples(st.just("delete"), st.sampled_from([S, OTHER, uid(5)]), st.just("")),
        st.tuples(st.just("relate"), st.sampled_from([S, OTHER]), st.sampled_from([OTHER, uid(5)])),
        st.tuples(
            st.just("source"), st.sampled_from([OTHER, uid(5)]), st.sampled_from(["Ana", "Bo"])
        ),
        st.tuples(st.just("forget"), st.just(Q), st.just("")),
    ),
    min_size=4,
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_the_history_replayed_is_the_current_state(project, script):
    acts = {
        "put": lambda id_, label: project.put(id_, label=label),
        "delete": lambda id_, _: project.delete(id_),
        "relate": lambda from_, to: project.relate(R, from_, to),
        "source": lambda id_, name: project.put(Q, of="source", name=name, spans=[id_]),
        "forget": lambda id_, _: project.delete(id_, of="source"),
    }
    for act, *arguments in script:
        try:
            acts[act](*arguments)
        except AnnotatorError:
            continue
    layer, state = project.layer(), replayed(project)
    for object_ in ("span", "relation", "source"):
        assert {one["id"]: one for one in layer[f"{object_}s"]} == state[object_]
    live = {one["id"] for one in layer["spans"]}
    assert all({one["from"], one["to"]} <= live for one in layer["relations"])
    assert all(set(one["spans"]) <= live for one in layer["sources"])


def test_an_action_is_known_by_the_layer_that_it_touched(project):
    """A batch id that was used in another layer is no repetition of that batch."""
    project.article("b", "Another text")
    put = {"put": "span", "id": S, "label": "claim", "fragments": [[0, 5]]}
    project.batch(uid(50), put)
    before = project.state()
    for place in (("b", "robin"), ("a", "gold"), ("b", "gold")):
        with pytest.raises(Conflict, match="another layer"):
            project.batch(uid(50), put, place=place)
    assert project.state() == before
    assert project.batch(uid(50), put)["version"] == 1
