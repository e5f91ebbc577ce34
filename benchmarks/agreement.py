"""Agreement of 5 people on 1,000 articles with 40 spans each, with all intervals.

Aims: at most 10 s of CPU from the project file to the figures, on one core, and 500 MB.
"""

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.domain.agreement.report import report
from annotator.formats import jsonl
from annotator.store import agreement, people
from annotator.store.agreement import Selection
from annotator.store.database import Database
from annotator.store.importing import Importer
from annotator.store.people import Actor
from benchmarks.report import Row
from benchmarks.texts import article, spans

ARTICLES, PEOPLE, SPANS, LINKS, WORDS = 1_000, 5, 40, 15, 700


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.db"
        _in_child(lambda: _make(project))
        seconds, megabytes, compared = _in_child(lambda: _measure(project))
    detail = f"{compared:,.0f} articles, {PEOPLE} people, {SPANS} spans and {LINKS} links each"
    yield Row("agreement, CPU", seconds, detail, aim=10, unit="s")
    yield Row("agreement, peak of memory", megabytes, detail, aim=500, unit="MB")


def _make(project: Path) -> list[float]:
    lines = (orjson.dumps(line) for number in range(ARTICLES) for line in _lines(number))
    with Database.open(project, create=True) as database:
        database.write_now(people.ensure_account, "bench")
        actor = Actor(database.write_now(people.annotator, "bench"), "bench", "admin")
        done = Importer(database, actor).add(jsonl.read(lines, set()))
    assert done.spans == ARTICLES * PEOPLE * SPANS, done.refused[:3]
    return []


def _lines(number: int) -> Iterator[dict[str, Any]]:
    """One article as five people read it: most spans alike, some with other edges or labels."""
    chance = random.Random(number)
    text = f"{number} {article(WORDS, seed=number)}"
    seen = spans(text, SPANS + 5, seed=number)
    for person in range(PEOPLE):
        mine = [_read(span, len(text), chance) for span in chance.sample(seen, SPANS)]
        sources = [span for span in mine if span["label"].endswith("source")]
        others = [span for span in mine if span not in sources]
        links = zip(others, sources, range(LINKS), strict=False)
        yield {
            "id": f"a{number:06}",
            "text": text,
            "layer": f"person{person}",
            "status": "submitted",
            "spans": mine,
            "relations": [
                {"id": f"r{n}", "type": "attributed_to", "from": one["id"], "to": other["id"]}
                for one, other, n in links
            ],
        }


def _read(span: dict[str, Any], length: int, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.2:
        return span | {"end": min(length, span["end"] + chance.randint(1, 20))}
    if chance.random() < 0.1:
        return span | {"label": chance.choice(["claim", "speculation", "named_source"])}
    return span


def _in_child(do: Callable[[], list[float]]) -> list[float]:
    """What it finds in a process of its own, so that its memory is its own."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(sending, orjson.dumps(do()))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        found: list[float] = orjson.loads(stream.read())
    os.waitpid(child, 0)
    return found


def _measure(project: Path) -> list[float]:
    """Seconds of CPU, peak of memory in MB, and how many articles there were."""
    started = time.process_time()
    with Database.open(project) as database, database.snapshot() as connection:
        chosen = Selection()
        labels = agreement.labels(connection, chosen)
        told = report(agreement.compared(connection, chosen), labels)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024
    return [seconds, megabytes, told.overall.articles]
