"""The scheme over HTTP: read it whole, replace it whole."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Response
from sqlalchemy import Connection

from annotator.domain.errors import Forbidden
from annotator.domain.scheme import Scheme, scheme_of
from annotator.store import scheme
from annotator.web.accounts import SIGNED_IN, Me
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/scheme", tags=["scheme"], route_class=StrictRoute)


@router.get("", response_model=Scheme, dependencies=[SIGNED_IN])
def get_scheme(database: DatabaseOf) -> Response:
    """All labels in their order, and what relations join."""
    return Json(database.read(scheme.current).model_dump())


@router.put("", response_model=Scheme)
async def put_scheme(
    me: Me, database: DatabaseOf, value: Annotated[dict[str, Any], Body()]
) -> Response:
    """Replace the scheme. A label that spans carry can be retired, not removed."""
    if me.role != "admin":
        raise Forbidden("only admins change the labels")

    def load(connection: Connection) -> Scheme:
        return scheme.load(connection, me.number, scheme_of(value))

    return Json((await database.write(load)).model_dump())
