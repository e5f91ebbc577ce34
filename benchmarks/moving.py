"""Import of 20,000 articles with 600,000 spans, and export of 1,000,000 spans.

Aims: at most 30 µs of CPU a span going in; going out, at most twice the CPU of a bare loop
over the same rows, and never more than 150 MB of memory.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import orjson

from annotator.formats import jsonl
from annotator.store import exporting, people
from annotator.store.database import Database
from annotator.store.importing import Importer
from annotator.store.people import Actor
from benchmarks.report import RUNS, Row
from benchmarks.texts import article, line

IMPORTED = (20_000, 30)
EXPORTED = 1_000_000
WORDS = 300


def rows() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.jsonl"
        projects = [Path(folder) / f"bench{number}.db" for number in range(RUNS)]
        _write(source, *IMPORTED)
        imports = [_in_child(partial(_import, source, project)) for project in projects]
        yield min(imports, key=lambda row: row.ratio)
        project = projects[0]
        more = Path(folder) / "more.jsonl"
        _write(more, (EXPORTED - IMPORTED[0] * IMPORTED[1]) // 40, 40, first=IMPORTED[0])
        _in_child(lambda: _import(more, project))
        yield _in_child(lambda: _export(project))


def _write(path: Path, articles: int, spans: int, first: int = 0) -> None:
    text = article(WORDS)
    with path.open("wb") as file:
        for number in range(first, first + articles):
            value = line(number, f"{number} {text}", spans)
            file.write(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE))


def _import(source: Path, project: Path) -> Row:
    with Database.open(project, create=True) as database, source.open("rb") as stream:
        database.write_now(people.ensure_account, "bench")
        actor = Actor(database.write_now(people.annotator, "bench"), "bench", "admin")
        started = time.process_time()
        report = Importer(database, actor).add(jsonl.read(jsonl.lines(stream), set()))
        cpu = time.process_time() - started
    assert not report.refused, report.refused[:3]
    detail = f"{report.articles:,} articles, {report.spans:,} spans, {cpu:.1f} s CPU, {_memory()}"
    return Row("import, CPU a span", cpu / report.spans * 1e6, detail, aim=30, unit="µs")


def _export(project: Path) -> Row:
    selection = exporting.Selection()
    with Database.open(project) as database, database.snapshot() as connection:
        bare = _cpu(lambda: exporting.bare_loop(connection, selection))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Path(os.devnull).open("wb") as out:
            cpu = _cpu(lambda: out.writelines(exporting.lines(connection, selection)))
    detail = f"{cpu:.1f} s CPU for {EXPORTED:,} spans, bare loop {bare:.1f} s, {_memory()}"
    assert memory
    return Row("export, to a bare read loop", cpu / bare, detail, aim=2.0)


def _cpu(do: Callable[[], object]) -> float:
    started = time.process_time()
    do()
    return time.process_time() - started


def _memory() -> str:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    megabytes = peak / 1024 if sys.platform != "darwin" else peak / 1024 / 1024
    return f"{megabytes:.0f} MB"


def _in_child(measure: Callable[[], Row]) -> Row:
    """Measures in a process of its own, so that its peak of memory is its own."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        row = measure()
        os.write(sending, orjson.dumps([row.what, row.ratio, row.detail, row.aim, row.unit]))
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as stream:
        what, ratio, detail, aim, unit = orjson.loads(stream.read())
    os.waitpid(child, 0)
    return Row(what, ratio, detail, aim=aim, unit=unit)
