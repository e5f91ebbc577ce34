"""The gold layer: what review leaves of the layers of an article.

A gold span names in ``derived_from`` each span that it came from. Spans of several layers that
were left with the same label at the same place are one gold span. A relation comes along when
both its ends are there, a register entry when one of its mentions is.
"""

import uuid
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

import orjson
from sqlalchemy import bindparam, select

from annotator.domain.edits import RelationEdit, SourceEdit, SpanEdit
from annotator.store import relations, rows, sources, spans
from annotator.store.desk import Desk, Record
from annotator.store.prepared import Prepared

_LIVE = Prepared(
    select(
        rows.SPANS.c.id, rows.SPANS.c.label, rows.SPANS.c.fragments, rows.SPANS.c.derived_from
    ).where(rows.SPANS.c.layer == bindparam("layer"), rows.SPANS.c.deleted_at.is_(None))
)
_RELATIONS = select(rows.RELATIONS.c.deleted_at, *rows.RELATION_COLUMNS)


class Left(NamedTuple):
    """A gold span, as far as settling needs it; ``fragments`` are the JSON that is stored."""

    id: str
    label: str
    fragments: str
    origins: tuple[tuple[str, str], ...]
    """Each span that it came from: (layer, span)."""

    def says(self, edit: SpanEdit) -> bool:
        return (self.label, self.fragments) == _reading(edit)


class Gold:
    """The gold layer while one layer under review is settled into it, within one action.

    All of gold is read once, as few columns: a look for each decision would cost more.
    """

    def __init__(self, desk: Desk, name: str, layer: int) -> None:
        """``name`` is whose layer is under review, ``layer`` its number."""
        self.desk, self.name, self.layer = desk, name, layer
        self._decided: list[str] = []
        self._live: dict[str, Left] = {}
        self._by_origin: dict[tuple[str, str], str] = {}
        self._by_reading: dict[tuple[str, str], list[str]] = {}
        for id_, label, fragments, derived_from in _LIVE.all(desk.connection, layer=desk.layer):
            origins = [(one["layer"], one["span"]) for one in orjson.loads(derived_from)]
            self._keep(Left(id_, label, fragments, tuple(origins)))

    def of(self, span: str) -> Left | None:
        """The gold span that came from this span under review, or None."""
        id_ = self._by_origin.get((self.name, span))
        return self._live[id_] if id_ is not None else None

    def is_derived(self, id_: str) -> bool:
        """Whether a gold span came from spans under review, and follows their verdicts."""
        return id_ in self._live and bool(self._live[id_].origins)

    def leave(self, span: str, edit: SpanEdit, label: str) -> None:
        """Makes the gold of a span under review what ``edit`` says. Raises Refused.

        ``label`` is the author's, which may be retired by now.
        """
        self._decided.append(span)
        mine = self.of(span)
        if mine and mine.says(edit):
            return
        twin = self._twin(edit)
        if mine and (twin or len(mine.origins) > 1):
            self.drop(span)
            mine = None
        target = mine or twin
        origins = (*(twin.origins if twin else ()), (self.name, span))
        if mine and mine.label != edit.label:
            self._drop_misfits(mine.id, edit.label)
        self._put(target.id if target else self._free_id(span), edit, origins, label)

    def drop(self, span: str) -> None:
        """Takes out of gold what came from this span alone; what came from others too stays."""
        mine = self.of(span)
        if mine is None:
            return
        for relation in self._relations_of.get(span, ()):
            self._drop_relation(relation)
        left = tuple(origin for origin in mine.origins if origin != (self.name, span))
        if left:
            fragments = orjson.loads(mine.fragments)
            edit = SpanEdit.model_construct(label=mine.label, fragments=fragments)
            self._put(mine.id, edit, left, mine.label)
        else:
            spans.delete(self.desk, mine.id)
            self._forget(mine)

    def link(self) -> None:
        """Makes what hangs on the decided spans follow: links and entries of the register."""
        for span in dict.fromkeys(self._decided):
            for relation in self._relations_of.get(span, ()):
                if relation["deleted_at"] is None:
                    self._bring_relation(relation)
                else:
                    self._drop_relation(relation)
            for source in self._sources_of.get(span, ()):
                self._bring_source(source, span)

    def _put(
        self, id_: str, edit: SpanEdit, origins: tuple[tuple[str, str], ...], label: str
    ) -> None:
        derived_from = [{"layer": layer, "span": span} for layer, span in origins]
        spans.put(self.desk, id_, edit, derived=spans.Derived(derived_from, label))
        if id_ in self._live:
            self._forget(self._live[id_])
        self._keep(Left(id_, *_reading(edit), origins))

    def _keep(self, left: Left) -> None:
        self._live[left.id] = left
        self._by_reading.setdefault((left.label, left.fragments), []).append(left.id)
        self._by_origin |= dict.fromkeys(left.origins, left.id)

    def _forget(self, left: Left) -> None:
        del self._live[left.id]
        self._by_reading[left.label, left.fragments].remove(left.id)
        for origin in left.origins:
            del self._by_origin[origin]

    def _twin(self, edit: SpanEdit) -> Left | None:
        """A gold span that says the same already; one that came from a layer goes first."""
        same = [self._live[id_] for id_ in self._by_reading.get(_reading(edit), ())]
        return next((one for one in same if one.origins), same[0] if same else None)

    def _new_id(self, *parts: str) -> str:
        """The same for the same thing: what is accepted again after a withdrawal comes back."""
        name = "\0".join([self.desk.article_id, self.name, *parts])
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))

    def _free_id(self, span: str) -> str:
        """One that no other layer's reading holds, with which it was shared before."""
        ids = (self._new_id(span, *["again"] * times) for times in count())
        return next(id_ for id_ in ids if id_ not in self._live)

    @cached_property
    def _relations_of(self) -> dict[str, list[Record]]:
        """The relations of the layer under review by either end, deleted ones too."""
        query = _RELATIONS.where(rows.RELATIONS.c.layer == self.layer)
        found: dict[str, list[Record]] = {}
        for deleted_at, id_, type_, from_, to in self.desk.connection.execute(query):
            relation = {"id": id_, "type": type_, "from": from_, "to": to}
            for end in (from_, to):
                found.setdefault(end, []).append(relation | {"deleted_at": deleted_at})
        return found

    @cached_property
    def _sources_of(self) -> dict[str, list[Record]]:
        """The register entries of the layer under review by the spans that mention them."""
        found: dict[str, list[Record]] = {}
        for source in rows.sources(self.desk.connection, self.layer):
            for span in source["spans"]:
                found.setdefault(span, []).append(source)
        return found

    @cached_property
    def _entries(self) -> dict[str, Record]:
        """The register of gold, by id."""
        entries = rows.sources(self.desk.connection, self.desk.layer)
        return {entry["id"]: entry for entry in entries}

    def _drop_misfits(self, id_: str, label: str) -> None:
        """Deletes the relations of a gold span that do not go with its new label."""
        for relation, *labels in list(relations.with_labels(self.desk, id_)):
            ends = [
                label if relation[end] == id_ else old
                for end, old in zip(("from", "to"), labels, strict=True)
            ]
            if not self.desk.scheme.allows(relation["type"], *ends):
                relations.delete(self.desk, relation["id"])

    def _drop_relation(self, relation: Record) -> None:
        id_ = self._new_id("relation", relation["id"])
        if relations.find(self.desk, id_) is not None:
            relations.delete(self.desk, id_)

    def _bring_relation(self, relation: Record) -> None:
        ends = [self.of(relation["from"]), self.of(relation["to"])]
        if ends[0] is None or ends[1] is None or ends[0].id == ends[1].id:
            return
        if not self.desk.scheme.allows(relation["type"], ends[0].label, ends[1].label):
            return
        wanted = {"type": relation["type"], "from": ends[0].id, "to": ends[1].id}
        there = relations.with_labels(self.desk, ends[0].id)
        if not any(wanted.items() <= one.items() for one, *_ in there):
            edit = RelationEdit.model_construct(
                type=wanted["type"], from_=wanted["from"], to=wanted["to"]
            )
            relations.put(self.desk, self._new_id("relation", relation["id"]), edit)

    def _bring_source(self, source: Record, span: str) -> None:
        mention = self.of(span)
        mentioned = (mention and mention.id in one["spans"] for one in self._entries.values())
        if mention is None or any(mentioned):
            return
        id_ = next(self._entries_like(source), self._new_id("source", source["id"]))
        given = self._entries.get(id_, source | {"spans": []})
        said = {key: given[key] for key in ("name", "role", "kind")}
        # What gold has of it may be stale by now: spans that left gold left their entries too.
        mentions = [one for one in given["spans"] if one in self._live]
        edit = SourceEdit.model_construct(**said, spans=[*mentions, mention.id])
        self._entries[id_] = sources.put(self.desk, id_, edit).record

    def _entries_like(self, source: Record) -> Iterator[str]:
        """Entries of gold for the same as this one: brought before, or of the same name."""
        own = self._new_id("source", source["id"])
        if own in self._entries:
            yield own
        for id_, entry in self._entries.items():
            if entry["name"] and _who(entry) == _who(source):
                yield id_


def _reading(edit: SpanEdit) -> tuple[str, str]:
    return edit.label, orjson.dumps([list(fragment) for fragment in edit.fragments]).decode()


def _who(source: Record) -> tuple[str, Any]:
    return source["name"].casefold(), source["kind"]
