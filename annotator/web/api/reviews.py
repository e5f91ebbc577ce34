"""Reviews over HTTP: verdicts on the spans of a layer, what waits for whom, and answers."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from annotator.domain.reviews import Decision, Judgement, Reply, Review, Shown, ShownLink
from annotator.store import decisions, layers, link_decisions, reviewing, reviews
from annotator.store.decisions import MOST
from annotator.web.accounts import Me
from annotator.web.addresses import ANY_ID
from annotator.web.dependencies import DatabaseOf, Json, LayerVisit, StrictRoute, Target

router = APIRouter(prefix="/api", tags=["reviews"], route_class=StrictRoute)
OF_LAYER = "/articles/{article}/layers/{layer}"
LAYER = OF_LAYER + "/reviews"
LARGE = 8 * 1024 * 1024


class Seen(BaseModel):
    """Decisions by article, span or relation, and `decided_at`, as they were listed."""

    decisions: Annotated[list[Shown], Field(max_length=MOST)] = []
    links: Annotated[list[ShownLink], Field(max_length=MOST)] = []


@router.get("/reviews")
def list_reviews(me: Me, database: DatabaseOf) -> dict[str, Any]:
    """The layers that wait for a reviewer: contested ones first, then the longest waiting."""
    return {"items": database.read(reviewing.queue, me)}


@router.get("/decisions")
def list_decisions(me: Me, database: DatabaseOf, seen: bool = False) -> dict[str, Any]:
    """What reviewers changed, rejected or said of your spans, and which `links` of yours they
    rejected: what is new, or with `seen` all."""
    with database.snapshot() as connection:
        found = decisions.listed(connection, me, seen=seen)
        links = link_decisions.listed(connection, me, seen=seen, limit=MOST)
    items = [one | {"parts": [part._asdict() for part in one["parts"]]} for one in found]
    return {"items": items, "links": links}


@router.post("/decisions/seen", status_code=204)
async def see_decisions(seen: Seen, me: Me, database: DatabaseOf) -> None:
    """You have seen these decisions on your work; what was decided since stays new."""

    def saw(connection: Connection) -> None:
        decisions.saw(connection, me, seen.decisions)
        link_decisions.saw(connection, me, seen.links)

    await database.write(saw)


@router.get(LAYER)
def get_review(visit: LayerVisit) -> Response:
    """A layer under review: its spans with their verdicts, the gold spans, what is contested."""
    found = visit.database.read(reviewing.sheet, visit.me, visit.place)
    return Json(found, version=found["version"])


@router.post(LAYER, max_body_size=LARGE)
async def review_layer(review: Review, visit: LayerVisit) -> Response:
    """Several decisions as one act: all or nothing, repeatable by its id."""
    answer = await visit.database.write(reviews.decide, visit.me, visit.place, review)
    return Json(answer, version=answer["version"])


@router.put(LAYER + ANY_ID)
async def put_review(id_: Target, judgement: Judgement, visit: LayerVisit) -> Response:
    """Give a verdict on a span; null withdraws it. The author's span itself never changes."""
    decision = Decision(span=id_, **judgement.model_dump())
    review = Review(id=str(uuid.uuid4()), decisions=[decision])
    await visit.database.write(reviews.decide, visit.me, visit.place, review)
    found = visit.database.read(layers.span, visit.me, visit.place, id_)
    # A verdict may be withdrawn from a span that its author has deleted.
    return Json(found, version=found["version"]) if found else Response(status_code=204)


@router.put(OF_LAYER + "/replies" + ANY_ID)
async def put_reply(id_: Target, reply: Reply, visit: LayerVisit) -> Response:
    """Answer the verdict on a span of yours; a contested one goes back to the reviewers."""
    span = await visit.database.write(decisions.reply, visit.me, visit.place, id_, reply)
    return Json(span, version=span["version"])
