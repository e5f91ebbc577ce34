"""Layers: finding one, opening it at its first write, showing it, and its status."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from annotator.domain.errors import Forbidden, NotFound
from annotator.store import articles, clock, journal, rows, sight
from annotator.store.people import GOLD, Actor
from annotator.store.prepared import Prepared
from annotator.store.tables import Annotator, Layer

_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]

_NUMBER = Prepared(
    select(_LAYERS.c.number).where(
        _LAYERS.c.article == bindparam("article"), _LAYERS.c.annotator == bindparam("annotator")
    )
)
_ADD = Prepared(
    insert(_LAYERS), *("article", "annotator", "status", "version", "created_at", "updated_at")
)
_TOUCH = Prepared(
    update(_LAYERS)
    .where(_LAYERS.c.number == bindparam("layer"))
    .values(version=_LAYERS.c.version + 1, updated_at=bindparam("now"))
    .returning(_LAYERS.c.version)
)

EMPTY: dict[str, Any] = {
    "status": "open",
    "version": 0,
    "spans": [],
    "relations": [],
    "sources": [],
}
"""What a layer looks like before its first write."""


class Extent(NamedTuple):
    """Where a label stands: the hull of a span, in code points."""

    label: str
    start: int
    end: int


def check_may_write(actor: Actor, name: str) -> None:
    """Only its owner writes a layer; only reviewers write gold. Raises Forbidden."""
    if name == GOLD and not actor.reviews:
        raise Forbidden("only reviewers write the gold layer")
    if name not in {GOLD, actor.name}:
        raise Forbidden(f"this is the layer of {name}; you can write in your own only")


def unseen() -> Forbidden:
    """What somebody hears of layers that they may not see, there or not."""
    return Forbidden(
        "you see the labels of others once you have submitted yours, so that none sway you"
    )


def find(connection: Connection, article: int, name: str) -> Row[Any] | None:
    """The layer of this annotator on this article (by number), or None."""
    query = (
        select(_LAYERS)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .where(_LAYERS.c.article == article, _ANNOTATORS.c.name == name)
    )
    return connection.execute(query).one_or_none()


def names(connection: Connection, actor: Actor, article: int) -> list[dict[str, Any]]:
    """The layers of an article that the actor may see: name, status, version."""
    query = (
        select(_ANNOTATORS.c.name, _LAYERS.c.status, _LAYERS.c.version)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .where(_LAYERS.c.article == article, sight.may_see(actor))
        .order_by(_ANNOTATORS.c.name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def any_seen(connection: Connection, actor: Actor, names: Iterable[str]) -> bool:
    """Whether the actor may see a layer of anybody of these names, on any article."""
    query = select(_LAYERS.c.number).join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    query = query.where(_ANNOTATORS.c.name.in_(names), sight.may_see(actor)).limit(1)
    return connection.execute(query).first() is not None


def view(connection: Connection, actor: Actor, article_id: str, name: str) -> dict[str, Any]:
    """The layer as the API shows it. Raises NotFound, Forbidden."""
    layer = seen(connection, actor, article_id, name)
    return content(connection, layer) if layer is not None else dict(EMPTY)


def seen(connection: Connection, actor: Actor, article_id: str, name: str) -> Row[Any] | None:
    """The layer, if the actor may see it; None if it is their own and not begun.

    Raises NotFound, Forbidden.
    """
    article = articles.get(connection, article_id)
    if name != actor.name and not sight.sees_all(connection, actor, article.number):
        raise unseen()
    layer = find(connection, article.number, name)
    if layer is None and name != actor.name:
        raise NotFound(f"{name} has no layer on “{article_id}”")
    return layer


def span(
    connection: Connection, actor: Actor, place: tuple[str, str], id_: str
) -> dict[str, Any] | None:
    """One live span of a layer as the API shows it, or None. Raises NotFound, Forbidden."""
    layer = seen(connection, actor, *place)
    return rows.record(connection, "span", layer.number, id_) if layer is not None else None


def content(connection: Connection, layer: Row[Any]) -> dict[str, Any]:
    """Status, version, and all live spans, relations and sources in the order of the file."""
    return {
        "status": layer.status,
        "version": layer.version,
        "spans": rows.spans(connection, layer.number),
        "relations": rows.relations(connection, layer.number),
        "sources": rows.sources(connection, layer.number),
    }


def _live(layers: Iterable[int | None]) -> Any:
    """The spans of these layers that are not deleted; None stands for no layer."""
    numbers = [number for number in layers if number is not None]
    return rows.SPANS.c.layer.in_(numbers) & rows.SPANS.c.deleted_at.is_(None)


def span_counts(connection: Connection, layers: Iterable[int | None]) -> dict[int, int]:
    """How many spans each of these layers has."""
    spans = rows.SPANS.c
    query = select(spans.layer, func.count()).where(_live(layers)).group_by(spans.layer)
    return {row[0]: row[1] for row in connection.execute(query)}


def extents(connection: Connection, layers: Iterable[int | None]) -> dict[int, list[Extent]]:
    """Where the labels of these layers stand, in text order."""
    spans = rows.SPANS.c
    query = select(spans.layer, spans.label, spans.start, spans.end).where(_live(layers))
    found: dict[int, list[Extent]] = {}
    for layer, *extent in connection.execute(query.order_by(spans.layer, spans.start)):
        found.setdefault(layer, []).append(Extent(*extent))
    return found


def open_(connection: Connection, article: int, annotator: int) -> int:
    """The number of the layer, which comes into being if this is its first write."""
    if (number := number_of(connection, article, annotator)) is not None:
        return number
    return add(connection, article, annotator, "open")


def number_of(connection: Connection, article: int, annotator: int) -> int | None:
    """The number of the layer, or None if there is none yet."""
    number: int | None = _NUMBER.scalar(connection, article=article, annotator=annotator)
    return number


def add(connection: Connection, article: int, annotator: int, status: str, version: int = 0) -> int:
    """Makes the layer, which must not be there yet; its number."""
    now = clock.now()
    return _ADD.run(
        connection,
        article=article,
        annotator=annotator,
        status=status,
        version=version,
        created_at=now,
        updated_at=now,
    )


def version(connection: Connection, layer: int) -> int:
    """The layer's version: how many actions have changed it."""
    return int(
        connection.execute(select(_LAYERS.c.version).where(_LAYERS.c.number == layer)).scalar_one()
    )


def touch(connection: Connection, layer: int) -> int:
    """Counts one action on the layer; its new version."""
    return int(_TOUCH.scalar(connection, layer=layer, now=clock.now()))


def set_status(
    connection: Connection, actor: Actor, article_id: str, name: str, status: str
) -> dict[str, Any]:
    """Opens, submits or (reviewers only) marks a layer as reviewed; status and version."""
    check_may_write(actor, name)
    if status == "reviewed" and not actor.reviews:
        raise Forbidden("only reviewers mark a layer as reviewed")
    article = articles.get(connection, article_id)
    owner = actor.number if name == actor.name else rows.annotator_number(connection, name)
    layer = open_(connection, article.number, owner)
    before = connection.execute(
        select(_LAYERS.c.status, _LAYERS.c.version).where(_LAYERS.c.number == layer)
    ).one()
    if before.status == status and before.version:
        return {"status": status, "version": before.version}
    connection.execute(update(_LAYERS).where(_LAYERS.c.number == layer).values(status=status))
    states = [orjson.dumps({"status": state}).decode() for state in (before.status, status)]
    action = journal.begin(connection, actor.number)
    journal.note(connection, action, layer, "layer", name, *states)
    return {"status": status, "version": touch(connection, layer)}
