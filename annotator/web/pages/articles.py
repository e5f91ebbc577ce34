"""The list of articles: where the work stands, and what comes next."""

from typing import Any, Literal

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row
from starlette.responses import HTMLResponse

from annotator.domain.finding import Query
from annotator.domain.scheme import Scheme
from annotator.store import decisions, layers, listing, project, reviewing, scheme, search
from annotator.store.people import Actor
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import Cursor, DatabaseOf, TemplatesOf

router = APIRouter(include_in_schema=False)

PAGE = 50
GROUPS = (("Next", ("", "open")), ("Submitted", ("submitted", "reviewed")))


@router.get("/", response_class=HTMLResponse)
def show_articles(
    request: Request,
    me: Me,
    database: DatabaseOf,
    templates: TemplatesOf,
    q: str = "",
    status: Literal["", "open", "submitted", "reviewed"] = "",
    cursor: Cursor = None,
) -> HTMLResponse:
    """The articles, newest first, with each one's strip of labels."""
    context = database.read(_context, me, q, status, cursor)
    context["project"] = database.path.stem
    return templates.page(request, "articles.html", context)


def _context(
    connection: Connection, me: Actor, q: str, status: str, cursor: int | None
) -> dict[str, Any]:
    current = scheme.current(connection)
    rows = listing.listed(
        connection, me.number, query=q, status=status, limit=PAGE + 1, after=cursor
    )
    found = _items(connection, current, rows[:PAGE])
    if q:
        _add_excerpts(connection, q, rows[:PAGE], found)
    lead = None if q or status or cursor else _lead(connection, me, current, found)
    shown = [item for item in found if lead is None or item["id"] != lead["id"]]
    counts = listing.counts(connection, me.number)
    return {
        "lead": lead,
        "groups": _groups(shown),
        "articles": found,
        "counts": counts | {"all": sum(counts.values())},
        "labels": shapes.labels(current),
        **_at_the_side(connection),
        "query": q,
        **_from_reviewers(connection, me),
        "found": _spans(connection, me, current, q) if q and not cursor else None,
        "status": status,
        "payload": {"project": project.identity(connection), "me": me.name},
        "next_cursor_url": shapes.list_url(q, status, rows[PAGE - 1].number)
        if len(rows) > PAGE
        else "",
    }


def _at_the_side(connection: Connection) -> dict[str, Any]:
    samples = listing.sample_ids(connection)
    deleted = [row._asdict() for row in listing.deleted(connection)]
    return {"has_samples": bool(samples), "sample_ids": samples, "deleted": deleted}


def _from_reviewers(connection: Connection, me: Actor) -> dict[str, Any]:
    """What waits for this person's verdict, and how much was decided of their own work."""
    waiting = [
        {"href": shapes.review_url(row["id"], row["name"])}
        | {key: row[key] for key in ("title", "name", "contested")}
        for row in reviewing.queue(connection, me)
    ]
    return {"waiting": waiting, "news": decisions.count(connection, me)}


def _groups(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "articles": [item for item in shown if item["status"] in states]}
        for name, states in GROUPS
    ]


def _lead(
    connection: Connection, me: Actor, current: Scheme, found: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """The article to go on with: touched last and not submitted, else the first that is open."""
    row = listing.last_touched(connection, me.number)
    if row is not None:
        return _items(connection, current, [row])[0]
    return next((item for item in found if not item["status"]), None)


def _add_excerpts(
    connection: Connection, q: str, rows: list[Row[Any]], items: list[dict[str, Any]]
) -> None:
    """Shows with each article where its text has the words looked for."""
    query = Query(q)
    found = {
        number: shapes.excerpt(id_, text, query)
        for number, id_, text in search.texts(connection, [row.number for row in rows])
    }
    for row, item in zip(rows, items, strict=True):
        item["excerpt"] = found[row.number]


def _spans(connection: Connection, me: Actor, current: Scheme, q: str) -> dict[str, Any]:
    """The labelled spans with the words looked for."""
    query = Query(q)
    found = search.spans(connection, me, query)
    shown = [shapes.span_found(row, query, current, me.name) for row in found.spans]
    return {"spans": shown, "more": found.more}


def _items(connection: Connection, current: Scheme, rows: list[Row[Any]]) -> list[dict[str, Any]]:
    numbers = {label.key: number for number, label in enumerate(current.labels, 1)}
    marks = layers.extents(connection, [row.layer for row in rows])
    return [shapes.item(row, marks.get(row.layer, []), numbers) for row in rows]
