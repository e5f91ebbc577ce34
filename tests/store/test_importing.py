"""Importing: what was exported comes back byte for byte, and each article is whole or out."""

import contextlib
import shutil

from hypothesis import HealthCheck, example, given, settings

from annotator.domain import reading
from annotator.domain.errors import Refused, Unavailable
from annotator.domain.records import Entry
from annotator.store import articles, importing
from annotator.store.database import Database
from annotator.store.importing import Importer, Refusal
from annotator.store.lock import server_lock
from tests.store import strategies
from tests.store.failing import raw_writer, with_failure
from tests.store.project import TEXT, Project, uid

SPAN = {"id": "s1", "label": "claim", "start": 0, "end": 5}
BAD = SPAN | {"end": 999}
UNKNOWN = SPAN | {"label": "lie"}


def line(id_="a", layer="alice", **fields):
    return {"id": id_, "text": TEXT, "layer": layer, **fields}


def ids(project):
    return [article["id"] for article in project.exported(unlabelled=True)]


BARE = {
    "id": "bare",
    "text": "x",
    "title": "",
    "meta": {"only": "here"},
    "layers": [],
    "deleted": False,
}
EMPTY = {
    "name": "bob",
    "status": "open",
    "spans": {},
    "relations": [],
    "sources": [],
    "deleted": set(),
}
LABELLED = BARE | {"id": "a", "meta": {}, "layers": [EMPTY]}


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(strategies.projects)
@example([BARE, LABELLED])
def test_a_project_exported_and_imported_is_exported_byte_for_byte(
    empty_project, tmp_path_factory, wanted
):
    folder = tmp_path_factory.mktemp("copies")
    made, other = (Project(shutil.copyfile(empty_project, folder / n)) for n in ("one", "two"))
    strategies.build(made, wanted)
    for selection in ({}, {"unlabelled": True}):
        data = made.export(**selection)
        assert other.take(data).refused == []
        assert other.export(**selection) == data
        state = without_actions(other.state())
        report = other.take(data)
        assert (report.refused, report.articles, report.spans) == ([], 0, 0)
        assert without_actions(other.state()) == state
    made.close()
    other.close()


def without_actions(state):
    """The state but for the empty action that an import of nothing new leaves."""
    return [row for row in state if not row.startswith('INSERT INTO "action"')]


def test_the_report_counts_what_came_in(project):
    spans = [SPAN, SPAN | {"id": "s2", "label": "named_source"}]
    relations = [{"type": "attributed_to", "from": "s1", "to": "s2"}]
    report = project.take(
        line(spans=spans, relations=relations, sources=[{"name": "Ana", "spans": ["s2"]}]),
        line("b"),
    )
    assert report == importing.Report(articles=2, spans=2, relations=1, sources=1)
    assert project.take(line("b")) == importing.Report(known=1)


def test_missing_ids_are_minted_and_all_different(project):
    project.take(line(spans=[{**SPAN, "id": ""}] * 3))
    (only,) = project.exported()
    assert len({span["id"] for span in only["spans"]}) == 3


def test_a_bad_line_leaves_its_article_out_whole_and_the_rest_goes_in(project):
    report = project.take(
        line("a", "alice", spans=[SPAN]), line("a", "bob", spans=[BAD]), line("b", spans=[SPAN])
    )
    assert ids(project) == ["b"]
    assert [refusal.line for refusal in report.refused] == [1, 2]
    assert "999" in report.refused[1].reason
    assert report.articles == 1


def test_what_only_the_project_knows_to_be_wrong_leaves_the_article_out_too(project):
    report = project.take(
        line("a", "alice", spans=[SPAN]), line("a", "bob", spans=[UNKNOWN]), line("b")
    )
    assert ids(project) == ["b"]
    assert [refusal.line for refusal in report.refused] == [1, 2]
    assert "“lie”" in report.refused[0].reason


def test_later_lines_of_a_refused_article_are_left_out_wherever_they_stand(project):
    for bad in (BAD, UNKNOWN):
        report = project.take(line(spans=[bad]), line("b"), line(layer="bob", spans=[SPAN]))
        assert ids(project) == ["b"]
        assert [refusal.line for refusal in report.refused] == [1, 3]


def test_lines_without_an_id_are_one_article_if_their_texts_are(project):
    report = project.take(line("", "alice", spans=[SPAN]), line("", "bob", spans=[BAD]))
    assert ids(project) == []
    assert [refusal.line for refusal in report.refused] == [1, 2]


def test_a_line_that_is_no_json_is_reported_and_the_rest_goes_in(project):
    report = project.take(b'{"id": "x", "text": "x"}\n{"id": \n{"id": "y", "text": "y"}\n')
    assert ids(project) == ["x", "y"]
    assert [refusal.line for refusal in report.refused] == [2]


def test_lines_of_one_article_with_different_texts_are_refused(project):
    report = project.take(line(), line(layer="bob", text="Another text"))
    assert ids(project) == []
    assert [refusal.line for refusal in report.refused] == [1, 2]


def test_an_article_that_is_there_with_another_text_is_refused(project):
    project.article()
    report = project.take(line(text="Another text"))
    assert [refusal.line for refusal in report.refused] == [1]
    assert project.rows("SELECT text FROM article") == [(TEXT,)]


def test_refusals_come_in_the_order_of_the_lines(project):
    report = project.take(line(spans=[UNKNOWN]), line("b", spans=[BAD]), line("c", spans=[UNKNOWN]))
    assert [refusal.line for refusal in report.refused] == [1, 2, 3]


def test_a_file_that_could_not_be_read_is_line_zero(project):
    report = Importer(project.database, project.me).add([Entry(0, Refused("not UTF-8"))])
    assert report.refused == [Refusal(0, "not UTF-8")]


def test_short_chunks_import_the_same(project, new_project, monkeypatch):
    other = new_project("other")
    lines = [line(f"a{n}", layer, spans=[SPAN]) for n in range(9) for layer in ("alice", "bob")]
    project.take(*lines)
    monkeypatch.setattr(importing, "CHUNK", 2)
    monkeypatch.setattr(importing, "BUDGET", 0)
    report = other.take(*lines)
    assert (report.articles, report.spans) == (9, 18)
    assert [article["spans"] for article in other.exported()].count([]) == 0
    assert ids(other) == ids(project)
    assert other.rows("SELECT count(DISTINCT action) FROM journal") == [(1,)]


def test_an_import_that_fails_leaves_whole_articles_and_can_be_run_again(project, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 2)
    lines = [line(f"a{n}", layer, spans=[SPAN]) for n in range(5) for layer in ("alice", "bob")]
    sizes = set()
    for statement in range(1, 80, 6):
        with contextlib.suppress(Unavailable):
            with_failure(project, statement, lambda: project.take(*lines))
        found = project.exported()
        assert [one["layer"] for one in found] == ["alice", "bob"] * len(ids(project)[::2])
        assert all(len(one["spans"]) == 1 for one in found)
        sizes.add(len(found))
    project.take(*lines)
    assert len(project.exported()) == 10
    assert sizes - {0, 10}


def test_an_article_with_all_its_layers_is_one_commit(project):
    seen: list[str] = []
    raw_writer(project).set_trace_callback(seen.append)
    project.take(line(), line(layer="bob"), line(layer="eve"))
    raw_writer(project).set_trace_callback(None)
    assert project.count("layer") == 3
    assert seen.count("BEGIN IMMEDIATE") == seen.count("COMMIT") == 1


def test_a_chunk_ends_when_its_time_is_up(project, monkeypatch):
    """So that annotators need not wait: with no time at all, each article is a write of its own."""
    monkeypatch.setattr(importing, "BUDGET", 0)
    seen: list[str] = []
    raw_writer(project).set_trace_callback(seen.append)
    project.take(*[line(f"a{number}") for number in range(5)])
    raw_writer(project).set_trace_callback(None)
    assert seen.count("BEGIN IMMEDIATE") == seen.count("COMMIT") == 5
    assert project.count("article") == 5


def test_deleted_articles_stay_deleted(project):
    project.article()
    project.write(articles.remove, project.me.number, ["a"])
    report = project.take(line(spans=[SPAN]))
    assert "deleted" in report.refused[0].reason
    assert ids(project) == []


def test_imported_spans_can_be_worked_with(project):
    project.take(line(layer="robin", spans=[SPAN]))
    assert project.put("s1", label="speculation", expected=1).record["version"] == 2
    project.put(uid(1))
    assert len(project.layer()["spans"]) == 2


def test_beside_a_server_an_import_gives_way_between_its_writes(project):
    """SQLite's waiting is not fair: without a pause the server would never get its turn."""
    project.close()
    with (
        server_lock(project.path),
        Database.open(project.path) as database,
    ):
        assert database.served_elsewhere()
        importer = Importer(database, project.me)
        assert (importer._pause, importer._budget) == (importing.PAUSE, importing.BUDGET)
    with Database.open(project.path) as alone:
        assert not alone.served_elsewhere()
        importer = Importer(alone, project.me)
        assert (importer._pause, importer._budget) == (0, importing.ALONE)


def test_large_articles_are_held_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(importing, "WEIGHT", 1000)
    units = [[Entry(n, reading.line({"id": f"a{n}", "text": "👩‍👧 x" * 100}))] for n in range(9)]
    sizes = [len(chunk) for chunk in importing._chunks(units)]
    assert sum(sizes) == 9
    assert max(sizes) <= 3
