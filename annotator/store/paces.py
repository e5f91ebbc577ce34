"""Everybody's work by weeks, and what review said of it. Counted as in ``dashboard``."""

from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

from annotator.store import queues, rows, sight
from annotator.store.dashboard import COUNTED
from annotator.store.people import GOLD, Actor
from annotator.store.tables import Action, Annotator, Article, Journal, Layer

_ACTIONS = Action.__table__  # type: ignore[attr-defined]
_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_SPANS, _VERDICTS = rows.SPANS, rows.VERDICTS

WEEKS = 8


class Pace(NamedTuple):
    """Somebody's work: articles, spans, what review said of them."""

    name: str
    submitted: int
    left: int | None
    """Of the articles that were given to them; None where none were."""
    spans: int
    weeks: tuple[int, ...]
    """Articles submitted in each of the last ``WEEKS`` weeks, from Monday, the oldest first."""
    accepted: int
    judged: int


def paces(connection: Connection, actor: Actor, today: date) -> list[Pace]:
    """The work of everybody whose layers the actor may see, by name.

    Who was given articles and has submitted none stands there for reviewers and for themselves.
    """
    left = {load.name: load.left for load in queues.loads(connection) if load.assigned}
    weeks = _weeks(connection, actor, today)
    live = and_(_SPANS.c.layer == _LAYERS.c.number, _SPANS.c.deleted_at.is_(None))
    query = (
        select(
            _ANNOTATORS.c.name,
            func.count(_LAYERS.c.number.distinct()),
            func.count(_SPANS.c.number),
            func.count().filter(_VERDICTS.c.verdict == "accepted"),
            func.count().filter(_VERDICTS.c.verdict != ""),
        )
        .select_from(_LAYERS)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .outerjoin(_SPANS, live)
        .outerjoin(_VERDICTS, _VERDICTS.c.span == _SPANS.c.number)
        .where(COUNTED, sight.may_see(actor), _LAYERS.c.status != "open")
        .where(_ANNOTATORS.c.name != GOLD)
        .group_by(_ANNOTATORS.c.number)
    )
    found = [
        Pace(name, submitted, left.get(name), spans, weeks.get(name, (0,) * WEEKS), *judged)
        for name, submitted, spans, *judged in connection.execute(query)
    ]
    begun = {one.name for one in found}
    awaited = [name for name in left if name not in begun and (actor.reviews or name == actor.name)]
    found += [Pace(name, 0, left[name], 0, (0,) * WEEKS, 0, 0) for name in awaited]
    return sorted(found, key=attrgetter("name"))


def _weeks(connection: Connection, actor: Actor, today: date) -> dict[str, tuple[int, ...]]:
    """How many articles everybody submitted for the first time in each week."""
    monday = today - timedelta(days=today.weekday())
    first = func.min(func.substr(_ACTIONS.c.created_at, 1, 10)).label("day")
    query = (
        select(_ANNOTATORS.c.name, first)
        .select_from(_JOURNAL)
        .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
        .join(_LAYERS, _LAYERS.c.number == _JOURNAL.c.layer)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
        .join(_ARTICLES, _ARTICLES.c.number == _LAYERS.c.article)
        .where(COUNTED, sight.may_see(actor), _JOURNAL.c.object == "layer")
        .where(_JOURNAL.c.after == '{"status":"submitted"}')
        .group_by(_LAYERS.c.number)
    )
    counts: dict[str, list[int]] = {}
    for name, day in connection.execute(query):
        ago = (monday - date.fromisoformat(day)).days
        week = WEEKS - 1 - max(0, -(-ago // 7))
        if week >= 0:
            counts.setdefault(name, [0] * WEEKS)[week] += 1
    return {name: tuple(weeks) for name, weeks in counts.items()}
