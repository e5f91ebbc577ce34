"""Which articles wait to be settled: those that two or more people submitted."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, or_, select

from annotator.store import tallies
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Action, Annotator, Article, Journal, Layer

_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]

MOST = 200
"""The most articles that are listed at once."""

_UPDATED = func.max(_LAYERS.c.updated_at)
_SUBMITTED = func.count().filter(_LAYERS.c.status == "submitted")
_SHARED = (
    select(_LAYERS.c.article)
    .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(_ARTICLES.c.deleted_at.is_(None), _ANNOTATORS.c.name != GOLD, _LAYERS.c.status != "open")
    .group_by(_LAYERS.c.article)
    .having(func.count() >= 2)
)
"""The articles that two or more people submitted, told by their layers alone: that is quick."""

_ROWS = tallies.joined(
    select(
        _ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.words,
        _ARTICLES.c.length, _UPDATED.label("updated_at"),
        tallies.ALL.label("spans"), tallies.DECIDED.label("decided"),
    )
    .join(_LAYERS, _LAYERS.c.article == _ARTICLES.c.number)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(_ANNOTATORS.c.name != GOLD, _LAYERS.c.status != "open")
    .group_by(_ARTICLES.c.number)
)  # fmt: skip
_WAITS = or_(_SUBMITTED > 0, tallies.CHANGED_SINCE)
_READERS = (
    select(_LAYERS.c.article, _ANNOTATORS.c.name, _LAYERS.c.number, _LAYERS.c.status)
    .add_columns(_LAYERS.c.created_at)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(_LAYERS.c.status != "open", _ANNOTATORS.c.name != GOLD)
    .order_by(_ANNOTATORS.c.name)
)
_LAST = (
    select(_JOURNAL.c.layer, func.max(_ACTIONS.c.created_at).label("at"))
    .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
    .where(_JOURNAL.c.object == "layer", _JOURNAL.c.after.like('%"status":"submitted"%'))
    .group_by(_JOURNAL.c.layer)
)


class Reader(NamedTuple):
    """One of the people whose layers are settled."""

    name: str
    layer: int
    status: str
    submitted_at: str
    """When they submitted last; when the layer came, where it came submitted by a file."""


def queue(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The articles that wait, the longest waiting first, ``MOST`` of them."""
    if not actor.reviews:
        return []
    numbers = _submitted(connection) + _lately(connection)
    query = _ROWS.where(_ARTICLES.c.number.in_(numbers)).having(_WAITS).order_by(_UPDATED)
    return [dict(row) for row in connection.execute(query.limit(MOST)).mappings()]


def settled(connection: Connection, actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The articles that were settled last, newest first."""
    if not actor.reviews:
        return []
    query = _ROWS.where(_ARTICLES.c.number.in_(_lately(connection))).having(~_WAITS)
    found = connection.execute(query.order_by(_UPDATED.desc()).limit(limit))
    return [dict(row) for row in found.mappings()]


def people(connection: Connection, articles: Sequence[int]) -> dict[int, list[Reader]]:
    """Whose submitted layers there are on each of these articles, by name."""
    found: dict[int, list[Reader]] = {}
    readers = connection.execute(_READERS.where(_LAYERS.c.article.in_(articles))).all()
    layers = [row.number for row in readers]
    submitted = connection.execute(_LAST.where(_JOURNAL.c.layer.in_(layers))).all()
    last = {row.layer: row.at for row in submitted}
    for article, name, number, status, created_at in readers:
        submitted_at = max(created_at, last.get(number, ""))
        found.setdefault(article, []).append(Reader(name, number, status, submitted_at))
    return found


def _submitted(connection: Connection) -> list[int]:
    """Articles of which somebody's layer waits for its review, the longest waiting first."""
    query = _SHARED.having(_SUBMITTED > 0).order_by(_UPDATED).limit(MOST)
    return list(connection.execute(query).scalars())


def _lately(connection: Connection) -> list[int]:
    """Settled articles, those first in which something was done last: a change shows there."""
    query = _SHARED.having(_SUBMITTED == 0).order_by(_UPDATED.desc()).limit(MOST)
    return list(connection.execute(query).scalars())
