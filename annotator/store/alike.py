"""What goes into gold by itself when several layers are settled, because all say it alike.

It is found out by a reader, so that the one writer is not kept from others meanwhile.
"""

from typing import NamedTuple

from sqlalchemy import Connection

from annotator.domain.reviews import LayerDecision, Settlement
from annotator.domain.settling import Member
from annotator.store import journal
from annotator.store.people import Actor
from annotator.store.settling import sheet

SWEEP = 500
"""The most spans that go in by themselves with one act; the others go in with the next ones."""


class Alike(NamedTuple):
    """What goes in by itself: the people who say so, and each case's spans with their versions."""

    people: frozenset[str]
    cases: list[list[LayerDecision]]
    disputed: frozenset[Member] = frozenset()
    """The relations on which people differ and that nobody has settled."""


NOTHING = Alike(frozenset(), [])


def alike(connection: Connection, actor: Actor, article_id: str, settlement: Settlement) -> Alike:
    """What goes in by itself with this act, as things stand. Raises Forbidden, NotFound, Conflict.

    Nothing where the reviewer saw the layers of other people than are there now.
    """
    if journal.find(connection, settlement.id) is not None:
        return NOTHING
    now = sheet(connection, actor, article_id)
    people = frozenset(one.name for one in now.people)
    open_ = [one for one in now.links if not now.is_link_settled(one)]
    disputed = frozenset(member for one in open_ for member in one.members)
    if settlement.people is not None and people != set(settlement.people):
        return NOTHING._replace(disputed=disputed)
    decided = {(one.layer, one.span) for one in settlement.decisions}
    found: list[list[LayerDecision]] = []
    room = None if settlement.finish else SWEEP
    for case in now.cases:
        if now.by_itself(case) and not now.is_settled(case) and decided.isdisjoint(case.members):
            if room is not None and (room := room - len(case.members)) < 0:
                break
            found.append(
                [_accepted(member, now.spans[member]["version"]) for member in case.members]
            )
    return Alike(people, found, disputed)


def _accepted(member: Member, version: int) -> LayerDecision:
    layer, span = member
    return LayerDecision(layer=layer, span=span, verdict="accepted", version=version)
