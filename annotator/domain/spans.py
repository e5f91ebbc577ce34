"""Spans: fragments, their order, and the sweep that flattens them for drawing.

A fragment is ``(start, end)`` in code points, half-open. A span has one or more, ascending,
neither overlapping nor touching.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from annotator.domain.errors import Refused

Fragment = tuple[int, int]

LANES = "abcdef"
"""The lanes of paint of a line of text: three below it, from the lowest upwards, then above it."""

DEEPEST = 3
"""How many shades tell that several spans carry the same label."""


class Segment(NamedTuple):
    """A stretch of text that one set of spans covers, and the classes that paint it."""

    start: int
    end: int
    classes: str


def check_fragments(fragments: Sequence[Fragment], length: int) -> None:
    """Refuses fragments that are not ascending and apart, or not inside 0..length."""
    if not fragments:
        raise Refused("a span needs at least one fragment, such as [[0, 54]]", "fragments")
    before = -1
    for start, end in fragments:
        check_fragment(start, end, length)
        if start <= before:
            raise Refused(
                f"fragments stand in order and apart; {start:,}-{end:,} touches the one before it",
                "fragments",
            )
        before = end


def check_fragment(start: int, end: int, length: int) -> None:
    """Refuses one that is empty, or not inside 0..length."""
    if not 0 <= start < end:
        raise Refused(
            f"the span has the fragment {start:,}-{end:,}, which does not end after its start",
            "fragments",
        )
    if end > length:
        raise Refused(f"the span ends at {end:,}; the text has {length:,} characters", "end")


def joined(fragments: Iterable[Fragment]) -> list[Fragment]:
    """The fragments sorted, with overlapping and touching ones made one."""
    result: list[Fragment] = []
    for start, end in sorted(fragments):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def quote(text: str, fragments: Sequence[Fragment]) -> str:
    """The labelled words: each fragment's text, joined by one space."""
    if len(fragments) == 1:
        ((start, end),) = fragments
        return text[start:end]
    return " ".join([text[start:end] for start, end in fragments])


def check_quote(stated: str, actual: str) -> None:
    """Refuses a stated text that is not what stands at the offsets."""
    if stated != actual:
        raise Refused(
            f"the span says “{_short(stated)}”, the text there is “{_short(actual)}”", "text"
        )


def _short(quoted: str) -> str:
    return quoted if len(quoted) <= 60 else quoted[:40] + "…" + quoted[-15:]


def flatten(spans: Iterable[tuple[int, int, int]], start: int, end: int) -> Iterator[Segment]:
    """The labelled segments of the block ``start:end``, disjoint and in order.

    ``spans`` are ``(start, end, label number)``, one for each fragment. A segment ends wherever
    any of them begins or ends; stretches without a label are left out.
    """
    inside = [
        (max(begin, start), min(stop, end), label)
        for begin, stop, label in spans
        if begin < end and stop > start
    ]
    edges = sorted(
        [(begin, 1, label) for begin, _, label in inside]
        + [(stop, -1, label) for _, stop, label in inside]
    )
    counts: dict[int, int] = {}
    position = start
    for at, change, label in edges:
        if at > position:
            if counts:
                yield Segment(position, at, classes(counts))
            position = at
        counts[label] = counts.get(label, 0) + change
        if not counts[label]:
            del counts[label]


def classes(counts: dict[int, int]) -> str:
    """The classes of a mark under ``{label number: how many spans}``: a lane each, then depth."""
    if len(counts) == 1:
        ((label, count),) = counts.items()
        return f"a{label}" if count == 1 else f"a{label} z{min(count - 1, DEEPEST)}"
    lanes = " ".join(
        [lane + str(label) for lane, label in zip(LANES, sorted(counts), strict=False)]
    )
    depth = min(max(counts.values()) - 1, DEEPEST)
    return f"{lanes} z{depth}" if depth else lanes
