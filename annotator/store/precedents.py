"""Precedents: settled cases that reviewers pin to a label with a sentence, for all to go by."""

import re
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, case, insert, select, update

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.finding import Query
from annotator.domain.finding import words as plain_words
from annotator.domain.precedents import Pinned, words_of
from annotator.store import articles, clock, journal, search, sight
from annotator.store.desk import Desk, Outcome, Record
from annotator.store.people import Actor
from annotator.store.tables import Annotator, Article, Label, Precedent

_PRECEDENTS = Precedent.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LABELS = Label.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]

LOOKED_AT = 50
"""The most precedents that are compared with a text, of those that have a word of it."""

TELLING = 4
"""From how many letters a word tells something."""

_CONTENT = ("label", "holds", "words", "reason", "article", "start", "end")
_ROWS = (
    select(_PRECEDENTS.c["id", "label", "holds", "words", "reason", "start", "end"])
    .add_columns(_PRECEDENTS.c["number", "created_at", "deleted_at"])
    .add_columns(_ARTICLES.c.id.label("article"), _ARTICLES.c.title)
    .add_columns(_ARTICLES.c.deleted_at.label("article_deleted_at"))
    .add_columns(_ANNOTATORS.c.name.label("by"))
    .join_from(_PRECEDENTS, _ARTICLES, _ARTICLES.c.number == _PRECEDENTS.c.article)
    .join(_LABELS, _LABELS.c.key == _PRECEDENTS.c.label)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _PRECEDENTS.c.by)
)
_NEWEST = (_PRECEDENTS.c.created_at.desc(), _PRECEDENTS.c.number.desc())


def pin(
    connection: Connection,
    actor: Actor,
    article_id: str,
    pinned: Pinned,
    desk: Desk | None = None,
) -> Outcome:
    """Pins words of the article to a label; ``created`` is False where they were pinned already.

    One that was unpinned is pinned again by this. Raises Forbidden for who does not review,
    NotFound, Refused for an unknown label or a stretch outside the text, and Conflict where
    another precedent has the id. ``desk`` is that of the act which settles the case, if one does.
    """
    _check_may_pin(actor)
    article = articles.get(connection, article_id)
    stated = {
        **pinned.model_dump(include={"label", "holds", "reason"}),
        "words": words_of(pinned, article.text),
        "article": article_id,
        "start": pinned.fragments[0][0],
        "end": pinned.fragments[-1][1],
    }
    known = _find(connection, pinned.id) or _same(connection, article.number, stated)
    if known is None:
        _check_label(connection, pinned.label)
        _add(connection, actor, article.number, pinned.id, stated, desk)
    elif _content(known) != stated:
        raise Conflict("another precedent has this id; make a new UUID", _record(known))
    elif known.deleted_at is not None:
        _mark(connection, actor, known, None, desk)
    created = known is None or known.deleted_at is not None
    return Outcome(created, _record(_get(connection, known.id if known else pinned.id)))


def unpin(connection: Connection, actor: Actor, id_: str) -> None:
    """Takes a precedent away, restorably; a second time is no error. Raises Forbidden, NotFound."""
    _check_may_pin(actor)
    row = _get(connection, id_)
    if row.deleted_at is None:
        _mark(connection, actor, row, clock.now())


def restore(connection: Connection, actor: Actor, id_: str) -> Record:
    """Brings a precedent back; it, as it stands. Raises Forbidden, NotFound."""
    _check_may_pin(actor)
    row = _get(connection, id_)
    if row.deleted_at is not None:
        _mark(connection, actor, row, None)
    return _record(row)


def listed(connection: Connection, actor: Actor) -> list[Record]:
    """The precedents that the actor may see: by label in the scheme's order, the newest first.

    ``start`` and ``end`` are the hull of ``words`` in the article's text, in code points.
    ``article_deleted`` says that the article is not there to be looked at.
    """
    query = _seen_by(actor).order_by(_LABELS.c.position, *_NEWEST)
    return [_record(row) for row in connection.execute(query)]


def any_there(connection: Connection) -> bool:
    """Whether the project has any."""
    query = select(_PRECEDENTS.c.number).where(_PRECEDENTS.c.deleted_at.is_(None)).limit(1)
    return connection.execute(query).first() is not None


def nearest(
    connection: Connection, actor: Actor, words: str, labels: list[str], limit: int = 3
) -> list[Record]:
    """Those of the same list whose words are most like these, of these labels before others.

    Only what has one of the longer words in common: a word such as “it” tells nothing.
    """
    near = search.near_precedents(Query(words))
    if near is None:
        return []
    others = case((_PRECEDENTS.c.label.in_(labels), 0), else_=1)
    query = _seen_by(actor).join(near, near.c.number == _PRECEDENTS.c.number)
    found = connection.execute(query.order_by(others, near.c.distance, *_NEWEST).limit(LOOKED_AT))
    every = _words(words)
    telling = {word for word in every if len(word) >= TELLING} or every
    like = (row for row in found if not telling.isdisjoint(_words(row.words)))
    return [_record(row) for row in islice(like, limit)]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", plain_words(text).lower()))


def _seen_by(actor: Actor) -> Select[Any]:
    """The live ones; somebody who labels blind is not told what came of an article too early."""
    allowed = sight.may_see_all_of(actor, _PRECEDENTS.c.article)
    return _ROWS.where(_PRECEDENTS.c.deleted_at.is_(None), allowed)


def _find(connection: Connection, id_: str) -> Row[Any] | None:
    return connection.execute(_ROWS.where(_PRECEDENTS.c.id == id_)).one_or_none()


def _same(connection: Connection, article: int, stated: Record) -> Row[Any] | None:
    """A live precedent that says just the same."""
    said = {key: stated[key] for key in ("label", "holds", "reason", "start", "end", "words")}
    query = _ROWS.where(_PRECEDENTS.c.article == article, _PRECEDENTS.c.deleted_at.is_(None))
    query = query.where(*(_PRECEDENTS.c[key] == value for key, value in said.items()))
    return connection.execute(query.limit(1)).one_or_none()


def _get(connection: Connection, id_: str) -> Row[Any]:
    row = _find(connection, id_)
    if row is None:
        raise NotFound(f"there is no precedent “{id_[:60]}”")
    return row


def _content(row: Row[Any]) -> Record:
    return {key: row._mapping[key] for key in _CONTENT} | {"holds": bool(row.holds)}


def _record(row: Row[Any]) -> Record:
    return {
        "id": row.id,
        **_content(row),
        "title": row.title,
        "article_deleted": row.article_deleted_at is not None,
        "by": row.by,
        "created_at": row.created_at,
    }


def _add(
    connection: Connection, actor: Actor, article: int, id_: str, stated: Record, desk: Desk | None
) -> None:
    row = stated | {"id": id_, "holds": int(stated["holds"]), "article": article}
    row |= {"by": actor.number, "created_at": clock.now()}
    added = insert(_PRECEDENTS).values(row).returning(_PRECEDENTS.c.number)
    number = connection.execute(added).scalar_one()
    search.add_precedent(connection, number, stated["words"])
    _note(connection, actor, id_, None, stated, desk)


def _mark(
    connection: Connection,
    actor: Actor,
    row: Row[Any],
    deleted_at: str | None,
    desk: Desk | None = None,
) -> None:
    this = _PRECEDENTS.c.number == row.number
    connection.execute(update(_PRECEDENTS).where(this).values(deleted_at=deleted_at))
    before, after = (None, _content(row)) if deleted_at is None else (_content(row), None)
    _note(connection, actor, row.id, before, after, desk)


def _note(
    connection: Connection,
    actor: Actor,
    id_: str,
    before: Record | None,
    after: Record | None,
    desk: Desk | None,
) -> None:
    """Writes it down: as a part of the act that settles the case, or as an act of its own."""
    if desk is not None:
        desk.note("precedent", id_, before, after)
        return
    action = journal.begin(connection, actor.number)
    states = [orjson.dumps(state).decode() if state else None for state in (before, after)]
    journal.note(connection, action, None, "precedent", id_, *states)


def _check_may_pin(actor: Actor) -> None:
    if not actor.reviews:
        raise Forbidden("only reviewers and admins pin precedents and take them away")


def _check_label(connection: Connection, key: str) -> None:
    if connection.execute(select(_LABELS.c.key).where(_LABELS.c.key == key)).first() is None:
        raise Refused(f"“{key}” is not a label of this project's scheme", "label")
