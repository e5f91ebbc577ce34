"""Which of somebody's links reviewers rejected."""

from typing import Any

from sqlalchemy import Connection, Select, func, select, true, update

from annotator.domain.reviews import ShownLink
from annotator.store import clock, rows
from annotator.store.people import Actor
from annotator.store.tables import Annotator, Article, Layer, RelationVerdict

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]
_REVIEWERS = Annotator.__table__  # type: ignore[attr-defined]
_RELATIONS = rows.RELATIONS
_FROM, _TO = rows.SPANS.alias("from_span"), rows.SPANS.alias("to_span")
_NEWS = _VERDICTS.c.seen_at.is_(None)


def listed(
    connection: Connection, actor: Actor, *, seen: bool = False, limit: int
) -> list[dict[str, Any]]:
    """The rejected ones of the actor's links, newest first: the unseen ones; with ``seen`` all."""
    ends = [end.c[key] for end in (_FROM, _TO) for key in ("id", "label", "text")]
    query = select(_ARTICLES.c.id, _ARTICLES.c.title, _RELATIONS.c.id, _RELATIONS.c.type)
    found = connection.execute(
        _told(query.add_columns(_REVIEWERS.c.name, _VERDICTS.c.created_at, *ends), actor)
        .where(true() if seen else _NEWS)
        .order_by(_VERDICTS.c.created_at.desc(), _FROM.c.start, _TO.c.start)
        .limit(limit)
    )
    return [_decision(*row) for row in found]


def counted(actor: Actor) -> Select[Any]:
    """The question how many of them are new."""
    return _told(select(func.count()), actor).where(_NEWS)


def saw(connection: Connection, actor: Actor, shown: list[ShownLink]) -> None:
    """The actor has seen these, each as it was shown; newer ones stay new."""
    for one in shown:
        relation = (
            select(_RELATIONS.c.number)
            .join(_LAYERS, _LAYERS.c.number == _RELATIONS.c.layer)
            .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
            .where(_LAYERS.c.annotator == actor.number, _RELATIONS.c.id == one.relation)
            .where(_ARTICLES.c.id == one.article)
        )
        this = _VERDICTS.c.relation.in_(relation) & (_VERDICTS.c.created_at == one.decided_at)
        connection.execute(update(_VERDICTS).where(this).values(seen_at=clock.now()))


def _told(query: Select[Any], actor: Actor) -> Select[Any]:
    """Of the verdicts on somebody's links, those that reject one that stands."""
    return (
        query.select_from(_VERDICTS)
        .join(_RELATIONS, _RELATIONS.c.number == _VERDICTS.c.relation)
        .join(_LAYERS, _LAYERS.c.number == _RELATIONS.c.layer)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .join(_REVIEWERS, _REVIEWERS.c.number == _VERDICTS.c.reviewer)
        .join(_FROM, (_FROM.c.layer == _LAYERS.c.number) & (_FROM.c.id == _RELATIONS.c.from_span))
        .join(_TO, (_TO.c.layer == _LAYERS.c.number) & (_TO.c.id == _RELATIONS.c.to_span))
        .where(_LAYERS.c.annotator == actor.number, _VERDICTS.c.verdict == "rejected")
        .where(_RELATIONS.c.deleted_at.is_(None), _ARTICLES.c.deleted_at.is_(None))
    )


def _decision(
    article: str, title: str, id_: str, type_: str, reviewer: str, decided_at: str, *ends: str
) -> dict[str, Any]:
    from_, to = (
        dict(zip(("id", "label", "text"), ends[at : at + 3], strict=True)) for at in (0, 3)
    )
    return {
        "article": article,
        "title": title,
        "relation": {"id": id_, "type": type_, "from": from_["id"], "to": to["id"]},
        "from": from_,
        "to": to,
        "verdict": "rejected",
        "reviewer": reviewer,
        "decided_at": decided_at,
    }
