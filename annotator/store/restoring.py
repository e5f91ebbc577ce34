"""Going back: a layer as it was after any action of its history.

Nothing is ever taken out of the journal: going back is one more action, which can be undone.
What a layer was at a moment is found backwards from what it is: of each object that changed
since, the first ``before`` after that moment. An import says only which ids it brought; before
it, those were not there.

Going back puts spans (label, fragments, note, flags), relations and the register of sources.
The layer's status is not changed by it, for that somebody submitted remains true; nor are
verdicts brought back, for only reviewers give them.
"""

from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, func, select

from annotator.domain.edits import RelationEdit, SourceEdit
from annotator.domain.errors import AnnotatorError, Conflict
from annotator.domain.records import RELATION_KEYS, SOURCE_KEYS
from annotator.store import articles, journal, layers, merging, relations, sources, spans
from annotator.store.desk import Desk, Record
from annotator.store.history import LISTS, OBJECTS, ROW, imported, layer_of, unknown
from annotator.store.people import Actor
from annotator.store.tables import Action, Journal

_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]

START = "start"
"""Stands for the moment before the first action; action ids are UUIDs."""

_SAID = {
    "span": ("label", "fragments", "note", "flags"),
    "relation": tuple(key for key in RELATION_KEYS if key != "id"),
    "source": tuple(key for key in SOURCE_KEYS if key != "id"),
}
"""What going back brings back of an object; the rest never changes, or is not its owner's."""

Targets = dict[tuple[str, str], Record | None]
Difference = dict[tuple[str, str], tuple[Record | None, Record | None]]


class Moment(NamedTuple):
    """A point of a layer's history: all of the journal up to ``seq``."""

    id: str
    seq: int


def preview(
    connection: Connection, actor: Actor, place: tuple[str, str], action: str
) -> dict[str, dict[str, int]]:
    """How much going back to the action would change. Raises NotFound, Forbidden."""
    layer = layer_of(connection, actor, place)
    counts = {name: {"added": 0, "changed": 0, "removed": 0} for name in LISTS.values()}
    moment = _moment(connection, layer, action)
    if layer is not None:
        for (object_, _), (now, then) in _difference(connection, layer, moment).items():
            how = "added" if now is None else "changed" if then else "removed"
            counts[LISTS[object_]][how] += 1
    return counts


def restore(
    connection: Connection, actor: Actor, place: tuple[str, str], action: str, id_: str
) -> dict[str, Any]:
    """Makes the layer what it was after the action, once for each ``id_``; the layer as it is then.

    Raises Conflict where something stands in the way; then nothing is changed.
    """
    layers.check_may_write(actor, place[1])
    article = articles.get(connection, place[0])
    if not journal.done_before(connection, actor.number, id_, place.__eq__):
        desk = Desk(connection, actor, *place, action_id=id_)
        moment = _moment(connection, desk.layer, action)
        if difference := _difference(connection, desk.layer, moment):
            desk.note("restore", moment.id, None, None)
            try:
                _turn_back(desk, difference)
            except AnnotatorError as error:
                raise Conflict(f"going back is not possible: {error}") from error
        desk.close()
    layer = layers.find(connection, article.number, place[1])
    return layers.content(connection, layer) if layer is not None else dict(layers.EMPTY)


def _moment(connection: Connection, layer: int | None, action: str) -> Moment:
    if action == START:
        return Moment(START, 0)
    query = (
        select(func.max(_JOURNAL.c.seq))
        .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
        .where(_JOURNAL.c.layer == layer, _ACTIONS.c.id == action)
    )
    seq = connection.execute(query).scalar()
    if seq is None:
        raise unknown(action)
    return Moment(action, seq)


def _difference(connection: Connection, layer: int, moment: Moment) -> Difference:
    """(now, then) of every object that is not as it was at that moment."""
    known = merging.known(connection, layer)
    found: Difference = {}
    for (object_, id_), then in _targets(connection, layer, moment).items():
        record, deleted = known[LISTS[object_]][id_]
        now = None if deleted else record
        if _said(object_, now) != _said(object_, then):
            found[object_, id_] = now, then
    return found


def _targets(connection: Connection, layer: int, moment: Moment) -> Targets:
    """What each object that was changed since was at that moment."""
    query = ROW.where(_JOURNAL.c.layer == layer, _JOURNAL.c.seq > moment.seq)
    found: Targets = {}
    for row in connection.execute(query.order_by(_JOURNAL.c.seq)).all():
        if row.object in LISTS:
            key = row.object, row.object_id
            if key not in found:
                found[key] = orjson.loads(row.before) if row.before else None
        for name, ids in imported([row]).items():
            found |= {(OBJECTS[name], id_): None for id_ in ids}
    return found


def _said(object_: str, record: Record | None) -> Record | None:
    return record and {key: record[key] for key in _SAID[object_]}


def _turn_back(desk: Desk, difference: Difference) -> None:
    """First what goes, then the spans, then what hangs on them: each finds what it needs."""
    for (object_, id_), (_, then) in difference.items():
        if then is None and object_ != "span":
            (relations if object_ == "relation" else sources).delete(desk, id_)
    relabelled = []
    for (object_, id_), (now, then) in difference.items():
        if object_ == "span":
            spans.turn_back(desk, id_, then)
            if now and then and now["label"] != then["label"]:
                relabelled.append(id_)
    for (object_, id_), (_, then) in difference.items():
        # Not checked for length and form again: an import may have brought more than an edit may.
        if then is not None and object_ == "relation":
            edit = RelationEdit.model_construct(
                type=then["type"], from_=then["from"], to=then["to"]
            )
            relations.put(desk, id_, edit)
        elif then is not None and object_ == "source":
            sources.put(desk, id_, SourceEdit.model_construct(**(_said("source", then) or {})))
    _check_relations(desk, relabelled)


def _check_relations(desk: Desk, relabelled: list[str]) -> None:
    """Raises Conflict if the scheme does not allow any more what stood on these spans."""
    for id_ in relabelled:
        for relation, *labels in relations.with_labels(desk, id_):
            if not desk.scheme.allows(relation["type"], *labels):
                raise Conflict(
                    f"the scheme has no “{relation['type']}” from “{labels[0]}” to “{labels[1]}”"
                )
