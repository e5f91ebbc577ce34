"""Rows as records: how spans, relations and sources leave the database.

The columns are selected in the order of ``records``' keys, so that a record is made by
zipping; JSON columns are stored as they are written out.
"""

from typing import Any

import orjson
from sqlalchemy import Column, Connection, Select, func, select

from annotator.domain.records import RELATION_KEYS, SOURCE_KEYS, SPAN_KEYS
from annotator.store.tables import Annotator, Relation, Source, Span, Verdict

SPANS = Span.__table__  # type: ignore[attr-defined]
RELATIONS = Relation.__table__  # type: ignore[attr-defined]
SOURCES = Source.__table__  # type: ignore[attr-defined]
VERDICTS = Verdict.__table__  # type: ignore[attr-defined]
REVIEWERS = Annotator.__table__.alias("reviewer")  # type: ignore[attr-defined]

_COLUMNS: dict[str, Any] = {
    "verdict": func.coalesce(VERDICTS.c.verdict, ""),
    "reviewer": func.coalesce(REVIEWERS.c.name, ""),
    "comment": func.coalesce(VERDICTS.c.comment, ""),
    "reply": func.coalesce(VERDICTS.c.reply, ""),
}

SPAN_COLUMNS: list[Column[Any]] = [
    _COLUMNS[key] if key in _COLUMNS else SPANS.c[key] for key in SPAN_KEYS
]
RELATION_COLUMNS: list[Column[Any]] = [
    RELATIONS.c[{"from": "from_span", "to": "to_span"}.get(key, key)] for key in RELATION_KEYS
]
SOURCE_COLUMNS: list[Column[Any]] = [SOURCES.c[key] for key in SOURCE_KEYS]

SPANS_WITH_VERDICTS = SPANS.outerjoin(VERDICTS, VERDICTS.c.span == SPANS.c.number).outerjoin(
    REVIEWERS, REVIEWERS.c.number == VERDICTS.c.reviewer
)

SPAN_ORDER = (SPANS.c.start, SPANS.c.end.desc(), SPANS.c.id)

_SPAN_RECORD = (*SPAN_KEYS, "version")
_RELATION_RECORD = (*RELATION_KEYS, "version")
_SOURCE_RECORD = (*SOURCE_KEYS, "version")

SPAN = select(*SPAN_COLUMNS, SPANS.c.version).select_from(SPANS_WITH_VERDICTS)
RELATION = select(*RELATION_COLUMNS, RELATIONS.c.version)
SOURCE = select(*SOURCE_COLUMNS, SOURCES.c.version)


def span(row: Any) -> dict[str, Any]:
    """A span as the API shows it, from a row of ``SPAN_COLUMNS`` and version."""
    record = dict(zip(_SPAN_RECORD, row, strict=True))
    for key in ("fragments", "flags", "derived_from"):
        record[key] = orjson.loads(record[key])
    return record


def source(row: Any) -> dict[str, Any]:
    record = dict(zip(_SOURCE_RECORD, row, strict=True))
    record["spans"] = orjson.loads(record["spans"])
    return record


def relation(row: Any) -> dict[str, Any]:
    return dict(zip(_RELATION_RECORD, row, strict=True))


def _live(statement: Select[Any], table: Any, layer: int) -> Select[Any]:
    return statement.where(table.c.layer == layer, table.c.deleted_at.is_(None))


def spans(connection: Connection, layer: int) -> list[dict[str, Any]]:
    """The live spans of a layer in text order."""
    statement = _live(SPAN, SPANS, layer).order_by(*SPAN_ORDER)
    return [span(row) for row in connection.execute(statement)]


def relations(connection: Connection, layer: int) -> list[dict[str, Any]]:
    """The live relations of a layer by id."""
    statement = _live(RELATION, RELATIONS, layer).order_by(RELATIONS.c.id)
    return [relation(row) for row in connection.execute(statement)]


def sources(connection: Connection, layer: int) -> list[dict[str, Any]]:
    """The live register entries of a layer by id."""
    statement = _live(SOURCE, SOURCES, layer).order_by(SOURCES.c.id)
    return [source(row) for row in connection.execute(statement)]


_BY_ID: dict[str, Any] = {
    "span": (SPAN, SPANS, span),
    "relation": (RELATION, RELATIONS, relation),
    "source": (SOURCE, SOURCES, source),
}


def record(connection: Connection, object_: str, layer: int, id_: str) -> dict[str, Any] | None:
    """One live span, relation or source as the API shows it, or None."""
    statement, table, shape = _BY_ID[object_]
    row = connection.execute(_live(statement, table, layer).where(table.c.id == id_)).one_or_none()
    return shape(row) if row is not None else None


def annotator_number(connection: Connection, name: str) -> int:
    """The number of a known annotator."""
    table = Annotator.__table__  # type: ignore[attr-defined]
    return int(connection.execute(select(table.c.number).where(table.c.name == name)).scalar_one())
