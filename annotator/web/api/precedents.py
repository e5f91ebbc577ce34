"""Precedents over HTTP: the list, those nearest to a text, pinning and taking away."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from sqlalchemy import Connection

from annotator.domain.edits import Uuid
from annotator.domain.precedents import Pin, Pinned
from annotator.store import precedents
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api", tags=["precedents"], route_class=StrictRoute)

Which = Annotated[Uuid, Path(alias="id", description="The precedent's id, made by you.")]


@router.get("/precedents")
def list_precedents(
    me: Me,
    database: DatabaseOf,
    like: str = "",
    label: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Response:
    """All precedents that you may see; with `like` the three nearest to it, `label`'s first."""

    def find(connection: Connection) -> list[dict[str, Any]]:
        if like:
            return precedents.nearest(connection, me, like, label)
        return precedents.listed(connection, me)

    return Json({"items": database.read(find)})


@router.put("/articles/{article}/precedents/{id}")
async def pin_precedent(
    article: str, id_: Which, pin: Pin, me: Me, database: DatabaseOf
) -> Response:
    """Pin words of an article to a label, with a sentence: 201, or 200 if that was done before."""
    pinned = Pinned(id=id_, **pin.model_dump())
    done = await database.write(precedents.pin, me, article, pinned)
    return Json(done.record, 201 if done.created else 200)


@router.delete("/precedents/{id}", status_code=204)
async def unpin_precedent(id_: Which, me: Me, database: DatabaseOf) -> None:
    """Take a precedent away; it can be restored."""
    await database.write(precedents.unpin, me, id_)


@router.post("/precedents/{id}/restore")
async def restore_precedent(id_: Which, me: Me, database: DatabaseOf) -> Response:
    """Bring a precedent back that was taken away."""
    return Json(await database.write(precedents.restore, me, id_))
