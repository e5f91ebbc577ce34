"""What reviewers decided of somebody's work, for the one whose work it is."""

from operator import itemgetter
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from annotator.store import decisions, link_decisions, scheme
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)


@router.get("/decisions", response_class=HTMLResponse)
def show_decisions(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf, seen: bool = False
) -> HTMLResponse:
    """The verdicts on one's own work with before and after, to answer or to contest."""

    def context(connection: Connection) -> dict[str, Any]:
        found = decisions.listed(connection, me, seen=seen)
        links = link_decisions.listed(connection, me, seen=seen, limit=decisions.MOST)
        current = shapes.labels(scheme.current(connection))
        shown = [shapes.decision(one, current) for one in found]
        shown += [shapes.link_decision(one, current) for one in links]
        return {
            "decisions": sorted(shown, key=itemgetter("at"), reverse=True),
            "seen": seen,
            "project": database.path.stem,
        }

    return templates.page(request, "decisions.html", database.read(context))
