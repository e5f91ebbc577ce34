"""The work of ``annotator agreement``. Loads the store: import it inside a command only."""

import contextlib
import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from annotator.cli import figures
from annotator.cli.errors import UsageError
from annotator.cli.exporting import named
from annotator.cli.output import answer, say
from annotator.domain.agreement.record import record
from annotator.domain.agreement.report import Report, report
from annotator.domain.errors import NotFound, Refused
from annotator.store import agreement
from annotator.store.agreement import Selection
from annotator.store.database import Database


def run(db: Path, selection: Selection, *, as_json: bool) -> None:
    """Writes the figures of what ``selection`` names to standard output."""
    with Database.open(db) as database:
        told = _report(database, _checked(database, selection))
    if as_json:
        answer(orjson.dumps(record(told), option=orjson.OPT_APPEND_NEWLINE).decode())
    else:
        answer(figures.text(told))
    if not told.overall.articles:
        say(
            "annotator: nothing to compare: no article has two such layers; "
            "open ones are compared if you name them with --layer"
        )


def _report(database: Database, selection: Selection) -> Report:
    with database.snapshot() as connection, _collector_paused():
        labels = agreement.labels(connection, selection)
        return report(agreement.compared(connection, selection), labels)


@contextlib.contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for cycles: comparing makes none, and would spend a sixth on it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _checked(database: Database, selection: Selection) -> Selection:
    """The selection with ``me`` replaced by who that is here. Raises UsageError."""
    try:
        names = (named(database, name) for name in selection.layers)
        selection = replace(selection, layers=tuple(names))
        database.read(agreement.check, selection)
    except (NotFound, Refused) as error:
        raise UsageError(str(error)) from None
    return selection
