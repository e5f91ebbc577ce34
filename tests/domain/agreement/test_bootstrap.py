"""Intervals: the same for the same seed, around the figure, and wider where articles differ."""

import pytest

from annotator.domain.agreement.bootstrap import intervals
from annotator.domain.agreement.counts import Counts
from annotator.domain.agreement.layers import Article, Layer
from annotator.domain.agreement.report import report
from tests.domain.agreement.readings import LABELS, emoji, interval, layer, value


def agreed(id_: str, spans: int, of: int) -> Article:
    """An article on which ann and bea share so many of so many spans each."""
    ann = layer("ann", *(("claim", 4 * n, 4 * n + 3) for n in range(of)))
    bea = layer("bea", *(("claim", 4 * n, 4 * n + 3 - (n >= spans)) for n in range(of)))
    return Article(id_, emoji(4 * of), [ann, bea])


VARIED = [agreed(f"a{number}", number % 5, 4) for number in range(20)]


def test_a_seed_gives_the_same_intervals_on_every_computer() -> None:
    first, again = (report(VARIED, LABELS, seed=7) for _ in range(2))
    assert first == again
    assert interval(first.overall, "exact_f1") == (0.3375, 0.6625)
    assert first.overall.intervals != report(VARIED, LABELS, seed=8).overall.intervals


def test_the_figure_lies_in_its_interval() -> None:
    told = report(VARIED, LABELS)
    for group in (told.overall, *told.pairs):
        for figure, found in group.intervals.items():
            middle = group.values[figure]
            assert (found is None) == (middle is None), figure
            if found is not None and middle is not None:
                assert found.low <= middle <= found.high, figure


def test_the_interval_is_as_wide_as_theory_has_it() -> None:
    """The share of 100 articles of which half agree: 0.5 ± 1.96 · √(0.25 / 100)."""
    told = report([agreed(f"a{n}", n % 2, 1) for n in range(100)], LABELS)
    found = interval(told.overall, "exact_f1")
    assert found is not None
    assert found.low == pytest.approx(0.402, abs=0.02)
    assert found.high == pytest.approx(0.598, abs=0.02)


def test_articles_that_are_alike_leave_no_doubt() -> None:
    told = report([agreed(f"a{number}", 2, 4) for number in range(5)], LABELS)
    assert interval(told.overall, "exact_f1") == (0.5, 0.5)


def test_a_pair_is_drawn_from_the_articles_that_it_shares() -> None:
    alone = Layer("cem", [])
    more = [Article(f"b{n}", "🗞", [alone, Layer("ann", [])]) for n in range(3)]
    with_cem = report([*VARIED, *more], LABELS)
    assert [group.people for group in with_cem.pairs] == [("ann", "bea"), ("ann", "cem")]
    assert with_cem.pairs[0] == report(VARIED, LABELS).pairs[0]
    assert with_cem.pairs[1].articles == 3
    assert interval(with_cem.pairs[1], "exact_f1") is None


def test_one_article_has_no_interval_and_none_at_all_no_group() -> None:
    one = report(VARIED[:1], LABELS)
    assert value(one, "alpha_any") is not None
    assert one.overall.intervals == one.pairs[0].intervals == {}
    nothing = report([], LABELS)
    assert (nothing.overall.articles, nothing.pairs, nothing.articles) == (0, [], [])
    assert value(nothing, "exact_f1") is None


def test_fractions_are_summed_as_well_as_whole_numbers() -> None:
    group: list[Counts] = [{("apart", ""): third} for third in (1 / 3, 1 / 3, 1 / 3)]
    (found,) = intervals([group], lambda counts: {"sum": counts["apart", ""]}, resamples=5)
    assert found["sum"] is not None
    assert found["sum"].low == found["sum"].high == pytest.approx(1, abs=1e-5)


def test_sums_of_any_size_stay_apart() -> None:
    """A count too large for its field would flow over into the next one."""
    huge: list[Counts] = [{("values", ""): 2**31, ("spans", "claim"): 1, ("apart", ""): 0.5}] * 4
    (found,) = intervals([huge], lambda counts: {what: n for (what, _), n in counts.items()})
    assert found == {"values": (2**33, 2**33), "spans": (4, 4), "apart": (2, 2)}
