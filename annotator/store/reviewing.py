"""What waits for whom: layers for the reviewers, decisions for their authors."""

from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select, update

from annotator.domain.reviews import difference
from annotator.store import clock, layers, rows
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


def decisions(connection: Connection, actor: Actor) -> list[dict[str, Any]]:
    """The verdicts on the actor's spans that they have something to see of, newest first.

    Those are the ones that reject or change, or say something, and were not seen yet or are
    contested. ``parts`` are the words of both readings, see ``reviews.difference``.
    """
    query = (
        rows.SPAN.add_columns(
            _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.number, _VERDICTS.c.contested,
            _VERDICTS.c.created_at,
        )
        .join(_LAYERS, _LAYERS.c.number == _SPANS.c.layer)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .where(_LAYERS.c.annotator == actor.number, _SPANS.c.deleted_at.is_(None))
        .where(_ARTICLES.c.deleted_at.is_(None))
        .where(or_(_VERDICTS.c.verdict.in_(("rejected", "changed")), _VERDICTS.c.comment != ""))
        .where(or_(_VERDICTS.c.seen_at.is_(None), _VERDICTS.c.contested == 1))
        .order_by(_VERDICTS.c.created_at.desc(), _SPANS.c.start)
        .limit(MOST)
    )  # fmt: skip
    changed = _Changed(connection, actor.name)
    return [_decision(changed, *row) for row in connection.execute(query)]


def saw(connection: Connection, actor: Actor, until: str) -> int:
    """The actor has seen what was decided up to that moment (as of ``decided_at``); how many."""
    mine = (
        select(_SPANS.c.number)
        .join(_LAYERS, _LAYERS.c.number == _SPANS.c.layer)
        .where(_LAYERS.c.annotator == actor.number)
    )
    news = (_VERDICTS.c.span.in_(mine) & _VERDICTS.c.seen_at.is_(None)) & (
        _VERDICTS.c.created_at <= until
    )
    seen = connection.execute(update(_VERDICTS).where(news).values(seen_at=clock.now()))
    return int(seen.rowcount)


class _Changed:
    """What reviews made of an author's spans; each article's gold and text are read once."""

    def __init__(self, connection: Connection, author: str) -> None:
        self._connection, self._author = connection, author
        self._gold: dict[int, dict[str, dict[str, Any]]] = {}
        self._texts: dict[int, str] = {}

    def after(self, article: int, span: str) -> dict[str, Any] | None:
        """The gold span that came from the author's, if there is one."""
        if article not in self._gold:
            self._gold[article] = self._read(article)
        return self._gold[article].get(span)

    def text(self, article: int) -> str:
        if article not in self._texts:
            query = select(_ARTICLES.c.text).where(_ARTICLES.c.number == article)
            self._texts[article] = self._connection.execute(query).scalar_one()
        return self._texts[article]

    def _read(self, article: int) -> dict[str, dict[str, Any]]:
        gold = rows.annotator_number(self._connection, GOLD)
        layer = layers.number_of(self._connection, article, gold)
        return {
            origin["span"]: span
            for span in (rows.spans(self._connection, layer) if layer else [])
            for origin in span["derived_from"]
            if origin["layer"] == self._author
        }


def _decision(changed: _Changed, *row: Any) -> dict[str, Any]:
    *span, article, title, number, contested, decided_at = row
    record = rows.span(span)
    after = changed.after(number, record["id"]) if record["verdict"] == "changed" else None
    fragments = record["fragments"], after["fragments"] if after else []
    return {
        "article": article,
        "title": title,
        "span": record,
        "after": after,
        "parts": difference(changed.text(number), *fragments) if after else [],
        "contested": bool(contested),
        "decided_at": decided_at,
    }
