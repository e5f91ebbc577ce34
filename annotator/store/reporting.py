"""The figures of agreement over all that is compared, and how much of that was not blind."""

from collections import Counter
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Select, Subquery, func, select, true

from annotator.domain.agreement.report import Report, report
from annotator.store import collector, rows
from annotator.store import tables as of
from annotator.store.agreement import Selection, chosen, compared, labels
from annotator.store.people import GOLD

_JOURNAL = of.Journal.__table__  # type: ignore[attr-defined]
_SPANS = rows.SPANS


def reported(connection: Connection, selection: Selection) -> Report:
    """The figures of all that is compared. Takes a processor for seconds where there is much."""
    with collector.paused():
        told = report(compared(connection, selection), labels(connection, selection))
    return told._replace(edited=edited(connection, selection))


def edited(connection: Connection, selection: Selection) -> dict[str, int]:
    """How many of the compared spans each person made or changed after submitting the article.

    From its first submission on, others' labels could be seen. Counted are spans whose label or
    fragments differ from what stood there then, and those that a file brought since, as far as the
    journal has it: of a layer that came submitted it knows no submission. Gold, which is made of
    others' labels, is left out.
    """
    submitted, wanted = _submitted(selection), labels(connection, selection)
    changed = connection.execute(_changed_later(submitted, wanted))
    found = {(row.name, row.layer, row.id) for row in changed if _changed(row)}
    brought = connection.execute(_brought_later(submitted, wanted))
    found |= {(row.name, row.layer, row.id) for row in brought}
    return dict(Counter(name for name, _, _ in found))


def _changed(row: Row[Any]) -> bool:
    """Whether a span is not what its first change after the submission found."""
    then = orjson.loads(row.before) if row.before else {"label": None, "fragments": []}
    return (row.label, orjson.loads(row.fragments)) != (then["label"], then["fragments"])


def _submitted(selection: Selection) -> Subquery:
    """When each compared layer was first submitted, as a place in the journal, and whose it is."""
    chosen_ = chosen(selection).order_by(None).subquery()
    several = select(chosen_.c.article).group_by(chosen_.c.article).having(func.count() > 1)
    return (
        select(_JOURNAL.c.layer, chosen_.c.name, func.min(_JOURNAL.c.seq).label("seq"))
        .join(chosen_, chosen_.c.number == _JOURNAL.c.layer)
        .where(_JOURNAL.c.object == "layer", _JOURNAL.c.after == '{"status":"submitted"}')
        .where(chosen_.c.name != GOLD, chosen_.c.article.in_(several))
        .group_by(_JOURNAL.c.layer, chosen_.c.name)
        .subquery()
    )


def _changed_later(submitted: Subquery, wanted: list[str]) -> Select[Any]:
    """Each live span with a change after the submission: by whom, as it is, and as it was."""
    first = (
        select(submitted.c.name, _JOURNAL.c.layer, func.min(_JOURNAL.c.seq).label("seq"))
        .join(submitted, submitted.c.layer == _JOURNAL.c.layer)
        .where(_JOURNAL.c.seq > submitted.c.seq, _JOURNAL.c.object == "span")
        .group_by(submitted.c.name, _JOURNAL.c.layer, _JOURNAL.c.object_id)
        .subquery()
    )
    this = (_SPANS.c.layer == first.c.layer) & (_SPANS.c.id == _JOURNAL.c.object_id)
    return (
        select(first.c.name, *_SPANS.c["layer", "id", "label", "fragments"], _JOURNAL.c.before)
        .join_from(first, _JOURNAL, _JOURNAL.c.seq == first.c.seq)
        .join(_SPANS, this)
        .where(_SPANS.c.deleted_at.is_(None), _SPANS.c.label.in_(wanted))
    )


def _brought_later(submitted: Subquery, wanted: list[str]) -> Select[Any]:
    """Each live span that a file brought after the submission, and whose it is."""
    brought = func.json_each(_JOURNAL.c.after, "$.imported.spans").table_valued("value")
    return (
        select(submitted.c.name, *_SPANS.c["layer", "id"])
        .join_from(submitted, _JOURNAL, _JOURNAL.c.layer == submitted.c.layer)
        .join(brought, true())
        .join(_SPANS, (_SPANS.c.layer == submitted.c.layer) & (_SPANS.c.id == brought.c.value))
        .where(_JOURNAL.c.seq > submitted.c.seq, _JOURNAL.c.object == "layer")
        .where(_SPANS.c.deleted_at.is_(None), _SPANS.c.label.in_(wanted))
    )
