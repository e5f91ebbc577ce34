"""Taking in one article: whose layer, which labels, and the names of text files."""

import pytest

from tests.store.project import TEXT

SPAN = {"id": "s1", "label": "claim", "start": 0, "end": 5}


def line(layer="", **fields):
    return {"id": "a", "text": TEXT, "layer": layer, **fields}


def owners(project):
    return [(one["layer"], len(one["spans"])) for one in project.exported()]


def test_a_line_without_spans_and_layer_is_an_article_and_no_layer(project):
    for layer in ("", "bob"):
        assert project.take(line(), layer=layer).refused == []
        assert project.count("layer") == 0
        assert project.count("article") == 1


def test_spans_without_a_layer_are_refused_unless_it_is_said_whose_they_are(project):
    report = project.take(line(spans=[SPAN]))
    assert "say whose they are" in report.refused[0].reason
    assert project.count("article") == 0
    assert project.take(line(spans=[SPAN]), layer="bob").refused == []
    assert owners(project) == [("bob", 1)]


def test_the_option_fills_in_and_never_overrides(project):
    project.take(line("alice", spans=[SPAN]), line(spans=[SPAN]), layer="bob")
    assert owners(project) == [("alice", 1), ("bob", 1)]


def test_a_layer_that_is_named_comes_into_being_though_it_is_empty(project):
    project.take(line("alice"))
    assert owners(project) == [("alice", 0)]
    assert project.exported()[0]["status"] == "open"


def test_a_new_layer_keeps_status_verdicts_and_times(project):
    judged = {
        **SPAN,
        "verdict": "rejected",
        "reviewer": "eve",
        "comment": "no",
        "reply": "but",
        "created_at": "2020-01-01T00:00:00Z",
        "updated_at": "2020-01-02T00:00:00Z",
        "origin": "suggestion",
        "flags": ["discuss"],
        "note": "why",
        "derived_from": [{"layer": "alice", "span": "x"}],
    }
    project.take(line("gold", status="reviewed", spans=[judged]))
    (found,) = project.exported()
    assert found["status"] == "reviewed"
    assert {key: found["spans"][0][key] for key in judged} == judged


def test_an_origin_that_is_not_stated_is_import(project):
    project.take(line("bob", spans=[SPAN]))
    assert project.exported()[0]["spans"][0]["origin"] == "import"


def test_annotators_are_added_without_accounts(project):
    project.take(line("alice", spans=[SPAN | {"verdict": "accepted", "reviewer": "eve"}]))
    assert {("alice",), ("eve",)} <= set(project.rows("SELECT name FROM annotator"))
    assert project.count("account") == 1


@pytest.mark.parametrize("reviewer", ["me", "a/b", "x" * 65])
def test_a_reviewer_whom_nobody_can_be_called_is_refused(project, reviewer):
    report = project.take(line("alice", spans=[SPAN | {"reviewer": reviewer}]))
    assert len(report.refused) == 1
    assert project.count("article") == 0


def test_labels_are_mapped_before_they_are_looked_up(project):
    lie = SPAN | {"label": "lie"}
    assert "“lie”" in project.take(line("bob", spans=[lie])).refused[0].reason
    assert project.take(line("bob", spans=[lie]), labels={"lie": "speculation"}).refused == []
    assert project.exported()[0]["spans"][0]["label"] == "speculation"
    assert project.take(line("bob", spans=[lie]), labels={"lie": "speculation"}).spans == 0


@pytest.mark.parametrize(
    ("type_", "from_", "to"),
    [("attributed_to", "s2", "s1"), ("contradicts", "s1", "s2"), ("attributed_to", "s1", "s3")],
)
def test_a_relation_that_the_scheme_does_not_allow_refuses_the_line(project, type_, from_, to):
    spans = [SPAN, SPAN | {"id": "s2", "label": "named_source"}, SPAN | {"id": "s3"}]
    relation = {"type": type_, "from": from_, "to": to}
    report = project.take(line("bob", spans=spans, relations=[relation]))
    assert type_ in report.refused[0].reason
    assert project.count("article") == 0


def test_a_labeller_imports_into_the_own_layer_only(project):
    bob = project.actor("bob")
    for other in ("robin", "gold"):
        assert project.take(line(other, spans=[SPAN]), by=bob).refused
    assert project.count("layer") == 0
    assert project.take(line("bob", spans=[SPAN]), by=bob).refused == []


def test_two_lines_of_the_same_layer_add_up(project):
    report = project.take(line("bob", spans=[SPAN]), line("bob", spans=[SPAN | {"id": "s2"}]))
    assert (report.refused, report.spans) == ([], 2)
    assert owners(project) == [("bob", 2)]


def test_a_text_file_is_named_by_its_file(project):
    assert project.take_file("story", TEXT).articles == 1
    assert project.take_file("story", TEXT).known == 1


def test_another_text_of_that_name_gets_eight_digits_of_its_hash(project):
    project.take_file("story", TEXT)
    for times in (1, 0):
        assert project.take_file("story", "Another text").articles == times
    (_, _), (other, hash_) = project.rows("SELECT id, text_sha256 FROM article ORDER BY number")
    assert other == f"story-{hash_[:8]}"


def test_a_long_name_with_its_digits_still_fits(project):
    project.take_file("x" * 200, TEXT)
    assert project.take_file("x" * 200, "Another text").articles == 1
    assert all(len(one["id"]) == 200 for one in project.exported(unlabelled=True))
