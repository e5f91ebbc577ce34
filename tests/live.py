"""A real server process for tests: started, killed, restarted, signed in to."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

ROOT = Path(__file__).resolve().parent.parent
ME = "robin"
"""The operating system's login, and so the first annotator, of every server in the tests."""

START_SECONDS = 30
STOP_SECONDS = 15


OFFLINE = str(ROOT / "tests" / "offline")


def environment(**more: str) -> dict[str, str]:
    """Variables for a child process that runs this checkout and cannot reach a network."""
    path = os.pathsep.join([OFFLINE, str(ROOT)])
    login = dict.fromkeys(("LOGNAME", "USER", "LNAME", "USERNAME"), ME)
    unwanted = ("ANNOTATOR_", "PYTHONDONTWRITEBYTECODE")  # or each compiles the program anew
    own = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return own | login | {"PYTHONPATH": path, "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"} | more


def run_command(*arguments: str | Path, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `annotator ARGUMENTS` as a person would, in the folder `cwd`."""
    return subprocess.run(
        [sys.executable, "-m", "annotator", *arguments],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@dataclass
class Server:
    """One `annotator serve` process on one project file."""

    db: Path
    options: tuple[str, ...] = ()
    port: int = 0
    program: tuple[str, ...] = ()
    """An installed program to run instead of this checkout."""
    address: str = field(default="", init=False)
    """The one-time address that the server printed."""
    cookies: dict[str, str] = field(default_factory=dict, init=False)
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """The address without path or key, like http://127.0.0.1:40123."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        """What all runs of this server wrote to standard error."""
        return self.db.with_name(self.db.name + ".server.log")

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start and wait for the printed address; a restart takes the same port."""
        program = self.program or (sys.executable, "-m", "annotator")
        variables = environment(PYTHONPATH=OFFLINE) if self.program else environment()
        command = [*program, "serve", "--db", str(self.db)]
        command += ["--port", str(self.port), "--no-browser", *self.options]
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.db.parent,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                encoding="utf-8",
            )
        self.address = self._read_address(self._process)
        self.port = urlsplit(self.address).port or 0

    def _read_address(self, process: subprocess.Popen[str]) -> str:
        assert process.stdout is not None
        too_late = threading.Timer(START_SECONDS, process.kill)
        too_late.start()
        try:
            for line in process.stdout:
                if found := re.search(r"https?://\S+", line):
                    return found[0]
        finally:
            too_late.cancel()
        status = process.wait(STOP_SECONDS)
        said = self.log.read_text("utf-8")
        raise AssertionError(f"The server printed no address (exit {status}):\n{said}")

    def kill(self) -> None:
        """End the process as a power cut would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._finish(self._process)

    def stop(self) -> int | None:
        """End the process politely (SIGTERM) and return its exit status."""
        if self._process is None:
            return None
        self._process.terminate()
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._finish(self._process)

    def _finish(self, process: subprocess.Popen[str]) -> None:
        process.wait(STOP_SECONDS)
        if process.stdout is not None:
            process.stdout.close()
        self._process = None

    def restart(self) -> None:
        """Kill if need be, then start again on the same port and project file."""
        self.kill()
        self.start()

    def sign_in(self) -> dict[str, str]:
        """Redeem the one-time address once; the session's cookies, also after a restart."""
        if not self.cookies:
            answer = httpx2.get(self.address, follow_redirects=False, timeout=30)
            assert answer.status_code == 303, f"{answer.status_code}: {answer.text[:500]}"
            self.cookies = dict(answer.cookies)
        return self.cookies

    def client(self) -> httpx2.Client:
        """A signed-in client of this server; close it after use."""
        return httpx2.Client(base_url=self.url, cookies=self.sign_in(), timeout=30)
