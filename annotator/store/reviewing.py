"""What waits for a reviewer, and a layer under review as it stands."""

from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from annotator.domain.errors import Forbidden, Refused
from annotator.store import articles, layers, rows, tallies
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Annotator, Article, Journal, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

MOST = 200
"""The most that are listed at once; what was waiting longest comes first."""

_QUEUE = tallies.joined(
    select(
        _LAYERS.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.words,
        _ARTICLES.c.length, _ANNOTATORS.c.name, _LAYERS.c.status, _LAYERS.c.updated_at,
        tallies.ALL.label("spans"), tallies.DECIDED.label("decided"),
        tallies.CONTESTED.label("contested"),
    )
    .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(
        _ARTICLES.c.deleted_at.is_(None),
        _ANNOTATORS.c.name != GOLD,
        _LAYERS.c.status != "open",
    )
    .group_by(_LAYERS.c.number)
)  # fmt: skip
_WAITS = or_(_LAYERS.c.status == "submitted", tallies.CHANGED_SINCE)


def queue(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The layers that wait for a reviewer, contested ones first, then the longest waiting."""
    if not actor.reviews:
        return []
    own = case((_LAYERS.c.annotator == actor.number, 1), else_=0)
    query = _QUEUE.having(_WAITS).order_by(own, tallies.CONTESTED.desc(), _LAYERS.c.updated_at)
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
    """A layer under review: its content, the gold spans so far, and what to know of its verdicts.

    Raises NotFound, Forbidden, Refused.
    """
    if not actor.reviews:
        raise Forbidden("only reviewers judge labels; your own layer has its verdicts in its spans")
    if place[1] == GOLD:
        raise Refused("gold is what review leaves; review the layer of a person", "layer")
    layer = layers.view(connection, actor, *place)
    article = articles.get(connection, place[0])
    gold = layers.find(connection, article.number, GOLD)
    spans = rows.spans(connection, gold.number) if gold else []
    return layer | {"gold": spans} | _about(connection, article.number, place[1])


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


def _about(connection: Connection, article: int, name: str) -> dict[str, Any]:
    """When each verdict was given, which are contested, and whose span was changed since."""
    layer = layers.find(connection, article, name)
    if layer is None:
        return {"decided_at": {}, "contested": [], "again": []}
    given_ = given(connection, layer.number)
    decided_at = {id_: at for id_, at, _ in given_}
    again = [id_ for id_ in _judged(connection, layer.number) if id_ not in decided_at]
    contested = [id_ for id_, _, contested in given_ if contested]
    return {"decided_at": decided_at, "contested": contested, "again": again}


def given(connection: Connection, layer: int) -> list[tuple[str, str, bool]]:
    """The verdicts of a layer, by its number: span, when it was given, whether it is contested."""
    query = (
        select(_SPANS.c.id, _VERDICTS.c.created_at, _VERDICTS.c.contested)
        .join(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
        .where(_SPANS.c.layer == layer)
        .order_by(_SPANS.c.id)
    )
    return [(id_, at, bool(is_contested)) for id_, at, is_contested in connection.execute(query)]


def _judged(connection: Connection, layer: int) -> list[str]:
    """The spans whose last verdict no reviewer withdrew."""
    last = func.max(_JOURNAL.c.seq)  # the other columns are those of that row
    query = (
        select(_JOURNAL.c.object_id, _JOURNAL.c.after, last)
        .where(_JOURNAL.c.layer == layer, _JOURNAL.c.object == "verdict")
        .group_by(_JOURNAL.c.object_id)
        .order_by(_JOURNAL.c.object_id)
    )
    return [id_ for id_, after, _ in connection.execute(query) if after is not None]
