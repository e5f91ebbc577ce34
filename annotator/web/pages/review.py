"""The pages of review: what waits for a reviewer, and one layer under review."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from annotator.domain.errors import Forbidden
from annotator.store import articles, layers, precedents, project, reviewing, scheme
from annotator.store.people import Actor
from annotator.web import drawn, shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.templates import initials

router = APIRouter(include_in_schema=False)

FEW = 12
"""How many of the last reviews are listed."""

_SPAN = (
    *("id", "label", "fragments", "note", "flags", "version"),
    *("verdict", "reviewer", "comment", "reply"),
)
_GOLD = ("id", "label", "fragments", "note", "flags", "derived_from")


@router.get("/review", response_class=HTMLResponse)
def show_queue(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """The layers that wait for a verdict, and the ones that were reviewed last."""
    _check_reviews(me)

    def context(connection: Connection) -> dict[str, Any]:
        current = scheme.current(connection)
        waiting = reviewing.queue(connection, me)
        done = reviewing.reviewed(connection, me, FEW)
        extents = layers.extents(connection, [row["number"] for row in (*waiting, *done)])
        numbers = {label.key: number for number, label in enumerate(current.labels, 1)}

        def shown(row: dict[str, Any]) -> dict[str, Any]:
            runs = shapes.strip(extents.get(row["number"], []), row["length"], numbers)
            return _row(row) | {"strip": runs}

        return {
            "waiting": [shown(row) for row in waiting],
            "done": [shown(row) for row in done],
            "labels": shapes.labels(current),
            "project": database.path.stem,
            "payload": {"project": project.identity(connection), "me": me.name},
        }

    return templates.page(request, "review.html", database.read(context))


@router.get("/articles/{article}/review/{layer}", response_class=HTMLResponse)
def show_layer(
    request: Request,
    article: str,
    layer: str,
    me: Me,
    database: DatabaseOf,
    templates: TemplatesOf,
) -> HTMLResponse:
    """One layer under review: the article as it will be, and each span with its verdict."""
    _check_reviews(me)
    name = me.name if layer == "me" else layer
    context = database.read(_layer, me, article, name)
    return templates.page(request, "review_layer.html", context)


def _check_reviews(me: Actor) -> None:
    if not me.reviews:
        raise Forbidden("only reviewers judge labels; an admin can make you one")


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A layer in the queue."""
    return {
        "title": row["title"],
        "href": shapes.review_url(row["id"], row["name"]),
        "name": row["name"],
        "initials": initials(row["name"]),
        "words": row["words"],
        "at": row["updated_at"],
        **{key: row[key] for key in ("spans", "decided", "contested", "status")},
    }


def _layer(connection: Connection, me: Actor, id_: str, name: str) -> dict[str, Any]:
    row = articles.get(connection, id_)
    sheet = reviewing.sheet(connection, me, (id_, name))
    current = scheme.current(connection)
    labels = shapes.brief_labels(current)
    body = drawn.article(connection, row, reviewing.readings(sheet, name), current)
    waiting = [other for other in reviewing.queue(connection, me) if not other["own"]]
    here = (id_, name)
    others = [other for other in waiting if (other["id"], other["name"]) != here]
    return {
        "article": {"title": row.title, "address": shapes.article_url(row.id)},
        "author": {"name": name, "initials": initials(name)},
        "status": sheet["status"],
        "labels": labels,
        "body": body.html,
        "payload": {
            "project": project.identity(connection),
            "article": row.id,
            "me": me.name,
            "author": name,
            "initials": [initials(name), initials(me.name)],
            "labels": labels,
            "relations": [rule.model_dump() for rule in current.relations],
            "layer": _shown(sheet),
            "next": shapes.review_url(others[0]["id"], others[0]["name"]) if others else "/review",
            "precedents": precedents.any_there(connection),
            "headline": body.headline,
            "length": row.length,
        },
    }


def _shown(sheet: dict[str, Any]) -> dict[str, Any]:
    spans = [{key: span[key] for key in _SPAN} for span in sheet["spans"]]
    gold = [{key: span[key] for key in _GOLD} for span in sheet["gold"]]
    return sheet | {"spans": spans, "gold": gold}
