"""Settling several layers of an article into gold: each act of a reviewer is one action."""

from collections.abc import Iterator

from sqlalchemy import Connection

from annotator.domain.edits import RelationEdit
from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.domain.reviews import LayerDecision, Settlement
from annotator.store import (
    changes,
    finishing,
    journal,
    layers,
    link_verdicts,
    precedents,
    relations,
    reviews,
)
from annotator.store.desk import Desk
from annotator.store.following import Following
from annotator.store.gold import Gold
from annotator.store.people import GOLD, Actor
from annotator.store.settling import Sheet, sheet


def settle(
    connection: Connection, actor: Actor, article_id: str, settlement: Settlement
) -> dict[str, int]:
    """Carries the decisions out, once: the version of gold.

    Raises Forbidden, NotFound, Refused, Conflict; then nothing is changed.
    """
    before = sheet(connection, actor, article_id)
    reviews.check_by(actor, settlement.by)
    if _done_before(connection, actor, settlement.id, before):
        return {"version": before.version}
    desk = Desk(connection, actor, article_id, GOLD, action_id=settlement.id)
    gold = Gold(desk)
    acts: dict[str, reviews.Act] = {}
    for decision in (*_by_themselves(before, settlement), *settlement.decisions):
        name = decision.layer
        if name not in acts:
            _, layer = reviews.under_review(connection, actor, (article_id, name))
            acts[name] = reviews.Act(desk, layer, name, gold)
        acts[name].carry_out(decision)
    changed = {act.layer.number for act in acts.values() if act.changed}
    changed |= _decide_links(desk, gold, before, settlement)
    Following(gold).follow()
    _draw(desk, gold, settlement)
    _change_gold(desk, gold, settlement)
    for pinned in settlement.pins:
        precedents.pin(connection, actor, article_id, pinned)
    if settlement.finish:
        changed |= finishing.finish(desk, {one.layer: one.name for one in before.people})
    for number in sorted(changed):
        layers.touch(connection, number)
    return {"version": desk.close()}


def _done_before(connection: Connection, actor: Actor, id_: str, before: Sheet) -> bool:
    """Whether the reviewer did the action of this id on this article. Raises Conflict."""
    done = journal.find(connection, id_)
    if done is None:
        return False
    article = before.article.id
    if done.annotator != actor.number or any(
        place[0] != article for place in journal.touched(connection, done.number)
    ):
        raise Conflict("this id was used for something else; make a new UUID")
    return True


def _by_themselves(before: Sheet, settlement: Settlement) -> Iterator[LayerDecision]:
    """What goes in with this act because all say it, and nothing else is decided of it."""
    decided = {(one.layer, one.span) for one in settlement.decisions}
    for case in before.cases:
        if before.by_itself(case) and decided.isdisjoint(case.members):
            for layer, span in case.members:
                if not before.spans[layer, span]["verdict"]:
                    yield LayerDecision(layer=layer, span=span, verdict="accepted")


def _decide_links(desk: Desk, gold: Gold, before: Sheet, settlement: Settlement) -> set[int]:
    """The layers on whose links a verdict was given. Raises NotFound, Conflict."""
    numbers = {one.name: one.layer for one in before.people}
    changed = set()
    for decision in settlement.links:
        if decision.layer not in numbers:
            raise NotFound(f"{decision.layer} has submitted no layer on “{before.article.id}”")
        from_ = link_verdicts.give(desk, numbers[decision.layer], decision)
        if from_ is not None:
            changed.add(numbers[decision.layer])
            left = gold.of((decision.layer, from_))
            gold.touched |= {left.id} if left else set()
    return changed


def _draw(desk: Desk, gold: Gold, settlement: Settlement) -> None:
    """Draws links of the reviewer's own between gold spans. Raises Conflict, Refused."""
    for one in settlement.draws:
        ends = [gold.of((end.layer, end.span)) for end in (one.from_, one.to)]
        if ends[0] is None or ends[1] is None:
            raise Conflict("one end of this link is not in gold; settle it first")
        edit = RelationEdit(type=one.type, from_=ends[0].id, to=ends[1].id)
        relations.put(desk, one.id, edit)


def _change_gold(desk: Desk, gold: Gold, settlement: Settlement) -> None:
    """Carries out what the reviewer adds of their own."""
    for change in settlement.gold:
        if gold.is_derived(change.id):
            raise Refused("this gold span came from a layer; judge the span there", "gold")
        changes.apply(desk, change)
