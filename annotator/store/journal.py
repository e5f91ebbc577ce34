"""The journal: every change of every object, before and after, grouped into actions."""

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from annotator.domain.errors import Conflict
from annotator.store import clock
from annotator.store.prepared import Prepared
from annotator.store.tables import Action, Annotator, Article, Journal, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_BEGIN = Prepared(insert(_ACTIONS), "id", "annotator", "created_at")
_NOTE = Prepared(insert(_JOURNAL), "action", "layer", "object", "object_id", "before", "after")
_FIND = Prepared(select(_ACTIONS).where(_ACTIONS.c.id == bindparam("id")))
_PLACES = Prepared(
    select(_ARTICLES.c.id, _ANNOTATORS.c.name)
    .join(_LAYERS, _LAYERS.c.article == _ARTICLES.c.number)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .join(_JOURNAL, _JOURNAL.c.layer == _LAYERS.c.number)
    .where(_JOURNAL.c.action == bindparam("action"))
    .distinct()
)

_UNDONE_BY = Prepared(
    select(_ACTIONS.c.id)
    .join(_JOURNAL, _JOURNAL.c.action == _ACTIONS.c.number)
    .where(
        _JOURNAL.c.layer == bindparam("layer"),
        (_JOURNAL.c.object == "undo") | (_JOURNAL.c.object == "redo"),
        _JOURNAL.c.object_id == bindparam("id"),
    )
    .order_by(_JOURNAL.c.seq.desc())
    .limit(1)
)


Note = tuple[str, str | None, str | None]
"""The id of what changed, and its JSON before and after, None where it was absent."""


def begin(connection: Connection, annotator: int, id_: str = "") -> int:
    """Opens an action of this annotator; its number. A given id makes repeating it detectable."""
    id_ = id_ or str(uuid.uuid4())
    return _BEGIN.run(connection, id=id_, annotator=annotator, created_at=clock.now())


def find(connection: Connection, id_: str) -> Any | None:
    """The action with this id, or None: whether a batch was carried out before."""
    return _FIND.one(connection, id=id_)


def touched(connection: Connection, action: int) -> set[tuple[str, str]]:
    """The layers in which an action changed something: (article id, annotator)."""
    return {(place[0], place[1]) for place in _PLACES.all(connection, action=action)}


def note(
    connection: Connection,
    action: int,
    layer: int | None,
    object_: str,
    object_id: str,
    before: str | None,
    after: str | None,
) -> None:
    """Writes down one change. ``before`` and ``after`` are JSON; None means absent."""
    _NOTE.run(
        connection,
        action=action,
        layer=layer,
        object=object_,
        object_id=object_id,
        before=before,
        after=after,
    )


def note_each(connection: Connection, action: int, object_: str, notes: Iterable[Note]) -> None:
    """Writes down many changes outside the layers, each as (id, before, after)."""
    rows = [(action, None, object_, id_, before, after) for id_, before, after in notes]
    _NOTE.run_many(connection, rows)


def taken_back(connection: Connection, layer: int, id_: str) -> bool:
    """Whether the action was undone, and that not undone in its turn."""
    chain = [id_]
    while (by := _UNDONE_BY.scalar(connection, layer=layer, id=chain[-1])) and by not in chain:
        chain.append(by)
    return len(chain) % 2 == 0


def done_before(
    connection: Connection, annotator: int, id_: str, here: Callable[[tuple[str, str]], bool]
) -> bool:
    """Whether this annotator did the action of this id; ``here`` tells where it may have been done.

    Raises Conflict where the id was used by somebody else, or elsewhere.
    """
    done = find(connection, id_)
    if done is not None and done.annotator != annotator:
        raise Conflict("this id was used by somebody else; make a new UUID")
    if done is not None and not all(map(here, touched(connection, done.number))):
        raise Conflict("this id was used for something else, in another layer; make a new UUID")
    return done is not None
