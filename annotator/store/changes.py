"""A person's act on a layer: one change, or a batch of them that is all or nothing."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from annotator.domain.edits import Batch, Change, Delete, Object
from annotator.store import articles, journal, layers, relations, rows, sources, spans
from annotator.store.desk import Desk, Outcome, Record
from annotator.store.people import Actor

_PUT: dict[str, Callable[..., Outcome]] = {
    "span": spans.put,
    "relation": relations.put,
    "source": sources.put,
}
_DELETE: dict[str, Callable[..., None]] = {
    "span": spans.delete,
    "relation": relations.delete,
    "source": sources.delete,
}
_LISTS = {"span": "spans", "relation": "relations", "source": "sources"}


def put(
    connection: Connection,
    actor: Actor,
    place: tuple[str, str],
    object_: Object,
    id_: str,
    edit: Any,
    expected: int | None,
) -> Outcome:
    """Puts one span, relation or source into the layer ``place`` (article id, annotator)."""
    desk = Desk(connection, actor, *place)
    outcome = _PUT[object_](desk, id_, edit, expected)
    desk.close()
    return outcome


def delete(
    connection: Connection,
    actor: Actor,
    place: tuple[str, str],
    object_: Object,
    id_: str,
    expected: int | None,
) -> None:
    """Deletes one span, relation or source of the layer ``place`` (article id, annotator)."""
    desk = Desk(connection, actor, *place)
    _DELETE[object_](desk, id_, expected)
    desk.close()


def carry_out(
    connection: Connection, actor: Actor, place: tuple[str, str], batch: Batch
) -> dict[str, Any]:
    """Carries the batch out, once: the layer's version, and what it touched as it stands now."""
    layers.check_may_write(actor, place[1])
    done = journal.done_before(connection, actor.number, batch.id, place.__eq__)
    if done or not (batch.changes or batch.takes_back):
        return _as_it_stands(connection, place, batch)
    desk = Desk(connection, actor, *place, action_id=batch.id)
    if not _mark(desk, batch):
        desk.close()
        return _as_it_stands(connection, place, batch)
    records: dict[tuple[str, str], Record] = {}
    for object_, changes in groupby(batch.changes, _deleted):
        if object_:
            ids = [change.id for change in changes]
            _delete(desk, object_, ids)
            for id_ in ids:
                records.pop((object_, id_), None)
            continue
        for change in changes:
            assert not isinstance(change, Delete)
            outcome = _PUT[change.put](desk, change.id, change)
            records[change.put, change.id] = outcome.record
    return _answer(desk.close(), records)


def apply(desk: Desk, change: Change) -> None:
    """Carries out one change within the action of a desk. Raises NotFound, Refused, Conflict."""
    if isinstance(change, Delete):
        _DELETE[change.delete](desk, change.id)
    else:
        _PUT[change.put](desk, change.id, change)


def _deleted(change: Change) -> Object | None:
    """Of what kind a change deletes something, if it does."""
    return change.delete if isinstance(change, Delete) else None


def _delete(desk: Desk, object_: Object, ids: list[str]) -> None:
    if object_ == "span" and len(ids) > 1:
        return spans.delete_many(desk, ids)
    for id_ in ids:
        _DELETE[object_](desk, id_)
    return None


def _mark(desk: Desk, batch: Batch) -> bool:
    """Writes down what the batch takes back; False if somebody was quicker, in another tab."""
    ids = batch.takes_back
    if ids and all(journal.taken_back(desk.connection, desk.layer, id_) for id_ in ids):
        return False
    for id_ in ids:
        desk.note("redo" if id_ in batch.redoes else "undo", id_, None, None)
    return True


def _as_it_stands(connection: Connection, place: tuple[str, str], batch: Batch) -> Record:
    """The answer to a batch that was carried out before, or that changes nothing."""
    article = articles.get(connection, place[0])
    layer = layers.find(connection, article.number, place[1])
    if layer is None:
        return _answer(0, {})
    records: dict[tuple[str, str], Record] = {}
    for change in batch.changes:
        if not isinstance(change, Delete):
            record = rows.record(connection, change.put, layer.number, change.id)
            if record is not None:
                records[change.put, change.id] = record
    return _answer(layer.version, records)


def _answer(version: int, records: dict[tuple[str, str], Record]) -> Record:
    answer: Record = {"version": version, **{name: [] for name in _LISTS.values()}}
    for (object_, _), record in records.items():
        answer[_LISTS[object_]].append(record)
    return answer
