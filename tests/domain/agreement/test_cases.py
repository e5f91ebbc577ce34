"""The cases behind a figure are exactly those that it counts."""

import pytest
from hypothesis import given

from annotator.domain.agreement import cases
from annotator.domain.agreement.cases import Case
from annotator.domain.agreement.figures import Figure, Measure
from annotator.domain.agreement.layers import Article, Span
from annotator.domain.agreement.report import report
from annotator.domain.agreement.tokens import Tokens
from tests.domain.agreement.readings import LABELS, layer, two_readings, value
from tests.domain.agreement.strategies import articles

F1: tuple[Measure, ...] = (
    "exact_f1",
    "overlap_f1",
    "boundary_f1",
    "link_exact_f1",
    "link_soft_f1",
)
TEXT = "🌉 The bridge may open, Ana Ruiz said."
ANN = layer("ann", ("claim", 2, 22), ("named_source", 23, 31), ("claim", 6, 12))
BEA = layer("bea", ("claim", 2, 22), ("anonymous_source", 23, 31), ("claim", 2, 12))
ARTICLE = Article("a", TEXT, [ANN, BEA])


def of(found: Case) -> tuple[str, str]:
    return tuple(  # type: ignore[return-value]
        TEXT[side.fragments[0][0] : side.fragments[-1][1]] if isinstance(side, Span) else ""
        for side in (found.first, found.second)
    )


def test_agreed_cases_come_first_and_then_what_only_one_has() -> None:
    found = list(cases.of_spans(ARTICLE, "exact_f1"))
    assert [(of(case), case.agreed) for case in found] == [
        (("The bridge may open,", "The bridge may open,"), True),
        (("Ana Ruiz", ""), False),
        (("bridge", ""), False),
        (("", "Ana Ruiz"), False),
        (("", "The bridge"), False),
    ]
    assert {case.people for case in found} == {("ann", "bea")}


def test_cases_of_one_label() -> None:
    found = cases.of_spans(ARTICLE, "overlap_f1", "claim")
    assert [of(case) for case in found] == [
        ("The bridge may open,", "The bridge may open,"),
        ("bridge", "The bridge"),
    ]


def test_a_label_that_was_taken_for_another_is_a_case_of_the_confusion_table() -> None:
    found = cases.of_cell(ARTICLE, "named_source", "anonymous_source")
    assert [of(case) for case in found] == [("Ana Ruiz", "Ana Ruiz")]
    assert [of(case) for case in cases.of_cell(ARTICLE, "claim", "")] == []


def test_the_words_that_lower_an_alpha() -> None:
    (dispute,) = cases.of_words(ARTICLE, Figure("alpha", "named_source"))
    assert TEXT[dispute.start : dispute.end] == "Ana Ruiz"
    assert (dispute.first, dispute.second) == (
        frozenset({"named_source"}),
        frozenset({"anonymous_source"}),
    )
    assert list(cases.of_words(ARTICLE, Figure("alpha_any"))) == []
    assert len(list(cases.of_words(ARTICLE, Figure("alpha_masi")))) == 1


def test_words_in_dispute_are_one_case_as_far_as_they_go() -> None:
    ann, bea = layer("ann", ("claim", 2, 5), ("claim", 13, 21)), layer("bea")
    found = list(cases.of_words(Article("a", TEXT, [ann, bea]), Figure("alpha", "claim")))
    assert [TEXT[case.start : case.end] for case in found] == ["The", "may open"]
    assert [case.tokens for case in found] == [1, 2]


@pytest.mark.parametrize("measure", F1)
def test_a_real_figure_is_the_share_of_its_agreed_cases(measure: Measure) -> None:
    article = two_readings()
    assert share(article, measure) == value(report([article], LABELS, resamples=0), measure)


def share(article: Article, measure: Measure, label: str = "") -> float | None:
    found = list(cases.of_spans(article, measure, label))
    agreed = sum(case.agreed for case in found)
    return 2 * agreed / (len(found) + agreed) if found else None


@given(articles())
def test_every_f1_is_the_share_of_its_agreed_cases(article: Article) -> None:
    told = report([article], LABELS, resamples=0)
    for figure, expected in told.overall.values.items():
        if figure.measure.endswith("_f1"):
            assert share(article, *figure) == expected


@given(articles(most=2))
def test_every_alpha_counts_the_words_of_its_cases(article: Article) -> None:
    told = report([article], LABELS, resamples=0)
    values = 2 * told.overall.tokens
    for label in LABELS:
        disputed = list(cases.of_words(article, Figure("alpha", label)))
        agrees = value(told, "alpha", label)
        assert not (disputed and agrees == 1)
        covered = covered_by(article, label)
        if agrees is not None:
            differing = 2 * sum(case.tokens for case in disputed)
            expected = 1 - (values - 1) * differing / (2 * covered * (values - covered))
            assert agrees == pytest.approx(expected)


def covered_by(article: Article, label: str) -> int:
    tokens = Tokens.of(article.text)
    return sum(
        tokens.covered(
            [part for span in one.spans if span.label == label for part in span.fragments]
        ).bit_count()
        for one in article.layers
    )


@given(articles())
def test_every_cell_counts_its_cases(article: Article) -> None:
    confusion = report([article], LABELS, resamples=0).overall.confusion
    for one, other in [(one, other) for one in ("", *LABELS) for other in LABELS]:
        assert confusion[one, other] == len(list(cases.of_cell(article, one, other)))
