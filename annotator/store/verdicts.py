"""Verdicts as rows: one beside each judged span; earlier ones stand in the journal."""

from sqlalchemy import Connection, bindparam, select

from annotator.domain.errors import Conflict, NotFound
from annotator.store import rows
from annotator.store.desk import Record, Stored
from annotator.store.prepared import Prepared

_VERDICTS = rows.VERDICTS
_PUT = Prepared(
    _VERDICTS.insert().prefix_with("OR REPLACE"), *(column.name for column in _VERDICTS.columns)
)
_OF = Prepared(select(_VERDICTS).where(_VERDICTS.c.span == bindparam("span")))
_DROP = Prepared(_VERDICTS.delete().where(_VERDICTS.c.span == bindparam("row")))


def of(connection: Connection, span: int) -> Record | None:
    """The current verdict on a span, by its number: the columns of its row."""
    row = _OF.one(connection, span=span)
    return row._asdict() if row is not None else None


def put(connection: Connection, row: Record) -> None:
    """Gives a verdict, in place of the one that stood there."""
    _PUT.run(connection, **row)


def drop(connection: Connection, span: int) -> None:
    """Withdraws the verdict on a span, by its number."""
    _DROP.run(connection, row=span)


def said(row: Record | None) -> Record | None:
    """A verdict as the journal has it; who gave it is who acts."""
    return row and {key: row[key] for key in ("verdict", "comment", "reply", "contested")}


def live(stored: Stored | None, id_: str) -> Stored:
    """The span, if it is there. Raises NotFound, Conflict."""
    if stored is None:
        raise NotFound(f"there is no span “{id_}” in this layer")
    if stored.deleted:
        raise Conflict("its author deleted this span meanwhile")
    return stored
