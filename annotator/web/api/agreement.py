"""Agreement over HTTP: the same JSON that ``annotator agreement --format json`` prints."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from annotator.domain.errors import Unavailable
from annotator.store import agreement
from annotator.store.agreement import Selection, Standing
from annotator.store.comparing import Question
from annotator.web.accounts import Me
from annotator.web.comparing import ComparingOf
from annotator.web.dependencies import DatabaseOf

router = APIRouter(prefix="/api/agreement", tags=["agreement"])


@router.get("")
async def compare(
    request: Request,
    me: Me,
    database: DatabaseOf,
    comparing: ComparingOf,
    layer: Annotated[list[str], Query()] = [],  # noqa: B006
    label: Annotated[list[str], Query()] = [],  # noqa: B006
    article: Annotated[list[str], Query()] = [],  # noqa: B006
    samples: bool = False,
) -> Response:
    """How far people agree, as far as you may see their layers: every figure, with intervals."""
    names = tuple(me.name if name == "me" else name for name in layer)
    chosen = Selection(names, tuple(label), tuple(article), samples, me)
    standing = await run_in_threadpool(database.read, _standing, chosen)
    question = Question(str(database.path), chosen)
    answer = await comparing.answer(request, question, standing.stamp)
    if answer is None:
        raise Unavailable("nobody waited for the comparison; ask again")
    return Response(answer.partition(b"\n")[0] + b"\n", media_type="application/json")


def _standing(connection: Connection, chosen: Selection) -> Standing:
    agreement.check(connection, chosen)
    return agreement.standing(connection, chosen)
