"""Spans of a layer: putting and deleting them, within one action."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, bindparam, insert, select, update

from annotator.domain.edits import SpanEdit
from annotator.domain.errors import Conflict, NotFound
from annotator.domain.spans import check_fragments, check_quote, quote
from annotator.domain.text import check_string
from annotator.store import relations, rows, sources
from annotator.store.desk import Desk, Outcome, Record, Stored, check_new_id, check_version
from annotator.store.prepared import Prepared

_FIND = Prepared(
    select(
        rows.SPANS.c.number,
        rows.SPANS.c.deleted_at.is_not(None),
        *rows.SPAN_COLUMNS,
        rows.SPANS.c.version,
    )
    .select_from(rows.SPANS_WITH_VERDICTS)
    .where(rows.SPANS.c.layer == bindparam("layer"), rows.SPANS.c.id == bindparam("id"))
)
_STORED = ("label", "start", "end", "text", "note", "origin", "created_at", "updated_at", "version")
_GIVEN = ("label", "start", "end", "fragments", "text", "note", "flags")
_LISTED = ("fragments", "flags", "derived_from")
_THIS = rows.SPANS.c.number == bindparam("row")

_INSERT = Prepared(insert(rows.SPANS), "layer", "id", *_STORED, *_LISTED)
_UPDATE = Prepared(update(rows.SPANS).where(_THIS), *_STORED, *_LISTED, "deleted_at")
_DELETE = Prepared(update(rows.SPANS).where(_THIS), "deleted_at", "version")
_WITHDRAW = Prepared(rows.VERDICTS.delete().where(rows.VERDICTS.c.span == bindparam("row")))

_NEW: Record = {"note": "", "flags": [], "origin": "human", "derived_from": []}
_NO_VERDICT: Record = {"verdict": "", "reviewer": "", "comment": "", "reply": ""}


class Derived(NamedTuple):
    """What a gold span came from."""

    origins: list[Record]
    """Each as ``derived_from`` has it."""
    label: str
    """The label there: the gold span may have it, also if it was retired since."""


def find(desk: Desk, id_: str) -> Stored | None:
    """The span of this id in the desk's layer, deleted or not, or None."""
    return find_in(desk.connection, desk.layer, id_)


def find_in(connection: Connection, layer: int, id_: str) -> Stored | None:
    """The same in any layer, by its number."""
    row = _FIND.one(connection, layer=layer, id=id_)
    if row is None:
        return None
    return Stored(row[0], rows.span(row[2:]), bool(row[1]))


def is_deleted(connection: Connection, layer: int, id_: str) -> bool:
    """Whether the layer, by its number, had a span of this id that its author deleted."""
    stored = find_in(connection, layer, id_)
    return stored is not None and stored.deleted


def labels(connection: Connection, layers: Sequence[int]) -> frozenset[str]:
    """The labels of the live spans of these layers, by their numbers."""
    table = rows.SPANS
    query = select(table.c.label).where(table.c.layer.in_(layers), table.c.deleted_at.is_(None))
    return frozenset(connection.execute(query.distinct()).scalars())


def put(
    desk: Desk,
    id_: str,
    edit: SpanEdit,
    expected: int | None = None,
    derived: Derived | None = None,
) -> Outcome:
    """Makes the span what ``edit`` says. Raises Refused, Conflict."""
    stored = find(desk, id_)
    before = stored.record["label"] if stored else ""
    wanted = _wanted(desk, edit, derived.label if derived else before)
    if derived is not None:
        wanted["derived_from"] = derived.origins
    if stored and not stored.deleted and _same(stored.record, wanted):
        return Outcome(False, stored.record)
    check_version(stored, expected)
    if stored is None:
        return Outcome(True, _add(desk, id_, wanted))
    if not stored.deleted and wanted["label"] != stored.record["label"]:
        _check_relabel(desk, id_, wanted["label"])
    return Outcome(stored.deleted, _change(desk, id_, stored, wanted))


def delete(desk: Desk, id_: str, expected: int | None = None) -> None:
    """Deletes the span, its relations, and its mentions in the register. Raises NotFound."""
    stored = find(desk, id_)
    if stored is None:
        raise NotFound(f"there is no span “{id_}” in this layer")
    if stored.deleted:
        return
    check_version(stored, expected)
    relations.delete_of_span(desk, id_)
    sources.forget_spans(desk, {id_})
    _delete(desk, id_, stored)


def delete_many(desk: Desk, ids: list[str]) -> None:
    """The same for many, as undoing an import asks for it. Raises NotFound."""
    found = {id_: find(desk, id_) for id_ in ids}
    relations.delete_of_spans(desk, set(ids))
    sources.forget_spans(desk, set(ids))
    for id_, stored in found.items():
        if stored is None:
            raise NotFound(f"there is no span “{id_}” in this layer")
        if not stored.deleted:
            _delete(desk, id_, stored)


def turn_back(desk: Desk, id_: str, wanted: Record | None) -> None:
    """Makes a span what it was, or absent; what hangs on it the caller sees to. Raises Refused."""
    stored = find(desk, id_)
    assert stored is not None  # the journal knows it, and no row is ever removed
    if wanted is None:
        _delete(desk, id_, stored)
    else:
        desk.check_label(wanted["label"], stored.record["label"])
        _change(desk, id_, stored, {key: wanted[key] for key in _GIVEN})


def _delete(desk: Desk, id_: str, stored: Stored) -> None:
    version = stored.record["version"] + 1
    _DELETE.run(desk.connection, row=stored.number, deleted_at=desk.now, version=version)
    desk.note("span", id_, stored.record, None)


def _wanted(desk: Desk, edit: SpanEdit, before: str) -> Record:
    """The fields that the edit asks for, checked against the text and the scheme."""
    desk.check_label(edit.label, before)
    check_fragments(edit.fragments, desk.article.length)
    words = quote(desk.article.text, edit.fragments)
    if edit.text is not None:
        check_quote(edit.text, words)
    wanted: Record = {
        "label": edit.label,
        "start": edit.fragments[0][0],
        "end": edit.fragments[-1][1],
        "fragments": [list(fragment) for fragment in edit.fragments],
        "text": words,
    }
    if edit.note is not None:
        wanted["note"] = check_string(edit.note, "note", "the note")
    if edit.flags is not None:
        wanted["flags"] = sorted(set(edit.flags))
    return wanted


def _same(record: Record, wanted: Record) -> bool:
    return all(record[key] == value for key, value in wanted.items())


def _add(desk: Desk, id_: str, wanted: Record) -> Record:
    check_new_id(id_)
    times = {"created_at": desk.now, "updated_at": desk.now}
    record = {"id": id_, **_NEW, **wanted, **_NO_VERDICT, **times, "version": 1}
    _INSERT.run(desk.connection, layer=desk.layer, id=id_, **_row(record))
    desk.note("span", id_, None, record)
    return record


def _change(desk: Desk, id_: str, stored: Stored, wanted: Record) -> Record:
    before = stored.record
    record = {**before, **wanted, "updated_at": desk.now, "version": before["version"] + 1}
    if record["verdict"] and any(record[key] != before[key] for key in ("label", "fragments")):
        # What was judged is no longer what stands here.
        record |= _NO_VERDICT
        _WITHDRAW.run(desk.connection, row=stored.number)
    _UPDATE.run(desk.connection, row=stored.number, deleted_at=None, **_row(record))
    desk.note("span", id_, None if stored.deleted else before, record)
    return record


def _row(record: Record) -> dict[str, Any]:
    """The record's columns: lists as the compact JSON that exports write."""
    listed = {key: orjson.dumps(record[key]).decode() for key in _LISTED}
    return {key: record[key] for key in _STORED} | listed


def _check_relabel(desk: Desk, id_: str, label: str) -> None:
    """Raises Conflict naming the first relation that the new label would break."""
    for relation, from_label, to_label in relations.with_labels(desk, id_):
        new_from = label if relation["from"] == id_ else from_label
        new_to = label if relation["to"] == id_ else to_label
        if not desk.scheme.allows(relation["type"], new_from, new_to):
            raise Conflict(
                f"relation “{relation['id']}” ({relation['type']}) does not go with “{label}”; "
                "delete the relation first",
                relation,
            )
