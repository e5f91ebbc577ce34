"""The annotation page of one article."""

from math import inf
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row
from starlette.responses import HTMLResponse

from annotator.store import articles, history, layers, listing, project, queues, scheme
from annotator.store.people import Actor
from annotator.web import drawn, shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)

MOST = 300
"""The most spans that are listed for a browser without scripts; all are marked in the text."""

MARKS = 1_000
"""So many marks are drawn here; what stands below them the page's script marks when it is near."""


@router.get("/articles/{article}", response_class=HTMLResponse)
def show_article(
    request: Request,
    article: str,
    me: Me,
    database: DatabaseOf,
    templates: TemplatesOf,
    listed: bool = False,
) -> HTMLResponse:
    """The article with this person's labels, painted here and changed by the page's script.

    ``listed`` is for a browser without scripts: the spans are then listed beside the text, and
    all of them are marked in it.
    """
    context = database.read(_context, me, article, listed)
    return templates.page(request, "annotate.html", context)


def _context(connection: Connection, me: Actor, id_: str, listed: bool) -> dict[str, Any]:
    row = articles.get(connection, id_)
    current = scheme.current(connection)
    layer = layers.view(connection, me, id_, me.name)
    most = inf if listed else MARKS
    body = drawn.article(connection, row, layer["spans"], current, most)
    labels = shapes.brief_labels(current)
    position, urls = _way(connection, me.number, row.number)
    return {
        "article": _about(row),
        "body": body.html,
        "whole": body.whole,
        "labels": labels,
        "listed": _listed(layer, labels) if listed else None,
        "position": position,
        "previous_url": urls["previous"],
        "next_url": urls["next"],
        "payload": {
            "project": project.identity(connection),
            "history": history.newest(connection, row.number, me.number),
            "article": row.id,
            "me": me.name,
            "labels": labels,
            "relations": [rule.model_dump() for rule in current.relations],
            "layer": layer | {"spans": _packed(layer["spans"], labels)},
            **urls,
            "headline": body.headline,
            "length": row.length,
        },
    }


def _packed(spans: list[dict[str, Any]], labels: list[dict[str, Any]]) -> list[list[Any]]:
    """Id, the label's number, fragments; then note and flags, if there are any."""
    numbers = {label["key"]: label["n"] for label in labels}
    return [
        [span["id"], numbers[span["label"]], span["fragments"]]
        + ([span["note"], span["flags"]] if span["note"] or span["flags"] else [])
        for span in spans
    ]


def _listed(layer: dict[str, Any], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """The spans for a browser without scripts: the first ``MOST`` of them, and how many more."""
    of_key = {label["key"]: label for label in labels}
    shown = [
        {"text": span["text"], "note": span["note"]}
        | {key: of_key[span["label"]][key] for key in ("n", "name")}
        for span in layer["spans"][:MOST]
    ]
    return {"spans": shown, "more": len(layer["spans"]) - len(shown)}


def _about(row: Row[Any]) -> dict[str, Any]:
    meta = articles.meta(row)
    return {key: getattr(row, key) for key in ("id", "title", "words", "length")} | {
        "address": shapes.article_url(row.id),
        "published": shapes.published(meta),
        "url": shapes.web_url(meta),
        "sample": bool(row.sample),
    }


def _way(connection: Connection, me: int, article: int) -> tuple[dict[str, int], dict[str, str]]:
    """Where the article stands and what is left, and the addresses that lead on.

    Who was given articles goes through those; from any other article, back to them.
    """
    own = queues.has_any(connection, me)
    inside = own and queues.holds(connection, me, article)
    around = listing.neighbours(connection, me, article, own=inside)
    left = listing.counts(connection, me, own=own)["open"]
    position = {"index": around["index"], "total": around["total"], "left": left}
    return position, _urls(around, listing.next_open(connection, me, article, own=own))


def _urls(around: dict[str, Any], next_open: str | None) -> dict[str, str]:
    """Where previous, next, and the next that is not submitted lead; ``""`` for nowhere."""
    ids = {"previous": around["previous"], "next": around["next"], "next_open": next_open}
    return {key: shapes.article_url(id_) if id_ else "" for key, id_ in ids.items()}
