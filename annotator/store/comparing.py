"""Comparing in a process of its own: the question on standard input, the answer on the output.

``python -m annotator.store.comparing`` keeps the server free: comparing many articles takes a
processor for seconds. It only reads the project, in one snapshot, and gives way to others.
"""

import os
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, func, select

from annotator.domain.agreement import readings
from annotator.domain.agreement.figures import Figure
from annotator.domain.agreement.readings import Asked, Found
from annotator.domain.agreement.record import record
from annotator.store import agreement, reporting
from annotator.store import tables as of
from annotator.store.agreement import Selection
from annotator.store.database import Database
from annotator.store.people import Actor

_ARTICLES = of.Article.__table__  # type: ignore[attr-defined]
_JOURNAL = of.Journal.__table__  # type: ignore[attr-defined]
_ACTIONS = of.Action.__table__  # type: ignore[attr-defined]
_LAYERS = of.Layer.__table__  # type: ignore[attr-defined]

PAGE = 50
"""The most cases in one answer."""

Show = Literal["all", "differing", "alike"]


@dataclass(frozen=True, slots=True)
class Cases:
    """Which cases are asked for, and which stretch of them."""

    asked: Asked
    show: Show = "all"
    start: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be compared; without ``cases`` all figures are asked for."""

    db: str
    selection: Selection
    cases: Cases | None = None


def write(question: Question) -> bytes:
    """The question as JSON."""
    return orjson.dumps(question, default=list)  # for named tuples


def read(text: bytes) -> Question:
    """The question that ``write`` wrote."""
    told = orjson.loads(text)
    chosen, cases = told["selection"], told["cases"]
    viewer = chosen.pop("viewer")
    lists = {key: tuple(value) for key, value in chosen.items() if isinstance(value, list)}
    selection = Selection(**(chosen | lists), viewer=Actor(**viewer) if viewer else None)
    if cases:
        figure, cell, directed = cases["asked"]
        asked = Asked(Figure(*figure), (cell[0], cell[1]) if cell else None, directed)
        cases = Cases(asked, cases["show"], cases["start"])
    return Question(told["db"], selection, cases or None)


def answer(connection: Connection, question: Question) -> bytes:
    """Lines of JSON: the figures, then when what they stand on was submitted; or the cases."""
    if question.cases:
        return orjson.dumps(_cases(connection, question.selection, question.cases))
    told = record(reporting.reported(connection, question.selection))
    ids = [one["article"] for one in told["by_article"]]
    about = {"titles": _titles(connection, ids), "done": _done(connection, question.selection)}
    return orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE) + orjson.dumps(about)


def _cases(connection: Connection, selection: Selection, cases: Cases) -> dict[str, Any]:
    """How many cases there are, and those of the stretch that is asked for."""
    labels = agreement.labels(connection, selection)
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    for article in agreement.compared(connection, selection):
        limited = article.limited_to(labels)
        for one in readings.found(limited, cases.asked):
            counts["alike" if one.alike else "differing"] += 1
            counts["words"] += getattr(one.case, "tokens", 0)
            if cases.show == "all" or (cases.show == "alike") == one.alike:
                counts["listed"] += 1
                if cases.start < counts["listed"] <= cases.start + PAGE:
                    told = readings.told(limited, one)
                    shown.append(_shown(article.id, one, told))
    titles = _titles(connection, [case["article"] for case in shown])
    for case in shown:
        case["title"] = titles[case["article"]]
    wanted = ("alike", "differing", "words", "listed")
    return {key: counts[key] for key in wanted} | {"cases": shown}


def _shown(article: str, one: Found, told: readings.Told) -> dict[str, Any]:
    sides = [side._asdict() for side in told.sides]
    return {"article": article, "alike": one.alike} | told._asdict() | {"sides": sides}


def _titles(connection: Connection, ids: list[str]) -> dict[str, str]:
    wanted = set(ids)
    rows = connection.execute(select(_ARTICLES.c.id, _ARTICLES.c.title))
    return {row.id: row.title for row in rows if row.id in wanted}


def _done(connection: Connection, selection: Selection) -> dict[str, str]:
    """When the last of an article's compared layers was submitted; an imported one, imported."""
    chosen = agreement.chosen(selection).order_by(None).subquery()
    submitted = (
        select(_JOURNAL.c.layer, func.max(_ACTIONS.c.created_at).label("at"))
        .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
        .where(_JOURNAL.c.object == "layer", _JOURNAL.c.after.contains('"submitted"'))
        .group_by(_JOURNAL.c.layer)
        .subquery()
    )
    when = func.max(func.coalesce(submitted.c.at, _LAYERS.c.created_at))
    query = (
        select(chosen.c.id, when)
        .join(_LAYERS, _LAYERS.c.number == chosen.c.number)
        .outerjoin(submitted, submitted.c.layer == _LAYERS.c.number)
        .group_by(chosen.c.id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def main() -> None:
    """Answers the question that stands on standard input."""
    if hasattr(os, "nice"):
        os.nice(5)
    question = read(sys.stdin.buffer.read())
    with Database.open(Path(question.db)) as database:
        sys.stdout.buffer.write(database.read(answer, question))


if __name__ == "__main__":
    main()
