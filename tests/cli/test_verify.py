"""Verify: an export is sound, and everything that could be wrong in one is found."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call, line_of
from tests.live import run_command

Write = Callable[..., Path]
Lines = list[dict[str, Any]]


@pytest.fixture
def export(call: Call, jsonl: Write, folder: Path) -> Lines:
    """The lines of a sound export, ready to be spoilt."""
    other = line_of(layer="bea", meta={"day": "Monday", "url": "https://example.org"})
    jsonl("in.jsonl", line_of(), other, line_of(id="zoo", status="submitted"))
    assert call("import", "in.jsonl").status == 0
    assert call("export", "-o", "good.jsonl").status == 0
    return [json.loads(line) for line in (folder / "good.jsonl").read_bytes().splitlines()]


@pytest.mark.usefixtures("export")
def test_a_sound_file(call: Call, folder: Path) -> None:
    done = run_command("verify", "good.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "good.jsonl: 3 lines, 2 articles, 6 spans, all as it should be\n"
    from_pipe = call("verify", "-", stdin=(folder / "good.jsonl").read_bytes())
    assert (from_pipe.status, from_pipe.out.count("\n")) == (0, 1)


@pytest.mark.usefixtures("export")
def test_a_sound_project(call: Call) -> None:
    done = call("verify", "--db", "annotations.db")
    assert (done.status, done.err) == (0, "")
    assert done.out == "annotations.db: the project, all as it should be\n"


def test_an_empty_export_is_sound_and_told_of(call: Call, jsonl: Write) -> None:
    """An export of nothing is an empty file, but so is one that was lost."""
    jsonl("empty.jsonl")
    done = call("verify", "empty.jsonl")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("empty.jsonl: there are no lines in it; ")
    assert call("verify", "-", stdin=b"").out.startswith("-: there are no lines in it; ")


def test_lines_without_a_layer_are_counted(call: Call, jsonl: Write) -> None:
    jsonl("in.jsonl", line_of(), {"id": "bare", "text": "News."}, {"id": "more", "text": "Old."})
    assert call("import", "in.jsonl").status == 0
    assert call("export", "--unlabelled", "-o", "out.jsonl").status == 0
    said = "out.jsonl: 3 lines (2 without a layer), 3 articles, 2 spans, all as it should be\n"
    assert call("verify", "out.jsonl").out == said


def test_a_missing_file(call: Call) -> None:
    done = call("verify", "missing.jsonl")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def _swap_spans(lines: Lines) -> None:
    lines[0]["spans"].reverse()


def _swap_lines(lines: Lines) -> None:
    lines.reverse()


def _swap_keys(lines: Lines) -> None:
    lines[0] = dict(reversed(lines[0].items()))


def _swap_meta(lines: Lines) -> None:
    for line in lines:
        line["meta"] = {"url": "", "day": ""}


def _twice(lines: Lines) -> None:
    lines.insert(1, lines[0])


def _cut(lines: Lines) -> None:
    del lines[1]["spans"][0]["note"]


def _add(lines: Lines) -> None:
    lines[1]["relations"][0]["score"] = "1"


def _other_title(lines: Lines) -> None:
    lines[1]["title"] = "Another title"


def _other_keys(lines: Lines) -> None:
    lines[2]["meta"] = {}


def _unsorted_ids(lines: Lines) -> None:
    source = lines[0]["sources"][0]
    lines[0]["sources"] = [source | {"id": "z"}, source | {"id": "b"}]


def _no_layer(lines: Lines) -> None:
    lines[0]["layer"] = lines[0]["status"] = ""


def put(path: str, value: Any) -> Callable[[Lines], None]:
    """Sets one value in the first line: put("spans.0.start", 3)."""

    def change(lines: Lines) -> None:
        where: Any = lines[0]
        *parents, last = path.split(".")
        for part in parents:
            where = where[int(part) if part.isdigit() else part]
        where[last] = value

    return change


@pytest.mark.parametrize(
    ("spoil", "line", "says"),
    [
        (_swap_spans, 1, "the spans are not sorted by start"),
        (_swap_lines, 2, "out of order"),
        (_swap_keys, 1, "the keys of the line are out of order"),
        (_swap_meta, 1, "“meta” are not sorted"),
        (_twice, 2, "stands twice"),
        (_cut, 2, "span 1 lacks “note”"),
        (_add, 2, "relation 1 has unknown keys: “score”"),
        (_other_title, 2, "another title"),
        (_other_keys, 3, "other keys than the first line's"),
        (_unsorted_ids, 1, "the sources are not sorted by id"),
        (_no_layer, 1, "but no layer"),
        (put("status", ""), 1, "a layer has a status"),
        (put("status", "done"), 1, "status"),
        (put("schema", 0), 1, "schema 0"),
        (put("schema", 2), 1, "schema 2"),
        (put("text_sha256", ""), 1, "text_sha256 is written as ''"),
        (put("text_sha256", "0" * 64), 1, "does not match its text_sha256"),
        (put("offset_unit", "utf16"), 1, "offset_unit"),
        (put("meta.url", 5), 1, "not a string"),
        (put("title", None), 1, "title"),
        (put("relations.0.id", ""), 1, "one of the relations has no id"),
        (put("spans.0.start", 1), 1, "its fragments"),
        (put("spans.0.end", 9_999), 1, "its fragments"),
        (put("spans.0.fragments", [[2, 9_999]]), 1, "ends at 9,999"),
        (put("spans.0.fragments", [[2, 12], [13, 9_999]]), 1, "ends at 9,999"),
        (put("spans.0.text", "The tax"), 1, "says “The tax”"),
        (put("spans.0.text", ""), 1, "span 1 text is written as ''"),
        (put("spans.0.label", 7), 1, "label"),
        (put("spans.0.verdict", "maybe"), 1, "verdict"),
        (put("spans.0.origin", None), 1, "origin"),
        (put("spans.0.created_at", "yesterday"), 1, "not ISO 8601"),
        (put("spans.0.created_at", "2026-11-22T10:00:00+01:00"), 1, "created_at is written as"),
        (put("spans.1.flags", ["own_voice", "discuss"]), 1, "flags"),
        (put("relations.0.to", "s9"), 1, "“s9”"),
        (put("sources.0.spans", ["s9"]), 1, "“s9”"),
        (put("sources.0.kind", "other"), 1, "kind"),
    ],
)
def test_what_is_wrong_is_named(
    call: Call, export: Lines, jsonl: Write, spoil: Callable[[Lines], None], line: int, says: str
) -> None:
    spoil(export)
    jsonl("bad.jsonl", *export)
    done = call("verify", "bad.jsonl")
    assert done.status == 1
    first = done.err.splitlines()[0]
    assert first.startswith(f"bad.jsonl:{line}: "), done.err
    assert says in first
    assert done.out.count("\n") == 1
    assert "problem" in done.out


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (lambda data: data[:-1], 3, "no line end"),
        (lambda data: data[:-40], 3, "not JSON"),
        (lambda data: b"\xef\xbb\xbf" + data, 1, "byte-order mark"),
        (lambda data: data.replace(b"\n", b"\n\n", 1), 2, "blank"),
        (lambda data: data.replace(b"tax", b"t\xffx", 1), 1, "UTF-8"),
        (lambda data: data.replace(b'"id":', b'"id":"x","id":', 1), 1, "“id” stands twice"),
    ],
)
@pytest.mark.usefixtures("export")
def test_damaged_bytes_are_named(
    call: Call, folder: Path, change: Callable[[bytes], bytes], line: int, says: str
) -> None:
    (folder / "bad.jsonl").write_bytes(change((folder / "good.jsonl").read_bytes()))
    done = call("verify", "bad.jsonl")
    assert done.status == 1
    assert any(
        report.startswith(f"bad.jsonl:{line}: ") and says in report
        for report in done.err.splitlines()
    ), done.err


@pytest.mark.usefixtures("export")
def test_a_project_that_is_taken_for_an_export_is_told_in_one_sentence(call: Call) -> None:
    done = call("verify", "annotations.db")
    assert done.status == 1
    assert done.err.count("\n") == 1
    assert "check it with --db annotations.db" in done.err
