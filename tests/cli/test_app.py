"""What holds for every command: version, help, wrong usage, what is loaded, exit statuses."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from annotator import __version__
from annotator.store import database
from tests.cli.conftest import Call
from tests.live import ROOT, environment, run_command

COMMANDS = (
    *("serve", "link", "import", "export", "agreement", "verify"),
    *("scheme", "people", "token"),
)


def loaded_after(*arguments: str) -> set[str]:
    """The top-level modules that a run of the command has loaded in the end."""
    code = (
        "import atexit, sys\n"
        f"sys.argv = ['annotator', *{list(arguments)!r}]\n"
        "from annotator.__main__ import main\n"
        "atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {name.partition(".")[0] for name in done.stderr.split()}


def test_version_loads_nothing(tmp_path: Path) -> None:
    heavy = {"typer", "sqlmodel", "sqlalchemy", "fastapi", "uvicorn", "pydantic", "rich"}
    assert heavy & loaded_after("--version") == set()
    done = run_command("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"annotator {__version__}\n", "")


@pytest.mark.parametrize("arguments", [("--help",), ("import", "--help"), ("serve", "--help")])
def test_help_loads_neither_server_nor_store(arguments: tuple[str, ...]) -> None:
    assert {"sqlmodel", "sqlalchemy", "fastapi", "uvicorn"} & loaded_after(*arguments) == set()


def test_help_names_every_command_of_this_release(call: Call) -> None:
    done = call("--help")
    assert done.status == 0
    listed = [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line]
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize(
    "arguments",
    [
        ("people",),
        ("import",),
        ("import", "a.txt", "--format", "docx"),
        ("import", "a.txt", "--label-map", "claim"),
        ("export", "--status", "done"),
        ("export", "--features"),
        ("export", "extra"),
        ("verify",),
        ("verify", "a.jsonl", "--db", "b.db"),
        ("scheme",),
        ("scheme", "load"),
        ("token", "create"),
        ("token", "create", "a", "--scope", "all"),
        ("--port", "99999"),
        ("--nonsense",),
        ("serve", "--host", "no.such.host.invalid", "--no-browser"),
        ("--host", "0.0.0.0", "--no-browser"),
    ],
)
def test_wrong_usage_is_one_sentence_and_changes_nothing(
    call: Call, folder: Path, arguments: tuple[str, ...]
) -> None:
    done = call(*arguments)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1), done.err
    assert [path.name for path in folder.iterdir() if path.suffix != ".lock"] == []


SAID = {
    "serve --port abc": "--port takes a whole number from 0 to 65535",
    "--port 99999": "--port takes a whole number from 0 to 65535",
    "--port -1": "--port takes a whole number from 0 to 65535",
    "--port": "--port needs a value after it",
    "--nonsense": "there is no option --nonsense (near it: --no-samples)",
    "review": "there is no command “review”",
    "serve now": "“now” is too much",
    "import": "PATH… is missing",
    "import a.txt --format docx": "--format takes auto, text or jsonl, not “docx”",
    "export --format it's": "--format takes jsonl, not “it's”",
    "export --status done": "--status takes open, submitted or reviewed, not “done”",
    "export --samples=3": "--samples takes no value",
    "export --layers ann": "there is no option --layers (near it: --layer)",
    "scheme": "say what to do: show or load",
    "scheme save": "there is no command “save”",
    "token create": "NAME is missing",
    "token create a --scope all": "--scope takes read or write, not “all”",
}
WHERE = {
    "token create": "annotator token create",
    "token create a --scope all": "annotator token create",
}


@pytest.mark.parametrize("line", SAID)
def test_wrong_usage_is_said_in_plain_words(call: Call, line: str) -> None:
    done = call(*line.split(" "))
    assert done.status == 2
    said, _, where = done.err.partition("; see ")
    assert said == f"annotator: {SAID[line]}"
    command = line.split(" ", maxsplit=1)[0]
    known = f"annotator {command}" if command in COMMANDS else "annotator"
    known = "annotator serve" if line.startswith("--") else known
    assert where == f"“{WHERE.get(line, known)} --help”\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("link",),
        ("export",),
        ("verify", "--db", "annotations.db"),
        ("scheme", "show"),
        ("people", "list"),
        ("token", "list"),
        ("token", "revoke", "a"),
    ],
)
def test_a_missing_project_is_not_made(
    call: Call, folder: Path, arguments: tuple[str, ...]
) -> None:
    done = call(*arguments)
    assert (done.status, done.out, done.err.count("\n")) == (3, "", 1)
    assert "annotations.db" in done.err
    assert list(folder.iterdir()) == []


def damaged(path: Path, call: Call) -> None:
    call("import", "--db", path, "-", stdin=b"Words")
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)  # all but the first page
    path.write_bytes(data)


def newer(path: Path, call: Call) -> None:
    call("import", "--db", path, "-", stdin=b"Words")
    data = bytearray(path.read_bytes())
    data[60:64] = (99).to_bytes(4, "big")  # SQLite keeps user_version here
    path.write_bytes(data)


def a_text(path: Path, _: Call) -> None:
    path.write_text("This is no database. " * 200)


def a_folder(path: Path, _: Call) -> None:
    path.mkdir()


def another_database(path: Path, _: Call) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (x)")


PROJECT_COMMANDS = [
    ("export",),
    ("import", "-"),
    ("scheme", "show"),
    ("token", "create", "t"),
    ("link",),
    ("serve", "--no-browser", "--port", "0"),
]


@pytest.mark.parametrize("make", [newer, a_text, a_folder, another_database])
@pytest.mark.parametrize("command", PROJECT_COMMANDS, ids=lambda command: command[0])
def test_a_file_that_is_no_project_is_left_alone(
    call: Call, folder: Path, command: tuple[str, ...], make: Callable[[Path, Call], None]
) -> None:
    path = folder / "other.db"
    make(path, call)
    before = path.read_bytes() if path.is_file() else b""
    done = call(*command, "--db", path, stdin=b"More words")
    assert (done.status, done.out, done.err.count("\n")) == (3, "", 1), done.err
    assert "other.db" in done.err
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_damaged_project_is_told_of(call: Call, folder: Path) -> None:
    path = folder / "other.db"
    damaged(path, call)
    for command in (("export",), ("scheme", "show"), ("serve", "--no-browser", "--port", "0")):
        done = call(*command, "--db", path)
        assert done.status == 3, (command, done)
        assert done.err.count("\n") == 1
    assert call("verify", "--db", path).status in {1, 3}


def test_a_locked_project_is_told_of(
    call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("import", "-", stdin=b"Words")
    monkeypatch.setitem(database._WRITER, "busy_timeout", 100)
    with closing(sqlite3.connect(folder / "annotations.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        done = call("import", "-", stdin=b"More words")
        assert (done.status, done.out, done.err.count("\n")) == (3, "", 1)
        assert "busy" in done.err
        other.rollback()
    assert call("import", "-", stdin=b"More words").status == 0


@pytest.mark.parametrize("command", PROJECT_COMMANDS, ids=lambda command: command[0])
def test_a_folder_that_cannot_be_written(
    call: Call, folder: Path, command: tuple[str, ...]
) -> None:
    """A file stands where the folder should be: nobody, not even root, can write there."""
    (folder / "file").write_text("in the way")
    done = call(*command, "--db", folder / "file" / "a.db", stdin=b"Words")
    assert (done.status, done.out, done.err.count("\n")) == (3, "", 1), done.err


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(call: Call, folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    done = call("import", "--db", closed / "a.db", "-", stdin=b"Words")
    assert (done.status, done.err.count("\n")) == (3, 1)
    assert "cannot" in done.err


def test_a_message_cannot_steer_the_terminal(call: Call) -> None:
    done = call("verify", "a\x1b[31m\nb.jsonl")
    assert done.status == 1
    assert "\x1b" not in done.err
    assert done.err.count("\n") == 1
