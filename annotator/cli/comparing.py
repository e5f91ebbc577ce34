"""The work of ``annotator agreement``. Loads the store: import it inside a command only."""

from dataclasses import replace
from pathlib import Path

import orjson

from annotator.cli import figures
from annotator.cli.errors import UsageError
from annotator.cli.exporting import named
from annotator.cli.output import answer, say
from annotator.domain.agreement.record import record
from annotator.domain.errors import NotFound, Refused
from annotator.store import agreement, reporting
from annotator.store.agreement import Selection
from annotator.store.database import Database


def run(db: Path, selection: Selection, *, as_json: bool) -> None:
    """Writes the figures of what ``selection`` names to standard output."""
    with Database.open(db) as database:
        told = database.read(reporting.reported, _checked(database, selection))
    if as_json:
        answer(orjson.dumps(record(told), option=orjson.OPT_APPEND_NEWLINE).decode())
    else:
        answer(figures.text(told))
    if not told.overall.articles:
        say(
            "annotator: nothing to compare: no article has two such layers; "
            "open ones are compared if you name them with --layer"
        )


def _checked(database: Database, selection: Selection) -> Selection:
    """The selection with ``me`` replaced by who that is here. Raises UsageError."""
    try:
        names = (named(database, name) for name in selection.layers)
        selection = replace(selection, layers=tuple(names))
        database.read(agreement.check, selection)
    except (NotFound, Refused) as error:
        raise UsageError(str(error)) from None
    return selection
