"""Tokens on the command line: printed once, listed without themselves, revoked."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.live import run_command


def test_a_token_is_printed_alone_on_one_line(folder: Path) -> None:
    done = run_command("token", "create", "nightly", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43,}\n", done.stdout)
    assert (folder / "annotations.db").exists()


def test_tokens_are_listed_without_themselves(call: Call) -> None:
    made = [call("token", "create", "b", "--scope", "write").out, call("token", "create", "a").out]
    listed = call("token", "list")
    assert listed.status == 0
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert [row[:3] for row in rows] == [["a", "robin", "read"], ["b", "robin", "write"]]
    assert not any(token.strip() in listed.out for token in made)
    assert made[0] != made[1]


def test_a_name_is_free_again_once_revoked(call: Call) -> None:
    assert call("token", "create", "a").status == 0
    again = call("token", "create", "a")
    assert (again.status, again.out, again.err.count("\n")) == (1, "", 1)
    assert call("token", "revoke", "a").status == 0
    assert call("token", "revoke", "a").status == 1
    assert call("token", "create", "a").status == 0


@pytest.mark.parametrize(
    "arguments",
    [("create", "a", "--for", "nobody"), ("create", ""), ("create", "x" * 65), ("revoke", "none")],
)
def test_what_cannot_be_is_refused(call: Call, arguments: tuple[str, ...]) -> None:
    call("token", "create", "other")
    done = call("token", *arguments)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_token_for_somebody(call: Call) -> None:
    call("token", "create", "a")
    assert call("token", "create", "b", "--for", "robin").status == 0
