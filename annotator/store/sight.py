"""Who may see which layers: the one rule that every query of layers asks.

Reviewers see all. Labellers label blind, unless the project lets them see: others' layers of an
article only once they have submitted their own.
"""

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, exists, or_, select, true

from annotator.store import journal, project
from annotator.store.people import Actor
from annotator.store.prepared import Prepared
from annotator.store.tables import Layer, Project

_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_FACTS = Project.__table__  # type: ignore[attr-defined]
_OWN = _LAYERS.alias("own")
_KEY = "blind"
_OFF = "0"

_SUBMITTED = Prepared(
    select(_LAYERS.c.number).where(
        _LAYERS.c.article == bindparam("article"),
        _LAYERS.c.annotator == bindparam("annotator"),
        _LAYERS.c.status != "open",
    )
)


def may_see(actor: Actor) -> Any:
    """The condition that the actor may see a row of ``layer``."""
    own = _LAYERS.c.annotator == actor.number
    return or_(own, may_see_all_of(actor, _LAYERS.c.article)) if not actor.reviews else true()


def may_see_all_of(actor: Actor, article: Any) -> Any:
    """The condition that the actor may see what others made of an article, a column's number."""
    if actor.reviews:
        return true()
    open_to_all = exists().where(_FACTS.c.key == _KEY, _FACTS.c.value == _OFF)
    submitted = exists().where(
        _OWN.c.article == article,
        _OWN.c.annotator == actor.number,
        _OWN.c.status != "open",
    )
    return or_(open_to_all, submitted.correlate(article.table))


def sees_all(connection: Connection, actor: Actor, article: int) -> bool:
    """Whether the actor may see everybody's layers of an article, there or not."""
    if actor.reviews or not blind(connection):
        return True
    return _SUBMITTED.scalar(connection, article=article, annotator=actor.number) is not None


def blind(connection: Connection) -> bool:
    """Whether labellers label blind in this project; so it is unless somebody said otherwise."""
    return project.fact(connection, _KEY) != _OFF


def set_blind(connection: Connection, by: int, wanted: bool) -> None:
    """Says whether labellers label blind."""
    if wanted == blind(connection):
        return
    project.state(connection, _KEY, str(int(wanted)))
    action = journal.begin(connection, by)
    states = [orjson.dumps({_KEY: one}).decode() for one in (not wanted, wanted)]
    journal.note(connection, action, None, "project", _KEY, *states)
