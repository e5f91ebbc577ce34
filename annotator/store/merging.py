"""Import into a layer that is there already: what is new in a line, and what differs."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Table

from annotator.domain.records import Entry, Line
from annotator.store import rows
from annotator.store.desk import Record
from annotator.store.incoming import Added, Batch, State

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
    there = known(state.connection, layer)
    value = entry.value if isinstance(entry.value, dict) else {}
    parts = {}
    for part in ("spans", "relations", "sources"):
        new, differing = _new(there[part], getattr(record, part), value.get(part) or [], part)
        parts[part] = new
        added.differences += [(entry.line, sentence) for sentence in differing]
    gone = {id_ for id_, (_, deleted) in there["spans"].items() if deleted}
    return Batch(parts["spans"], *_attached(state, entry, parts, there, gone, added))


def known(connection: Connection, layer: int) -> dict[str, dict[str, tuple[Record, bool]]]:
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
    there: dict[str, tuple[Record, bool]], entries: list[Any], stated: list[Any], part: str
) -> tuple[list[Any], list[str]]:
    """The entries that are new to the layer, and a sentence for each known one that differs."""
    named = {entry.id for entry in entries}
    alike = defaultdict(list)
    for id_, (record, _) in there.items():
        if id_ not in named:
            alike[_likeness(record, part)].append(record)
    new, differing = [], []
    for number, entry in enumerate(entries):
        keys = _compared(part, stated[number] if number < len(stated) else {})
        stands = [there[entry.id][0]] if entry.id in there else []
        if not entry.id:
            stands = alike[_SAME[part](entry)]
            stands.sort(key=lambda record: _differs(record, entry, keys))
        if not stands:
            new.append(entry)
        elif _differs(stands.pop(0), entry, keys):
            which = f"“{entry.id}”" if entry.id else f"{number + 1} (without an id)"
            differing.append(
                f"{part[:-1]} {which} differs from the one in the project, which was kept"
            )
    return new, differing


def _differs(record: Record, entry: Any, keys: list[str]) -> bool:
    return any(record[key] != _plain(entry, key) for key in keys)


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
    there: dict[str, dict[str, tuple[Record, bool]]],
    gone: set[str],
    added: Added,
) -> tuple[list[Any], list[Any]]:
    """The new relations and sources, without those that hang on a span deleted or changed here."""
    labels = {id_: record["label"] for id_, (record, _) in there["spans"].items()}
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
        if gone.intersection(source.spans):
            source.spans = [id_ for id_ in source.spans if id_ not in gone]
            why = f"source “{source.name}” gathers a span that was deleted here; taken without it"
            added.differences.append((entry.line, why))
    return relations, parts["sources"]
