"""Several layers of one article put together: what waits to be settled, and how it stands.

A settled case is nothing but the verdicts on its spans. What all the people say alike goes in by
itself with the first decision, as accepted; an author who changes a span later takes its verdict
away, and its case is open again.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, func, or_, select

from annotator.domain import settling
from annotator.domain.agreement.layers import Layer as Compared
from annotator.domain.agreement.layers import Relation, Span
from annotator.domain.errors import Conflict, Forbidden
from annotator.domain.settling import Case, LinkCase, Member
from annotator.domain.spans import Fragment
from annotator.store import (
    articles,
    layers,
    link_verdicts,
    reviewing,
    rows,
)
from annotator.store.desk import Record
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Annotator, Article, Layer

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]


_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

MOST = 200
"""The most articles that are listed at once."""

_live = _SPANS.c.deleted_at.is_(None)
_spans = func.count(_SPANS.c.number).filter(_live)
_decided = func.count().filter(_live & (_VERDICTS.c.verdict != ""))
_UPDATED = func.max(_LAYERS.c.updated_at)
_QUEUE = (
    select(
        _ARTICLES.c.number, _ARTICLES.c.id, _ARTICLES.c.title, _ARTICLES.c.words,
        _ARTICLES.c.length, _UPDATED.label("updated_at"),
        _spans.label("spans"), _decided.label("decided"),
    )
    .join(_LAYERS, _LAYERS.c.article == _ARTICLES.c.number)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .outerjoin(_SPANS, _SPANS.c.layer == _LAYERS.c.number)
    .outerjoin(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
    .where(
        _ARTICLES.c.deleted_at.is_(None), _ANNOTATORS.c.name != GOLD, _LAYERS.c.status != "open"
    )
    .group_by(_ARTICLES.c.number)
    .having(func.count(_LAYERS.c.number.distinct()) >= 2)
)  # fmt: skip
_WAITS = or_(
    func.count().filter(_LAYERS.c.status == "submitted") > 0,
    # Settled, and an author changed a span since. What was reviewed elsewhere and came by a file
    # without verdicts is left alone.
    and_(_decided > 0, _decided < _spans),
)
_READERS = (
    select(_LAYERS.c.article, _ANNOTATORS.c.name, _LAYERS.c.number, _LAYERS.c.status)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .where(_LAYERS.c.status != "open", _ANNOTATORS.c.name != GOLD)
    .order_by(_ANNOTATORS.c.name)
)


class Reader(NamedTuple):
    """One of the people whose layers are settled."""

    name: str
    layer: int
    status: str


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

    def link_outcome(self, case: LinkCase) -> list[int]:
        """The cases that the links lead to which were accepted."""
        targets = {
            target
            for reading in case.readings
            for member, target in reading.relations
            if self.relations[member]["verdict"] == "accepted"
        }
        return sorted(targets)

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


def queue(connection: Connection, actor: Actor, limit: int = MOST) -> list[dict[str, Any]]:
    """The articles that two or more people submitted and that wait, the longest waiting first."""
    if not actor.reviews:
        return []
    found = connection.execute(_QUEUE.having(_WAITS).order_by(_UPDATED).limit(limit)).mappings()
    return [dict(row) for row in found]


def settled(connection: Connection, actor: Actor, limit: int) -> list[dict[str, Any]]:
    """The articles that were settled last, newest first."""
    if not actor.reviews:
        return []
    query = _QUEUE.having(~_WAITS).order_by(_UPDATED.desc()).limit(limit)
    return [dict(row) for row in connection.execute(query).mappings()]


def people(connection: Connection, articles: Sequence[int]) -> dict[int, list[Reader]]:
    """Whose submitted layers there are on each of these articles, by name."""
    found: dict[int, list[Reader]] = {}
    query = _READERS.where(_LAYERS.c.article.in_(articles))
    for article, *reader in connection.execute(query):
        found.setdefault(article, []).append(Reader(*reader))
    return found


def _put_together(connection: Connection, article: Row[Any], people: Sequence[Reader]) -> Sheet:
    spans: dict[Member, Record] = {}
    relations: dict[Member, Record] = {}
    contested: set[Member] = set()
    decided_at: dict[Member, str] = {}
    for name, number, _ in people:
        spans |= {(name, span["id"]): span for span in rows.spans(connection, number)}
        given = link_verdicts.given(connection, number)
        for relation in rows.relations(connection, number):
            verdict = given.get(relation["id"], "")
            relations[name, relation["id"]] = relation | {"verdict": verdict}
        for span, at, is_contested in reviewing.given(connection, number):
            decided_at[name, span] = at
            contested |= {(name, span)} if is_contested else set()
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
        contested=contested,
        decided_at=decided_at,
        gold={(one["layer"], one["span"]): span for span in gold for one in span["derived_from"]},
        gold_spans=len(gold),
        version=layer.version if layer else 0,
    )


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
