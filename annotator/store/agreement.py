"""The layers that agreement compares, article by article, as far as somebody may see them."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, Select, bindparam, func, select

from annotator.domain.agreement.layers import Article, Layer, Relation, Span
from annotator.domain.errors import NotFound
from annotator.store import articles, exporting, rows, scheme, sight
from annotator.store import tables as of
from annotator.store.people import GOLD, Actor
from annotator.store.prepared import Prepared

_ARTICLES = of.Article.__table__  # type: ignore[attr-defined]
_LAYERS = of.Layer.__table__  # type: ignore[attr-defined]
_OWNERS = of.Annotator.__table__  # type: ignore[attr-defined]
_AT_ONCE = 1_000

DONE = ("submitted", "reviewed")

_TEXT = Prepared(select(_ARTICLES.c.text).where(_ARTICLES.c.number == bindparam("article")))


def _of_layer(table: Any, *columns: str) -> Prepared:
    live = (table.c.layer == bindparam("layer")) & table.c.deleted_at.is_(None)
    order = rows.SPAN_ORDER if table is rows.SPANS else (table.c.id,)
    return Prepared(select(*(table.c[name] for name in columns)).where(live).order_by(*order))


_SPANS = _of_layer(rows.SPANS, "id", "label", "fragments")
_RELATIONS = _of_layer(rows.RELATIONS, "id", "type", "from_span", "to_span")


@dataclass(frozen=True, slots=True)
class Selection:
    """What to compare. Without ``layers``: all that are submitted or reviewed, but gold.

    Layers that are named are compared whatever their status; ``people`` chooses among those that
    are done, and may name gold. ``labels`` and ``articles`` are keys and ids, empty for all;
    ``viewer`` limits what is seen.
    """

    layers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    samples: bool = False
    viewer: Actor | None = None
    people: tuple[str, ...] = ()


def check(connection: Connection, selection: Selection) -> None:
    """Refuses what cannot be there, lest "n/a" be taken for an answer.

    Raises NotFound, and Forbidden for a layer that the viewer may not see.
    """
    named = selection.layers + selection.people
    names = exporting.Selection(layers=named, viewer=selection.viewer)
    exporting.check_layers(connection, names)
    known = [label.key for label in scheme.current(connection).labels]
    for label in selection.labels:
        if label not in known:
            raise NotFound(f"there is no label “{label[:64]}”; there are {', '.join(known)}")
    for id_ in selection.articles:
        articles.get(connection, id_)


def labels(connection: Connection, selection: Selection) -> list[str]:
    """The labels to compare, in the scheme's order: the chosen ones, else all but unused ones."""
    used = scheme.used_labels(connection)
    every = scheme.current(connection).labels
    if selection.labels:
        return [label.key for label in every if label.key in selection.labels]
    return [label.key for label in every if label.key in used or not label.retired]


def compared(connection: Connection, selection: Selection) -> Iterator[Article]:
    """The articles that two or more of the people did, by id, each with their layers by name."""
    found = connection.execute(chosen(selection).execution_options(yield_per=_AT_ONCE))
    for number, group in groupby(found, key=attrgetter("article")):
        several = list(group)
        if len(several) > 1:
            text = _TEXT.scalar(connection, article=number)
            yield Article(several[0].id, text, [_layer(connection, row) for row in several])


def chosen(selection: Selection) -> Select[Any]:
    """The layers that are asked for and may be seen, by the article's id, then by name."""
    statement = (
        select(_LAYERS.c.article, _ARTICLES.c.id, _LAYERS.c.number, _OWNERS.c.name)
        .add_columns(_LAYERS.c.version, _ARTICLES.c.title)
        .join_from(_LAYERS, _ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .join(_OWNERS, _OWNERS.c.number == _LAYERS.c.annotator)
        .where(_ARTICLES.c.deleted_at.is_(None))
        .order_by(_ARTICLES.c.id, _OWNERS.c.name)
    )
    if selection.viewer is not None:
        statement = statement.where(sight.may_see(selection.viewer))
    if selection.layers:
        statement = statement.where(_OWNERS.c.name.in_(selection.layers))
    else:
        named, not_gold = _OWNERS.c.name.in_(selection.people), _OWNERS.c.name != GOLD
        statement = statement.where(
            _LAYERS.c.status.in_(DONE), named if selection.people else not_gold
        )
    if selection.articles:
        statement = statement.where(_ARTICLES.c.id.in_(selection.articles))
    if not selection.samples:
        statement = statement.where(_ARTICLES.c.sample == 0)
    return statement


class Standing(NamedTuple):
    """How much there is to compare, and a stamp that changes whenever the answer could."""

    articles: int
    stamp: str


def standing(connection: Connection, selection: Selection) -> Standing:
    """What is there before anything is compared. Quick: it reads no span."""
    rows = chosen(selection).order_by(None).subquery()
    layers = func.group_concat(func.printf("%d %d", rows.c.number, rows.c.version))
    title = func.max(rows.c.title)  # it is shown beside the figures
    by_article = (
        select(func.count(), layers, title).group_by(rows.c.article).order_by(rows.c.article)
    )
    hashed = sha256(repr(labels(connection, selection)).encode())
    comparable = 0
    for count, states, named in connection.execute(by_article):
        comparable += count > 1
        hashed.update(f"{states} {named};".encode())
    return Standing(comparable, hashed.hexdigest())


def people(connection: Connection, viewer: Actor) -> list[str]:
    """Whose layers could be compared, as far as the viewer may see them: gold last."""
    done = _LAYERS.c.status.in_(DONE) & _ARTICLES.c.deleted_at.is_(None) & (_ARTICLES.c.sample == 0)
    statement = (
        select(_OWNERS.c.name)
        .join_from(_LAYERS, _OWNERS, _OWNERS.c.number == _LAYERS.c.annotator)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .where(done, sight.may_see(viewer))
        .distinct()
    )
    return sorted(connection.scalars(statement), key=lambda name: (name == GOLD, name))


def _layer(connection: Connection, row: Row[Any]) -> Layer:
    spans = [
        Span(id_, label, tuple([(start, end) for start, end in orjson.loads(fragments)]))
        for id_, label, fragments in _SPANS.all(connection, layer=row.number)
    ]
    relations = [Relation(*found) for found in _RELATIONS.all(connection, layer=row.number)]
    return Layer(row.name, spans, relations)
