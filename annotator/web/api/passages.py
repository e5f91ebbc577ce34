"""What each paragraph of an article is: headline, body, or boilerplate that is greyed out."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel
from sqlalchemy import Connection

from annotator.domain.passages import ByHand
from annotator.store import passages
from annotator.web.accounts import SIGNED_IN, Me
from annotator.web.dependencies import DatabaseOf, Json, StrictRoute

router = APIRouter(
    prefix="/api/articles/{article}/passages", tags=["articles"], route_class=StrictRoute
)

Start = Annotated[int, Path(ge=0, le=2**53, description="Where the paragraph begins.")]


class PassageEdit(BaseModel):
    """What a paragraph shall count as, for all."""

    kind: ByHand


@router.get("", dependencies=[SIGNED_IN])
def get_passages(article: str, database: DatabaseOf) -> Response:
    """Each paragraph: `headline`, `body` or `boilerplate`, said `by` a rule or by hand."""
    return Json({"items": database.read(passages.of_article, article)})


@router.put("/{start}")
async def put_passage(
    article: str, start: Start, edit: PassageEdit, me: Me, database: DatabaseOf
) -> Response:
    """Grey a paragraph out (`boilerplate`) or bring it back (`body`), for everybody."""

    def put(connection: Connection) -> dict[str, object]:
        return passages.put(connection, me.number, article, start, edit.kind)

    return Json(await database.write(put))
