"""Articles over HTTP: list, add, read, correct, delete and restore."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection, Row

from annotator.domain.errors import Forbidden
from annotator.domain.records import Id
from annotator.store import articles, layers, listing
from annotator.store.people import Actor
from annotator.web.accounts import Me
from annotator.web.dependencies import Cursor, DatabaseOf, Json, StrictRoute

router = APIRouter(prefix="/api/articles", tags=["articles"], route_class=StrictRoute)

LARGE = 8 * 1024 * 1024


class NewArticle(BaseModel):
    """An article to add. Without an id it is named by its text's hash."""

    text: str
    id: Annotated[Id | None, Field(coerce_numbers_to_str=True)] = None
    title: Annotated[str, Field(max_length=2000)] = ""
    meta: dict[str, Any] = {}


class Correction(BaseModel):
    """A new title, or new metadata; the text never changes, and asking for that is refused."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=2000)] | None = None
    meta: dict[str, Any] | None = None


class Ids(BaseModel):
    """The articles meant."""

    ids: Annotated[list[Id], Field(max_length=10_000)]


def summary(row: Row[Any], spans: int) -> dict[str, Any]:
    """An article in a list, with how far the actor's own layer is."""
    fields = ("id", "title", "words", "length", "status", "created_at")
    return {key: getattr(row, key) for key in fields} | {
        "sample": bool(row.sample),
        "meta": articles.meta(row),
        "spans": spans,
    }


@router.get("")
def list_articles(
    me: Me,
    database: DatabaseOf,
    q: str = "",
    status: Literal["", "open", "submitted", "reviewed"] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    cursor: Cursor = None,
) -> Response:
    """Articles, newest first; `next` is the cursor of the following ones, or null."""

    def page(connection: Connection) -> dict[str, Any]:
        options = {"query": q, "status": status, "limit": limit + 1, "after": cursor}
        rows = listing.listed(connection, me.number, **options)  # type: ignore[arg-type]
        shown = rows[:limit]
        counts = layers.span_counts(connection, [row.layer for row in shown])
        items = [summary(row, counts.get(row.layer, 0)) for row in shown]
        return {"items": items, "next": str(shown[-1].number) if len(rows) > limit else None}

    return Json(database.read(page))


@router.post("", status_code=201, max_body_size=LARGE)
async def add_article(new: NewArticle, me: Me, database: DatabaseOf) -> Response:
    """Add an article: 201, or 200 if the same one is there already."""
    article = articles.new(new.text, new.id or "", new.title, new.meta)

    def add(connection: Connection) -> tuple[bool, dict[str, Any]]:
        return articles.add(connection, me, article), _whole(connection, me, article.id)

    created, whole = await database.write(add)
    return Json(whole, 201 if created else 200)


@router.post("/remove", status_code=204)
async def remove_articles(which: Ids, me: Me, database: DatabaseOf) -> None:
    """Delete several articles in one action; they can be restored."""
    _check_may_delete(me)
    await database.write(articles.remove, me.number, which.ids)


@router.post("/restore", status_code=204)
async def restore_articles(which: Ids, me: Me, database: DatabaseOf) -> None:
    """Bring several deleted articles back in one action."""
    _check_may_delete(me)
    await database.write(articles.restore, me.number, which.ids)


@router.get("/{article}")
def get_article(article: str, me: Me, database: DatabaseOf) -> Response:
    """One article with its text, and the layers on it."""
    return Json(database.read(_whole, me, article))


@router.patch("/{article}")
async def correct_article(
    article: str, correction: Correction, me: Me, database: DatabaseOf
) -> Response:
    """Correct title or metadata."""

    def correct(connection: Connection) -> dict[str, Any]:
        articles.correct(connection, me.number, article, correction.title, correction.meta)
        return _whole(connection, me, article)

    return Json(await database.write(correct))


@router.delete("/{article}", status_code=204)
async def delete_article(article: str, me: Me, database: DatabaseOf) -> None:
    """Delete an article; it can be restored."""
    _check_may_delete(me)
    await database.write(articles.remove, me.number, [article])


@router.post("/{article}/restore")
async def restore_article(article: str, me: Me, database: DatabaseOf) -> Response:
    """Bring a deleted article back, with all its layers."""
    _check_may_delete(me)

    def restore(connection: Connection) -> dict[str, Any]:
        articles.restore(connection, me.number, [article])
        return _whole(connection, me, article)

    return Json(await database.write(restore))


def _check_may_delete(me: Actor) -> None:
    """Raises Forbidden for a labeller: an article holds other people's work too."""
    if not me.reviews:
        raise Forbidden("only reviewers and admins delete or restore articles")


def _whole(connection: Connection, me: Actor, id_: str) -> dict[str, Any]:
    row = articles.get(connection, id_)
    fields = ("id", "title", "text", "text_sha256", "length", "words", "created_at")
    return {key: getattr(row, key) for key in fields} | {
        "offset_unit": "codepoint",
        "meta": articles.meta(row),
        "sample": bool(row.sample),
        "layers": layers.names(connection, me, row.number),
    }
