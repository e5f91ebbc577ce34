"""Sources over HTTP. A write is answered when it is on the disk."""

from fastapi import APIRouter, Response

from annotator.domain.edits import SourceEdit
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
    prefix="/api/articles/{article}/layers/{layer}/sources",
    tags=["sources"],
    route_class=StrictRoute,
)


@router.put("/{id}", responses={201: {}})
async def put_source(
    id_: Target, edit: SourceEdit, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> Response:
    """Add or change a register entry: 201 if it is new or restored, else 200."""
    outcome = await database.write(changes.put, me, place, "source", id_, edit, expected)
    status = 201 if outcome.created else 200
    return Json(outcome.record, status, version=outcome.record["version"])


@router.delete("/{id}", status_code=204)
async def delete_source(
    id_: Target, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> None:
    """Delete a register entry; putting the same id again restores it."""
    await database.write(changes.delete, me, place, "source", id_, expected)
