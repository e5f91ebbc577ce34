"""Relations over HTTP. A write is answered when it is on the disk."""

from fastapi import APIRouter, Response

from annotator.domain.edits import RelationEdit
from annotator.store import changes
from annotator.web.accounts import Me
from annotator.web.dependencies import (
    DatabaseOf,
    Expected,
    Json,
    Place,
    StrictRoute,
    Target,
)

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}/relations",
    tags=["relations"],
    route_class=StrictRoute,
)


@router.put("/{id}", responses={201: {}})
async def put_relation(
    id_: Target, edit: RelationEdit, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> Response:
    """Add or change a link between two spans: 201 if it is new or restored, else 200."""
    outcome = await database.write(changes.put, me, place, "relation", id_, edit, expected)
    status = 201 if outcome.created else 200
    return Json(outcome.record, status, version=outcome.record["version"])


@router.delete("/{id}", status_code=204)
async def delete_relation(
    id_: Target, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> None:
    """Delete a link between two spans; putting the same id again restores it."""
    await database.write(changes.delete, me, place, "relation", id_, expected)
