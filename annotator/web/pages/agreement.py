"""How far people agree: figures, charts and tables, each figure with the way to its cases."""

from operator import itemgetter
from typing import Annotated, Any, NamedTuple

import orjson
from fastapi import APIRouter, Query, Request
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse

from annotator.store import agreement, scheme
from annotator.store.agreement import Selection, Standing
from annotator.store.comparing import Question
from annotator.web import agreement as shaped
from annotator.web import confusion, shapes
from annotator.web.accounts import Me
from annotator.web.agreement import Labels
from annotator.web.comparing import PATIENCE, ComparingOf
from annotator.web.comparison import Filter, FilterOf
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)

CHOICES = 300
"""The most articles that the filter offers."""


class _Around(NamedTuple):
    """What the page says before anything is compared."""

    standing: Standing
    labels: Labels
    people: list[str]


@router.get("/agreement", response_class=HTMLResponse)
async def show_agreement(
    request: Request,
    me: Me,
    database: DatabaseOf,
    templates: TemplatesOf,
    comparing: ComparingOf,
    chosen: FilterOf,
    after: Annotated[int, Query(ge=0, le=2**31)] = 0,
    wait: bool = False,
) -> HTMLResponse:
    """The figures; where they take longer, a page that says so and asks again with ``wait``.

    ``after``: how many of the articles to pass over in their table.
    """
    selection = chosen.selection(me)
    around = await run_in_threadpool(database.read, _around, selection)
    answer, again = None, ""
    if around.standing.articles:
        question, stamp = Question(str(database.path), selection), around.standing.stamp
        answer = await comparing.answer(request, question, stamp, None if wait else PATIENCE)
        again = "" if answer else chosen.url("/agreement", after=str(after), wait="true")

    def shown() -> HTMLResponse:
        context = _of_filter(chosen, around) | {"again": again, "told": None}
        if answer:
            context["told"] = _told(answer, around.labels, chosen, after)
            context["articles"] = context["told"]["choices"]
        return templates.page(request, "agreement.html", context)

    return await run_in_threadpool(shown)


def _around(connection: Connection, selection: Selection) -> _Around:
    agreement.check(connection, selection)
    assert selection.viewer is not None
    return _Around(
        agreement.standing(connection, selection),
        {label["key"]: label for label in shapes.labels(scheme.current(connection))},
        agreement.people(connection, selection.viewer),
    )


def _of_filter(chosen: Filter, around: _Around) -> dict[str, Any]:
    """The sentence of the filter: what is chosen in it, and what could be."""
    labels = [label for key, label in around.labels.items() if key in chosen.labels]
    count = around.standing.articles
    return {
        "people": [(name, name, name in chosen.people) for name in around.people],
        "who": shaped.listed(chosen.people) or "everybody",
        "labels": [
            (label["key"], label["name"], label in labels) for label in around.labels.values()
        ],
        "which": shaped.listed([label["name"] for label in labels]) or "all labels",
        "articles": [(id_, id_) for id_ in chosen.articles],
        "any_article": "all articles"
        if chosen.articles
        else f"all {shaped.some(count, 'article')}",
        "chosen": chosen.articles,
        "filtered": any(chosen),
        "articles_compared": count,
    }


def _told(answer: bytes, labels: Labels, chosen: Filter, after: int) -> dict[str, Any]:
    """All that the page shows of the figures."""
    record, about = map(orjson.loads, answer.splitlines())
    count, behind = len(record["by_article"]), after + shaped.LOWEST
    return {
        "summary": shaped.summary(record),
        "edited": shaped.edited(record),
        "cards": shaped.cards(record, chosen),
        "by_label": shaped.by_label(record, labels, chosen),
        "confusion": confusion.confusion(record, labels, chosen),
        "pairs": shaped.pairs(record, chosen),
        "choices": _choices(about["titles"]),
        "articles": shaped.articles(record, about["titles"], chosen, after),
        "further": chosen.url("/agreement", after=str(behind)) if behind < count else "",
        "count": count,
        "weeks": shaped.weeks(record, about["done"], chosen),
    }


def _choices(titles: dict[str, str]) -> list[tuple[str, str]]:
    """The first articles by their titles: id and title."""
    first = sorted(titles.items(), key=itemgetter(1))[:CHOICES]
    return [(id_, shaped.shortened(title)) for id_, title in first]
