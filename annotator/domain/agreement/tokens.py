"""Words, the unit of Krippendorff's alpha.

Alpha depends on the unit, so the tokeniser has a name that stands beside every alpha. Another
rule would be another name.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from annotator.domain.spans import Fragment

TOKENISER = "words-1"
"""Words with their apostrophes, dots and hyphens inside; every other sign by itself."""

_TOKEN = re.compile(r"\w+(?:['’.\-]\w+)*|[^\w\s]")


class Tokens(NamedTuple):
    """The tokens of a text in its order: where each starts and ends, in code points."""

    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> "Tokens":
        found = list(_TOKEN.finditer(text))
        return cls(list(map(re.Match.start, found)), list(map(re.Match.end, found)))

    @property
    def all(self) -> int:
        """The set of all tokens, as ``covered`` has sets."""
        return (1 << len(self.starts)) - 1

    def covered(self, fragments: Iterable[Fragment]) -> int:
        """The tokens of which the fragments cover at least one character.

        A set of tokens is a whole number whose bit n stands for token n, so that what two people
        covered is compared in one step, however long the text.
        """
        tokens = 0
        for start, end in fragments:
            first, behind = bisect_right(self.ends, start), bisect_left(self.starts, end)
            if first < behind:
                tokens |= (1 << behind) - (1 << first)
        return tokens
