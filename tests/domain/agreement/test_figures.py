"""F1 of spans and links, against published values, nervaluate's, and a real pair of readings."""

import pytest
from hypothesis import given

from annotator.domain.agreement.figures import NAMES, READING
from annotator.domain.agreement.layers import Article, Layer, Relation
from annotator.domain.agreement.report import Report, report
from tests.domain.agreement.readings import (
    LABELS,
    Given,
    compared,
    emoji,
    figure,
    layer,
    two_readings,
    value,
)
from tests.domain.agreement.strategies import articles

ENTITIES = ("LOC", "ORG", "PER", "DATE")
F1 = ("exact_f1", "overlap_f1", "boundary_f1", "link_exact_f1", "link_soft_f1")


def spans(*of: Given) -> tuple[Given, ...]:
    return of


def test_the_example_of_nervaluate() -> None:
    """nervaluate 1.2.1, run on it: strict .40, exact .40, type 1.00 (its README agrees)."""
    gold = layer(
        "gold", ("PER", 1, 3), ("ORG", 6, 8), ("LOC", 11, 12), ("PER", 12, 14), ("DATE", 16, 17)
    )
    found = layer(
        "run", ("PER", 2, 3), ("ORG", 6, 8), ("LOC", 11, 13), ("PER", 13, 14), ("DATE", 16, 17)
    )
    told = compared(gold, found, labels=ENTITIES)
    assert value(told, "exact_f1") == pytest.approx(0.40)
    assert value(told, "boundary_f1") == pytest.approx(0.40)
    assert value(told, "overlap_f1") == 1


def test_the_six_scenarios_of_nervaluate() -> None:
    """nervaluate 1.2.1, run on them: strict .20, exact .40, type .40."""
    scenarios = [
        (spans(("LOC", 1, 3)), spans(("LOC", 1, 3))),
        (spans(), spans(("ORG", 1, 3))),
        (spans(("LOC", 1, 3)), spans()),
        (spans(("LOC", 1, 3)), spans(("ORG", 1, 3))),
        (spans(("PER", 1, 3)), spans(("PER", 0, 3))),
        (spans(("PER", 1, 3)), spans(("ORG", 0, 3))),
    ]
    told = report(
        [
            Article(str(number), "📰 wo rd", [layer("gold", *gold), layer("run", *found)])
            for number, (gold, found) in enumerate(scenarios)
        ],
        ENTITIES,
        resamples=0,
    )
    assert value(told, "exact_f1") == pytest.approx(0.20)
    assert value(told, "boundary_f1") == pytest.approx(0.40)
    assert value(told, "overlap_f1") == pytest.approx(0.40)


@pytest.fixture(scope="module")
def real() -> Report:
    return report([two_readings()], LABELS)


def test_two_readings_of_a_real_article(real: Report) -> None:
    assert (real.overall.tokens, real.overall.spans, real.overall.relations) == (588, 76, 18)
    assert value(real, "exact_f1") == pytest.approx(0.7368, abs=5e-5)
    assert value(real, "overlap_f1") == pytest.approx(0.8947, abs=5e-5)
    assert value(real, "boundary_f1") == pytest.approx(0.7632, abs=5e-5)
    assert value(real, "alpha_masi") == pytest.approx(0.8766, abs=5e-5)
    for label, expected in zip(LABELS, (0.9854, 0.7337, 0.8679, 0.8085), strict=True):
        assert value(real, "alpha", label) == pytest.approx(expected, abs=5e-5)


def test_two_readings_by_label_as_nervaluate_has_them(real: Report) -> None:
    """nervaluate 1.2.1, run on them: strict and type of each label."""
    for label, exact, overlap in zip(
        LABELS, (0.75, 0.4, 0.9412, 0.8333), (1, 0.6667, 0.9412, 0.8333), strict=True
    ):
        assert value(real, "exact_f1", label) == pytest.approx(exact, abs=5e-5)
        assert value(real, "overlap_f1", label) == pytest.approx(overlap, abs=5e-5)


def test_what_two_readings_have_in_common_counts_the_same_both_ways_round(real: Report) -> None:
    """agr (Wiebe, Wilson and Cardie 2005) is .8293 one way and .9714 the other: 34 of 41 and 35."""
    (pair,) = real.pairs
    agreed = sum(count for (one, other), count in pair.confusion.items() if one == other)
    assert agreed / 41 == pytest.approx(0.8293, abs=5e-5)
    assert agreed / 35 == pytest.approx(0.9714, abs=5e-5)


def test_a_single_article_has_no_intervals(real: Report) -> None:
    assert real.overall.intervals == {}


def test_nothing_on_both_sides_is_no_figure_and_nothing_on_one_is_0() -> None:
    nothing = compared(Layer("ann", []), Layer("bea", []))
    assert set(nothing.overall.values.values()) == {None}
    one = compared(
        layer("ann", ("claim", 0, 2), ("named_source", 3, 4), links=((0, 1),)), Layer("bea", [])
    )
    for measure in F1:
        assert value(one, measure) == 0
    for end in ("exact", "soft"):
        assert value(one, f"link_{end}_precision") == 0
        assert value(one, f"link_{end}_recall") == 0


def test_fragments_are_the_span_and_what_lies_between_is_not() -> None:
    """“It could hurt,” she said, “badly”: the same two fragments, one of them, what is between."""
    broken = layer("ann", ("claim", 0, 5, 9, 12))
    same = compared(broken, layer("bea", ("claim", 0, 5, 9, 12)))
    assert value(same, "exact_f1") == value(same, "boundary_f1") == value(same, "overlap_f1") == 1
    part = compared(broken, layer("bea", ("claim", 0, 5)))
    assert (value(part, "exact_f1"), value(part, "overlap_f1")) == (0, 1)
    hull = compared(broken, layer("bea", ("claim", 0, 12)))
    assert (value(hull, "boundary_f1"), value(hull, "overlap_f1")) == (0, 1)
    between = compared(broken, layer("bea", ("claim", 5, 9)))
    assert value(between, "overlap_f1") == 0
    # Of 200 values 12 are yes, and none of them meets another: worse than chance.
    assert value(between, "alpha", "claim") == pytest.approx(1 - 199 * 24 / (2 * 12 * 188))


def test_offsets_are_code_points() -> None:
    """The emoji before and inside the span are one each."""
    text = "🌉🌉 The bridge 🌉 opens"
    ann, bea = layer("ann", ("claim", 3, 15)), layer("bea", ("claim", 3, 15), ("claim", 16, 21))
    told = compared(ann, bea, text=text)
    assert text[3:15] == "The bridge 🌉"
    assert told.overall.tokens == 6
    # Both have The, bridge and 🌉, and bea has opens too: of 12 values 7 are yes.
    assert value(told, "alpha", "claim") == pytest.approx(1 - 11 * 2 / (2 * 7 * 5))
    assert value(told, "exact_f1") == pytest.approx(2 / 3)


def test_touching_is_not_overlapping() -> None:
    told = compared(layer("ann", ("claim", 0, 5)), layer("bea", ("claim", 5, 9)))
    assert value(told, "overlap_f1") == 0
    told = compared(layer("ann", ("claim", 0, 6)), layer("bea", ("claim", 5, 9)))
    assert value(told, "overlap_f1") == 1


def test_the_same_span_twice_needs_two_partners() -> None:
    twice, once = (("claim", 0, 5), ("claim", 0, 5)), (("claim", 0, 5),)
    told = compared(layer("ann", *twice), layer("bea", *once))
    for measure in ("exact_f1", "boundary_f1", "overlap_f1"):
        assert value(told, measure) == pytest.approx(2 / 3)


SOURCES: tuple[Given, ...] = (("claim", 0, 9), ("named_source", 12, 15), ("claim", 20, 29))


def test_links_with_exact_and_with_soft_ends() -> None:
    ann = layer("ann", *SOURCES, links=((0, 1), (2, 1)))
    bea = layer(
        "bea", ("claim", 0, 9), ("named_source", 12, 15), ("claim", 22, 29), links=((0, 1), (2, 1))
    )
    told = compared(ann, bea)
    assert value(told, "link_exact_f1") == 0.5
    assert value(told, "link_soft_f1") == 1


@pytest.mark.parametrize(
    ("bea", "soft"),
    [
        (layer("bea", *SOURCES, links=((1, 0),)), 0),
        (layer("bea", ("speculation", 0, 9), *SOURCES[1:], links=((0, 1),)), 0),
        (layer("bea", *SOURCES, links=((0, 1),)), 1),
    ],
)
def test_direction_and_labels_of_the_ends_count(bea: Layer, soft: float) -> None:
    assert value(compared(layer("ann", *SOURCES, links=((0, 1),)), bea), "link_soft_f1") == soft


def test_the_type_of_a_link_counts() -> None:
    ann = layer("ann", *SOURCES, links=((0, 1),))
    bea = ann._replace(name="bea", relations=[Relation("r", "denied_by", "s0", "s1")])
    assert value(compared(ann, bea), "link_soft_f1") == 0


def test_precision_and_recall_of_links_tell_who_drew_more() -> None:
    ann = layer("ann", *SOURCES, links=((0, 1), (2, 1)))
    bea = layer("bea", *SOURCES, links=((0, 1),))
    (pair,) = compared(ann, bea).pairs
    for ends in ("exact", "soft"):
        assert value(pair, f"link_{ends}_precision") == 1
        assert value(pair, f"link_{ends}_recall") == 0.5


def test_pairs_and_articles_are_pooled() -> None:
    """Sums over sums: not the mean of 1 and 0, nor of articles."""
    made = [
        Article("a", emoji(9), [layer("ann", ("claim", 0, 3)), layer("bea", ("claim", 0, 3))]),
        Article(
            "b",
            emoji(9),
            [layer("ann", *[("claim", n, n + 1) for n in range(3)]), Layer("bea", [])],
        ),
    ]
    assert value(report(made, LABELS, resamples=0), "exact_f1") == pytest.approx(2 / 5)


def test_each_measure_has_a_name_and_one_sentence() -> None:
    told = compared(Layer("ann", []), Layer("bea", []))
    measures = {one.measure for one in told.overall.values}
    assert NAMES.keys() == READING.keys() == measures
    for sentence in READING.values():
        assert sentence.endswith(".")
        assert ". " not in sentence


@given(articles(most=2))
def test_every_figure_is_the_same_both_ways_round(article: Article) -> None:
    """But precision and recall, which change places."""
    turned = [
        one._replace(name=other.name)
        for one, other in zip(article.layers, reversed(article.layers), strict=True)
    ]
    there, back = (
        report([article._replace(layers=each)], LABELS, resamples=0).overall.values
        for each in (article.layers, turned)
    )
    swapped = {"precision": "recall", "recall": "precision"}
    for (measure, label), told in there.items():
        kind, _, end = measure.rpartition("_")
        other = f"{kind}_{swapped[end]}" if end in swapped else measure
        assert back[figure(other, label)] == (None if told is None else pytest.approx(told))


@given(articles())
def test_f1_lies_between_0_and_1_and_grows_as_ends_are_taken_less_strictly(
    article: Article,
) -> None:
    told = report([article], LABELS, resamples=0)
    for measure in F1:
        found = value(told, measure)
        assert found is None or 0 <= found <= 1
    for strict, lax in (("exact", "overlap"), ("exact", "boundary"), ("link_exact", "link_soft")):
        low, high = value(told, f"{strict}_f1"), value(told, f"{lax}_f1")
        assert (low is None and high is None) or low <= high  # type: ignore[operator]
    assert all(found is None or found <= 1 for found in told.overall.values.values())


@given(articles(least=1, most=1))
def test_who_reads_the_same_agrees_fully(article: Article) -> None:
    (one,) = article.layers
    same = [one._replace(name=name) for name in ("ann", "bea", "cem")]
    told = report([article._replace(layers=same)], LABELS, resamples=0)
    assert {found for found in told.overall.values.values() if found is not None} <= {1}
    assert all(one == other for one, other in told.overall.confusion)
