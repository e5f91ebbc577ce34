"""Settling several layers of an article into gold: each act of a reviewer is one action.

What all say alike goes in with an act, as far as it still is so (``alike``).
"""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import Connection

from annotator.domain.edits import Change, Delete, RelationEdit
from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.reviews import Decision, LayerDecision, LinkDecision, Settlement
from annotator.domain.settling import Member
from annotator.store import (
    articles,
    changes,
    finishing,
    journal,
    layers,
    link_verdicts,
    precedents,
    relations,
    reviews,
    spans,
    unsettled,
)
from annotator.store.alike import NOTHING, Alike
from annotator.store.desk import Desk
from annotator.store.following import Following
from annotator.store.gold import Gold
from annotator.store.people import GOLD, Actor
from annotator.store.settling import sheet
from annotator.store.unsettled import Reader


def settle(
    connection: Connection,
    actor: Actor,
    article_id: str,
    settlement: Settlement,
    by_themselves: Alike = NOTHING,
) -> dict[str, int]:
    """Carries the decisions out, once: the version of gold.

    Raises Forbidden, NotFound, Refused, Conflict; then nothing is changed.
    """
    if not actor.reviews:
        raise Forbidden("only reviewers settle what people labelled differently")
    reviews.check_by(actor, settlement.by)
    article = articles.get(connection, article_id)
    done = journal.done_before(
        connection, actor.number, settlement.id, lambda place: place[0] == article_id
    )
    if done:
        gold = layers.find(connection, article.number, GOLD)
        return {"version": gold.version if gold else 0}
    people = unsettled.people(connection, [article.number]).get(article.number, [])
    if len(people) < 2:
        raise Conflict("fewer than two people have submitted this article now")
    desk = Desk(connection, actor, article_id, GOLD, action_id=settlement.id)
    act = _Settling(desk, people, by_themselves)
    act.judge(settlement.decisions)
    act.let_in()
    act.judge_links(settlement.links)
    act.change_gold(settlement)
    if settlement.finish:
        act.finish()
    return {"version": act.close()}


class _Settling:
    """One act on the layers of an article."""

    def __init__(self, desk: Desk, people: Sequence[Reader], by_themselves: Alike) -> None:
        self.desk, self.people, self.by_themselves = desk, people, by_themselves
        self.gold = Gold(desk)
        self.following = Following(self.gold, by_themselves.disputed)
        self._numbers = {one.name: one.layer for one in people}
        self._acts: dict[str, reviews.Act] = {}
        self._changed: set[int] = set()

    def judge(self, decisions: Sequence[LayerDecision]) -> None:
        """Gives or withdraws verdicts on spans. Raises NotFound, Refused, Conflict."""
        for decision in decisions:
            member = decision.layer, decision.span
            before = self.gold.of(member)
            self._act(decision.layer).carry_out(decision)
            if decision.verdict is None:
                self._withdraw_links(member)
            self._let_go(before.origins if before else ())

    def let_in(self) -> None:
        """Accepts what all say alike, as far as that is still so."""
        if self.by_themselves.people != self._numbers.keys():
            return
        for case in self.by_themselves.cases:
            if all(self._act(one.layer).fits(one) for one in case):
                for one in case:
                    self._act(one.layer).carry_out(one)

    def judge_links(self, links: Sequence[LinkDecision]) -> None:
        """Gives or withdraws verdicts on relations, in place of what reviewers drew there.

        Raises NotFound, Conflict.
        """
        leading: set[tuple[str, str]] = set()
        for link in links:
            if link.layer not in self._numbers:
                article = self.desk.article_id
                raise NotFound(f"{link.layer} has submitted no layer on “{article}”")
            relation = link_verdicts.give(self.desk, self._numbers[link.layer], link)
            if link.verdict is None:
                self.following.disputed.add((link.layer, link.relation))
            self._changed |= {self._numbers[link.layer]} if relation.changed else set()
            left = self.gold.of((link.layer, relation.from_))
            if left:
                self.gold.touched.add(left.id)
                leading.add((relation.type, left.id))
        for id_ in self.following.own(leading) if leading else ():
            relations.delete(self.desk, id_)

    def change_gold(self, settlement: Settlement) -> None:
        """What the reviewer takes out or adds, what follows, and what they link and pin."""
        for change in settlement.gold:
            if self.gold.is_derived(change.id):
                raise Refused("this gold span came from a layer; judge the span there", "gold")
            if not self._never_drawn(change):
                changes.apply(self.desk, change)
        self.following.follow()
        self._draw(settlement)
        for pinned in settlement.pins:
            precedents.pin(
                self.desk.connection, self.desk.actor, self.desk.article_id, pinned, self.desk
            )

    def _never_drawn(self, change: Change) -> bool:
        """Whether a link is taken back that was refused, and so never came to be."""
        taken_back = isinstance(change, Delete) and change.delete == "relation"
        return taken_back and relations.find(self.desk, change.id) is None

    def finish(self) -> None:
        """Marks the layers as reviewed. Raises Conflict where something is left to settle."""
        left = sheet(self.desk.connection, self.desk.actor, self.desk.article_id).left
        if left:
            cases = "1 case is" if left == 1 else f"{left:,} cases are"
            raise Conflict(f"{cases} not settled yet; settle what is left, then finish")
        names = {one.layer: one.name for one in self.people}
        self._changed |= finishing.finish(self.desk, names)

    def close(self) -> int:
        """Counts the action in every layer that it changed; the version of gold."""
        changed = {act.layer.number for act in self._acts.values() if act.changed}
        for number in sorted(changed | self._changed):
            layers.touch(self.desk.connection, number)
        return self.desk.close()

    def _act(self, name: str) -> reviews.Act:
        if name not in self._acts:
            place = self.desk.article_id, name
            _, layer = reviews.under_review(self.desk.connection, self.desk.actor, place)
            act = reviews.Act(self.desk, layer, name, self.gold)
            act.heard = max(one.submitted_at for one in self.people)
            act.labels = self._labels
            self._acts[name] = act
        return self._acts[name]

    @cached_property
    def _labels(self) -> frozenset[str]:
        """The labels that people gave here: a reading of theirs may have one retired since."""
        return spans.labels(self.desk.connection, list(self._numbers.values()))

    def _withdraw_links(self, member: Member) -> None:
        """Who leads from a span that is open again is to be settled again too."""
        layer, span = member
        for relation in link_verdicts.judged_from(self.desk, self._numbers[layer], span):
            self.following.disputed.add((layer, relation))
            link = LinkDecision(layer=layer, relation=relation, verdict=None)
            link_verdicts.give(self.desk, self._numbers[layer], link)

    def _let_go(self, origins: Sequence[Member]) -> None:
        """Takes from gold what its author deleted, where the rest of its case is judged now."""
        for layer, span in origins:
            if layer in self._numbers and spans.is_deleted(
                self.desk.connection, self._numbers[layer], span
            ):
                self._act(layer).carry_out(Decision(span=span, verdict=None))

    def _draw(self, settlement: Settlement) -> None:
        """Draws links of the reviewer's own between gold spans. Raises Conflict, Refused."""
        for one in settlement.draws:
            ends = [self.gold.of((end.layer, end.span)) for end in (one.from_, one.to)]
            if ends[0] is None or ends[1] is None:
                raise Conflict("one end of this link is not in gold; settle it first")
            wanted = {"type": one.type, "from": ends[0].id, "to": ends[1].id}
            there = relations.with_labels(self.desk, ends[0].id)
            if not any(wanted.items() <= other.items() for other, *_ in there):
                edit = RelationEdit(type=one.type, from_=ends[0].id, to=ends[1].id)
                relations.put(self.desk, one.id, edit)
