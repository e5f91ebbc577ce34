"""What was settled once, to go by: words that are, or are not, an example of a label, and why."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from annotator.domain.edits import Uuid
from annotator.domain.errors import Refused
from annotator.domain.records import Offset
from annotator.domain.spans import check_fragments, quote

REASON = r"^[^\x00-\x1f\x7f-\x9f]*$"
"""One line, without control characters."""

LONGEST = 2_000
"""Code points that the words of a precedent may have: it is read at a glance."""


class Pin(BaseModel):
    """Words of an article and why they are, or without ``holds`` are not, what the label says.

    ``fragments`` are ``[start, end]`` in code points, half-open, ascending and apart.
    """

    model_config = ConfigDict(frozen=True)

    label: Annotated[str, StringConstraints(max_length=40)]
    holds: Annotated[bool, Field(strict=True)] = True
    fragments: Annotated[list[tuple[Offset, Offset]], Field(min_length=1, max_length=1000)]
    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=REASON)
    ]


class Pinned(Pin):
    """The same with the id that the client made for it."""

    id: Uuid


def words_of(pin: Pin, text: str) -> str:
    """The words that it pins, those of several fragments joined by one space.

    Raises Refused where the fragments are out of order or outside the text, or the words too many.
    """
    check_fragments(pin.fragments, len(text))
    words = quote(text, pin.fragments)
    if len(words) > LONGEST:
        raise Refused(
            f"the words have {len(words):,} characters; a precedent has {LONGEST:,} at most; "
            "pin a shorter stretch",
            "fragments",
        )
    return words
