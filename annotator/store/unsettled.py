"""Which articles wait to be settled: those that two or more people submitted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, func, or_, select

from annotator.store import rows
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Annotator, Article, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]


_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

MOST = 200
"""The most articles that are listed at once."""

_live = _SPANS.c.deleted_at.is_(None)
_spans = func.count(_SPANS.c.number).filter(_live)
_decided = func.count().filter(_live & (_VERDICTS.c.verdict != ""))
_UPDATED = func.max(_LAYERS.c.updated_at)
_QUEUE = (
    select(
        _ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.words,
        _ARTICLES.c.length, _UPDATED.label("updated_at"),
        _spans.label("spans"), _decided.label("decided"),
    )
    .join(_LAYERS, _LAYERS.c.article == _ARTICLES.c.number)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .outerjoin(_SPANS, _SPANS.c.layer == _LAYERS.c.number)
    .outerjoin(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
    .where(
        _ARTICLES.c.deleted_at.is_(None), _ANNOTATORS.c.name != GOLD, _LAYERS.c.status != "open"
    )
    .group_by(_ARTICLES.c.number)
    .having(func.count(_LAYERS.c.number.distinct()) >= 2)
)  # fmt: skip
_WAITS = or_(
    func.count().filter(_LAYERS.c.status == "submitted") > 0,
    # Settled, and an author changed a span since. What was reviewed elsewhere and came by a file
    # without verdicts is left alone.
    and_(_decided > 0, _decided < _spans),
)
_READERS = (
    select(_LAYERS.c.article, _ANNOTATORS.c.name, _LAYERS.c.number, _LAYERS.c.status)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(_LAYERS.c.status != "open", _ANNOTATORS.c.name != GOLD)
    .order_by(_ANNOTATORS.c.name)
)


class Reader(NamedTuple):
    """One of the people whose layers are settled."""

    name: str
    layer: int
    status: str


def queue(connection: Connection, actor: Actor, limit: int = MOST) -> list[dict[str, Any]]:
    """The articles that two or more people submitted and that wait, the longest waiting first."""
    if not actor.reviews:
        return []
    found = connection.execute(_QUEUE.having(_WAITS).order_by(_UPDATED).limit(limit)).mappings()
    return [dict(row) for row in found]


def settled(connection: Connection, actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The articles that were settled last, newest first."""
    if not actor.reviews:
        return []
    query = _QUEUE.having(~_WAITS).order_by(_UPDATED.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def people(connection: Connection, articles: Sequence[int]) -> dict[int, list[Reader]]:
    """Whose submitted layers there are on each of these articles, by name."""
    found: dict[int, list[Reader]] = {}
    query = _READERS.where(_LAYERS.c.article.in_(articles))
    for article, *reader in connection.execute(query):
        found.setdefault(article, []).append(Reader(*reader))
    return found
