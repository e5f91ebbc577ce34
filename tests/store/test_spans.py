"""Putting and deleting spans: versions, If-Match, repeats, restoring, relabelling."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.errors import Conflict, NotFound, Refused
from tests.domain import strategies
from tests.store.project import TEXT, uid

S, OTHER, R = uid(1), uid(2), uid(3)


@pytest.fixture
def project(project):
    project.article()
    return project


def spans(project):
    return project.layer()["spans"]


def test_a_span_put_is_the_span_that_is_read(project):
    outcome = project.put(S, fragments=[[0, 7], [9, 16]], note="why", flags=["own_voice"])
    assert outcome.created
    assert spans(project) == [outcome.record]
    assert outcome.record["text"] == TEXT[0:7] + " " + TEXT[9:16]
    assert (outcome.record["start"], outcome.record["end"]) == (0, 16)
    assert (outcome.record["origin"], outcome.record["version"]) == ("human", 1)


def test_the_same_put_twice_is_one_span_of_one_version(project):
    first = project.put(S, note="why")
    assert project.put(S, note="why") == (False, first.record)
    assert project.count("span") == project.count("journal") - 1 == 1


def test_an_equal_put_succeeds_whatever_version_it_expects(project):
    project.put(S)
    for expected in (0, 1, 7):
        assert project.put(S, expected=expected).record["version"] == 1


def test_a_put_of_a_changed_span_counts_its_version(project):
    project.put(S)
    outcome = project.put(S, label="speculation")
    assert not outcome.created
    assert (outcome.record["label"], outcome.record["version"]) == ("speculation", 2)


def test_a_stale_version_is_a_conflict_that_shows_what_stands(project):
    project.put(S)
    stands = project.put(S, note="mine", expected=1).record
    for act in (
        lambda: project.put(S, note="late", expected=1),
        lambda: project.delete(S, expected=1),
    ):
        with pytest.raises(Conflict) as conflict:
            act()
        assert conflict.value.current == stands
    assert spans(project) == [stands]


def test_a_version_of_a_span_that_is_not_there_is_a_conflict(project):
    with pytest.raises(Conflict) as conflict:
        project.put(S, expected=1)
    assert conflict.value.current is None
    assert project.count("layer") == 0


def test_what_a_put_does_not_say_stays(project):
    project.put(S, note="why", flags=["discuss"])
    record = project.put(S, label="speculation").record
    assert (record["note"], record["flags"]) == ("why", ["discuss"])
    record = project.put(S, label="speculation", note="", flags=[]).record
    assert (record["note"], record["flags"]) == ("", [])


def test_a_deleted_span_is_gone_and_deleting_it_again_is_no_error(project):
    project.put(S)
    project.delete(S, expected=1)
    project.delete(S)
    project.delete(S, expected=1)
    assert spans(project) == []
    assert project.layer()["version"] == 2


def test_a_put_on_a_deleted_id_restores_it_and_the_version_goes_on(project):
    before = project.put(S, note="why").record
    project.delete(S)
    outcome = project.put(S)
    assert outcome.created
    assert outcome.record["version"] == 3
    same = {*before} - {"version", "updated_at"}
    assert {key: outcome.record[key] for key in same} == {key: before[key] for key in same}


def test_deleting_a_span_never_seen_is_not_found_and_opens_no_layer(project):
    with pytest.raises(NotFound):
        project.delete(S)
    assert project.count("layer") == 0


def test_equal_spans_under_other_ids_are_accepted(project):
    project.put(S)
    project.put(OTHER)
    assert len(spans(project)) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"label": "lie"}, "label"),
        ({"fragments": [[0, len(TEXT) + 1]]}, "end"),
        ({"fragments": [[5, 8], [0, 3]]}, "fragments"),
        ({"fragments": [[0, 3], [3, 5]]}, "fragments"),
        ({"fragments": [[3, 3]]}, "fragments"),
        ({"text": "something else"}, "text"),
        ({"note": "a\0b"}, "note"),
    ],
)
def test_a_put_that_is_wrong_is_refused_and_leaves_nothing(project, fields, field):
    before = project.state()
    with pytest.raises(Refused) as refused:
        project.put(S, **fields)
    assert refused.value.field == field
    assert project.state() == before


@pytest.mark.parametrize(
    "id_",
    [
        "s1",
        "0" * 32,
        uid(1) + "\n",
        "----" + "a" * 32,
        "0_0_0_0_-0000-4000-8000-000000000001",
        uid(1).replace("0", "٠"),
        "{" + uid(1)[1:],
    ],
)
def test_a_new_id_that_is_no_uuid_is_refused(project, id_):
    with pytest.raises(Refused, match="UUID"):
        project.put(id_)


def test_an_imported_id_is_addressed_though_it_is_no_uuid(project):
    project.take(
        {
            "text": TEXT,
            "id": "a",
            "layer": "robin",
            "spans": [{"id": "T1", "label": "claim", "start": 0, "end": 5}],
        }
    )
    assert project.put("T1", label="speculation").record["version"] == 2
    project.delete("T1")
    assert project.put("T1").created


def test_times_say_when_a_span_was_made_and_when_it_changed(project):
    project.put(S)
    long_ago = "2020-01-01T00:00:00Z"
    project.execute("UPDATE span SET created_at = ?, updated_at = ?", long_ago, long_ago)
    assert project.put(S).record["updated_at"] == long_ago
    record = project.put(S, note="later").record
    assert record["created_at"] == long_ago < record["updated_at"]


def test_a_retired_label_stays_where_it_is_and_goes_nowhere_else(project):
    project.put(S)
    project.put(OTHER, label="speculation")
    retire(project, "claim")
    assert project.put(S, note="still").record["label"] == "claim"
    with pytest.raises(Refused, match="retired"):
        project.put(OTHER, label="claim")
    project.delete(S)
    assert project.put(S).record["label"] == "claim"


def retire(project, key):
    from annotator.store import scheme

    before = project.read(scheme.current)
    labels = [label.model_copy(update={"retired": label.key == key}) for label in before.labels]
    project.load_scheme(before.model_copy(update={"labels": labels}))


def test_a_relabel_that_would_break_a_relation_is_a_conflict_naming_it(project):
    project.put(S)
    project.put(OTHER, label="named_source", fragments=[[40, 48]])
    relation = project.relate(R, S, OTHER).record
    for id_, label in ((S, "named_source"), (OTHER, "claim")):
        with pytest.raises(Conflict, match=R) as conflict:
            project.put(id_, label=label, fragments=[[0, 5]])
        assert conflict.value.current == relation
    assert project.put(S, label="speculation").record["label"] == "speculation"
    project.delete(R, of="relation")
    assert project.put(S, label="named_source").record["label"] == "named_source"


def test_deleting_a_span_deletes_its_relations_and_mentions_in_one_action(project):
    project.put(S)
    project.put(OTHER, label="named_source", fragments=[[40, 48]])
    project.relate(R, S, OTHER)
    project.put(uid(4), of="source", name="Ana Ruiz", spans=[OTHER])
    project.delete(OTHER)
    layer = project.layer()
    assert [span["id"] for span in layer["spans"]] == [S]
    assert layer["relations"] == []
    assert layer["sources"][0]["spans"] == []
    assert project.rows(
        "SELECT object FROM journal WHERE action = (SELECT max(number) FROM action) ORDER BY object"
    ) == [("relation",), ("source",), ("span",)]


def test_editing_what_was_judged_withdraws_the_verdict_and_a_note_does_not(project):
    span = {
        "id": S,
        "label": "claim",
        "start": 0,
        "end": 5,
        "verdict": "accepted",
        "reviewer": "eve",
    }
    project.take(
        {"id": "a", "text": TEXT, "layer": "robin", "status": "submitted", "spans": [span]}
    )
    assert project.put(S, note="thanks").record["verdict"] == "accepted"
    record = project.put(S, label="speculation").record
    assert (record["verdict"], record["reviewer"], record["comment"]) == ("", "", "")
    assert spans(project) == [record]
    assert project.layer()["status"] == "submitted"


@pytest.mark.parametrize("fragments", [[[0, 6]], [[1, 5]], [[0, 3], [4, 5]]])
def test_moving_an_edge_of_what_was_judged_withdraws_the_verdict(project, fragments):
    judged = {"verdict": "accepted", "reviewer": "eve", "comment": "Good.", "reply": "Thanks."}
    span = {"id": S, "label": "claim", "start": 0, "end": 5, **judged}
    project.take({"id": "a", "text": TEXT, "layer": "robin", "spans": [span]})
    assert project.count("verdict") == 1
    record = project.put(S, fragments=fragments).record
    assert [record[key] for key in judged] == ["", "", "", ""]
    assert spans(project) == [record]
    assert project.count("verdict") == 0


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.texts.flatmap(lambda t: st.tuples(st.just(t), strategies.fragments(len(t)))))
def test_a_span_says_the_words_that_stand_at_its_offsets(project, case):
    text, fragments = case
    words = " ".join(text[start:end] for start, end in fragments)
    project.article(id_ := f"t{project.count('article')}", text)
    record = project.put(S, place=(id_, "robin"), fragments=fragments, text=words).record
    assert record["text"] == words
    assert project.layer(id_)["spans"] == [record]
    line = next(line for line in project.exported() if line["id"] == id_)
    assert line["text"] == text
    assert line["spans"][0]["text"] == words
