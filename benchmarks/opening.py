"""Opening an article of 700, 10,000 and 100,000 words: the server's CPU, and bytes.

The ratio is the page's CPU to that of the same words without a label. Aim: the first page of
700 words under 60 kB over the wire, scripts and styles included.
"""

import gzip
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from starlette.testclient import TestClient

from annotator.domain import reading
from annotator.domain.records import Entry
from annotator.settings import Settings
from annotator.store import people
from annotator.store.database import Database
from annotator.store.importing import Importer
from annotator.store.people import Actor
from annotator.web.app import create_app
from benchmarks.report import Row
from benchmarks.texts import article, line

SIZES = ((700, 50), (10_000, 1_000), (100_000, 10_000))
KILOBYTES = 60


def rows() -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory() as folder,
        Database.open(Path(folder) / "bench.db", create=True, server=True) as database,
    ):
        database.write_now(people.ensure_account, "bench")
        number = database.write_now(people.annotator, "bench")
        actor = Actor(number, "bench", "admin")
        token = database.write_now(people.create_token, "bench", None, "write")
        settings = Settings(db=database.path)
        client = TestClient(
            create_app(settings, database),
            base_url="http://127.0.0.1",
            headers={"Authorization": f"Bearer {token}"},
        )
        for n, (words, count) in enumerate(SIZES):
            labelled = line(n, article(words), count)
            plain = {"id": f"plain{n}", "text": labelled["text"] + " "}
            for value in (labelled, plain):
                Importer(database, actor).add([Entry(1, reading.line(value), value)])
            yield _cpu(client, words, count, labelled["id"], plain["id"])
        yield _wire(client, line(0, article(SIZES[0][0]), 0)["id"])


def _cpu(client: TestClient, words: int, count: int, labelled: str, plain: str) -> Row:
    page = client.get(f"/articles/{labelled}")
    with_labels = _best(lambda: client.get(f"/articles/{labelled}"))
    without = _best(lambda: client.get(f"/articles/{plain}"))
    size = len(gzip.compress(page.content, 5))
    return Row(
        f"open {words:,} words, {count:,} spans (to none)",
        ratio=with_labels / without,
        detail=f"{with_labels * 1000:,.1f} ms CPU, {len(page.content):,} bytes, "
        f"{size:,} over the wire",
    )


def _best(do: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        started = time.process_time()
        do()
        times.append(time.process_time() - started)
    return min(times)


def _wire(client: TestClient, id_: str) -> Row:
    """All that a first visit fetches, with headers: page, styles, scripts and their imports."""
    seen: set[str] = set()
    total = 0
    waiting = [f"/articles/{id_}"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
            total += head + len(b"".join(answer.iter_raw()))
        content = client.get(path).text
        waiting += _referred(path, content)
    return Row(
        "first page of 700 words, over the wire",
        ratio=total / 1000,
        unit="kB",
        aim=KILOBYTES,
        detail=f"{len(seen)} files",
    )


def _referred(path: str, content: str) -> list[str]:
    """What a page or a script fetches, as absolute paths."""
    if path.endswith(".js"):
        folder = path.rsplit("/", 1)[0]
        imports = re.findall(r'from "(\.[^"]+)"', content)
        return [_resolved(f"{folder}/{relative}") for relative in imports]
    if "/articles/" in path:
        found = re.findall(r'(?:src|href)="(/(?:static/[^"#]+|labels\.css))', content)
        return [reference for reference in found if "static" in reference or "labels" in reference]
    return []


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
