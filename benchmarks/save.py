"""Saving one span over HTTP at 1, 8 and 32 clients, against a route that does nothing.

Aim: at 32 clients at least 0.4 of the trivial route's rate, p99 under 150 ms, no error.
"""

import json
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import Result, message, run
from benchmarks.report import Row
from benchmarks.texts import article

REQUESTS = 3_000
CLIENTS = (1, 8, 32)


@contextmanager
def server(path: Path) -> Iterator[tuple[int, str]]:
    """The port and a token of a server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.server", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port, token = process.stdout.readline().split()
        try:
            yield int(port), token
        finally:
            process.terminate()


def rows() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        server(Path(folder) / "bench.db") as (port, token),
    ):
        text = article(700)
        body = json.dumps({"id": "a", "text": text}).encode()
        run(port, lambda _: message("POST", "/api/articles", body, token), 1, 1)
        for clients in CLIENTS:
            yield _row(port, token, text, clients)


def _row(port: int, token: str, text: str, clients: int) -> Row:
    def save(number: int) -> bytes:
        start = number % (len(text) - 60)
        span = {
            "label": "claim",
            "fragments": [[start, start + 50]],
            "text": text[start : start + 50],
        }
        path = f"/api/articles/a/layers/me/spans/{uuid.uuid4()}"
        return message("PUT", path, json.dumps(span).encode(), token)

    def nothing(_: int) -> bytes:
        return message("PUT", "/api/trivial", b"{}", token)

    total = REQUESTS if clients > 1 else REQUESTS // 3
    run(port, nothing, clients, 200)
    run(port, save, clients, 200)
    pairs = [
        (run(port, nothing, clients, total), run(port, save, clients, total)) for _ in range(3)
    ]
    ratios = sorted(saved.rate / bare.rate for bare, saved in pairs)
    saved = _together([saved for _, saved in pairs])
    return Row(
        f"save a span, {clients} clients",
        ratio=ratios[1],
        aim=0.4 if clients == 32 else None,
        higher=True,
        detail=f"{saved.rate:,.0f}/s, p50 {saved.percentile(0.5):.1f} ms, "
        f"p99 {saved.percentile(0.99):.1f} ms, {saved.errors} errors",
    )


def _together(results: list[Result]) -> Result:
    latencies = [latency for result in results for latency in result.latencies]
    rate = sorted(result.rate for result in results)[1]
    return Result(rate, latencies, sum(result.errors for result in results))
