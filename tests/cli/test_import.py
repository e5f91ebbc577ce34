"""Import: what goes in, what is refused, and that nothing is half done."""

import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ARTICLE, Call, line_of
from tests.live import run_command

Write = Callable[..., Path]


def exported(call: Call, *options: str) -> list[dict[str, Any]]:
    done = call("export", "--unlabelled", *options)
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.split("\n") if line]


def test_text_and_lines_from_a_new_process(folder: Path, jsonl: Write) -> None:
    (folder / "desk").mkdir()
    (folder / "desk" / "b.txt").write_bytes(ARTICLE.encode())
    (folder / "desk" / "a.md").write_text("left out")
    jsonl("lines.jsonl", line_of())
    done = run_command("import", "desk", "lines.jsonl", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert "added 2 articles, 2 spans, 1 relation, 1 source" in done.stderr
    assert "passed over 1 file of other kinds" in done.stderr
    lines = run_command("export", "--unlabelled", cwd=folder).stdout.splitlines()
    first, second = map(json.loads, lines)
    assert (first["id"], first["text"], first["layer"]) == ("b", ARTICLE, "")
    assert (second["id"], second["spans"][1]["text"]) == ("tax", "Ana Ruiz")
    assert [path.name for path in folder.iterdir() if "wal" in path.name] == []


def test_folders_are_walked_in_order_and_hidden_files_left_out(call: Call, folder: Path) -> None:
    for name in ("z/1.txt", "z/a/2.txt", "b.txt", ".hidden.txt", "z/.git/c.txt", "z/x.pdf"):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Article {name}")
    done = call("import", "in")
    assert done.status == 0
    assert "added 3 articles" in done.err
    assert [line["id"] for line in exported(call)] == ["1", "2", "b"]


def test_standard_input_is_text_or_lines_by_how_it_begins(call: Call) -> None:
    assert call("import", "-", stdin=b"Some words").status == 0
    assert call("import", "-", stdin=json.dumps(line_of()).encode()).status == 0
    words, tax = exported(call)
    assert (words["text"], len(words["id"]), tax["id"]) == ("Some words", 16, "tax")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_read_once(call: Call, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    data = json.dumps(line_of()).encode()
    thread = threading.Thread(target=(folder / "pipe").write_bytes, args=(data,))
    thread.start()
    done = call("import", "pipe")
    thread.join()
    assert done.status == 0, done.err
    assert [line["id"] for line in exported(call)] == ["tax"]


def test_a_named_file_of_unknown_ending_is_text(call: Call, folder: Path) -> None:
    (folder / "notes.rst").write_text("Words")
    assert call("import", "notes.rst").status == 0
    assert exported(call)[0]["id"] == "notes"


def test_format_goes_before_the_ending(call: Call, jsonl: Write) -> None:
    jsonl("lines.txt", line_of())
    assert call("import", "--format", "jsonl", "lines.txt").status == 0
    assert [line["id"] for line in exported(call)] == ["tax"]


BAD_FILES = {
    "binary.txt": (b"\x89PNG\r\n\x1a\n", "is not UTF-8"),
    "nul.txt": (b"a\0b", "NUL"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b"\n \n", "empty"),
    "surrogate.txt": (b"\xed\xa0\xbd", "is not UTF-8"),
    "large.txt": (b"a" * 2_100_000, "2,000,000"),
    "array.jsonl": (b'[\n {"text": "a"}\n]\n', "one whole object on each line"),
}


def test_bad_files_are_named_and_the_rest_goes_in(call: Call, folder: Path) -> None:
    (folder / "in").mkdir()
    for name, (data, _) in BAD_FILES.items():
        (folder / "in" / name).write_bytes(data)
    (folder / "in" / "good.txt").write_text("Good words")
    done = call("import", "in", "missing.txt")
    assert (done.status, done.out) == (1, "")
    reports = [line for line in done.err.splitlines() if not line.startswith("annotator:")]
    assert len(reports) == len(BAD_FILES) + 1
    for name, (_, says) in BAD_FILES.items():
        (report,) = [line for line in reports if name in line]
        assert report.startswith(f"in/{name}:")
        assert says in report
    assert "missing.txt: there is no such file or folder" in reports
    assert f"added 1 article, 0 spans, 0 relations, 0 sources; {len(reports)} refused" in done.err
    assert [line["id"] for line in exported(call)] == ["good"]


def with_spans(*spans: dict[str, Any], layer: str = "ann") -> dict[str, Any]:
    return line_of(spans=list(spans), relations=[], sources=[], layer=layer)


CLAIM = {"label": "claim", "start": 0, "end": 3}

BAD_LINES = [
    (b'{"id": "x", "text": "a"', "not JSON"),
    (b'{"id": "x", "text": "\\udc00"}', "surrogate"),
    (b'{"id": "x", "text": "\\u0000"}', "NUL"),
    (b'{"id": "x", "text": "\xff"}', "is not UTF-8"),
    (b'{"id": "x", "text": " "}', "empty"),
    (b'{"id": "x/y", "text": "a"}', "/"),
    (b'{"id": "x"}', "no “text”"),
    (with_spans(CLAIM | {"end": 9_999}), "ends at 9,999"),
    (with_spans(CLAIM | {"start": -1}), "start"),
    (with_spans(CLAIM | {"start": 3}), "3-3"),
    (with_spans(CLAIM | {"text": "The"}), "says “The”, the text there is “📰 T”"),
    (with_spans(CLAIM | {"label": "rumour"}), "“rumour”"),
    (with_spans(CLAIM | {"id": "s"}, CLAIM | {"id": "s"}), "the id “s”"),
    (
        line_of(relations=[{"type": "attributed_to", "from": "s2", "to": "s1"}]),
        "no “attributed_to” from “named_source” to “claim”",
    ),
    (line_of(relations=[{"type": "attributed_to", "from": "s1", "to": "s9"}]), "“s9”"),
    (line_of(status="done"), "status"),
    (line_of(layer="all"), "reserved"),
    (line_of(text="Another text"), "ends at 26; the text has 12"),
    (line_of(schema=2), "schema 2"),
]


def test_bad_lines_are_named_and_the_rest_goes_in(call: Call, jsonl: Write) -> None:
    lines = [
        line | {"id": f"bad{number}"} if isinstance(line, dict) else line
        for number, (line, _) in enumerate(BAD_LINES)
    ]
    jsonl("in.jsonl", line_of(id="first"), *lines, line_of(id="last"))
    done = call("import", "in.jsonl")
    assert done.status == 1
    reports = [line for line in done.err.splitlines() if not line.startswith("annotator:")]
    assert len(reports) == len(BAD_LINES), done.err
    for number, (report, (_, says)) in enumerate(zip(reports, BAD_LINES, strict=True), 2):
        assert report.startswith(f"in.jsonl:{number}: ")
        assert says in report
    assert [line["id"] for line in exported(call)] == ["first", "last"]


def test_an_article_goes_in_whole_or_not_at_all(call: Call, jsonl: Write) -> None:
    bad = with_spans(CLAIM | {"label": "rumour"}, layer="bea")
    jsonl("in.jsonl", line_of(), bad, line_of(id="other"))
    done = call("import", "in.jsonl")
    assert done.status == 1
    assert [line["id"] for line in exported(call)] == ["other"]
    assert "in.jsonl:1: " in done.err
    assert "in.jsonl:2: " in done.err


def test_the_same_id_with_another_text(call: Call, jsonl: Write, folder: Path) -> None:
    jsonl("a.jsonl", {"id": "tax", "text": "One text"})
    jsonl("b.jsonl", {"id": "tax", "text": "Two texts"})
    (folder / "tax.txt").write_text("Three texts")
    assert call("import", "a.jsonl").status == 0
    done = call("import", "b.jsonl")
    assert done.status == 1
    assert "b.jsonl:1: the article “tax” exists with another text" in done.err
    for _ in range(2):  # a text file that was imported before is known again
        assert call("import", "tax.txt").status == 0
    assert [line["id"] for line in exported(call)] == ["tax", "tax-47d71809"]


def test_spans_without_a_layer_need_one_to_be_named(call: Call, jsonl: Write, folder: Path) -> None:
    nameless = {key: value for key, value in line_of().items() if key != "layer"}
    jsonl("in.jsonl", line_of(id="good"), nameless)
    done = call("import", "in.jsonl")
    assert (done.status, done.out) == (2, "")
    assert "in.jsonl:2" in done.err
    assert "--layer" in done.err
    assert not (folder / "annotations.db").exists()
    assert call("import", "-", stdin=json.dumps(nameless).encode()).status == 2
    assert not (folder / "annotations.db").exists()
    assert call("import", "--layer", "bea", "in.jsonl").status == 0
    assert [(line["id"], line["layer"]) for line in exported(call)] == [
        ("good", "ann"),
        ("tax", "bea"),
    ]


@pytest.mark.parametrize("layer", ["all", "a/b", "x" * 65])
def test_a_layer_that_nobody_can_have(call: Call, jsonl: Write, layer: str) -> None:
    jsonl("in.jsonl", line_of())
    done = call("import", "--layer", layer, "in.jsonl")
    assert (done.status, done.err.count("\n")) == (2, 1)
    assert not Path("annotations.db").exists()


def test_me_is_the_only_account(call: Call, jsonl: Write) -> None:
    jsonl("in.jsonl", line_of(layer=""))
    assert call("import", "--layer", "me", "in.jsonl").status == 3
    call("token", "create", "makes-the-account")
    assert call("import", "--layer", "me", "in.jsonl").status == 0
    assert [line["layer"] for line in exported(call, "--layer", "me")] == ["robin"]


def test_labels_are_mapped(call: Call, jsonl: Write) -> None:
    span = {"id": "s", "start": 0, "end": 4}
    jsonl(
        "in.jsonl",
        {"text": ARTICLE, "layer": "ann", "spans": [span | {"label": "Claim"}]},
        {"text": ARTICLE + "!", "layer": "ann", "spans": [span | {"label": "MAYBE=1"}]},
    )
    unknown = call("import", "--label-map", "Claim=fact", "in.jsonl")
    assert (unknown.status, unknown.err.count("\n")) == (2, 1)
    assert not Path("annotations.db").exists()
    options = ["--label-map", "Claim=claim", "--label-map", "MAYBE=1=speculation"]
    done = call("import", *options[:2], "in.jsonl")
    assert done.status == 1
    assert "in.jsonl:2: " in done.err
    assert "“MAYBE=1”, which this project does not have" in done.err
    assert done.err.count("--label-map OLD=NEW") == 1
    assert [line["spans"][0]["label"] for line in exported(call)] == ["claim"]


def test_importing_again_adds_nothing(call: Call, jsonl: Write) -> None:
    jsonl("in.jsonl", line_of(), line_of(layer="bea"))
    call("import", "in.jsonl")
    before = exported(call)
    done = call("import", "in.jsonl")
    assert done.status == 0, done.err
    assert "added 0 articles, 0 spans, 0 relations, 0 sources" in done.err
    assert exported(call) == before


def test_spans_without_ids_are_matched_by_what_they_say(call: Call, jsonl: Write) -> None:
    span = {"label": "claim", "start": 0, "end": 4}
    jsonl("in.jsonl", {"text": ARTICLE, "layer": "ann", "spans": [span, span]})
    call("import", "in.jsonl")
    assert call("import", "in.jsonl").status == 0
    (line,) = exported(call)
    assert len(line["spans"]) == 2


def test_a_span_that_differs_is_kept_and_reported(call: Call, jsonl: Write) -> None:
    jsonl("a.jsonl", line_of())
    changed = line_of()
    changed["spans"][1]["note"] = "another note"
    jsonl("b.jsonl", changed)
    call("import", "a.jsonl")
    done = call("import", "b.jsonl")
    assert done.status == 1
    assert "b.jsonl:1: span “s2” differs" in done.err
    assert exported(call)[0]["spans"][1]["note"] == "who?"


def test_unknown_keys_give_one_warning(call: Call, jsonl: Write) -> None:
    jsonl("a.jsonl", line_of(score=1), line_of(id="b", score=2, by="me"))
    done = call("import", "a.jsonl")
    assert done.status == 0
    assert done.err.count("ignored keys") == 1
    assert "by, score" in done.err


def test_export_import_export_is_the_same_to_the_byte(call: Call, jsonl: Write) -> None:
    gold = line_of(layer="gold", status="reviewed")
    gold["spans"][0] |= {"derived_from": [{"layer": "ann", "span": "s1"}], "origin": "human"}
    judged = line_of(layer="bea", status="submitted", meta={"n": 5, "day": "Monday"})
    judged["spans"][0] |= {"verdict": "changed", "reviewer": "ann", "comment": "c", "reply": "r"}
    jsonl("in.jsonl", line_of(), judged, gold, {"id": "bare", "text": "No layer\r\n"})
    nameless = {"id": "zz", "text": ARTICLE, "spans": [{"label": "claim", "start": 0, "end": 1}]}
    jsonl("more.jsonl", nameless, line_of(id="a", layer="", status="submitted"))
    assert call("import", "in.jsonl").status == 0
    assert call("import", "--layer", "cy", "more.jsonl").status == 0
    first = call("export", "--unlabelled", "-o", "one.jsonl")
    assert first.status == 0, first.err
    assert call("verify", "one.jsonl").status == 0
    assert call("import", "--db", "two.db", "--layer", "nobody", "one.jsonl").status == 0
    assert call("export", "--db", "two.db", "--unlabelled", "-o", "two.jsonl").status == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert Path("one.jsonl").read_bytes().count(b"\n") == 6


def test_nothing_to_import_makes_no_project(call: Call, folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "x.pdf").write_bytes(b"%PDF")
    assert call("import", "in").status == 0
    assert call("import", "missing.txt").status == 1
    assert not (folder / "annotations.db").exists()


def test_samples_do_not_come_by_import(call: Call, jsonl: Write) -> None:
    jsonl("in.jsonl", line_of())
    call("import", "in.jsonl")
    assert len(exported(call, "--samples")) == 1


def test_progress_is_drawn_on_a_terminal_only(
    call: Call, jsonl: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    jsonl("in.jsonl", *[line_of(id=str(number)) for number in range(120)])
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = call("import", "in.jsonl")
    assert (done.status, done.out) == (0, "")
    assert "in.jsonl" in done.err
    assert "added 120 articles" in done.err
