"""Serving: one line of output, one server a project, a clean end, and no secret in any log."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.cli.conftest import Call
from tests.live import Server, environment, run_command

ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/login\?token=[A-Za-z0-9_-]{43,}\n")
STOP_SECONDS = 10

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(db: Path) -> Iterator[Start]:
    """Start `annotator` with these arguments in the project's folder."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **more: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "annotator", *arguments],
            cwd=db.parent,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_one_line_then_a_clean_end(start: Start, db: Path, stop: int) -> None:
    """Options first mean serve; the printed address works once, and no log shows its key."""
    process = start("--port", "0", "--no-browser")
    line = first_line(process)
    assert ADDRESS.fullmatch(line)
    with httpx2.Client() as client:
        assert client.get(line.strip()).status_code == 303
        assert client.get(line.strip().replace("/login", "/login/nowhere")).status_code >= 300
        again = httpx2.get(line.strip())
    assert again.status_code != 303
    held = socket.create_connection(("127.0.0.1", int(line.split(":")[2].split("/")[0])))
    began = time.monotonic()
    process.send_signal(stop)
    out, err = process.communicate(timeout=STOP_SECONDS)
    held.close()
    assert time.monotonic() - began < STOP_SECONDS
    assert (process.returncode, out) == (0, "")
    key = line.strip().partition("token=")[2]
    assert key not in err
    assert "Traceback" not in err
    assert names(db.parent) <= {"annotations.db", "annotations.db.lock"}


@pytest.mark.serve("--no-samples")
def test_an_idle_client_does_not_hold_up_the_end(server: Server, client: httpx2.Client) -> None:
    assert client.get("/api/articles").json()["items"] == []
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < STOP_SECONDS


def test_samples_are_added_once(db: Path, make_server: Callable[..., Server]) -> None:
    first = make_server(db)
    with first.client() as client:
        items = client.get("/api/articles").json()["items"]
        assert len(items) >= 3
        assert all(item["sample"] for item in items)
        ids = [item["id"] for item in items]
        removed = client.post("/api/articles/remove", json={"ids": ids})
        assert removed.status_code == 204
    assert first.stop() == 0
    second = make_server(db)
    with second.client() as client:
        assert client.get("/api/articles").json()["items"] == []
    assert run_command("export", "--unlabelled", cwd=db.parent).stdout == ""


def test_a_second_server_is_refused_and_a_kill_frees_the_project(
    server: Server, db: Path, make_server: Callable[..., Server]
) -> None:
    holder = json.loads(db.with_name(db.name + ".lock").read_bytes())
    done = run_command("serve", "--port", "0", "--no-browser", cwd=db.parent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert str(holder["pid"]) in done.stderr
    assert server.url in done.stderr
    server.kill()
    done = run_command("link", cwd=db.parent)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert make_server(db).running


def test_commands_work_beside_a_server(server: Server, db: Path, call: Call) -> None:
    """What they change is there at once; link prints fresh addresses, each good once."""
    links = [call("link", "--db", db) for _ in range(2)]
    for link in links:
        assert (link.status, link.err) == (0, "")
        assert ADDRESS.fullmatch(link.out)
        assert link.out.startswith(server.url + "/")
    addresses = {link.out.strip() for link in links} | {server.address}
    assert len(addresses) == 3
    for address in addresses:
        assert httpx2.get(address).status_code == 303
        assert httpx2.get(address).status_code != 303
    Path("news.txt").write_text("Words from beside")
    assert call("import", "--db", db, "news.txt").status == 0
    token = call("token", "create", "script", "--db", db).out.strip()
    bearer = {"Authorization": f"Bearer {token}"}
    answer = httpx2.get(f"{server.url}/api/articles/news", headers=bearer)
    assert (answer.status_code, answer.json()["text"]) == (200, "Words from beside")
    assert call("token", "revoke", "script", "--db", db).status == 0
    assert httpx2.get(f"{server.url}/api/articles/news", headers=bearer).status_code == 401


def test_a_port_in_use(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = call("--port", port, "--no-browser")
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert f"port {port} is in use" in done.err


@pytest.mark.parametrize("host", ["192.0.2.1", "0.0.0.0", "::"])
def test_an_address_that_others_can_reach(call: Call, db: Path, host: str) -> None:
    done = call("serve", "--host", host, "--port", "0", "--db", db)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert "can be reached from other machines" in done.err
    assert not db.exists()


def test_an_admins_password_opens_it_to_others(
    call: Call, db: Path, make_server: Callable[..., Server]
) -> None:
    assert call("people", "add", "lou", "--db", db).status == 0
    assert call("people", "password", "lou", "--db", db, stdin=b"three old cows").status == 0
    refused = call("serve", "--host", "0.0.0.0", "--port", "0", "--db", db)
    assert refused.status == 2
    assert "annotator people password" in refused.err
    assert call("people", "password", "--db", db, stdin=b"four young cows").status == 0
    server = make_server(db, "--host", "0.0.0.0")
    form = {"name": "lou", "password": "three old cows"}
    assert httpx2.post(f"{server.url}/login", data=form).status_code == 303
    assert "plain HTTP" in server.log.read_text("utf-8")
    assert server.stop() == 0


@pytest.mark.skipif(os.name != "posix", reason="BROWSER names a program on POSIX only")
def test_the_browser_is_opened_without_showing_the_key(start: Start, db: Path) -> None:
    program = db.parent / "browser"
    program.write_text('#!/bin/sh\necho noise; echo "$1" > "$0.new"; mv "$0.new" "$0.called"\n')
    program.chmod(0o700)
    process = start("--port", "0", BROWSER=str(program))
    address = first_line(process).strip()
    called = db.parent / "browser.called"
    for _ in range(100):
        if called.exists():
            break
        time.sleep(0.1)
    page = called.read_text().strip()
    assert address.partition("token=")[2] not in page
    path = Path(page.removeprefix("file://"))
    assert address in path.read_text().replace("&amp;", "&")
    assert path.stat().st_mode & 0o077 == 0
    process.terminate()
    out, _ = process.communicate(timeout=STOP_SECONDS)
    assert (process.returncode, out) == (0, "")
    assert not path.exists()


def test_no_browser_is_no_error(start: Start) -> None:
    process = start("--port", "0", BROWSER="/nonexistent/browser", DISPLAY="", PATH="/nonexistent")
    assert ADDRESS.fullmatch(first_line(process))
    time.sleep(0.5)
    assert process.poll() is None
    process.terminate()
    _, err = process.communicate(timeout=STOP_SECONDS)
    assert process.returncode == 0
    assert err.count("\n") == 1
