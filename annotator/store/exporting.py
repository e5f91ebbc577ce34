"""Exporting: the project as native JSONL, in one snapshot, ordered, without holding it all.

Layers, spans, relations and sources are four cursors in the same order, merged by layer.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Connection, Select, select

from annotator.domain.errors import NotFound, ProjectError
from annotator.domain.records import LINE_KEYS, RELATION_KEYS, SCHEMA, SOURCE_KEYS, SPAN_KEYS
from annotator.domain.spans import quote
from annotator.domain.text import sha256_of
from annotator.store import layers, rows, sight
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Annotator, Article, Layer

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_OWNERS = Annotator.__table__  # type: ignore[attr-defined]
_AT_ONCE = 1_000
_NAMED = 20
"""The most layers that a sentence names."""

_START, _END = SPAN_KEYS.index("start"), SPAN_KEYS.index("end")
_FRAGMENTS = SPAN_KEYS.index("fragments")
_TEXT = SPAN_KEYS.index("text")
_LISTS = ("flags", "derived_from")
_EMPTY = orjson.Fragment("[]")

_TABLES: tuple[tuple[Any, list[Any]], ...] = (
    (rows.SPANS, rows.SPAN_COLUMNS),
    (rows.RELATIONS, rows.RELATION_COLUMNS),
    (rows.SOURCES, rows.SOURCE_COLUMNS),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to export. ``layers`` are names, empty for all; ``viewer`` limits what is seen."""

    layers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    unlabelled: bool = False
    samples: bool = False
    viewer: Actor | None = None


def check_layers(connection: Connection, selection: Selection) -> None:
    """Refuses layers that cannot be there, lest an empty file be taken for an answer.

    Somebody who has not labelled yet is known, and ``gold`` may always come. Who labels blind hears
    the same of all layers out of their sight, whether they are there or not. Raises NotFound,
    Forbidden.
    """
    viewer, names = selection.viewer, selection.layers
    if viewer is not None and not viewer.reviews and sight.blind(connection):
        if names and viewer.name not in names and not layers.any_seen(connection, viewer, names):
            raise layers.unseen()
        return
    known = set(connection.scalars(select(_OWNERS.c.name).where(_OWNERS.c.name.in_(names))))
    for name in names:
        if name not in known and name != GOLD:
            raise NotFound(f"there is no layer “{name[:64]}”; {_there(connection)}")


def _there(connection: Connection) -> str:
    """Which layers there are, for the end of a sentence."""
    query = select(_OWNERS.c.name).where(_OWNERS.c.number.in_(select(_LAYERS.c.annotator)))
    names = list(connection.scalars(query.order_by(_OWNERS.c.name)))
    if not names:
        return "nobody has labelled anything yet"
    more = len(names) - _NAMED
    return f"there are {', '.join(names[:_NAMED])}" + (f" and {more:,} more" if more > 0 else "")


def lines(connection: Connection, selection: Selection) -> Iterator[bytes]:
    """The lines of the file, each ending in a newline, by article id, then layer.

    Raises ProjectError rather than write a span whose text does not match.
    """
    keys = meta_keys(connection, selection)
    streams = [_Stream(connection, selection, *part) for part in _TABLES]
    for layer in _layers(connection, selection):
        spans, relations, sources = (stream.of(layer.number) for stream in streams)
        record = (
            SCHEMA,
            layer.id,
            layer.title,
            layer.text,
            _checked_hash(layer),
            "codepoint",
            dict.fromkeys(keys, "") | orjson.loads(layer.meta),
            layer.name or "",
            layer.status or "",
            [_span(row, layer) for row in spans],
            [dict(zip(RELATION_KEYS, row, strict=True)) for row in relations],
            [_source(row) for row in sources],
        )
        line = dict(zip(LINE_KEYS, record, strict=True))
        yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def bare_loop(connection: Connection, selection: Selection) -> int:
    """Reads every row that ``lines`` reads and does nothing with it: what an export is held to."""
    count = sum(1 for _ in _layers(connection, selection))
    for table, columns in _TABLES:
        count += sum(1 for _ in _streamed(connection, _rows(table, columns, selection)))
    return count


class _Stream:
    """The rows of one table in the order of the export, handed out layer by layer."""

    def __init__(
        self,
        connection: Connection,
        selection: Selection,
        table: Any,
        columns: list[Any],
    ) -> None:
        statement = _rows(table, columns, selection)
        self._groups = groupby(_streamed(connection, statement), key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, layer: int | None) -> list[Any]:
        """The rows of this layer, without its number. Layers are asked for in order."""
        while self._next is not None and self._next[0] is None:  # places without a row
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != layer:
            return []
        found = [row[1:] for row in self._next[1]]
        self._next = next(self._groups, None)
        return found


def _rows(table: Any, columns: list[Any], selection: Selection) -> Select[Any]:
    """The live rows of one table, each after its layer's number, in the order of the export."""
    order = rows.SPAN_ORDER if table is rows.SPANS else (table.c.id,)
    live = (table.c.layer == _LAYERS.c.number) & table.c.deleted_at.is_(None)
    places = _places(selection).outerjoin(table, live)
    if table is rows.SPANS:
        places = places.outerjoin(rows.VERDICTS, rows.VERDICTS.c.span == table.c.number)
        reviewer = rows.REVIEWERS.c.number == rows.VERDICTS.c.reviewer
        places = places.outerjoin(rows.REVIEWERS, reviewer)
    return _selected([table.c.layer, *columns], places, selection, *order)


def _streamed(connection: Connection, statement: Select[Any]) -> Iterable[Any]:
    return connection.execute(statement.execution_options(yield_per=_AT_ONCE))


def _places(selection: Selection) -> Any:
    """Articles with the layers that the viewer may see, if any.

    Outer joins, so that SQLite goes through the articles in order and sorts one at a time.
    """
    seen = _LAYERS.c.article == _ARTICLES.c.number
    if selection.viewer is not None:
        seen &= sight.may_see(selection.viewer)
    owner = _OWNERS.c.number == _LAYERS.c.annotator
    return _ARTICLES.outerjoin(_LAYERS, seen).outerjoin(_OWNERS, owner)


def _selected(columns: list[Any], places: Any, selection: Selection, *order: Any) -> Select[Any]:
    """These columns of what the selection names, and of articles without a layer, in order."""
    statement = select(*columns).select_from(places).where(_ARTICLES.c.deleted_at.is_(None))
    if not selection.samples:
        statement = statement.where(_ARTICLES.c.sample == 0)
    bare = _LAYERS.c.number.is_(None)
    if selection.layers:
        statement = statement.where(_OWNERS.c.name.in_(selection.layers) | bare)
    if selection.statuses:
        statement = statement.where(_LAYERS.c.status.in_(selection.statuses) | bare)
    return statement.order_by(_ARTICLES.c.id, _OWNERS.c.name, *order)


def _layers(connection: Connection, selection: Selection) -> Iterator[Any]:
    """Layers with their articles, in order; also articles that have none, if asked for."""
    columns = [_LAYERS.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.meta]
    columns += [_ARTICLES.c.text_sha256, _LAYERS.c.status, _OWNERS.c.name, _ARTICLES.c.text]
    for row in _streamed(connection, _selected(columns, _places(selection), selection)):
        if row.number is not None or selection.unlabelled:
            yield row


def _checked_hash(layer: Any) -> str:
    if sha256_of(layer.text) != layer.text_sha256:
        raise ProjectError(f"the text of “{layer.id}” is damaged; put a backup in its place")
    return str(layer.text_sha256)


def _span(row: Any, layer: Any) -> dict[str, Any]:
    """The span's record; its JSON columns are written as they are stored."""
    words = _words(row, layer.text)
    if words != row[_TEXT]:
        raise ProjectError(
            f"a span of “{layer.id}” says “{row[_TEXT][:60]}”, the text there is “{words[:60]}”; "
            "the project file is damaged: put a backup in its place"
        )
    record = dict(zip(SPAN_KEYS, row, strict=True))
    record["fragments"] = orjson.Fragment(record["fragments"])
    for key in _LISTS:
        record[key] = _EMPTY if record[key] == "[]" else orjson.Fragment(record[key])
    return record


def _words(row: Any, text: str) -> str:
    """What stands at the span's fragments. Nearly all have one, which is read without parsing."""
    start, end, fragments = row[_START], row[_END], row[_FRAGMENTS]
    if fragments == f"[[{start},{end}]]":
        return text[start:end]
    return quote(text, orjson.loads(fragments))


def _source(row: Any) -> dict[str, Any]:
    record = dict(zip(SOURCE_KEYS, row, strict=True))
    record["spans"] = orjson.Fragment(record["spans"])
    return record


def meta_keys(connection: Connection, selection: Selection) -> list[str]:
    """The metadata keys that every line of this export has, sorted: all that occur in it."""
    keys: set[str] = set()
    statement = (
        _selected([_ARTICLES.c.meta], _places(selection), selection).order_by(None).distinct()
    )
    if not selection.unlabelled:
        statement = statement.where(_LAYERS.c.number.is_not(None))
    for (meta,) in _streamed(connection, statement.where(_ARTICLES.c.meta != "{}")):
        keys |= orjson.loads(meta).keys()
    return sorted(keys)
