"""Export over HTTP: native JSONL, streamed from one snapshot."""

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import StreamingResponse

from annotator.domain.records import Status
from annotator.store import exporting
from annotator.store.database import Database
from annotator.store.people import GOLD
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf

router = APIRouter(prefix="/api/export", tags=["export"])

_BUFFER = 1024 * 1024


@router.get("")
def export(
    me: Me,
    database: DatabaseOf,
    format_: Annotated[Literal["jsonl"], Query(alias="format")] = "jsonl",  # noqa: ARG001 - only one yet
    layer: Annotated[list[str], Query()] = ["all"],  # noqa: B006
    status: Annotated[list[Status], Query()] = [],  # noqa: B006
    unlabelled: bool = False,
    samples: bool = False,
) -> StreamingResponse:
    """All layers that you may see, as a file: one line a layer, ordered, reproducible."""
    named = tuple(me.name if name == "me" else name for name in layer)
    selection = exporting.Selection(
        layers=() if "all" in named else named,
        statuses=tuple(status),
        unlabelled=unlabelled,
        samples=samples,
        viewer=me,
    )
    name = "gold" if named == (GOLD,) else "annotations"
    headers = {"content-disposition": f'attachment; filename="{name}.jsonl"'}
    return StreamingResponse(
        _chunks(database, selection), media_type="application/x-ndjson", headers=headers
    )


def _chunks(database: Database, selection: exporting.Selection) -> Iterator[bytes]:
    with database.snapshot() as connection:
        buffer = bytearray()
        for line in exporting.lines(connection, selection):
            buffer += line
            if len(buffer) >= _BUFFER:
                yield bytes(buffer)
                buffer.clear()
        yield bytes(buffer)
