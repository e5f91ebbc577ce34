"""Signing in, by a one-time address or by name and password, and signing out."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from annotator.domain.errors import Refused, TooSoon
from annotator.store import passwords, people
from annotator.store.database import Database
from annotator.web.accounts import Me, come_in, signed_in
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.forms import fields
from annotator.web.passwords import Passwords
from annotator.web.templates import Templates

router = APIRouter(include_in_schema=False)

_USED = "That address was used already, or is too old: each works once, for an hour."


@router.get("/login")
async def log_in(
    request: Request, database: DatabaseOf, templates: TemplatesOf, token: str = ""
) -> Response:
    """The sign-in page; with a good one-time key, the way in."""
    prefetch = "prefetch" in request.headers.get("sec-purpose", "")
    if not token or prefetch or request.method == "HEAD":
        return _page(request, database, templates)
    cookie = await database.write(people.redeem, token)
    if cookie is None and signed_in(request):  # the same address, opened once more
        return RedirectResponse("/", 303)
    if cookie is None:
        return _page(request, database, templates, reason=_USED, status=401)
    return come_in(request, cookie)


@router.post("/login")
async def sign_in(request: Request, database: DatabaseOf, templates: TemplatesOf) -> Response:
    """The way in by name and password."""
    form = await fields(request)
    name, password = form.get("name", "").strip(), form.get("password", "")
    keeper: Passwords = request.app.state.passwords
    try:
        cookie = await keeper.sign_in(request, name, password)
    except (Refused, TooSoon) as error:
        return _page(request, database, templates, name=name[:64], refused=error)
    return come_in(request, cookie)


@router.post("/logout")
async def log_out(request: Request, me: Me, database: DatabaseOf) -> Response:
    """Ends the session of this browser."""
    await database.write(people.sign_out, me.session)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(request.app.state.settings.cookie)
    return response


def _page(
    request: Request,
    database: Database,
    templates: Templates,
    *,
    reason: str = "",
    status: int = 200,
    name: str = "",
    refused: Refused | TooSoon | None = None,
) -> Response:
    """The page, with the form as soon as anybody has a password; ``refused`` stands in it."""
    context = {
        "reason": reason,
        "by_password": database.glance(passwords.any_),
        "desk": database.path.stem,
        "name": name,
        "refused": str(refused or ""),
    }
    if isinstance(refused, TooSoon):
        headers = {"retry-after": str(refused.wait)}
        return templates.page(request, "login.html", context, status=429, headers=headers)
    return templates.page(request, "login.html", context, status=422 if refused else status)
