"""A person's act on a layer: one change, or a batch of them that is all or nothing."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from annotator.domain.edits import Batch, Delete, Object
from annotator.domain.errors import Conflict
from annotator.store import articles, journal, layers, relations, rows, sources, spans
from annotator.store.desk import Desk, Outcome
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
    done = journal.find(connection, batch.id)
    if done is not None and done.annotator != actor.number:
        raise Conflict("this batch id was used by somebody else; make a new UUID")
    if done is None and batch.changes:
        desk = Desk(connection, actor, *place, action_id=batch.id)
        for change in batch.changes:
            if isinstance(change, Delete):
                _DELETE[change.delete](desk, change.id)
            else:
                _PUT[change.put](desk, change.id, change)
        desk.close()
    return _touched(connection, actor, place, batch)


def _touched(
    connection: Connection, actor: Actor, place: tuple[str, str], batch: Batch
) -> dict[str, Any]:
    layers.check_may_write(actor, place[1])
    article = articles.get(connection, place[0])
    layer = layers.find(connection, article.number, place[1])
    answer: dict[str, Any] = {"version": layer.version if layer else 0}
    answer |= {name: [] for name in _LISTS.values()}
    for change in batch.changes if layer else []:
        if not isinstance(change, Delete):
            record = rows.record(connection, change.put, layer.number, change.id)
            if record is not None:
                answer[_LISTS[change.put]].append(record)
    return answer
