"""Full-text search over articles and labelled spans: the only module that knows SQLite's FTS5.

The index takes words as ``domain.finding`` makes them plain, each with the number of its article
and nothing else (``detail=none``, no content of its own): a quarter of the text in size, and
cheap to write. It never forgets: a text does not change, and what was deleted is left out where
the articles are read. Spans have no index. Their words stand in their article too, so the spans
of the articles found are looked through.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import Connection, Float, Integer, Row, select
from sqlalchemy import text as sql

from annotator.domain.finding import Query, words
from annotator.store import sight
from annotator.store.people import Actor
from annotator.store.tables import Annotator, Article, Layer, Span

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS = Span.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]

_TABLE = """CREATE VIRTUAL TABLE article_words USING fts5(
    words, content='', detail='none', tokenize='ascii')"""
_PRECEDENTS = """CREATE VIRTUAL TABLE precedent_words USING fts5(
    words, content='', tokenize='ascii')"""
_ADD = "INSERT INTO article_words (rowid, words) VALUES (?, ?)"
_FORGET = "INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', ?, ?)"
_ADD_PRECEDENT = "INSERT INTO precedent_words (rowid, words) VALUES (?, ?)"
_NEAR = """SELECT rowid AS number, bm25(precedent_words) AS distance
    FROM precedent_words WHERE precedent_words MATCH :match"""
_IN = "article.number IN (SELECT rowid FROM article_words WHERE article_words MATCH :match)"

READ = 50_000
"""The most spans that one search looks through, newest articles first: a fifth of a second."""


class Found(NamedTuple):
    """Spans that a search found; ``more`` if there may be others that are not among them."""

    spans: list[Row[Any]]
    more: bool


def make(connection: sqlite3.Connection) -> None:
    """Makes the index in a project file, and takes in the articles that are there."""
    connection.execute(_TABLE)
    rows = connection.execute("SELECT number, title, text FROM article ORDER BY number")
    connection.executemany(_ADD, ((number, _words(title, text)) for number, title, text in rows))


def make_for_precedents(connection: sqlite3.Connection) -> None:
    """Makes the index of precedents in a project file."""
    connection.execute(_PRECEDENTS)


def add_precedent(connection: Connection, number: int, said: str) -> None:
    """Takes the words of a precedent into their index, which never forgets either."""
    _raw(connection).execute(_ADD_PRECEDENT, (number, words(said)))


def near_precedents(query: Query) -> Any | None:
    """Precedents with any word of a query: ``number`` and ``distance``, less where they have more
    of its words, and rarer ones. None where the query has no word."""
    if not query.starts:
        return None
    match = " OR ".join(f'"{start}"' for start in query.starts)
    columns = {"number": Integer, "distance": Float}
    return sql(_NEAR).bindparams(match=match).columns(**columns).subquery("near")


def add(connection: Connection, articles: Iterable[tuple[int, str, str]]) -> None:
    """Takes new articles into the index, each as (number, title, text).

    Many at once, and no statement between them: at each, the index would write out what it has.
    """
    rows = [(number, _words(title, text)) for number, title, text in articles]
    _raw(connection).executemany(_ADD, rows)


def retitle(connection: Connection, row: Row[Any], title: str) -> None:
    """Takes an article into the index anew, whose title was that of ``row``."""
    raw = _raw(connection)
    raw.execute(_FORGET, (row.number, _words(row.title, row.text)))
    raw.execute(_ADD, (row.number, _words(title, row.text)))


def _words(title: str, text: str) -> str:
    return words(text if text.startswith(title) else f"{title}\n{text}")


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def holds(query: Query) -> Any:
    """The condition that an article has all words of a query; none where it has no word."""
    if not query.starts:
        return sql("0")
    return sql(_IN).bindparams(match=" ".join(f'"{start}"*' for start in query.starts))


def texts(connection: Connection, numbers: list[int]) -> Any:
    """The articles of these numbers one by one, each as (number, id, text)."""
    wanted = _ARTICLES.c.number.in_(numbers)
    return connection.execute(
        select(_ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.text).where(wanted)
    )


def spans(connection: Connection, actor: Actor, query: Query, limit: int = 50) -> Found:
    """The live spans with all words of a query that the actor may see, newest articles first."""
    if not query.starts:
        return Found([], False)
    statement = (
        select(_SPANS.c.id, _SPANS.c.label, _SPANS.c.start, _SPANS.c.end, _SPANS.c.text)
        .add_columns(_ARTICLES.c.id.label("article"), _ARTICLES.c.title)
        .add_columns(_ANNOTATORS.c.name.label("layer"))
        .join_from(_ARTICLES, _LAYERS, _LAYERS.c.article == _ARTICLES.c.number)
        .join(_SPANS, _SPANS.c.layer == _LAYERS.c.number)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .where(holds(query), _ARTICLES.c.deleted_at.is_(None), _SPANS.c.deleted_at.is_(None))
        .where(sight.may_see(actor))
        .order_by(_ARTICLES.c.number.desc(), _SPANS.c.start, _SPANS.c.end.desc(), _SPANS.c.number)
        .limit(READ)
    )
    found: list[Row[Any]] = []
    read = 0
    with connection.execution_options(yield_per=500).execute(statement) as rows:
        for row in rows:
            read += 1
            if query.is_in(row.text):
                if len(found) == limit:
                    return Found(found, True)
                found.append(row)
    return Found(found, read == READ)
