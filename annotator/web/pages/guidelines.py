"""The guidelines for the labels, to read and to write."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator import resources
from annotator.store import guidelines, precedents, scheme
from annotator.web import markdown, shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)


@router.get("/guidelines", response_class=HTMLResponse)
def show_guidelines(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """What each label means, as this project has agreed on it, and what was settled since."""

    def context(connection: Connection) -> dict[str, Any]:
        text = guidelines.current(connection, resources.guidelines())
        labels = shapes.labels(scheme.current(connection))
        return {
            "guidelines": markdown.render(text, labels),
            "may_edit": me.role == "admin",
            "precedents": _by_label(precedents.listed(connection, me), labels),
            "may_pin": me.reviews,
        }

    return templates.page(request, "guidelines.html", database.read(context))


def _by_label(
    found: list[dict[str, Any]], labels: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The labels that have precedents, each with them."""
    shown = [shapes.precedent(one, labels) for one in found]
    groups = [(label, [one for one in shown if one["label"] is label]) for label in labels]
    return [(label, ones) for label, ones in groups if ones]


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
