"""The page behind an invitation: somebody takes a password, and is in."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from annotator.domain.errors import Refused
from annotator.domain.passwords import SHORTEST, check_password
from annotator.store import invites
from annotator.store.database import Database
from annotator.web.accounts import come_in
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.forms import fields
from annotator.web.templates import Templates

router = APIRouter(include_in_schema=False)

GONE = 410


@router.get("/invite")
async def show_invite(
    request: Request, database: DatabaseOf, templates: TemplatesOf, token: str = ""
) -> Response:
    """The form, as long as the invitation is good; looking at it does not use it up."""
    return _page(request, database, templates, token)


@router.post("/invite")
async def accept_invite(request: Request, database: DatabaseOf, templates: TemplatesOf) -> Response:
    """Takes the password and signs in; the invitation is used up."""
    form = await fields(request)
    token = form.get("token", "")
    person = database.glance(invites.find, token)
    if person is None:
        return _page(request, database, templates, token)
    try:
        password = check_password(form.get("password", ""), person.name)
    except Refused as error:
        return _page(request, database, templates, token, str(error))
    hash_ = await request.app.state.passwords.hashed(password)
    cookie = await database.write(invites.accept, token, hash_)
    if cookie is None:
        return _page(request, database, templates, token)
    return come_in(request, cookie)


def _page(
    request: Request, database: Database, templates: Templates, token: str, refused: str = ""
) -> Response:
    person = database.glance(invites.find, token) if token else None
    context = {
        "name": person.name if person is not None else "",
        "token": token if person is not None else "",
        "desk": database.path.stem,
        "refused": refused,
        "shortest": SHORTEST,
    }
    status = GONE if person is None else 422 if refused else 200
    return templates.page(request, "invite.html", context, status=status)
