"""``annotator agreement``: figures of a real project as tables and as JSON."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call, line_of
from tests.store.project import Project, uid

Write = Callable[..., Path]

OTHER = {"id": "s1", "label": "claim", "start": 2, "end": 14, "text": "The tax will"}


@pytest.fixture
def project(call: Call, jsonl: Write) -> None:
    """On "tax" ann and bea are done and cem is not; "other" is done by ann and bea alike."""
    done: dict[str, Any] = {"status": "submitted"}
    jsonl(
        "in.jsonl",
        line_of(layer="ann", **done),
        line_of(layer="bea", spans=[OTHER], relations=[], sources=[], **done),
        line_of(layer="cem", status="open"),
        line_of(layer="gold", status="reviewed"),
        line_of(id="other", layer="ann", **done),
        line_of(id="other", layer="bea", **done),
        line_of(id="alone", layer="ann", **done),
    )
    assert call("import", "in.jsonl").status == 0


def told(call: Call, *options: str) -> dict[str, Any]:
    done = call("agreement", "--format", "json", *options)
    assert (done.status, done.err) == (0, "")
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.mark.usefixtures("project")
def test_json_has_unrounded_fractions_and_what_they_stand_on(call: Call) -> None:
    found = told(call)
    assert list(found)[:9] == [
        *("tokeniser", "people", "labels", "articles", "tokens", "spans", "relations"),
        *("edited_after_submission", "edited_by_person"),
    ]
    assert found["edited_after_submission"] == 0
    assert found["edited_by_person"] == {"ann": 0, "bea": 0}
    assert (found["tokeniser"], found["people"]) == ("words-1", ["ann", "bea"])
    assert (found["articles"], found["spans"], found["relations"]) == (2, 7, 3)
    assert found["tokens"] == 2 * 24
    assert found["overall"]["exact_f1"] == 2 * 2 / 7
    assert found["overall"]["overlap_f1"] == 2 * 3 / 7
    assert found["overall"]["boundary_f1"] == 2 * 2 / 7
    assert found["overall"]["link_exact_f1"] == 2 * 1 / 3
    assert found["overall"]["alpha"]["speculation"] is None
    assert found["overall"]["by_label"]["named_source"] == {"exact_f1": 2 / 3, "overlap_f1": 2 / 3}
    assert found["overall"]["confusion"]["claim"]["claim"] == 2


@pytest.mark.usefixtures("project")
def test_json_tells_of_pairs_and_articles(call: Call) -> None:
    found = told(call)
    (pair,) = found["pairs"]
    assert (pair["people"], pair["articles"]) == (["ann", "bea"], 2)
    assert (pair["link_exact_precision"], pair["link_exact_recall"]) == (1, 0.5)
    assert pair["confusion"]["named_source"][""] == 1
    assert [one["article"] for one in found["by_article"]] == ["other", "tax"]
    assert [one["exact_f1"] for one in found["by_article"]] == [1, 0]


@pytest.mark.usefixtures("project")
def test_intervals_have_the_shape_of_the_figures_and_stay_the_same(call: Call) -> None:
    overall = told(call)["overall"]
    assert overall["intervals"]["exact_f1"] == [0, 1]
    assert overall["intervals"]["alpha"].keys() == overall["alpha"].keys()
    assert overall["intervals"]["alpha"]["speculation"] is None
    assert told(call)["overall"] == overall
    assert told(call)["by_article"][0]["intervals"]["exact_f1"] is None


@pytest.mark.parametrize(
    ("options", "people", "articles"),
    [
        ("", "ann bea", 2),
        ("--layer ann --layer cem", "ann cem", 1),
        ("--layer gold --layer bea", "bea gold", 1),
        ("--layer ann --layer bea --layer cem --layer gold", "ann bea cem gold", 2),
        ("--article other", "ann bea", 1),
    ],
)
@pytest.mark.usefixtures("project")
def test_options_select(call: Call, options: str, people: str, articles: int) -> None:
    found = told(call, *options.split())
    assert (" ".join(found["people"]), found["articles"]) == (people, articles)


@pytest.mark.usefixtures("project")
def test_one_label_alone(call: Call) -> None:
    found = told(call, "--label", "claim")
    assert (found["labels"], found["spans"]) == (["claim"], 4)
    assert found["overall"]["overlap_f1"] == 1
    assert found["overall"]["link_soft_f1"] is None


@pytest.mark.usefixtures("project")
def test_every_figure_is_told_with_a_sentence(call: Call) -> None:
    found = told(call)
    figures = {key for key in found["pairs"][0] if "f1" in key or "alpha" in key or "link" in key}
    assert found["reading"].keys() == figures


@pytest.mark.usefixtures("project")
def test_tables_for_people(call: Call) -> None:
    done = call("agreement")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("ann, bea: 2 articles, 48 tokens (words-1), 7 spans, 3 relations\n")
    for words in ("Exact F1", "0.571", "0.000–1.000", "n/a", "speculation", "other", "tax"):
        assert words in done.out
    assert max(map(len, done.out.splitlines())) <= 100


def test_edits_after_submitting_are_told_of(call: Call, jsonl: Write, folder: Path) -> None:
    jsonl(
        "in.jsonl", line_of(layer="ann"), line_of(layer="bea", spans=[], relations=[], sources=[])
    )
    call("import", "in.jsonl")
    project = Project(folder / "annotations.db", server=False)
    for name in ("ann", "bea"):
        project.set_status("submitted", "tax", name, project.actor(name))
    project.put(uid(1), place=("tax", "bea"), by=project.actor("bea"), fragments=[[0, 26]])
    project.close()
    told_ = " ".join(call("agreement").out.split())
    assert "1 of 3 spans was made or changed after its article was first submitted, " in told_
    assert told(call)["edited_by_person"] == {"ann": 0, "bea": 1}


@pytest.mark.usefixtures("project")
def test_tables_of_more_than_two_people_tell_of_pairs(call: Call) -> None:
    out = call("agreement", "--layer", "ann", "--layer", "bea", "--layer", "cem").out
    for pair in ("ann – bea", "ann – cem", "bea – cem"):
        assert pair in out


def test_nothing_to_compare_is_said(call: Call, jsonl: Write) -> None:
    jsonl("in.jsonl", line_of(layer="ann"), line_of(layer="bea"))
    call("import", "in.jsonl")
    done = call("agreement", "--format", "json")
    assert (done.status, done.err.count("\n")) == (0, 1)
    assert "nothing to compare" in done.err
    found = json.loads(done.out)
    assert (found["articles"], found["pairs"], found["overall"]["exact_f1"]) == (0, [], None)
    assert call("agreement").out.startswith("nobody: 0 articles")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ("--layer ann --layer zoe", "there is no layer “zoe”"),
        ("--label klaim", "there is no label “klaim”; there are claim, speculation"),
        ("--article nowhere", "there is no article “nowhere”"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_is_not_there_is_told_of(call: Call, options: str, sentence: str) -> None:
    done = call("agreement", *options.split())
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert sentence in done.err


def test_a_missing_project_is_not_made(call: Call, folder: Path) -> None:
    done = call("agreement")
    assert (done.status, list(folder.iterdir())) == (3, [])
