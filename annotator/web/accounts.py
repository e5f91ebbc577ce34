"""Who asks: from the session cookie or the API token to an actor; and the way in."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.responses import RedirectResponse, Response

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


def signed_in(request: Request) -> bool:
    """Whether the browser has a session that lives."""
    return _of_session(request.app.state.database, request) is not None


async def _admin(request: Request) -> Actor:
    actor = await current(request)
    if actor.role != "admin":
        raise Forbidden("only admins look after the people of this project; ask one of them")
    return actor


def come_in(request: Request, cookie: str) -> Response:
    """Leads to the articles, with the cookie of a new session."""
    response = RedirectResponse("/", 303)
    response.set_cookie(
        request.app.state.settings.cookie,
        cookie,
        max_age=int(people.ABSOLUTE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return response


Me = Annotated[Actor, Depends(current)]

Admin = Annotated[Actor, Depends(_admin)]

SIGNED_IN = Depends(current)
"""For a route that somebody must be signed in for, whoever it is."""
