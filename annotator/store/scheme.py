"""The project's scheme: its labels and which of them relations join."""

import orjson
from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.domain.errors import Conflict
from annotator.domain.scheme import Label, RelationRule, Scheme
from annotator.store import journal, sight
from annotator.store.people import Actor
from annotator.store.tables import Label as LabelRow
from annotator.store.tables import Layer, Precedent, Relation, Span
from annotator.store.tables import RelationRule as RuleRow

_LABELS = LabelRow.__table__  # type: ignore[attr-defined]
_RULES = RuleRow.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_PRECEDENTS = Precedent.__table__  # type: ignore[attr-defined]
_SPANS = Span.__table__  # type: ignore[attr-defined]
_RELATIONS = Relation.__table__  # type: ignore[attr-defined]
_FIELDS = tuple(Label.model_fields)


def current(connection: Connection) -> Scheme:
    """The scheme as it stands."""
    columns = [_LABELS.c[field] for field in _FIELDS]
    rows = connection.execute(select(*columns).order_by(_LABELS.c.position)).all()
    labels = [
        Label.model_validate({**dict(zip(_FIELDS, row, strict=True)), "retired": bool(row.retired)})
        for row in rows
    ]
    return Scheme(labels=labels, relations=_rules(connection, [label.key for label in labels]))


def _rules(connection: Connection, order: list[str]) -> list[RelationRule]:
    rows = connection.execute(select(_RULES).order_by(_RULES.c.position)).all()
    place = {key: number for number, key in enumerate(order)}
    return [
        RelationRule.model_validate(
            {
                "type": type_,
                "from": sorted(
                    {r.from_label for r in rows if r.type == type_}, key=place.__getitem__
                ),
                "to": sorted({r.to_label for r in rows if r.type == type_}, key=place.__getitem__),
            }
        )
        for type_ in dict.fromkeys(row.type for row in rows)
    ]


def used_labels(connection: Connection, viewer: Actor | None = None) -> dict[str, int]:
    """How many spans, deleted ones included, each label has; of those that the viewer may see."""
    query = select(_SPANS.c.label, func.count()).group_by(_SPANS.c.label)
    if viewer is not None and not viewer.reviews:
        query = query.join(_LAYERS, _LAYERS.c.number == _SPANS.c.layer).where(sight.may_see(viewer))
    return {row[0]: row[1] for row in connection.execute(query)}


def pinned_labels(connection: Connection) -> dict[str, int]:
    """How many precedents, unpinned ones included, each label has."""
    query = select(_PRECEDENTS.c.label, func.count()).group_by(_PRECEDENTS.c.label)
    return {row[0]: row[1] for row in connection.execute(query)}


def used_rules(connection: Connection) -> list[tuple[str, str, str]]:
    """Which types of relation there are between which labels."""
    one, other = _SPANS.alias(), _SPANS.alias()
    query = select(_RELATIONS.c.type, one.c.label, other.c.label).distinct()
    query = query.where(
        _RELATIONS.c.deleted_at.is_(None),
        (one.c.layer == _RELATIONS.c.layer) & (one.c.id == _RELATIONS.c.from_span),
        (other.c.layer == _RELATIONS.c.layer) & (other.c.id == _RELATIONS.c.to_span),
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def load(connection: Connection, annotator: int, scheme: Scheme) -> Scheme:
    """Makes ``scheme`` the project's. Raises Conflict if it drops what is needed."""
    before = current(connection)
    _check_nothing_needed_is_dropped(connection, scheme)
    if scheme == before:
        return before
    store(connection, scheme)
    after = current(connection)
    if after != before:
        action = journal.begin(connection, annotator)
        journal.note(connection, action, None, "scheme", "", _json(before), _json(after))
    return after


def _check_nothing_needed_is_dropped(connection: Connection, scheme: Scheme) -> None:
    kept = {label.key for label in scheme.labels}
    used = [(key, count, "span") for key, count in used_labels(connection).items()]
    used += [(key, count, "precedent") for key, count in pinned_labels(connection).items()]
    for key, count, noun in used:
        if key not in kept:
            raise Conflict(
                f"“{key}” is the label of {count:,} {noun}{'' if count == 1 else 's'} "
                "and cannot be removed; retire it instead"
            )
    for type_, one, other in used_rules(connection):
        if not scheme.allows(type_, one, other):
            raise Conflict(
                f"there are relations “{type_}” from “{one}” to “{other}”; go on allowing them, "
                "or delete them first"
            )


def store(connection: Connection, scheme: Scheme) -> None:
    """Writes the rows of ``scheme`` over those that stand."""
    connection.execute(delete(_RULES))
    connection.execute(delete(_LABELS).where(_LABELS.c.key.not_in([x.key for x in scheme.labels])))
    rows = [
        {**label.model_dump(), "retired": int(label.retired), "position": position}
        for position, label in enumerate(scheme.labels, 1)
    ]
    statement = upsert(_LABELS)
    changed = {c.name: statement.excluded[c.name] for c in _LABELS.c if c.name != "key"}
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed), rows)
    pairs = [
        {"type": rule.type, "from_label": one, "to_label": other, "position": position}
        for position, rule in enumerate(scheme.relations, 1)
        for one in dict.fromkeys(rule.from_)
        for other in dict.fromkeys(rule.to)
    ]
    if pairs:
        connection.execute(insert(_RULES), pairs)


def _json(scheme: Scheme) -> str:
    return orjson.dumps(scheme.model_dump()).decode()
