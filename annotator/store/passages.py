"""What somebody said of a paragraph by hand: that it is boilerplate, or is none."""

from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.domain.errors import Refused
from annotator.domain.passages import ByHand, Passage, by_rule, settled
from annotator.store import articles, journal
from annotator.store.prepared import Prepared
from annotator.store.tables import Passage as Row

_ROWS = Row.__table__  # type: ignore[attr-defined]
_OF_ARTICLE = select(_ROWS.c.start, _ROWS.c.kind).where(_ROWS.c.article == bindparam("article"))
_PUT = Prepared(
    upsert(_ROWS).on_conflict_do_update(
        index_elements=["article", "start"], set_={"kind": upsert(_ROWS).excluded.kind}
    ),
    *("article", "start", "kind"),
)


def by_hand(connection: Connection, article: int) -> dict[int, ByHand]:
    """What was said by hand of the article with this number, by the paragraph's start."""
    rows = connection.execute(_OF_ARTICLE, {"article": article})
    return {row.start: row.kind for row in rows}


def of_article(connection: Connection, id_: str) -> list[dict[str, Any]]:
    """Each paragraph of the article: where it stands, what it is, and who says so."""
    row = articles.get(connection, id_)
    hand = by_hand(connection, row.number)
    return [_record(passage, hand) for passage in settled(row.text, row.title, hand)]


def _record(passage: Passage, hand: dict[int, ByHand]) -> dict[str, Any]:
    return passage._asdict() | {"by": "hand" if passage.start in hand else "rule"}


def put(
    connection: Connection, annotator: int, id_: str, start: int, kind: ByHand
) -> dict[str, Any]:
    """Says for all that the paragraph which begins at ``start`` is boilerplate, or is none.

    The paragraph as it stands then. Raises Refused where no paragraph begins.
    """
    row = articles.get(connection, id_)
    if all(passage.start != start for passage in by_rule(row.text, row.title)):
        raise Refused(f"no paragraph of “{id_}” begins at {start:,}", "start")
    hand = by_hand(connection, row.number)
    before = hand.get(start)
    if before != kind:
        _PUT.run(connection, article=row.number, start=start, kind=kind)
        action = journal.begin(connection, annotator)
        states = [_json(start, state) if state else None for state in (before, kind)]
        journal.note(connection, action, None, "passage", id_, *states)
    hand[start] = kind
    passages = settled(row.text, row.title, hand)
    return next(_record(passage, hand) for passage in passages if passage.start == start)


def _json(start: int, kind: str) -> str:
    return orjson.dumps({"start": start, "kind": kind}).decode()
