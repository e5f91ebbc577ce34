"""Start-up: the CPU of a server until it answers, against importing FastAPI and SQLModel.

Aims: at most 1.5 times the imports' CPU; the first answer within 2 s of the process's start.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import Row

RUNS = 5
_IMPORTS = [sys.executable, "-c", "import fastapi, sqlmodel"]


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.db"
        _serve(project)
        bare, ours, walls = [], [], []
        for _ in range(RUNS):
            bare.append(_child_cpu(lambda: subprocess.run(_IMPORTS, check=True)))
            ours.append(_child_cpu(lambda: walls.append(_serve(project))))
        ratio = sorted(mine / other for mine, other in zip(ours, bare, strict=True))[RUNS // 2]
        wall = sorted(walls)[RUNS // 2]
        detail = f"{min(ours):.2f} s CPU, imports alone {min(bare):.2f} s"
        yield Row("start until it answers, to its imports", ratio, detail, aim=1.5)
        yield Row("first answer after the process's start", wall, "", aim=2.0, unit="s")
        version = [sys.executable, "-m", "annotator", "--version"]
        empty = [sys.executable, "-c", "pass"]
        quick = min(
            _child_cpu(lambda: subprocess.run(version, check=True, stdout=-3)) for _ in range(3)
        )
        nothing = min(_child_cpu(lambda: subprocess.run(empty, check=True)) for _ in range(3))
        yield Row("--version, to an empty Python", quick / nothing, f"{quick:.3f} s CPU")


def _serve(project: Path) -> float:
    """Starts a server, asks it once, stops it; seconds from start to answer."""
    command = [
        sys.executable,
        "-m",
        "annotator",
        "--db",
        str(project),
        "--port",
        "0",
        "--no-browser",
    ]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=-3, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split("/login")[0]
        with urllib.request.urlopen(url + "/login") as answer:
            answer.read()
        wall = time.perf_counter() - started
        process.terminate()
    return wall


def _child_cpu(do: object) -> float:
    before = os.times()
    do()  # type: ignore[operator]
    after = os.times()
    return (
        after.children_user + after.children_system - before.children_user - before.children_system
    )
