"""Taking in one article with the layers that consecutive lines give it."""

import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import insert, select

from annotator.domain.errors import Forbidden, Refused
from annotator.domain.records import Entry, Line, Relation, Source, Span
from annotator.store import articles, clock, journal, layers, link_verdicts, merging, people, rows
from annotator.store.articles import NewArticle
from annotator.store.incoming import Added, Batch, State
from annotator.store.prepared import Prepared

NOT_KNOWN = ", which this project does not have"
"""What a refusal says of a label; the command line tells by it that it knows another way."""


class Plan(NamedTuple):
    """One article that may go in: its lines, and the article to add or the number it has."""

    unit: Sequence[Entry]
    article: NewArticle | None
    number: int = 0


def check(state: State, unit: Sequence[Entry]) -> Plan:
    """Refuses what cannot go in, before anything of it is written.

    So an article is whole or absent without a savepoint of its own, which would cost a quarter
    of the import. Raises Refused, Conflict, Forbidden.
    """
    first = _record(unit[0])
    known = articles.find(state.connection, first.id)
    if known is not None and unit[0].line == 0 and known.text_sha256 != first.text_sha256:
        # A text file chose its name without knowing ours: another text gets an id of its own.
        first.id = f"{first.id[:191]}-{first.text_sha256[:8]}"
        known = articles.find(state.connection, first.id)
    for record in map(_record, unit):
        if record.text_sha256 != first.text_sha256:
            raise Refused(f"the lines of “{first.id}” have different texts; give each its own id")
        if _has_layer(state, record):
            _check_may_bring(state, known.number if known else None, record)
            _check_labels(state, record)
    if known is not None:
        articles.check_same(known, first.text)
        return Plan(unit, None, known.number)
    return Plan(unit, articles.of_line(first))


def store(state: State, plan: Plan) -> Added:
    """Writes the article, if it is new, and its layers."""
    added = Added(new=plan.article is not None)
    number = plan.number
    if plan.article is not None:
        number = articles.store(state.connection, state.action, plan.article)
        state.new.append((number, plan.article.title, plan.article.text))
    gold = any(_record(entry).layer == people.GOLD for entry in plan.unit)
    brings_gold = gold and layers.find(state.connection, number, people.GOLD) is None
    for entry in plan.unit:
        record = _record(entry)
        if _has_layer(state, record):
            _store_layer(state, number, entry, record, added)
    if brings_gold:
        reviewer = state.options.actor.number
        link_verdicts.derive(state.connection, number, reviewer, clock.now())
    return added


def _record(entry: Entry) -> Line:
    assert isinstance(entry.record, Line)  # refused lines never come this far
    return entry.record


def _has_layer(state: State, record: Line) -> bool:
    """Whether the line brings a layer, if only an empty one. Raises Refused."""
    name = record.layer or state.options.layer
    content = bool(record.spans or record.sources)
    if not name and content:
        raise Refused("the line has spans but names no layer; say whose they are")
    return bool(record.layer or (name and (content or record.status)))


def _check_may_bring(state: State, article: int | None, record: Line) -> None:
    """Only reviewers judge, and nobody but an admin adds to another's layer that is there.

    A line that brings nothing new may come again. Raises Forbidden.
    """
    actor, name = state.options.actor, record.layer or state.options.layer
    if actor.role == "admin":  # the command line too
        return
    if not actor.reviews:
        layers.check_may_write(actor, name)
    there = layers.find(state.connection, article, name) if article is not None else None
    if actor.reviews:
        if there and name not in {people.GOLD, actor.name} and _new(state, there.number, record):
            raise Forbidden(f"this is the layer of {name}; only {name} and admins add to it")
        return
    if record.status == "reviewed" and not there:
        raise Forbidden("only reviewers mark a layer as reviewed; import it as submitted")
    new = _new(state, there.number if there else None, record)
    if any(isinstance(e, Span) and (e.verdict or e.reviewer or e.comment) for e in new):
        raise Forbidden("only reviewers judge spans; leave out verdict, reviewer and comment")


def _new(state: State, layer: int | None, record: Line) -> list[Span | Relation | Source]:
    """What of the line the layer never had under its id; all of it if there is no layer yet."""
    known = merging.known(state.connection, layer) if layer is not None else {}
    return [
        entry
        for part in Batch._fields
        for entry in getattr(record, part)
        if entry.id not in known.get(part, ())
    ]


def _store_layer(state: State, article: int, entry: Entry, record: Line, added: Added) -> None:
    name = record.layer or state.options.layer
    owner = state.annotator(name)
    layer = layers.number_of(state.connection, article, owner)
    if layer is None:
        status = record.status or "open"
        layer = layers.add(state.connection, article, owner, status, version=1)
        batch = Batch(record.spans, record.relations, record.sources)
    else:
        batch = merging.missing(state, layer, entry, record, added)
        if not any(batch):
            return
        layers.touch(state.connection, layer)
    insert_all(state, layer, batch)
    _note(state, layer, name, batch, added)


def _check_labels(state: State, record: Line) -> None:
    """Maps the labels, and refuses what the scheme does not have or does not allow."""
    mapped, known = state.options.labels, state.labels
    for number, span in enumerate(record.spans, 1):
        span.label = mapped.get(span.label, span.label)
        if span.label not in known:
            raise Refused(
                f"span {number} has the label “{span.label[:60]}”{NOT_KNOWN}; "
                "add it on the Labels page, then import the file again"
            )
    labels = {span.id: span.label for span in record.spans} if record.relations else {}
    for relation in record.relations:
        ends = labels[relation.from_], labels[relation.to]
        if not state.scheme.allows(relation.type, *ends):
            raise Refused(
                f"the scheme has no “{relation.type[:60]}” from “{ends[0]}” to “{ends[1]}”"
            )


def _note(state: State, layer: int, name: str, batch: Batch, added: Added) -> None:
    added.spans += len(batch.spans)
    added.relations += len(batch.relations)
    added.sources += len(batch.sources)
    brought = {part: [entry.id for entry in getattr(batch, part)] for part in Batch._fields}
    after = orjson.dumps({"imported": brought}).decode()
    journal.note(state.connection, state.action, layer, "layer", name, None, after)


_SPANS = Prepared(
    insert(rows.SPANS),
    *("layer", "id", "label", "start", "end", "fragments", "text", "note", "flags", "origin"),
    *("derived_from", "created_at", "updated_at", "version"),
)
_RELATIONS = Prepared(
    insert(rows.RELATIONS), "layer", "id", "type", "from_span", "to_span", "version"
)
_SOURCES = Prepared(insert(rows.SOURCES), "layer", "id", "name", "role", "kind", "spans", "version")


def insert_all(state: State, layer: int, batch: Batch) -> None:
    """Inserts the records into the layer; missing ids are minted here."""
    now = clock.now()
    for part in batch:
        for entry in part:
            entry.id = entry.id or str(uuid.uuid4())
    connection = state.connection
    _SPANS.run_many(connection, [_span_row(layer, span, now) for span in batch.spans])
    relations = [(layer, r.id, r.type, r.from_, r.to, 1) for r in batch.relations]
    _RELATIONS.run_many(connection, relations)
    sources = [(layer, s.id, s.name, s.role, s.kind, _json(s.spans), 1) for s in batch.sources]
    _SOURCES.run_many(connection, sources)
    judged = [s for s in batch.spans if s.verdict or s.reviewer or s.comment or s.reply]
    if judged:
        _insert_verdicts(state, layer, judged)


def _span_row(layer: int, span: Span, now: str) -> tuple[Any, ...]:
    fragments = span.fragments
    return (
        layer,
        span.id,
        span.label,
        span.start,
        span.end,
        f"[[{span.start},{span.end}]]" if len(fragments) == 1 else _json(fragments),
        span.text,
        span.note,
        _json(span.flags) if span.flags else "[]",
        span.origin,
        _json(span.derived_from) if span.derived_from else "[]",
        span.created_at or now,
        span.updated_at or span.created_at or now,
        1,
    )


def _insert_verdicts(state: State, layer: int, spans: list[Span]) -> None:
    query = select(rows.SPANS.c.id, rows.SPANS.c.number).where(rows.SPANS.c.layer == layer)
    numbers = {row[0]: row[1] for row in state.connection.execute(query)}
    values = [
        {
            "span": numbers[span.id],
            "verdict": span.verdict,
            "reviewer": people.annotator(state.connection, span.reviewer)
            if span.reviewer
            else None,
            "comment": span.comment,
            "reply": span.reply,
            "created_at": span.updated_at or clock.now(),
            "contested": 0,
            "seen_at": clock.now(),  # what came by a file is no news to its author
        }
        for span in spans
    ]
    state.connection.execute(insert(rows.VERDICTS), values)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
