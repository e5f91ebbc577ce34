"""Each person's queue: the articles that were given to them, and what of them is left."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, or_, select

from annotator.store.tables import Account, Annotator, Article, Assignment, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Load:
    """How many articles somebody was given, and how many of them they have not submitted."""

    name: str
    assigned: int
    left: int


def has_any(connection: Connection, annotator: int) -> bool:
    """Whether this annotator was given an article that is not deleted."""
    return connection.execute(_numbers(annotator).limit(1)).first() is not None


def holds(connection: Connection, annotator: int, article: int) -> bool:
    """Whether this annotator was given this article, which is not deleted."""
    here = _numbers(annotator).where(_ARTICLES.c.number == article)
    return connection.execute(here).first() is not None


def loads(connection: Connection, annotator: int | None = None) -> list[Load]:
    """What everybody who can sign in has and has left, in the order in which they were added.

    With an ``annotator`` theirs alone.
    """
    unsent = or_(_LAYERS.c.status.is_(None), _LAYERS.c.status == "open")
    left = case((and_(_ARTICLES.c.number.is_not(None), unsent), 1), else_=0)
    query = (
        select(_ANNOTATORS.c.name, func.count(_ARTICLES.c.number), func.sum(left))
        .select_from(_given_to_accounts())
        .where(_ACCOUNTS.c.disabled_at.is_(None))
        .group_by(_ANNOTATORS.c.number)
        .order_by(_ACCOUNTS.c.created_at, _ANNOTATORS.c.number)
    )
    if annotator is not None:
        query = query.where(_ANNOTATORS.c.number == annotator)
    return [Load(*row) for row in connection.execute(query)]


def left(connection: Connection, annotator: int) -> list[str]:
    """The articles of this annotator's queue that are not submitted, newest first."""
    own = and_(_LAYERS.c.article == _ARTICLES.c.number, _LAYERS.c.annotator == annotator)
    query = _numbers(annotator).with_only_columns(_ARTICLES.c.id).outerjoin(_LAYERS, own)
    unsent = or_(_LAYERS.c.status.is_(None), _LAYERS.c.status == "open")
    return list(connection.scalars(query.where(unsent).order_by(_ARTICLES.c.number.desc())))


def people(connection: Connection) -> list[str]:
    """Whom articles can be given to: who can sign in, in the order in which they were added."""
    query = (
        select(_ANNOTATORS.c.name)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number)
        .where(_ACCOUNTS.c.disabled_at.is_(None))
        .order_by(_ACCOUNTS.c.created_at, _ANNOTATORS.c.number)
    )
    return list(connection.scalars(query))


def listed(
    connection: Connection,
    annotator: int | None,
    limit: int,
    after: int | None,
    article: str = "",
) -> list[Row[Any]]:
    """Articles that somebody was given, or this annotator, newest first: number and id.

    ``after`` is a number to go on behind; an ``article`` (id) is the only one looked at.
    """
    given = select(_ASSIGNMENTS.c.article)
    if annotator is not None:
        given = given.where(_ASSIGNMENTS.c.annotator == annotator)
    query = select(_ARTICLES.c.number, _ARTICLES.c.id).where(
        _ARTICLES.c.deleted_at.is_(None), _ARTICLES.c.number.in_(given)
    )
    if article:
        query = query.where(_ARTICLES.c.id == article)
    if after is not None:
        query = query.where(_ARTICLES.c.number < after)
    return list(connection.execute(query.order_by(_ARTICLES.c.number.desc()).limit(limit)))


def holders(connection: Connection, articles: Collection[int]) -> dict[int, list[str]]:
    """Who that can sign in was given each of these articles (numbers), by name."""
    query = (
        select(_ASSIGNMENTS.c.article, _ANNOTATORS.c.name)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ASSIGNMENTS.c.annotator)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ASSIGNMENTS.c.annotator)
        .where(_ASSIGNMENTS.c.article.in_(articles), _ACCOUNTS.c.disabled_at.is_(None))
        .order_by(_ANNOTATORS.c.name)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in connection.execute(query):
        found[article].append(name)
    return found


def _numbers(annotator: int) -> Any:
    """The live articles that this annotator was given."""
    return (
        select(_ARTICLES.c.number)
        .select_from(_ASSIGNMENTS.join(_ARTICLES, _ARTICLES.c.number == _ASSIGNMENTS.c.article))
        .where(_ASSIGNMENTS.c.annotator == annotator, _ARTICLES.c.deleted_at.is_(None))
    )


def _given_to_accounts() -> Any:
    """Accounts, with the live articles that each was given, if any, and their layers on them."""
    live = and_(_ARTICLES.c.number == _ASSIGNMENTS.c.article, _ARTICLES.c.deleted_at.is_(None))
    own = and_(
        _LAYERS.c.article == _ARTICLES.c.number, _LAYERS.c.annotator == _ASSIGNMENTS.c.annotator
    )
    return (
        _ACCOUNTS.join(_ANNOTATORS, _ANNOTATORS.c.number == _ACCOUNTS.c.annotator)
        .outerjoin(_ASSIGNMENTS, _ASSIGNMENTS.c.annotator == _ACCOUNTS.c.annotator)
        .outerjoin(_ARTICLES, live)
        .outerjoin(_LAYERS, own)
    )
