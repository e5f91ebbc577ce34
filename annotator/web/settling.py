"""Settling as its page shows it: cases and what is agreed, in the order of the text."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from annotator.domain import choices
from annotator.domain.choices import NOTHING, Choice
from annotator.domain.scheme import Scheme
from annotator.domain.settling import Case, Kind, LinkCase, Member, Reading
from annotator.store.case_sheet import Sheet
from annotator.web import shapes
from annotator.web.case_words import Parts, Shape, Words, chosen, joined, side, words_of
from annotator.web.templates import initials

KINDS: dict[Kind, str] = {
    "missing": "Missing",
    "boundary": "Boundary",
    "label": "Label",
    "link": "Link",
}

MOST = 300
"""The most cases that a page shows at once; the others follow when these are settled."""


class Shaper:
    """Shapes the cases of one article. ``places`` says how each paragraph is called."""

    def __init__(self, sheet: Sheet, scheme: Scheme, places: list[tuple[int, str]]) -> None:
        self.sheet, self.scheme = sheet, scheme
        self.labels = {label["key"]: label for label in shapes.labels(scheme)}
        self.words = Words(sheet.article.text, places)

    def entries(self) -> list[Shape]:
        """Cases, with what is agreed between them folded; numbered as they stand in the text."""
        found: list[Shape] = []
        for folds, group in groupby(self._in_order(), key=_folds):
            shapes = list(group)
            found += [self._fold(shapes)] if folds else shapes
        for number, case in enumerate([one for one in found if not one["folds"]], 1):
            case["number"] = number
        waiting = [at for at, one in enumerate(found) if not one["folds"] and not one["settled"]]
        return found[: waiting[MOST]] if len(waiting) > MOST else found

    def _in_order(self) -> Iterator[Shape]:
        links: dict[int, list[LinkCase]] = {}
        for link in self.sheet.links:
            links.setdefault(link.from_, []).append(link)
        for at, case in enumerate(self.sheet.cases):
            yield self._agreed(case) if self.sheet.by_itself(case) else self._case(case)
            yield from map(self._link_case, links.get(at, ()))

    def _fold(self, shapes: list[Shape]) -> Shape:
        first, last = shapes[0]["place"], shapes[-1]["place"]
        place = first if first == last else f"{first} to {last}"
        if place.count("paragraph ") == 2:
            place = "paragraphs " + place.replace("paragraph ", "")
        return {"folds": True, "agreed": shapes, "place": place}

    def _agreed(self, case: Case) -> Shape:
        """What all say alike: it goes in by itself, and may be left out."""
        reading = case.readings[0]
        return {
            "folds": True,
            "by_itself": True,
            "key": "/".join(case.members[0]),
            "place": self.words.place(case.hull[0]),
            "words": self.words.of(reading.fragments),
            "label": self.labels[reading.label],
            "settled": self.sheet.is_settled(case),
            "choices": [self._choice(case, one) for one in choices.of_case(case)],
            "members": [list(member) for member in case.members],
            "relations": [],
        }

    def _case(self, case: Case) -> Shape:
        kinds = [KINDS[kind] for kind in case.kinds] or ["Agreed"]
        settled = self.sheet.is_settled(case)
        return self._frame(case, kinds) | {
            "key": "/".join(case.members[0]),
            "sides": [self._side(case, reading) for reading in case.readings]
            + ([side(case.without)] if case.without else []),
            "choices": [self._choice(case, one) for one in choices.of_case(case)],
            "majority": _majority(case),
            "settled": settled,
            "outcome": self._outcome(case) if settled else None,
            "members": [list(member) for member in case.members],
            "relations": [],
            "readings": [
                {"label": reading.label, "fragments": reading.fragments}
                for reading in case.readings
            ],
        }

    def _frame(self, case: Case, kinds: list[str]) -> Shape:
        """Where a case stands."""
        start, end = case.hull
        return {
            "folds": False,
            "kinds": kinds,
            "place": self.words.place(start),
            "start": start,
            "end": end,
            "passage": self.words.passage(start, end),
            "precedents": [],
            "href": shapes.place_url(self.sheet.article.id, start, end),
        }

    def _side(self, case: Case, reading: Reading) -> Shape:
        """A reading and whose it is, with their notes and what they contest."""
        every = [other.fragments for other in case.readings]
        parts = self.words.differing(reading.fragments, every)
        spans = [(member, self.sheet.spans[member]) for member in reading.spans]
        contested = self.sheet.contested
        return side(reading.people, self.labels[reading.label], parts) | {
            "notes": [(initials(at[0]), span["note"]) for at, span in spans if span["note"]],
            "contests": [(initials(at[0]), span["reply"]) for at, span in spans if at in contested],
        }

    def _choice(self, case: Case, choice: Choice) -> Shape:
        if choice.reading >= 0:
            reading = case.readings[choice.reading]
            differ = "label" in case.kinds or len(case.readings) == 1
            words = self.labels[reading.label]["name"] if differ else ""
            return chosen(choice, reading.people, words)
        people = case.without if choice.reading == NOTHING else ()
        words = words_of(choice, len(case.readings), somebody=bool(people))
        return chosen(choice, people, words) | ({"key": _nothing(case)} if people else {})

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
            people = case.readings[at].people
            key, words = (
                str(at + 1),
                f"as {joined(people)} {'has' if len(people) == 1 else 'have'} it",
            )
        every = [reading for _, reading in own] if left else [fragments]
        parts = self.words.differing(fragments, every)
        said = {"label": self.labels[label], "parts": parts, "out": not left, "words": words}
        return said | {"key": key, "reading": {"label": label, "fragments": fragments}}

    def _link_case(self, case: LinkCase) -> Shape:
        found = [self._link_choice(case, one) for one in choices.of_links(case)]
        from_ = self.sheet.cases[case.from_]
        settled = self.sheet.is_link_settled(case)
        label, parts = self._claim(case)
        return self._frame(from_, [KINDS["link"]]) | {
            "key": f"{'/'.join(from_.members[0])}/{case.type}",
            "sides": [
                side(links.people, label, parts, self._leads(links.to)) for links in case.readings
            ],
            "choices": found,
            "majority": found[0]["key"] if case.majority is not None else None,
            "settled": settled,
            "outcome": self._link_outcome(case) if settled else None,
            "members": [],
            "relations": [list(member) for member in case.members],
            "type": case.type,
            "targets": self._targets(case),
            "own": [one.id for one in self.sheet.link_outcome(case) if one.own],
        }

    def _targets(self, case: LinkCase) -> list[Shape]:
        """What else the span may be linked to: what is or goes into gold, the nearest first."""
        from_ = self.sheet.cases[case.from_]
        found = []
        for other in self.sheet.cases:
            left = self._in_gold(other)
            if left and self.scheme.allows(case.type, from_.readings[0].label, left[0]):
                words, n = self.words.of(other.readings[0].fragments), self.labels[left[0]]["n"]
                distance = abs(other.hull[0] - from_.hull[0])
                said = {"words": words, "n": n, "layer": left[1][0], "span": left[1][1]}
                found.append((distance, said))
        return [said for _, said in sorted(found, key=lambda one: one[0])]

    def _in_gold(self, case: Case) -> tuple[str, Member] | None:
        """The label of a case in gold, or by itself soon, and a span that it comes from."""
        member = next((one for one in case.members if one in self.sheet.gold), None)
        if member:
            return self.sheet.gold[member]["label"], member
        return (case.readings[0].label, case.members[0]) if self.sheet.by_itself(case) else None

    def _claim(self, case: LinkCase) -> tuple[dict[str, Any], Parts]:
        """The span that the links lead from: its label and its words."""
        from_ = self.sheet.cases[case.from_]
        label, fragments = next(iter(self.sheet.outcome(from_)), from_.readings[0][:2])
        return self.labels[label], [(self.words.of(fragments), False)]

    def _leads(self, to: Sequence[int]) -> list[str]:
        return [self.words.of(self.sheet.cases[target].readings[0].fragments) for target in to]

    def _link_choice(self, case: LinkCase, choice: Choice) -> Shape:
        if choice.reading >= 0:
            reading = case.readings[choice.reading]
            return chosen(choice, reading.people, ", ".join(self._leads(reading.to)))
        without = [name for links in case.readings if not links.to for name in links.people]
        people = without if choice.reading == NOTHING else []
        readings = len(case.readings)
        words = words_of(choice, readings, somebody=bool(people), nothing="no link")
        at = [bool(links.to) for links in case.readings].index(False) if people else 0
        return chosen(choice, people, words) | ({"key": str(at + 1)} if people else {})

    def _link_outcome(self, case: LinkCase) -> Shape:
        label, parts = self._claim(case)
        leads = [one.words for one in self.sheet.link_outcome(case)]
        words = "attributed to " + " and ".join(leads) if leads else "no link"
        return {"label": label, "parts": parts, "out": False, "words": words, "key": ""}


def _nothing(case: Case) -> str:
    """The key that leaves a case out: behind those of the readings, where somebody said so."""
    return str(len(case.readings) + 1) if case.without else "0"


def _majority(case: Case) -> str | None:
    """The key of the choice that the majority makes."""
    if case.majority is None:
        return None
    return _nothing(case) if case.majority == NOTHING else str(case.majority + 1)


def _folds(shape: Shape) -> bool:
    return bool(shape["folds"])
