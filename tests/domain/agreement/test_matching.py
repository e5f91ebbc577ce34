"""Matchings are one to one, as large as can be, and put the closest together."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.agreement.matching import Matching, equal, largest, places

graphs = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)), st.sampled_from([0.1, 0.5, 1.0]), max_size=14
)


def test_equal_things_go_together_and_what_stands_twice_needs_two() -> None:
    first, second = ["👍", "a", "👍", "👍"], ["👍", "b", "👍"]
    numbers: dict[object, int] = {}
    told = equal(places(first, numbers), places(second, numbers), range(4), range(3))
    assert told.pairs == [(0, 0), (2, 2)]
    assert (told.first, told.second) == ([1, 3], [1])


def test_the_closest_go_together() -> None:
    told = largest({(0, 0): 0.2, (0, 1): 0.9, (1, 1): 0.3, (1, 0): 0.1}, range(2), range(2))
    assert told == Matching([(0, 1), (1, 0)], range(2), range(2))


def test_close_ones_part_where_that_makes_room_for_one_more() -> None:
    told = largest({(0, 0): 0.2, (0, 1): 0.9, (1, 1): 0.3}, range(2), range(3))
    assert told.pairs == [(0, 0), (1, 1)]
    assert (told.first, told.second) == ([], [2])


def test_a_long_chain_of_partners_is_no_trouble() -> None:
    many = 3_000
    chain = {(at, at): 0.5 for at in range(many)} | {(at, at - 1): 1.0 for at in range(1, many)}
    assert len(largest(chain, range(many), range(many)).pairs) == many


@given(graphs)
def test_no_matching_is_larger(graph: dict[tuple[int, int], float]) -> None:
    told = largest(graph, range(6), range(6))
    assert set(told.pairs) <= graph.keys()
    ones, others = [one for one, _ in told.pairs], [other for _, other in told.pairs]
    assert len(set(ones)) == len(ones) == len(set(others))
    best = max(sum((one, to) in graph for one, to in enumerate(order)) for order in ORDERS)
    assert len(told.pairs) == best


ORDERS = list(permutations(range(6)))


@given(graphs)
def test_either_way_round_as_many_go_together(graph: dict[tuple[int, int], float]) -> None:
    turned = {(other, one): close for (one, other), close in graph.items()}
    there, back = (largest(each, range(6), range(6)).pairs for each in (graph, turned))
    assert len(there) == len(back)
