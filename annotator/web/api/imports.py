"""Import over HTTP: the raw bytes of one file."""

import tempfile
from dataclasses import asdict
from typing import Annotated, BinaryIO

from fastapi import APIRouter, HTTPException, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from annotator.domain.text import check_annotator_name
from annotator.formats import reader_for
from annotator.store.importing import Importer, Refusal, Report
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, Json

router = APIRouter(prefix="/api/import", tags=["import"])

LARGE = 512 * 1024 * 1024
_IN_MEMORY = 8 * 1024 * 1024
SHOWN = 1_000
"""The most refusals that an answer lists; ``refused_total`` counts them all."""


@router.post("", max_body_size=LARGE)
async def import_file(
    request: Request,
    me: Me,
    database: DatabaseOf,
    format_: Annotated[str, Query(alias="format", max_length=20)] = "auto",
    layer: str = "",
    name: Annotated[str, Query(max_length=300)] = "pasted.txt",
) -> Response:
    """Add what one file holds; `name` tells its format and a text's id. Import only adds."""
    read = reader_for(name, format_)
    layer = me.name if layer == "me" else layer
    if layer:
        check_annotator_name(layer)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        try:
            async for chunk in request.stream():
                await run_in_threadpool(file.write, chunk)
        except ClientDisconnect:
            raise HTTPException(400, "the upload broke off; send the whole file again") from None
        file.seek(0)

        def add(stream: BinaryIO) -> Response:
            unknown: set[str] = set()
            importer = Importer(database, me, layer)
            report = importer.add(read(stream, name, unknown))
            return _answer(report, unknown)

        return await run_in_threadpool(add, file)  # type: ignore[arg-type]


def _answer(report: Report, unknown: set[str]) -> Response:
    refused: list[Refusal] = report.refused
    answer = asdict(report) | {
        "refused": [refusal._asdict() for refusal in refused[:SHOWN]],
        "refused_total": len(refused),
        "notes": [f"keys that were ignored: {', '.join(sorted(unknown))}"] if unknown else [],
    }
    return Json(answer)
