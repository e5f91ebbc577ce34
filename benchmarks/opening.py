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
ON_USE = ("/hands.js", "/source-form.js", "/refused.js", "/rebase.js")
"""What a page that is only looked at does not fetch."""


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
        yield from _wire(client, line(0, article(SIZES[0][0]), 0)["id"])


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


def _wire(client: TestClient, id_: str) -> Iterator[Row]:
    """All that a first visit fetches, headers included, and what is fetched on use."""
    sizes: dict[str, int] = {}
    waiting = [f"/articles/{id_}"]
    while waiting:
        path = waiting.pop()
        if path in sizes:
            continue
        with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
            head = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
            sizes[path] = head + len(b"".join(answer.iter_raw()))
        waiting += _referred(path, client.get(path).text)
    later = sum(size for path, size in sizes.items() if path.endswith(ON_USE))
    yield Row(
        "first page of 700 words, over the wire",
        ratio=(sum(sizes.values()) - later) / 1000,
        unit="kB",
        aim=KILOBYTES,
        detail=f"{len(sizes) - len(ON_USE)} files; {later / 1000:.1f} kB more when it is worked on",
    )


def _referred(path: str, content: str) -> list[str]:
    """What a page or a script fetches, as absolute paths."""
    if path.endswith(".js"):
        folder = path.rsplit("/", 1)[0]
        imports = re.findall(r'(?:from |import\()"(\.[^"]+)"', content)
        imports += [f"{name}.js" for name in re.findall(r'(?:fetched|once)\("([\w-]+)"\)', content)]
        return [_resolved(f"{folder}/{relative}") for relative in imports]
    if "/articles/" in path:
        shown = re.sub(r"<noscript>.*?</noscript>", "", content, flags=re.DOTALL)
        found = re.findall(r'(?:src|href)="(/(?:static/[^"#]+|labels\.css))', shown)
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
