"""One action in one layer: what spans, relations and sources need while they are changed."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, select

from annotator.domain.edits import UUID, Object
from annotator.domain.errors import Conflict, Refused
from annotator.domain.scheme import Scheme
from annotator.store import articles, clock, journal, layers, rows, scheme
from annotator.store.people import Actor
from annotator.store.prepared import Prepared
from annotator.store.tables import Label

_LABELS = Label.__table__  # type: ignore[attr-defined]
_LABEL = Prepared(select(_LABELS.c.retired).where(_LABELS.c.key == bindparam("key")))

_UUID = re.compile(UUID)

Record = dict[str, Any]
Judged = Literal["verdict", "relation_verdict", "precedent"]
Mark = Literal["undo", "redo", "restore"]
"""What a journal row without before and after says of its action: which other one it is about."""


class Outcome(NamedTuple):
    """What a put left: the record as it stands, and whether it came into being (again)."""

    created: bool
    record: Record


class Stored(NamedTuple):
    """A row found by id: its number, its record, and whether it is deleted."""

    number: int
    record: Record
    deleted: bool


@dataclass
class Desk:
    """Opened for one action; ``close`` writes the journal's action and counts the version."""

    connection: Connection
    actor: Actor
    article_id: str
    layer_name: str
    action_id: str = ""
    now: str = ""

    def __post_init__(self) -> None:
        self.now = self.now or clock.now()
        layers.check_may_write(self.actor, self.layer_name)
        self.article = articles.get(self.connection, self.article_id)
        owner = self.actor.number
        if self.layer_name != self.actor.name:
            owner = rows.annotator_number(self.connection, self.layer_name)
        self.layer = layers.open_(self.connection, self.article.number, owner)
        self._action: int | None = None

    @cached_property
    def scheme(self) -> Scheme:
        return scheme.current(self.connection)

    def check_label(self, key: str, before: str) -> None:
        """Refuses a label that the scheme lacks, or a retired one that the span has not yet."""
        retired = _LABEL.scalar(self.connection, key=key)
        if retired is None:
            raise Refused(f"“{key}” is not a label of this project's scheme", "label")
        if retired and key != before:
            raise Refused(f"“{key}” is retired; choose a label that is in use", "label")

    def note(
        self, object_: Object | Mark | Judged, id_: str, before: Record | None, after: Record | None
    ) -> None:
        """Writes one change down in the journal."""
        self.note_in(self.layer, object_, id_, before, after)

    def note_in(
        self, layer: int, object_: str, id_: str, before: Record | None, after: Record | None
    ) -> None:
        """The same of another layer, as a part of this action."""
        if self._action is None:
            self._action = journal.begin(self.connection, self.actor.number, self.action_id)
        states = [orjson.dumps(s).decode() if s is not None else None for s in (before, after)]
        journal.note(self.connection, self._action, layer, object_, id_, *states)

    def close(self) -> int:
        """Counts the action, if it changed anything; the layer's version.

        A batch that changed nothing is remembered all the same: repeated later, when others
        have changed the layer, it must not be carried out then.
        """
        if self._action is not None:
            return layers.touch(self.connection, self.layer)
        if self.action_id:
            journal.begin(self.connection, self.actor.number, self.action_id)
        return layers.version(self.connection, self.layer)


def check_version(stored: Stored | None, expected: int | None) -> None:
    """Raises Conflict with the current record if the caller's version is stale."""
    if expected is None:
        return
    current = stored.record if stored and not stored.deleted else None
    if current is None or current["version"] != expected:
        has = f"is at version {current['version']}" if current else "is not there"
        raise Conflict(f"you expected version {expected}, but it {has} now", current)


def check_new_id(id_: str) -> None:
    """Refuses an id that the API may not bring into being: those are UUIDs."""
    if not _UUID.fullmatch(id_):
        raise Refused(f"a new id is a UUID made by you; “{id_[:60]}” is not one", "id")
