"""The article as HTML: sections of blocks, with the labelled stretches as flattened marks.

Built in one pass over text and spans, for a template loop over segments takes three times as
long. The page's script draws single blocks again by the same rule (``domain.spans``).
"""

from collections.abc import Iterable, Iterator
from html import escape
from math import ceil
from typing import NamedTuple

from markupsafe import Markup

from annotator.domain.spans import flatten
from annotator.domain.text import Block, blocks

SECTION = 25
"""Blocks in a section, the unit that a browser may leave undrawn while it is out of sight."""

STEP = 600
STEPS = 90
"""A section's estimated height is told as class ``s1`` to ``s90``, each ``STEP`` pixels more."""

_LINE_LENGTH = 70
_LINE_HEIGHT = 36
_GAP = 20


class Painted(NamedTuple):
    """A fragment to paint: code points, half-open, and the number of its label."""

    start: int
    end: int
    label: int


def article(text: str, title: str, fragments: Iterable[Painted]) -> tuple[Markup, bool]:
    """The sections, and whether the first block is the headline (it says what the title says)."""
    pieces = list(blocks(text))
    first = pieces[0]
    headline = not _split(pieces) and text[first.start : first.end].strip() == title
    drawn = _drawn(text, pieces, sorted(fragments), headline)
    sections = []
    for at in range(0, len(pieces), SECTION):
        inside = "".join([next(drawn) for _ in pieces[at : at + SECTION]])
        sections.append(f'<div class="sec s{_step(pieces[at : at + SECTION])}">{inside}</div>')
    return Markup("\n".join(sections)), headline  # noqa: S704 - all text in it is escaped


def _split(pieces: list[Block]) -> bool:
    """Whether the first paragraph was too long for one block."""
    return len(pieces) > 1 and pieces[1].continued and pieces[1].paragraph == 1


def _step(pieces: list[Block]) -> int:
    height = sum(ceil((p.end - p.start) / _LINE_LENGTH) * _LINE_HEIGHT + _GAP for p in pieces)
    return max(1, min(STEPS, round(height / STEP)))


def _drawn(
    text: str, pieces: list[Block], fragments: list[Painted], headline: bool
) -> Iterator[str]:
    """Each block's element. ``fragments`` are sorted by start; both are gone through once."""
    waiting = 0
    active: list[Painted] = []
    offset = 0 if headline else 1
    for number, piece in enumerate(pieces):
        while waiting < len(fragments) and fragments[waiting].start < piece.end:
            active.append(fragments[waiting])
            waiting += 1
        active = [fragment for fragment in active if fragment.end > piece.start]
        tag = "h1" if headline and number == 0 else "p"
        shown = "" if piece.continued or tag == "h1" else str(piece.paragraph - 1 + offset)
        extra = ' class="more"' if piece.continued else ""
        opening = f'<{tag}{extra} data-o="{piece.start}" data-n="{shown}" dir="auto">'
        yield f"{opening}{_inside(text, piece, active)}</{tag}>"


def _inside(text: str, piece: Block, active: list[Painted]) -> str:
    if not active:
        return escape(text[piece.start : piece.end], quote=False)
    parts = []
    position = piece.start
    for start, end, classes in flatten(active, piece.start, piece.end):
        if start > position:
            parts.append(escape(text[position:start], quote=False))
        parts.append(f'<mark class="{classes}">{escape(text[start:end], quote=False)}</mark>')
        position = end
    if position < piece.end:
        parts.append(escape(text[position : piece.end], quote=False))
    return "".join(parts)
