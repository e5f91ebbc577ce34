"""The annotation page of one article."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from annotator.store import articles, layers, project, scheme
from annotator.store.people import Actor
from annotator.web import markup, shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)

_LABEL = ("n", "key", "name", "question", "shortcut", "retired")
_SPAN = ("id", "label", "fragments", "note", "flags", "version")


@router.get("/articles/{article}", response_class=HTMLResponse)
def show_article(
    request: Request, article: str, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """The article with this person's labels, painted here and changed by the page's script."""
    context = database.read(_context, me, article)
    return templates.page(request, "annotate.html", context)


def _context(connection: Connection, me: Actor, id_: str) -> dict[str, Any]:
    row = articles.get(connection, id_)
    current = scheme.current(connection)
    layer = layers.view(connection, me, id_, me.name)
    numbers = {label.key: number for number, label in enumerate(current.labels, 1)}
    fragments = [
        markup.Painted(start, end, numbers[span["label"]])
        for span in layer["spans"]
        for start, end in span["fragments"]
    ]
    body, headline = markup.article(row.text, row.title, fragments)
    labels = [{key: label[key] for key in _LABEL} for label in shapes.labels(current)]
    around = articles.neighbours(connection, row.number)
    next_open = articles.next_open(connection, me.number, row.number)
    meta = articles.meta(row)
    urls = {key: shapes.article_url(around[key]) if around[key] else "" for key in _AROUND}
    return {
        "article": {
            "id": row.id,
            "title": row.title,
            "words": row.words,
            "length": row.length,
            "published": meta.get("published", ""),
            "url": shapes.web_url(meta),
            "sample": bool(row.sample),
        },
        "body": body,
        "labels": labels,
        "position": {"index": around["index"], "total": around["total"]},
        "previous_url": urls["previous"],
        "next_url": urls["next"],
        "payload": {
            "project": project.identity(connection),
            "article": row.id,
            "me": me.name,
            "labels": labels,
            "relations": [rule.model_dump() for rule in current.relations],
            "layer": layer | {"spans": [{key: s[key] for key in _SPAN} for s in layer["spans"]]},
            **urls,
            "next_open": shapes.article_url(next_open) if next_open else "",
            "headline": headline,
            "length": row.length,
        },
    }


_AROUND = ("previous", "next")
