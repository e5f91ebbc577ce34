"""The report: who is compared with whom, on what, and what they took for what."""

from annotator.domain.agreement.layers import Article, Layer
from annotator.domain.agreement.report import report
from tests.domain.agreement.readings import LABELS, compared, emoji, layer, two_readings, value

CLAIM = ("claim", 0, 5)


def test_each_pair_that_shares_an_article_is_told_by_name() -> None:
    made = [
        Article("b", emoji(9), [layer("cem", CLAIM), layer("ann", CLAIM)]),
        Article("a", emoji(9), [layer("ann", CLAIM), layer("bea", CLAIM)]),
        Article("c", emoji(9), [layer("ann", CLAIM)]),
    ]
    told = report(made, LABELS, resamples=0)
    assert [group.people for group in told.pairs] == [("ann", "bea"), ("ann", "cem")]
    assert [(id_, group.people) for id_, group in told.articles] == [
        ("b", ("ann", "cem")),
        ("a", ("ann", "bea")),
    ]
    assert told.overall.people == ("ann", "bea", "cem")


def test_an_article_is_counted_once_however_many_did_it() -> None:
    told = compared(*(layer(name, CLAIM, ("claim", 6, 8)) for name in ("ann", "bea", "cem")))
    assert (told.overall.articles, told.overall.tokens, told.overall.spans) == (1, 100, 6)
    assert [group.spans for group in told.pairs] == [4, 4, 4]


def test_labels_that_are_not_chosen_are_left_out_with_their_links() -> None:
    ann = layer("ann", CLAIM, ("named_source", 7, 9), links=((0, 1),))
    bea = layer("bea", CLAIM)
    told = compared(ann, bea, labels=("claim",))
    assert (told.labels, told.overall.spans, told.overall.relations) == (("claim",), 2, 0)
    assert value(told, "exact_f1") == 1
    assert value(told, "link_soft_f1") is None


def test_a_pair_tells_what_the_first_said_and_what_the_second_said() -> None:
    ann = layer("ann", CLAIM, ("speculation", 10, 15), ("claim", 20, 25))
    bea = layer("bea", CLAIM, ("claim", 11, 15), ("named_source", 30, 35))
    told = compared(ann, bea)
    assert told.pairs[0].confusion == {
        ("claim", "claim"): 1,
        ("speculation", "claim"): 1,
        ("claim", ""): 1,
        ("", "named_source"): 1,
    }
    assert told.overall.confusion["speculation", "claim"] == 1
    assert told.overall.confusion["claim", "speculation"] == 1
    assert told.overall.confusion["claim", "claim"] == 1


def test_a_source_inside_a_claim_is_not_taken_for_it() -> None:
    """Spans under the same label find each other first; what is left over may be confused."""
    both = (("claim", 0, 30), ("named_source", 10, 12))
    told = compared(layer("ann", *both), layer("bea", *both))
    assert told.pairs[0].confusion == {
        ("claim", "claim"): 1,
        ("named_source", "named_source"): 1,
    }


def test_what_two_readings_of_a_real_article_took_for_what() -> None:
    (pair,) = report([two_readings()], LABELS, resamples=0).pairs
    assert {cell: n for cell, n in pair.confusion.items() if cell[0] != cell[1]} == {
        ("anonymous_source", "named_source"): 1,
        ("anonymous_source", ""): 1,
        ("speculation", ""): 5,
    }


def test_a_text_without_a_word_has_no_alpha() -> None:
    told = compared(Layer("ann", []), Layer("bea", []), text=" \u2028 ")
    assert told.overall.tokens == 0
    assert value(told, "alpha_any") is None
