"""Spans over HTTP. A write is answered when it is on the disk."""

from fastapi import APIRouter, Response

from annotator.domain.edits import SpanEdit
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
    prefix="/api/articles/{article}/layers/{layer}/spans", tags=["spans"], route_class=StrictRoute
)


@router.put("/{id}", responses={201: {}})
async def put_span(
    id_: Target, edit: SpanEdit, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> Response:
    """Add or change a span: 201 if new or restored, else 200. New ids are UUIDs made by you."""
    outcome = await database.write(changes.put, me, place, "span", id_, edit, expected)
    status = 201 if outcome.created else 200
    return Json(outcome.record, status, version=outcome.record["version"])


@router.delete("/{id}", status_code=204)
async def delete_span(
    id_: Target, place: Place, me: Me, database: DatabaseOf, expected: Expected
) -> None:
    """Delete a span and its relations; putting the same id again restores it."""
    await database.write(changes.delete, me, place, "span", id_, expected)
