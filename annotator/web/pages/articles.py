"""The list of articles: where the work stands, and what comes next."""

from typing import Any, Literal, NamedTuple

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row
from starlette.responses import HTMLResponse

from annotator.domain.finding import Query
from annotator.domain.scheme import Scheme
from annotator.store import (
    decisions,
    layers,
    listing,
    project,
    queues,
    reviewing,
    scheme,
    search,
    unsettled,
)
from annotator.store.people import Actor
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import Cursor, DatabaseOf, TemplatesOf
from annotator.web.templates import initials

router = APIRouter(include_in_schema=False)

PAGE = 50
GROUPS = (("Next", ("", "open")), ("Submitted", ("submitted", "reviewed")))


class Asked(NamedTuple):
    """Which articles the page is to show."""

    q: str
    status: str
    show: str
    """``all`` for everybody's articles, where the person has some of their own."""
    cursor: int | None


@router.get("/", response_class=HTMLResponse)
def show_articles(
    request: Request,
    me: Me,
    database: DatabaseOf,
    templates: TemplatesOf,
    q: str = "",
    status: Literal["", "open", "submitted", "reviewed"] = "",
    show: Literal["", "mine", "all"] = "",
    cursor: Cursor = None,
) -> HTMLResponse:
    """The articles, newest first, with each one's strip of labels."""
    context = database.read(_context, me, Asked(q, status, show, cursor))
    context["project"] = database.path.stem
    return templates.page(request, "articles.html", context)


def _context(connection: Connection, me: Actor, asked: Asked) -> dict[str, Any]:
    tabs = _tabs(connection, me, asked)
    own = bool(tabs and tabs["own"])
    rows = listing.listed(
        *(connection, me.number),
        query=asked.q,
        status=asked.status,
        limit=PAGE + 1,
        after=asked.cursor,
        own=own,
    )
    counts = listing.counts(connection, me.number)
    return _shown(connection, me, asked, rows[:PAGE], own) | {
        "tabs": tabs,
        "all_url": "/?show=all" if tabs else "/",
        "counts": counts | {"all": sum(counts.values())},
        "deleted": [row._asdict() for row in listing.deleted(connection)],
        "people": _people(connection, me),
        **_from_reviewers(connection, me),
        "query": asked.q,
        "status": asked.status,
        "payload": {"project": project.identity(connection), "me": me.name},
        "next_cursor_url": _further(asked, rows[PAGE - 1].rank) if len(rows) > PAGE else "",
    }


def _shown(
    connection: Connection, me: Actor, asked: Asked, rows: list[Row[Any]], own: bool
) -> dict[str, Any]:
    """The articles themselves, with what was found in them."""
    current = scheme.current(connection)
    found = _items(connection, me, current, rows)
    if asked.q:
        _add_excerpts(connection, asked.q, rows, found)
    plain = not (asked.q or asked.status or asked.cursor)
    lead = _lead(connection, me, current, found, own) if plain else None
    samples = listing.sample_ids(connection)
    spans = asked.q and not asked.cursor
    return {
        "lead": lead,
        "groups": _groups([one for one in found if lead is None or one["id"] != lead["id"]]),
        "articles": found,
        "labels": shapes.labels(current),
        "has_samples": bool(samples),
        "sample_ids": samples,
        "found": _spans(connection, me, current, asked.q) if spans else None,
    }


def _from_reviewers(connection: Connection, me: Actor) -> dict[str, Any]:
    """What waits for this person's verdict, and how much was decided of their own work."""
    waiting = [
        {"href": shapes.review_url(row["id"], row["name"])}
        | {key: row[key] for key in ("title", "name", "contested")}
        for row in reviewing.queue(connection, me)
    ]
    unsettled_ = [
        {"href": shapes.settle_url(row["id"]), "title": row["title"]}
        for row in unsettled.queue(connection, me)
    ]
    news = decisions.count(connection, me)
    return {"waiting": waiting, "unsettled": unsettled_, "news": news}


def _tabs(connection: Connection, me: Actor, asked: Asked) -> dict[str, Any] | None:
    """The person's own articles beside all; None for whom nothing was given. A search is of all."""
    if not queues.has_any(connection, me.number):
        return None
    own = asked.show != "all" and not asked.q
    mine = listing.counts(connection, me.number, own=True)
    return {"own": own, "mine": sum(mine.values()), "left": mine["open"]}


def _people(connection: Connection, me: Actor) -> list[str]:
    """Whom this person may give an article to, where there is anybody else."""
    names = queues.people(connection) if me.reviews else []
    return names if len(names) > 1 else []


def _further(asked: Asked, rank: int) -> str:
    return shapes.list_url(asked.q, asked.status, asked.show, rank)


def _groups(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "articles": [item for item in shown if item["status"] in states]}
        for name, states in GROUPS
    ]


def _lead(
    connection: Connection, me: Actor, current: Scheme, found: list[dict[str, Any]], own: bool
) -> dict[str, Any] | None:
    """The article to go on with: touched last and not submitted, else the first that is open."""
    row = listing.last_touched(connection, me.number, own=own)
    if row is not None:
        return _items(connection, me, current, [row])[0]
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


def _items(
    connection: Connection, me: Actor, current: Scheme, rows: list[Row[Any]]
) -> list[dict[str, Any]]:
    numbers = {label.key: number for number, label in enumerate(current.labels, 1)}
    marks = layers.extents(connection, [row.layer for row in rows])
    given = queues.holders(connection, [row.number for row in rows])
    return [
        shapes.item(row, marks.get(row.layer, []), numbers)
        | {"shared": _shared(given.get(row.number, []), me.name)}
        for row in rows
    ]


def _shared(names: list[str], me: str) -> dict[str, Any] | None:
    """Who else was given an article, in a word and initials; None if nobody was given it."""
    if not names:
        return None
    others = [{"name": name, "initials": initials(name)} for name in names if name != me]
    word = "for" if me not in names else "with" if others else "only you"
    return {"word": word, "people": others}
