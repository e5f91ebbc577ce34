"""Fragments, quotes, and the sweep that flattens spans for drawing."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import spans
from annotator.domain.errors import Refused
from tests.domain import strategies

LENGTH = 40

loose_spans = st.lists(
    st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH), st.integers(1, 9)).filter(
        lambda span: span[0] < span[1]
    ),
    max_size=12,
)
blocks = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(sorted).map(tuple)


def labels_at(found, point):
    """The naive model: how many spans of each label cover this character."""
    counts: dict[int, int] = {}
    for start, end, label in found:
        if start <= point < end:
            counts[label] = counts.get(label, 0) + 1
    return counts


@given(loose_spans, blocks)
def test_segments_cover_what_spans_cover_and_carry_their_labels_at_every_character(found, block):
    painted = {
        point: segment.classes
        for segment in spans.flatten(found, *block)
        for point in range(segment.start, segment.end)
    }
    expected = {
        point: spans.classes(labels_at(found, point))
        for point in range(*block)
        if labels_at(found, point)
    }
    assert painted == expected


@given(loose_spans, blocks)
def test_segments_are_disjoint_in_order_and_never_empty(found, block):
    segments = list(spans.flatten(found, *block))
    assert all(segment.start < segment.end for segment in segments)
    assert all(one.end <= other.start for one, other in pairwise(segments))


@given(loose_spans, blocks)
def test_segments_are_cut_at_every_boundary_of_a_span_and_nowhere_else(found, block):
    segments = list(spans.flatten(found, *block))
    edges = {edge for start, end, _ in found for edge in (start, end)} | set(block)
    inside = {point for segment in segments for point in range(segment.start + 1, segment.end)}
    assert not edges & inside
    assert {edge for segment in segments for edge in segment[:2]} <= edges


def test_a_block_without_spans_has_no_segments():
    assert list(spans.flatten([], 0, 10)) == []
    assert list(spans.flatten([(0, 3, 1), (8, 9, 1)], 3, 8)) == []


def test_nested_labels_take_lanes_by_their_number():
    segments = list(spans.flatten([(0, 10, 4), (2, 5, 1)], 0, 10))
    assert segments == [(0, 2, "a4"), (2, 5, "a1 b4"), (5, 10, "a4")]


def test_equal_spans_are_painted_once_and_deeper():
    assert list(spans.flatten([(0, 3, 2)] * 2, 0, 3)) == [(0, 3, "a2 z1")]
    assert list(spans.flatten([(0, 3, 2)] * 9, 0, 3)) == [(0, 3, "a2 z3")]


def test_adjacent_spans_of_one_label_are_two_segments():
    assert list(spans.flatten([(0, 3, 1), (3, 6, 1)], 0, 6)) == [(0, 3, "a1"), (3, 6, "a1")]


def test_a_seventh_label_finds_no_lane_but_its_depth_counts():
    assert spans.classes(dict.fromkeys(range(1, 8), 1)) == "a1 b2 c3 d4 e5 f6"
    assert spans.classes({**dict.fromkeys(range(1, 7), 1), 7: 3}).endswith("f6 z2")


@given(st.integers(2, 60).flatmap(strategies.fragments))
def test_fragments_that_ascend_and_stand_apart_are_accepted(fragments):
    spans.check_fragments(fragments, 60)


@pytest.mark.parametrize(
    ("fragments", "field"),
    [
        ([], "fragments"),
        ([(0, 0)], "fragments"),
        ([(5, 3)], "fragments"),
        ([(-1, 3)], "fragments"),
        ([(0, 11)], "end"),
        ([(0, 3), (3, 5)], "fragments"),
        ([(0, 4), (3, 5)], "fragments"),
        ([(5, 7), (0, 3)], "fragments"),
        ([(0, 3), (5, 11)], "end"),
    ],
)
def test_fragments_that_are_empty_backward_outside_touching_or_unsorted_are_refused(
    fragments, field
):
    with pytest.raises(Refused) as refused:
        spans.check_fragments(fragments, 10)
    assert refused.value.field == field


ragged = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda at: (at[0], at[0] + at[1])),
    min_size=1,
    max_size=6,
)


@given(ragged)
def test_joined_fragments_cover_the_same_characters_ascending_and_apart(fragments):
    joined = spans.joined(fragments)
    spans.check_fragments(joined, 40)
    covered = {point for start, end in fragments for point in range(start, end)}
    assert {point for start, end in joined for point in range(start, end)} == covered


@given(ragged)
def test_joining_twice_is_joining_once_whatever_the_order(fragments):
    joined = spans.joined(fragments)
    assert spans.joined(joined) == joined == spans.joined(reversed(fragments))


def test_touching_fragments_become_one():
    assert spans.joined([(3, 6), (0, 3), (8, 9)]) == [(0, 6), (8, 9)]


def test_a_quote_joins_its_fragments_by_one_space():
    text = "“Yes,” she said, “we 👩‍👩‍👧‍👦 can.”"
    assert spans.quote(text, [(1, 5), (18, len(text) - 1)]) == "Yes, we 👩‍👩‍👧‍👦 can."


@given(strategies.texts.flatmap(lambda t: st.tuples(st.just(t), st.integers(0, len(t)))))
def test_offsets_count_code_points(case):
    text, at = case
    as_utf32 = text.encode("utf-32-le")
    assert spans.quote(text, [(0, at)]) == as_utf32[: 4 * at].decode("utf-32-le")


def test_a_wrong_quote_is_refused_showing_both():
    spans.check_quote("she said", "she said")
    with pytest.raises(Refused, match=r"she said.*he said") as refused:
        spans.check_quote("she said", "he said")
    assert refused.value.field == "text"


def test_a_long_wrong_quote_is_shortened():
    with pytest.raises(Refused) as refused:
        spans.check_quote("a" * 5000, "b" * 5000)
    assert len(str(refused.value)) < 300
