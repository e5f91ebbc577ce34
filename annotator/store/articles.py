"""Articles: adding, finding, listing, correcting, deleting and restoring them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, insert, select, update

from annotator.domain import text as texts
from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.domain.records import Line
from annotator.store import clock, journal, search
from annotator.store.people import Actor
from annotator.store.prepared import Prepared
from annotator.store.tables import Article

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_FIND = Prepared(select(_ARTICLES).where(_ARTICLES.c.id == bindparam("id")))
_ADD = Prepared(
    insert(_ARTICLES),
    *("id", "title", "meta", "text_sha256", "length", "words"),
    *("sample", "created_at", "text"),
)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article to add, checked: see ``new``."""

    id: str
    title: str
    text: str
    text_sha256: str
    meta: dict[str, str]
    sample: bool = False


def new(
    text: str, id_: str = "", title: str = "", meta: dict[str, Any] | None = None
) -> NewArticle:
    """The article, with what is missing filled in as contract says. Raises Refused."""
    texts.check_text(text)
    sha256 = texts.sha256_of(text)
    id_ = texts.check_article_id(id_ or sha256[:16])
    title = texts.check_string(title, "title", "the title").strip() or texts.title_of(text)
    return NewArticle(id_, title, text, sha256, meta_of(meta or {}))


def of_line(line: Line) -> NewArticle:
    """The article of a line that ``domain.reading`` has checked: a second look at each of many
    texts would be dear. Raises Refused."""
    title = line.title.strip() or texts.title_of(line.text)
    return NewArticle(line.id, title, line.text, line.text_sha256, meta_of(line.meta))


def meta_of(value: dict[str, Any]) -> dict[str, str]:
    """Metadata as stored: strings, sorted by key, empty ones dropped. Raises Refused."""
    meta = {}
    for key, entry in sorted(value.items()):
        as_text = entry if isinstance(entry, str) else _json_of(entry)
        if entry is not None and as_text:
            texts.check_string(key + as_text, "meta", f"the metadata “{key[:40]}”")
            meta[key] = as_text
    return meta


def _json_of(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # it has a whole number over 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def add(connection: Connection, actor: Actor, article: NewArticle) -> bool:
    """Adds it; False if the same article stands already, or was deleted and is restored by this.

    Raises Conflict if another text has the id.
    """
    known = find(connection, article.id)
    if known is None:
        _store_all(connection, actor.number, [article])
        return True
    if known.deleted_at is not None and known.text == article.text and actor.reviews:
        restore(connection, actor.number, [article.id])
        return False
    check_same(known, article.text)
    return False


def check_same(known: Row[Any], text: str) -> None:
    """Refuses a text that is not the stored article's, or an article that was deleted."""
    if known.text_sha256 != texts.sha256_of(text):
        raise Conflict(f"the article “{known.id}” exists with another text; choose another id")
    if known.deleted_at is not None:
        raise Conflict(f"the article “{known.id}” was deleted here; restore it first")


def store(connection: Connection, action: int, article: NewArticle) -> int:
    """Writes the row and its journal entry; the article's number, to be given to the search."""
    row = {
        "id": article.id,
        "title": article.title,
        "meta": orjson.dumps(article.meta).decode(),
        "text_sha256": article.text_sha256,
        "length": len(article.text),
        "words": texts.count_words(article.text),
        "sample": int(article.sample),
        "created_at": clock.now(),
        "text": article.text,
    }
    number = _ADD.run(connection, **row)
    row.pop("text")
    journal.note(connection, action, None, "article", article.id, None, orjson.dumps(row).decode())
    return number


def add_samples(connection: Connection, annotator: int, samples: Sequence[NewArticle]) -> None:
    """Adds the sample articles to a new project, as one action."""
    _store_all(connection, annotator, [replace(sample, sample=True) for sample in samples])


def _store_all(connection: Connection, annotator: int, new: Sequence[NewArticle]) -> None:
    action = journal.begin(connection, annotator)
    numbers = [store(connection, action, article) for article in new]
    entries = [(number, a.title, a.text) for number, a in zip(numbers, new, strict=True)]
    search.add(connection, entries)


def find(connection: Connection, id_: str) -> Row[Any] | None:
    """The article's row, deleted or not."""
    return _FIND.one(connection, id=id_)


def get(connection: Connection, id_: str) -> Row[Any]:
    """The article's row. Raises NotFound, also for a deleted one."""
    row = find(connection, id_)
    if row is None:
        raise NotFound(f"there is no article “{id_}”")
    if row.deleted_at is not None:
        raise NotFound(f"the article “{id_}” was deleted; it can be restored")
    return row


def meta(row: Row[Any]) -> dict[str, str]:
    """The metadata of a row."""
    parsed: dict[str, str] = orjson.loads(row.meta)
    return parsed


def correct(
    connection: Connection,
    annotator: int,
    id_: str,
    title: str | None,
    new_meta: dict[str, Any] | None,
) -> Row[Any]:
    """Changes title or metadata; the text never. The row as it stands then."""
    row = get(connection, id_)
    values: dict[str, str] = {}
    if title is not None:
        values["title"] = texts.check_string(title, "title", "the title").strip()
        if not values["title"]:
            raise Refused("a title has at least one character", "title")
    if new_meta is not None:
        values["meta"] = orjson.dumps(meta_of(new_meta)).decode()
    before = {key: getattr(row, key) for key in values}
    if before != values:
        if before.get("title") != values.get("title"):
            search.retitle(connection, row, values["title"])
        _change(connection, annotator, row, before, values)
    return get(connection, id_)


def _change(
    connection: Connection,
    annotator: int,
    row: Row[Any],
    before: dict[str, Any],
    after: dict[str, Any],
    action: int | None = None,
) -> None:
    connection.execute(update(_ARTICLES).where(_ARTICLES.c.number == row.number).values(**after))
    action = action or journal.begin(connection, annotator)
    dumped = [orjson.dumps(state).decode() for state in (before, after)]
    journal.note(connection, action, None, "article", row.id, *dumped)


def remove(connection: Connection, annotator: int, ids: list[str]) -> None:
    """Deletes these articles, restorably, as one action. Raises NotFound for an unknown one."""
    _mark(connection, annotator, ids, clock.now())


def restore(connection: Connection, annotator: int, ids: list[str]) -> None:
    """Brings deleted articles back, with all their layers, as one action."""
    _mark(connection, annotator, ids, None)


def _mark(connection: Connection, annotator: int, ids: list[str], deleted_at: str | None) -> None:
    action = None
    for id_ in ids:
        row = find(connection, id_)
        if row is None:
            raise NotFound(f"there is no article “{id_}”")
        if (row.deleted_at is None) != (deleted_at is None):
            action = action or journal.begin(connection, annotator)
            before, after = {"deleted_at": row.deleted_at}, {"deleted_at": deleted_at}
            _change(connection, annotator, row, before, after, action)
