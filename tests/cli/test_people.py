"""People on the command line: added, listed, invited, given a role or a password, removed."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.cli.conftest import Call, line_of
from tests.live import Server, run_command

WORDS = b"three old cows\n"


def rows(call: Call) -> list[list[str]]:
    listed = call("people", "list")
    assert (listed.status, listed.err) == (0, "")
    return [line.split("\t") for line in listed.out.splitlines()]


def roles(call: Call) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(call)}


def test_the_first_person_added_stands_beside_an_admin(call: Call, folder: Path) -> None:
    done = call("people", "add", "Éva Ünal", "--role", "reviewer")
    assert (done.status, done.out, done.err.count("\n")) == (0, "", 1)
    assert "once a server runs" in done.err
    assert (folder / "annotations.db").exists()
    assert [row[:3] for row in rows(call)] == [
        ["robin", "admin", "no password"],
        ["Éva Ünal", "reviewer", "no password"],
    ]


def test_a_role_changes_and_one_admin_stays(call: Call) -> None:
    call("people", "add", "lou")
    assert call("people", "role", "lou", "reviewer").status == 0
    assert roles(call) == {"robin": "admin", "lou": "reviewer"}
    refused = call("people", "role", "robin", "labeller")
    assert (refused.status, refused.err.count("\n")) == (1, 1)
    assert "only admin" in refused.err
    assert call("people", "role", "lou", "boss").status == 2


def test_whoever_is_removed_may_be_added_again(call: Call) -> None:
    call("people", "add", "lou", "--role", "reviewer")
    assert "labels stay" in call("people", "remove", "lou").err
    assert roles(call) == {"robin": "admin"}
    assert "only admin" in call("people", "remove", "robin").err
    assert call("people", "add", "lou").status == 0
    assert roles(call)["lou"] == "labeller"


def test_a_password_is_read_from_standard_input(call: Call) -> None:
    call("people", "add", "lou")
    done = call("people", "password", "lou", stdin=WORDS)
    assert (done.status, done.out) == (0, "")
    assert "lou has a new password" in done.err
    assert [row[2] for row in rows(call)] == ["no password", "password"]
    mine = call("people", "password", stdin=b"four young cows\r\nmore")
    assert "robin has a new password" in mine.err
    assert [row[2] for row in rows(call)] == ["password", "password"]


@pytest.mark.parametrize(
    "arguments",
    [
        *(("add", ""), ("add", "gold"), ("add", "a/b"), ("add", "robin"), ("add", " me ")),
        *(("role", "nobody", "admin"), ("remove", "nobody"), ("password", "nobody")),
        *(("password",), ("password", "robin")),
    ],
)
def test_what_cannot_be_is_refused(call: Call, arguments: tuple[str, ...]) -> None:
    call("people", "add", "lou")
    done = call("people", *arguments, stdin=b"short\n")
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)


def test_a_link_leads_to_a_server_that_runs(call: Call) -> None:
    call("people", "add", "lou")
    done = call("people", "invite", "lou")
    assert (done.status, done.out, done.err.count("\n")) == (3, "", 1)
    assert "people password" in done.err


@pytest.mark.parametrize("command", ["list", "remove", "role", "invite", "password"])
def test_only_add_makes_a_project(call: Call, folder: Path, command: str) -> None:
    arguments = {"list": (), "role": ("lou", "admin")}.get(command, ("lou",))
    assert call("people", command, *arguments, stdin=WORDS).status == 3
    assert not (folder / "annotations.db").exists()


@pytest.mark.serve("--no-samples")
def test_a_link_works_beside_the_running_server(
    server: Server, jsonl: Callable[..., Path], tmp_path: Path
) -> None:
    folder = server.db.parent
    file = jsonl("ida.jsonl", line_of(layer="Ida"))
    assert run_command("import", file, cwd=folder).returncode == 0
    added = run_command("people", "add", "lou", cwd=folder)
    invited = run_command("people", "invite", "Ida", cwd=folder)
    for done, name in ((added, "lou"), (invited, "Ida")):
        assert (done.returncode, done.stderr) == (0, "")
        assert re.fullmatch(rf"{server.url}/invite\?token=[\w-]{{43}}\n", done.stdout)
        with httpx2.Client(base_url=server.url) as client:
            assert name in client.get(done.stdout.strip()).text
            key = done.stdout.strip().partition("token=")[2]
            form = {"token": key, "password": "three old cows"}
            assert client.post("/invite", data=form).status_code == 303
            layers = client.get("/api/articles/tax").json()["layers"]
            assert [one["name"] for one in layers] == (["Ida"] if name == "Ida" else [])
            run_command("people", "remove", name, cwd=folder)
            assert client.get("/api/articles").status_code == 401
    link = run_command("link", cwd=folder)
    assert link.returncode == 0
    assert httpx2.get(link.stdout.strip()).status_code == 303


def queues(call: Call) -> dict[str, list[str]]:
    listed = call("people", "queue")
    assert (listed.status, listed.err) == (0, "")
    return {row[0]: row[1:] for row in (line.split("\t") for line in listed.out.splitlines())}


@pytest.fixture
def team(call: Call, folder: Path) -> Call:
    """Lou and Éva, and three articles."""
    for name in ("lou", "Éva 📰"):
        call("people", "add", name)
    for id_ in "abc":
        (folder / f"{id_}.txt").write_text(f"📰 News of {id_}.", "utf-8")
    assert call("import", "a.txt", "b.txt", "c.txt").status == 0
    return call


def test_articles_are_given_to_each_and_taken_back(team: Call) -> None:
    done = team("people", "assign", "lou", "Éva 📰", "--article", "a", "--article", "b")
    assert (done.status, done.out) == (0, "")
    assert done.err == "lou gets 2 articles; Éva 📰 gets 2 articles\n"
    assert queues(team) == {"robin": ["0", "0"], "lou": ["2", "2"], "Éva 📰": ["2", "2"]}
    assert team("people", "queue", "lou").out == "b\na\n"
    again = team("people", "assign", "lou", "--article", "a")
    assert (again.status, again.err) == (0, "nothing was to be changed\n")
    assert team("people", "assign", "lou", "--take-back").err == "lou gives back 2 articles\n"
    assert queues(team)["lou"] == ["0", "0"]


def test_articles_are_spread(team: Call) -> None:
    done = team("people", "assign", "--each", "2", "robin", "lou", "Éva 📰")
    assert done.err == "lou gets 2 articles; robin gets 2 articles; Éva 📰 gets 2 articles\n"
    assert set(map(tuple, queues(team).values())) == {("2", "2")}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("nobody 📰",), 1),
        (("lou", "--article", "none"), 1),
        (("lou", "--each", "2"), 1),
        (("lou", "--each", "0"), 1),
        (("lou", "--each", "1", "--take-back"), 2),
        ((), 2),
    ],
)
def test_what_cannot_be_given_is_told(team: Call, arguments: tuple[str, ...], status: int) -> None:
    refused = team("people", "assign", *arguments)
    assert (refused.status, refused.out, refused.err.count("\n")) == (status, "", 1)
    assert set(map(tuple, queues(team).values())) == {("0", "0")}
    assert team("people", "queue", "nobody").status == 1
