"""A case as a person reads it: where it stands, what each of the two said, and how they differ."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from annotator.domain.agreement import cases
from annotator.domain.agreement.cases import Case, Dispute
from annotator.domain.agreement.figures import Figure
from annotator.domain.agreement.layers import Article, Relation, Span
from annotator.domain.spans import Fragment

Kind = Literal["same", "missing", "boundary", "label", "link", "words"]
"""How two readings differ: in nothing, one has no span there, in edges, label, link, or words."""

Parts = list[tuple[str, bool]]
"""Words, and whether only this person has them."""


class Asked(NamedTuple):
    """Which cases: those of a figure, or of a cell of the confusion table."""

    figure: Figure
    cell: tuple[str, str] | None = None
    directed: bool = False
    """Of a cell: only where the first label is the first person's."""


class Side(NamedTuple):
    """What one person said; without labels and parts: nothing."""

    person: str
    labels: list[str]
    parts: Parts


class Found(NamedTuple):
    """One case behind a figure, not yet told in words."""

    alike: bool
    start: int
    """Where it stands in the text: code points, half-open."""
    end: int
    case: Case | Dispute


class Told(NamedTuple):
    """A case in words."""

    kind: Kind
    start: int
    end: int
    sides: tuple[Side, Side]


def found(article: Article, asked: Asked) -> list[Found]:
    """The cases of one article: those that differ, then those that are alike, in text order."""
    return sorted(_found(article, asked), key=lambda one: (one.alike, one.start, one.end))


def _found(article: Article, asked: Asked) -> Iterator[Found]:
    if asked.figure.measure.startswith("alpha") and not asked.cell:
        for dispute in cases.of_words(article, asked.figure):
            yield Found(False, dispute.start, dispute.end, dispute)
        return
    spans = _spans(article)
    if asked.cell:
        one, other = asked.cell
        behind, alike = cases.of_cell(article, one, other, directed=asked.directed), one == other
        for case in behind:
            yield Found(alike, *_hull(case, spans), case)
        return
    for case in cases.of_spans(article, *asked.figure):
        yield Found(case.agreed, *_hull(case, spans), case)


Spans = dict[tuple[str, str], Span]
"""All spans of an article by person and id."""


def _spans(article: Article) -> Spans:
    return {(layer.name, span.id): span for layer in article.layers for span in layer.spans}


def _ends(case: Case, at: int, spans: Spans) -> list[Span]:
    """The span that one of the two made, or both ends of the link; empty for nothing."""
    thing, person = case[1 + at], case.people[at]
    if isinstance(thing, Relation):
        return [spans[person, thing.from_], spans[person, thing.to]]
    return [thing] if isinstance(thing, Span) else []


def _hull(case: Case, spans: Spans) -> Fragment:
    every = [one for at in (0, 1) for span in _ends(case, at, spans) for one in span.fragments]
    return min(start for start, _ in every), max(end for _, end in every)


def told(article: Article, one: Found) -> Told:
    """The case in words: beside a span of an F1 that has no partner, what the other has there."""
    case = one.case
    if isinstance(case, Dispute):
        words = [(article.text[case.start : case.end], False)]
        labels = sorted(case.first), sorted(case.second)
        sides = [Side(*side, words) for side in zip(case.people, labels, strict=True)]
        return Told("words", case.start, case.end, (sides[0], sides[1]))
    spans = _spans(article)
    near = [case.near] if case.near else []
    ends = [_ends(case, at, spans) or near for at in (0, 1)]
    links = any(isinstance(thing, Relation) for thing in (case.first, case.second))
    kind: Kind = "link" if links and not case.agreed else _kind(*ends)
    sides = [_side(article.text, case.people[at], ends[at], ends[1 - at]) for at in (0, 1)]
    return Told(kind, one.start, one.end, (sides[0], sides[1]))


def _kind(first: list[Span], second: list[Span]) -> Kind:
    if not (first and second):
        return "missing"
    if [span.label for span in first] != [span.label for span in second]:
        return "label"
    edges = [[span.fragments for span in ends] for ends in (first, second)]
    return "boundary" if edges[0] != edges[1] else "same"


def _side(text: str, person: str, mine: list[Span], yours: list[Span]) -> Side:
    """A reading: the words of a span, or of both ends of a link with an arrow between them."""
    parts: Parts = []
    for at, span in enumerate(mine):
        other = yours[at].fragments if yours else span.fragments
        parts += [(" → ", False)] * bool(at) + _parts(text, span.fragments, other)
    return Side(person, [span.label for span in mine], parts)


def _parts(text: str, mine: Iterable[Fragment], yours: Iterable[Fragment]) -> Parts:
    """The words of fragments, cut where the other's begin and end."""
    parts: Parts = []
    for start, end in mine:
        inside = {edge for fragment in yours for edge in fragment if start < edge < end}
        parts += [(" … ", False)] * bool(parts)
        for at, behind in pairwise(sorted({start, end} | inside)):
            both = any(begin <= at and behind <= stop for begin, stop in yours)
            parts.append((text[at:behind], not both))
    return parts
