"""What one article adds to the figures: numbers that are summed up.

Every figure is made of such sums (``figures``), so articles are gone through once, and an interval
needs nothing but their counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from operator import or_
from typing import Literal

from annotator.domain.agreement import alpha
from annotator.domain.agreement.alpha import LabelSet
from annotator.domain.agreement.comparison import Comparison, Side
from annotator.domain.agreement.layers import Layer
from annotator.domain.agreement.tokens import Tokens

What = Literal[
    "spans",
    "exact",
    "overlap",
    "boundary",
    "links of the first",
    "links of the second",
    "link_exact",
    "link_soft",
    "values",
    "covered",
    "differing",
    "set",
    "apart",
]
"""Spans and links are counted by pairs of people: ``spans`` are those of both, ``exact`` the pairs.

Tokens are counted as Krippendorff's alpha wants them: the ``values`` that people gave, those
``covered`` by a label, those ``differing`` in it (Σ o(c,k) over c ≠ k), those with a ``set`` of
labels, and how far the sets are ``apart`` (Σ o(c,k) masi(c,k)).
"""

Key = tuple[What, str | LabelSet]
"""What is counted, and of which label; ``""`` stands for any."""

Counts = Mapping[Key, float]
Columns = Mapping[Key, Sequence[float]]
"""The counts of many groups or resamples: of each kind one column, all in the same order."""

Confusion = Counter[tuple[str, str]]
"""How often the first said the one label and the second the other, ``""`` for none."""


class Reading:
    """A layer and the tokens that it covers: with each label, with any, with each set of them."""

    def __init__(self, layer: Layer, tokens: Tokens) -> None:
        self.covered: dict[str, int] = {}
        for span in layer.spans:
            found = tokens.covered(span.fragments)
            self.covered[span.label] = self.covered.get(span.label, 0) | found
        self.covered[""] = reduce(or_, self.covered.values(), 0)
        by_label = {label: found for label, found in self.covered.items() if label}
        self.sets = alpha.by_set(by_label, tokens.all)
        self.counts: dict[Key, float] = {
            ("values", ""): len(tokens.starts),
            **{("covered", label): found.bit_count() for label, found in self.covered.items()},
            **{("set", labels): part.bit_count() for labels, part in self.sets.items()},
        }


def of_spans(compared: Comparison) -> Counts:
    """The spans and links of two people, and how many of them go together."""
    first, second = compared.first, compared.second
    counts: dict[Key, float] = {
        ("boundary", ""): len(compared.boundary.pairs),
        ("links of the first", ""): len(first.layer.relations),
        ("links of the second", ""): len(second.layer.relations),
        ("link_exact", ""): len(compared.link_exact.pairs),
        ("link_soft", ""): len(compared.link_soft.pairs),
    }
    for label, size in Counter(first.labels + second.labels).items():
        counts["spans", label] = size
    for label, count in _by_label(first, compared.exact.pairs):
        counts["exact", label] = count
    for label, count in _by_label(first, compared.overlap.pairs):
        counts["overlap", label] = count
    return counts


def _by_label(first: Side, pairs: Iterable[tuple[int, int]]) -> Iterable[tuple[str, int]]:
    """How many of these pairs have each label, which is the same on both sides."""
    return Counter([first.labels[one] for one, _ in pairs]).items()


def of_tokens(first: Reading, second: Reading) -> Counts:
    """The tokens of an article as two people labelled them."""
    counts = summed([first.counts, second.counts])
    for label in first.covered.keys() | second.covered.keys():
        differing = first.covered.get(label, 0) ^ second.covered.get(label, 0)
        counts["differing", label] = 2 * differing.bit_count()
    counts["apart", ""] = 2 * alpha.distance(first.sets, second.sets)
    return counts


def summed(parts: Iterable[Counts], share: int = 1) -> dict[Key, float]:
    """The sum of counts, over the pairs of people who did an article or over articles.

    ``share`` is people - 1 for the tokens of an article: each value that somebody gave stands in
    that many pairs, and alpha counts it once.
    """
    total: dict[Key, float] = {}
    for counts in parts:
        if not total:
            total = dict(counts)
            continue
        for key, count in counts.items():
            total[key] = total.get(key, 0) + count
    return {key: count / share for key, count in total.items()} if share > 1 else total


def confusion(compared: Comparison) -> Confusion:
    """Which labels two people gave to what both marked, and to what only one did."""
    mine, yours, confused = compared.first.labels, compared.second.labels, compared.confused
    together = chain(compared.overlap.pairs, confused.pairs)
    table = Counter([(mine[one], yours[other]) for one, other in together])
    table.update([(mine[one], "") for one in confused.first])
    table.update([("", yours[other]) for other in confused.second])
    return table


def either_way(table: Confusion) -> Confusion:
    """The table of several pairs, in which first and second mean nothing: each case both ways."""
    both: Confusion = Counter()
    for (one, other), count in table.items():
        both[one, other] += count
        if one != other:
            both[other, one] += count
    return both
