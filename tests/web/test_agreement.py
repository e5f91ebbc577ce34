"""Figures as the page writes them, and the numbers that its charts are drawn from."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.agreement.layers import Article
from annotator.domain.agreement.record import record
from annotator.domain.agreement.report import report
from annotator.web import agreement, charts
from annotator.web.comparison import Filter
from tests.domain.agreement.readings import LABELS
from tests.domain.agreement.strategies import articles

WEEKS = {"0": "2026-11-22T23:59:59Z", "1": "2026-11-23T00:00:00Z", "2": "2026-11-29T09:00:00Z"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *((None, "n/a"), (1.0, "1.00"), (0.0, ".00"), (0.7368, ".74"), (-0.125, "−.12")),
        *((-0.001, ".00"), (-1.0, "−1.00")),
    ],
)
def test_a_figure_has_two_decimals(value: float | None, text: str) -> None:
    assert agreement.number(value) == text


def test_names_are_listed_as_a_sentence_has_them() -> None:
    listed = [agreement.listed(["ann", "📰", "cem"][:count]) for count in range(4)]
    assert listed == ["", "ann", "ann and 📰", "ann, 📰 and cem"]


@settings(max_examples=25)
@given(st.lists(articles(), min_size=3, max_size=3))
def test_the_f1_of_a_week_is_that_of_its_articles_together(found: list[Article]) -> None:
    named = [one._replace(id=str(at)) for at, one in enumerate(found)]
    told = record(report(named, LABELS, resamples=0))
    weeks = agreement.weeks(told, WEEKS, Filter(articles=("0", "1", "2")))
    assert [row["week"] for row in weeks["rows"]] == ["16 Nov 2026", "23 Nov 2026"]
    assert date(2026, 11, 23).weekday() == 0
    for row, group in zip(weeks["rows"], (named[:1], named[1:]), strict=True):
        overall = record(report(group, LABELS, resamples=0))["overall"]
        assert row["articles"] == len(group)
        assert row["exact"]["value"] == pytest.approx(overall["exact_f1"])
        assert row["overlap"]["value"] == pytest.approx(overall["overlap_f1"])


@settings(max_examples=25)
@given(st.lists(articles(), min_size=1, max_size=4), st.integers(0, 4))
def test_the_lowest_articles_come_first_and_those_without_a_figure_last(
    found: list[Article], after: int
) -> None:
    named = [one._replace(id=str(at)) for at, one in enumerate(found)]
    told = record(report(named, LABELS, resamples=0))
    titles = {one.id: "📰" * 100 for one in named}
    rows = agreement.articles(told, titles, Filter(), after)
    values = [row["exact_f1"]["value"] for row in rows]
    known = [value for value in values if value is not None]
    assert values == sorted(known) + [None] * (len(values) - len(known))
    assert len(rows) == max(0, len(named) - after)
    assert {len(row["short"]) for row in rows} <= {agreement.SHORT}


def test_a_heat_map_shades_only_what_differs_and_more_where_it_is_more() -> None:
    table = {"a": {"a": 90, "": 10}, "": {"a": 50, "": 0}}
    (same, little), (much, nothing) = charts.heat(["a", ""], table)
    assert (same["shade"], nothing["shade"]) == (0, 0)
    assert 0 < little["shade"] < much["shade"] == charts.STEPS


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_a_whisker_stays_on_its_line(one: float, other: float) -> None:
    low, (bar, missing) = charts.whiskers([(one, sorted((one, other))), (None, None)])
    assert missing is None
    assert bar is not None
    assert 6 <= bar["from"] <= bar["x"] <= bar["to"] <= 194
    assert low <= 0.4


def test_figures_over_time_leave_a_gap_where_there_is_none() -> None:
    chart = charts.over_time([[0.0, None, 1.0]])
    (first, last) = chart["lines"][0]["dots"]
    assert first[0] < last[0]
    assert first[1] > last[1]
