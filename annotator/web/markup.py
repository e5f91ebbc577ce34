"""The article as HTML: sections of blocks, with the labelled stretches as flattened marks.

Built in one pass over text and spans, for a template loop over segments takes three times as
long. The page's script draws single blocks again by the same rule (``domain.spans``).
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from html import escape
from math import ceil, inf
from typing import NamedTuple

from markupsafe import Markup

from annotator.domain.passages import Kind
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


class Look(NamedTuple):
    """How paragraphs are drawn, by where they begin; those not named are the plain body.

    What the rules take for headline or boilerplate bears no number, whatever is said of it by
    hand: so a number means the same paragraph to everybody, always.
    """

    rules: Mapping[int, Kind] = {}
    grey: Container[int] = ()


class Drawn(NamedTuple):
    """An article's sections; whether the first block is the headline; whether all is marked."""

    html: Markup
    headline: bool
    whole: bool


def article(
    text: str,
    title: str,
    fragments: Iterable[Painted],
    look: Look | None = None,
    most: float = inf,
) -> Drawn:
    """The article's sections.

    With ``most`` marks drawn, the sections that follow are left bare, for a script to mark as
    they come near: a browser takes longer over marks than over anything else of a long article.
    """
    pieces = list(blocks(text))
    headline = not _split(pieces) and text[pieces[0].start : pieces[0].end].strip() == title
    elements = zip(pieces, _tags(pieces, look or Look(), headline), strict=True)
    marked, bare = _drawn(text, elements, sorted(fragments)), _drawn(text, elements, [])
    sections = []
    marks, whole = 0, True
    for at in range(0, len(pieces), SECTION):
        section = pieces[at : at + SECTION]
        whole = marks < most
        inside = "".join([next(marked if whole else bare) for _ in section])
        classes = f"sec s{_step(section)}" + " bare" * (not whole)
        sections.append(f'<div class="{classes}">{inside}</div>')
        marks += inside.count("<mark ")
    html = Markup("\n".join(sections))  # noqa: S704 - all text in it is escaped
    return Drawn(html, headline, whole)


def _split(pieces: list[Block]) -> bool:
    """Whether the first paragraph was too long for one block."""
    return len(pieces) > 1 and pieces[1].continued and pieces[1].paragraph == 1


def _step(pieces: list[Block]) -> int:
    height = sum(ceil((p.end - p.start) / _LINE_LENGTH) * _LINE_HEIGHT + _GAP for p in pieces)
    return max(1, min(STEPS, round(height / STEP)))


def places(text: str, title: str, look: Look) -> list[tuple[int, str]]:
    """Where each paragraph starts, and how it is called: "headline", its number, or ``""``."""
    pieces = list(blocks(text))
    headline = not _split(pieces) and text[pieces[0].start : pieces[0].end].strip() == title
    return [
        (piece.start, "headline" if name.startswith("h") else shown)
        for piece, name, shown in _named(pieces, look, headline)
        if not piece.continued
    ]


def _named(pieces: list[Block], look: Look, headline: bool) -> Iterator[tuple[Block, str, str]]:
    """Each block with its element's name and its number. ``headline``: the first says the title."""
    number = 0
    for piece in pieces:
        kind = look.rules.get(piece.start)
        name, shown = "p", ""
        if piece is pieces[0] and (headline or (kind == "headline" and not _split(pieces))):
            name = "h1" if headline else "h2"
        elif not piece.continued and kind != "boilerplate":
            number += 1
            shown = str(number)
        yield piece, name, shown


def _tags(pieces: list[Block], look: Look, headline: bool) -> Iterator[tuple[str, str]]:
    """Each block's opening and closing tag. ``headline``: the first one says the title."""
    grey = False
    for piece, name, shown in _named(pieces, look, headline):
        grey = grey if piece.continued else piece.start in look.grey
        classes = " ".join(("more",) * piece.continued + ("grey",) * grey)
        extra = f' class="{classes}"' if classes else ""
        place = f'data-o="{piece.start}" data-e="{piece.end}" data-n="{shown}"'
        yield f'<{name}{extra} {place} dir="auto">', f"</{name}>"


def _drawn(
    text: str, elements: Iterator[tuple[Block, tuple[str, str]]], fragments: list[Painted]
) -> Iterator[str]:
    """Each block's element. ``fragments`` are sorted by start; both are gone through once."""
    waiting = 0
    active: list[Painted] = []
    for piece, (opening, closing) in elements:
        while waiting < len(fragments) and fragments[waiting].start < piece.end:
            active.append(fragments[waiting])
            waiting += 1
        active = [fragment for fragment in active if fragment.end > piece.start]
        yield f"{opening}{_inside(text, piece, active)}{closing}"


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
