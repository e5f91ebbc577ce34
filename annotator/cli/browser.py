"""Opens the one-time address in the person's browser, without noise.

The address goes by a page that only its owner can read: other people on the machine see the
arguments of every process, and must not see the key.
"""

import contextlib
import html
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Annotator</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url={url}">
<p><a href="{url}">Open the articles</a></p></html>
"""


class Browser:
    """The page that leads to the server; it lies beside the project file while that runs."""

    def __init__(self, page: Path) -> None:
        self._page = page

    def open(self, url: str) -> None:
        """Sends the browser to ``url``; where there is none, nothing happens."""
        with contextlib.suppress(OSError):
            self._page.unlink(missing_ok=True)
            descriptor = os.open(self._page, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(_PAGE.format(url=html.escape(url)))
            subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
                # -I: else a module that lies in the working directory would be loaded.
                [sys.executable, "-I", "-m", "webbrowser", self._page.absolute().as_uri()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C stops the server, not the browser
            )


@contextlib.contextmanager
def browser_beside(db: Path) -> Iterator[Browser]:
    """A browser whose page goes away in the end."""
    page = db.with_name(db.name + ".open.html")
    try:
        yield Browser(page)
    finally:
        with contextlib.suppress(OSError):
            page.unlink(missing_ok=True)
