"""A case as a person reads it: its kind, and the words that only one of the two marked."""

from hypothesis import given

from annotator.domain.agreement import cases, readings
from annotator.domain.agreement.figures import Figure
from annotator.domain.agreement.layers import Article
from annotator.domain.agreement.readings import Asked, Told
from tests.domain.agreement.readings import LABELS, layer
from tests.domain.agreement.strategies import articles

TEXT = "🌉 The bridge may open, Ana Ruiz said. “It may,” she said, “fall.”"
ANN = layer(
    "ann",
    ("claim", 2, 22),
    ("named_source", 23, 31),
    ("speculation", 39, 46, 59, 64),
    links=((0, 1),),
)
BEA = layer("bea", ("claim", 6, 22), ("anonymous_source", 23, 31))
ARTICLE = Article("a", TEXT, [ANN, BEA])


def told(
    figure: Figure,
    cell: tuple[str, str] | None = None,
    *,
    directed: bool = False,
    of: Article = ARTICLE,
) -> list[Told]:
    found = readings.found(of, Asked(figure, cell, directed))
    return [readings.told(of, one) for one in found]


def in_words(one: Told) -> list[str]:
    """Both sides; what only one has stands between underscores."""
    return [
        "".join(f"_{words}_" if only else words for words, only in side.parts) for side in one.sides
    ]


def test_each_kind_of_difference_is_named_and_the_words_told() -> None:
    found = told(Figure("exact_f1"))
    assert [(one.kind, *in_words(one)) for one in found] == [
        ("boundary", "_The _bridge may open,", "bridge may open,"),
        ("boundary", "_The _bridge may open,", "bridge may open,"),
        ("label", "Ana Ruiz", "Ana Ruiz"),
        ("label", "Ana Ruiz", "Ana Ruiz"),
        ("missing", "It may, … fall.", ""),
    ]
    assert (found[0].start, found[0].end) == (2, 22)
    assert [side.person for side in found[0].sides] == ["ann", "bea"]


def test_what_overlaps_is_alike_and_its_edges_are_told() -> None:
    *differing, alike = told(Figure("overlap_f1"))
    assert (alike.kind, in_words(alike)[0]) == ("boundary", "_The _bridge may open,")
    assert len(differing) == 3


def test_a_link_shows_both_its_ends() -> None:
    (link,) = told(Figure("link_soft_f1"))
    assert (link.kind, *in_words(link)) == ("link", "The bridge may open, → Ana Ruiz", "")
    assert link.sides[0].labels == ["claim", "named_source"]
    assert (link.start, link.end) == (2, 31)


def test_words_of_an_alpha_have_the_labels_of_both() -> None:
    found = told(Figure("alpha", "claim"))
    assert [(one.kind, *in_words(one)) for one in found] == [("words", "The", "The")]
    assert [side.labels for side in found[0].sides] == [["claim"], []]


def test_a_cell_of_two_people_is_read_one_way() -> None:
    ends = "named_source", "anonymous_source"
    assert [one.kind for one in told(Figure("exact_f1"), ends, directed=True)] == ["label"]
    assert told(Figure("exact_f1"), ends[::-1], directed=True) == []
    assert len(told(Figure("exact_f1"), ends[::-1])) == 1


def test_a_span_inside_what_already_has_a_partner_is_missing_everywhere() -> None:
    ann = layer("ann", ("claim", 2, 22), ("speculation", 13, 21))
    nested = Article("a", TEXT, [ann, layer("bea", ("claim", 2, 22))])
    assert TEXT[13:21] == "may open"
    for figure in (Figure("exact_f1"), Figure("overlap_f1"), Figure("boundary_f1")):
        (case, _) = told(figure, of=nested)
        assert (case.kind, *in_words(case)) == ("missing", "may open", "")
    (case,) = told(Figure("exact_f1"), ("speculation", ""), of=nested)
    assert (case.kind, *in_words(case)) == ("missing", "may open", "")


@given(articles(most=2))
def test_a_lone_span_is_called_as_in_the_confusion_table(article: Article) -> None:
    in_table = {}
    for cell in ((one, other) for one in (*LABELS, "") for other in (*LABELS, "")):
        for found in readings.found(article, Asked(Figure("exact_f1"), cell)):
            for person, span in zip(found.case.people, found.case[1:3], strict=True):
                in_table[person, span] = readings.told(article, found).kind
    for found in readings.found(article, Asked(Figure("overlap_f1"))):
        for person, span in zip(found.case.people, found.case[1:3], strict=True):
            if span is not None:
                assert in_table[person, span] == readings.told(article, found).kind


@given(articles())
def test_every_case_of_any_article_can_be_told(article: Article) -> None:
    for figure in (Figure("exact_f1"), Figure("overlap_f1"), Figure("link_soft_f1")):
        found = readings.found(article, Asked(figure))
        assert len(found) == len(list(cases.of_spans(article, *figure)))
        for one in found:
            shown = readings.told(article, one)
            assert 0 <= shown.start < shown.end <= len(article.text)
