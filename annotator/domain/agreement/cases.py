"""The cases behind a figure, by article: what two people have in common, and what only one has.

They come from the same matchings and the same sets of words that the figures are counted from.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from annotator.domain.agreement.alpha import LabelSet
from annotator.domain.agreement.comparison import Comparison, Side, compare
from annotator.domain.agreement.counts import Reading
from annotator.domain.agreement.figures import Figure, Measure
from annotator.domain.agreement.layers import Article, Relation, Span
from annotator.domain.agreement.matching import Matching, Numbers
from annotator.domain.agreement.tokens import Tokens


class Case(NamedTuple):
    """A span or relation of the first person, of the second, or one of each that go together."""

    people: tuple[str, str]
    first: Span | Relation | None
    second: Span | Relation | None
    near: Span | None = None
    """Of a span without a partner: what the other has in its place, if it differs from it.

    That is its partner in the confusion table, so that a case has one name everywhere.
    """

    @property
    def agreed(self) -> bool:
        return self.first is not None and self.second is not None


class Dispute(NamedTuple):
    """A stretch of the text to whose words two people gave different labels, all the same way."""

    people: tuple[str, str]
    start: int
    end: int
    """In code points, from the first word's first to behind the last word's last."""
    tokens: int
    first: LabelSet
    second: LabelSet


def of_spans(article: Article, measure: Measure, label: str = "") -> Iterator[Case]:
    """What an F1 counts, pair of people by pair: the cases that agree, then those that do not.

    The share of agreed ones is the figure: 2 × agreed / (2 × agreed + others). ``label`` limits
    them to one.
    """
    links = measure.startswith("link")
    for pair in _compared(article):
        found = _cases(pair, _matching(pair, measure), links=links)
        for case in found if links else _with_near(pair, found):
            if not label or label in _labels(case):
                yield case


def of_cell(article: Article, one: str, other: str, *, directed: bool = False) -> Iterator[Case]:
    """What the confusion table counts where somebody said ``one`` and somebody else ``other``.

    ``""`` stands for no label. ``directed``: only where ``one`` is what the first person said.
    """
    wanted = {(one, other)} if directed else {(one, other), (other, one)}
    for pair in _compared(article):
        agreed = Matching(pair.overlap.pairs, (), ())
        for matching in (agreed, pair.confused):
            for case in _cases(pair, matching, links=False):
                if _labels(case) in wanted:
                    yield case


def of_words(article: Article, figure: Figure) -> Iterator[Dispute]:
    """The words that lower an alpha, in the order of the text for each pair of people."""
    tokens = Tokens.of(article.text)
    readings = [(layer.name, Reading(layer, tokens)) for layer in article.layers]
    for (first, one), (second, other) in combinations(readings, 2):
        people = first, second
        found = [
            Dispute(people, tokens.starts[at], tokens.ends[behind - 1], behind - at, mine, yours)
            for mine, those in one.sets.items()
            for yours, these in other.sets.items()
            if _differ(figure, mine, yours)
            for at, behind in _runs(those & these)
        ]
        yield from sorted(found, key=lambda dispute: dispute.start)


def _compared(article: Article) -> Iterator[Comparison]:
    numbers: Numbers = {}
    sides = [Side(layer, numbers) for layer in article.layers]
    return (compare(first, second) for first, second in combinations(sides, 2))


def _matching(pair: Comparison, measure: Measure) -> Matching:
    """The matching that a measure counts."""
    by_measure = {
        "exact": pair.exact,
        "overlap": pair.overlap,
        "boundary": pair.boundary,
        "link_exact": pair.link_exact,
        "link_soft": pair.link_soft,
    }
    return by_measure[measure.rsplit("_", 1)[0]]


def _cases(pair: Comparison, matching: Matching, *, links: bool) -> Iterator[Case]:
    first, second = pair.first.layer, pair.second.layer
    people = first.name, second.name
    ones: Sequence[Span | Relation] = first.relations if links else first.spans
    others: Sequence[Span | Relation] = second.relations if links else second.spans
    yield from (Case(people, ones[one], others[other]) for one, other in matching.pairs)
    yield from (Case(people, ones[one], None) for one in matching.first)
    yield from (Case(people, None, others[other]) for other in matching.second)


def _with_near(pair: Comparison, found: Iterable[Case]) -> Iterator[Case]:
    """The cases with what stands beside the spans that have no partner."""
    first, second = pair.first.layer.spans, pair.second.layer.spans
    both = [(first[a], second[b]) for a, b in (*pair.overlap.pairs, *pair.confused.pairs)]
    partners = [{one.id: other for one, other in both}, {other.id: one for one, other in both}]
    for case in found:
        lone = None if case.agreed else case.first or case.second
        near = partners[case.first is None].get(lone.id) if lone else None
        yield case._replace(near=near) if near and lone and near[1:] != lone[1:] else case


def _labels(case: Case) -> tuple[str, str]:
    first, second = case.first, case.second
    return (
        first.label if isinstance(first, Span) else "",
        second.label if isinstance(second, Span) else "",
    )


def _differ(figure: Figure, first: LabelSet, second: LabelSet) -> bool:
    if figure.measure == "alpha":
        return (figure.label in first) != (figure.label in second)
    if figure.measure == "alpha_any":
        return bool(first) != bool(second)
    return first != second


def _runs(tokens: int) -> Iterator[tuple[int, int]]:
    """Where each run in a set of tokens starts and ends, half-open."""
    done = 0
    while tokens:
        skipped = (tokens & -tokens).bit_length() - 1
        tokens >>= skipped
        length = (~tokens & (tokens + 1)).bit_length() - 1
        tokens >>= length
        done += skipped + length
        yield done - length, done
