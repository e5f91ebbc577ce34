"""Krippendorff's alpha has the values that its author published, and does not ask who is who."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.agreement import alpha
from annotator.domain.agreement.layers import Article, Layer
from annotator.domain.agreement.report import Report, report
from annotator.domain.agreement.tokens import Tokens
from tests.domain.agreement.readings import LABELS, compared, emoji, layer, value
from tests.domain.agreement.strategies import articles

FOUR_OBSERVERS = """
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
"""


def words(*rows: str) -> Report:
    """Each column a word of one article, each row a person; 0 is no label."""
    layers = [
        layer(f"p{person}", *((sign, at, at + 1) for at, sign in enumerate(row) if sign != "0"))
        for person, row in enumerate(rows)
    ]
    return compared(*layers, text=emoji(len(rows[0])), labels=sorted({*"".join(rows)} - {"0"}))


def units(table: str) -> Report:
    """Each column an article of one word, each row a person; a dot: did not do that article."""
    columns = zip(*(row.split() for row in table.strip().splitlines()), strict=True)
    made = [
        Article(
            f"a{number}",
            "🗞",
            [layer(f"p{n}", (sign, 0, 1)) for n, sign in enumerate(column) if sign != "."],
        )
        for number, column in enumerate(columns)
    ]
    return report(made, "12345", resamples=0)


def test_four_observers_with_missing_values() -> None:
    """Krippendorff 2011, example C; the last unit has one value and is left out."""
    told = units(FOUR_OBSERVERS)
    assert value(told, "alpha_masi") == pytest.approx(0.743421, abs=1e-6)
    assert told.overall.articles == 11


def test_two_observers_of_yes_or_no() -> None:
    """Krippendorff 2011, example A."""
    told = words("0100000010", "1110010000")
    assert value(told, "alpha", "1") == pytest.approx(0.095, abs=5e-4)
    assert value(told, "alpha_any") == value(told, "alpha_masi") == value(told, "alpha", "1")


def test_two_observers_of_four_values() -> None:
    """Krippendorff 2011, example B."""
    told = words("aabbdcccedda", "babbbccceddd")
    assert value(told, "alpha_masi") == pytest.approx(0.692, abs=5e-4)


def test_spans_turned_into_words() -> None:
    """Krippendorff 1995, example A."""
    told = words("001111111100001111110000", "000011110000000110000000")
    assert value(told, "alpha", "1") == pytest.approx(0.329, abs=5e-4)


def test_a_label_that_nobody_used_has_no_alpha() -> None:
    told = compared(layer("ann", ("claim", 0, 2)), layer("bea", ("claim", 0, 2)))
    assert value(told, "alpha", "claim") == 1
    assert value(told, "alpha", "speculation") is None


def test_what_everybody_put_everywhere_has_no_alpha() -> None:
    both = [layer(name, ("claim", 0, 5)) for name in ("ann", "bea")]
    told = compared(*both, text="👍 wer")
    assert value(told, "alpha", "claim") is None
    assert value(told, "alpha_any") is None
    assert value(told, "alpha_masi") is None


def test_who_did_not_do_an_article_is_missing_and_who_found_nothing_is_not() -> None:
    ann, bea = layer("ann", ("claim", 0, 1)), layer("bea", ("claim", 0, 1))
    assert value(compared(ann, bea, text=emoji(4)), "alpha", "claim") == 1
    with_empty = compared(ann, bea, Layer("cem", []), text=emoji(4))
    # Of 12 values 2 are yes; each yes meets one yes and one no: o = 2, e = 2 · 2 · 10.
    assert value(with_empty, "alpha", "claim") == pytest.approx(1 - 11 * 2 / 40)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("12", "1234", 2 / 3),
        ("12", "12", 0),
        ("1", "2", 1),
        ("", "1", 1),
        ("", "", 0),
        ("12", "23", 1 - 1 / 9),
        ("1", "12", 1 - 1 / 3),
    ],
)
def test_masi(one: str, other: str, expected: float) -> None:
    assert alpha.masi(frozenset(one), frozenset(other)) == pytest.approx(expected)
    assert alpha.masi(frozenset(other), frozenset(one)) == pytest.approx(expected)


@given(articles(), st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(article: Article, chance: random.Random) -> None:
    names = [layer.name for layer in article.layers]
    chance.shuffle(names)
    other = [one._replace(name=name) for one, name in zip(article.layers, names, strict=True)]
    told = [
        report([article._replace(layers=x)], LABELS, resamples=0) for x in (article.layers, other)
    ]
    for figure, expected in told[0].overall.values.items():
        if figure.measure.startswith("alpha"):
            found: Any = told[1].overall.values[figure]
            assert found == (None if expected is None else pytest.approx(expected))


@given(articles())
def test_alpha_is_that_of_the_definition(article: Article) -> None:
    """Against coincidences counted word by word, as the paper does."""
    told = report([article], LABELS, resamples=0)
    for label in LABELS:
        assert value(told, "alpha", label) == pytest.approx(by_definition(article, label))


def by_definition(article: Article, label: str) -> float | None:
    tokens = Tokens.of(article.text)
    rows = []
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        rows.append([carries(one, label, start, end) for one in article.layers])
    people = len(article.layers)
    n = people * len(rows)
    observed = sum(2 * row.count(True) * row.count(False) / (people - 1) for row in rows)
    yes = sum(row.count(True) for row in rows)
    expected = 2 * yes * (n - yes)
    return 1 - (n - 1) * observed / expected if expected else None


def carries(one: Layer, label: str, start: int, end: int) -> bool:
    return any(
        span.label == label and begin < end and stop > start
        for span in one.spans
        for begin, stop in span.fragments
    )
