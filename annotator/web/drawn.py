"""An article with the labels of a layer, as every page that shows one draws it."""

from math import inf
from typing import Any

from sqlalchemy import Connection, Row

from annotator.domain.passages import by_rule
from annotator.domain.scheme import Scheme
from annotator.store import passages
from annotator.web import markup


def article(
    connection: Connection,
    row: Row[Any],
    spans: list[dict[str, Any]],
    current: Scheme,
    most: float = inf,
) -> markup.Drawn:
    """The article's HTML with these spans, so far as ``most`` marks reach."""
    numbers = {label.key: number for number, label in enumerate(current.labels, 1)}
    fragments = [
        markup.Painted(start, end, numbers[span["label"]])
        for span in spans
        for start, end in span["fragments"]
    ]
    return markup.article(row.text, row.title, fragments, _look(connection, row), most)


def places(connection: Connection, row: Row[Any]) -> list[tuple[int, str]]:
    """Where each paragraph starts, and how it is called: "headline", its number, or ``""``."""
    return markup.places(row.text, row.title, _look(connection, row))


def _look(connection: Connection, row: Row[Any]) -> markup.Look:
    """What the rules take the paragraphs for, and which are greyed out by them or by hand."""
    rules = {p.start: p.kind for p in by_rule(row.text, row.title) if p.kind != "body"}
    kinds = rules | passages.by_hand(connection, row.number)
    return markup.Look(rules, {start for start, kind in kinds.items() if kind == "boilerplate"})
