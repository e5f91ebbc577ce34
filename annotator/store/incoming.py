"""What an import works with: its options, what a line brings, and what came of it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import Connection

from annotator.domain.records import Relation, Source, Span
from annotator.domain.scheme import Scheme
from annotator.store import people
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


@dataclass
class State:
    """What one chunk of an import works with; ``new`` is what the search has yet to learn of."""

    connection: Connection
    options: Options
    action: int
    scheme: Scheme
    new: list[tuple[int, str, str]] = field(default_factory=list)
    _annotators: dict[str, int] = field(default_factory=dict)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The keys of all labels of the scheme."""
        return frozenset(label.key for label in self.scheme.labels)

    def annotator(self, name: str) -> int:
        """The number of the annotator of this name, added if new."""
        if name not in self._annotators:
            self._annotators[name] = people.annotator(self.connection, name)
        return self._annotators[name]


class Batch(NamedTuple):
    """What is to be inserted into a layer."""

    spans: list[Span]
    relations: list[Relation]
    sources: list[Source]
