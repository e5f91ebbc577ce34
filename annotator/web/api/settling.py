"""Settling over HTTP: what several people made of one article, case by case, and the deciding."""

from typing import Any

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from annotator.domain.reviews import Settlement
from annotator.domain.settling import Case, LinkCase, Member
from annotator.store import settlements, settling, unsettled
from annotator.store.alike import alike
from annotator.store.case_sheet import Sheet
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, Json, ProjectMeant, StrictRoute

router = APIRouter(prefix="/api", tags=["settling"], route_class=StrictRoute)
LARGE = 8 * 1024 * 1024


@router.get("/settling")
def list_settling(me: Me, database: DatabaseOf) -> dict[str, Any]:
    """The articles that two or more people submitted and that wait to be settled."""
    keys = ("id", "title", "spans", "decided", "updated_at")
    found = database.read(unsettled.queue, me)
    return {"items": [{key: row[key] for key in keys} for row in found]}


@router.get("/articles/{article}/settling")
def get_settling(article: str, me: Me, database: DatabaseOf) -> Response:
    """The submitted layers of an article put together: cases, and where their links differ."""
    sheet = database.read(settling.sheet, me, article)
    return Json(_shown(sheet), version=sheet.version)


@router.post("/articles/{article}/settling", max_body_size=LARGE)
async def settle(
    article: str, settlement: Settlement, me: Me, database: DatabaseOf, _: ProjectMeant
) -> Response:
    """Decisions on several layers as one act; what all say alike goes into gold with it."""
    by_themselves = await run_in_threadpool(database.read, alike, me, article, settlement)
    answer = await database.write(settlements.settle, me, article, settlement, by_themselves)
    return Json(answer, version=answer["version"])


def _shown(sheet: Sheet) -> dict[str, Any]:
    return {
        "people": [{"name": one.name, "status": one.status} for one in sheet.people],
        "left": sheet.left,
        "cases": [_case(sheet, case) for case in sheet.cases],
        "links": [_link_case(sheet, case) for case in sheet.links],
    }


def _case(sheet: Sheet, case: Case) -> dict[str, Any]:
    start, end = case.hull
    return {
        "kinds": case.kinds,
        "start": start,
        "end": end,
        "readings": [
            {
                "label": reading.label,
                "fragments": reading.fragments,
                "spans": [_span(sheet, member) for member in reading.spans],
            }
            for reading in case.readings
        ],
        "without": case.without,
        "majority": case.majority,
        "settled": sheet.is_settled(case),
    }


def _span(sheet: Sheet, member: Member) -> dict[str, Any]:
    span = sheet.spans[member]
    keys = ("version", "verdict", "reviewer", "comment", "reply")
    said = {"layer": member[0], "span": member[1], **{key: span[key] for key in keys}}
    at, contested = sheet.decided_at.get(member, ""), member in sheet.contested
    return said | {"decided_at": at, "contested": contested}


def _link_case(sheet: Sheet, case: LinkCase) -> dict[str, Any]:
    return {
        "type": case.type,
        "from": case.from_,
        "readings": [
            {
                "to": reading.to,
                "people": reading.people,
                "relations": [
                    {
                        "layer": layer,
                        "relation": id_,
                        "to": target,
                        "verdict": sheet.relations[layer, id_]["verdict"],
                    }
                    for (layer, id_), target in reading.relations
                ],
            }
            for reading in case.readings
        ],
        "settled": sheet.is_link_settled(case),
    }
