"""The guidelines for the labels, to read and to write."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator import resources
from annotator.store import guidelines, scheme
from annotator.web import markdown, shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)


@router.get("/guidelines", response_class=HTMLResponse)
def show_guidelines(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """What each label means, with examples, as this project has agreed on it."""

    def context(connection: Connection) -> dict[str, Any]:
        text = guidelines.current(connection, resources.guidelines())
        html = markdown.render(text, shapes.labels(scheme.current(connection)))
        return {"guidelines": html, "may_edit": me.role == "admin"}

    return templates.page(request, "guidelines.html", database.read(context))


@router.get("/guidelines/edit", response_class=HTMLResponse)
def edit_guidelines(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> Response:
    """The Markdown with its look beside it, and all earlier versions; only admins write."""
    if me.role != "admin":
        return RedirectResponse("/guidelines", 303)

    def context(connection: Connection) -> dict[str, Any]:
        versions = guidelines.versions(connection, resources.guidelines())
        text = versions[-1].markdown
        return {
            "markdown": text,
            "preview": markdown.render(text, shapes.labels(scheme.current(connection))),
            "versions": versions[::-1],
            "longest": guidelines.LONGEST,
            "page": "guidelines",
        }

    return templates.page(request, "guidelines_edit.html", database.read(context))
