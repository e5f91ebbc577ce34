"""Lines are greyed out, or brought back, by hand and for all; nothing leaves the text."""

import json

import pytest

from annotator.domain.errors import NotFound, Refused
from annotator.store import articles, passages

TEXT = "Harbour 🌊 may close\nShare this:\nThe harbour will close by summer, two officials said."
SHARE = TEXT.index("Share")
STORY = TEXT.index("The harbour")


@pytest.fixture
def article(project):
    project.article("a", TEXT)
    return "a"


def kinds(project):
    return [row["kind"] for row in project.read(passages.of_article, "a")]


def put(project, start, kind):
    return project.write(passages.put, project.me.number, "a", start, kind)


def notes(project):
    rows = project.rows("SELECT before, after FROM journal WHERE object = 'passage' ORDER BY seq")
    return [tuple(json.loads(state) if state else None for state in row) for row in rows]


def test_the_rules_speak_until_somebody_does(project, article):
    assert kinds(project) == ["headline", "boilerplate", "body"]
    assert {row["by"] for row in project.read(passages.of_article, "a")} == {"rule"}


def test_a_line_is_greyed_out_and_brought_back(project, article):
    assert put(project, STORY, "boilerplate") == {
        "start": STORY,
        "end": len(TEXT),
        "kind": "boilerplate",
        "by": "hand",
    }
    put(project, SHARE, "body")
    assert kinds(project) == ["headline", "body", "boilerplate"]
    put(project, STORY, "body")
    assert kinds(project) == ["headline", "body", "body"]
    assert project.read(articles.get, "a").text == TEXT


def test_a_headline_that_was_greyed_out_comes_back_as_one(project, article):
    assert put(project, 0, "boilerplate")["kind"] == "boilerplate"
    assert put(project, 0, "body")["kind"] == "headline"


def test_each_change_stands_in_the_journal_once(project, article):
    for kind in ("boilerplate", "boilerplate", "body"):
        put(project, STORY, kind)
    grey, plain = ({"start": STORY, "kind": kind} for kind in ("boilerplate", "body"))
    assert notes(project) == [(None, grey), (grey, plain)]


def test_what_is_no_beginning_of_a_paragraph_is_refused(project, article):
    before = project.state()
    for start in (1, STORY - 1, len(TEXT), 10**9):
        with pytest.raises(Refused, match="no paragraph"):
            put(project, start, "boilerplate")
    with pytest.raises(NotFound):
        project.write(passages.put, project.me.number, "none", 0, "body")
    assert project.state() == before


def test_the_export_says_nothing_of_it(project, article):
    project.put("00000000-0000-4000-8000-000000000001")
    before = project.export()
    put(project, STORY, "boilerplate")
    assert project.export() == before
