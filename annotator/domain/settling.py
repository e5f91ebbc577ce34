"""Several people's layers of one article put together: where they agree, and where they differ.

A case is what people made of one stretch: at most one span of each, every two of which share
characters. Spans of one label go together first, the closest before others (Jaccard, over
characters); then what is left, where two share at least half of all that either covers. Agreement
matches the same things pair by pair, and so that as many pairs as can be are found; a case asks
more, and may part what agreement pairs.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal, NamedTuple

from annotator.domain.agreement.comparison import Side, closeness
from annotator.domain.agreement.layers import Layer, Relation, Span
from annotator.domain.agreement.matching import Numbers
from annotator.domain.spans import Fragment

Kind = Literal["missing", "label", "boundary", "link"]
"""How the readings of a case differ: somebody has none, in labels, in edges, in links."""

Member = tuple[str, str]
"""A span or relation of somebody's layer: (layer, id)."""

ALIKE = 0.5
"""The share of their characters from which spans of two labels are taken for the same thing."""


class Reading(NamedTuple):
    """What some of the people say alike; ``fragments`` are code points, half-open."""

    label: str
    fragments: tuple[Fragment, ...]
    spans: tuple[Member, ...]

    @property
    def people(self) -> list[str]:
        return [layer for layer, _ in self.spans]


class Case(NamedTuple):
    """What the people made of one stretch of the text."""

    readings: tuple[Reading, ...]
    """The one that most people have first, then in the order of the people."""
    without: tuple[str, ...]
    """Who has nothing there."""

    @property
    def members(self) -> list[Member]:
        return [span for reading in self.readings for span in reading.spans]

    @property
    def kinds(self) -> list[Kind]:
        """How the people differ; none where all say the same."""
        labels = {reading.label for reading in self.readings}
        edges = {reading.fragments for reading in self.readings}
        found: dict[Kind, bool] = {
            "missing": bool(self.without),
            "label": len(labels) > 1,
            "boundary": len(edges) > 1,
        }
        return [kind for kind, differs in found.items() if differs]

    @property
    def hull(self) -> Fragment:
        every = [fragment for reading in self.readings for fragment in reading.fragments]
        return min(start for start, _ in every), max(end for _, end in every)

    @property
    def majority(self) -> int | None:
        """The reading that more than half of the people have, -1 for none at all."""
        everybody = len(self.members) + len(self.without)
        if 2 * len(self.without) > everybody:
            return -1
        return 0 if 2 * len(self.readings[0].spans) > everybody else None


class Links(NamedTuple):
    """Where some people's links from one case lead; ``to`` are cases by their place in the list."""

    to: tuple[int, ...]
    people: tuple[str, ...]
    relations: tuple[tuple[Member, int], ...]
    """Each relation, and the case that it leads to."""


class LinkCase(NamedTuple):
    """Links of one type from one case, which not all who have both ends drew alike."""

    type: str
    from_: int
    """The case that they lead from, by its place in the list."""
    readings: tuple[Links, ...]

    @property
    def members(self) -> list[Member]:
        return [relation for reading in self.readings for relation, _ in reading.relations]

    @property
    def majority(self) -> int | None:
        """The reading that more than half of those who have the span have."""
        sizes = [len(reading.people) for reading in self.readings]
        return 0 if 2 * sizes[0] > sum(sizes) else None


def cases(layers: Sequence[Layer]) -> list[Case]:
    """All that the people made, in the order of the text. ``layers`` are in the people's order."""
    people = [layer.name for layer in layers]
    found = [_case(group, people) for group in _groups(layers)]
    return sorted(found, key=lambda case: (case.hull[0], -case.hull[1], case.members))


def links(layers: Sequence[Layer], found: Sequence[Case]) -> list[LinkCase]:
    """The links that people who have both ends did not draw alike, by the case they lead from.

    Who drew no link of a type in the whole article did not look for them, and is not counted.
    """
    at = {member: number for number, case in enumerate(found) for member in case.members}
    drawn: dict[tuple[int, str], dict[str, list[tuple[int, Relation]]]] = {}
    for layer in layers:
        for relation in layer.relations:
            ends = [at[layer.name, end] for end in (relation.from_, relation.to)]
            by_person = drawn.setdefault((ends[0], relation.type), {})
            by_person.setdefault(layer.name, []).append((ends[1], relation))
    linking = {(layer.name, relation.type) for layer in layers for relation in layer.relations}
    every = []
    for (from_, type_), by_person in sorted(drawn.items()):
        people = [name for name, _ in sorted(found[from_].members) if (name, type_) in linking]
        every.append(
            _link_case(type_, from_, {name: by_person.get(name, []) for name in people}, found)
        )
    return [case for case in every if case is not None]


def _groups(layers: Sequence[Layer]) -> list[dict[str, Span]]:
    """Spans that go together, at most one of each person, each sharing characters with all."""
    group_of: dict[Member, dict[str, Span]] = {
        (layer.name, span.id): {layer.name: span} for layer in layers for span in layer.spans
    }
    ranked, touching = _pairs(layers)
    for one, other in ranked:
        first, second = group_of[one], group_of[other]
        if first.keys().isdisjoint(second.keys()) and all(
            ((a, mine.id), (b, yours.id)) in touching
            for a, mine in first.items()
            for b, yours in second.items()
        ):
            first |= second
            group_of |= {(person, span.id): first for person, span in second.items()}
    return list({id(group): group for group in group_of.values()}.values())


def _pairs(
    layers: Sequence[Layer],
) -> tuple[list[tuple[Member, Member]], set[tuple[Member, Member]]]:
    """Spans of two people that may go together, the best first; and all that share characters."""
    numbers: Numbers = {}
    sides = [Side(layer, numbers) for layer in layers]
    ranked: list[tuple[bool, float, list[tuple[Fragment, Member]]]] = []
    touching: set[tuple[Member, Member]] = set()
    for first, second in combinations(sides, 2):
        for (one, other), close in closeness(first, second).items():
            mine, yours = first.layer.spans[one], second.layer.spans[other]
            members = (first.layer.name, mine.id), (second.layer.name, yours.id)
            touching |= {members, members[::-1]}
            across = mine.label != yours.label
            if not across or close >= ALIKE:
                both = [(mine.fragments[0], members[0]), (yours.fragments[0], members[1])]
                ranked.append((across, -close, sorted(both)))
    return [(one, other) for *_, ((_, one), (_, other)) in sorted(ranked)], touching


def _case(group: Mapping[str, Span], people: Sequence[str]) -> Case:
    alike: dict[tuple[str, tuple[Fragment, ...]], list[Member]] = {}
    for person in people:
        if person in group:
            span = group[person]
            alike.setdefault((span.label, span.fragments), []).append((person, span.id))
    readings = [Reading(*said, tuple(members)) for said, members in alike.items()]
    readings.sort(key=lambda reading: -len(reading.spans))  # stable: else the people's order
    return Case(tuple(readings), tuple(person for person in people if person not in group))


_Alike = dict[tuple[int, ...], tuple[list[str], list[tuple[Member, int]]]]
"""Who drew the same links, and which relations these are, by the cases that they lead to."""


def _link_case(
    type_: str,
    from_: int,
    by_person: Mapping[str, Sequence[tuple[int, Relation]]],
    found: Sequence[Case],
) -> LinkCase | None:
    targets = {to for drawn in by_person.values() for to, _ in drawn}
    alike: _Alike = {}
    for person, drawn in by_person.items():
        names, relations = alike.setdefault(tuple(sorted({to for to, _ in drawn})), ([], []))
        names.append(person)
        relations += [((person, relation.id), to) for to, relation in drawn]
    if not _differ(alike, targets, found):
        return None
    readings = [Links(to, tuple(names), tuple(ids)) for to, (names, ids) in alike.items()]
    return LinkCase(type_, from_, tuple(sorted(readings, key=lambda one: -len(one.people))))


def _differ(alike: _Alike, targets: Iterable[int], found: Sequence[Case]) -> bool:
    """Whether somebody has both ends of a link that somebody else drew, and did not draw it."""
    for target in targets:
        has = {person for person, _ in found[target].members}
        for to, (names, _) in alike.items():
            if target not in to and not has.isdisjoint(names):
                return True
    return False
