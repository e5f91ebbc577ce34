"""Import into a layer that is there already: import only adds."""

import pytest

from tests.store.project import TEXT

SPAN = {"id": "s1", "label": "claim", "start": 0, "end": 5}
WHO = {"id": "s2", "label": "named_source", "start": 40, "end": 48}
RELATION = {"id": "r1", "type": "attributed_to", "from": "s1", "to": "s2"}
SOURCE = {"id": "q1", "name": "Ana Ruiz", "role": "", "kind": "named", "spans": ["s2"]}
WITHOUT_ID = {key: SPAN[key] for key in ("label", "start", "end")}


def line(**fields):
    return {"id": "a", "text": TEXT, "layer": "robin", **fields}


@pytest.fixture
def project(project):
    project.take(line(spans=[SPAN, WHO], relations=[RELATION], sources=[SOURCE]))
    return project


def test_what_is_there_is_left_and_nothing_is_reported(project):
    before = project.export()
    layer = project.layer()
    report = project.take(line(spans=[SPAN, WHO], relations=[RELATION], sources=[SOURCE]))
    assert (report.refused, report.spans, report.relations, report.sources) == ([], 0, 0, 0)
    assert project.export() == before
    assert project.layer() == layer


def test_what_is_new_is_added(project):
    new = [{**SPAN, "id": "s9"}, {**WHO, "id": "s8", "label": "anonymous_source"}]
    report = project.take(
        line(
            spans=[SPAN, *new],
            relations=[RELATION | {"id": "r9", "from": "s9", "to": "s8"}],
            sources=[SOURCE | {"id": "q9", "spans": ["s8"]}],
        )
    )
    assert (report.refused, report.spans, report.relations, report.sources) == ([], 2, 1, 1)


def test_what_was_deleted_here_stays_deleted(project):
    project.delete("s2")
    project.delete("q1", of="source")
    before = project.export()
    report = project.take(line(spans=[SPAN, WHO], relations=[RELATION]))
    assert report.refused == []
    assert project.export() == before


@pytest.mark.parametrize(
    "stated",
    [
        {"label": "speculation"},
        {"end": 6},
        {"start": 0, "end": 9, "fragments": [[0, 3], [5, 9]]},
        {"note": "other"},
        {"flags": ["discuss"]},
        {"origin": "human"},
        {"verdict": "accepted"},
        {"comment": "no"},
        {"derived_from": [{"layer": "bob", "span": "x"}]},
    ],
)
@pytest.mark.parametrize("deleted", [False, True])
def test_what_differs_is_reported_with_its_line_and_left_as_it_is(project, stated, deleted):
    if deleted:
        project.delete("s1")
    before = project.export()
    report = project.take({"id": "b", "text": "b"}, line(spans=[SPAN | stated]))
    assert [refusal.line for refusal in report.refused] == [2]
    assert "“s1”" in report.refused[0].reason
    assert report.articles == 1
    assert project.export() == before


def test_what_a_line_does_not_state_does_not_differ(project):
    project.put("s1", note="mine", flags=["discuss"])
    assert project.take(line(spans=[SPAN])).refused == []


@pytest.mark.parametrize(
    "fields",
    [
        {"sources": [SOURCE | {"name": "Anna Ruiz"}]},
        {"sources": [SOURCE | {"spans": []}]},
        {"relations": [RELATION | {"to": "s3"}]},
    ],
)
def test_sources_and_relations_that_differ_are_reported_too(project, fields):
    spans = [SPAN, WHO, WHO | {"id": "s3"}]
    report = project.take(line(spans=spans, **fields))
    assert len(report.refused) == 1
    assert report.spans == 1
    layer = project.layer()
    assert layer["relations"][0]["to"] == "s2"
    assert layer["sources"][0]["name"] == "Ana Ruiz"


def test_status_and_times_of_a_layer_that_is_there_never_change(project):
    times = {"created_at": "2000-01-01T00:00:00Z", "updated_at": "2000-01-01T00:00:00Z"}
    before = project.export()
    assert project.take(line(status="reviewed", spans=[SPAN | times])).refused == []
    assert project.export() == before


def test_spans_without_ids_are_matched_by_label_and_fragments_and_counted(project):
    assert project.take(line(spans=[WITHOUT_ID])).spans == 0
    assert project.take(line(spans=[WITHOUT_ID] * 3)).spans == 2
    assert project.take(line(spans=[WITHOUT_ID] * 3)).spans == 0
    assert project.take(line(spans=[WITHOUT_ID | {"label": "speculation"}])).spans == 1


def test_a_span_that_the_line_names_by_id_is_not_counted_for_one_without(project):
    assert project.take(line(spans=[SPAN, WITHOUT_ID])).spans == 1
    assert project.take(line(spans=[SPAN, WITHOUT_ID])).spans == 0


def test_a_deleted_span_counts_as_the_one_without_an_id(project):
    project.delete("s1")
    assert project.take(line(spans=[WITHOUT_ID])).spans == 0
    assert [span["id"] for span in project.layer()["spans"]] == ["s2"]


def test_a_span_without_an_id_whose_note_differs_is_reported(project):
    report = project.take(line(spans=[WITHOUT_ID | {"note": "lost?"}]))
    assert (len(report.refused), report.spans) == (1, 0)


def test_of_equal_spans_the_one_that_says_the_same_is_matched(project):
    project.take(line(spans=[SPAN | {"id": "s5", "note": "second"}]))
    for stated in ({"note": "second"}, {"note": ""}):
        assert project.take(line(spans=[WITHOUT_ID | stated])).refused == []


def test_a_new_relation_to_a_span_deleted_or_relabelled_here_is_left_out_and_reported(project):
    project.delete("r1", of="relation")
    new = RELATION | {"id": "r9"}
    project.put("s2", label="claim", fragments=[[40, 48]])
    report = project.take(line(spans=[SPAN, WHO], relations=[new]))
    assert any("r9" in refusal.reason for refusal in report.refused)
    project.delete("s2")
    report = project.take(line(spans=[SPAN, WHO], relations=[new]))
    assert any("r9" in refusal.reason for refusal in report.refused)
    assert project.layer()["relations"] == []


@pytest.mark.parametrize("end", ["s1", "s2"])
def test_a_new_relation_to_a_span_only_deleted_here_is_left_out_and_reported(project, end):
    project.delete(end)
    report = project.take(line(spans=[SPAN, WHO], relations=[RELATION | {"id": "r9"}]))
    assert ["r9" in refusal.reason for refusal in report.refused] == [True]
    assert project.layer()["relations"] == []
    assert project.count("relation") == 1


def test_a_new_source_comes_without_a_span_deleted_here_and_that_is_reported(project):
    project.delete("s2")
    report = project.take(
        line(spans=[SPAN, WHO], sources=[SOURCE | {"id": "q9", "spans": ["s1", "s2"]}])
    )
    assert len(report.refused) == 1
    assert project.layer()["sources"][-1]["spans"] == ["s1"]
    assert project.take(project.export()).refused == []
