"""The formulas of figures say the same of one group as of a column of groups."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.agreement.counts import Counts, Key
from annotator.domain.agreement.figures import measure, measure_each
from tests.domain.agreement.readings import LABELS

KEYS: list[Key] = [
    *((what, label) for what in ("spans", "exact", "overlap") for label in LABELS[:2]),
    *(("boundary", ""), ("link_exact", ""), ("link_soft", "")),
    *(("links of the first", ""), ("links of the second", "")),
    *(("values", ""), ("apart", ""), ("differing", ""), ("covered", "")),
    *(("differing", LABELS[0]), ("covered", LABELS[0])),
    *(("set", frozenset(labels)) for labels in ((), LABELS[:1], LABELS[:2])),
]


@st.composite
def groups(draw: st.DrawFn) -> list[Counts]:
    """The summed counts of some groups: all of the same kinds, some kinds of none."""
    keys = draw(st.permutations(KEYS).map(lambda keys: keys[: draw(st.integers(1, len(keys)))]))
    numbers = st.integers(0, 9) | st.floats(0, 9)
    row = st.lists(numbers, min_size=len(keys), max_size=len(keys))
    return [dict(zip(keys, of, strict=True)) for of in draw(st.lists(row, min_size=1, max_size=4))]


@given(groups())
def test_many_groups_at_once_have_exactly_the_figures_that_each_has(groups: list[Counts]) -> None:
    """In columns, as the bootstrap resamples them: to the last bit, or seeds would not hold."""
    columns = {key: [counts[key] for counts in groups] for key in groups[0]}
    for labels in (LABELS, LABELS[:1], ()):
        told = measure_each(columns, labels)
        for row, counts in enumerate(groups):
            assert {one: values[row] for one, values in told.items()} == measure(counts, labels)
