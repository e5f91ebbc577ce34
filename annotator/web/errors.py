"""The one place that turns what went wrong into a status, as problem JSON or as a page."""

import logging
import secrets
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from annotator.domain import errors as domain
from annotator.domain import sentences
from annotator.domain.edits import UUID
from annotator.domain.precedents import REASON
from annotator.web.templates import Templates

log = logging.getLogger("annotator")

STATUS: dict[type[domain.AnnotatorError], int] = {
    domain.Refused: 422,
    domain.Forbidden: 403,
    domain.NotFound: 404,
    domain.Conflict: 409,
    domain.Misdirected: 421,
    domain.TooSoon: 429,
    domain.Unavailable: 503,
    domain.ProjectError: 503,
}

TITLES = {
    400: "Bad request",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Not possible here",
    409: "Clash",
    413: "Too large",
    415: "Wrong kind of content",
    421: "Wrong host",
    422: "Not accepted",
    429: "Too many attempts",
    500: "This page could not be shown",
    503: "Busy",
}

SENTENCES = {
    404: "there is nothing at this address",
    405: "this address does not take that method",
    413: "this is larger than the server takes; the limits are in the documentation",
}


class SignInNeeded(Exception):  # noqa: N818 - says what is so, as the domain's errors do
    """Nobody is signed in, or the token is not good."""


def problem(
    status: int, detail: str, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """An ``application/problem+json`` answer with a sentence for a person."""
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status}
    content = orjson.dumps(body | {"detail": _sentence(detail)} | more)
    return Response(content, status, headers, media_type="application/problem+json")


def _sentence(detail: str) -> str:
    return detail[:1].upper() + detail[1:]


def _stopped(sentence: str) -> str:
    """As it stands alone on a page."""
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


def install(app: FastAPI) -> None:
    """Registers the handlers."""
    app.add_exception_handler(domain.AnnotatorError, _of_domain)
    app.add_exception_handler(RequestValidationError, _of_validation)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(SignInNeeded, _of_sign_in)
    app.add_exception_handler(Exception, _of_anything)


async def _of_domain(request: Request, error: Exception) -> Response:
    assert isinstance(error, domain.AnnotatorError)
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    more: dict[str, Any] = {}
    if isinstance(error, domain.Refused) and error.field:
        more["field"] = error.field
    if isinstance(error, domain.Conflict) and error.current is not None:
        more["current"] = error.current
    wait = error.wait if isinstance(error, domain.TooSoon) else 1
    headers = {"retry-after": str(wait)} if status in {429, 503} else None
    return _answer(request, status, str(error), headers, **more)


async def _of_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    status, sentence, field = _refusal(request, error)
    more: dict[str, Any] = {"field": field} if field else {}
    return _answer(request, status, sentence, **more)


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = SENTENCES.get(error.status_code, str(error.detail))
    return _answer(request, error.status_code, detail, dict(error.headers or {}))


async def _of_sign_in(request: Request, _: Exception) -> Response:
    if _wants_page(request):
        return Response(status_code=303, headers={"location": "/login"})
    detail = "sign in, or send a token as “Authorization: Bearer …”"
    return problem(401, detail, {"www-authenticate": "Bearer"})


async def _of_anything(request: Request, error: Exception) -> Response:
    reference = secrets.token_hex(4)
    log.error("error %s at %s", reference, request.scope["path"], exc_info=error)
    detail = "your labels are safe: everything that said “Saved” is in the project file"
    return _answer(request, 500, detail, reference=reference)


def _refusal(request: Request, error: RequestValidationError) -> tuple[int, str, str]:
    """Status, sentence and field of the first thing that a request's model refused."""
    first = error.errors()[0]
    where, *place = first["loc"]
    if where == "body" and not place and not _is_json(request):
        return 415, "send JSON with the header “Content-Type: application/json”", ""
    if not place:
        return 422, "the body must be a JSON object, such as {…}", ""
    return 422, *sentences.of({**first, "loc": place}, _WRITTEN)


_WRITTEN = {
    UUID: "must be a UUID that you make, such as 0197b0c2-7d1e-7c3a-9f00-5a1b2c3d4e5f",
    REASON: "must be one line, without tabs and other control characters",
}


def is_form(request: Request) -> bool:
    """Whether the body is what a page's form sends."""
    return _kind(request) == "application/x-www-form-urlencoded"


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _is_json(request: Request) -> bool:
    kind = _kind(request)
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


def _wants_page(request: Request) -> bool:
    page = not request.scope["path"].startswith(("/api/", "/static/"))
    return page and (request.method in {"GET", "HEAD"} or is_form(request))


def _answer(
    request: Request,
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    reference: str = "",
    **more: Any,
) -> Response:
    if not _wants_page(request):
        if reference:
            more["reference"] = reference
        return problem(status, detail, headers, **more)
    templates: Templates = request.app.state.templates
    context = {
        "status": status,
        "title": TITLES.get(status, "Error"),
        "detail": _stopped(_sentence(detail)),
        "reference": reference,
    }
    return templates.page(request, "error.html", context, status=status, headers=headers)
