"""What an import works with: its options, what a line brings, and what came of it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.domain.records import Relation, Source, Span
from annotator.domain.scheme import Scheme
from annotator.store.people import Actor


class Options(NamedTuple):
    """What the whole import is told."""

    actor: Actor
    layer: str
    labels: dict[str, str]


@dataclass
class Added:
    """What one article brought; ``differences`` are (line, sentence)."""

    new: bool = False
    spans: int = 0
    relations: int = 0
    sources: int = 0
    differences: list[tuple[int, str]] = field(default_factory=list)


class State(NamedTuple):
    """What one chunk of an import works with."""

    connection: Connection
    options: Options
    action: int
    scheme: Scheme


class Batch(NamedTuple):
    """What is to be inserted into a layer."""

    spans: list[Span]
    relations: list[Relation]
    sources: list[Source]
