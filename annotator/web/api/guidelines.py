"""The guidelines over HTTP: read them and their earlier versions, replace them, try them out."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from annotator import resources
from annotator.domain.errors import Forbidden
from annotator.store import guidelines, scheme
from annotator.store.guidelines import Version
from annotator.store.people import Actor
from annotator.web import markdown, shapes
from annotator.web.accounts import SIGNED_IN, Me
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/guidelines", tags=["guidelines"], route_class=StrictRoute)


class NewGuidelines(BaseModel):
    """The whole Markdown; with a version, it replaces that one only."""

    markdown: str
    version: int | None = None


class Trial(BaseModel):
    """Markdown to look at."""

    markdown: str


@router.get("", dependencies=[SIGNED_IN])
def get_guidelines(
    database: DatabaseOf, version: Annotated[int | None, Query(ge=0, le=2**53)] = None
) -> Response:
    """The guidelines as Markdown, or an earlier `version` of them; 0 is the program's own text."""
    return _answer(database.read(guidelines.version, resources.guidelines(), version))


@router.put("")
async def put_guidelines(new: NewGuidelines, me: Me, database: DatabaseOf) -> Response:
    """Replace the guidelines. What stood there stays as an earlier version."""
    _check_may_edit(me)

    def save(connection: Connection) -> Version:
        default = resources.guidelines()
        return guidelines.save(connection, me.number, default, new.markdown, new.version)

    return _answer(await database.write(save))


@router.post("/preview")
def preview_guidelines(trial: Trial, me: Me, database: DatabaseOf) -> Response:
    """What the Markdown would look like, as HTML; nothing is stored."""
    _check_may_edit(me)
    labels = shapes.labels(database.read(scheme.current))
    return Json({"html": markdown.render(trial.markdown[: guidelines.LONGEST], labels)})


def _answer(found: Version) -> Response:
    content: dict[str, Any] = asdict(found)
    content["version"] = content.pop("number")
    return Json(content)


def _check_may_edit(me: Actor) -> None:
    if me.role != "admin":
        raise Forbidden("only admins change the guidelines")
