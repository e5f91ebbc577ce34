"""Settling as its page shows it: cases and what is agreed, in the order of the text."""

from collections.abc import Iterator
from itertools import groupby, takewhile
from typing import Any

from annotator.domain import choices
from annotator.domain.choices import NOTHING, Choice
from annotator.domain.scheme import Scheme
from annotator.domain.settling import Case, Kind, LinkCase, Reading
from annotator.store.case_sheet import Gone, Sheet
from annotator.web import shapes
from annotator.web.case_words import People, Shape, Words, words_of
from annotator.web.link_cases import LinkShaper

KINDS: dict[Kind, str] = {"missing": "Missing", "boundary": "Boundary", "label": "Label"}

MOST = 200
"""The most open cases that a page shows at once; the others follow when these are settled."""


class Shaper:
    """Shapes the cases of one article. ``places`` says how each paragraph is called."""

    def __init__(self, sheet: Sheet, scheme: Scheme, places: list[tuple[int, str]]) -> None:
        self.sheet = sheet
        self.labels = {label["key"]: label for label in shapes.labels(scheme)}
        self.people = People([one.name for one in sheet.people])
        self.words = Words(sheet.article.text, places)
        self.links = LinkShaper(sheet, scheme, self.labels, self.people, self.words)

    def entries(self) -> list[Shape]:
        """Cases, with what is agreed between them folded; numbered as they stand in the text."""
        found: list[Shape] = []
        for folds, group in groupby(self._first(), key=_folds):
            together = list(group)
            found += [self._fold(together)] if folds else together
        found = [self._gone(one) for one in self.sheet.gone] + found
        for number, case in enumerate([one for one in found if not one["folds"]], 1):
            case["number"] = number
        return found

    def counts(self) -> dict[str, int]:
        """How many cases there are of each kind, whether they are shown or not."""
        kinds = {"Deleted": len(self.sheet.gone)}
        for case in self.sheet.cases:
            if not self.sheet.by_itself(case):
                first = self._kinds(case)[0]
                kinds[first] = kinds.get(first, 0) + 1
        kinds["Link"] = len(self.sheet.links)
        return {kind: many for kind, many in kinds.items() if many}

    def _first(self) -> Iterator[Shape]:
        """The cases up to the last open one that the page has room for."""
        room = MOST

        def fits(case: Shape) -> bool:
            nonlocal room
            room -= not (case["folds"] or case["settled"])
            return room >= 0

        return takewhile(fits, self._in_order())

    def _in_order(self) -> Iterator[Shape]:
        links: dict[int, list[LinkCase]] = {}
        for link in self.sheet.links:
            links.setdefault(link.from_, []).append(link)
        for at, case in enumerate(self.sheet.cases):
            yield self._agreed(case) if self.sheet.by_itself(case) else self._case(case)
            yield from map(self.links.case, links.get(at, ()))

    def _fold(self, together: list[Shape]) -> Shape:
        first, last = together[0]["place"], together[-1]["place"]
        place = first if first == last else f"{first} to {last}"
        if place.count("paragraph ") == 2:
            place = "paragraphs " + place.replace("paragraph ", "")
        return {"folds": True, "agreed": together, "place": place}

    def _agreed(self, case: Case) -> Shape:
        """What all say alike: it goes in by itself, and may be left out."""
        reading = case.readings[0]
        leave_out = [one for one in choices.of_case(case) if one.reading == NOTHING]
        return {
            "folds": True,
            "by_itself": True,
            "key": "/".join(case.members[0]),
            "place": self.words.place(case.hull[0]),
            "words": self.words.of(reading.fragments),
            "label": self.labels[reading.label],
            "notes": self._notes(reading),
            "settled": self.sheet.is_settled(case),
            "choices": [self._choice(case, one) for one in leave_out],
            "members": [list(member) for member in case.members],
            "relations": [],
        }

    def _kinds(self, case: Case) -> list[str]:
        found = [KINDS[kind] for kind in case.kinds]
        if found:
            return found
        return ["To discuss" if self.sheet.is_to_discuss(case) else "Agreed"]

    def _case(self, case: Case) -> Shape:
        settled = self.sheet.is_settled(case)
        sides = [self._side(case, reading) for reading in case.readings]
        members = case.members
        comments = {self.sheet.spans[member]["comment"] for member in members}
        return self.words.frame(self.sheet.article.id, *case.hull) | {
            "kinds": self._kinds(case),
            "key": "/".join(members[0]),
            "sides": sides + ([self.people.side(case.without)] if case.without else []),
            "choices": [self._choice(case, one) for one in choices.of_case(case)],
            "majority": _majority(case),
            "settled": settled,
            "outcome": self._outcome(case) if settled else None,
            "deleted": [self.people.badge(name) for name, _ in self.sheet.deleted_of(case)],
            "why": next(iter(comments)) if len(comments) == 1 else "",
            "members": [list(member) for member in members],
            "relations": [],
            "readings": [
                {"label": reading.label, "fragments": reading.fragments}
                for reading in case.readings
            ],
        }

    def _side(self, case: Case, reading: Reading) -> Shape:
        """A reading and whose it is, with their notes and what they contest."""
        every = [other.fragments for other in case.readings]
        parts = self.words.differing(reading.fragments, every)
        contests = [
            (self.people.badge(member[0]), self.sheet.spans[member]["reply"])
            for member in reading.spans
            if member in self.sheet.contested
        ]
        said = self.people.side(reading.people, self.labels[reading.label], parts)
        return said | {"notes": self._notes(reading), "contests": contests}

    def _notes(self, reading: Reading) -> list[tuple[str, str]]:
        """Whose note, and what it says."""
        spans = [(layer, self.sheet.spans[layer, id_]) for layer, id_ in reading.spans]
        return [(self.people.badge(layer), span["note"]) for layer, span in spans if span["note"]]

    def _choice(self, case: Case, choice: Choice) -> Shape:
        if choice.reading >= 0:
            reading = case.readings[choice.reading]
            differ = "label" in case.kinds or len(case.readings) == 1
            words = self.labels[reading.label]["name"] if differ else ""
            return self.people.chosen(choice, reading.people, words)
        names = case.without if choice.reading == NOTHING else ()
        words = words_of(choice, len(case.readings), somebody=bool(names))
        said = self.people.chosen(choice, names, words)
        return said | ({"key": _nothing(case)} if names else {})

    def _outcome(self, case: Case) -> Shape:
        """What a settled case came to, and whose reading that is."""
        left = self.sheet.outcome(case)
        own = [(reading.label, reading.fragments) for reading in case.readings]
        label, fragments = left[0] if left else own[0]
        key, words = ("T", "another reading") if left else (_nothing(case), "left out")
        if len(left) > 1 and left == own:
            key, words = "B", "both kept" if len(own) == 2 else "all kept"
        elif len(left) == 1 and left[0] in own:
            at = own.index(left[0])
            names = case.readings[at].people
            have = "has" if len(names) == 1 else "have"
            key, words = str(at + 1), f"as {self.people.joined(names)} {have} it"
        every = [reading for _, reading in own] if left else [fragments]
        return {
            "labels": [self.labels[one] for one in dict.fromkeys(one for one, _ in left)],
            "parts": self.words.differing(fragments, every),
            "out": not left,
            "words": words,
            "key": key,
            "reading": {"label": label, "fragments": fragments},
        }

    def _gone(self, gone: Gone) -> Shape:
        """What stands in gold and all of its authors have deleted since."""
        span = gone.span
        names = list(dict.fromkeys(name for name, _ in gone.members))
        withdrawn = [{"layer": one, "span": id_, "verdict": None} for one, id_ in gone.members]
        take_out = {"key": "0", "people": [], "words": "Take out of gold", "reading": NOTHING}
        parts = [(self.words.of(span["fragments"]), False)]
        side = self.people.side(names, self.labels[span["label"]], parts)
        return self.words.frame(self.sheet.article.id, span["start"], span["end"]) | {
            "kinds": ["Deleted"],
            "key": f"gone/{span['id']}",
            "sides": [side | {"notes": [], "contests": []}],
            "choices": [take_out | {"decisions": withdrawn, "links": []}],
            "majority": None,
            "settled": False,
            "outcome": None,
            "deleted": [self.people.badge(name) for name in names],
            "why": "",
            "members": [list(member) for member in gone.members],
            "relations": [],
        }


def _nothing(case: Case) -> str:
    """The key that leaves a case out: behind those of the readings, where somebody said so."""
    return str(len(case.readings) + 1) if case.without else "0"


def _majority(case: Case) -> str | None:
    """The key of the choice that the majority makes."""
    if case.majority is None:
        return None
    return _nothing(case) if case.majority == NOTHING else str(case.majority + 1)


def _folds(shape: dict[str, Any]) -> bool:
    return bool(shape["folds"])
