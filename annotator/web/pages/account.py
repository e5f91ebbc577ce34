"""One's own account: what one may do, one's password, and one's other browsers."""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.domain.errors import Forbidden, Refused, TooSoon
from annotator.domain.passwords import SHORTEST, check_password
from annotator.store import accounts, passwords
from annotator.store.database import Database
from annotator.store.passwords import Credentials
from annotator.store.people import Actor
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.forms import fields
from annotator.web.passwords import Passwords
from annotator.web.templates import Templates

router = APIRouter(include_in_schema=False)

Done = Literal["", "password", "sessions"]


@router.get("/account", response_class=HTMLResponse)
def show_account(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf, done: Done = ""
) -> HTMLResponse:
    """Who is signed in, and the form for a password; ``done`` says what was just changed."""
    return _page(request, me, database, templates, done=done)


@router.post("/account/password")
async def change_password(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> Response:
    """Takes a new password, and signs out the other browsers. The one of now is asked for."""
    _check_session(me)
    form = await fields(request)
    keeper: Passwords = request.app.state.passwords
    try:
        new = check_password(form.get("password", ""), me.name)
        known = database.glance(passwords.credentials, me.name)
        if known is not None and known.hash:
            known = await _prove(keeper, request, me, form.get("current", ""))
    except (Refused, TooSoon) as error:
        return _page(request, me, database, templates, error=error)
    hash_ = await keeper.hashed(new)
    if known is None or not await database.write(passwords.renew, me.session, known, hash_):
        late = Refused("your account was changed just now; sign in again", "current")
        return _page(request, me, database, templates, error=late)
    return RedirectResponse("/account?done=password", 303)


@router.post("/account/sessions")
async def end_sessions(me: Me, database: DatabaseOf) -> Response:
    """Signs out all other browsers."""
    _check_session(me)
    await database.write(accounts.end_sessions, me.number, me.session)
    return RedirectResponse("/account?done=sessions", 303)


async def _prove(keeper: Passwords, request: Request, me: Actor, current: str) -> Credentials:
    try:
        return await keeper.prove(request, me.name, current)
    except Refused:
        raise Refused("that is not the password that you have now", "current") from None


def _check_session(me: Actor) -> None:
    if not me.session:
        raise Forbidden("a token changes no password; sign in with a browser")


def _page(
    request: Request,
    me: Actor,
    database: Database,
    templates: Templates,
    *,
    done: Done = "",
    error: Refused | TooSoon | None = None,
) -> HTMLResponse:
    """The page; ``error`` stands beside the field that it is about."""
    known = database.glance(passwords.credentials, me.name)
    context = {
        "has_password": known is not None and bool(known.hash),
        "shortest": SHORTEST,
        "done": done,
        "refused": str(error or ""),
        "field": error.field if isinstance(error, Refused) else "current",
    }
    if isinstance(error, TooSoon):
        headers = {"retry-after": str(error.wait)}
        return templates.page(request, "account.html", context, status=429, headers=headers)
    return templates.page(request, "account.html", context, status=422 if error else 200)
