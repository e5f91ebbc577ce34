"""Exporting: order, keys, selection, one snapshot, and refusing what does not match."""

import threading

import orjson
import pytest

from annotator.domain.errors import ProjectError
from annotator.domain.records import LINE_KEYS, RELATION_KEYS, SOURCE_KEYS, SPAN_KEYS
from annotator.store import articles, exporting, people
from annotator.store.exporting import Selection
from annotator.store.features import columns
from tests.store.failing import raw_writer
from tests.store.project import TEXT, uid

SPAN = {"id": "s1", "label": "claim", "start": 0, "end": 5}


def line(id_="a", layer="alice", **fields):
    return {"id": id_, "text": TEXT, "layer": layer, **fields}


def places(project, **selection):
    return [(one["id"], one["layer"]) for one in project.exported(**selection)]


def test_all_keys_stand_on_every_line_in_their_order(project):
    spans = [SPAN, SPAN | {"id": "s2", "label": "named_source"}]
    relation = {"type": "attributed_to", "from": "s1", "to": "s2"}
    project.take(line(spans=spans, relations=[relation], sources=[{"name": "Ana"}]), line("b", ""))
    one, other = project.exported(unlabelled=True)
    assert [*one] == [*other] == [*LINE_KEYS]
    assert [*one["spans"][0]] == [*SPAN_KEYS]
    assert [*one["relations"][0]] == [*RELATION_KEYS]
    assert [*one["sources"][0]] == [*SOURCE_KEYS]
    assert (other["layer"], other["status"], other["spans"]) == ("", "", [])
    assert "null" not in project.export(unlabelled=True).decode()


def test_a_line_is_what_the_contract_says_it_is(project):
    project.article("kremlin", "Kremlin on edge", title="A title", meta={"url": "https://x.test"})
    project.put(uid(1), place=("kremlin", "robin"), fragments=[[0, 7], [11, 15]])
    span = project.layer("kremlin")["spans"][0]
    span.pop("version")
    (only,) = project.exported()
    assert only["spans"] == [span]
    assert (only["schema"], only["offset_unit"], only["status"]) == (1, "codepoint", "open")
    assert (span["start"], span["end"], span["text"]) == (0, 15, "Kremlin edge")


def test_lines_are_ordered_by_code_point_of_article_then_layer(project):
    ids = ["b", "a", "B", "é", "z", "\uffee", "😀", "a b", "10", "9"]
    names = ["bob", "Bob", "álice", "😀", "\uffee"]
    for id_ in ids:
        project.take(*[line(id_, name) for name in names])
    project.article("c")
    found = places(project, unlabelled=True)
    assert found == sorted([(id_, name) for id_ in ids for name in names] + [("c", "")])


def test_spans_are_ordered_by_start_then_longest_then_id(project):
    hulls = [(5, 9), (0, 3), (0, 9), (0, 9), (2, 4)]
    spans = [SPAN | {"id": f"{9 - n}é", "start": s, "end": e} for n, (s, e) in enumerate(hulls)]
    project.take(line(spans=spans))
    (only,) = project.exported()
    order = [(span["start"], -span["end"], span["id"]) for span in only["spans"]]
    assert order == sorted(order)


def test_relations_and_sources_are_ordered_by_id(project):
    spans = [SPAN, SPAN | {"id": "s2", "label": "named_source"}]
    ids = ["b", "a", "B", "10", "9", "😀", "\uffee"]
    relations = [{"id": id_, "type": "attributed_to", "from": "s1", "to": "s2"} for id_ in ids]
    project.take(line(spans=spans, relations=relations, sources=[{"id": id_} for id_ in ids]))
    (only,) = project.exported()
    for part in ("relations", "sources"):
        assert [one["id"] for one in only[part]] == sorted(ids)


def test_metadata_has_the_same_keys_on_every_line_sorted(project):
    project.take(
        line("a", meta={"z": 1, "é": "x"}), line("b", meta={"b": ["y"]}), line("c", layer="")
    )
    metas = [one["meta"] for one in project.exported(unlabelled=True)]
    assert [[*meta] for meta in metas] == [["b", "z", "é"]] * 3
    assert metas[0] == {"b": "", "z": "1", "é": "x"}
    assert metas[1] == {"b": '["y"]', "z": "", "é": ""}


def test_metadata_has_no_keys_of_articles_that_are_not_in_the_file(project):
    project.article("bare", meta={"bare": "1"})
    project.article("gone", meta={"gone": "1"})
    project.write(articles.remove, project.me.number, ["gone"])
    project.take(line("a", "alice", meta={"a": "1"}), line("b", "bob", meta={"b": "1"}))
    keys = lambda **selection: [*project.exported(**selection)[0]["meta"]]  # noqa: E731
    assert keys() == ["a", "b"]
    assert keys(layers=("bob",)) == ["b"]
    assert keys(unlabelled=True) == ["a", "b", "bare"]


def test_deleted_things_are_not_exported(project):
    project.article()
    project.article("b")
    for id_ in "ab":
        project.put(uid(1), place=(id_, "robin"))
    project.delete(uid(1))
    project.write(articles.remove, project.me.number, ["b"])
    assert [(one["id"], one["spans"]) for one in project.exported(unlabelled=True)] == [("a", [])]


@pytest.fixture
def busy(project):
    """Three articles: two layers on a, a submitted one on b, none on c; and a sample."""
    project.take(line("a", "alice", spans=[SPAN]), line("a", "bob", spans=[SPAN]))
    project.take(line("b", "bob", status="submitted"), line("c", ""), line("a", "gold"))
    sample = articles.new("A sample", "s")
    project.write(articles.add_samples, project.me.number, [sample])
    project.take({"id": "s", "text": "A sample", "layer": "bob"})
    return project


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        ({}, "a/alice a/bob a/gold b/bob"),
        ({"unlabelled": True}, "a/alice a/bob a/gold b/bob c/"),
        ({"layers": ("bob",)}, "a/bob b/bob"),
        ({"layers": ("bob", "gold")}, "a/bob a/gold b/bob"),
        ({"layers": ("nobody",)}, ""),
        ({"layers": ("bob",), "unlabelled": True}, "a/bob b/bob c/"),
        ({"statuses": ("submitted", "reviewed")}, "b/bob"),
        ({"statuses": ("open",), "layers": ("bob",)}, "a/bob"),
        ({"samples": True}, "a/alice a/bob a/gold b/bob s/bob"),
    ],
)
def test_the_selection_is_what_is_exported(busy, selection, expected):
    assert " ".join(f"{id_}/{layer}" for id_, layer in places(busy, **selection)) == expected


def test_a_labeller_exports_the_own_layers_only(busy):
    bob, eve = busy.actor("bob"), busy.actor("eve", "reviewer")
    assert places(busy, viewer=bob) == [("a", "bob"), ("b", "bob")]
    assert places(busy, viewer=bob, layers=("alice", "gold")) == []
    assert len(places(busy, viewer=eve)) == 4


def test_spans_stay_with_their_layer_whatever_is_selected(busy):
    for selection in ({}, {"layers": ("bob",)}, {"unlabelled": True, "samples": True}):
        counts = {
            (one["id"], one["layer"]): len(one["spans"]) for one in busy.exported(**selection)
        }
        for place, count in counts.items():
            assert count == (place in {("a", "alice"), ("a", "bob")})


def test_two_exports_of_one_state_are_the_same_bytes(busy):
    assert busy.export(samples=True, unlabelled=True) == busy.export(samples=True, unlabelled=True)


def test_an_empty_project_exports_nothing(project):
    assert project.export(unlabelled=True, samples=True) == b""


def test_an_export_is_one_snapshot_while_others_write(project, monkeypatch):
    monkeypatch.setattr(exporting, "_AT_ONCE", 3)
    project.take(*[line(f"a{n:02d}", layer, spans=[SPAN]) for n in range(20) for layer in "xy"])
    before = project.export()
    with project.database.snapshot() as connection:
        lines = exporting.lines(connection, Selection())
        found = [next(lines)]
        for number in range(20):
            place = (f"a{number:02d}", "robin")
            project.put(uid(number), place=place)
            project.execute("UPDATE span SET note = 'changed' WHERE id = 's1'")
        found += lines
    assert b"".join(found) == before
    assert project.export() != before


def test_many_exports_at_once_do_not_disturb_each_other(busy):
    expected, found = busy.export(), []
    threads = [threading.Thread(target=lambda: found.append(busy.export())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for number in range(20):
        busy.article(f"new{number}")
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE span SET text = 'other words'",
        "UPDATE span SET fragments = '[[1,6]]'",
        "DROP TRIGGER article_text_never_changes; UPDATE article SET text = 'x' || text",
    ],
)
def test_words_that_do_not_match_are_never_written(project, damage):
    project.take(line(spans=[SPAN]))
    raw_writer(project).executescript(damage)
    with pytest.raises(ProjectError, match="“a”"):
        project.export()


def test_the_features_describe_the_lines_exactly(busy):
    busy.take(
        line("a", "carol", meta={}, spans=[SPAN | {"derived_from": [{"layer": "x", "span": "y"}]}])
    )
    features = busy.read(columns, Selection())

    def check(value, feature):
        if isinstance(value, dict):
            assert [*value] == [*feature]
            for key, entry in value.items():
                check(entry, feature[key])
        elif isinstance(value, list):
            assert feature["_type"] == "List"
            for entry in value:
                check(entry, feature["feature"])
        else:
            assert feature == {
                "dtype": {int: "int64", str: "string"}[type(value)],
                "_type": "Value",
            }

    for one in busy.exported():
        check(one, features)


def test_the_lines_are_strict_json_in_utf8(project):
    project.take({"id": "a\u2028", "text": 'é\u2028\x7f \\ " 👍', "layer": "bob"})
    (only,) = project.lines()
    assert only.count(b"\n") == 1
    assert only.endswith(b"\n")
    assert orjson.loads(only)["text"] == 'é\u2028\x7f \\ " 👍'


def test_the_bare_loop_reads_as_many_rows_as_the_export(busy):
    assert busy.read(exporting.bare_loop, Selection()) >= 6


def test_an_annotator_with_an_account_is_exported_like_any_other(project):
    project.article()
    project.set_status("submitted")
    assert project.account("x") == "robin"
    assert places(project) == [("a", "robin")]
    assert project.read(people.list_tokens) == []


def test_an_export_that_is_given_up_half_way_leaves_no_old_snapshot_behind(project):
    project.take(*[line(f"a{n:02d}", text="x" * 9000) for n in range(50)])
    with project.database.snapshot() as connection:
        lines = exporting.lines(connection, Selection())
        next(lines)
        del lines
    project.article("new")
    assert len(project.exported(unlabelled=True)) == 51
    assert project.rows("PRAGMA wal_checkpoint(TRUNCATE)") == [(0, 0, 0)]
