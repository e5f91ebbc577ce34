"""How sure a figure is: the percentile bootstrap over articles (Efron 1979).

Articles are drawn, not words: the words of one article were labelled by the same hands in the same
hour, and do not vary by themselves.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import shake_128
from itertools import chain
from math import ceil, floor
from struct import Struct, unpack
from typing import NamedTuple, TypeVar

from annotator.domain.agreement.counts import Columns, Counts

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
    measure: Callable[[Columns], Mapping[Name, Iterable[float | None]]],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> list[dict[Name, Interval | None]]:
    """The intervals of the figures that ``measure`` makes of columns of summed counts.

    Each group of articles has its own. Resamples in which there was nothing to compare are passed
    over; None where there never was. A single article, which varies from nothing, has no interval.
    """
    found: list[dict[Name, Interval | None]] = [{} for _ in groups]
    of_size: dict[int, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if len(group) > 1 and resamples:
            of_size[len(group)].append(place)
    for size, together in of_size.items():
        draws = (_drawn(size, f"{seed}/{number}") for number in range(resamples))
        columns = _resampled([groups[place] for place in together], draws)
        for place, drawn in zip(together, columns, strict=True):
            found[place] = {name: _middle(values) for name, values in measure(drawn).items()}
    return found


def _middle(values: Iterable[float | None]) -> Interval | None:
    found = sorted([value for value in values if value is not None])
    if not found:
        return None
    tail = (1 - LEVEL) / 2 * (len(found) - 1)
    return Interval(found[floor(tail)], found[ceil(len(found) - 1 - tail)])


def _drawn(articles: int, key: str) -> list[int]:
    """The places of as many articles as there are, drawn with replacement.

    From the bits of SHAKE128, which the key alone decides, so that a seed gives the same intervals
    on every computer. That some articles come more often by articles / 2³² is far below what the
    figures can show.
    """
    bits = shake_128(key.encode()).digest(4 * articles)
    return [number * articles >> 32 for number in unpack(f"<{articles}I", bits)]


def _resampled(
    groups: Sequence[Sequence[Counts]], draws: Iterable[Sequence[int]]
) -> Iterator[Columns]:
    """The summed counts of each group over the articles of each draw.

    The first articles of all groups are one whole number, the second ones another, and so on, so
    that the counts of all groups are summed in one go.
    """
    packed = [_Packed(group) for group in groups]
    rows = zip(*[one.articles for one in packed], strict=True)
    articles = [int.from_bytes(b"".join(row), "little") for row in rows]
    length = sum([one.length for one in packed])
    sums = [sum(map(articles.__getitem__, drawn)).to_bytes(length, "little") for drawn in draws]
    offset = 0
    for one in packed:
        yield one.columns(sums, offset)
        offset += one.length


class _Packed:
    """The counts of a group's articles, each article's in so many bytes.

    Each kind of count is a field of 16, 32 or 64 bits: the fewest in which every sum fits.
    Fractions are counted in parts of 2⁻²⁰, which leaves room for sums of 10¹³ and is finer than
    what an interval can show.
    """

    def __init__(self, group: Sequence[Counts]) -> None:
        keys = dict.fromkeys(chain.from_iterable(group))
        fields = [_field([counts.get(key, 0) for counts in group]) for key in keys]
        self._parts = dict(zip(keys, [parts for parts, _ in fields], strict=True))
        columns = [column for _, column in fields]
        widths = [_width(max(column) * len(group)) for column in columns]
        self._fields = Struct("<" + "".join(widths))
        self.length = self._fields.size
        self.articles = list(map(self._fields.pack, *columns))

    def columns(self, sums: Iterable[bytes], offset: int) -> Columns:
        """The counts of this group from sums, in each of which they start behind so many bytes."""
        columns = zip(*[self._fields.unpack_from(packed, offset) for packed in sums], strict=True)
        return {
            key: [count / parts for count in column]
            for (key, parts), column in zip(self._parts.items(), columns, strict=True)
        }


def _field(counts: list[float]) -> tuple[int, list[int]]:
    """In how many parts of one something is counted, and the counts in these."""
    whole = list(map(int, counts))
    if whole == counts:
        return 1, whole
    return 1 << 20, [round(count * (1 << 20)) for count in counts]


def _width(most: int) -> str:
    """The narrowest field for numbers up to this one."""
    return "H" if most < 1 << 16 else "I" if most < 1 << 32 else "Q"
