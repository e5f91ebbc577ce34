"""The generated stylesheet: colours and patterns of the project's labels."""

from fastapi import APIRouter
from starlette.responses import Response

from annotator.store import scheme
from annotator.web import paint
from annotator.web.accounts import SIGNED_IN
from annotator.web.dependencies import DatabaseOf

router = APIRouter(include_in_schema=False)


@router.get("/labels.css", dependencies=[SIGNED_IN])
def labels_css(database: DatabaseOf) -> Response:
    """The rules that the label scheme makes."""
    return Response(paint.stylesheet(database.read(scheme.current)), media_type="text/css")
