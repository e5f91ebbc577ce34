"""Relations over HTTP. A write is answered when it is on the disk."""

from fastapi import APIRouter, Response

from annotator.domain.edits import RelationEdit
from annotator.store import changes
from annotator.web.addresses import ANY_ID
from annotator.web.dependencies import Json, LayerVisit, StrictRoute, Target

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}/relations",
    tags=["relations"],
    route_class=StrictRoute,
)


@router.put(ANY_ID, responses={201: {}})
async def put_relation(id_: Target, edit: RelationEdit, visit: LayerVisit) -> Response:
    """Add or change a link between two spans: 201 if it is new or restored, else 200."""
    outcome = await visit.database.write(
        changes.put, visit.me, visit.place, "relation", id_, edit, visit.expected
    )
    status = 201 if outcome.created else 200
    return Json(outcome.record, status, version=outcome.record["version"])


@router.delete(ANY_ID, status_code=204)
async def delete_relation(id_: Target, visit: LayerVisit) -> None:
    """Delete a link between two spans; putting the same id again restores it."""
    await visit.database.write(
        changes.delete, visit.me, visit.place, "relation", id_, visit.expected
    )
