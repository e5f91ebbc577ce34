"""Layers over HTTP: reading one, a batch of changes, and its status."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from annotator.domain.edits import Batch
from annotator.domain.records import Status
from annotator.store import changes, layers
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, Json, Place, StrictRoute

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}", tags=["layers"], route_class=StrictRoute
)

LARGE = 8 * 1024 * 1024


class StatusEdit(BaseModel):
    """Where the layer stands."""

    status: Status


@router.get("")
def get_layer(place: Place, me: Me, database: DatabaseOf) -> Response:
    """Status, version, spans, relations, sources. `me` is yours, empty before its first write."""
    content = database.read(layers.view, me, *place)
    return Json(content, version=content["version"])


@router.post("/changes", max_body_size=LARGE)
async def change_layer(batch: Batch, place: Place, me: Me, database: DatabaseOf) -> Response:
    """Several changes as one act: all or nothing, repeatable by its id."""
    answer = await database.write(changes.carry_out, me, place, batch)
    return Json(answer, version=answer["version"])


@router.post("/status")
async def set_status(edit: StatusEdit, place: Place, me: Me, database: DatabaseOf) -> Response:
    """Open, submit, or (reviewers) mark as reviewed."""
    answer = await database.write(layers.set_status, me, *place, edit.status)
    return Json(answer, version=answer["version"])
