"""Sources over HTTP. A write is answered when it is on the disk."""

from fastapi import APIRouter, Response

from annotator.domain.edits import SourceEdit
from annotator.store import changes
from annotator.web.addresses import ANY_ID
from annotator.web.dependencies import Json, LayerVisit, StrictRoute, Target

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}/sources",
    tags=["sources"],
    route_class=StrictRoute,
)


@router.put(ANY_ID, responses={201: {}})
async def put_source(id_: Target, edit: SourceEdit, visit: LayerVisit) -> Response:
    """Add or change a register entry: 201 if it is new or restored, else 200."""
    outcome = await visit.database.write(
        changes.put, visit.me, visit.place, "source", id_, edit, visit.expected
    )
    status = 201 if outcome.created else 200
    return Json(outcome.record, status, version=outcome.record["version"])


@router.delete(ANY_ID, status_code=204)
async def delete_source(id_: Target, visit: LayerVisit) -> None:
    """Delete a register entry; putting the same id again restores it."""
    await visit.database.write(changes.delete, visit.me, visit.place, "source", id_, visit.expected)
