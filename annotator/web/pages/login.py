"""Signing in by a one-time address, and signing out."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from annotator.store import people
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)

_USED = "That address was used already, or is too old: each works once, for an hour."


@router.get("/login")
async def log_in(
    request: Request, database: DatabaseOf, templates: TemplatesOf, token: str = ""
) -> Response:
    """The sign-in page; with a good one-time key, the way in."""
    prefetch = "prefetch" in request.headers.get("sec-purpose", "")
    if not token or prefetch or request.method == "HEAD":
        return templates.page(request, "login.html", {"reason": ""})
    cookie = await database.write(people.redeem, token)
    if cookie is None:
        return templates.page(request, "login.html", {"reason": _USED}, status=401)
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


@router.post("/logout")
async def log_out(request: Request, me: Me, database: DatabaseOf) -> Response:
    """Ends the session of this browser."""
    await database.write(people.sign_out, me.session)
    response = RedirectResponse("/login", 303)
    response.delete_cookie(request.app.state.settings.cookie)
    return response
