"""The source register of a layer: putting and deleting its entries, within one action."""

import orjson
from sqlalchemy import bindparam, insert, select, update

from annotator.domain.edits import SourceEdit
from annotator.domain.errors import NotFound, Refused
from annotator.domain.text import check_string
from annotator.store import rows
from annotator.store.desk import Desk, Outcome, Record, Stored, check_new_id, check_version

_TABLE = rows.SOURCES
_FOUND = select(
    _TABLE.c.number, _TABLE.c.deleted_at.is_not(None), *rows.SOURCE_COLUMNS, _TABLE.c.version
).where(_TABLE.c.layer == bindparam("layer"))
_FIND = _FOUND.where(_TABLE.c.id == bindparam("id"))
_LIVE = _FOUND.where(_TABLE.c.deleted_at.is_(None), _TABLE.c.spans != "[]")
_SPAN_IDS = select(rows.SPANS.c.id).where(
    rows.SPANS.c.layer == bindparam("layer"),
    rows.SPANS.c.deleted_at.is_(None),
    rows.SPANS.c.id.in_(bindparam("ids", expanding=True)),
)
_UPDATE = update(_TABLE).where(_TABLE.c.number == bindparam("row"))
_NEW: Record = {"name": "", "role": "", "kind": "", "spans": []}


def find(desk: Desk, id_: str) -> Stored | None:
    """The entry of this id in the desk's layer, deleted or not, or None."""
    row = desk.connection.execute(_FIND, {"layer": desk.layer, "id": id_}).one_or_none()
    return Stored(row[0], rows.source(row[2:]), bool(row[1])) if row is not None else None


def put(desk: Desk, id_: str, edit: SourceEdit, expected: int | None = None) -> Outcome:
    """Makes the entry what ``edit`` says. Raises Refused, Conflict."""
    stored = find(desk, id_)
    wanted = edit.model_dump(include=set(_NEW), exclude_none=True)
    if stored and not stored.deleted and wanted.items() <= stored.record.items():
        return Outcome(False, stored.record)
    check_version(stored, expected)
    _check(desk, wanted)
    before = stored.record if stored and not stored.deleted else None
    if stored is None:
        check_new_id(id_)
        record: Record = {"id": id_, **_NEW, **wanted, "version": 1}
        row = {"layer": desk.layer, "id": id_, "version": 1, **_row(record)}
        desk.connection.execute(insert(_TABLE), row)
    else:
        record = {**stored.record, **wanted, "version": stored.record["version"] + 1}
        if stored.deleted:  # spans that it gathered may have been deleted since
            known = _known(desk, record["spans"])
            record["spans"] = [span for span in record["spans"] if span in known]
        _update(desk, stored, record)
    desk.note("source", id_, before, record)
    return Outcome(before is None, record)


def delete(desk: Desk, id_: str, expected: int | None = None) -> None:
    """Deletes the entry; the spans that it gathered stay. Raises NotFound."""
    stored = find(desk, id_)
    if stored is None:
        raise NotFound(f"there is no source “{id_}” in this layer")
    if stored.deleted:
        return
    check_version(stored, expected)
    version = stored.record["version"] + 1
    row = {"row": stored.number, "deleted_at": desk.now, "version": version}
    desk.connection.execute(_UPDATE, row)
    desk.note("source", id_, stored.record, None)


def forget_spans(desk: Desk, gone: set[str]) -> None:
    """Takes spans that are being deleted out of every entry that gathered them."""
    for row in desk.connection.execute(_LIVE, {"layer": desk.layer}).all():
        stored = Stored(row[0], rows.source(row[2:]), False)
        if not gone.isdisjoint(stored.record["spans"]):
            spans = [id_ for id_ in stored.record["spans"] if id_ not in gone]
            record = {**stored.record, "spans": spans, "version": stored.record["version"] + 1}
            _update(desk, stored, record)
            desk.note("source", record["id"], stored.record, record)


def _update(desk: Desk, stored: Stored, record: Record) -> None:
    row = {"row": stored.number, "deleted_at": None, "version": record["version"], **_row(record)}
    desk.connection.execute(_UPDATE, row)


def _row(record: Record) -> Record:
    fields = {key: record[key] for key in ("name", "role", "kind")}
    return fields | {"spans": orjson.dumps(record["spans"]).decode()}


def _check(desk: Desk, wanted: Record) -> None:
    for field in ("name", "role"):
        check_string(wanted.get(field, ""), field, f"the source's {field}")
    ids = wanted.get("spans", [])
    if len(set(ids)) != len(ids):
        raise Refused("the source lists a span twice", "spans")
    known = _known(desk, ids)
    if missing := [id_ for id_ in ids if id_ not in known]:
        raise Refused(f"there is no span “{missing[0]}” in this layer", "spans")


def _known(desk: Desk, ids: list[str]) -> set[str]:
    """Those of these ids that live spans of the layer have."""
    if not ids:
        return set()
    return set(desk.connection.execute(_SPAN_IDS, {"layer": desk.layer, "ids": ids}).scalars())
