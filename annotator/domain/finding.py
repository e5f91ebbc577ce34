"""What a search looks for, and where in a text it is: words, without case and accents.

A term is found at the beginning of a word: “general” in “Generals”. Scripts that put no blanks
between words (Chinese, Japanese, Thai, …) are found anywhere. All offsets are code points.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

MOST = 20
"""The most words of a query that count."""

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUN = re.compile("[^\x00-\x7f]+")
_LATE = re.compile("[\u0e00-\U0010ffff]+")
_PAIRS = re.compile(f"([{_UNSPACED}])(?=([{_UNSPACED}]?))")
_TERM = re.compile(f"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[0-9a-z\x80-\U0010ffff])+")
_INSIDE = "(?<![0-9a-z\x80-\U0010ffff])"
_BETWEEN = "[^0-9a-z\x80-\U0010ffff]*"
_IGNORED = {"Cf", "Me", "Sk"}
_SIGN = re.compile(f"[{_UNSPACED}]")
_ASCII = bytes(range(128))
_FEW = 24
"""So many different characters are replaced in a text faster one by one than in one pass."""
_PIECE = 4096
_LOOK = 100_000
"""So much of a text is looked at, in code points, before the next such piece."""
_OVERLAP = 1_000
"""What a piece has of the one before it: words may stand on both sides of a cut."""
_WEAKEST = 10
"""From this combining class on, a mark is an accent; below, it is part of its letter."""


def _folded(character: str) -> str:
    """A letter's plain form; a blank for what parts words; an emoji as a word of its own."""
    kept = []
    plain = unicodedata.normalize("NFKD", character).casefold()
    for part in unicodedata.normalize("NFKD", plain):
        category = unicodedata.category(part)
        if part == "\u0640" or category in _IGNORED or "\ufe00" <= part <= "\ufe0f":
            continue
        if category[0] == "M" and unicodedata.combining(part) >= _WEAKEST:
            continue
        if category == "So":
            kept.append(f" {part} ")
        else:
            kept.append(part if category[0] in "LNM" or category in {"Cn", "Co"} else " ")
    return "".join(kept)


class _Table(dict[int, str]):
    """The plain forms, each worked out once."""

    def __missing__(self, point: int) -> str:
        plain = self[point] = _folded(chr(point))
        return plain


_TABLE = _Table()


def fold(text: str) -> str:
    """The text in plain letters, digits and blanks; ASCII signs stay as they are."""
    return (text if text.isascii() else _RUN.sub(_fold_run, text)).lower()


def _fold_run(match: re.Match[str]) -> str:
    return match[0].translate(_TABLE)


def words(text: str) -> str:
    """The text as an index takes it: plain, and where no blanks part words, in pairs of signs."""
    strange = _strange(text)
    if len(strange) > _FEW:
        text = _RUN.sub(_fold_run, text)
    else:
        for character in strange:
            text = text.replace(character, _TABLE[ord(character)])
    if not any(_SIGN.search(_TABLE[ord(character)]) for character in strange):
        return text
    return _LATE.sub(lambda run: _PAIRS.sub(r" \1\2 ", run[0]), text)


def _strange(text: str) -> set[str]:
    """The characters beyond ASCII. Taking ASCII out of the bytes is the quickest way to them."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(rest.decode("utf-8", "surrogatepass"))


@dataclass(frozen=True)
class Query:
    """What a person typed into a search field; nothing in it is a command."""

    typed: str

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Its words, plain; none where it has signs only."""
        return tuple(dict.fromkeys(_TERM.findall(fold(self.typed))))[:MOST]

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """What words of an index begin with, all of it, where the query is found."""
        return tuple(start for term in self.terms for start in words(term).split())[:MOST]

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [re.compile(_pattern(term)) for term in self.terms]

    @cached_property
    def _together(self) -> re.Pattern[str]:
        # What stands between words is never part of one, or the search could take for ever.
        return re.compile(_BETWEEN.join(map(_pattern, self.terms)))

    def is_in(self, text: str) -> bool:
        """Whether all its words are in a text."""
        plain = fold(text)
        return bool(self.terms) and all(pattern.search(plain) for pattern in self._patterns)

    def together(self, plain: str) -> int | None:
        """Where a folded text first has all its words together."""
        match = self._together.search(plain) if self.terms else None
        return match.start() if match else None

    def single(self, plain: str) -> int | None:
        """Where a folded text first has one of its words."""
        each = (pattern.search(plain) for pattern in self._patterns)
        return min((match.start() for match in each if match), default=None)

    def hits(self, plain: str) -> list[tuple[int, int]]:
        """Where its words are in a folded text, in order: all together if they stand so."""
        if not self.terms:
            return []
        together = [match.span() for match in self._together.finditer(plain)]
        if together:
            return together
        each = (match.span() for pattern in self._patterns for match in pattern.finditer(plain))
        return sorted(each)


def _pattern(term: str) -> str:
    return re.escape(term) if re.match(f"[{_UNSPACED}]", term) else _INSIDE + re.escape(term)


class Snippet(NamedTuple):
    """A little of a text around the first hit; ``parts`` are (words, whether they are hits)."""

    start: int
    end: int
    parts: list[tuple[str, bool]]


def snippet(query: Query, text: str, around: int = 70) -> Snippet | None:
    """Where a query is first found in a text, with some words around it; None if nowhere."""
    first = _first(query, text)
    if first is None:
        return None
    begin, stop = _window(text, first, around)
    near = _places(query, text[first:stop])
    parts = [("…" if begin else "", False), (text[begin:first], False)]
    done = 0
    for start, end in near:
        if start >= done:
            parts += [(text[first + done : first + start], False)]
            parts += [(text[first + start : first + end], True)]
            done = end
    parts += [(text[first + done : stop], False), ("…" if stop < len(text) else "", False)]
    return Snippet(first, first + near[0][1], [part for part in parts if part[0]])


def _first(query: Query, text: str) -> int | None:
    """Where a text first has all words of a query together, or else one of them.

    It is looked at piece by piece, so that no more of a long one is folded than is needed.
    """
    alone = None
    for start in range(0, len(text), _LOOK):
        before = max(0, start - _OVERLAP)
        begin = max(before, text.rfind(" ", before, start))  # where there are blanks, at a word
        piece = text[begin : start + _LOOK]
        plain = fold(piece)
        found = query.together(plain)
        if found is not None:
            return begin + _origin(piece, found)
        if alone is None and (found := query.single(plain)) is not None:
            alone = begin + _origin(piece, found)
    return alone


def _window(text: str, first: int, around: int) -> tuple[int, int]:
    """What to show of a text around a hit, cut at blanks where there are some."""
    begin, stop = max(0, first - around), min(len(text), first + 3 * around)
    if begin and (blank := re.search(r"\s", text[begin:first])):
        begin += blank.end()
    if stop < len(text) and (whole := re.match(r".{90,}(?=\s)", text[first:stop], re.DOTALL)):
        stop = first + whole.end()
    return begin, stop


def _places(query: Query, text: str) -> list[tuple[int, int]]:
    """Where a query is in a short text that begins with a hit."""
    ends = list(accumulate(len(fold(character)) for character in text))
    places = []
    for start, end in query.hits(fold(text)) or [(0, 1)]:
        last = bisect_right(ends, end - 1)
        while last + 1 < len(ends) and ends[last + 1] == ends[last]:  # accents of their own
            last += 1
        places.append((bisect_right(ends, start), last + 1))
    return places


def _origin(text: str, wanted: int) -> int:
    """Which character of a text became the one at ``wanted`` of the folded text."""
    done = 0
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        size = len(fold(piece))
        if wanted < done + size:
            ends = list(accumulate(len(fold(character)) for character in piece))
            return start + bisect_right(ends, wanted - done)
        done += size
    return len(text)
