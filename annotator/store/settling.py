"""Several layers of one article put together: its cases, and what was decided of them so far.

A settled case is nothing but the verdicts on its spans. What all the people say alike goes in by
itself with the first decision, as accepted; an author who changes a span later takes its verdict
away, and its case is open again.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from annotator.domain import settling
from annotator.domain.agreement.layers import Layer as Compared
from annotator.domain.agreement.layers import Relation, Span
from annotator.domain.errors import Conflict, Forbidden
from annotator.domain.settling import Member
from annotator.store import articles, layers, link_verdicts, reviewing, rows
from annotator.store.case_sheet import GoldLink, Gone, Sheet
from annotator.store.desk import Record
from annotator.store.gold import derived_id
from annotator.store.people import GOLD, Actor
from annotator.store.unsettled import Reader, people


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
    for name, number, *_ in people:
        spans |= {(name, span["id"]): span for span in rows.spans(connection, number)}
        relations |= {(name, one["id"]): one for one in _relations(connection, number)}
        verdicts = reviewing.given(connection, number)
        given |= {(name, span): (at, contested) for span, at, contested in verdicts}
    layer = layers.find(connection, article.number, GOLD)
    gold = rows.spans(connection, layer.number) if layer else []
    deleted = _deleted(gold, {one.name for one in people}, spans)
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
        deleted=deleted,
        gone=_gone(gold, deleted),
        gold_spans=len(gold),
        version=layer.version if layer else 0,
    )


def _deleted(
    gold: list[Record], people: set[str], spans: dict[Member, Record]
) -> dict[str, list[Member]]:
    """Of each gold span, what it came from that its author deleted since."""
    found: dict[str, list[Member]] = {}
    for span in gold:
        for origin in span["derived_from"]:
            member = origin["layer"], origin["span"]
            if member[0] in people and member not in spans:
                found.setdefault(span["id"], []).append(member)
    return found


def _gone(gold: list[Record], deleted: dict[str, list[Member]]) -> list[Gone]:
    """The gold spans of which nothing is left that they came from."""
    return [
        Gone(span, deleted[span["id"]])
        for span in gold
        if len(deleted.get(span["id"], ())) == len(span["derived_from"]) > 0
    ]


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
        GoldLink(
            one["id"],
            one["type"],
            one["from"],
            one["to"],
            order[one["to"]][1],
            one["id"] not in derived,
        )
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
