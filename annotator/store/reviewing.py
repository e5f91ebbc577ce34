"""What waits for a reviewer, and a layer under review as it stands."""

from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from annotator.domain.errors import Refused
from annotator.store import articles, layers, rows
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Annotator, Article, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

MOST = 200
"""The most that are listed at once; what was waiting longest comes first."""

_spans = func.count(_SPANS.c.number)
_decided = func.count(_VERDICTS.c.span)
_contested = func.coalesce(func.sum(_VERDICTS.c.contested), 0)
_QUEUE = (
    select(
        _LAYERS.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.words,
        _ARTICLES.c.length, _ANNOTATORS.c.name, _LAYERS.c.status, _LAYERS.c.updated_at,
        _spans.label("spans"), _decided.label("decided"), _contested.label("contested"),
    )
    .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .outerjoin(_SPANS, and_(_SPANS.c.layer == _LAYERS.c.number, _SPANS.c.deleted_at.is_(None)))
    .outerjoin(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
    .where(
        _ARTICLES.c.deleted_at.is_(None),
        _ANNOTATORS.c.name != GOLD,
        _LAYERS.c.status != "open",
    )
    .group_by(_LAYERS.c.number)
)  # fmt: skip
_WAITS = or_(
    _LAYERS.c.status == "submitted",
    # Reviewed, and its author changed a span since or contests a verdict. What was reviewed
    # elsewhere and came by a file without verdicts is left alone.
    and_(_decided > 0, _decided < _spans),
    _contested > 0,
)


def queue(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The layers that wait for a reviewer, contested ones first, then the longest waiting."""
    if not actor.reviews:
        return []
    own = case((_LAYERS.c.annotator == actor.number, 1), else_=0)
    query = _QUEUE.having(_WAITS).order_by(own, _contested.desc(), _LAYERS.c.updated_at)
    found = connection.execute(query.limit(MOST)).mappings()
    return [dict(row) | {"own": row["name"] == actor.name} for row in found]


def reviewed(connection: Connection, actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The layers whose review ended last, newest first."""
    if not actor.reviews:
        return []
    query = _QUEUE.where(_LAYERS.c.status == "reviewed").having(~_WAITS)
    found = connection.execute(query.order_by(_LAYERS.c.updated_at.desc()).limit(limit))
    return [dict(row) for row in found.mappings()]


def sheet(connection: Connection, actor: Actor, place: tuple[str, str]) -> dict[str, Any]:
    """A layer under review: its content, the gold spans so far, and what is contested.

    Raises NotFound, Forbidden, Refused.
    """
    if not actor.reviews:
        raise layers.unseen()
    if place[1] == GOLD:
        raise Refused("gold is what review leaves; review the layer of a person", "layer")
    layer = layers.view(connection, actor, *place)
    article = articles.get(connection, place[0])
    gold = layers.find(connection, article.number, GOLD)
    return layer | {
        "gold": rows.spans(connection, gold.number) if gold else [],
        "contested": _contested_spans(connection, article.number, place[1]),
    }


def readings(sheet: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The spans of a layer under review as its verdicts leave them, and what was added to it.

    What came to gold from others alone is left out.
    """
    from_here = {
        origin["span"]: span
        for span in sheet["gold"]
        for origin in span["derived_from"]
        if origin["layer"] == name
    }
    own = [
        from_here.get(span["id"], span) if span["verdict"] == "changed" else span
        for span in sheet["spans"]
        if span["verdict"] != "rejected"
    ]
    return own + [span for span in sheet["gold"] if not span["derived_from"]]


def _contested_spans(connection: Connection, article: int, name: str) -> list[str]:
    layer = layers.find(connection, article, name)
    query = (
        select(_SPANS.c.id)
        .join(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
        .where(_SPANS.c.layer == (layer.number if layer else None), _VERDICTS.c.contested == 1)
        .order_by(_SPANS.c.id)
    )
    return list(connection.execute(query).scalars())
