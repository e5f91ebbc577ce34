"""Articles: adding, finding, listing, correcting, deleting and restoring them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from annotator.domain import text as texts
from annotator.domain.errors import Conflict, NotFound, Refused
from annotator.store import clock, journal
from annotator.store.prepared import Prepared
from annotator.store.tables import Article, Layer

_ARTICLES = Article.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
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
    meta: dict[str, str]
    sample: bool = False


def new(
    text: str, id_: str = "", title: str = "", meta: dict[str, Any] | None = None
) -> NewArticle:
    """The article, with what is missing filled in as contract says. Raises Refused."""
    texts.check_text(text)
    id_ = texts.check_article_id(id_ or texts.sha256_of(text)[:16])
    title = texts.check_string(title, "title", "the title").strip() or texts.title_of(text)
    return NewArticle(id_, title, text, meta_of(meta or {}))


def meta_of(value: dict[str, Any]) -> dict[str, str]:
    """Metadata as stored: strings, sorted by key, empty ones dropped. Raises Refused."""
    meta = {}
    for key, entry in sorted(value.items()):
        as_text = entry if isinstance(entry, str) else _json_of(key, entry)
        if entry is not None and as_text:
            texts.check_string(key + as_text, "meta", f"the metadata “{key[:40]}”")
            meta[key] = as_text
    return meta


def _json_of(key: str, value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError as error:
        raise Refused(
            f"the metadata “{key[:40]}” cannot be written as JSON: {error}", "meta"
        ) from None


def add(connection: Connection, annotator: int, article: NewArticle) -> bool:
    """Adds it; False if the same article stands already. Raises Conflict if it cannot."""
    known = find(connection, article.id)
    if known is None:
        store(connection, journal.begin(connection, annotator), article)
        return True
    check_same(known, article.text)
    return False


def check_same(known: Row[Any], text: str) -> None:
    """Refuses a text that is not the stored article's, or an article that was deleted."""
    if known.text_sha256 != texts.sha256_of(text):
        raise Conflict(f"the article “{known.id}” exists with another text; choose another id")
    if known.deleted_at is not None:
        raise Conflict(f"the article “{known.id}” was deleted here; restore it first")


def store(connection: Connection, action: int, article: NewArticle) -> int:
    """Writes the row and its journal entry; the article's number."""
    row = {
        "id": article.id,
        "title": article.title,
        "meta": orjson.dumps(article.meta).decode(),
        "text_sha256": texts.sha256_of(article.text),
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
    action = journal.begin(connection, annotator)
    for sample in samples:
        store(connection, action, replace(sample, sample=True))


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


def sample_ids(connection: Connection) -> list[str]:
    """The sample articles that are not deleted."""
    live = (_ARTICLES.c.sample == 1) & _ARTICLES.c.deleted_at.is_(None)
    return list(connection.execute(select(_ARTICLES.c.id).where(live)).scalars())


def mine(annotator: int) -> Any:
    """The join of articles to this annotator's own layers, if any."""
    return _ARTICLES.outerjoin(
        _LAYERS,
        and_(_LAYERS.c.article == _ARTICLES.c.number, _LAYERS.c.annotator == annotator),
    )


def _list(annotator: int) -> Any:
    """All live articles, without their texts, with this annotator's layer and status."""
    columns = [column for column in _ARTICLES.c if column.name != "text"]
    return (
        select(*columns, _LAYERS.c.number.label("layer"))
        .add_columns(func.coalesce(_LAYERS.c.status, "").label("status"))
        .select_from(mine(annotator))
        .where(_ARTICLES.c.deleted_at.is_(None))
    )


def last_touched(connection: Connection, annotator: int) -> Row[Any] | None:
    """The article that this annotator changed last and has not submitted, as ``listed`` has it."""
    statement = _list(annotator).where(_LAYERS.c.status == "open").limit(1)
    latest = (_LAYERS.c.updated_at.desc(), _LAYERS.c.number.desc())
    return connection.execute(statement.order_by(*latest)).one_or_none()


def listed(
    connection: Connection,
    annotator: int,
    *,
    query: str = "",
    status: str = "",
    limit: int = 50,
    after: int | None = None,
) -> list[Row[Any]]:
    """Articles newest first, with this annotator's layer; ``after`` is a number to go on behind.

    ``status`` is open (also those not begun), submitted or reviewed; ``query`` is looked for in
    title and id.
    """
    statement = _list(annotator).order_by(_ARTICLES.c.number.desc()).limit(limit)
    if query:
        statement = statement.where(_matches(query))
    if status:
        statement = statement.where(_has_status(status))
    if after is not None:
        statement = statement.where(_ARTICLES.c.number < after)
    return list(connection.execute(statement).all())


def _matches(query: str) -> Any:
    return or_(
        _ARTICLES.c.title.icontains(query, autoescape=True),
        _ARTICLES.c.id.icontains(query, autoescape=True),
    )


def _has_status(status: str) -> Any:
    if status == "open":
        return or_(_LAYERS.c.status.is_(None), _LAYERS.c.status == "open")
    return _LAYERS.c.status == status


def counts(connection: Connection, annotator: int) -> dict[str, int]:
    """How many articles there are by this annotator's status: open, submitted, reviewed."""
    status = func.coalesce(_LAYERS.c.status, "open")
    statement = (
        select(status, func.count())
        .select_from(mine(annotator))
        .where(_ARTICLES.c.deleted_at.is_(None))
        .group_by(status)
    )
    found = {row[0]: row[1] for row in connection.execute(statement)}
    return {state: found.get(state, 0) for state in ("open", "submitted", "reviewed")}


def neighbours(connection: Connection, number: int) -> dict[str, Any]:
    """Where an article stands in the list (newest first): index, total, previous and next id."""
    live = _ARTICLES.c.deleted_at.is_(None)
    ids = select(_ARTICLES.c.id).where(live).limit(1)
    newer = ids.where(_ARTICLES.c.number > number).order_by(_ARTICLES.c.number)
    older = ids.where(_ARTICLES.c.number < number).order_by(_ARTICLES.c.number.desc())
    count = select(func.count()).select_from(_ARTICLES).where(live)
    before = connection.execute(count.where(_ARTICLES.c.number > number)).scalar_one()
    return {
        "index": before + 1,
        "total": connection.execute(count).scalar_one(),
        "previous": connection.execute(newer).scalar(),
        "next": connection.execute(older).scalar(),
    }


def next_open(connection: Connection, annotator: int, number: int) -> str | None:
    """The next article, going round, that this annotator has not submitted; None if all are."""
    base = (
        select(_ARTICLES.c.id)
        .select_from(mine(annotator))
        .where(_ARTICLES.c.deleted_at.is_(None), _has_status("open"))
        .order_by(_ARTICLES.c.number.desc())
        .limit(1)
    )
    behind = connection.execute(base.where(_ARTICLES.c.number < number)).scalar()
    return behind or connection.execute(base.where(_ARTICLES.c.number > number)).scalar()
