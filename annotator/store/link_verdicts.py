"""Verdicts on relations, given where several layers are settled; earlier ones in the journal."""

from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from annotator.domain.errors import Conflict, NotFound
from annotator.domain.reviews import LinkDecision
from annotator.store import rows
from annotator.store.desk import Desk, Record
from annotator.store.prepared import Prepared
from annotator.store.tables import RelationVerdict

_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]
_RELATIONS = rows.RELATIONS
_OF = Prepared(
    select(
        _RELATIONS.c.number, _RELATIONS.c.deleted_at, _RELATIONS.c.from_span, _VERDICTS.c.verdict
    )
    .outerjoin(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(_RELATIONS.c.layer == bindparam("layer"), _RELATIONS.c.id == bindparam("id"))
)
_PUT = Prepared(
    _VERDICTS.insert().prefix_with("OR REPLACE"), *(column.name for column in _VERDICTS.columns)
)
_DROP = Prepared(_VERDICTS.delete().where(_VERDICTS.c.relation == bindparam("row")))
_GIVEN = (
    select(_RELATIONS.c.id, _VERDICTS.c.verdict)
    .join(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(_RELATIONS.c.layer == bindparam("layer"), _RELATIONS.c.deleted_at.is_(None))
)


def given(connection: Connection, layer: int) -> dict[str, str]:
    """The verdicts on the live relations of a layer, by its number."""
    found = connection.execute(_GIVEN, {"layer": layer})
    return {row.id: row.verdict for row in found}


def give(desk: Desk, layer: int, decision: LinkDecision) -> str | None:
    """Gives or withdraws a verdict on a relation of the layer of this number.

    The span that the relation leads from; None where nothing was changed. Raises NotFound,
    Conflict.
    """
    row = _OF.one(desk.connection, layer=layer, id=decision.relation)
    if row is None:
        raise NotFound(f"there is no relation “{decision.relation}” in the layer")
    _check_seen(decision, row)
    if decision.verdict == row.verdict:
        return None
    if decision.verdict is None:
        _DROP.run(desk.connection, row=row.number)
    else:
        _PUT.run(
            desk.connection,
            relation=row.number,
            verdict=decision.verdict,
            reviewer=desk.actor.number,
            created_at=desk.now,
        )
    states = _said(row.verdict), _said(decision.verdict)
    desk.note_in(layer, "relation_verdict", decision.relation, *states)
    return str(row.from_span)


def _check_seen(decision: LinkDecision, row: Row[Any]) -> None:
    if row.deleted_at is not None and decision.verdict is not None:
        raise Conflict("its author deleted this link meanwhile")
    if decision.was is not None and decision.was != (row.verdict or ""):
        raise Conflict("the verdict on this link was changed meanwhile")


def _said(verdict: str | None) -> Record | None:
    return {"verdict": verdict} if verdict else None
