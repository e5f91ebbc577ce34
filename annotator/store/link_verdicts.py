"""Verdicts on relations, given where several layers are settled; earlier ones in the journal."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, select

from annotator.domain.errors import Conflict, NotFound
from annotator.domain.reviews import LinkDecision
from annotator.store import layers, rows
from annotator.store.desk import Desk, Record
from annotator.store.people import GOLD
from annotator.store.prepared import Prepared
from annotator.store.tables import Annotator, Layer, RelationVerdict

_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_RELATIONS = rows.RELATIONS
_OF = Prepared(
    select(
        _RELATIONS.c.number, _RELATIONS.c.deleted_at, _RELATIONS.c.type,
        _RELATIONS.c.from_span, _VERDICTS.c.verdict,
    )
    .outerjoin(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(_RELATIONS.c.layer == bindparam("layer"), _RELATIONS.c.id == bindparam("id"))
)  # fmt: skip
_PUT = Prepared(
    _VERDICTS.insert().prefix_with("OR REPLACE"), *(column.name for column in _VERDICTS.columns)
)
_DROP = Prepared(_VERDICTS.delete().where(_VERDICTS.c.relation == bindparam("row")))
_GIVEN = (
    select(_RELATIONS.c.id, _VERDICTS.c.verdict)
    .join(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(_RELATIONS.c.layer == bindparam("layer"), _RELATIONS.c.deleted_at.is_(None))
)
_FROM = (
    select(_RELATIONS.c.id)
    .join(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(
        _RELATIONS.c.layer == bindparam("layer"),
        _RELATIONS.c.from_span == bindparam("span"),
        _RELATIONS.c.deleted_at.is_(None),
    )
    .order_by(_RELATIONS.c.id)
)
_UNJUDGED = (
    select(_RELATIONS.c.number, _ANNOTATORS.c.name)
    .add_columns(_RELATIONS.c["type", "from_span", "to_span"])
    .join(_LAYERS, _LAYERS.c.number == _RELATIONS.c.layer)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .outerjoin(_VERDICTS, _VERDICTS.c.relation == _RELATIONS.c.number)
    .where(
        _LAYERS.c.article == bindparam("article"),
        _LAYERS.c.status == "reviewed",
        _ANNOTATORS.c.name != GOLD,
        _RELATIONS.c.deleted_at.is_(None),
        _VERDICTS.c.relation.is_(None),
    )
)


def given(connection: Connection, layer: int) -> dict[str, str]:
    """The verdicts on the live relations of a layer, by its number."""
    found = connection.execute(_GIVEN, {"layer": layer})
    return {row.id: row.verdict for row in found}


def judged_from(desk: Desk, layer: int, span: str) -> list[str]:
    """The relations that lead from a span and have a verdict."""
    found = desk.connection.execute(_FROM, {"layer": layer, "span": span})
    return list(found.scalars())


class Judged(NamedTuple):
    """A relation that was judged: its type, the span it leads from, and whether that was news."""

    type: str
    from_: str
    changed: bool


def give(desk: Desk, layer: int, decision: LinkDecision) -> Judged:
    """Gives or withdraws a verdict on a relation of the layer of this number.

    Raises NotFound, Conflict.
    """
    row = _OF.one(desk.connection, layer=layer, id=decision.relation)
    if row is None:
        raise NotFound(f"there is no relation “{decision.relation}” in the layer")
    _check_seen(decision, row)
    if decision.verdict == row.verdict:
        return Judged(row.type, row.from_span, False)
    if decision.verdict is None:
        _DROP.run(desk.connection, row=row.number)
    else:
        _PUT.run(
            desk.connection,
            relation=row.number,
            verdict=decision.verdict,
            reviewer=desk.actor.number,
            created_at=desk.now,
            seen_at=None,
        )
    states = _said(row.verdict), _said(decision.verdict)
    desk.note_in(layer, "relation_verdict", decision.relation, *states)
    return Judged(row.type, row.from_span, True)


def _check_seen(decision: LinkDecision, row: Row[Any]) -> None:
    if row.deleted_at is not None and decision.verdict is not None:
        raise Conflict("its author deleted this link meanwhile")
    if decision.was not in {None, row.verdict or ""} and decision.verdict != row.verdict:
        raise Conflict("the verdict on this link was changed meanwhile")


def _said(verdict: str | None) -> Record | None:
    return {"verdict": verdict} if verdict else None


def derive(connection: Connection, article: int, reviewer: int, now: str) -> None:
    """Tells from gold that came by import how the links of reviewed layers were judged.

    Files do not say it: of links between spans that are in gold, those that gold has were
    accepted, and the others rejected.
    """
    gold, links = _gold(connection, article)
    found = connection.execute(_UNJUDGED, {"article": article}).all()
    for number, layer, type_, from_, to in found:
        ends = gold.get((layer, from_)), gold.get((layer, to))
        if None not in ends:
            verdict = "accepted" if (type_, *ends) in links else "rejected"
            said = {"relation": number, "verdict": verdict, "reviewer": reviewer}
            # What came by a file is no news to its author.
            _PUT.run(connection, **said, created_at=now, seen_at=now)


def _gold(
    connection: Connection, article: int
) -> tuple[dict[tuple[str, str], str], set[tuple[str, str, str]]]:
    """The gold spans by what they came from, and the links between them."""
    layer = layers.find(connection, article, GOLD)
    spans = rows.spans(connection, layer.number) if layer else []
    drawn = rows.relations(connection, layer.number) if layer else []
    by_origin = {
        (one["layer"], one["span"]): span["id"] for span in spans for one in span["derived_from"]
    }
    return by_origin, {(one["type"], one["from"], one["to"]) for one in drawn}
