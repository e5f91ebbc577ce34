"""Two people's layers of one article, compared: which spans and links go together.

Each matching is one to one and as large as it can be; what its figure counts are its pairs, so a
figure and the cases behind it cannot differ. A span's characters are those of its fragments: two
spans overlap if they share one, and have the same edges only if all their fragments are the same.
"""

from bisect import bisect_left
from collections import defaultdict
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


class Side:
    """A layer made ready to be compared with others of the same article, of the same numbers."""

    def __init__(self, layer: Layer, numbers: Numbers) -> None:
        spans = layer.spans
        self.layer = layer
        self.every = range(len(spans))
        self.labels = [span.label for span in spans]
        self.edges = places([span.fragments for span in spans], numbers)
        self.spans = places([span[1:] for span in spans], numbers)
        self.fragments = sorted(
            [(start, end, at) for at in self.every for start, end in spans[at].fragments]
        )
        """Of all spans, each as (start, end, position of its span)."""
        self.starts = [start for start, _, _ in self.fragments]
        self.reach = list(accumulate([end for _, end, _ in self.fragments], max))
        """Where the last of all fragments up to each one ends."""
        self.lengths = [0] * len(spans)
        for start, end, at in self.fragments:
            self.lengths[at] += end - start
        place = {span.id: position for position, span in enumerate(spans)}
        ends = [(one.type, place[one.from_], place[one.to]) for one in layer.relations]
        self.links = places([(type_, spans[a][1:], spans[b][1:]) for type_, a, b in ends], numbers)
        self.leading: dict[int, list[tuple[int, str, int]]] = defaultdict(list)
        """From the position of a span: each relation's position, type, and where it leads to."""
        for at, (type_, from_, to) in enumerate(ends):
            self.leading[from_].append((at, type_, to))


def compare(first: Side, second: Side) -> Comparison:
    """All matchings of two layers of one article."""
    near = closeness(first, second)
    mine, yours = first.labels, second.labels
    alike = {pair: close for pair, close in near.items() if mine[pair[0]] == yours[pair[1]]}
    overlap = largest(alike, first.every, second.every)
    drawn = range(len(first.layer.relations)), range(len(second.layer.relations))
    return Comparison(
        first,
        second,
        exact=equal(first.spans, second.spans, first.every, second.every),
        overlap=overlap,
        boundary=equal(first.edges, second.edges, first.every, second.every),
        confused=_confused(near, overlap),
        link_exact=equal(first.links, second.links, *drawn),
        link_soft=largest(_links(first, second, alike), *drawn),
    )


def closeness(first: Side, second: Side) -> Closeness:
    """Of spans that share characters: how many of all that either covers (Jaccard)."""
    shared: dict[tuple[int, int], int] = {}
    others, low, many = second.fragments, 0, len(second.fragments)
    for start, end, one in first.fragments:
        while low < many and second.reach[low] <= start:
            low += 1  # all up to here end before this one, and before those that follow it
        for begin, stop, other in others[low : bisect_left(second.starts, end, low)]:
            if stop > start:
                pair = one, other
                # Most of the work is here, and calls of min and max would cost a sixth more.
                both = (end if end < stop else stop) - (start if start > begin else begin)  # noqa: FURB136
                shared[pair] = shared.get(pair, 0) + both
    mine, yours = first.lengths, second.lengths
    return {
        (one, other): count / (mine[one] + yours[other] - count)
        for (one, other), count in shared.items()
    }


def _confused(near: Closeness, overlap: Matching) -> Matching:
    """Spans without a partner of their label, matched across labels.

    Two of one label that share a character are not both without a partner.
    """
    ones, others = overlap.first, overlap.second
    lone, alone = set(ones), set(others)
    left = {pair: close for pair, close in near.items() if pair[0] in lone and pair[1] in alone}
    return largest(left, ones, others)


def _links(first: Side, second: Side, alike: Closeness) -> Closeness:
    """Of relations of one type whose ends are alike: how close these are."""
    found: Closeness = {}
    for (one, other), close in alike.items():
        if one in first.leading and other in second.leading:
            for mine, type_, to in first.leading[one]:
                for yours, its_type, its_to in second.leading[other]:
                    if type_ == its_type and (to, its_to) in alike:
                        found[mine, yours] = (close + alike[to, its_to]) / 2
    return found
