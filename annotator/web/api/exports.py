"""Export over HTTP: native JSONL, streamed from one snapshot."""

import asyncio
from collections.abc import Generator
from contextlib import suppress
from itertools import chain
from threading import BoundedSemaphore
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from annotator.domain.errors import Unavailable
from annotator.domain.records import Status
from annotator.store import exporting
from annotator.store.database import Database
from annotator.store.people import GOLD
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf

router = APIRouter(prefix="/api/export", tags=["export"])

_BUFFER = 1024 * 1024

PATIENCE = 60
"""Seconds that a download may wait for its reader to take the next piece."""

AT_ONCE = 4
"""The most downloads under way: each holds a snapshot of the project."""

_places = BoundedSemaphore(AT_ONCE)


@router.head("", include_in_schema=False)
@router.get("")
def export(
    request: Request,
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
    chunks = _chunks(database, selection)
    # The first is made before anything is sent, so that most trouble can still be told of.
    first = next(chunks)
    if request.method == "HEAD":
        chunks.close()
        first = b""
    return _Download(first, chunks, headers)


class _Download(StreamingResponse):
    """Sends the chunks, and lets their snapshot go even if whoever reads hangs up half way."""

    media_type = "application/x-ndjson"

    def __init__(
        self, first: bytes, chunks: Generator[bytes, None, None], headers: dict[str, str]
    ) -> None:
        super().__init__(chain([first], chunks), headers=headers)
        self._chunks = chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def timely(message: Message) -> None:
            await asyncio.wait_for(send(message), PATIENCE)

        try:
            # A reader that stands still would hold its snapshot, and with it the log, for ever.
            with suppress(TimeoutError):
                await super().__call__(scope, receive, timely)
        finally:
            self._chunks.close()


def _chunks(database: Database, selection: exporting.Selection) -> Generator[bytes, None, None]:
    if not _places.acquire(blocking=False):
        raise Unavailable(f"{AT_ONCE} exports are under way; try again when one is done")
    try:
        with database.snapshot() as connection:
            exporting.check_layers(connection, selection)
            buffer = bytearray()
            for line in exporting.lines(connection, selection):
                buffer += line
                if len(buffer) >= _BUFFER:
                    yield bytes(buffer)
                    buffer.clear()
            yield bytes(buffer)
    finally:
        _places.release()
