"""The pages of settling: the articles that wait, and one article's layers case by case."""

from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse, RedirectResponse, Response

from annotator.domain.errors import Conflict, Forbidden
from annotator.store import layers, precedents, project, scheme, settling, unsettled
from annotator.store.case_sheet import Sheet
from annotator.store.people import Actor
from annotator.store.unsettled import Reader
from annotator.web import drawn, shapes
from annotator.web.accounts import Me
from annotator.web.case_words import Shape, person
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
    return [
        {
            "title": row["title"],
            "href": shapes.settle_url(row["id"]),
            "words": row["words"],
            "at": row["updated_at"],
            "spans": row["spans"],
            "decided": row["decided"],
            "people": _strips(connection, people[row["number"]], row["length"], numbers),
        }
        for row in found
    ]


def _strips(
    connection: Connection, people: list[Reader], length: int, numbers: Numbers
) -> list[Shape]:
    """Each person's layer as a line."""
    extents = layers.extents(connection, [one.layer for one in people])
    return [
        person(one.name) | {"strip": shapes.strip(extents.get(one.layer, []), length, numbers)}
        for one in people
    ]


def _article(connection: Connection, me: Actor, id_: str) -> dict[str, Any]:
    sheet = settling.sheet(connection, me, id_)
    current = scheme.current(connection)
    labels = shapes.labels(current)
    entries = Shaper(sheet, current, drawn.places(connection, sheet.article)).entries()
    _add_precedents(connection, me, entries, labels)
    waiting = [row["id"] for row in unsettled.queue(connection, me)]
    others = [other for other in waiting if other != id_]
    numbers = {label["key"]: label["n"] for label in labels}
    return {
        "page": "settle",
        "article": {"title": sheet.article.title, "address": shapes.article_url(id_)},
        "entries": entries,
        "counts": _counts(sheet, entries),
        "people": _strips(connection, sheet.people, sheet.article.length, numbers),
        "labels": labels,
        "waiting": len(waiting),
        "finished": all(one.status == "reviewed" for one in sheet.people),
        "payload": {
            "project": project.identity(connection),
            "article": id_,
            "me": me.name,
            "labels": shapes.brief_labels(current),
            "next": shapes.settle_url(others[0]) if others else "/settle",
            "cases": _for_the_script(entries),
            "spans": _spans(sheet),
            "relations": {"/".join(at): one["verdict"] for at, one in sheet.relations.items()},
        },
    }


def _add_precedents(
    connection: Connection, me: Actor, entries: list[Shape], labels: list[Shape]
) -> None:
    """Gives each open case the precedents that are nearest to it."""
    for case in entries:
        if case["folds"] or case["settled"]:
            continue
        words = " ".join(words for side in case["sides"] for words, _ in side["parts"])
        keys = [side["label"]["key"] for side in case["sides"] if side["label"]]
        near = precedents.nearest(connection, me, words, keys, NEAR)
        case["precedents"] = [shapes.precedent(one, labels) for one in near]


def _counts(sheet: Sheet, entries: list[Shape]) -> Shape:
    cases = [entry for entry in entries if not entry["folds"]]
    kinds: dict[str, int] = {}
    for case in cases:
        kinds[case["kinds"][0]] = kinds.get(case["kinds"][0], 0) + 1
    settled = sum(case["settled"] for case in cases)
    return {
        "kinds": kinds,
        "cases": settled + sheet.left,
        "settled": settled,
        "left": sheet.left,
        "hidden": settled + sheet.left - len(cases),
        "agreed": sum(len(entry["agreed"]) for entry in entries if entry["folds"]),
        "gold": sheet.gold_spans,
        "majority": sum(not case["settled"] and case["majority"] is not None for case in cases),
        "people": len(sheet.people),
    }


def _for_the_script(entries: list[Shape]) -> dict[str, Shape]:
    """What each case may come to, by its key."""
    keys = ("members", "relations", "choices", "settled")
    more = ("majority", "readings", "outcome", "type", "targets", "own", "by_itself")
    every = [one for entry in entries for one in entry.get("agreed", [entry])]
    return {
        one["key"]: {key: one[key] for key in keys} | {key: one.get(key) for key in more}
        for one in every
    }


def _spans(sheet: Sheet) -> dict[str, Shape]:
    """Each span as it stands: what a decision is measured against, and how it is taken back."""
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
    }


def _reading(span: Shape | None) -> Shape | None:
    return span and {"label": span["label"], "fragments": span["fragments"]}
