"""Lists of articles, as one annotator sees them: what is there, what is done, what comes next.

Where a function takes ``own``, it looks only at the articles that the annotator was given.
"""

from typing import Any

from sqlalchemy import Connection, Row, and_, case, exists, func, or_, select

from annotator.domain.finding import Query
from annotator.store import search
from annotator.store.tables import Article, Assignment, Layer

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_ASSIGNMENTS = Assignment.__table__  # type: ignore[attr-defined]

_FIRST = 2**40
"""Puts what is still to do before all that is submitted; above any article's number."""


def sample_ids(connection: Connection) -> list[str]:
    """The sample articles that are not deleted."""
    live = (_ARTICLES.c.sample == 1) & _ARTICLES.c.deleted_at.is_(None)
    return list(connection.execute(select(_ARTICLES.c.id).where(live)).scalars())


def mine(annotator: int) -> Any:
    """The join of articles to this annotator's own layers, if any."""
    return _ARTICLES.outerjoin(
        _LAYERS,
        and_(_LAYERS.c.article == _ARTICLES.c.number, _LAYERS.c.annotator == annotator),
    )


def _shown(annotator: int, own: bool) -> Any:
    """The condition that an article is not deleted, and with ``own`` this annotator's to do."""
    live = _ARTICLES.c.deleted_at.is_(None)
    if not own:
        return live
    given = exists().where(
        _ASSIGNMENTS.c.article == _ARTICLES.c.number, _ASSIGNMENTS.c.annotator == annotator
    )
    return and_(live, given)


def _list(annotator: int, own: bool) -> Any:
    """All live articles, without their texts, with this annotator's layer and status.

    ``rank`` orders them, the highest first: newest first, and with ``own`` the submitted last.
    """
    number = _ARTICLES.c.number
    rank = case((_has_status("open"), number + _FIRST), else_=number) if own else number
    columns = [column for column in _ARTICLES.c if column.name != "text"]
    return (
        select(*columns, _LAYERS.c.number.label("layer"))
        .add_columns(func.coalesce(_LAYERS.c.status, "").label("status"))
        .add_columns(rank.label("rank"))
        .select_from(mine(annotator))
        .where(_shown(annotator, own))
    )


def last_touched(connection: Connection, annotator: int, *, own: bool = False) -> Row[Any] | None:
    """The article that this annotator changed last and has not submitted, as ``listed`` has it."""
    statement = _list(annotator, own).where(_LAYERS.c.status == "open").limit(1)
    latest = (_LAYERS.c.updated_at.desc(), _LAYERS.c.number.desc())
    return connection.execute(statement.order_by(*latest)).one_or_none()


def listed(
    connection: Connection,
    annotator: int,
    *,
    query: str = "",
    status: str = "",
    limit: int = 50,
    after: int | None = None,
    own: bool = False,
) -> list[Row[Any]]:
    """Articles newest first, with this annotator's layer; ``after`` is a rank to go on behind.

    With ``own``, those to do stand before the submitted ones.
    ``status`` is open (also those not begun), submitted or reviewed; ``query`` is what is
    looked for: words of title and text, or a part of title or id.
    """
    statement = _list(annotator, own)
    rank = statement.selected_columns.rank
    statement = statement.order_by(rank.desc()).limit(limit)
    if query:
        statement = statement.where(_matches(query))
    if status:
        statement = statement.where(_has_status(status))
    if after is not None:
        statement = statement.where(rank < after)
    return list(connection.execute(statement).all())


def _matches(query: str) -> Any:
    part = query.replace("\0", "\ufffd")  # behind a NUL, SQLite would not read on
    return or_(
        search.holds(Query(query)),
        _ARTICLES.c.title.icontains(part, autoescape=True),
        _ARTICLES.c.id.icontains(part, autoescape=True),
    )


def _has_status(status: str) -> Any:
    if status == "open":
        return or_(_LAYERS.c.status.is_(None), _LAYERS.c.status == "open")
    return _LAYERS.c.status == status


def counts(connection: Connection, annotator: int, *, own: bool = False) -> dict[str, int]:
    """How many articles there are by this annotator's status: open, submitted, reviewed."""
    status = func.coalesce(_LAYERS.c.status, "open")
    statement = (
        select(status, func.count())
        .select_from(mine(annotator))
        .where(_shown(annotator, own))
        .group_by(status)
    )
    found = {row[0]: row[1] for row in connection.execute(statement)}
    return {state: found.get(state, 0) for state in ("open", "submitted", "reviewed")}


def neighbours(
    connection: Connection, annotator: int, number: int, *, own: bool = False
) -> dict[str, Any]:
    """Where an article stands, newest first: index, total, previous and next id."""
    live = _shown(annotator, own)
    ids = select(_ARTICLES.c.id).where(live).limit(1)
    newer = ids.where(_ARTICLES.c.number > number).order_by(_ARTICLES.c.number)
    older = ids.where(_ARTICLES.c.number < number).order_by(_ARTICLES.c.number.desc())
    count = select(func.count()).select_from(_ARTICLES).where(live)
    before = connection.execute(count.where(_ARTICLES.c.number > number)).scalar_one()
    return {
        "index": before + 1,
        "total": connection.execute(count).scalar_one(),
        "previous": connection.execute(newer).scalar(),
        "next": connection.execute(older).scalar(),
    }


def next_open(
    connection: Connection, annotator: int, number: int, *, own: bool = False
) -> str | None:
    """The next article, going round, that this annotator has not submitted; None if all are."""
    base = (
        select(_ARTICLES.c.id)
        .select_from(mine(annotator))
        .where(_shown(annotator, own), _has_status("open"))
        .order_by(_ARTICLES.c.number.desc())
        .limit(1)
    )
    behind = connection.execute(base.where(_ARTICLES.c.number < number)).scalar()
    return behind or connection.execute(base.where(_ARTICLES.c.number > number)).scalar()


def deleted(connection: Connection, limit: int = 20) -> list[Row[Any]]:
    """The articles that were deleted last: id, title, deleted_at. All can be restored."""
    statement = (
        select(_ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.deleted_at)
        .where(_ARTICLES.c.deleted_at.is_not(None))
        .order_by(_ARTICLES.c.deleted_at.desc(), _ARTICLES.c.number)
        .limit(limit)
    )
    return list(connection.execute(statement).all())
