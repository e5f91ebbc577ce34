"""The public JSON shape, stated once: import, export and the API all speak it.

A ``Line`` is one line of native JSONL: one layer of one article. Offsets are code points,
half-open. Missing things are ``""``, ``[]`` or ``{}``, never null.
"""

from dataclasses import dataclass, field, fields
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field, StringConstraints

from annotator.domain.errors import Refused

SCHEMA = 1

Status = Literal["open", "submitted", "reviewed"]
Origin = Literal["human", "import", "suggestion"]
Verdict = Literal["accepted", "rejected", "changed", ""]
Flag = Literal["discuss", "own_voice"]
Kind = Literal["named", "anonymous", ""]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Offset = Annotated[int, Field(strict=True, ge=0, le=2**31)]
AnyId = Annotated[str, Field(coerce_numbers_to_str=True)]
"""An id as files have it: some programs write numbers."""
Note = Annotated[str, StringConstraints(max_length=10_000)]


@dataclass(slots=True, kw_only=True)
class Derivation:
    """Which span of which layer a gold span came from."""

    layer: str
    span: AnyId


@dataclass(slots=True, kw_only=True)
class Span:
    """One labelled stretch, as a line of JSONL states it. ``start`` and ``end`` are the hull."""

    id: AnyId = ""
    label: str
    start: Offset = 0
    end: Offset = 0
    fragments: list[tuple[Offset, Offset]] = field(default_factory=list)
    text: str = ""
    note: Note = ""
    flags: list[Flag] = field(default_factory=list)
    origin: Origin = "import"
    derived_from: list[Derivation] = field(default_factory=list)
    verdict: Verdict = ""
    reviewer: str = ""
    comment: Note = ""
    reply: Note = ""
    created_at: str = ""
    updated_at: str = ""


@dataclass(slots=True, kw_only=True)
class Relation:
    """A directed link between two spans of one layer."""

    id: AnyId = ""
    type: str
    from_: Annotated[AnyId, Field(alias="from")]
    to: AnyId


@dataclass(slots=True, kw_only=True)
class Source:
    """Who is quoted in the article: a register entry and the spans that mention it."""

    id: AnyId = ""
    name: str = ""
    role: str = ""
    kind: Kind = ""
    spans: list[AnyId] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Line:
    """One layer of one article."""

    schema_: Annotated[int, Field(alias="schema")] = SCHEMA
    id: AnyId = ""
    title: str = ""
    text: str
    text_sha256: str = ""
    offset_unit: Literal["codepoint"] = "codepoint"
    meta: dict[str, Any] = field(default_factory=dict)
    layer: str = ""
    status: Literal["open", "submitted", "reviewed", ""] = ""
    spans: list[Span] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def _keys(record: Any) -> tuple[str, ...]:
    """The record's keys in the order of the file: a trailing ``_`` only avoids a Python word."""
    return tuple(entry.name.removesuffix("_") for entry in fields(record))


LINE_KEYS = _keys(Line)
SPAN_KEYS = _keys(Span)
RELATION_KEYS = _keys(Relation)
SOURCE_KEYS = _keys(Source)


class Entry(NamedTuple):
    """What a format's reader yields of one line (from 1; 0 for a whole file).

    ``value`` is the decoded line, if it could be decoded: it tells what the line states.
    """

    line: int
    record: Line | Refused
    value: Any = None
