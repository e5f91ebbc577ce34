"""Review of one layer: a verdict for each span, and what it leaves in gold.

The author's spans are never touched: a verdict is a row beside a span. Each act of a reviewer is
one action of the journal, in which the layer under review and the gold layer both stand.
"""

from typing import Any

from sqlalchemy import Connection, Row, update

from annotator.domain.edits import SpanEdit
from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.reviews import Decision, Review
from annotator.domain.text import check_string
from annotator.store import articles, changes, journal, layers, rows, spans, verdicts
from annotator.store.desk import Desk, Record
from annotator.store.gold import Gold
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Layer

_LAYERS = Layer.__table__  # type: ignore[attr-defined]


def decide(
    connection: Connection, actor: Actor, place: tuple[str, str], review: Review
) -> dict[str, Any]:
    """Carries the decisions out, once: the layer's version, and its spans and gold as they stand.

    Raises Forbidden, NotFound, Refused, Conflict; then nothing is changed.
    """
    article, layer = _under_review(connection, actor, place)
    ids = [decision.span for decision in review.decisions]
    if _done_before(connection, actor, review.id, layer.number):
        return _as_it_stands(connection, place, ids)
    desk = Desk(connection, actor, article.id, GOLD, action_id=review.id)
    act = _Act(desk, layer, Gold(desk, place[1], layer.number))
    for decision in review.decisions:
        act.carry_out(decision)
    act.gold.link()
    for change in review.gold:
        changes.apply(desk, change)
    if act.changed:
        layers.touch(connection, layer.number)
    desk.close()
    return _as_it_stands(connection, place, ids)


def set_status(
    connection: Connection, actor: Actor, place: tuple[str, str], status: str
) -> dict[str, Any]:
    """Opens, submits or marks as reviewed: one's own layer, gold, or a teammate's under review.

    A teammate's is reviewed when each of its spans has a verdict. The status and the version.
    Raises Forbidden, NotFound, Conflict.
    """
    if place[1] in {GOLD, actor.name}:
        return layers.set_status(connection, actor, *place, status)
    if not actor.reviews:
        layers.check_may_write(actor, place[1])
    _, layer = _under_review(connection, actor, place)
    if status == "open":
        raise Forbidden("only its author opens a layer again; you can mark it as submitted")
    undecided = sum(not span["verdict"] for span in rows.spans(connection, layer.number))
    if status == "reviewed" and undecided:
        spans_ = "1 span has" if undecided == 1 else f"{undecided:,} spans have"
        raise Conflict(f"{spans_} no verdict yet; decide on them, then finish the review")
    if layer.status == status:
        return {"status": status, "version": layer.version}
    desk = Desk(connection, actor, place[0], GOLD)
    gold = layers.find(connection, desk.article.number, GOLD)
    assert gold is not None  # the desk opened it
    for number, name, before in (
        (layer.number, place[1], layer.status),
        (gold.number, GOLD, gold.status),
    ):
        connection.execute(update(_LAYERS).where(_LAYERS.c.number == number).values(status=status))
        desk.note_in(number, "layer", name, {"status": before}, {"status": status})
    desk.close()
    return {"status": status, "version": layers.touch(connection, layer.number)}


class _Act:
    """The decisions of one action on one layer."""

    def __init__(self, desk: Desk, layer: Row[Any], gold: Gold) -> None:
        self.desk, self.layer, self.gold = desk, layer, gold
        self.changed = False

    def carry_out(self, decision: Decision) -> None:
        """Gives, changes or withdraws one verdict. Raises NotFound, Refused, Conflict."""
        stored = spans.find_in(self.desk.connection, self.layer.number, decision.span)
        stored = verdicts.live(stored, decision.span)
        row = verdicts.of(self.desk.connection, stored.number)
        _check_seen(decision, stored.record)
        if decision.verdict is None:
            self._withdraw(decision.span, stored.number, row)
            return
        left = self._settle(decision, stored.record)
        wanted = {
            "span": stored.number,
            "verdict": decision.verdict,
            "reviewer": self.desk.actor.number,
            "comment": _comment(decision, row),
        }
        before, same = verdicts.said(row), bool(row) and wanted.items() <= (row or {}).items()
        if same and not left:
            return
        fresh = {"reply": "", "created_at": self.desk.now, "contested": 0, "seen_at": None}
        verdicts.put(self.desk.connection, wanted | fresh)
        self._note(decision.span, before, verdicts.said(wanted | fresh))

    def _withdraw(self, span: str, number: int, row: Record | None) -> None:
        self.gold.drop(span)
        if row is not None:
            verdicts.drop(self.desk.connection, number)
            self._note(span, verdicts.said(row), None)

    def _settle(self, decision: Decision, span: Record) -> bool:
        """Makes gold what the decision says; whether that changed it."""
        before = self.gold.of(decision.span)
        if decision.verdict == "rejected":
            self.gold.drop(decision.span)
            return before is not None
        edit = _reading(decision, span, before)
        self.gold.leave(decision.span, edit)
        return self.gold.of(decision.span) != before

    def _note(self, span: str, before: Record | None, after: Record | None) -> None:
        self.changed = True
        self.desk.note_in(self.layer.number, "verdict", span, before, after)


def _reading(decision: Decision, span: Record, gold: Record | None) -> SpanEdit:
    """How the span reads after the decision. Raises Refused."""
    flags = [flag for flag in span["flags"] if flag != "discuss"]
    own = span["label"], [tuple(fragment) for fragment in span["fragments"]]
    if decision.verdict == "accepted":
        if decision.label or decision.fragments:
            raise Refused("what is accepted stays as it is; to change it, say “changed”", "verdict")
        return SpanEdit(label=own[0], fragments=own[1], flags=flags)
    kept = gold or span
    label = decision.label or kept["label"]
    fragments = decision.fragments or [tuple(fragment) for fragment in kept["fragments"]]
    if (label, fragments) == own:
        raise Refused(
            "this is how the author reads it; accept it, or change its label or edges", "verdict"
        )
    return SpanEdit(label=label, fragments=fragments, flags=flags)


def _check_seen(decision: Decision, span: Record) -> None:
    """Raises Conflict where the reviewer saw another span, or another's verdict since."""
    if decision.version is not None and decision.version != span["version"]:
        raise Conflict("its author changed this span meanwhile; look at it again", span)
    if decision.was is not None and decision.was != span["verdict"]:
        what = f"{span['reviewer']}: {span['verdict']}" if span["verdict"] else "withdrawn"
        raise Conflict(f"the verdict on this span was changed meanwhile ({what})", span)


def _comment(decision: Decision, row: Record | None) -> str:
    if decision.comment is None:
        return str(row["comment"]) if row else ""
    return check_string(decision.comment, "comment", "the comment")


def _under_review(
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


def _done_before(connection: Connection, actor: Actor, id_: str, layer: int) -> bool:
    """Whether the reviewer did the action of this id on this layer. Raises Conflict."""
    done = journal.find(connection, id_)
    if done is None:
        return False
    if done.annotator != actor.number or not journal.touched(connection, done.number, layer):
        raise Conflict("this id was used for something else; make a new UUID")
    return True


def _as_it_stands(connection: Connection, place: tuple[str, str], ids: list[str]) -> dict[str, Any]:
    article = articles.get(connection, place[0])
    layer = layers.find(connection, article.number, place[1])
    gold = layers.number_of(connection, article.number, rows.annotator_number(connection, GOLD))
    assert layer is not None
    found = [rows.record(connection, "span", layer.number, id_) for id_ in dict.fromkeys(ids)]
    return {
        "version": layer.version,
        "spans": [span for span in found if span],
        "gold": rows.spans(connection, gold) if gold else [],
    }
