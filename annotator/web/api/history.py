"""The history of a layer over HTTP: read it, and go back to any point of it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from annotator.domain.edits import Uuid
from annotator.store import history, restoring
from annotator.web.dependencies import Cursor, Json, LayerVisit, StrictRoute

router = APIRouter(
    prefix="/api/articles/{article}/layers/{layer}/history",
    tags=["history"],
    route_class=StrictRoute,
)

Point = Annotated[str, Path(alias="action", description="An action's id, or `start`.")]


class NewAction(BaseModel):
    """Going back is an action of its own; its id makes it repeatable."""

    id: Uuid


@router.get("")
def list_actions(
    visit: LayerVisit, limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: Cursor = None
) -> Response:
    """Actions, newest first, each with at most 20 of its changes; `next` leads to older ones."""
    return Json(visit.database.read(history.page, visit.me, visit.place, limit, cursor))


@router.get("/{action}")
def get_action(action: str, visit: LayerVisit) -> Response:
    """One action with all its changes."""
    return Json(visit.database.read(history.whole, visit.me, visit.place, action))


@router.get("/{action}/restore")
def preview_restore(action: Point, visit: LayerVisit) -> Response:
    """How many spans, relations and sources going back to that point would change."""
    return Json(visit.database.read(restoring.preview, visit.me, visit.place, action))


@router.post("/{action}/restore")
async def restore(action: Point, new: NewAction, visit: LayerVisit) -> Response:
    """Go back to the state after that action, as one new action; answers the layer."""
    layer = await visit.database.write(restoring.restore, visit.me, visit.place, action, new.id)
    return Json(layer, version=layer["version"])
