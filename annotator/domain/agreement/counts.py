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


def differing(first: Reading, second: Reading) -> Counts:
    """The tokens that two people labelled differently, from the first and from the second."""
    counts: dict[Key, float] = {("apart", ""): 2 * alpha.distance(first.sets, second.sets)}
    for label in first.covered.keys() | second.covered.keys():
        tokens = first.covered.get(label, 0) ^ second.covered.get(label, 0)
        counts["differing", label] = 2 * tokens.bit_count()
    return counts


def of_tokens(readings: Sequence[Reading], pairs: Iterable[Counts]) -> Counts:
    """The tokens of an article as some people labelled them; ``pairs`` are all ``differing``.

    Each value stands in as many pairs as there are other people, and alpha counts it once.
    """
    others = len(readings) - 1
    apart = {key: count / others for key, count in summed(pairs).items()}
    return {**summed([reading.counts for reading in readings]), **apart}


def summed(parts: Iterable[Counts]) -> dict[Key, float]:
    """The sum of counts, over the people or pairs who did an article or over articles."""
    rest = iter(parts)
    total = dict(next(rest, {}))
    for counts in rest:
        for key, count in counts.items():
            total[key] = total.get(key, 0) + count
    return total


def confusion(compared: Comparison) -> Confusion:
    """Which labels two people gave to what both marked, and to what only one did."""
    mine, yours, confused = compared.first.labels, compared.second.labels, compared.confused
    together = chain(compared.overlap.pairs, confused.pairs)
    table = Counter([(mine[one], yours[other]) for one, other in together])
    table.update([(mine[one], "") for one in confused.first])
    table.update([("", yours[other]) for other in confused.second])
    return table


def either_way(tables: Iterable[Confusion]) -> Confusion:
    """The table of several pairs, in which first and second mean nothing: each case both ways."""
    total: Confusion = Counter()
    for table in tables:
        total.update(table)
    both = Counter(total)
    both.update({(other, one): count for (one, other), count in total.items() if one != other})
    return both
