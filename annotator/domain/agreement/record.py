"""The public JSON shape of agreement: the command line and the API both speak it.

Figures are unrounded fractions; null stands for "n/a", where there is nothing to compare.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from annotator.domain.agreement import bootstrap
from annotator.domain.agreement.counts import Confusion
from annotator.domain.agreement.figures import READING, Figure, Measure
from annotator.domain.agreement.report import Group, Report
from annotator.domain.agreement.tokens import TOKENISER

_OVERALL: tuple[Measure, ...] = (
    *("exact_f1", "overlap_f1", "boundary_f1"),
    *("link_exact_f1", "link_soft_f1"),
)
_OF_PAIR: tuple[Measure, ...] = (
    *("link_exact_precision", "link_exact_recall"),
    *("link_soft_precision", "link_soft_recall"),
)
_OF_LABEL: tuple[Measure, ...] = ("exact_f1", "overlap_f1")
_ALPHAS: tuple[Measure, ...] = ("alpha_any", "alpha_masi")


def record(report: Report) -> dict[str, Any]:
    """The whole report. ``tokens`` counts each compared article once."""
    overall, labels = report.overall, report.labels
    return {
        "tokeniser": TOKENISER,
        "people": list(overall.people),
        "labels": list(labels),
        **_counts(overall),
        "edited_after_submission": sum(report.edited.values()),
        "edited_by_person": {name: report.edited.get(name, 0) for name in overall.people},
        "overall": _group(overall, labels),
        "pairs": [
            {"people": list(pair.people), **_counts(pair), **_group(pair, labels, _OF_PAIR)}
            for pair in report.pairs
        ],
        "by_article": [
            {
                "article": id_,
                "people": list(group.people),
                **_counts(group),
                **_group(group, labels),
            }
            for id_, group in report.articles
        ],
        "bootstrap": {
            "level": bootstrap.LEVEL,
            "resamples": bootstrap.RESAMPLES,
            "seed": bootstrap.SEED,
        },
        "reading": dict(READING),
    }


def sentence_of_edits(count: int, spans: int) -> str:
    """The sentence on how many of the compared spans are not blind, for whoever reads figures."""
    were, their = ("was", "its") if count == 1 else ("were", "their")
    return (
        f"{count:,} of {spans:,} {'span' if spans == 1 else 'spans'} {were} made or changed after "
        f"{their} article was first submitted, when others' labels could be seen."
    )


def _counts(group: Group) -> dict[str, int]:
    return {
        "articles": group.articles,
        "tokens": group.tokens,
        "spans": group.spans,
        "relations": group.relations,
    }


def _group(group: Group, labels: Sequence[str], more: Sequence[Measure] = ()) -> dict[str, Any]:
    return {
        **_figures(group.values.__getitem__, labels, more),
        "intervals": _figures(lambda figure: _interval(group, figure), labels, more),
        "confusion": _table(group.confusion, labels),
    }


def _figures(
    told: Callable[[Figure], Any], labels: Sequence[str], more: Sequence[Measure]
) -> dict[str, Any]:
    """What ``told`` says of each figure, under the measure's name and, where it has one, label."""
    return {
        **{measure: told(Figure(measure)) for measure in (*_OVERALL, *more)},
        "alpha": {label: told(Figure("alpha", label)) for label in labels},
        **{measure: told(Figure(measure)) for measure in _ALPHAS},
        "by_label": {
            label: {measure: told(Figure(measure, label)) for measure in _OF_LABEL}
            for label in labels
        },
    }


def _interval(group: Group, figure: Figure) -> list[float] | None:
    interval = group.intervals.get(figure)
    return list(interval) if interval else None


def _table(confusion: Confusion, labels: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """A row for each label of the first person, a column for each of the second."""
    every = (*labels, "")
    return {one: {other: confusion[one, other] for other in every} for one in every}
