"""Searching articles and labelled spans."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.domain.finding import Query
from annotator.store import articles, listing, search
from annotator.store.database import Database
from tests.store.project import Project, uid

OLD = Path(__file__).with_name("project-1.sql")
FLOOD = "“Prices 📈 rose,” an official said. “And fell,” Zoë Müller said.\r\nקָמָץ"


@pytest.fixture
def desk(project):
    project.article("flood", FLOOD, title="A dear 🌊 flood")
    project.article("port", "The ports 👩‍👧 will close. 北京市长说话")
    project.put(uid(1), place=("flood", "robin"), fragments=[[1, 14]])
    project.put(uid(2), place=("flood", "robin"), label="named_source", fragments=[[47, 57]])
    bob = project.actor("bob")
    project.put(uid(3), place=("port", "bob"), by=bob, fragments=[[0, 9]])
    return project


def found(project, typed):
    return [row.id for row in project.read(listing.listed, project.me.number, query=typed)]


def spans(project, typed, actor=None):
    answer = project.read(search.spans, actor or project.me, Query(typed))
    return [row.text for row in answer.spans]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("prices", ["flood"]),
        ("ROSE official", ["flood"]),
        ("zoe", ["flood"]),
        ("port", ["port"]),
        ("said", ["flood"]),
        ("dear", ["flood"]),
        ("dear official", ["flood"]),
        ("قمص", []),
        ("קמץ", ["flood"]),
        ("市长", ["port"]),
        ("长市", []),
        ("📈", ["flood"]),
        ("👧", ["port"]),
        ("🌊", ["flood"]),
        ("w", ["port"]),
        ('"prices', ["flood"]),
        ("prices OR port", []),
        ("prices NEAR rose", []),
        ("-prices", ["flood"]),
        ("price*", ["flood"]),
        ("words:prices", []),
        ("^prices", ["flood"]),
        ("'", []),
        ('"', []),
        ("AND", ["flood"]),
        ("(", []),
        ("\0", []),
        ("\0prices", ["flood"]),
        ("w " * 3000, ["port"]),
    ],
)
def test_articles_are_found_by_their_words(desk, typed, ids):
    assert found(desk, typed) == ids


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_an_error_or_a_command(desk, typed):
    found(desk, typed)
    spans(desk, typed)


def test_labelled_spans_are_found_by_their_own_words(desk):
    assert spans(desk, "prices rose") == ["Prices 📈 rose"]
    assert spans(desk, "muller") == ["Zoë Müller"]
    assert spans(desk, "official") == [], "it stands in the article, and in no span"
    assert spans(desk, "") == []
    (row,) = desk.read(search.spans, desk.me, Query("zoë")).spans
    assert (row.id, row.label, row.start, row.end) == (uid(2), "named_source", 47, 57)
    assert (row.article, row.title, row.layer) == ("flood", "A dear 🌊 flood", "robin")


def test_who_labels_blind_finds_only_their_own_spans(desk):
    assert spans(desk, "port", desk.actor("bob")) == ["The ports"]
    assert spans(desk, "port", desk.actor("eve")) == []
    assert spans(desk, "port", desk.actor("rev", "reviewer")) == ["The ports"]


def test_what_is_deleted_is_not_found_and_what_is_restored_is(desk):
    desk.delete(uid(1), place=("flood", "robin"))
    assert spans(desk, "prices") == []
    desk.put(uid(1), place=("flood", "robin"), fragments=[[1, 14]])
    assert spans(desk, "prices") == ["Prices 📈 rose"]
    desk.write(articles.remove, desk.me.number, ["flood"])
    assert (found(desk, "prices"), spans(desk, "prices")) == ([], [])
    desk.write(articles.restore, desk.me.number, ["flood"])
    assert (found(desk, "prices"), spans(desk, "prices")) == (["flood"], ["Prices 📈 rose"])


def test_a_corrected_title_is_found_and_the_former_one_is_not(desk):
    desk.write(articles.correct, desk.me.number, "flood", "Höhe 📏 now", None)
    assert found(desk, "hohe") == ["flood"]
    assert found(desk, "dear") == []
    assert found(desk, "prices") == ["flood"], "its text is found as before"
    desk.write(articles.correct, desk.me.number, "flood", None, {"url": "https://a.example"})
    assert found(desk, "hohe") == ["flood"]


def test_imported_articles_and_samples_are_found(desk):
    desk.take(*({"id": f"i{n}", "text": f"Imported 🚢 ship number {n}"} for n in range(3)))
    desk.write(articles.add_samples, desk.me.number, [articles.new("A 🧪 sample ship", "s")])
    assert found(desk, "ship") == ["s", "i2", "i1", "i0"]
    assert found(desk, "🚢 2") == ["i2"]


def test_an_article_that_was_refused_is_not_found(desk):
    bad = {"id": "bad", "text": "whale", "layer": "x"}
    desk.take(bad | {"spans": [{"label": "nonsense", "start": 0, "end": 2}]})
    assert found(desk, "whale") == []
    assert desk.rows("SELECT count(*) FROM article_words") == [(2,)]


def test_spans_come_in_short_lists(desk):
    for number in range(10, 16):
        desk.put(uid(number), place=("port", "robin"), fragments=[[0, 9]])
    answer = desk.read(search.spans, desk.me, Query("ports"), limit=5)
    assert (len(answer.spans), answer.more) == (5, True)
    answer = desk.read(search.spans, desk.me, Query("ports"), limit=7)
    assert (len(answer.spans), answer.more) == (7, False)


def test_a_search_looks_through_so_many_spans_and_says_so(desk, monkeypatch):
    monkeypatch.setattr(search, "READ", 2)
    for number in range(10, 16):
        desk.put(uid(number), place=("port", "robin"), fragments=[[0, 3]])
    answer = desk.read(search.spans, desk.me, Query("ports"))
    assert answer.more


def schema(path: Path) -> set[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        return {(type_, name, " ".join(sql.split())) for type_, name, sql in rows}


def test_a_project_of_the_first_schema_is_searched_like_a_new_one(tmp_path, project):
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(OLD.read_text("utf-8"))
    with pytest.raises(Exception, match="annotator serve"):
        Database.open(old)
    upgraded = Project(old)
    assert schema(old) == schema(project.path)
    for typed, ids in [
        ("prices", ["flood"]),
        ("🌊 naive", ["flood"]),
        ("muller", ["port"]),
        ("👩‍👧", ["port"]),
        ("never", []),
    ]:
        assert found(upgraded, typed) == ids, typed
    upgraded.write(articles.restore, upgraded.me.number, ["gone"])
    assert found(upgraded, "never") == ["gone"]
    assert spans(upgraded, "prices") == ["Prices 📈 rose"]
    assert spans(upgraded, "port") == ["The port 👩‍👧 will close."]
    assert spans(upgraded, "nobody") == []
    assert upgraded.rows("PRAGMA integrity_check") == [("ok",)]
    upgraded.close()
