"""Relations of a layer: putting and deleting them, within one action."""

from collections.abc import Iterator

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy import delete as delete_from

from annotator.domain.edits import RelationEdit
from annotator.domain.errors import NotFound, Refused
from annotator.store import rows
from annotator.store.desk import Desk, Outcome, Record, Stored, check_new_id, check_version
from annotator.store.prepared import Prepared
from annotator.store.tables import RelationVerdict

_TABLE = rows.RELATIONS
_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]
_FROM = rows.SPANS.alias("from_span")
_TO = rows.SPANS.alias("to_span")
_FIND = Prepared(
    select(
        _TABLE.c.number, _TABLE.c.deleted_at.is_not(None), *rows.RELATION_COLUMNS, _TABLE.c.version
    ).where(_TABLE.c.layer == bindparam("layer"), _TABLE.c.id == bindparam("id"))
)
_OF_SPAN = (
    select(*rows.RELATION_COLUMNS, _TABLE.c.version, _FROM.c.label, _TO.c.label)
    .join(_FROM, (_FROM.c.layer == _TABLE.c.layer) & (_FROM.c.id == _TABLE.c.from_span))
    .join(_TO, (_TO.c.layer == _TABLE.c.layer) & (_TO.c.id == _TABLE.c.to_span))
    .where(
        _TABLE.c.layer == bindparam("layer"),
        _TABLE.c.deleted_at.is_(None),
        or_(_TABLE.c.from_span == bindparam("span"), _TABLE.c.to_span == bindparam("span")),
    )
    .order_by(_TABLE.c.id)
)
_LABEL = Prepared(
    select(rows.SPANS.c.label).where(
        rows.SPANS.c.layer == bindparam("layer"),
        rows.SPANS.c.id == bindparam("id"),
        rows.SPANS.c.deleted_at.is_(None),
    )
)
_LIVE = select(_TABLE.c.id, _TABLE.c.from_span, _TABLE.c.to_span).where(
    _TABLE.c.layer == bindparam("layer"), _TABLE.c.deleted_at.is_(None)
)
_THIS = update(_TABLE).where(_TABLE.c.number == bindparam("row"))
_UPDATE = Prepared(_THIS, "type", "from_span", "to_span", "deleted_at", "version")
_DELETE = Prepared(_THIS, "deleted_at", "version")
_VERDICT = Prepared(select(_VERDICTS.c.verdict).where(_VERDICTS.c.relation == bindparam("row")))
_WITHDRAW = Prepared(delete_from(_VERDICTS).where(_VERDICTS.c.relation == bindparam("row")))
_INSERT = Prepared(insert(_TABLE), "type", "from_span", "to_span", "layer", "id", "version")


def find(desk: Desk, id_: str) -> Stored | None:
    """The relation of this id in the desk's layer, deleted or not, or None."""
    row = _FIND.one(desk.connection, layer=desk.layer, id=id_)
    return Stored(row[0], rows.relation(row[2:]), bool(row[1])) if row is not None else None


def put(desk: Desk, id_: str, edit: RelationEdit, expected: int | None = None) -> Outcome:
    """Makes the relation what ``edit`` says. Raises Refused, Conflict."""
    stored = find(desk, id_)
    wanted: Record = {"type": edit.type, "from": edit.from_, "to": edit.to}
    if stored and not stored.deleted and wanted.items() <= stored.record.items():
        return Outcome(False, stored.record)
    check_version(stored, expected)
    _check(desk, edit)
    record = {"id": id_, **wanted, "version": stored.record["version"] + 1 if stored else 1}
    row: Record = {"type": edit.type, "from_span": edit.from_, "to_span": edit.to}
    if stored is None:
        check_new_id(id_)
        _INSERT.run(desk.connection, layer=desk.layer, id=id_, version=1, **row)
    else:
        row |= {"row": stored.number, "deleted_at": None, "version": record["version"]}
        _UPDATE.run(desk.connection, **row)
        _withdraw(desk, stored)
    before = stored.record if stored and not stored.deleted else None
    desk.note("relation", id_, before, record)
    return Outcome(before is None, record)


def _withdraw(desk: Desk, stored: Stored) -> None:
    """Takes the verdict on a relation back: what was judged is no longer there."""
    verdict = _VERDICT.scalar(desk.connection, row=stored.number)
    if verdict is not None:
        _WITHDRAW.run(desk.connection, row=stored.number)
        desk.note("relation_verdict", stored.record["id"], {"verdict": verdict}, None)


def delete(desk: Desk, id_: str, expected: int | None = None) -> None:
    """Deletes the relation. Raises NotFound for one never seen."""
    stored = find(desk, id_)
    if stored is None:
        raise NotFound(f"there is no relation “{id_}” in this layer")
    if not stored.deleted:
        check_version(stored, expected)
        _delete(desk, stored)


def delete_of_span(desk: Desk, span: str) -> None:
    """Deletes every relation that leads from or to this span."""
    for relation, _, _ in list(with_labels(desk, span)):
        stored = find(desk, relation["id"])
        if stored is not None:
            _delete(desk, stored)


def delete_of_spans(desk: Desk, spans: set[str]) -> None:
    """The same for many spans, by one look at all relations of the layer."""
    for id_, *ends in desk.connection.execute(_LIVE, {"layer": desk.layer}).all():
        if not spans.isdisjoint(ends):
            delete(desk, id_)


def with_labels(desk: Desk, span: str) -> Iterator[tuple[Record, str, str]]:
    """The live relations of a span, each with the labels of its two ends."""
    for row in desk.connection.execute(_OF_SPAN, {"layer": desk.layer, "span": span}).all():
        yield rows.relation(row[:-2]), row[-2], row[-1]


def _delete(desk: Desk, stored: Stored) -> None:
    version = stored.record["version"] + 1
    _DELETE.run(desk.connection, row=stored.number, deleted_at=desk.now, version=version)
    desk.note("relation", stored.record["id"], stored.record, None)


def _check(desk: Desk, edit: RelationEdit) -> None:
    if edit.from_ == edit.to:
        raise Refused("a relation leads from one span to another, not to itself", "to")
    labels = []
    for field, id_ in (("from", edit.from_), ("to", edit.to)):
        label = _LABEL.scalar(desk.connection, layer=desk.layer, id=id_)
        if label is None:
            raise Refused(f"there is no span “{id_}” in this layer", field)
        labels.append(label)
    if not desk.scheme.allows(edit.type, *labels):
        raise Refused(
            f"the scheme has no “{edit.type}” from “{labels[0]}” to “{labels[1]}”", "type"
        )
