"""What reviewers decided of somebody's spans, and what the author says to that."""

from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, true, update

from annotator.domain.errors import Conflict, Forbidden
from annotator.domain.reviews import Reply, Shown, difference
from annotator.domain.text import check_string
from annotator.store import clock, layers, link_decisions, rows, spans, verdicts
from annotator.store.desk import Desk, Record
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Article, Layer

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

_NEWS = or_(_VERDICTS.c.seen_at.is_(None), _VERDICTS.c.contested == 1)

MOST = 200
"""The most that are listed at once."""


def listed(
    connection: Connection, actor: Actor, *, seen: bool = False, limit: int = MOST
) -> list[dict[str, Any]]:
    """The verdicts on the actor's spans that reject, change or say something, newest first.

    Those that were not seen yet or are contested; with ``seen`` all. ``parts`` are the words of
    both readings, see ``reviews.difference``.
    """
    found = connection.execute(
        _told(rows.SPAN, actor)
        .add_columns(
            *(_ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.number),
            *(_VERDICTS.c.contested, _VERDICTS.c.created_at),
        )
        .where(true() if seen else _NEWS)
        .order_by(_VERDICTS.c.created_at.desc(), _SPANS.c.start)
        .limit(limit)
    )
    changed = _Changed(connection, actor.name)
    return [_decision(changed, *row) for row in found]


def count(connection: Connection, actor: Actor) -> int:
    """How many of them are new, rejected links too."""
    query = select(func.count()).select_from(rows.SPANS_WITH_VERDICTS)
    spans = _told(query, actor).where(_NEWS).scalar_subquery()
    links = link_decisions.counted(actor).scalar_subquery()
    return int(connection.execute(select(spans + links)).scalar_one())


def _told(query: Select[Any], actor: Actor) -> Select[Any]:
    """Of the verdicts on somebody's spans, those that say more than that all is well."""
    says = or_(
        _VERDICTS.c.verdict.in_(("rejected", "changed")),
        _VERDICTS.c.comment != "",
        _VERDICTS.c.reply != "",
    )
    return (
        query.join(_LAYERS, _LAYERS.c.number == _SPANS.c.layer)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .where(_LAYERS.c.annotator == actor.number, _SPANS.c.deleted_at.is_(None), says)
        .where(_ARTICLES.c.deleted_at.is_(None))
    )


def reply(
    connection: Connection, actor: Actor, place: tuple[str, str], span: str, said: Reply
) -> Record:
    """What the author says of the verdict on a span of theirs; the span as it stands.

    Raises Forbidden, NotFound, Conflict.
    """
    if place[1] != actor.name:
        raise Forbidden("only its author answers a verdict")
    desk = Desk(connection, actor, *place)
    stored = verdicts.live(spans.find(desk, span), span)
    row = verdicts.of(connection, stored.number)
    if row is None:
        raise Conflict("there is no verdict on this span any more", stored.record)
    words = check_string(said.reply, "reply", "the answer")
    _check_seen(said, row)
    wanted = {"reply": words, "contested": int(said.contested)}
    if wanted != {key: row[key] for key in wanted}:
        verdicts.put(connection, row | wanted | {"seen_at": desk.now})
        desk.note_in(desk.layer, "verdict", span, verdicts.said(row), verdicts.said(row | wanted))
    desk.close()
    return stored.record | {"reply": words}


def _check_seen(said: Reply, row: Record) -> None:
    """Refuses an answer to what no longer stands. Raises Conflict."""
    if said.verdict not in {None, row["verdict"]} or said.decided_at not in {
        None,
        row["created_at"],
    }:
        raise Conflict("the verdict on this span was changed meanwhile; look at it again")
    if said.was not in {None, row["reply"]}:
        raise Conflict("you answered this in another tab meanwhile; look at it again")


def saw(connection: Connection, actor: Actor, shown: list[Shown]) -> None:
    """The actor has seen these decisions, each as it was shown; newer ones stay new."""
    for one in shown:
        span = (
            select(_SPANS.c.number)
            .join(_LAYERS, _LAYERS.c.number == _SPANS.c.layer)
            .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
            .where(_LAYERS.c.annotator == actor.number, _SPANS.c.id == one.span)
            .where(_ARTICLES.c.id == one.article)
        )
        this = _VERDICTS.c.span.in_(span) & (_VERDICTS.c.created_at == one.decided_at)
        connection.execute(update(_VERDICTS).where(this).values(seen_at=clock.now()))


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
