"""All figures of agreement over many articles: overall, for each pair of people, for each article.

Articles come one by one, and of each only its counts are kept.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from annotator.domain.agreement import bootstrap, counts
from annotator.domain.agreement.bootstrap import Interval
from annotator.domain.agreement.comparison import Side, compare
from annotator.domain.agreement.counts import Confusion, Counts, Reading
from annotator.domain.agreement.figures import Figure, Values, measure, measure_each
from annotator.domain.agreement.layers import Article, Layer
from annotator.domain.agreement.matching import Numbers
from annotator.domain.agreement.tokens import Tokens

Intervals = Mapping[Figure, Interval | None]


class Group(NamedTuple):
    """The figures of some people on some articles, and how much they stand on."""

    people: tuple[str, ...]
    articles: int
    tokens: int
    """Words of the text, those of each article once."""
    spans: int
    relations: int
    values: Values
    intervals: Intervals
    confusion: Confusion
    """Of a pair: what the first said, what the second said. Else either way round."""


class Report(NamedTuple):
    """Overall, then by pair of people in the order of their names, then by article."""

    labels: tuple[str, ...]
    overall: Group
    pairs: list[Group]
    articles: list[tuple[str, Group]]
    """Each article's id with its figures. One article has no intervals."""
    edited: Mapping[str, int] = MappingProxyType({})
    """How many of the compared spans each person made or changed after submitting the article."""


def report(
    articles: Iterable[Article],
    labels: Sequence[str],
    *,
    resamples: int = bootstrap.RESAMPLES,
    seed: int = bootstrap.SEED,
) -> Report:
    """Compares all layers of each article, as far as they have these labels.

    Articles that fewer than two people did are passed over.
    """
    overall, by_pair, by_article = _Sum(), defaultdict[tuple[str, ...], _Sum](_Sum), []
    for article in (article.limited_to(labels) for article in articles):
        if len(article.layers) > 1:
            together, pairs = _compared(article)
            for pair in pairs:
                by_pair[tuple([layer.name for layer in pair.layers])].add(pair)
            alone = _Sum()
            overall.add(together)
            alone.add(together)
            by_article.append((article.id, alone.group(labels, {})))
    sums = [overall, *(by_pair[people] for people in sorted(by_pair))]
    measured = partial(measure_each, labels=labels)
    of_articles = [total.articles for total in sums]
    found = bootstrap.intervals(of_articles, measured, resamples=resamples, seed=seed)
    groups = [total.group(labels, told) for total, told in zip(sums, found, strict=True)]
    return Report(tuple(labels), groups[0], groups[1:], by_article)


class _Compared(NamedTuple):
    """Some people on one article."""

    layers: Sequence[Layer]
    length: int
    """The article's, in tokens."""
    counts: Counts
    confusion: Confusion


def _compared(article: Article) -> tuple[_Compared, list[_Compared]]:
    """All people who did the article, and each pair of them."""
    tokens = Tokens.of(article.text)
    numbers: Numbers = {}
    sides = [Side(layer, numbers) for layer in article.layers]
    readings = [Reading(layer, tokens) for layer in article.layers]
    compared = [compare(*pair) for pair in combinations(sides, 2)]
    spans = [counts.of_spans(pair) for pair in compared]
    tables = [counts.confusion(pair) for pair in compared]
    twos = list(combinations(readings, 2))
    differing = [counts.differing(*two) for two in twos]
    layers, length = article.layers, len(tokens.starts)
    every = zip(combinations(layers, 2), spans, twos, differing, tables, strict=True)
    pairs = [
        _Compared(both, length, {**theirs, **counts.of_tokens(two, [apart])}, table)
        for both, theirs, two, apart, table in every
    ]
    together = {**counts.summed(spans), **counts.of_tokens(readings, differing)}
    return _Compared(layers, length, together, counts.either_way(tables)), pairs


class _Sum:
    """What the articles of one group add up to."""

    def __init__(self) -> None:
        self.articles: list[Counts] = []
        self.people: set[str] = set()
        self.tokens = self.spans = self.relations = 0
        self.confusion: Confusion = Counter()

    def add(self, one: _Compared) -> None:
        """Adds one article."""
        self.articles.append(one.counts)
        self.people.update(layer.name for layer in one.layers)
        self.tokens += one.length
        self.spans += sum(len(layer.spans) for layer in one.layers)
        self.relations += sum(len(layer.relations) for layer in one.layers)
        self.confusion.update(one.confusion)

    def group(self, labels: Sequence[str], intervals: Intervals) -> Group:
        """The group's figures."""
        return Group(
            tuple(sorted(self.people)),
            len(self.articles),
            self.tokens,
            self.spans,
            self.relations,
            measure(counts.summed(self.articles), labels),
            intervals,
            self.confusion,
        )
