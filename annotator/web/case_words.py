"""The words in which a case to be settled is told: where it stands, who says what, what may be."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from annotator.domain.choices import ALL, NOTHING, Choice
from annotator.domain.spans import Fragment
from annotator.domain.text import blocks
from annotator.web import shapes
from annotator.web.templates import badges, initials

AROUND = 700
"""How many code points of a long paragraph are shown before and after what is to be settled."""

Shape = dict[str, Any]
Parts = list[tuple[str, bool]]
"""Words, and whether somebody else's reading lacks them."""


class Words:
    """An article's text as cases quote it. ``places`` says how each paragraph is called."""

    def __init__(self, text: str, places: list[tuple[int, str]]) -> None:
        self.text, self.places = text, places
        self.pieces = list(blocks(text))

    def of(self, fragments: Sequence[Fragment]) -> str:
        return " … ".join(self.text[start:end] for start, end in fragments)

    def frame(self, article: str, start: int, end: int) -> Shape:
        """Where a case stands: code points, half-open; its paragraph; the words around it."""
        return {
            "folds": False,
            "place": self.place(start),
            "start": start,
            "end": end,
            "passage": self.passage(start, end),
            "precedents": [],
            "href": shapes.place_url(article, start, end),
        }

    def place(self, start: int) -> str:
        """How the paragraph of an offset is called."""
        at = bisect_right(self.places, start, key=lambda place: place[0]) - 1
        name = self.places[max(at, 0)][1]
        return f"paragraph {name}" if name.isdigit() else name or "outside the numbered text"

    def passage(self, start: int, end: int) -> list[Shape]:
        """The paragraphs around a stretch, long ones cut: where each begins, its words before the
        stretch, in it, and behind it."""
        at = max(0, bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1)
        found = []
        for piece in self.pieces[at:]:
            if piece.start >= end:
                break
            low = max(piece.start, self._blank(start - AROUND))
            high = min(piece.end, self._blank(end + AROUND))
            cuts = low, min(max(start, low), high), max(min(end, high), low), high
            words = [self.text[at:behind] for at, behind in pairwise(cuts)]
            found.append({"start": low, "end": high, "words": words})
        return found

    def differing(self, mine: Sequence[Fragment], every: Sequence[Sequence[Fragment]]) -> Parts:
        """The words of a reading, cut where others begin and end; whether somebody lacks them."""
        edges = {edge for reading in every for fragment in reading for edge in fragment}
        parts: Parts = []
        for start, end in mine:
            parts += [(" … ", False)] * bool(parts)
            cuts = sorted({start, end} | {edge for edge in edges if start < edge < end})
            for at, behind in pairwise(cuts):
                alike = all(any(a <= at and behind <= b for a, b in one) for one in every)
                parts.append((self.text[at:behind], not alike))
        return parts

    def _blank(self, offset: int) -> int:
        """Behind the next blank, so that no word is cut."""
        found = self.text.find(" ", max(0, offset))
        return found + 1 if 0 <= found < offset + 80 else max(0, offset)


class People:
    """The people whose layers are settled, with initials that tell them apart."""

    def __init__(self, names: Sequence[str]) -> None:
        self._badges = badges(names)

    def shown(self, name: str) -> dict[str, str]:
        return {"name": name, "initials": self.badge(name)}

    def badge(self, name: str) -> str:
        return self._badges.get(name) or initials(name)

    def joined(self, names: Sequence[str]) -> str:
        return " and ".join(map(self.badge, names))

    def side(
        self,
        names: Sequence[str],
        label: Shape | None = None,
        parts: Parts | None = None,
        leads: list[str] | None = None,
    ) -> Shape:
        """A reading and whose it is; without a label: nothing. ``leads``: where a link leads."""
        said = {"people": [self.shown(name) for name in names], "label": label}
        return said | {"parts": parts or [], "leads": leads, "notes": [], "contests": []}

    def chosen(self, choice: Choice, names: Sequence[str], words: str) -> Shape:
        """A choice as its button: the key, whose reading it is, what it says and comes to."""
        key = {NOTHING: "0", ALL: "B"}.get(choice.reading, str(choice.reading + 1))
        return {
            "key": key,
            "people": [self.shown(name) for name in names],
            "words": words,
            "reading": choice.reading,
            "decisions": [one.model_dump(exclude_none=True) for one in choice.decisions],
            "links": [one.model_dump(exclude_none=True) for one in choice.links],
        }


def words_of(choice: Choice, readings: int, *, somebody: bool, nothing: str = "nothing") -> str:
    """What a choice of no or of all readings is called. ``somebody`` has nothing there."""
    if choice.reading == ALL:
        return "Both" if readings == 2 else "All"
    if somebody:
        return nothing
    return "Neither" if readings == 2 else "None" if readings > 2 else "Leave out"
