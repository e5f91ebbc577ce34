"""Layers over HTTP: reading one, a batch of changes, and its status."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from annotator.domain.edits import Batch
from annotator.domain.records import Status
from annotator.store import changes, finishing, layers
from annotator.web.dependencies import Json, LayerVisit, StrictRoute

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}", tags=["layers"], route_class=StrictRoute
)

LARGE = 8 * 1024 * 1024


class StatusEdit(BaseModel):
    """Where the layer stands."""

    status: Status
    by: str | None = None
    """Whoever asks, if given: what one person kept is not sent in another's name."""


@router.get("")
def get_layer(visit: LayerVisit) -> Response:
    """Status, version, spans, relations, sources. `me` is yours, empty before its first write."""
    content = visit.database.read(layers.view, visit.me, *visit.place)
    return Json(content, version=content["version"])


@router.post("/changes", max_body_size=LARGE)
async def change_layer(batch: Batch, visit: LayerVisit) -> Response:
    """Several changes as one act: all or nothing, repeatable by its id."""
    answer = await visit.database.write(changes.carry_out, visit.me, visit.place, batch)
    return Json(answer, version=answer["version"])


@router.post("/status")
async def set_status(edit: StatusEdit, visit: LayerVisit) -> Response:
    """Open, submit, or (reviewers) mark as reviewed."""
    answer = await visit.database.write(
        finishing.set_status, visit.me, visit.place, edit.status, edit.by
    )
    return Json(answer, version=answer["version"])
