"""The figures of agreement, from summed counts, and how to read each.

F1 is 2 × pairs / (spans of the one + spans of the other): the same both ways, and not corrected
for chance. Over several pairs of people and articles, pairs and spans are summed first.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Literal, NamedTuple

from annotator.domain.agreement import alpha
from annotator.domain.agreement.alpha import LabelSet
from annotator.domain.agreement.counts import Columns, Counts, Key, What

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

Term = tuple[Key, ...]
"""Counts that are added up, of which any may be missing."""


class Formula(NamedTuple):
    """How a figure is made of counts: data, so that one group and 1,000 resamples take the same."""

    figure: Figure
    of: Callable[..., float | None]
    terms: tuple[Term, ...]
    """What ``of`` is called with."""


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


def measure(totals: Counts, labels: Sequence[str]) -> Values:
    """All figures of a group, from its summed counts."""
    return {
        figure: of(*[sum([totals.get(key, 0) for key in term]) for term in terms])
        for figure, of, terms in _formulas(totals, labels)
    }


def measure_each(columns: Columns, labels: Sequence[str]) -> dict[Figure, list[float | None]]:
    """All figures of each row of these columns, as ``measure`` has them of one."""
    rows = len(next(iter(columns.values())))
    return {
        figure: list(map(of, *[_column(columns, term, rows) for term in terms]))
        for figure, of, terms in _formulas(columns, labels)
    }


def _column(columns: Columns, term: Term, rows: int) -> Sequence[float]:
    found = [columns[key] for key in term if key in columns]
    if len(found) == 1:
        return found[0]
    return list(map(sum, zip(*found, strict=True))) if found else [0] * rows


def _formulas(counted: Iterable[Key], labels: Sequence[str]) -> list[Formula]:
    """The formulas of all figures; ``counted`` is all that was counted."""
    sets = tuple([key for what, key in counted if what == "set" and not isinstance(key, str)])
    return [*_of_labels(tuple(labels)), _of_sets(sets)]


@lru_cache(maxsize=64)
def _of_labels(labels: tuple[str, ...]) -> list[Formula]:
    sizes = _term("spans", *labels)
    made = [
        Formula(Figure("exact_f1"), f1, (_term("exact", *labels), sizes)),
        Formula(Figure("overlap_f1"), f1, (_term("overlap", *labels), sizes)),
        Formula(Figure("boundary_f1"), f1, (_term("boundary", ""), sizes)),
        *_of_links(),
        Formula(Figure("alpha_any"), alpha.nominal, _nominal("")),
    ]
    for label in labels:
        size = _term("spans", label)
        made += [
            Formula(Figure("exact_f1", label), f1, (_term("exact", label), size)),
            Formula(Figure("overlap_f1", label), f1, (_term("overlap", label), size)),
            Formula(Figure("alpha", label), alpha.nominal, _nominal(label)),
        ]
    return made


def _of_links() -> list[Formula]:
    first, second = _term("links of the first", ""), _term("links of the second", "")
    exact, soft = _term("link_exact", ""), _term("link_soft", "")
    return [
        Formula(Figure("link_exact_f1"), f1, (exact, first + second)),
        Formula(Figure("link_soft_f1"), f1, (soft, first + second)),
        Formula(Figure("link_exact_precision"), _share, (exact, second, first)),
        Formula(Figure("link_exact_recall"), _share, (exact, first, second)),
        Formula(Figure("link_soft_precision"), _share, (soft, second, first)),
        Formula(Figure("link_soft_recall"), _share, (soft, first, second)),
    ]


def _of_sets(sets: tuple[LabelSet, ...]) -> Formula:
    values = [_term("set", labels) for labels in sets]
    of = partial(alpha.of_sets, sets)
    return Formula(Figure("alpha_masi"), of, (_term("apart", ""), *values))


def _term(what: What, *labels: str | LabelSet) -> Term:
    return tuple([(what, label) for label in labels])


def _nominal(label: str) -> tuple[Term, Term, Term]:
    return _term("differing", label), _term("covered", label), _term("values", "")


def f1(pairs: float, sizes: float) -> float | None:
    """F1 of so many pairs among lists of so many things together; None if both are empty."""
    return 2 * pairs / sizes if sizes else None


def _share(pairs: float, of: float, others: float) -> float | None:
    """The share of ``of`` that has a partner: 0 if only the others have any, None if nobody has."""
    if of:
        return pairs / of
    return 0.0 if others else None
