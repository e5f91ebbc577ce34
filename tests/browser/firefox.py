"""A Firefox driven by its own protocol, WebDriver BiDi, for the few tests that run in it.

Any Firefox from 115 speaks it, the one that a system's packages bring included; no driver
program is needed. Only what those tests do is here: open, ask, press keys, move the mouse.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PROGRAMS = ("firefox-esr", "firefox")
START_SECONDS = 60
PATIENCE_SECONDS = 20
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")

# Nothing is asked of a network, and the browser says nothing of its own.
PREFERENCES = {
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.cache.disk.enable": False,
    "browser.cache.memory.enable": False,
    "browser.shell.checkDefaultBrowser": False,
    "captivedetect.canonicalURL": "",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}

KEYS = {
    "Alt": "\ue00a",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
    "Control": "\ue009",
    "Delete": "\ue017",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Shift": "\ue008",
}


def find() -> Path | None:
    """The first Firefox on PATH."""
    found = (shutil.which(program) for program in PROGRAMS)
    return next((Path(path) for path in found if path), None)


@contextmanager
def started(program: Path, folder: Path) -> Iterator[Firefox]:
    """A Firefox with an empty profile in ``folder``, ended afterwards."""
    lines = (f'user_pref("{name}", {json.dumps(value)});' for name, value in PREFERENCES.items())
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    options = ["--headless", "--no-remote", "--remote-debugging-port", "0"]
    log = folder / "firefox.log"
    with log.open("w") as out:
        process = subprocess.Popen([program, *options, "--profile", folder], stdout=out, stderr=out)
    try:
        with connect(f"{_address(log, process)}/session", max_size=None) as socket:
            yield Firefox(socket)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if found := LISTENING.search(log.read_text("utf-8", errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not start:\n{log.read_text('utf-8', errors='replace')}")


class Firefox:
    """One tab. ``client`` reads what the server has stored."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = count(1)
        self._send("session.new", {"capabilities": {}})
        # The first window of a headless Firefox never has the focus: Enter would press no button.
        self._tab = self._send("browsingContext.create", {"type": "window"})["context"]
        size = {"width": 1400, "height": 900}
        self._send("browsingContext.setViewport", {"context": self._tab, "viewport": size})

    def _send(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._socket.recv(timeout=START_SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, address: str) -> None:
        """Go there; returns when the page is loaded."""
        place = {"context": self._tab, "url": address, "wait": "complete"}
        self._send("browsingContext.navigate", place)

    def ask(self, expression: str) -> Any:
        """What a JavaScript expression is, by way of JSON."""
        wrapped = f"(async () => JSON.stringify(await ({expression})))()"
        target = {"context": self._tab}
        asked = {"expression": wrapped, "target": target, "awaitPromise": True}
        answer = self._send("script.evaluate", asked)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"].get("value", "null"))

    def when(self, expression: str, done: Callable[[Any], object] = bool) -> Any:
        """What the expression is, once ``done`` holds for it."""
        until = time.monotonic() + PATIENCE_SECONDS
        value = self.ask(expression)
        while not done(value) and time.monotonic() < until:
            time.sleep(0.05)
            value = self.ask(expression)
        assert done(value), f"{expression} is {value!r}"
        return value

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as ``Control+z``."""
        for key in keys:
            parts = [KEYS.get(part, part) for part in key.split("+")]
            down = [{"type": "keyDown", "value": part} for part in parts]
            up = [{"type": "keyUp", "value": part} for part in reversed(parts)]
            self._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def drag(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Drag the mouse from one place of the window to another."""
        steps = [
            {"type": "pointerMove", "x": round(x1), "y": round(y1)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerMove", "x": round((x1 + x2) / 2), "y": round((y1 + y2) / 2)},
            {"type": "pointerMove", "x": round(x2), "y": round(y2)},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": steps})

    def _act(self, source: dict[str, Any]) -> None:
        self._send("input.performActions", {"context": self._tab, "actions": [source]})
