"""Several people's layers of an article fall into cases, named for how their readings differ."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.agreement.comparison import Side, compare
from annotator.domain.agreement.layers import Layer, Relation, Span
from annotator.domain.agreement.matching import Numbers
from annotator.domain.settling import cases, links

TEXT = "He 📈 said that prices rose, Ana Ruiz and others said."
PEOPLE = "alice", "bob", "carla"


def span(id_: str, words: str, label: str = "claim") -> Span:
    start = TEXT.index(words)
    return Span(id_, label, ((start, start + len(words)),))


def layers(*everybody: list[Span]) -> list[Layer]:
    return [Layer(name, spans) for name, spans in zip(PEOPLE, everybody, strict=False)]


def words(fragments: tuple[tuple[int, int], ...]) -> str:
    return " ".join(TEXT[start:end] for start, end in fragments)


def test_what_all_say_alike_is_no_difference() -> None:
    (case,) = cases(layers([span("1", "prices rose")], [span("2", "prices rose")]))
    assert case.kinds == []
    assert case.members == [("alice", "1"), ("bob", "2")]


def test_a_case_is_named_for_what_it_is() -> None:
    found = cases(
        layers(
            [
                span("1", "📈 said"),
                span("2", "that prices rose"),
                span("3", "Ana Ruiz", "named_source"),
            ],
            [span("4", "prices rose"), span("5", "Ana Ruiz", "anonymous_source")],
        )
    )
    assert [case.kinds for case in found] == [["missing"], ["boundary"], ["label"]]
    assert found[0].without == ("bob",)
    assert [words(reading.fragments) for reading in found[1].readings] == [
        "that prices rose", "prices rose",
    ]  # fmt: skip


def test_three_people_who_differ_in_two_ways_are_one_case() -> None:
    (case,) = cases(
        layers(
            [span("1", "that prices rose")],
            [span("2", "prices rose")],
            [span("3", "prices rose", "speculation")],
        )
    )
    assert case.kinds == ["label", "boundary"]
    assert case.majority is None
    (case,) = cases(layers([span("1", "that prices rose")], [span("2", "prices rose")], []))
    assert case.kinds == ["missing", "boundary"]


def test_a_majority_is_more_than_half_of_all_the_people() -> None:
    rose, that = "prices rose", "that prices rose"
    (case,) = cases(layers([span("1", that)], [span("2", rose)], [span("3", rose)]))
    assert case.majority == 0
    assert words(case.readings[0].fragments) == rose
    assert case.readings[0].people == ["bob", "carla"]
    (case,) = cases(layers([span("1", that)], [], []))
    assert case.majority == -1
    (case,) = cases(layers([span("1", that)], [span("2", rose)]))
    assert case.majority is None


def test_nested_spans_go_with_those_of_their_own_label() -> None:
    found = cases(
        layers(
            [span("1", "said that prices rose"), span("2", "prices rose", "speculation")],
            [span("3", "that prices rose")],
        )
    )
    assert [case.kinds for case in found] == [["boundary"], ["missing"]]


def test_spans_of_two_labels_that_hardly_share_words_are_two_cases() -> None:
    long = span("1", "He 📈 said that prices rose, Ana")
    found = cases(layers([long], [span("2", "Ana Ruiz", "named_source")]))
    assert [case.kinds for case in found] == [["missing"], ["missing"]]


def test_what_one_person_labelled_twice_is_two_cases() -> None:
    twice = [span("1", "prices rose"), span("2", "prices rose")]
    found = cases(layers(twice, [span("3", "prices rose")]))
    assert Counter(tuple(case.kinds) for case in found) == {(): 1, ("missing",): 1}


def linked(*ends: tuple[str, str]) -> list[Relation]:
    return [Relation(f"{a}-{b}", "attributed_to", a, b) for a, b in ends]


def test_a_link_that_somebody_with_both_ends_did_not_draw_is_a_case() -> None:
    spans = [
        span("1", "prices rose"), span("2", "Ana Ruiz", "named_source"),
        span("3", "others", "anonymous_source"), span("4", "📈 said"),
    ]  # fmt: skip
    both = [
        Layer("alice", spans, linked(("1", "2"), ("4", "2"))),
        Layer("bob", spans, linked(("1", "3"), ("4", "2"))),
    ]
    found = cases(both)
    (case,) = links(both, found)
    assert found[case.from_].members == [("alice", "1"), ("bob", "1")]
    targets = {
        one.people: [words(found[to].readings[0].fragments) for to in one.to]
        for one in case.readings
    }
    assert targets == {("alice",): ["Ana Ruiz"], ("bob",): ["others"]}
    assert case.members == [("alice", "1-2"), ("bob", "1-3")]


def test_who_lacks_an_end_or_drew_no_link_at_all_is_not_counted() -> None:
    claim, source = span("1", "prices rose"), span("2", "Ana Ruiz", "named_source")
    other = span("4", "📈 said")
    alice = Layer("alice", [claim, source, other], linked(("1", "2"), ("4", "2")))
    without_the_source = Layer("bob", [claim, other], [])
    assert links([alice, without_the_source], cases([alice, without_the_source])) == []
    no_links = Layer("bob", [claim, source], [])
    assert links([alice, no_links], cases([alice, no_links])) == []
    some_links = Layer("bob", [claim, source, other], linked(("4", "2")))
    (case,) = links([alice, some_links], cases([alice, some_links]))
    assert [one.people for one in case.readings] == [("alice",), ("bob",)]


LABELS = st.sampled_from(["claim", "speculation", "named_source"])
SPANS = st.lists(st.tuples(LABELS, st.integers(0, 40), st.integers(1, 12)), max_size=6).map(
    lambda found: [(label, ((start, start + length),)) for label, start, length in found]
)


def made(*everybody: list[tuple[str, tuple[tuple[int, int], ...]]]) -> list[Layer]:
    return [
        Layer(name, [Span(f"{name}{at}", *one) for at, one in enumerate(spans)])
        for name, spans in zip(PEOPLE, everybody, strict=False)
    ]


@given(SPANS, SPANS, SPANS)
def test_each_span_of_each_person_stands_in_exactly_one_case(one, other, third) -> None:
    people = made(one, other, third)
    found = cases(people)
    members = Counter(member for case in found for member in case.members)
    assert members == Counter((layer.name, each.id) for layer in people for each in layer.spans)
    for case in found:
        covers = [set(range(*reading.fragments[0])) for reading in case.readings]
        assert all(mine & yours for mine in covers for yours in covers)
        assert len({name for name, _ in case.members}) == len(case.members)
        assert {name for name, _ in case.members} | set(case.without) == set(PEOPLE)


@given(SPANS, SPANS)
def test_what_agreement_counts_as_exactly_alike_is_never_a_difference(one, other) -> None:
    people = made(one, other)
    numbers: Numbers = {}
    exact = compare(*(Side(layer, numbers) for layer in people)).exact
    assert sum(not case.kinds for case in cases(people)) == len(exact.pairs)


@given(SPANS, SPANS)
def test_the_order_of_the_people_changes_no_case(one, other) -> None:
    people = made(one, other)
    there = {frozenset(case.members) for case in cases(people)}
    assert {frozenset(case.members) for case in cases(people[::-1])} == there
