"""The figures of agreement, from summed counts, and how to read each.

F1 is 2 × pairs / (spans of the one + spans of the other): the same both ways, and not corrected
for chance. Over several pairs of people and articles, pairs and spans are summed first.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from annotator.domain.agreement import alpha
from annotator.domain.agreement.counts import Key, What

Measure = Literal[
    "exact_f1",
    "overlap_f1",
    "boundary_f1",
    "link_exact_f1",
    "link_soft_f1",
    "link_exact_precision",
    "link_exact_recall",
    "link_soft_precision",
    "link_soft_recall",
    "alpha",
    "alpha_any",
    "alpha_masi",
]


class Figure(NamedTuple):
    """One figure: what it measures, and of which label; ``""`` means of all."""

    measure: Measure
    label: str = ""


Values = dict[Figure, float | None]
"""The figures of one group, from 0 to 1, alpha below 0 too; None where there is nothing to compare.
"""

Totals = Mapping[Key, float]

NAMES: dict[Measure, str] = {
    "exact_f1": "Exact F1",
    "overlap_f1": "Overlap F1",
    "boundary_f1": "Boundary F1",
    "link_exact_f1": "Link F1, exact",
    "link_soft_f1": "Link F1, soft",
    "link_exact_precision": "Precision, exact",
    "link_exact_recall": "Recall, exact",
    "link_soft_precision": "Precision, soft",
    "link_soft_recall": "Recall, soft",
    "alpha": "Alpha",
    "alpha_any": "Alpha, any label",
    "alpha_masi": "Alpha, label sets",
}

READING: dict[Measure, str] = {
    "exact_f1": "The share of spans that both people marked from the same first to the same last "
    "character under the same label.",
    "overlap_f1": "The share of spans that both marked under the same label with at least one "
    "character in common; what it has above the exact figure is disagreement about edges.",
    "boundary_f1": "The share of spans with the same edges, whatever their label; what it has "
    "above the exact figure is disagreement about labels.",
    "link_exact_f1": "The share of links that both drew with the same type between exactly the "
    "same spans.",
    "link_soft_f1": "The share of links that both drew with the same type between spans that "
    "overlap under the same labels.",
    "link_exact_precision": "The share of the second person's links that the first drew too, "
    "between exactly the same spans.",
    "link_exact_recall": "The share of the first person's links that the second drew too, "
    "between exactly the same spans.",
    "link_soft_precision": "The share of the second person's links that the first drew too, "
    "between spans that overlap under the same labels.",
    "link_soft_recall": "The share of the first person's links that the second drew too, "
    "between spans that overlap under the same labels.",
    "alpha": "Whether people put this label on the same words, beyond chance: 1 is full agreement "
    "and 0 is chance; 0.800 and more is reliable, 0.667 and more allows tentative conclusions.",
    "alpha_any": "Whether people marked the same words at all, whatever the label, beyond chance: "
    "1 is full agreement and 0 is chance.",
    "alpha_masi": "Whether words got the same set of labels, beyond chance, where sets that share "
    "labels agree in part (MASI): 1 is full agreement and 0 is chance.",
}
"""One plain sentence for each measure."""


def measure(totals: Totals, labels: Sequence[str]) -> Values:
    """All figures of a group of counts."""
    spans, exact, overlap = (_of(totals, what, labels) for what in ("spans", "exact", "overlap"))
    sizes = sum(spans)
    values: Values = {
        Figure("exact_f1"): f1(sum(exact), sizes),
        Figure("overlap_f1"): f1(sum(overlap), sizes),
        Figure("boundary_f1"): f1(totals.get(("boundary", ""), 0), sizes),
        **_links(totals),
    }
    for label, size, same, shared in zip(labels, spans, exact, overlap, strict=True):
        values[Figure("exact_f1", label)] = f1(same, size)
        values[Figure("overlap_f1", label)] = f1(shared, size)
        values[Figure("alpha", label)] = _nominal(totals, label)
    values[Figure("alpha_any")] = _nominal(totals, "")
    sets = {
        key: count
        for (what, key), count in totals.items()
        if what == "set" and not isinstance(key, str)
    }
    values[Figure("alpha_masi")] = alpha.of_sets(totals.get(("apart", ""), 0), sets)
    return values


def _of(totals: Totals, what: What, labels: Iterable[str]) -> list[float]:
    return [totals.get((what, label), 0) for label in labels]


def f1(pairs: float, sizes: float) -> float | None:
    """F1 of so many pairs among lists of so many things together; None if both are empty."""
    return 2 * pairs / sizes if sizes else None


def _links(totals: Totals) -> Values:
    first = totals.get(("links of the first", ""), 0)
    second = totals.get(("links of the second", ""), 0)
    exact, soft = totals.get(("link_exact", ""), 0), totals.get(("link_soft", ""), 0)
    return {
        Figure("link_exact_f1"): f1(exact, first + second),
        Figure("link_soft_f1"): f1(soft, first + second),
        Figure("link_exact_precision"): _share(exact, second, first),
        Figure("link_exact_recall"): _share(exact, first, second),
        Figure("link_soft_precision"): _share(soft, second, first),
        Figure("link_soft_recall"): _share(soft, first, second),
    }


def _share(pairs: float, of: float, others: float) -> float | None:
    """The share of ``of`` that has a partner: 0 if only the others have any, None if nobody has."""
    if of:
        return pairs / of
    return 0.0 if others else None


def _nominal(totals: Totals, label: str) -> float | None:
    differing, covered = totals.get(("differing", label), 0), totals.get(("covered", label), 0)
    return alpha.nominal(differing, covered, totals.get(("values", ""), 0))
