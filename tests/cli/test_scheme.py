"""The scheme on the command line: shown, loaded, and never at the cost of a label in use."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.domain.scheme import DEFAULT
from tests.cli.conftest import Call, line_of
from tests.live import run_command

Write = Callable[..., Path]


def scheme() -> dict[str, Any]:
    return DEFAULT.model_dump(by_alias=True)


def save(folder: Path, value: object) -> str:
    (folder / "scheme.json").write_text(json.dumps(value))
    return "scheme.json"


def test_what_is_shown_can_be_loaded(folder: Path) -> None:
    value = scheme()
    value["labels"][0]["name"] = "Behauptung"
    value["labels"][0]["shortcut"], value["labels"][1]["shortcut"] = "7", "8"
    loaded = run_command("scheme", "load", save(folder, value), cwd=folder)
    assert (loaded.returncode, loaded.stdout, loaded.stderr.count("\n")) == (0, "", 1)
    shown = run_command("scheme", "show", cwd=folder)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout) == value


def test_a_scheme_is_loaded_from_standard_input(call: Call) -> None:
    value = scheme()
    value["labels"][1]["retired"] = True
    assert call("scheme", "load", "-", stdin=json.dumps(value).encode()).status == 0
    assert json.loads(call("scheme", "show").out) == value
    assert call("scheme", "load", "-", stdin=json.dumps(value).encode()).status == 0


def test_a_label_in_use_is_not_removed(call: Call, jsonl: Write, folder: Path) -> None:
    jsonl("in.jsonl", line_of())
    call("import", "in.jsonl")
    value = scheme()
    value["labels"] = [label for label in value["labels"] if label["key"] != "named_source"]
    value["relations"] = []
    done = call("scheme", "load", save(folder, value))
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "“named_source”" in done.err
    assert "retire" in done.err
    assert json.loads(call("scheme", "show").out) == scheme()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "not JSON"),
        (b"\xff", "UTF-8"),
        (b"[]", ""),
        (b'{"labels": [], "labels": []}', "“labels” stands twice"),
        (b'{"labels": [{"key": "a", "key": "b"}]}', "“key” stands twice"),
        (b'{"labels": NaN}', "not JSON"),
        (b'{"labels": [],\n "x": Infinity}', "line 2, column 7"),
        (b"[" * 2000, "brackets"),
        (b"", "not JSON"),
        (b'{"labels": []}', "at least one label"),
        (b'{"labels": [{"key": "A b"}]}', "key"),
        (b'{"labels": 1}', "labels"),
    ],
)
def test_a_bad_scheme_is_refused(call: Call, folder: Path, raw: bytes, says: str) -> None:
    (folder / "bad.json").write_bytes(raw)
    done = call("scheme", "load", "bad.json")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "bad.json" in done.err
    assert says in done.err
    assert not (folder / "annotations.db").exists()


def test_a_missing_scheme_is_refused(call: Call) -> None:
    done = call("scheme", "load", "missing.json")
    assert (done.status, done.err.count("\n")) == (1, 1)


def test_a_byte_order_mark_is_no_part_of_a_scheme(call: Call, folder: Path) -> None:
    (folder / "scheme.json").write_bytes(b"\xef\xbb\xbf" + json.dumps(scheme()).encode())
    assert call("scheme", "load", "scheme.json").status == 0
