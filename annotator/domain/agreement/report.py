"""All figures of agreement over many articles: overall, for each pair of people, for each article.

Articles come one by one, and of each only its counts are kept.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations
from types import MappingProxyType
from typing import NamedTuple

from annotator.domain.agreement import bootstrap, counts
from annotator.domain.agreement.bootstrap import Interval
from annotator.domain.agreement.comparison import Comparison, Side, compare
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
    overall, by_pair, by_article = _Sum(), dict[tuple[str, ...], _Sum](), []
    for article in (article.limited_to(labels) for article in articles):
        pairs = _compared(article)
        if pairs:
            for pair in pairs:
                people = tuple(layer.name for layer in pair.layers)
                by_pair.setdefault(people, _Sum()).add(pair)
            together, alone = _together(article.layers, pairs), _Sum()
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
    spans: Counts
    tokens: Counts
    confusion: Confusion


def _compared(article: Article) -> list[_Compared]:
    """Each pair of people who did the article."""
    if len(article.layers) < 2:
        return []
    tokens = Tokens.of(article.text)
    numbers: Numbers = {}
    made_ready = [(Side(layer, numbers), Reading(layer, tokens)) for layer in article.layers]
    return [
        _of_pair(tokens, compare(first, second), one, other)
        for (first, one), (second, other) in combinations(made_ready, 2)
    ]


def _of_pair(tokens: Tokens, pair: Comparison, first: Reading, second: Reading) -> _Compared:
    return _Compared(
        (pair.first.layer, pair.second.layer),
        len(tokens.starts),
        counts.of_spans(pair),
        counts.of_tokens(first, second),
        counts.confusion(pair),
    )


def _together(layers: Sequence[Layer], pairs: Sequence[_Compared]) -> _Compared:
    """All people on one article, from the pairs of them."""
    confusion: Confusion = Counter()
    for pair in pairs:
        confusion.update(pair.confusion)
    return _Compared(
        layers,
        pairs[0].length,
        counts.summed([pair.spans for pair in pairs]),
        counts.summed([pair.tokens for pair in pairs], share=len(layers) - 1),
        counts.either_way(confusion),
    )


class _Sum:
    """What the articles of one group add up to."""

    def __init__(self) -> None:
        self.articles: list[Counts] = []
        self.people: set[str] = set()
        self.tokens = self.spans = self.relations = 0
        self.confusion: Confusion = Counter()

    def add(self, one: _Compared) -> None:
        """Adds one article."""
        self.articles.append({**one.spans, **one.tokens})
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
