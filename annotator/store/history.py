"""The history of a layer: its actions, newest first, as the journal has them."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, func, select

from annotator.domain.errors import NotFound
from annotator.store import journal, layers
from annotator.store.people import Actor
from annotator.store.tables import Action, Annotator, Journal, Layer

_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]

FEW = 20
"""The most changes of an action that a page of the history shows; an import has thousands."""

LISTS = {"span": "spans", "relation": "relations", "source": "sources"}
OBJECTS = {name: object_ for object_, name in LISTS.items()}

_last = func.max(_JOURNAL.c.seq).label("last")
_CHANGED = _JOURNAL.c.object.in_(LISTS)
_LISTED = (
    select(
        _ACTIONS.c.number, _ACTIONS.c.id, _ANNOTATORS.c.name, _ACTIONS.c.created_at, _last,
        func.count().filter(_CHANGED).label("changed"),
    )
    .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _ACTIONS.c.annotator)
    .group_by(_JOURNAL.c.action)
    .order_by(_last.desc())
)  # fmt: skip
ROW = select(_JOURNAL.c.object, _JOURNAL.c.object_id, _JOURNAL.c.before, _JOURNAL.c.after)


def page(
    connection: Connection,
    actor: Actor,
    place: tuple[str, str],
    limit: int,
    cursor: int | None = None,
) -> dict[str, Any]:
    """The layer's actions before the cursor, newest first. Raises NotFound, Forbidden."""
    layer = layer_of(connection, actor, place)
    if layer is None:
        return {"items": [], "next": None}
    query = _LISTED.where(_JOURNAL.c.layer == layer).limit(limit + 1)
    if cursor is not None:  # an action may have rows on both sides of it: its last one counts
        query = query.having(_last < cursor)
    found = connection.execute(query).all()
    items = [_item(connection, layer, row, FEW) for row in found[:limit]]
    return {"items": items, "next": str(found[limit - 1].last) if len(found) > limit else None}


def whole(
    connection: Connection, actor: Actor, place: tuple[str, str], action: str
) -> dict[str, Any]:
    """One action with all its changes. Raises NotFound, Forbidden."""
    layer = layer_of(connection, actor, place)
    query = _LISTED.where(_JOURNAL.c.layer == layer, _ACTIONS.c.id == action)
    row = connection.execute(query).one_or_none()
    if layer is None or row is None:
        raise unknown(action)
    return _item(connection, layer, row, None)


def newest(connection: Connection, article: int, annotator: int) -> int:
    """The cursor from which the history begins now, 0 where there is none yet."""
    query = (
        select(func.max(_JOURNAL.c.seq))
        .join(_LAYERS, _LAYERS.c.number == _JOURNAL.c.layer)
        .where(_LAYERS.c.article == article, _LAYERS.c.annotator == annotator)
    )
    last = connection.execute(query).scalar()
    return last + 1 if last else 0


def layer_of(connection: Connection, actor: Actor, place: tuple[str, str]) -> int | None:
    layer = layers.seen(connection, actor, *place)
    return layer.number if layer is not None else None


def unknown(action: str) -> NotFound:
    return NotFound(f"this layer's history has no action “{action[:60]}”")


def _item(connection: Connection, layer: int, row: Row[Any], few: int | None) -> dict[str, Any]:
    """An action as the API shows it, with so many of its changes; None means all."""
    here = (_JOURNAL.c.layer == layer) & (_JOURNAL.c.action == row.number)
    query = ROW.where(here, _CHANGED).order_by(_JOURNAL.c.seq).limit(few)
    found = [_change(*one) for one in connection.execute(query)]
    marks = _marks(connection, layer, row.id)
    brought = imported(marks)
    if few is None:
        found += [_change(OBJECTS[name], id_) for name, ids in brought.items() for id_ in ids]
    origin = _origin(connection, layer, marks)
    return {
        "id": row.id,
        "by": row.name,
        "at": row.created_at,
        "undoes": [mark.object_id for mark in marks if mark.object == "undo"],
        "redoes": [mark.object_id for mark in marks if mark.object == "redo"],
        "restores": _restored(connection, origin),
        "status": _status(marks),
        "imported": {name: len(ids) for name, ids in imported(origin).items() if ids} or None,
        "judged": sum(mark.object in {"verdict", "relation_verdict"} for mark in marks),
        "count": row.changed + sum(map(len, brought.values())),
        "changes": found,
    }


def _marks(connection: Connection, layer: int, action: str) -> Sequence[Row[Any]]:
    """The rows of an action that are about no span, relation or source."""
    query = ROW.join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
    query = query.where(_JOURNAL.c.layer == layer, _ACTIONS.c.id == action, ~_CHANGED)
    return connection.execute(query.order_by(_JOURNAL.c.seq)).all()


def _origin(connection: Connection, layer: int, marks: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The marks of the act that was undone or done again: what that was tells what this is."""
    for _ in range(3):  # undone, done again
        back = [mark.object_id for mark in marks if mark.object in {"undo", "redo"}]
        if back:
            marks = _marks(connection, layer, back[0])
    return marks


def _change(
    object_: str, id_: str, before: str | None = None, after: str | None = None
) -> dict[str, Any]:
    states = [orjson.loads(state) if state else None for state in (before, after)]
    return {"object": object_, "id": id_, "before": states[0], "after": states[1]}


def imported(marks: Any) -> dict[str, list[str]]:
    """The ids that an import brought, by list."""
    brought: dict[str, list[str]] = {}
    for mark in marks:
        after = orjson.loads(mark.after) if mark.object == "layer" and mark.after else {}
        for name, ids in after.get("imported", {}).items():
            brought.setdefault(name, []).extend(ids)
    return brought


def _status(marks: Any) -> str:
    """The status that the action gave the layer, or ``""``."""
    after = [orjson.loads(mark.after) for mark in marks if mark.object == "layer" and mark.after]
    return next((str(state["status"]) for state in after if "status" in state), "")


def _restored(connection: Connection, marks: Any) -> dict[str, str] | None:
    """The action that this one went back to, and when that was done."""
    id_ = next((mark.object_id for mark in marks if mark.object == "restore"), None)
    if id_ is None:
        return None
    action = journal.find(connection, id_)
    return {"id": id_, "at": action.created_at if action else ""}
