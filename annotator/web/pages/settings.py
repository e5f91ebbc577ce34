"""The labels of the project."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from annotator.domain.scheme import PALETTE, PATTERNS
from annotator.store import scheme
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)


@router.get("/settings", response_class=HTMLResponse)
def show_settings(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """Add, rename, recolour, reorder or retire labels."""
    current = database.read(scheme.current)
    used = database.read(scheme.used_labels, me)
    context = {
        "labels": [label | {"used": used.get(label["key"], 0)} for label in shapes.labels(current)],
        "relations": [rule.model_dump() for rule in current.relations],
        "palette": PALETTE,
        "patterns": list(PATTERNS),
        "scheme": current.model_dump(),
    }
    return templates.page(request, "settings.html", context)
