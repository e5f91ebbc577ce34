"""One-to-one matchings of two lists, such as the spans of two people."""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple


class Matching(NamedTuple):
    """Who goes with whom, by the positions in the one list and in the other."""

    pairs: list[tuple[int, int]]
    ones: Sequence[int]
    """All positions in the first list."""
    others: Sequence[int]

    @property
    def first(self) -> list[int]:
        """What only the first list has."""
        matched = {one for one, _ in self.pairs}
        return [one for one in self.ones if one not in matched]

    @property
    def second(self) -> list[int]:
        """What only the second list has."""
        matched = {other for _, other in self.pairs}
        return [other for other in self.others if other not in matched]


Numbers = dict[Hashable, int]
"""Equal things have equal numbers, which are quicker to compare than the things are."""


def places(things: Iterable[Hashable], numbers: Numbers) -> dict[int, int]:
    """Where each thing stands, by its number. The same again has a number of its own, and so on."""
    found: dict[int, int] = {}
    for position, thing in enumerate(things):
        number = numbers.setdefault(thing, len(numbers))
        while number in found:
            number = numbers.setdefault(("again", number), len(numbers))
        found[number] = position
    return found


def equal(
    first: Mapping[int, int], second: Mapping[int, int], ones: Sequence[int], others: Sequence[int]
) -> Matching:
    """Pairs of equal things, from the ``places`` of both lists by the same numbers.

    What stands twice in one list needs two partners in the other.
    """
    pairs = [(one, second[number]) for number, one in first.items() if number in second]
    return Matching(pairs, ones, others)


def largest(
    closeness: Mapping[tuple[int, int], float], ones: Sequence[int], others: Sequence[int]
) -> Matching:
    """As many pairs as can be of those that have a closeness, and the closest pairs first.

    A pair of close ones is parted only where that makes room for one pair more (augmenting paths,
    Berge 1957). Takes at most (pairs that have a closeness) × (positions) steps.
    """
    partners: dict[int, int] = {}
    taken: dict[int, int] = {}
    left: set[int] = set()
    # Sorted twice, for the sort keeps the order of equals: the closest first, then by position.
    for one, other in sorted(sorted(closeness), key=closeness.__getitem__, reverse=True):
        if one not in partners and other not in taken:
            partners[one], taken[other] = other, one
        else:
            left.add(one)
    if unmatched := sorted(left - partners.keys()):
        neighbours: dict[int, list[int]] = defaultdict(list)
        for one, other in closeness:
            neighbours[one].append(other)
        for one in unmatched:
            _make_room(one, neighbours, partners, taken)
    return Matching(sorted(partners.items()), ones, others)


def _make_room(
    one: int, neighbours: Mapping[int, list[int]], partners: dict[int, int], taken: dict[int, int]
) -> None:
    """Finds ``one`` a partner by giving others new partners, if that can be done."""
    asked_by: dict[int, int] = {}
    waiting = deque([one])
    while waiting:
        asking = waiting.popleft()
        for other in neighbours[asking]:
            if other in asked_by:
                continue
            asked_by[other] = asking
            if other not in taken:
                _change_partners(other, asked_by, partners, taken)
                return
            waiting.append(taken[other])


def _change_partners(
    free: int, asked_by: Mapping[int, int], partners: dict[int, int], taken: dict[int, int]
) -> None:
    """Gives each who asked on the way to the free one the partner that it asked for."""
    other: int | None = free
    while other is not None:
        asking = asked_by[other]
        before = partners.get(asking)
        partners[asking], taken[other] = other, asking
        other = before
