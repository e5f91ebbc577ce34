"""Krippendorff's alpha over words, for any number of people; who did not do an article is missing.

K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011): alpha is 1 less observed
disagreement over the disagreement expected by chance,

    alpha = 1 - (n - 1) × Σ o(c,k) δ(c,k) / Σ n(c) n(k) δ(c,k)

over all values c and k, where n values could be paired, n(c) of them c, and o(c,k) counts the
ordered pairs of c and k within a unit, divided by one less than the number of people who gave the
unit a value. The unit is a word.
"""

from collections.abc import Mapping
from functools import lru_cache
from operator import mul

LabelSet = frozenset[str]
"""The labels that one person gave one word; none is a value too."""


def nominal(observed: float, with_it: float, values: float) -> float | None:
    """Alpha of a yes-or-no value: of ``values`` in all, ``with_it`` are yes.

    ``observed`` is Σ o(c,k) over c ≠ k. None where all are yes or none is: that says nothing.
    """
    return _alpha(observed, 2 * with_it * (values - with_it), values)


def of_sets(sets: tuple[LabelSet, ...], observed: float, *values: float) -> float | None:
    """Alpha of values that are sets of labels, under the distance ``masi``.

    ``values`` are how many are each of ``sets``, ``observed`` is Σ o(c,k) masi(c,k). None where
    nothing could have differed.
    """
    rows = zip(values, _distances(sets), strict=True)
    expected = sum([count * sum(map(mul, row, values)) for count, row in rows])
    return _alpha(observed, expected, sum(values))


def _alpha(observed: float, expected: float, values: float) -> float | None:
    return 1 - (values - 1) * observed / expected if expected else None


@lru_cache(maxsize=65_536)
def masi(one: LabelSet, other: LabelSet) -> float:
    """How far two sets of labels are apart, from 0 (equal) to 1 (nothing in common).

    One less Jaccard's index times 1 for equal sets, 2/3 where one holds the other, 1/3 where they
    cross, 0 where they share nothing. R. Passonneau, “Measuring Agreement on Set-valued Items
    (MASI)” (2006).
    """
    if one == other:
        return 0
    both = one & other
    weight = 2 if both in {one, other} else 1
    return 1 - len(both) * weight / (len(one | other) * 3)


@lru_cache(maxsize=1_024)
def _distances(sets: tuple[LabelSet, ...]) -> list[list[float]]:
    return [[masi(one, other) for other in sets] for one in sets]


def by_set(covered: Mapping[str, int], everything: int) -> dict[LabelSet, int]:
    """The tokens divided by which labels they have, the ones without a label included.

    ``covered`` has the tokens of each label, ``everything`` all tokens, both as sets of tokens.
    """
    parts: dict[LabelSet, int] = {frozenset(): everything}
    for label, tokens in covered.items():
        for labels, part in list(parts.items()):
            if inside := part & tokens:
                parts[labels | {label}] = inside
                parts[labels] = part & ~tokens
    return {labels: tokens for labels, tokens in parts.items() if tokens}


def distance(first: Mapping[LabelSet, int], second: Mapping[LabelSet, int]) -> float:
    """Σ masi over the tokens of a text that two people divided as ``by_set`` does."""
    total = 0.0
    for one, tokens in first.items():
        unlike = tokens & ~second.get(one, 0)
        for other, others in second.items():
            if not unlike:
                break
            if both := unlike & others:
                total += masi(one, other) * both.bit_count()
                unlike ^= both
    return total
