"""The project's guidelines: Markdown that its admins write, with every earlier version.

As long as nobody has saved any, the program's own text stands for them; that is version 0.
Versions count the times they were saved, and the journal holds the text of each.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select

from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.domain.text import check_string
from annotator.store import journal, project
from annotator.store.tables import Action, Annotator, Journal

LONGEST = 100_000
"""Code points that the guidelines may have."""

_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_KEY = "guidelines"
_SAVED = (
    select(_JOURNAL.c.after, _ACTIONS.c.created_at, _ANNOTATORS.c.name)
    .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _ACTIONS.c.annotator)
    .where(_JOURNAL.c.layer.is_(None), _JOURNAL.c.object == _KEY)
    .order_by(_JOURNAL.c.seq)
)


@dataclass(frozen=True, slots=True)
class Version:
    """What was saved, when (UTC) and by whom; ``""`` for the program's own text."""

    number: int
    markdown: str
    saved_at: str = ""
    by: str = ""


def current(connection: Connection, default: str) -> str:
    """The Markdown as it stands; ``default`` is the program's own."""
    stored = project.fact(connection, _KEY)
    return default if stored is None else stored


def versions(connection: Connection, default: str) -> list[Version]:
    """All versions, the program's own first and the one that stands last."""
    found = [Version(0, default)]
    for number, (after, saved_at, name) in enumerate(connection.execute(_SAVED), 1):
        found.append(Version(number, orjson.loads(after)["markdown"], saved_at, name))
    return found


def version(connection: Connection, default: str, number: int | None) -> Version:
    """One version, or the one that stands. Raises NotFound."""
    every = versions(connection, default)
    if number is not None and not 0 <= number < len(every):
        raise NotFound(f"the guidelines have no version {number}; the last is {len(every) - 1}")
    return every[-1 if number is None else number]


def save(
    connection: Connection, annotator: int, default: str, markdown: str, expected: int | None
) -> Version:
    """Makes this the project's guidelines. Raises Refused; Conflict if somebody was quicker."""
    check_string(markdown, "markdown", "the text")
    if not markdown.strip():
        raise Refused("the guidelines are empty; write some, or restore the default", "markdown")
    if len(markdown) > LONGEST:
        raise Refused(
            f"the guidelines have {len(markdown):,} characters; {LONGEST:,} is the most", "markdown"
        )
    last = version(connection, default, None)
    if expected is not None and expected != last.number:
        raise Conflict(
            f"{last.by or 'somebody'} has saved other guidelines meanwhile; "
            "look at them before you save yours",
            _record(last),
        )
    if markdown == last.markdown:
        return last
    project.state(connection, _KEY, markdown)
    action = journal.begin(connection, annotator)
    states = [orjson.dumps({"markdown": text}).decode() for text in (last.markdown, markdown)]
    journal.note(connection, action, None, _KEY, "", *states)
    return version(connection, default, None)


def _record(found: Version) -> dict[str, Any]:
    return {"markdown": found.markdown, "version": found.number}
