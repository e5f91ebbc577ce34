"""What a reviewer decides of a teammate's spans, and how two readings of a span differ.

The author's rows are never changed by it: a verdict stands beside a span, and what the review
leaves stands in the gold layer.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from annotator.domain.edits import Change, Uuid
from annotator.domain.precedents import Pinned
from annotator.domain.records import Id, Note, Offset
from annotator.domain.spans import Fragment

Given = Literal["accepted", "rejected", "changed"]
Where = Literal["same", "added", "removed"]


class Judgement(BaseModel):
    """A verdict, None to withdraw it. ``label`` and ``fragments`` say what "changed" changes.

    ``version``, ``was`` and ``decided_at``, where they are given, say what the reviewer saw: the
    span's version, the verdict that stood beside it (``""`` for none), and when that was given.
    ``fragments`` are ``[start, end]`` in code points, half-open, ascending and apart. A field that
    is None stays as it is.
    """

    model_config = ConfigDict(frozen=True)

    verdict: Given | None
    comment: Note | None = None
    label: Annotated[str, StringConstraints(max_length=40)] | None = None
    fragments: (
        Annotated[list[tuple[Offset, Offset]], Field(min_length=1, max_length=1000)] | None
    ) = None
    version: int | None = None
    was: Literal["accepted", "rejected", "changed", ""] | None = None
    decided_at: str | None = None


class Decision(Judgement):
    """A judgement of one span, by the span's id in the layer under review."""

    span: Id


class Review(BaseModel):
    """Decisions that are one act of the reviewer: all or nothing, repeatable by ``id``.

    ``gold`` are changes of the gold layer itself, such as a span that the author missed. ``by``,
    if given, must be whoever asks: what one person kept is not sent in another's name.
    """

    id: Uuid
    by: str | None = None
    decisions: Annotated[list[Decision], Field(max_length=10_000)] = []
    gold: Annotated[list[Change], Field(max_length=10_000)] = []


class LayerDecision(Decision):
    """A judgement of one span, by its id in the layer of this name."""

    layer: str


class LinkDecision(BaseModel):
    """A verdict on a relation of somebody's layer, None to withdraw it.

    ``was``, if given, is the verdict that the reviewer saw, ``""`` for none.
    """

    model_config = ConfigDict(frozen=True)

    layer: str
    relation: Id
    verdict: Literal["accepted", "rejected"] | None
    was: Literal["accepted", "rejected", ""] | None = None


class End(BaseModel):
    """A span of somebody's layer, for the gold span that came from it."""

    model_config = ConfigDict(frozen=True)

    layer: str
    span: Id


class Drawn(BaseModel):
    """A link that nobody drew, between what two spans have become in gold."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    id: Uuid
    type: Annotated[str, StringConstraints(max_length=40)]
    from_: Annotated[End, Field(alias="from")]
    to: End


class Settlement(BaseModel):
    """Decisions on several layers of one article that are one act, like a ``Review``.

    ``people``, if given, are those whose layers the reviewer saw: what all say alike goes in by
    itself only if these are they who are there now.

    ``draws`` are links of the reviewer's own, ``gold`` other changes of the gold layer itself;
    ``pins`` are precedents of the same article; ``finish``: all is settled, and the layers are
    reviewed.
    """

    id: Uuid
    by: str | None = None
    people: Annotated[list[str], Field(max_length=1000)] | None = None
    decisions: Annotated[list[LayerDecision], Field(max_length=20_000)] = []
    links: Annotated[list[LinkDecision], Field(max_length=20_000)] = []
    draws: Annotated[list[Drawn], Field(max_length=1000)] = []
    gold: Annotated[list[Change], Field(max_length=10_000)] = []
    pins: Annotated[list[Pinned], Field(max_length=100)] = []
    finish: bool = False


class Reply(BaseModel):
    """What an author says of a verdict; ``contested`` sends it back to the reviewers.

    ``verdict`` and ``decided_at``, if given, are those of the verdict that the author saw, ``was``
    is their own answer that stood there.
    """

    reply: Note
    contested: bool = False
    verdict: Given | None = None
    decided_at: str | None = None
    was: Note | None = None


class Shown(BaseModel):
    """A decision that its author has seen, as it stood then."""

    article: str
    span: str
    decided_at: str


class ShownLink(BaseModel):
    """A decision on a link that its author has seen, as it stood then."""

    article: str
    relation: str
    decided_at: str


class Part(NamedTuple):
    """Words of one or both of two readings."""

    words: str
    where: Where


def difference(text: str, before: Sequence[Fragment], after: Sequence[Fragment]) -> list[Part]:
    """The words of both readings in text order, each told apart. Offsets are code points.

    >>> difference("He said that 🙂", [(8, 12)], [(3, 12)])
    [Part(words='said ', where='added'), Part(words='that', where='same')]
    """
    edges = sorted({edge for fragment in (*before, *after) for edge in fragment})
    parts: list[Part] = []
    apart = False
    for start, end in pairwise(edges):
        now, then = _covered(after, start), _covered(before, start)
        if now or then:
            where: Where = "same" if now and then else "added" if now else "removed"
            gap = [Part(" ", "same")] if apart and parts else []
            parts += [*gap, Part(text[start:end], where)]
        apart = not (now or then)
    return parts


def _covered(fragments: Sequence[Fragment], offset: int) -> bool:
    return any(start <= offset < end for start, end in fragments)
