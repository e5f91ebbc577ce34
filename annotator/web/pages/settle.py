"""The pages of settling: the articles that wait, and one article's layers case by case."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.domain.errors import Conflict, Forbidden
from annotator.store import layers, precedents, project, scheme, settling, unsettled
from annotator.store.case_sheet import Sheet
from annotator.store.layers import Extent
from annotator.store.people import Actor
from annotator.store.unsettled import Reader
from annotator.web import drawn, shapes
from annotator.web.accounts import Me
from annotator.web.case_words import People, Shape
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.settling import Shaper

router = APIRouter(include_in_schema=False)

FEW = 12
"""How many of the articles that were settled last are listed."""

NEAR = 2
"""The most precedents that stand beside a case."""

Numbers = dict[str, int]


@router.get("/settle", response_class=HTMLResponse)
def show_settle_queue(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> HTMLResponse:
    """The articles whose layers differ, the longest waiting first, and the ones settled last."""
    _check_reviews(me)

    def context(connection: Connection) -> dict[str, Any]:
        current = scheme.current(connection)
        labels = shapes.labels(current)
        numbers = {label["key"]: label["n"] for label in labels}
        waiting = unsettled.queue(connection, me)
        done = unsettled.settled(connection, me, FEW)
        return {
            "waiting": _rows(connection, waiting, numbers),
            "done": _rows(connection, done, numbers),
            "labels": labels,
            "project": database.path.stem,
            "payload": {"project": project.identity(connection), "me": me.name},
        }

    return templates.page(request, "settle.html", database.read(context))


@router.get("/articles/{article}/settle", response_class=HTMLResponse)
def show_settling(
    request: Request, article: str, me: Me, database: DatabaseOf, templates: TemplatesOf
) -> Response:
    """One article: what its people agree on folded away, and where they differ, case by case."""
    _check_reviews(me)
    try:
        context = database.read(_article, me, article)
    except Conflict:  # somebody opened theirs again meanwhile: the list says what waits now
        return RedirectResponse("/settle", 303)
    return templates.page(request, "settle_article.html", context)


def _check_reviews(me: Actor) -> None:
    if not me.reviews:
        raise Forbidden("only reviewers settle labels; an admin can make you one")


def _rows(connection: Connection, found: list[dict[str, Any]], numbers: Numbers) -> list[Shape]:
    people = unsettled.people(connection, [row["number"] for row in found])
    readers = [one for several in people.values() for one in several]
    extents = layers.extents(connection, [one.layer for one in readers])
    return [
        {
            "title": row["title"],
            "href": shapes.settle_url(row["id"]),
            "words": row["words"],
            "at": row["updated_at"],
            "spans": row["spans"],
            "decided": row["decided"],
            "people": _strips(people[row["number"]], extents, row["length"], numbers),
        }
        for row in found
    ]


def _strips(
    people: list[Reader], extents: dict[int, list[Extent]], length: int, numbers: Numbers
) -> list[Shape]:
    """Each person's layer as a line."""
    shown = People([one.name for one in people])
    return [
        shown.shown(one.name) | {"strip": shapes.strip(extents.get(one.layer, []), length, numbers)}
        for one in people
    ]


def _article(connection: Connection, me: Actor, id_: str) -> dict[str, Any]:
    sheet = settling.sheet(connection, me, id_)
    current = scheme.current(connection)
    labels = shapes.labels(current)
    shaper = Shaper(sheet, current, drawn.places(connection, sheet.article))
    entries = shaper.entries()
    _add_precedents(connection, me, entries, labels)
    waiting = unsettled.queue(connection, me)
    others = [row["id"] for row in waiting if row["id"] != id_]
    numbers = {label["key"]: label["n"] for label in labels}
    extents = layers.extents(connection, [one.layer for one in sheet.people])
    return {
        "page": "settle",
        "article": {"title": sheet.article.title, "address": shapes.article_url(id_)},
        "entries": entries,
        "counts": _counts(sheet, entries) | {"kinds": shaper.counts()},
        "people": _strips(sheet.people, extents, sheet.article.length, numbers),
        "labels": labels,
        "waiting": f"{len(waiting)}{'+' if len(waiting) == unsettled.MOST else ''}",
        "finished": all(one.status == "reviewed" for one in sheet.people),
        "own": any(one.name == me.name for one in sheet.people),
        "payload": _payload(sheet, shaper, entries)
        | {
            "project": project.identity(connection),
            "me": me.name,
            "labels": shapes.brief_labels(current),
            "rules": [rule.model_dump() for rule in current.relations],
            "next": shapes.settle_url(others[0]) if others else "/settle",
        },
    }


def _payload(sheet: Sheet, shaper: Shaper, entries: list[Shape]) -> Shape:
    """What the script needs to know of the cases and of what they are made of."""
    return {
        "article": sheet.article.id,
        "people": [one.name for one in sheet.people],
        "targets": shaper.links.targets(),
        "cases": _for_the_script(entries),
        "spans": _spans(sheet, entries),
        "relations": {"/".join(at): one["verdict"] for at, one in sheet.relations.items()},
    }


def _add_precedents(
    connection: Connection, me: Actor, entries: list[Shape], labels: list[Shape]
) -> None:
    """Gives each open case the precedents that are nearest to it."""
    if not precedents.any_there(connection):
        return
    for case in entries:
        if case["folds"] or case["settled"]:
            continue
        words = " ".join(words for side in case["sides"] for words, _ in side["parts"])
        keys = [side["label"]["key"] for side in case["sides"] if side["label"]]
        near = precedents.nearest(connection, me, words, keys, NEAR)
        case["precedents"] = [shapes.precedent(one, labels) for one in near]


def _counts(sheet: Sheet, entries: list[Shape]) -> Shape:
    alike = sum(sheet.by_itself(case) for case in sheet.cases)
    cases = len(sheet.cases) - alike + len(sheet.links) + len(sheet.gone)
    shown = [entry for entry in entries if not entry["folds"]]
    return {
        "cases": cases,
        "settled": cases - sheet.left,
        "left": sheet.left,
        "hidden": cases - len(shown),
        "agreed": alike,
        "gold": sheet.gold_spans,
        "majority": sum(not one["settled"] and one["majority"] is not None for one in shown),
        "people": len(sheet.people),
    }


def _for_the_script(entries: list[Shape]) -> dict[str, Shape]:
    """What each case may come to, by its key."""
    keys = ("members", "relations", "choices", "settled")
    more = ("majority", "readings", "outcome", "by_itself", "why")
    of_links = ("start", "type", "label", "leads", "own")
    every = [one for entry in entries for one in entry.get("agreed", [entry])]
    return {
        one["key"]: {key: one[key] for key in keys}
        | {key: one.get(key) for key in (*more, *of_links)}
        for one in every
    }


def _spans(sheet: Sheet, entries: list[Shape]) -> dict[str, Shape]:
    """Each span as it stands: what a decision is measured against, and how it is taken back."""
    every = [one for entry in entries for one in entry.get("agreed", [entry])]
    shown = {tuple(member): None for one in every for member in one["members"]}
    return {
        "/".join(member): {
            "label": span["label"],
            "fragments": span["fragments"],
            "version": span["version"],
            "verdict": span["verdict"],
            "comment": span["comment"],
            "decided_at": sheet.decided_at.get(member, ""),
            "gold": _reading(sheet.gold.get(member)) if span["verdict"] == "changed" else None,
        }
        for member, span in sheet.spans.items()
        if member in shown
    }


def _reading(span: Shape | None) -> Shape | None:
    return span and {"label": span["label"], "fragments": span["fragments"]}
