"""Review of one layer: a verdict for each span, and what it leaves in gold.

The author's spans are never touched: a verdict is a row beside a span. Each act of a reviewer is
one action of the journal, in which the layer under review and the gold layer both stand.
"""

from typing import Any

import orjson
from sqlalchemy import Connection, Row

from annotator.domain.edits import SpanEdit
from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.reviews import Decision, Review
from annotator.domain.text import check_string
from annotator.store import articles, changes, journal, layers, spans, verdicts
from annotator.store.desk import Desk, Record
from annotator.store.following import Following
from annotator.store.gold import Gold, Left
from annotator.store.people import GOLD, Actor

QUOTED = 60
"""The most code points of a span that a message quotes."""


def decide(
    connection: Connection, actor: Actor, place: tuple[str, str], review: Review
) -> dict[str, int]:
    """Carries the decisions out, once: the layer's version.

    Raises Forbidden, NotFound, Refused, Conflict; then nothing is changed.
    """
    article, layer = under_review(connection, actor, place)
    check_by(actor, review.by)
    places = {(place[0], place[1]), (place[0], GOLD)}
    if journal.done_before(connection, actor.number, review.id, places.__contains__):
        return {"version": layer.version}
    desk = Desk(connection, actor, article.id, GOLD, action_id=review.id)
    act = Act(desk, layer, place[1], Gold(desk))
    for decision in review.decisions:
        act.carry_out(decision)
    Following(act.gold).follow()
    for change in review.gold:
        if act.gold.is_derived(change.id):
            raise Refused("this gold span came from a layer; judge the span there", "gold")
        changes.apply(desk, change)
    version = layers.touch(connection, layer.number) if act.changed else layer.version
    desk.close()
    return {"version": version}


def check_by(actor: Actor, by: str | None) -> None:
    """Raises Forbidden where what somebody kept is sent by somebody else, signed in since."""
    if by is not None and by != actor.name:
        raise Forbidden(f"this was done by {by}; sign in as {by} to send it")


class Act:
    """The decisions of one action on one layer: its row, and whose it is."""

    def __init__(self, desk: Desk, layer: Row[Any], name: str, gold: Gold) -> None:
        self.desk, self.layer, self.name, self.gold = desk, layer, name, gold
        self.changed = False
        self.labels: frozenset[str] = frozenset()
        """Labels that a reading may have though they were retired: others have them here."""
        self.heard = ""
        """Verdicts given before this moment are given anew: somebody was heard since."""
        self._was: Left | None = None
        self._left: Left | None = None

    def carry_out(self, decision: Decision) -> None:
        """Gives, changes or withdraws one verdict. Raises NotFound, Refused, Conflict."""
        stored = spans.find_in(self.desk.connection, self.layer.number, decision.span)
        if decision.verdict is not None or stored is None:
            stored = verdicts.live(stored, decision.span)
        row = verdicts.of(self.desk.connection, stored.number)
        _check_seen(decision, stored.record, row)
        if decision.verdict is None:
            self._withdraw(decision.span, stored.number, row)
            return
        self._settle(decision, stored.record)
        given = {
            "span": stored.number,
            "verdict": decision.verdict,
            "reviewer": self.desk.actor.number,
            "comment": _comment(decision, row),
            "contested": 0,
        }
        news = row is None or row["created_at"] < self.heard
        if row is None or news or not given.items() <= row.items() or self._left != self._was:
            # An answer stays beside what it answers, and tells its author what became of it.
            fresh = {"reply": row["reply"] if row else "", "created_at": self.desk.now}
            verdicts.put(self.desk.connection, given | fresh | {"seen_at": None})
            self._note(decision.span, verdicts.said(row), verdicts.said(given | fresh))

    def fits(self, decision: Decision) -> bool:
        """Whether the span is as the decision says, and nobody else has judged it."""
        stored = spans.find_in(self.desk.connection, self.layer.number, decision.span)
        if stored is None or stored.deleted or stored.record["version"] != decision.version:
            return False
        row = verdicts.of(self.desk.connection, stored.number)
        return row is None or row["verdict"] in {"", decision.verdict}

    def _withdraw(self, span: str, number: int, row: Record | None) -> None:
        self.gold.drop((self.name, span))
        if row is not None:
            verdicts.drop(self.desk.connection, number)
            self._note(span, verdicts.said(row), None)

    def _settle(self, decision: Decision, span: Record) -> None:
        """Makes gold what the decision says."""
        origin = (self.name, decision.span)
        self._was = self.gold.of(origin)
        if decision.verdict == "rejected":
            self.gold.drop(origin)
        else:
            edit = _reading(decision, span, self._was)
            known = edit.label if edit.label in self.labels else span["label"]
            self.gold.leave(origin, edit, known)
        self._left = self.gold.of(origin)

    def _note(self, span: str, before: Record | None, after: Record | None) -> None:
        self.changed = True
        self.desk.note_in(self.layer.number, "verdict", span, before, after)


def _reading(decision: Decision, span: Record, gold: Left | None) -> SpanEdit:
    """How the span reads after the decision. Raises Refused."""
    flags = [flag for flag in span["flags"] if flag != "discuss"]
    own = span["label"], [tuple(fragment) for fragment in span["fragments"]]
    label, fragments = own
    if decision.verdict == "changed":
        if gold and span["verdict"] == "changed":
            label, fragments = gold.label, list(map(tuple, orjson.loads(gold.fragments)))
        label = decision.label or label
        fragments = decision.fragments or fragments
        if (label, fragments) == own:
            raise Refused(
                "this is how the author reads it; accept it, or change its label or edges",
                "verdict",
            )
    elif decision.label or decision.fragments:
        raise Refused("what is accepted stays as it is; to change it, say “changed”", "verdict")
    # Not checked for length again: an import may have brought more than an edit may.
    return SpanEdit.model_construct(label=label, fragments=fragments, flags=flags)


def _check_seen(decision: Decision, span: Record, row: Record | None) -> None:
    """Raises Conflict where the reviewer saw another span, or another's verdict since."""
    words = span["text"] if len(span["text"]) <= QUOTED else span["text"][:QUOTED] + "…"
    if decision.version is not None and decision.version != span["version"]:
        raise Conflict(f"its author changed “{words}” meanwhile; look at it again", span)
    stands = row["verdict"] if row else ""
    if decision.verdict == stands != "changed":
        return  # two who decide the same do not overrule each other
    seen = decision.was, decision.decided_at
    now = stands, row["created_at"] if row else ""
    if any(one not in {None, other} for one, other in zip(seen, now, strict=True)):
        what = f"{span['reviewer']}: {stands}" if stands else "withdrawn"
        raise Conflict(f"the verdict on “{words}” was changed meanwhile ({what})", span)


def _comment(decision: Decision, row: Record | None) -> str:
    if decision.comment is None:
        return str(row["comment"]) if row else ""
    return check_string(decision.comment, "comment", "the comment")


def under_review(
    connection: Connection, actor: Actor, place: tuple[str, str]
) -> tuple[Row[Any], Row[Any]]:
    """The article and the layer. Raises Forbidden, NotFound, Refused, Conflict."""
    if not actor.reviews:
        raise Forbidden("only reviewers give verdicts")
    article = articles.get(connection, place[0])
    if place[1] == GOLD:
        raise Refused("gold is what review leaves; review the layer of a person", "layer")
    layer = layers.find(connection, article.number, place[1])
    if layer is None:
        raise NotFound(f"{place[1]} has no layer on “{place[0]}”")
    if layer.status == "open":
        raise Conflict(f"{place[1]} has not submitted this article yet")
    return article, layer
