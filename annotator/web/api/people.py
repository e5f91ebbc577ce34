"""People over HTTP, for admins: list, add, change a role, invite, remove and restore."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from annotator.domain.errors import Conflict, Forbidden
from annotator.store import accounts, invites, people
from annotator.store.accounts import Person
from annotator.store.database import Database
from annotator.store.invites import Invitation
from annotator.store.people import Actor
from annotator.web.accounts import Admin
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/people", tags=["people"], route_class=StrictRoute)
T = TypeVar("T")


class NewPerson(BaseModel):
    """Somebody to let in; a name that an import brought keeps its layers."""

    model_config = ConfigDict(extra="forbid")

    name: str
    role: str = "labeller"


class NewRole(BaseModel):
    """What somebody may do from now on."""

    model_config = ConfigDict(extra="forbid")

    role: str


@router.get("")
def list_people(_: Admin, database: DatabaseOf) -> Response:
    """Who can sign in, who was removed, and the names of imports that have no account."""

    def everybody(connection: Connection) -> dict[str, Any]:
        lists = {"items": accounts.live, "removed": accounts.removed}
        found: dict[str, Any] = {
            key: [_shown(person) for person in list_(connection)] for key, list_ in lists.items()
        }
        return found | {"known": [asdict(one) for one in accounts.known(connection)]}

    return Json(database.read(everybody))


@router.post("", status_code=201)
async def add_person(request: Request, new: NewPerson, me: Admin, database: DatabaseOf) -> Response:
    """Give somebody an account, and make the link by which they take a password, once."""

    def add(connection: Connection) -> tuple[Person, Invitation]:
        name = new.name.strip()
        if not me.session and accounts.was_removed(connection, name):
            raise Forbidden("a token lets nobody in again who was removed; do it in a browser")
        invitation = invites.first(connection, me.number, name, new.role)
        return accounts.get(connection, name), invitation

    person, invitation = await _write(database, me, add)
    return Json(_shown(person) | {"invite": _link(request, invitation)}, 201)


@router.patch("/{person}")
async def change_role(person: str, new: NewRole, me: Admin, database: DatabaseOf) -> Response:
    """Change what somebody may do, at once in all their browsers. One admin is always left."""
    _check_other(me, person)

    def change(connection: Connection) -> Person:
        accounts.set_role(connection, me.number, person, new.role)
        return accounts.get(connection, person)

    return Json(_shown(await _write(database, me, change)))


@router.delete("/{person}", status_code=204)
async def remove_person(person: str, me: Admin, database: DatabaseOf) -> None:
    """End somebody's account, sessions and tokens at once; their labels stay."""
    _check_other(me, person)
    await _write(database, me, lambda connection: accounts.remove(connection, me.number, person))


@router.post("/{person}/restore")
async def restore_person(person: str, me: Admin, database: DatabaseOf) -> Response:
    """Let somebody in again who was removed, with the role and the password of before."""

    def restore(connection: Connection) -> Person:
        accounts.restore(connection, me.number, person)
        return accounts.get(connection, person)

    return Json(_shown(await _write(database, me, restore)))


@router.post("/{person}/invite", status_code=201)
async def invite_person(request: Request, person: str, me: Admin, database: DatabaseOf) -> Response:
    """Make a link by which somebody takes a new password, once; earlier links end."""
    _check_other(me, person)
    if not me.session:
        raise Forbidden("a token changes no password; make the link in a browser")

    def invite(connection: Connection) -> Invitation:
        return invites.anybody(connection, me.number, person)

    return Json(_link(request, await _write(database, me, invite)), 201)


async def _write(database: Database, me: Actor, job: Callable[[Connection], T]) -> T:
    """Does an admin's job, if they are one still when its turn has come. Raises Forbidden."""

    def done(connection: Connection) -> T:
        people.check_admin(connection, me.number)
        return job(connection)

    return await database.write(done)


def _check_other(me: Actor, name: str) -> None:
    """What only another admin could take back is left to another admin. Raises Conflict."""
    if name == me.name:
        raise Conflict("ask another admin to change your own role, to invite or to remove you")


def _shown(person: Person) -> dict[str, Any]:
    fields = ("name", "role", "invited_until", "seen_at", "articles")
    return {key: getattr(person, key) for key in fields}


def _link(request: Request, invitation: Invitation) -> dict[str, str]:
    url = f"{request.base_url}invite?token={invitation.key}"
    return {"url": url, "expires_at": invitation.expires_at}
