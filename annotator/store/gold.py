"""The gold layer: what review leaves of the layers of an article.

A gold span names in ``derived_from`` each span that it came from. Spans of several layers that
were left with the same label at the same place are one gold span. A relation comes along when
both its ends are there, a register entry when one of its mentions is.
"""

import uuid
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import Any

from annotator.domain.edits import RelationEdit, SourceEdit, SpanEdit
from annotator.store import relations, rows, sources, spans
from annotator.store.desk import Desk, Record


@dataclass
class Gold:
    """The gold layer while one layer under review is settled into it, within one action."""

    desk: Desk
    name: str
    """Whose layer is under review."""
    layer: int
    """Its number."""
    _placed: list[str] = field(default_factory=list)
    """Spans under review whose gold came into being, or got another label."""

    @cached_property
    def _live(self) -> dict[str, Record]:
        return {span["id"]: span for span in rows.spans(self.desk.connection, self.desk.layer)}

    @cached_property
    def _relations(self) -> list[Record]:
        return rows.relations(self.desk.connection, self.layer)

    @cached_property
    def _sources(self) -> list[Record]:
        return rows.sources(self.desk.connection, self.layer)

    def of(self, span: str) -> Record | None:
        """The gold span that came from this span under review, or None."""
        origin = self._origin(span)
        return next((one for one in self._live.values() if origin in one["derived_from"]), None)

    def leave(self, span: str, edit: SpanEdit) -> None:
        """Makes the gold of a span under review what ``edit`` says. Raises Refused."""
        mine, twin = self.of(span), self._twin(span, edit)
        if twin or (mine and len(mine["derived_from"]) > 1):
            self.drop(span)
            mine = None
        origins = [*(twin["derived_from"] if twin else []), self._origin(span)]
        target = mine or twin
        id_ = target["id"] if target else self._free_id(span)
        if mine and mine["label"] != edit.label:
            self._drop_misfits(id_, edit.label)
        outcome = spans.put(self.desk, id_, edit, derived_from=origins)
        self._live[id_] = outcome.record
        if mine is None or mine["label"] != edit.label:
            self._placed.append(span)

    def drop(self, span: str) -> None:
        """Takes out of gold what came from this span alone; what came from others too stays."""
        mine = self.of(span)
        if mine is None:
            return
        left = [origin for origin in mine["derived_from"] if origin != self._origin(span)]
        if left:
            edit = SpanEdit(label=mine["label"], fragments=mine["fragments"])
            self._live[mine["id"]] = spans.put(
                self.desk, mine["id"], edit, derived_from=left
            ).record
        else:
            spans.delete(self.desk, mine["id"])
            del self._live[mine["id"]]

    def link(self) -> None:
        """Brings along what hangs on the spans that were placed."""
        for span in dict.fromkeys(self._placed):
            for relation in self._relations:
                if span in (relation["from"], relation["to"]):
                    self._bring_relation(relation)
            for source in self._sources:
                if span in source["spans"]:
                    self._bring_source(source, span)

    def _origin(self, span: str) -> Record:
        return {"layer": self.name, "span": span}

    def _twin(self, span: str, edit: SpanEdit) -> Record | None:
        """Another gold span that says the same already."""
        wanted = edit.label, [list(fragment) for fragment in edit.fragments]
        for one in self._live.values():
            if (one["label"], one["fragments"]) == wanted:
                origin = self._origin(span)
                return one if one["derived_from"] and origin not in one["derived_from"] else None
        return None

    def _new_id(self, *parts: str) -> str:
        """The same for the same thing: what is accepted again after a withdrawal comes back."""
        name = "\0".join([self.desk.article_id, self.name, *parts])
        return str(uuid.uuid5(uuid.NAMESPACE_OID, name))

    def _free_id(self, span: str) -> str:
        """One that no other layer's reading holds, with which it was shared before."""
        ids = (self._new_id(span, *["again"] * times) for times in count())
        return next(id_ for id_ in ids if id_ not in self._live)

    def _drop_misfits(self, id_: str, label: str) -> None:
        """Deletes the relations of a gold span that do not go with its new label."""
        for relation, *labels in list(relations.with_labels(self.desk, id_)):
            ends = [
                label if relation[end] == id_ else old
                for end, old in zip(("from", "to"), labels, strict=True)
            ]
            if not self.desk.scheme.allows(relation["type"], *ends):
                relations.delete(self.desk, relation["id"])

    def _bring_relation(self, relation: Record) -> None:
        ends = [self.of(relation["from"]), self.of(relation["to"])]
        if ends[0] is None or ends[1] is None or ends[0]["id"] == ends[1]["id"]:
            return
        if not self.desk.scheme.allows(relation["type"], ends[0]["label"], ends[1]["label"]):
            return
        edit = RelationEdit(type=relation["type"], from_=ends[0]["id"], to=ends[1]["id"])
        wanted = {"type": edit.type, "from": edit.from_, "to": edit.to}
        there = relations.with_labels(self.desk, edit.from_)
        if not any(wanted.items() <= one.items() for one, *_ in there):
            relations.put(self.desk, self._new_id("relation", relation["id"]), edit)

    def _bring_source(self, source: Record, span: str) -> None:
        mention = self.of(span)
        assert mention is not None  # it was placed
        entries = rows.sources(self.desk.connection, self.desk.layer)
        if any(mention["id"] in entry["spans"] for entry in entries):
            return
        own = self._new_id("source", source["id"])
        same: Any = next((one for one in entries if one["id"] == own), None) or next(
            (one for one in entries if one["name"] and _who(one) == _who(source)), None
        )
        given = same or source
        edit = SourceEdit(
            name=given["name"],
            role=given["role"],
            kind=given["kind"],
            spans=[*(same["spans"] if same else []), mention["id"]],
        )
        sources.put(self.desk, same["id"] if same else own, edit)


def _who(source: Record) -> tuple[str, str]:
    return source["name"].casefold(), source["kind"]
