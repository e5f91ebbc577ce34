"""The people of the project, for admins."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from annotator.store import accounts, clock, queues, sight
from annotator.store.accounts import ROLES, Person
from annotator.web.accounts import Admin
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.guard import LOOPBACK
from annotator.web.templates import initials

router = APIRouter(include_in_schema=False)

MAY = {
    "labeller": "labels articles",
    "reviewer": "also sees and judges everybody’s labels",
    "admin": "also looks after people and labels",
}


@router.get("/people", response_class=HTMLResponse)
def show_people(
    request: Request, me: Admin, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """Add, invite and remove people, and say what each may do."""

    def context(connection: Connection) -> dict[str, Any]:
        live = accounts.live(connection)
        return _loads(connection, live) | {
            "people": [_row(person, me.name) for person in live],
            "removed": [_row(person, me.name) for person in accounts.removed(connection)],
            "known": accounts.known(connection),
            "blind": sight.blind(connection),
            "roles": [(role, MAY[role]) for role in ROLES],
            "local": f"[{request.url.hostname}]" in LOOPBACK or request.url.hostname in LOOPBACK,
        }

    return templates.page(request, "people.html", database.read(context))


def _loads(connection: Connection, live: list[Person]) -> dict[str, Any]:
    """What everybody has and has left; who labels is ticked, or all where nobody only labels."""
    labellers = {person.name for person in live if person.role == "labeller"}
    ticked = labellers or {person.name for person in live}
    rows = [asdict(load) | {"ticked": load.name in ticked} for load in queues.loads(connection)]
    return {"loads": rows, "each": min(2, len(ticked))}


def _row(person: Person, me: str) -> dict[str, Any]:
    """A person as the page lists them."""
    return {
        "name": person.name,
        "initials": initials(person.name),
        "role": person.role,
        "mine": person.name == me,
        "articles": person.articles,
        "way_in": _way_in(person),
        "invited_until": person.invited_until,
        "seen_at": person.seen_at,
    }


def _way_in(person: Person) -> str:
    """How somebody signs in: the word by which the page chooses its sentence."""
    if person.invited_until > clock.now():
        return "renewed" if person.has_password else "invited"
    if person.has_password:
        return "password"
    return "lapsed" if person.invited_until else "address"
