"""What holds for the project as a whole."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy import Connection

from annotator.store import project, sight
from annotator.web.accounts import SIGNED_IN, Admin
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/project", tags=["project"], route_class=StrictRoute)


class NewRules(BaseModel):
    """Whether labellers label blind."""

    model_config = ConfigDict(extra="forbid")

    blind: bool


@router.get("", dependencies=[SIGNED_IN])
def get_project(database: DatabaseOf) -> Response:
    """The project's own id, and whether labellers label blind in it."""
    return Json(database.read(_about))


@router.patch("")
async def change_project(rules: NewRules, me: Admin, database: DatabaseOf) -> Response:
    """Let labellers see each other's labels at once, or only once they have submitted."""
    await database.write(sight.set_blind, me.number, rules.blind)
    return Json(database.read(_about))


def _about(connection: Connection) -> dict[str, object]:
    return {"id": project.identity(connection), "blind": sight.blind(connection)}
