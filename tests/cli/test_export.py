"""Export: what is selected, where it is written, and that a file is whole or not there."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator.store.database import Database
from tests.cli.conftest import Call, line_of
from tests.live import environment, run_command

Write = Callable[..., Path]


@pytest.fixture
def project(call: Call, jsonl: Write) -> Path:
    """A project with layers of two annotators, gold, and an article without any."""
    jsonl(
        "in.jsonl",
        line_of(),
        line_of(layer="bea", status="submitted"),
        line_of(layer="gold", status="reviewed"),
        line_of(id="other", layer="bea"),
        {"id": "bare", "text": "Nobody has read this."},
    )
    assert call("import", "in.jsonl").status == 0
    return Path("annotations.db").resolve()


def chosen(call: Call, *options: str) -> list[tuple[str, str]]:
    done = call("export", *options)
    assert done.status == 0, done.err
    lines = [json.loads(line) for line in done.out.split("\n") if line]
    return [(line["id"], line["layer"]) for line in lines]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", "other/bea tax/ann tax/bea tax/gold"),
        ("--layer all", "other/bea tax/ann tax/bea tax/gold"),
        ("--layer gold", "tax/gold"),
        ("--layer bea --layer ann", "other/bea tax/ann tax/bea"),
        ("--layer gold --status open", ""),
        ("--status submitted", "tax/bea"),
        ("--status submitted --status reviewed", "tax/bea tax/gold"),
        ("--layer bea --status open", "other/bea"),
        ("--unlabelled", "bare/ other/bea tax/ann tax/bea tax/gold"),
        ("--format jsonl -o -", "other/bea tax/ann tax/bea tax/gold"),
    ],
)
@pytest.mark.usefixtures("project")
def test_options_select(call: Call, options: str, expected: str) -> None:
    found = chosen(call, *options.split())
    assert [f"{id_}/{layer}" for id_, layer in found] == expected.split()


@pytest.mark.usefixtures("project")
def test_two_exports_are_the_same_to_the_byte(call: Call, folder: Path) -> None:
    to_file = call("export", "-o", "x.jsonl")
    assert (to_file.status, to_file.out) == (0, "")
    done = run_command("export", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.encode() == (folder / "x.jsonl").read_bytes()


@pytest.mark.usefixtures("project")
def test_nothing_selected_is_said(call: Call) -> None:
    done = call("export", "--layer", "gold", "--status", "open")
    assert (done.status, done.out) == (0, "")
    assert "nothing matches" in done.err


@pytest.mark.parametrize("layer", ["nobody", "Ann", "", "ann ", "g\u00f6ld"])
@pytest.mark.usefixtures("project")
def test_a_layer_that_is_not_there_is_told_of(call: Call, folder: Path, layer: str) -> None:
    """An empty file would be taken for an answer."""
    done = call("export", "--layer", "bea", "--layer", layer, "-o", "out.jsonl")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"there is no layer “{layer}”; there are ann, bea, gold" in done.err
    assert not (folder / "out.jsonl").exists()
    assert call("export", "--layer", layer, "--layer", "all").status == 0


def test_who_has_not_labelled_yet_is_known(call: Call) -> None:
    call("token", "create", "makes-the-account")
    for layer in ("me", "robin", "gold"):
        assert call("export", "--layer", layer).status == 0
    none = call("export", "--layer", "nobody")
    assert (none.status, "nobody has labelled anything yet" in none.err) == (2, True)


@pytest.mark.usefixtures("project")
def test_features_lie_beside_the_export(call: Call, folder: Path) -> None:
    assert call("export", "--features", "-o", "x.jsonl").status == 0
    features = json.loads((folder / "x.features.json").read_bytes())
    line = json.loads((folder / "x.jsonl").read_bytes().splitlines()[0])
    assert list(features) == list(line)
    assert list(features["meta"]) == ["url"]


@pytest.mark.usefixtures("project")
def test_an_export_replaces_a_file_and_leaves_no_other(call: Call, folder: Path) -> None:
    (folder / "x.jsonl").write_text("old")
    before = sorted(folder.iterdir())
    assert call("export", "-o", "x.jsonl").status == 0
    assert sorted(folder.iterdir()) == before
    assert (folder / "x.jsonl").read_text().startswith('{"schema":1')


def test_a_failed_export_keeps_the_old_file(
    call: Call, project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "x.jsonl").write_text("old")
    before = sorted(folder.iterdir())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = call("export", "-o", "x.jsonl")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "no space left" in done.err
    assert sorted(folder.iterdir()) == before
    assert (folder / "x.jsonl").read_text() == "old"


@pytest.mark.parametrize("output", ["missing/x.jsonl", "in.jsonl/x.jsonl", "."])
@pytest.mark.usefixtures("project")
def test_a_place_that_cannot_be_written(call: Call, output: str) -> None:
    done = call("export", "-o", output)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done.err


@pytest.mark.skipif(os.name != "posix", reason="devices have names on POSIX only")
@pytest.mark.usefixtures("project")
def test_a_device_is_written_to_and_stays(call: Call) -> None:
    assert call("export", "-o", "/dev/null").status == 0
    assert not Path("/dev/null").is_file()


def test_a_reader_that_stops_is_no_error(project: Path, folder: Path, jsonl: Write) -> None:
    jsonl("big.jsonl", *[line_of(id=f"a{number}") for number in range(300)])
    assert run_command("import", "big.jsonl", cwd=folder).returncode == 0
    with subprocess.Popen(
        [sys.executable, "-m", "annotator", "export"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_a_writer_elsewhere_does_not_change_a_snapshot(call: Call, project: Path) -> None:
    """An export that has begun shows the project as it was, while others write."""
    before = call("export").out
    with Database.open(project) as database, database.snapshot() as connection:
        list(connection.exec_driver_sql("SELECT count(*) FROM article"))
        assert call("import", "-", stdin=b"New words").status == 0
        assert call("export").out == before


def test_a_broken_span_is_never_written(call: Call, project: Path, folder: Path) -> None:
    with closing(sqlite3.connect(project)) as connection, connection:
        connection.execute("UPDATE span SET text = 'other words' WHERE id = 's1'")
    done = call("export", "-o", "x.jsonl")
    assert (done.status, done.err.count("\n")) == (3, 1), done.err
    assert not (folder / "x.jsonl").exists()
    assert call("verify", "--db", project).status == 1
