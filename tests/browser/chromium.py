"""Find a Chromium for the browser tests, or get one.

Looked for in this order: the setting ANNOTATOR_CHROMIUM, the programs on PATH, and
the browser that Playwright downloads. `obtain` then tries the system's packages (as
root, where there is apt-get) and at last Playwright's own download. Both have a time
limit, and neither failing is an error unless REQUIRE_BROWSER=1.

    python tests/browser/chromium.py find      prints the path, exit 1 without one
    python tests/browser/chromium.py obtain    finds or installs one
    python tests/browser/chromium.py report    one line when the browser tests were skipped
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SETTING = "ANNOTATOR_CHROMIUM"
PROGRAMS = (
    "chromium-headless-shell",  # the same without windows, which nobody here sees: half the work
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
)
ANSWER_SECONDS = 30
PACKAGE_SECONDS = 600
DOWNLOAD_SECONDS = 300
HOW_TO_GET_ONE = (
    "install Chromium or Chrome so that it is on PATH, or set ANNOTATOR_CHROMIUM to its path,"
    " then run `make test` again"
)


def find() -> Path | None:
    """The first Chromium that answers to --version."""
    return next((path for path in _candidates() if _answers(path)), None)


def obtain() -> Path | None:
    """A Chromium that is there, or one that could be installed now."""
    for step in (find, _from_system_packages, _from_playwright):
        path = step()
        if path is not None:
            return path
    return None


def required() -> bool:
    """Whether a missing browser is a failure (REQUIRE_BROWSER=1)."""
    return os.environ.get("REQUIRE_BROWSER", "") not in ("", "0")


def _candidates() -> list[Path]:
    named = os.environ.get(SETTING, "")
    if named:
        return [Path(named)]
    on_path = [Path(found) for name in PROGRAMS if (found := shutil.which(name))]
    own = _playwrights_own()
    return on_path + ([own] if own else [])


def _playwrights_own() -> Path | None:
    """The browser that `playwright install` put on this computer earlier."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _answers(path: Path) -> bool:
    """A stub that only points to a shop of packages does not answer to --version."""
    try:
        done = subprocess.run(
            [path, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=ANSWER_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _run(command: list[str], seconds: int) -> bool:
    """Run an installer with its output on standard error; False when it failed."""
    _say("Trying: " + " ".join(command))
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=seconds,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"That did not work: {error}")
        return False
    return done.returncode == 0


def _from_system_packages() -> Path | None:
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if os.environ.get(SETTING) or not is_root or not shutil.which("apt-get"):
        return None
    _run(["apt-get", "-q", "update"], PACKAGE_SECONDS)
    quiet = ["apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]
    for package in ("chromium-headless-shell", "chromium"):
        if _run([*quiet, "install", "--no-install-recommends", package], PACKAGE_SECONDS):
            break
    return find()


def _from_playwright() -> Path | None:
    if os.environ.get(SETTING):
        return None
    _run([sys.executable, "-m", "playwright", "install", "chromium"], DOWNLOAD_SECONDS)
    return find()


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


def main(arguments: list[str]) -> int:
    """Run one of the three commands; the exit status is 1 only for what was asked for."""
    command = arguments[0] if arguments else "find"
    path = obtain() if command == "obtain" else find()
    if path is not None:
        if command == "find":
            print(path)  # noqa: T201
        return 0
    if command == "find":
        return 1
    if required():
        _say(f"No Chromium can be had and REQUIRE_BROWSER is set: {HOW_TO_GET_ONE}.")
        return 1
    if command == "report":
        _say(f"Skipped: the browser tests, for want of a Chromium. To run them, {HOW_TO_GET_ONE}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
