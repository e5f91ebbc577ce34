"""How the cases of an article stand: what was decided of each, and what waits.

A settled case is nothing but the verdicts on its spans. It is open again when an author changes or
deletes a span of it, contests, or submits with nothing there after it was settled.
"""

from typing import Any, NamedTuple

from sqlalchemy import Row

from annotator.domain.settling import Case, LinkCase, Member
from annotator.domain.spans import Fragment
from annotator.store.desk import Record
from annotator.store.unsettled import Reader


class Gone(NamedTuple):
    """A gold span whose authors have all deleted what it came from."""

    span: Record
    members: list[Member]


class GoldLink(NamedTuple):
    """A link of gold; ``own``: a reviewer drew it, and it came from no layer."""

    id: str
    type: str
    from_: str
    to: str
    words: str
    """What it leads to."""
    own: bool


class Sheet(NamedTuple):
    """The layers of one article put together, and what was decided of them so far."""

    article: Row[Any]
    people: list[Reader]
    cases: list[Case]
    links: list[LinkCase]
    spans: dict[Member, Record]
    relations: dict[Member, Record]
    """Each with its ``verdict``, ``""`` for none."""
    contested: set[Member]
    decided_at: dict[Member, str]
    gold: dict[Member, Record]
    """The gold span that came from each span."""
    gold_links: list[GoldLink]
    """By where the spans that they lead to stand."""
    deleted: dict[str, list[Member]]
    """Spans that their authors deleted and that are in gold still, by the gold span's id."""
    gone: list[Gone]
    gold_spans: int
    """How many spans gold has."""
    version: int
    """The version of gold."""

    def waits(self, member: Member) -> bool:
        """Whether a span waits for a verdict."""
        return not self.spans[member]["verdict"] or member in self.contested

    def by_itself(self, case: Case) -> bool:
        """Whether a case goes in by itself: all say the same, and nobody decided otherwise."""
        said = {self.spans[member]["verdict"] for member in case.members}
        asked = self.contested & set(case.members) or self.deleted_of(case)
        if case.kinds or not said <= {"", "accepted"} or asked:
            return False
        return "" not in said or not self.is_to_discuss(case)

    def is_to_discuss(self, case: Case) -> bool:
        """Whether one of its authors wanted to talk about it."""
        return any("discuss" in self.spans[member]["flags"] for member in case.members)

    def is_settled(self, case: Case) -> bool:
        waits = any(map(self.waits, case.members))
        return not (waits or self.deleted_of(case) or self._is_news(case))

    def deleted_of(self, case: Case) -> list[Member]:
        """Spans that were deleted since, from which the gold of this case came too."""
        ids = {self.gold[member]["id"]: None for member in case.members if member in self.gold}
        return [member for id_ in ids for member in self.deleted.get(id_, ())]

    def _is_news(self, case: Case) -> bool:
        """Whether somebody submitted with nothing there after the others' spans were judged."""
        judged = min(self.decided_at.get(member, "") for member in case.members)
        return any(
            one.name in case.without and one.status == "submitted" and one.submitted_at > judged
            for one in self.people
        )

    def is_link_settled(self, case: LinkCase) -> bool:
        """Whether each link has a verdict, or the span that they lead from was left out."""
        members = self.cases[case.from_].members
        if all(self.spans[member]["verdict"] == "rejected" for member in members):
            return True
        return all(self.relations[member]["verdict"] for member in case.members)

    def outcome(self, case: Case) -> list[tuple[str, tuple[Fragment, ...]]]:
        """The readings, label and fragments, that the verdicts of a settled case leave."""
        left: dict[tuple[str, tuple[Fragment, ...]], None] = {}
        for member in case.members:
            span = self.spans[member]
            read = self.gold.get(member, span) if span["verdict"] == "changed" else span
            if span["verdict"] != "rejected":
                fragments = tuple((start, end) for start, end in read["fragments"])
                left[read["label"], fragments] = None
        return list(left)

    def link_outcome(self, case: LinkCase) -> list[GoldLink]:
        """The links that the span has in gold."""
        here = {self.gold[one]["id"] for one in self.cases[case.from_].members if one in self.gold}
        return [one for one in self.gold_links if one.type == case.type and one.from_ in here]

    @property
    def left(self) -> int:
        """How many cases are not settled yet."""
        spans = [one for one in self.cases if not self.by_itself(one) and not self.is_settled(one)]
        links = [one for one in self.links if not self.is_link_settled(one)]
        return len(spans) + len(links) + len(self.gone)
