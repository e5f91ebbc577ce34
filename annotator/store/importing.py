"""Importing: records go in through the one door, in short chunks, each article whole or not.

Consecutive lines of one article are a unit. Import only adds: what stands in the project, or
was deleted there, stays as it is.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.domain.errors import AnnotatorError, Refused
from annotator.domain.records import Entry
from annotator.domain.text import sha256_of
from annotator.store import collector, intake, journal, scheme, search
from annotator.store.database import Database
from annotator.store.incoming import Added, Options, State
from annotator.store.people import Actor

CHUNK = 200
"""The most articles that are held for one write."""

WEIGHT = 4_000_000
"""The most code points of text that are held for one write; a span counts for a hundred."""

PAUSE = 0.12
"""Seconds between writes beside a server: longer than SQLite waits between two tries for a lock,
for its waiting is not fair, and the server's annotators would never get their turn."""

BUDGET = 0.03
"""Seconds after which a chunk takes no further article, so that annotators need not wait."""

ALONE = 0.3
"""The same where no server works on the file: fewer and larger writes cost less."""


class Refusal(NamedTuple):
    """A line that was left out, or in which something was, and why. Line 0 is the whole file."""

    line: int
    reason: str


@dataclass
class Report:
    """What an import added, and what it could not."""

    articles: int = 0
    known: int = 0
    spans: int = 0
    relations: int = 0
    sources: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def count(self, added: Added) -> None:
        self.articles += added.new
        self.known += not added.new
        self.spans += added.spans
        self.relations += added.relations
        self.sources += added.sources
        self.refused += [Refusal(line, reason) for line, reason in added.differences]


class Importer:
    """Adds entries to a project as one action of ``actor``.

    ``layer`` is for lines that name none; ``labels`` maps their labels to the project's.
    """

    def __init__(
        self,
        database: Database,
        actor: Actor,
        layer: str = "",
        labels: dict[str, str] | None = None,
    ) -> None:
        self._database = database
        self._options = Options(actor, layer, labels or {})
        self._action: int | None = None
        beside = database.served_elsewhere()
        self._pause = PAUSE if beside else 0
        self._budget = BUDGET if beside or database.server else ALONE

    def add(self, entries: Iterable[Entry]) -> Report:
        """Imports the entries; never raises for a bad one."""
        report = Report()
        refused: set[str] = set()
        with nullcontext() if self._database.server else collector.paused():
            for chunk in _chunks(_units(entries, report, refused)):
                self._write(chunk, report, refused)
        report.refused.sort()
        return report

    def _write(self, chunk: list[list[Entry]], report: Report, refused: set[str]) -> None:
        while chunk:
            results, self._action = self._database.write_now(
                _store_units, chunk, self._budget, self._options, self._action, refused
            )
            for unit, result in zip(chunk, results, strict=False):
                if isinstance(result, AnnotatorError):
                    report.refused += [Refusal(entry.line, str(result)) for entry in unit]
                else:
                    report.count(result)
            chunk = chunk[len(results) :]
            time.sleep(self._pause)


def _chunks(units: Iterable[list[Entry]]) -> Iterator[list[list[Entry]]]:
    """The units in groups that are neither many nor large."""
    chunk: list[list[Entry]] = []
    weight = 0
    for unit in units:
        chunk.append(unit)
        weight += sum(_weight(entry) for entry in unit)
        if len(chunk) == CHUNK or weight > WEIGHT:
            yield chunk
            chunk, weight = [], 0
    if chunk:
        yield chunk


def _weight(entry: Entry) -> int:
    record = entry.record
    return 0 if isinstance(record, Refused) else len(record.text) + 100 * len(record.spans)


def _units(entries: Iterable[Entry], report: Report, refused: set[str]) -> Iterator[list[Entry]]:
    """Consecutive good entries of one article; those of a refused article are reported."""
    for unit in _consecutive(entries):
        bad = [entry for entry in unit if isinstance(entry.record, Refused)]
        report.refused += [Refusal(entry.line, str(entry.record)) for entry in bad]
        good = [entry for entry in unit if entry not in bad]
        id_ = _id_of(unit[0])
        if bad and id_:
            refused.add(id_)
        if good and id_ in refused:
            report.refused += [Refusal(entry.line, str(_left_out(id_))) for entry in good]
        elif good:
            yield good


def _left_out(id_: str) -> Refused:
    return Refused(f"left out, for another line of the article “{id_}” was refused")


def _consecutive(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    unit: list[Entry] = []
    for entry in entries:
        if unit and (_id_of(entry) != _id_of(unit[0]) or not _id_of(entry)):
            yield unit
            unit = []
        unit.append(entry)
    if unit:
        yield unit


def _id_of(entry: Entry) -> str:
    """The id of the entry's article, ``""`` where a refused line does not tell."""
    if not isinstance(entry.record, Refused):
        return entry.record.id
    if not isinstance(entry.value, dict):
        return ""
    stated, text = entry.value.get("id"), entry.value.get("text")
    if not stated and isinstance(text, str):
        return sha256_of(text)[:16]
    return str(stated) if isinstance(stated, str | int) else ""


def _store_units(
    connection: Connection,
    units: list[list[Entry]],
    budget: float,
    options: Options,
    action: int | None,
    refused: set[str],
) -> tuple[list[Added | AnnotatorError], int]:
    """Stores as many units as the budget of seconds allows, each whole or not at all.

    ``refused`` are the ids of articles that are to be left out; it grows.
    """
    deadline = time.monotonic() + budget
    action = action or journal.begin(connection, options.actor.number)
    state = State(connection, options, action, scheme.current(connection))
    results: list[Added | AnnotatorError] = []
    for unit in units:
        id_ = _id_of(unit[0])
        try:
            if id_ in refused:
                raise _left_out(id_)
            plan = intake.check(state, unit)
        except AnnotatorError as error:
            results.append(error)
            refused.add(id_)
        else:
            results.append(intake.store(state, plan))
        if time.monotonic() > deadline:
            break
    search.add(connection, state.new)
    return results, action
