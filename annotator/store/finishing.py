"""The end of a review: when a layer is reviewed, and gold with it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from annotator.domain.errors import Conflict, Forbidden
from annotator.store import layers, reviews, rows
from annotator.store.desk import Desk
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Layer

_LAYERS = Layer.__table__  # type: ignore[attr-defined]


def set_status(
    connection: Connection, actor: Actor, place: tuple[str, str], status: str, by: str | None = None
) -> dict[str, Any]:
    """Opens, submits or marks as reviewed: one's own layer, gold, or a teammate's under review.

    A layer is reviewed when each of its spans has a verdict. The status and the version.
    Raises Forbidden, NotFound, Conflict.
    """
    reviews.check_by(actor, by)
    own = place[1] == actor.name and (status != "reviewed" or not actor.reviews)
    if own or place[1] == GOLD:
        return layers.set_status(connection, actor, *place, status)
    if not actor.reviews:
        layers.check_may_write(actor, place[1])
    _, layer = reviews.under_review(connection, actor, place)
    if status == "open":
        raise Forbidden("only its author opens a layer again; you can mark it as submitted")
    if status == "reviewed":
        _check_decided(connection, layer.number)
    if layer.status == status:
        return {"status": status, "version": layer.version}
    desk = Desk(connection, actor, place[0], GOLD)
    _set(desk, layer.number, place[1], status)
    _set_gold(desk)
    desk.close()
    return {"status": status, "version": layers.touch(connection, layer.number)}


def finish(desk: Desk, names: Mapping[int, str]) -> set[int]:
    """Marks layers, names by number, as reviewed within a desk's action: those that were not.

    Raises Conflict where a span has no verdict.
    """
    for layer in names:
        _check_decided(desk.connection, layer)
    changed = {layer for layer, name in names.items() if _set(desk, layer, name, "reviewed")}
    _set_gold(desk)
    return changed


def _check_decided(connection: Connection, layer: int) -> None:
    undecided = sum(not span["verdict"] for span in rows.spans(connection, layer))
    if undecided:
        spans_ = "1 span has" if undecided == 1 else f"{undecided:,} spans have"
        raise Conflict(f"{spans_} no verdict yet; decide on them, then finish the review")


def _set(desk: Desk, layer: int, name: str, status: str) -> bool:
    """Gives a layer a status, as a part of the desk's action; whether it had another one."""
    this = _LAYERS.c.number == layer
    before = desk.connection.execute(select(_LAYERS.c.status).where(this)).scalar_one()
    if before == status:
        return False
    desk.connection.execute(update(_LAYERS).where(this).values(status=status))
    desk.note_in(layer, "layer", name, {"status": before}, {"status": status})
    return True


def _set_gold(desk: Desk) -> None:
    """Gold is reviewed when no submitted layer of the article waits for its review any more."""
    query = select(_LAYERS.c.number).where(
        _LAYERS.c.article == desk.article.number, _LAYERS.c.status == "submitted"
    )
    left = desk.connection.execute(query.limit(1)).first() is not None
    _set(desk, desk.layer, GOLD, "open" if left else "reviewed")
