"""Several layers of one article put together: its cases, and what was decided of them so far.

A settled case is nothing but the verdicts on its spans. What all the people say alike goes in by
itself with the first decision, as accepted; an author who changes a span later takes its verdict
away, and its case is open again.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from annotator.domain import settling
from annotator.domain.agreement.layers import Layer as Compared
from annotator.domain.agreement.layers import Relation, Span
from annotator.domain.errors import Conflict, Forbidden
from annotator.domain.settling import Case, LinkCase, Member
from annotator.domain.spans import Fragment
from annotator.store import articles, layers, link_verdicts, reviewing, rows
from annotator.store.desk import Record
from annotator.store.gold import derived_id
from annotator.store.people import GOLD, Actor
from annotator.store.unsettled import Reader, people


class GoldLink(NamedTuple):
    """A link of gold; ``own``: a reviewer drew it, and it came from no layer."""

    id: str
    type: str
    from_: str
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
        return (
            not case.kinds and said <= {"", "accepted"} and self.contested.isdisjoint(case.members)
        )

    def is_settled(self, case: Case) -> bool:
        return not any(map(self.waits, case.members))

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
        return len(spans) + len(links)


def sheet(connection: Connection, actor: Actor, article_id: str) -> Sheet:
    """The submitted layers of an article put together. Raises Forbidden, NotFound, Conflict."""
    if not actor.reviews:
        raise Forbidden("only reviewers settle what people labelled differently")
    article = articles.get(connection, article_id)
    readers = people(connection, [article.number]).get(article.number, [])
    if len(readers) < 2:
        raise Conflict(
            "fewer than two people have submitted this article; then there is nothing to settle"
        )
    return _put_together(connection, article, readers)


def _put_together(connection: Connection, article: Row[Any], people: Sequence[Reader]) -> Sheet:
    spans: dict[Member, Record] = {}
    relations: dict[Member, Record] = {}
    given: dict[Member, tuple[str, bool]] = {}
    for name, number, _ in people:
        spans |= {(name, span["id"]): span for span in rows.spans(connection, number)}
        relations |= {(name, one["id"]): one for one in _relations(connection, number)}
        verdicts = reviewing.given(connection, number)
        given |= {(name, span): (at, contested) for span, at, contested in verdicts}
    layer = layers.find(connection, article.number, GOLD)
    gold = rows.spans(connection, layer.number) if layer else []
    compared = [_compared(one.name, spans, relations) for one in people]
    cases = settling.cases(compared)
    return Sheet(
        article=article,
        people=list(people),
        cases=cases,
        links=settling.links(compared, cases),
        spans=spans,
        relations=relations,
        contested={member for member, (_, contested) in given.items() if contested},
        decided_at={member: at for member, (at, _) in given.items()},
        gold={(one["layer"], one["span"]): span for span in gold for one in span["derived_from"]},
        gold_links=_links(connection, article.id, layer.number, gold, relations) if layer else [],
        gold_spans=len(gold),
        version=layer.version if layer else 0,
    )


def _relations(connection: Connection, layer: int) -> list[Record]:
    """The relations of a layer, each with its verdict."""
    given = link_verdicts.given(connection, layer)
    found = rows.relations(connection, layer)
    return [one | {"verdict": given.get(one["id"], "")} for one in found]


def _links(
    connection: Connection,
    article: str,
    layer: int,
    spans: list[Record],
    drawn: Iterable[Member],
) -> list[GoldLink]:
    """The links of gold; ``drawn`` are the relations of the people's layers."""
    order = {span["id"]: (at, span["text"]) for at, span in enumerate(spans)}
    derived = {derived_id(article, name, "relation", id_) for name, id_ in drawn}
    found = sorted(rows.relations(connection, layer), key=lambda one: order[one["to"]][0])
    return [
        GoldLink(one["id"], one["type"], one["from"], order[one["to"]][1], one["id"] not in derived)
        for one in found
    ]


def _compared(name: str, spans: dict[Member, Record], relations: dict[Member, Record]) -> Compared:
    mine = [
        Span(id_, span["label"], tuple((start, end) for start, end in span["fragments"]))
        for (layer, id_), span in spans.items()
        if layer == name
    ]
    drawn = [
        Relation(id_, one["type"], one["from"], one["to"])
        for (layer, id_), one in relations.items()
        if layer == name
    ]
    return Compared(name, mine, drawn)
