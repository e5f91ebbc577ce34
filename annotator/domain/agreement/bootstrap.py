"""How sure a figure is: the percentile bootstrap over articles (Efron 1979).

Articles are drawn, not words: the words of one article were labelled by the same hands in the same
hour, and do not vary by themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import shake_128
from math import ceil, floor
from struct import Struct, unpack
from typing import NamedTuple, TypeVar

from annotator.domain.agreement.counts import Counts, Key

Name = TypeVar("Name")

RESAMPLES = 1_000
LEVEL = 0.95
SEED = 1


class Interval(NamedTuple):
    """Where the middle 95 % of the resampled figures lie."""

    low: float
    high: float


def intervals(
    groups: Sequence[Sequence[Counts]],
    measure: Callable[[Mapping[Key, float]], Mapping[Name, float | None]],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> list[dict[Name, Interval | None]]:
    """The intervals of the figures that ``measure`` makes of the summed counts of articles.

    Each group of articles has its own. Resamples in which there was nothing to compare are passed
    over; None where there never was. A single article, which varies from nothing, has no interval.
    """
    found: list[dict[Name, list[float]]] = [{} for _ in groups]
    of_size: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        of_size[len(group)].append(place)
    for size, together in of_size.items():
        packed = _Packed([groups[place] for place in together])
        for number in range(resamples if size > 1 else 0):
            totals = packed.totals(_drawn(size, f"{seed}/{number}"))
            for place, total in zip(together, totals, strict=True):
                for name, value in measure(total).items():
                    values = found[place].setdefault(name, [])
                    if value is not None:
                        values.append(value)
    return [{name: _middle(values) for name, values in told.items()} for told in found]


def _middle(values: list[float]) -> Interval | None:
    if not values:
        return None
    values.sort()
    tail = (1 - LEVEL) / 2 * (len(values) - 1)
    return Interval(values[floor(tail)], values[ceil(len(values) - 1 - tail)])


def _drawn(articles: int, key: str) -> list[int]:
    """The places of as many articles as there are, drawn with replacement.

    From the bits of SHAKE128, which the key alone decides, so that a seed gives the same intervals
    on every computer. That some articles come more often by articles / 2³² is far below what the
    figures can show.
    """
    bits = shake_128(key.encode()).digest(4 * articles)
    return [number * articles >> 32 for number in unpack(f"<{articles}I", bits)]


class _Packed:
    """The counts of groups of equally many articles, so packed that they are summed in one go.

    The first articles of all groups are one whole number, the second ones another, and so on. Each
    kind of count of each group is a field of it, of 32 bits where every sum fits, else of 64.
    Fractions are counted in parts of 2⁻²⁰, which leaves room for sums of 10¹³ and is finer than
    what an interval can show.
    """

    def __init__(self, groups: Sequence[Sequence[Counts]]) -> None:
        self._keys = [_parts(group) for group in groups]
        widths = (width for keys in self._keys for _, width in keys.values())
        self._fields = Struct("<" + "".join(widths))
        self._articles = [self._packed(article) for article in zip(*groups, strict=True)]

    def _packed(self, article: Iterable[Counts]) -> int:
        fields = [
            round(counts.get(key, 0) * parts)
            for counts, keys in zip(article, self._keys, strict=True)
            for key, (parts, _) in keys.items()
        ]
        return int.from_bytes(self._fields.pack(*fields), "little")

    def totals(self, drawn: Iterable[int]) -> Iterator[dict[Key, float]]:
        """The summed counts of each group over the articles at these places."""
        summed = sum(map(self._articles.__getitem__, drawn))
        fields = iter(self._fields.unpack(summed.to_bytes(self._fields.size, "little")))
        for keys in self._keys:
            yield {key: next(fields) / parts for key, (parts, _) in keys.items()}


def _parts(group: Sequence[Counts]) -> dict[Key, tuple[int, str]]:
    """Of each kind of count: in how many parts of one it is counted, and the width of its field."""
    most: dict[Key, float] = {}
    broken: set[Key] = set()
    for counts in group:
        for key, count in counts.items():
            most[key] = max(count, most.get(key, 0))
            if count != int(count):
                broken.add(key)
    return {
        key: (1 << 20, "Q") if key in broken else (1, "I" if count * len(group) < 1 << 32 else "Q")
        for key, count in most.items()
    }
