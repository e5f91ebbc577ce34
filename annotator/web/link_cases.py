"""Where people link differently, as the settle page shows it, and what else may be linked."""

from collections.abc import Sequence
from typing import Any

from annotator.domain import choices
from annotator.domain.choices import NOTHING, Choice
from annotator.domain.scheme import Scheme
from annotator.domain.settling import Case, LinkCase, Member
from annotator.store.case_sheet import GoldLink, Sheet
from annotator.web.case_words import Parts, People, Shape, Words, words_of


class LinkShaper:
    """Shapes the link cases of one article."""

    def __init__(
        self,
        sheet: Sheet,
        scheme: Scheme,
        labels: dict[str, dict[str, Any]],
        people: People,
        words: Words,
    ) -> None:
        self.sheet, self.scheme, self.labels = sheet, scheme, labels
        self.people, self.words = people, words
        self._member = {span["id"]: member for member, span in sheet.gold.items()}

    def case(self, case: LinkCase) -> Shape:
        from_ = self.sheet.cases[case.from_]
        settled = self.sheet.is_link_settled(case)
        label, parts = self._claim(from_)
        found = [self._choice(case, one) for one in choices.of_links(case)]
        return self.words.frame(self.sheet.article.id, *from_.hull) | {
            "kinds": ["Link"],
            "key": f"{'/'.join(from_.members[0])}/{case.type}",
            "sides": [
                self.people.side(one.people, self.labels[label], parts, self._leads(one.to))
                for one in case.readings
            ],
            "choices": found,
            "majority": found[0]["key"] if case.majority is not None else None,
            "settled": settled,
            "outcome": self._outcome(case) if settled else None,
            "deleted": [],
            "why": "",
            "members": [],
            "relations": [list(member) for member in case.members],
            "type": case.type,
            "label": label,
            "leads": self._led_to(case),
            "own": [self._own(one) for one in self.sheet.link_outcome(case) if one.own],
        }

    def targets(self) -> list[Shape]:
        """All that may be linked to: what is in gold, or goes in by itself, and may be an end."""
        ends = {label for rule in self.scheme.relations for label in rule.to}
        found = []
        for case in self.sheet.cases if self.sheet.links else ():
            left = self._in_gold(case)
            if left and left[0] in ends:
                (label, (layer, span)), words = left, self.words.of(case.readings[0].fragments)
                said = {"words": words, "n": self.labels[label]["n"], "label": label}
                found.append(said | {"start": case.hull[0], "layer": layer, "span": span})
        return found

    def _in_gold(self, case: Case) -> tuple[str, Member] | None:
        """The label of a case in gold, or by itself soon, and a span that it comes from."""
        member = next((one for one in case.members if one in self.sheet.gold), None)
        if member:
            return self.sheet.gold[member]["label"], member
        return (case.readings[0].label, case.members[0]) if self.sheet.by_itself(case) else None

    def _claim(self, from_: Case) -> tuple[str, Parts]:
        """The span that links lead from: its label and words, as gold has them where it does."""
        label, fragments = next(iter(self.sheet.outcome(from_)), from_.readings[0][:2])
        return label, [(self.words.of(fragments), False)]

    def _leads(self, to: Sequence[int]) -> list[str]:
        return [self.words.of(self.sheet.cases[target].readings[0].fragments) for target in to]

    def _led_to(self, case: LinkCase) -> list[list[str]]:
        """The spans that somebody linked it to: choosing these is choosing a reading."""
        targets = {target for reading in case.readings for target in reading.to}
        return [
            list(member)
            for target in sorted(targets)
            for member in self.sheet.cases[target].members
        ]

    def _choice(self, case: LinkCase, choice: Choice) -> Shape:
        if choice.reading >= 0:
            reading = case.readings[choice.reading]
            return self.people.chosen(choice, reading.people, ", ".join(self._leads(reading.to)))
        without = [name for links in case.readings if not links.to for name in links.people]
        names = without if choice.reading == NOTHING else []
        readings = len(case.readings)
        words = words_of(choice, readings, somebody=bool(names), nothing="no link")
        at = [bool(links.to) for links in case.readings].index(False) if names else 0
        said = self.people.chosen(choice, names, words)
        return said | ({"key": str(at + 1)} if names else {})

    def _outcome(self, case: LinkCase) -> Shape:
        label, parts = self._claim(self.sheet.cases[case.from_])
        leads = [one.words for one in self.sheet.link_outcome(case)]
        words = "attributed to " + " and ".join(leads) if leads else "no link"
        said = {"labels": [self.labels[label]], "parts": parts, "out": False}
        return said | {"words": words, "key": self._key(case)}

    def _key(self, case: LinkCase) -> str:
        """The key of the choice that the verdicts come to, T where a reviewer drew a link."""
        if any(one.own for one in self.sheet.link_outcome(case)):
            return "T"
        for choice in choices.of_links(case):
            verdicts = [
                self.sheet.relations[one.layer, one.relation]["verdict"] for one in choice.links
            ]
            if verdicts == [one.verdict for one in choice.links]:
                return str(self._choice(case, choice)["key"])
        return ""

    def _own(self, link: GoldLink) -> Shape:
        """A link that a reviewer drew, as it may be drawn again."""
        ends = [self._member.get(end) for end in (link.from_, link.to)]
        from_, to = [{"layer": end[0], "span": end[1]} if end else None for end in ends]
        return {"id": link.id, "type": link.type, "from": from_, "to": to}
