"""Import into a layer that is there already: what is new in a line, and what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

from annotator.domain.records import Entry, Line
from annotator.store import intake, rows
from annotator.store.desk import Record

if TYPE_CHECKING:
    from annotator.store.intake import Added, Batch, State

_STATED = {
    "spans": (
        *("label", "fragments", "note", "flags", "origin", "derived_from"),
        *("verdict", "reviewer", "comment", "reply"),
    ),
    "relations": ("type", "from", "to"),
    "sources": ("name", "role", "kind", "spans"),
}
_SAME: dict[str, Callable[[Any], Any]] = {
    "spans": lambda span: (span.label, tuple(map(tuple, span.fragments))),
    "relations": lambda relation: (relation.type, relation.from_, relation.to),
    "sources": lambda source: (source.name, source.role, source.kind, tuple(source.spans)),
}


def missing(state: State, layer: int, entry: Entry, record: Line, added: Added) -> Batch:
    """What the line has and the layer never had; differences go into ``added``."""
    known = _known(state.connection, layer)
    value = entry.value if isinstance(entry.value, dict) else {}
    parts = {}
    for part in ("spans", "relations", "sources"):
        new, differing = _new(known[part], getattr(record, part), value.get(part) or [], part)
        parts[part] = new
        added.differences += [(entry.line, sentence) for sentence in differing]
    gone = {id_ for id_, (_, deleted) in known["spans"].items() if deleted}
    return intake.Batch(parts["spans"], *_attached(state, entry, parts, known, gone, added))


def _known(connection: Connection, layer: int) -> dict[str, dict[str, tuple[Record, bool]]]:
    """All that the layer has or had, by id, with whether it is deleted."""
    shapes: list[tuple[str, Any, Table, Callable[[Any], Record]]] = [
        ("spans", rows.SPAN, rows.SPANS, rows.span),
        ("relations", rows.RELATION, rows.RELATIONS, rows.relation),
        ("sources", rows.SOURCE, rows.SOURCES, rows.source),
    ]
    found: dict[str, dict[str, tuple[Record, bool]]] = {}
    for part, statement, table, shape in shapes:
        with_deleted = statement.add_columns(table.c.deleted_at).where(table.c.layer == layer)
        found[part] = {
            row.id: (shape(row[:-1]), row[-1] is not None)
            for row in connection.execute(with_deleted)
        }
    return found


def _new(
    known: dict[str, tuple[Record, bool]], entries: list[Any], stated: list[Any], part: str
) -> tuple[list[Any], list[str]]:
    """The entries that are new to the layer, and a sentence for each known one that differs."""
    there = Counter(_likeness(record, part) for record, _ in known.values())
    new, differing = [], []
    for number, entry in enumerate(entries):
        if entry.id and entry.id in known:
            keys = stated[number] if number < len(stated) else {}
            record, _ = known[entry.id]
            if any(record[key] != _plain(entry, key) for key in _compared(part, keys)):
                differing.append(
                    f"{part[:-1]} “{entry.id}” differs from the one in the project, which was kept"
                )
        elif not entry.id and there[_SAME[part](entry)] > 0:
            there[_SAME[part](entry)] -= 1
        else:
            new.append(entry)
    return new, differing


def _compared(part: str, keys: dict[str, Any]) -> list[str]:
    always = ("label", "fragments", "type", "from", "to")
    return [key for key in _STATED[part] if key in keys or key in always]


def _plain(entry: Any, key: str) -> Any:
    """The entry's field as a stored record has it."""
    value = getattr(entry, "from_" if key == "from" else key)
    if key == "fragments":
        return [list(fragment) for fragment in value]
    if key == "derived_from":
        return [{"layer": origin.layer, "span": origin.span} for origin in value]
    return value


def _likeness(record: Record, part: str) -> Any:
    if part == "spans":
        return record["label"], tuple(map(tuple, record["fragments"]))
    if part == "relations":
        return record["type"], record["from"], record["to"]
    return record["name"], record["role"], record["kind"], tuple(record["spans"])


def _attached(
    state: State,
    entry: Entry,
    parts: dict[str, list[Any]],
    known: dict[str, dict[str, tuple[Record, bool]]],
    gone: set[str],
    added: Added,
) -> tuple[list[Any], list[Any]]:
    """The new relations and sources, without those that hang on a span deleted or changed here."""
    labels = {id_: record["label"] for id_, (record, _) in known["spans"].items()}
    labels |= {span.id: span.label for span in parts["spans"]}
    relations = []
    for relation in parts["relations"]:
        ends = (relation.from_, relation.to)
        allowed = state.scheme.allows(relation.type, *[labels[end] for end in ends])
        if allowed and not gone.intersection(ends):
            relations.append(relation)
        else:
            why = (
                f"relation “{relation.id}” joins a span that was deleted or changed here; left out"
            )
            added.differences.append((entry.line, why))
    for source in parts["sources"]:
        source.spans = [id_ for id_ in source.spans if id_ not in gone]
    return relations, parts["sources"]
