"""Assignments over HTTP: who has which articles, giving them out, taking them back."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from annotator.domain.errors import Forbidden
from annotator.domain.records import Id
from annotator.store import assigning, people, queues
from annotator.store.assigning import Done
from annotator.store.people import Actor
from annotator.web.accounts import Me
from annotator.web.dependencies import Cursor, DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/assignments", tags=["assignments"], route_class=StrictRoute)

Articles = Annotated[list[Id], Field(max_length=10_000)] | None
People = Annotated[list[str], Field(max_length=1_000)]


class NewAssignments(BaseModel):
    """Who gets which articles; null is all but the samples. With ``each``, spread evenly."""

    model_config = ConfigDict(extra="forbid")

    people: People
    articles: Articles = None
    each: Annotated[int, Field(le=1_000)] | None = None


class NewRemoval(BaseModel):
    """Who gives which articles back; null is all that they have not submitted."""

    model_config = ConfigDict(extra="forbid")

    people: People
    articles: Articles = None


@router.get("")
def list_assignments(
    me: Me,
    database: DatabaseOf,
    person: str = "",
    article: str = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    cursor: Cursor = None,
) -> Response:
    """Articles that were given to somebody, newest first, and how many each person has left."""

    def page(connection: Connection) -> dict[str, Any]:
        number = _whose(connection, me, person)
        rows = queues.listed(connection, number, limit + 1, cursor, article)
        shown = rows[:limit]
        names = queues.holders(connection, [row.number for row in shown])
        items = [{"article": row.id, "people": names.get(row.number, [])} for row in shown]
        loads = [asdict(load) for load in queues.loads(connection, number)]
        after = str(shown[-1].number) if len(rows) > limit else None
        return {"items": items, "next": after, "people": loads}

    return Json(database.read(page))


@router.post("")
async def assign_articles(new: NewAssignments, me: Me, database: DatabaseOf) -> Response:
    """Give articles to each of these people, or each article to so many of them, evenly."""
    _check_may_assign(me)
    options = me.number, new.articles, new.people
    if new.each is None:
        return _told(await database.write(assigning.assign, *options))
    return _told(await database.write(assigning.spread, *options, new.each))


@router.post("/remove")
async def take_articles_back(which: NewRemoval, me: Me, database: DatabaseOf) -> Response:
    """Take articles back from these people; their labels stay."""
    _check_may_assign(me)
    done = await database.write(assigning.take_back, me.number, which.articles, which.people)
    return _told(done)


@router.post("/{action}/undo")
async def undo_assignments(action: str, me: Me, database: DatabaseOf) -> Response:
    """Take back what one of these requests did, all at once; this can be undone in its turn."""
    _check_may_assign(me)
    return _told(await database.write(assigning.undo, me.number, action))


def _whose(connection: Connection, me: Actor, person: str) -> int | None:
    """Whose queue is asked for, None for everybody's. Raises Forbidden, NotFound."""
    name = me.name if person == "me" or not (person or me.reviews) else person
    if not name:
        return None
    if name != me.name and not me.reviews:
        raise Forbidden("labellers see their own articles here; ask a reviewer for the others")
    return people.account_named(connection, name)[0]


def _check_may_assign(me: Actor) -> None:
    """Raises Forbidden for a labeller."""
    if not me.reviews:
        raise Forbidden("only reviewers and admins give out articles or take them back")


def _told(done: Done) -> Response:
    """What an act changed: pairs of an article's id and a name; without change no ``action``."""
    given, taken = (
        [{"article": id_, "person": name} for id_, name in pairs]
        for pairs in (done.given, done.taken)
    )
    return Json({"action": done.action or None, "given": given, "taken": taken})
