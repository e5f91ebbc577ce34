"""The figures of agreement as tables, for a person."""

import io
import shutil
import sys
from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from annotator.cli.output import some
from annotator.domain.agreement.bootstrap import LEVEL, RESAMPLES, SEED
from annotator.domain.agreement.figures import NAMES, READING, Figure, Measure
from annotator.domain.agreement.record import sentence_of_edits
from annotator.domain.agreement.report import Group, Report
from annotator.domain.agreement.tokens import TOKENISER

WIDTH = 100
"""Columns where standard output is no terminal."""

NOT_APPLICABLE = "n/a"

_OVERALL: tuple[Measure, ...] = (
    *("exact_f1", "overlap_f1", "boundary_f1"),
    *("link_exact_f1", "link_soft_f1", "alpha_any", "alpha_masi"),
)
_OF_LABEL: tuple[Measure, ...] = ("exact_f1", "overlap_f1", "alpha")
_OF_LINKS: tuple[Measure, ...] = (
    *("link_exact_f1", "link_exact_precision", "link_exact_recall"),
    *("link_soft_f1", "link_soft_precision", "link_soft_recall"),
)


def text(report: Report) -> str:
    """All tables, one under the other."""
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    out = io.StringIO()
    console = Console(file=out, width=columns, markup=False, highlight=False, emoji=False)
    console.print(_summary(report.overall))
    if report.edited:
        console.print(sentence_of_edits(sum(report.edited.values()), report.overall.spans))
    for table in _tables(report):
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _summary(group: Group) -> str:
    counts = [
        some(group.articles, "article"),
        some(group.tokens, "token") + f" ({TOKENISER})",
        some(group.spans, "span"),
        some(group.relations, "relation"),
    ]
    return f"{', '.join(group.people) or 'nobody'}: {', '.join(counts)}"


def _tables(report: Report) -> Iterator[Table]:
    yield _overall(report.overall)
    yield _labels(report)
    yield _confusion(report)
    pairs = [(" – ".join(pair.people), pair) for pair in report.pairs]
    if len(pairs) > 1:
        yield _groups("pair", pairs, _OVERALL)
    if report.overall.relations:
        yield _groups("pair", pairs, _OF_LINKS)
    if report.articles:
        yield _groups("article", report.articles, _OVERALL)


def _table(*heads: str, figures: int, caption: str = "") -> Table:
    """A table whose columns from the second are figures, as many as said."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, caption=caption, caption_justify="left")
    for number, head in enumerate(heads):
        is_figure = 1 <= number <= figures
        table.add_column(head, justify="right" if is_figure else "left", overflow="fold")
    return table


def _overall(group: Group) -> Table:
    caption = f"Intervals: bootstrap over articles, {RESAMPLES:,} resamples, seed {SEED}"
    heads = ("overall", "figure", _interval_head(), "how to read it")
    table = _table(*heads, figures=2, caption=caption)
    for measure in _OVERALL:
        cells = _with_interval(group, Figure(measure))
        table.add_row(NAMES[measure], *cells, READING[measure])
    return table


def _labels(report: Report) -> Table:
    heads = [head for measure in _OF_LABEL for head in (NAMES[measure], _interval_head())]
    table = _table("label", *heads, figures=len(heads), caption=f"Alpha: {READING['alpha']}")
    for label in report.labels:
        figures = [Figure(measure, label) for measure in _OF_LABEL]
        cells = (cell for figure in figures for cell in _with_interval(report.overall, figure))
        table.add_row(label, *cells)
    return table


def _confusion(report: Report) -> Table:
    """What one said and another said. Of two people the rows are the first one's."""
    group = report.pairs[0] if len(report.pairs) == 1 else report.overall
    first, second = group.people if len(report.pairs) == 1 else ("one", "another")
    every = [*report.labels, ""]
    table = _table(f"{first} ↓  {second} →", *(_shown(one) for one in every), figures=len(every))
    for one in every:
        counts = (group.confusion[one, other] for other in every)
        table.add_row(_shown(one), *(f"{count:,}" if count else "·" for count in counts))
    return table


def _shown(label: str) -> str:
    return label or "no label"


def _groups(what: str, groups: Sequence[tuple[str, Group]], measures: Sequence[Measure]) -> Table:
    """A row a group. Links have a precision and a recall where two people are compared."""
    heads = (NAMES[measure].replace(" ", "\n") for measure in measures)
    table = _table(what, "articles", "spans", *heads, figures=len(measures) + 2)
    for name, group in groups:
        values = (_value(group.values[Figure(measure)]) for measure in measures)
        table.add_row(name, f"{group.articles:,}", f"{group.spans:,}", *values)
    return table


def _interval_head() -> str:
    return f"{LEVEL * 100:g} %"


def _with_interval(group: Group, figure: Figure) -> tuple[str, str]:
    interval = group.intervals.get(figure)
    shown = f"{interval.low:.3f}–{interval.high:.3f}" if interval else NOT_APPLICABLE
    return _value(group.values[figure]), shown


def _value(value: float | None) -> str:
    return NOT_APPLICABLE if value is None else f"{value:.3f}"
