"""Who asks: from the session cookie or the API token to an actor."""

from typing import Annotated

from fastapi import Depends, Request

from annotator.domain.errors import Forbidden
from annotator.store import people
from annotator.store.database import Database
from annotator.store.people import Actor
from annotator.web.errors import SignInNeeded
from annotator.web.guard import SAFE


async def current(request: Request) -> Actor:
    """The actor of this request. Raises SignInNeeded; Forbidden for a read-only token."""
    database: Database = request.app.state.database
    actor = _of_token(database, request) or _of_session(database, request)
    if actor is None:
        raise SignInNeeded
    if actor.stale:
        await database.write(people.seen, actor.session)
    if request.method not in SAFE and not actor.may_write:
        raise Forbidden("this token may only read; make one with --scope write")
    request.state.actor = actor
    return actor


def _of_token(database: Database, request: Request) -> Actor | None:
    """The token's owner, or None without a good token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    return database.glance(people.of_token, token.strip())


def _of_session(database: Database, request: Request) -> Actor | None:
    cookie = request.cookies.get(request.app.state.settings.cookie)
    return database.glance(people.of_session, cookie) if cookie else None


Me = Annotated[Actor, Depends(current)]

SIGNED_IN = Depends(current)
"""For a route that somebody must be signed in for, whoever it is."""
