"""Opening the browser: by our own interpreter, with nothing of the folder it is started in."""

import os
import time
from pathlib import Path

import pytest

from annotator.cli.browser import browser_beside


@pytest.mark.skipif(os.name != "posix", reason="BROWSER names a program on POSIX only")
def test_a_module_planted_in_the_folder_does_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("shlex", "webbrowser"):
        (folder / f"{name}.py").write_text('open("planted.ran", "w")\n')
    program = folder / "browser"
    program.write_text(f"#!/bin/sh\ntouch '{folder}/called'\n")
    program.chmod(0o700)
    monkeypatch.setenv("BROWSER", str(program))
    with browser_beside(folder / "annotations.db") as browser:
        browser.open("http://127.0.0.1:8000/login?token=x")
        for _ in range(100):
            if (folder / "called").exists() or (folder / "planted.ran").exists():
                break
            time.sleep(0.1)
    assert not (folder / "planted.ran").exists()
    assert (folder / "called").exists()
