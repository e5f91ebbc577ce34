"""The cases behind a figure of agreement: what two people said, and how it differs."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Depends, Query, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from annotator.domain.agreement.figures import Figure
from annotator.domain.agreement.readings import Asked
from annotator.domain.errors import NotFound, Refused
from annotator.store import agreement, scheme
from annotator.store.agreement import Standing
from annotator.store.comparing import PAGE, Cases, Question, Show
from annotator.web import agreement as shaped
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.agreement import Labels
from annotator.web.comparing import PATIENCE, ComparingOf
from annotator.web.comparison import FilterOf
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.templates import initials

router = APIRouter(include_in_schema=False)

Shown = Literal[
    "exact_f1",
    "overlap_f1",
    "boundary_f1",
    "link_exact_f1",
    "link_soft_f1",
    "alpha",
    "alpha_any",
    "alpha_masi",
    "confusion",
]

KINDS = {
    "same": "Alike",
    "missing": "Missing: only one marked it",
    "boundary": "Boundary: the edges differ",
    "label": "Label: they took it for different things",
    "link": "Link: only one drew it",
    "words": "Words with different labels",
}

_SHOWS = (("all", "All"), ("differing", "Differing"), ("alike", "Alike"))


class _Asked:
    """The address of the page: which comparison, which figure, which stretch of its cases."""

    def __init__(
        self,
        *,
        me: Me,
        chosen: FilterOf,
        figure: Shown = "exact_f1",
        of: str = "",
        one: str = "",
        other: str = "",
        directed: bool = False,
        show: Show = "all",
        start: Annotated[int, Query(ge=0, le=2**31)] = 0,
        wait: bool = False,
    ) -> None:
        self.filter, self.selection = chosen, chosen.selection(me)
        self.figure, self.of, self.show, self.start, self.wait = figure, of, show, start, wait
        self.cell = (one, other) if figure == "confusion" else None
        self.directed = directed
        if figure == "alpha" and not of:
            raise Refused("say of which label, such as of=claim", "of")

    @property
    def cases(self) -> Cases:
        figure = Figure("exact_f1" if self.figure == "confusion" else self.figure, self.of)
        return Cases(Asked(figure, self.cell, self.directed), self.show, self.start)

    def url(self, show: str, start: int = 0, **more: str) -> str:
        """The address of another stretch of the same figure's cases."""
        if self.cell:
            more |= {"one": self.cell[0], "other": self.cell[1]}
            more |= {"directed": "true"} if self.directed else {}
        more |= {"show": show} if show != "all" else {}
        more |= {"start": str(start)} if start else {}
        return self.filter.cases(self.figure, self.of, **more)


@router.get("/agreement/cases", response_class=HTMLResponse)
async def show_cases(
    request: Request,
    asked: Annotated[_Asked, Depends()],
    database: DatabaseOf,
    templates: TemplatesOf,
    comparing: ComparingOf,
) -> HTMLResponse:
    """Exactly the cases that a figure counts, those that differ first in each article."""
    labels, standing = await run_in_threadpool(database.read, _around, asked)
    answer, again = None, ""
    if standing.articles:
        question = Question(str(database.path), asked.selection, asked.cases)
        patience = None if asked.wait else PATIENCE
        answer = await comparing.answer(request, question, standing.stamp, patience)
        again = "" if answer else asked.url(asked.show, asked.start, wait="true")

    def shown() -> HTMLResponse:
        context = {
            "page": "agreement",
            "title": _title(asked, labels),
            "back": asked.filter.url("/agreement"),
            "articles_compared": standing.articles,
            "filtered": any(asked.filter),
            "again": again,
            "told": _told(orjson.loads(answer), asked, labels) if answer else None,
        }
        return templates.page(request, "agreement_cases.html", context)

    return await run_in_threadpool(shown)


def _around(connection: Connection, asked: _Asked) -> tuple[Labels, Standing]:
    """The labels, and what is compared. Raises NotFound, Forbidden."""
    agreement.check(connection, asked.selection)
    current = scheme.current(connection)
    labels = {label["key"]: label for label in shapes.labels(current)}
    for key in filter(None, (asked.of, *(asked.cell or ()))):
        if key not in labels:
            raise NotFound(f"there is no label “{key[:64]}”; there are {', '.join(labels)}")
    return labels, agreement.standing(connection, asked.selection)


def _title(asked: _Asked, labels: Labels) -> str:
    if asked.cell:
        one, other = (labels[key]["name"] if key else "Nothing" for key in asked.cell)
        return f"{one} on both sides" if one == other else f"{one} or {other}"
    name = shaped.name_of(asked.figure)
    return f"{name}: {labels[asked.of]['name']}" if asked.of else name


def _told(found: dict[str, Any], asked: _Asked, labels: Labels) -> dict[str, Any]:
    """The cases of the stretch with their counts, and the ways to the others."""
    counts = {"all": found["alike"] + found["differing"]}
    counts |= {"differing": found["differing"], "alike": found["alike"]}
    behind = asked.start + PAGE
    words = asked.figure.startswith("alpha")
    return {
        "counts": counts,
        "words": found["words"] if words else None,
        "shows": []
        if words
        else [
            {"name": name, "count": counts[key], "href": asked.url(key), "on": key == asked.show}
            for key, name in _SHOWS
        ],
        "cases": [_case(case, labels) for case in found["cases"]],
        "from": asked.start + 1,
        "to": asked.start + len(found["cases"]),
        "listed": found["listed"],
        "before": asked.url(asked.show, max(0, asked.start - PAGE)) if asked.start else "",
        "after": asked.url(asked.show, behind) if behind < found["listed"] else "",
    }


def _case(case: dict[str, Any], labels: Labels) -> dict[str, Any]:
    """One case: where it stands, its kind, and both readings."""
    return {
        "title": case["title"],
        "href": shapes.place_url(case["article"], case["start"], case["end"]),
        "kind": KINDS[case["kind"]],
        "sides": [
            {
                "name": side["person"],
                "initials": initials(side["person"]),
                "labels": [labels[key] for key in side["labels"]],
                "parts": side["parts"],
            }
            for side in case["sides"]
        ],
    }
