"""Reading a line of native JSONL: from a decoded JSON value to a checked record.

What can be told without a project is checked here; whether a label is in the scheme is not.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError

from annotator.domain import sentences
from annotator.domain import text as texts
from annotator.domain.errors import Refused
from annotator.domain.records import (
    LINE_KEYS,
    RELATION_KEYS,
    SCHEMA,
    SOURCE_KEYS,
    SPAN_KEYS,
    Line,
    Span,
)
from annotator.domain.spans import check_fragment, check_quote, joined, quote

_LINE = TypeAdapter(Line)
_KNOWN = {"spans": set(SPAN_KEYS), "relations": set(RELATION_KEYS), "sources": set(SOURCE_KEYS)}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)


def line(value: Any) -> Line:
    """The record in a decoded line of JSONL, checked as far as it can be without a project.

    Fragments come back sorted and joined, ids may still be ``""``. Raises Refused.
    """
    if not isinstance(value, dict):
        raise Refused('a line is one JSON object, such as {"text": …}')
    _check_schema(value.get("schema"))
    try:
        record = _LINE.validate_python(value)
    except ValidationError as error:
        raise Refused(*_first(error)) from None
    _check_schema(record.schema_)  # which may have been written as a string
    _check_line(record)
    return record


def _check_schema(schema: Any) -> None:
    if isinstance(schema, int | float) and schema > SCHEMA:
        raise Refused(
            f"this was written as schema {schema}, and this program reads up to {SCHEMA}; "
            "update the program",
            "schema",
        )


def unknown_keys(value: dict[str, Any]) -> set[str]:
    """Keys of the line, and of its parts, that the schema does not have."""
    unknown = {str(key) for key in value.keys() - set(LINE_KEYS)}
    for part, known in _KNOWN.items():
        for entry in value.get(part) or []:
            if not entry.keys() <= known:
                unknown |= {f"{part}.{key}" for key in entry.keys() - known}
    return unknown


def _first(error: ValidationError) -> tuple[str, str]:
    """The first thing wrong: a sentence, and the field."""
    first = error.errors(include_url=False)[0]
    if first["type"] == "missing" and first["loc"] == ("text",):
        return "the line has no “text”; every line needs the article's text", "text"
    return sentences.of(first)


def _check_line(record: Line) -> None:
    texts.check_text(record.text)
    sha256 = texts.sha256_of(record.text)
    if record.text_sha256 not in {"", sha256}:
        raise Refused("the text does not match its text_sha256; it was changed", "text_sha256")
    record.text_sha256 = sha256
    record.id = texts.check_article_id(record.id or sha256[:16])
    if record.layer:
        texts.check_annotator_name(record.layer)
    texts.check_string(record.title, "title", "the title")
    for number, span in enumerate(record.spans, 1):
        try:
            _check_span(span, record.text)
        except Refused as error:
            sentence = str(error).removeprefix("the span ")
            raise Refused(f"span {number} {sentence}", f"spans.{number}") from None
    _check_ids(record)
    _check_references(record)


def _check_span(span: Span, text: str) -> None:
    stated = span.start, span.end
    fragments = span.fragments = span.fragments or [stated]
    for start, end in fragments:
        check_fragment(start, end, len(text))
    if len(fragments) == 1:  # as nearly all spans are, and there are many
        words = text[start:end]
        check_quote(span.text or words, words)
    else:
        words = quote(text, fragments)
        check_quote(span.text or words, words)
        fragments = span.fragments = joined(fragments)
        words = quote(text, fragments)
    span.text = words
    span.start, span.end = fragments[0][0], fragments[-1][1]
    if stated != (span.start, span.end) and any(stated):
        raise Refused(
            f"says {stated[0]:,}-{stated[1]:,}, its fragments {span.start:,}-{span.end:,}", "start"
        )
    _check_rest(span)


def _check_rest(span: Span) -> None:
    """What hangs on a span beside its place; most imported spans have none of it."""
    if len(span.flags) > 1:
        span.flags = sorted(set(span.flags))
    if span.reviewer:
        texts.check_annotator_name(span.reviewer)
    if strings := span.note + span.comment + span.reply:
        texts.check_string(strings, "note", "has a note that")
    for origin in span.derived_from:
        texts.check_string(origin.layer + origin.span, "derived_from", "has an origin that")
    if span.created_at:
        span.created_at = time_of(span.created_at)
    if span.updated_at:
        span.updated_at = time_of(span.updated_at)


def _check_ids(record: Line) -> None:
    for what, entries in (
        ("spans", record.spans),
        ("relations", record.relations),
        ("sources", record.sources),
    ):
        ids = [entry.id for entry in entries if entry.id]
        if not ids:
            continue
        if len(set(ids)) != len(ids):
            twice = Counter(ids).most_common(1)[0][0]
            raise Refused(f"two of the {what} have the id “{twice}”", what)
        if max(map(len, ids)) > 200:
            raise Refused(f"an id in {what} is longer than 200 characters", what)
        texts.check_strings(ids, what, f"an id in {what}")


def _check_references(record: Line) -> None:
    if not record.relations and not record.sources:
        return
    known = {span.id for span in record.spans if span.id}
    for relation in record.relations:
        for end in (relation.from_, relation.to):
            if end not in known:
                raise Refused(
                    f"a relation names the span “{end}”, which the line lacks", "relations"
                )
        if relation.from_ == relation.to:
            raise Refused(f"a relation leads from span “{relation.to}” to itself", "relations")
    for source in record.sources:
        texts.check_string(source.name + source.role, "sources", "a source")
        for id_ in source.spans:
            if id_ not in known:
                raise Refused(f"a source names the span “{id_}”, which the line lacks", "sources")


def time_of(value: str) -> str:
    """An ISO 8601 time as UTC text ending in Z; ``""`` stays ``""``. Raises Refused."""
    if not value:
        return value
    try:
        if _TIME.fullmatch(value):
            datetime.fromisoformat(value[:19])  # whether the calendar and the clock have it
            return value
        moment = datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(f"has the time “{value[:40]}”, which is not ISO 8601", "created_at") from None
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"
