"""Agreement of 5 people on 1,000 articles with 40 spans each, with all intervals.

Aims: `annotator agreement` takes at most 10 s of CPU, on one core, and 500 MB.
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from annotator.formats import jsonl
from annotator.store import people
from annotator.store.database import Database
from annotator.store.importing import Importer
from annotator.store.people import Actor
from benchmarks.report import RUNS, Row
from benchmarks.texts import article, spans

ARTICLES, PEOPLE, SPANS, LINKS, WORDS = 1_000, 5, 40, 15, 700


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "bench.db"
        _make(project)
        command = ["agreement", "--db", str(project), "--format", "json"]
        usages = [_run(*command) for _ in range(RUNS)]
    detail = f"{ARTICLES:,} articles, {PEOPLE} people, {SPANS} spans and {LINKS} links each"
    seconds = min(usage.ru_utime + usage.ru_stime for usage in usages)
    megabytes = max(usage.ru_maxrss for usage in usages) / (
        1024 if sys.platform != "darwin" else 1024 * 1024
    )
    yield Row("agreement, CPU", seconds, detail, aim=10, unit="s")
    yield Row("agreement, peak of memory", megabytes, detail, aim=500, unit="MB")


def _make(project: Path) -> None:
    lines = (orjson.dumps(line) for number in range(ARTICLES) for line in _lines(number))
    with Database.open(project, create=True) as database:
        database.write_now(people.ensure_account, "bench")
        actor = Actor(database.write_now(people.annotator, "bench"), "bench", "admin")
        done = Importer(database, actor).add(jsonl.read(lines, set()))
    assert done.spans == ARTICLES * PEOPLE * SPANS, done.refused[:3]


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


def _run(*arguments: str) -> resource.struct_rusage:
    """Calls the program, and tells what it took."""
    command = [sys.executable, "-m", "annotator", *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return usage
