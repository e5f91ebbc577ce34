"""The process that compares: the cases that it names are exactly what each figure counts."""

import subprocess
import sys

import orjson
import pytest

from annotator.domain.agreement.figures import Figure, Measure
from annotator.domain.agreement.readings import Asked
from annotator.store import comparing
from annotator.store.agreement import Selection
from annotator.store.comparing import Cases, Question
from tests.live import environment
from tests.store.project import TEXT
from tests.store.test_agreement import line

OFFICIAL = TEXT.index("an official")
F1: tuple[Measure, ...] = (
    *("exact_f1", "overlap_f1", "boundary_f1"),
    *("link_exact_f1", "link_soft_f1"),
)
DONE = [f"a{number}" for number in range(3)]


def span(id_, label, start, end):
    return {"id": id_, "label": label, "start": start, "end": end}


def link(from_, to):
    return {"id": "r1", "type": "attributed_to", "from": from_, "to": to}


@pytest.fixture
def busy(project):
    """Three people on three articles, each a little different; cem did not do the last."""
    source = span("s2", "anonymous_source", OFFICIAL, OFFICIAL + 11)
    for at, article in enumerate(DONE):
        claim, also = span("s1", "claim", 1, 9 + at), span("s3", "speculation", 40 + at, 44 + at)
        links = {"relations": [link("s1", "s2")]}
        project.take(
            line(article, "ann", spans=[claim, source, also], **links),
            line(article, "bea", spans=[span("s1", "claim", 1, 9), source], **links),
        )
        if at < 2:
            other = span("s1", "speculation", 1, 9)
            project.take(line(article, "cem", spans=[other, source | {"label": "named_source"}]))
    return project


def told(project, selection=None):
    question = Question(str(project.path), selection or Selection())
    lines = project.read(comparing.answer, question).splitlines()
    return [orjson.loads(one) for one in lines]


def cases(project, selection, figure, cell=None, *, directed=False, **more):
    asked = Cases(Asked(figure, cell, directed), **more)
    return orjson.loads(
        project.read(comparing.answer, Question(str(project.path), selection, asked))
    )


SELECTIONS = [
    Selection(),
    Selection(people=("ann", "cem")),
    Selection(articles=("a1",)),
    Selection(labels=("claim", "speculation")),
]


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_cases_of_an_f1_are_what_it_counts(busy, selection):
    record, _ = told(busy, selection)
    figures = [(Figure(name), record["overall"][name]) for name in F1]
    for label, by_label in record["overall"]["by_label"].items():
        figures += [(Figure(name, label), value) for name, value in by_label.items()]
    for figure, value in figures:
        found = cases(busy, selection, figure)
        alike, differing = found["alike"], found["differing"]
        total = 2 * alike + differing
        assert (2 * alike / total if total else None) == value, figure
        assert found["listed"] == len(found["cases"]) == alike + differing


@pytest.mark.parametrize("selection", SELECTIONS)
def test_the_cases_of_a_cell_are_what_it_counts(busy, selection):
    record, _ = told(busy, selection)
    single = len(record["pairs"]) == 1
    table = (record["pairs"][0] if single else record["overall"])["confusion"]
    for one, row in table.items():
        for other, count in row.items():
            cell = (one, other)
            found = cases(busy, selection, Figure("exact_f1"), cell, directed=single)
            assert found["listed"] == count, cell


def test_an_alpha_is_1_where_no_words_differ_and_only_there(busy):
    record, _ = told(busy)
    for label, alpha in record["overall"]["alpha"].items():
        found = cases(busy, Selection(), Figure("alpha", label))
        assert (found["words"] == 0) == (alpha in {1, None}), label
        assert found["words"] >= found["listed"]


def test_the_stretches_of_the_cases_make_up_all_of_them(busy, monkeypatch):
    everything = cases(busy, Selection(), Figure("exact_f1"))
    monkeypatch.setattr(comparing, "PAGE", 4)
    parts = [
        case
        for start in range(0, everything["listed"], 4)
        for case in cases(busy, Selection(), Figure("exact_f1"), start=start)["cases"]
    ]
    assert parts == everything["cases"]
    alike = cases(busy, Selection(), Figure("exact_f1"), show="alike")
    assert alike["listed"] == everything["alike"]
    assert all(case["alike"] for case in alike["cases"])


def test_titles_and_when_an_article_was_submitted_come_along(busy):
    record, about = told(busy)
    ids = [one["article"] for one in record["by_article"]]
    assert list(about["titles"]) == list(about["done"]) == ids == DONE
    assert all(when[:2] == "20" for when in about["done"].values())


def test_another_process_answers_the_same(busy):
    viewer = busy.actor("ann")
    question = Question(
        str(busy.path),
        Selection(people=("ann", "bea"), viewer=viewer),
        Cases(Asked(Figure("alpha", "claim"), ("claim", ""), True), "differing", 2),
    )
    assert comparing.read(comparing.write(question)) == question
    question = Question(str(busy.path), Selection(viewer=viewer))
    done = subprocess.run(
        [sys.executable, "-m", "annotator.store.comparing"],
        input=comparing.write(question),
        env=environment(),
        capture_output=True,
        check=True,
    )
    assert done.stdout == busy.read(comparing.answer, question)
    assert done.stderr == b""
