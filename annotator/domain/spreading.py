"""Spreading articles over people: each article to some of them, everybody as many as the others.

The same input gives the same answer, whatever its order: where nothing else decides, a hash of
the article's id and the person's name does.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from annotator.domain.errors import Refused


class Given(NamedTuple):
    """An article's id, and the name of somebody who gets it."""

    article: str
    person: str


def spread(
    held: Mapping[str, Collection[str]],
    people: Collection[str],
    each: int,
    wanted: Collection[str] | None = None,
) -> list[Given]:
    """What to give whom, so that each of the ``wanted`` articles has ``each`` people.

    ``held`` names who has each article already, of all articles that count as somebody's load.
    Nobody gets an article twice, and an article that has enough people gets nobody. Loads of
    ``people`` differ by at most one, or by as little as what they have already allows. Who works
    together changes as often as it can. Sorted by article and person. Raises Refused.
    """
    check(each, people)
    return _Spreading(held, people).over(held.keys() if wanted is None else wanted, each)


def check(each: int, people: Collection[str]) -> None:
    """Raises Refused if an article cannot go to so many of these people."""
    if each < 1:
        raise Refused("each article goes to 1 person or more", "each")
    if each > len(set(people)):
        count = len(set(people))
        chosen = f"{count} {'is' if count == 1 else 'are'} chosen"
        said = f"each article cannot go to {each} people, for only {chosen}"
        raise Refused(f"{said}; choose more people, or ask for fewer", "each")


class _Spreading:
    """The work on one spreading: what each article has, gets, and what each person has by then."""

    def __init__(self, held: Mapping[str, Collection[str]], people: Collection[str]) -> None:
        self._people = sorted(set(people))
        self._on = {article: set(names) for article, names in held.items()}
        self._load = Counter(name for names in self._on.values() for name in names)
        self._together: Counter[tuple[str, str]] = Counter()
        for names in self._on.values():
            self._together.update(_pairs(names))
        self._new: dict[str, dict[str, None]] = {name: {} for name in self._people}

    def over(self, wanted: Iterable[str], each: int) -> list[Given]:
        ordered = sorted(set(wanted), key=lambda id_: (-len(self._on[id_]), _hash(id_), id_))
        for article in ordered:
            for _ in range(each - len(self._on[article])):
                self._fill(article)
        self._even_out()
        return sorted(Given(id_, name) for name, ids in self._new.items() for id_ in ids)

    def _fill(self, article: str) -> None:
        """Gives the article to who has least of those that do not have it, if there is anybody."""
        on = self._on[article]
        free = [name for name in self._people if name not in on]
        if not free:
            return
        least = min(self._load[name] for name in free)
        met = {name: self._met(name, on) for name in free if self._load[name] == least}
        rarest = min(met.values())
        even = [name for name in met if met[name] == rarest]
        chosen = min(even, key=lambda name: (_hash(article, name), name))
        self._together.update(_pair(chosen, other) for other in on)
        self._give(article, chosen)

    def _met(self, name: str, others: Collection[str]) -> int:
        """How often this person shares an article with the others."""
        return sum(self._together[_pair(name, other)] for other in others)

    def _give(self, article: str, name: str) -> None:
        self._on[article].add(name)
        self._load[name] += 1
        self._new[name][article] = None

    def _take(self, article: str, name: str) -> None:
        self._on[article].remove(name)
        self._load[name] -= 1
        del self._new[name][article]

    def _even_out(self) -> None:
        """Hands new articles on, from who has two more to who has two fewer, over others if need.

        Without such a way the loads are as even as they can be.
        """
        names = sorted(self._people, key=lambda name: (-self._load[name], name))
        while names:
            way = self._way(names[0])
            if not way:
                names.pop(0)
                continue
            for article, giver, taker in way:
                self._take(article, giver)
                self._give(article, taker)

    def _way(self, start: str) -> list[tuple[str, str, str]]:
        """Articles to hand on from ``start`` to somebody with two fewer: id, giver, taker."""
        came: dict[str, tuple[str, str, str]] = {}
        reached = [start]
        for giver in reached:
            for article in self._new[giver]:
                for taker in self._people:
                    if taker in self._on[article] or taker in came or taker == start:
                        continue
                    came[taker] = (article, giver, taker)
                    reached.append(taker)
                    if self._load[start] - self._load[taker] >= 2:
                        return _back(came, start, taker)
                if len(came) == len(self._people) - 1:
                    return []
        return []


def _back(
    came: Mapping[str, tuple[str, str, str]], start: str, end: str
) -> list[tuple[str, str, str]]:
    """The steps by which ``end`` was reached, the last one first."""
    steps = []
    while end != start:
        steps.append(came[end])
        end = came[end][1]
    return steps


def _pairs(names: Iterable[str]) -> list[tuple[str, str]]:
    return list(combinations(sorted(names), 2))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
