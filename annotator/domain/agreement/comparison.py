"""Two people's layers of one article, compared: which spans and links go together.

Each matching is one to one and as large as it can be; what its figure counts are its pairs, so a
figure and the cases behind it cannot differ. A span's characters are those of its fragments: two
spans overlap if they share one, and have the same edges only if all their fragments are the same.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from annotator.domain.agreement.layers import Layer
from annotator.domain.agreement.matching import Matching, Numbers, equal, largest, places


class Comparison(NamedTuple):
    """What two people's layers have in common. The matchings hold positions in the layers."""

    first: "Side"
    second: "Side"
    exact: Matching
    """Of spans with the same fragments and label."""
    overlap: Matching
    """Of spans that share a character and have the same label."""
    boundary: Matching
    """Of spans with the same fragments, whatever their labels."""
    confused: Matching
    """Of spans that ``overlap`` leaves: those that share a character, under different labels."""
    link_exact: Matching
    """Of relations of one type with the same fragments and labels at both ends."""
    link_soft: Matching
    """Of relations of one type that at both ends share a character and have the same label."""


Closeness = dict[tuple[int, int], float]
"""Of two positions: how much they share, from above 0 to 1, if they share anything."""


class Stretches:
    """Fragments of some spans of a layer, each as (start, end, position of its span)."""

    def __init__(self, in_order: list[tuple[int, int, int]]) -> None:
        """``in_order`` are sorted."""
        self.fragments = in_order
        self.starts = [start for start, _, _ in in_order]
        self.reach = list(accumulate([end for _, end, _ in in_order], max))
        """Where the last of all fragments up to each one ends."""


class Side:
    """A layer made ready to be compared with others of the same article, of the same numbers."""

    def __init__(self, layer: Layer, numbers: Numbers) -> None:
        spans = layer.spans
        self.layer = layer
        self.every = range(len(spans))
        self.sizes = Counter([span.label for span in spans])
        self.edges = places([span.fragments for span in spans], numbers)
        self.spans = places([span[1:] for span in spans], numbers)
        self.fragments = sorted(
            [(start, end, at) for at in self.every for start, end in spans[at].fragments]
        )
        self.lengths = [0] * len(spans)
        for start, end, at in self.fragments:
            self.lengths[at] += end - start
        by_label: dict[str, list[tuple[int, int, int]]] = {label: [] for label in self.sizes}
        for fragment in self.fragments:
            by_label[spans[fragment[2]].label].append(fragment)
        self.stretches = {label: Stretches(found) for label, found in by_label.items()}
        place = {span.id: position for position, span in enumerate(spans)}
        self.relations = [(one.type, place[one.from_], place[one.to]) for one in layer.relations]
        ends = [(type_, spans[a][1:], spans[b][1:]) for type_, a, b in self.relations]
        self.links = places(ends, numbers)

    def only(self, positions: Iterable[int]) -> Stretches:
        """The fragments of the spans at these positions."""
        wanted = set(positions)
        return Stretches([fragment for fragment in self.fragments if fragment[2] in wanted])


def compare(first: Side, second: Side) -> Comparison:
    """All matchings of two layers of one article."""
    alike: Closeness = {}
    for label in first.sizes.keys() & second.sizes.keys():
        alike |= closeness(first, second, first.stretches[label], second.stretches[label])
    overlap = largest(alike, first.every, second.every)
    drawn = range(len(first.relations)), range(len(second.relations))
    return Comparison(
        first,
        second,
        exact=equal(first.spans, second.spans, first.every, second.every),
        overlap=overlap,
        boundary=equal(first.edges, second.edges, first.every, second.every),
        confused=_confused(first, second, overlap),
        link_exact=equal(first.links, second.links, *drawn),
        link_soft=largest(_links(first, second, alike), *drawn),
    )


def closeness(first: Side, second: Side, ones: Stretches, others: Stretches) -> Closeness:
    """Of spans that share characters: how many of all that either covers (Jaccard)."""
    shared: dict[tuple[int, int], int] = {}
    low, many = 0, len(others.fragments)
    for start, end, one in ones.fragments:
        while low < many and others.reach[low] <= start:
            low += 1  # all up to here end before this one, and before those that follow it
        for begin, stop, other in others.fragments[low : bisect_left(others.starts, end, low)]:
            if stop > start:
                pair = one, other
                shared[pair] = shared.get(pair, 0) + min(end, stop) - max(start, begin)
    mine, yours = first.lengths, second.lengths
    return {
        pair: count / (mine[pair[0]] + yours[pair[1]] - count) for pair, count in shared.items()
    }


def _confused(first: Side, second: Side, overlap: Matching) -> Matching:
    """Spans without a partner of their label, matched across labels."""
    ones, others = overlap.first, overlap.second
    if not (ones and others):
        return Matching([], ones, others)
    across = closeness(first, second, first.only(ones), second.only(others))
    return largest(across, ones, others)


def _links(first: Side, second: Side, alike: Closeness) -> Closeness:
    """Of relations of one type whose ends are alike: how close these are."""
    if not (first.relations and second.relations):
        return {}
    partners: dict[int, list[int]] = defaultdict(list)
    for one, other in alike:
        partners[one].append(other)
    leading_from: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, (type_, from_, _) in enumerate(second.relations):
        leading_from[type_, from_].append(number)
    closeness: Closeness = {}
    for number, (type_, from_, to) in enumerate(first.relations):
        for other_from in partners.get(from_, ()):
            for other in leading_from.get((type_, other_from), ()):
                ends = (to, second.relations[other][2])
                if ends in alike:
                    closeness[number, other] = (alike[from_, other_from] + alike[ends]) / 2
    return closeness
