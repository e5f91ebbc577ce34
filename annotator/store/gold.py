"""The gold layer: what review leaves of the layers of an article.

A gold span names in ``derived_from`` each span that it came from. Spans of several layers that
were left with the same label at the same place are one gold span.
"""

import uuid
from itertools import count
from typing import NamedTuple

import orjson
from sqlalchemy import bindparam, select

from annotator.domain.edits import SpanEdit
from annotator.store import relations, rows, spans
from annotator.store.desk import Desk
from annotator.store.prepared import Prepared

_LIVE = Prepared(
    select(
        rows.SPANS.c.id,
        rows.SPANS.c.label,
        rows.SPANS.c.fragments,
        rows.SPANS.c.derived_from,
        rows.SPANS.c.flags,
    ).where(rows.SPANS.c.layer == bindparam("layer"), rows.SPANS.c.deleted_at.is_(None))
)

Origin = tuple[str, str]
"""A span of somebody's layer: (layer, span)."""


class Left(NamedTuple):
    """A gold span, as far as settling needs it; ``fragments`` are the JSON that is stored."""

    id: str
    label: str
    fragments: str
    origins: tuple[Origin, ...]
    flags: tuple[str, ...]

    def says(self, edit: SpanEdit) -> bool:
        return (self.label, self.fragments) == _reading(edit)


class Gold:
    """The gold layer within one action, while layers under review are settled into it.

    All of gold is read once, as few columns: a look for each decision would cost more.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.decided: dict[Origin, None] = {}
        """The spans that were left in gold, in the order of the decisions."""
        self.touched: set[str] = set()
        """The gold spans that decisions changed, or whose links are to be looked at anew."""
        self._live: dict[str, Left] = {}
        self._by_origin: dict[Origin, str] = {}
        self._by_reading: dict[tuple[str, str], list[str]] = {}
        found = _LIVE.all(desk.connection, layer=desk.layer)
        for id_, label, fragments, derived_from, flags in found:
            origins = [(one["layer"], one["span"]) for one in orjson.loads(derived_from)]
            self._keep(Left(id_, label, fragments, tuple(origins), tuple(orjson.loads(flags))))

    def of(self, origin: Origin) -> Left | None:
        """The gold span that came from this span, or None."""
        id_ = self._by_origin.get(origin)
        return self._live[id_] if id_ is not None else None

    def label(self, id_: str) -> str | None:
        """The label of a gold span, None if it is not there (any more)."""
        return self._live[id_].label if id_ in self._live else None

    def is_derived(self, id_: str) -> bool:
        """Whether a gold span came from spans under review, and follows their verdicts."""
        return id_ in self._live and bool(self._live[id_].origins)

    def leave(self, origin: Origin, edit: SpanEdit, label: str) -> None:
        """Makes the gold of a span under review what ``edit`` says. Raises Refused.

        ``label`` is the author's, which may be retired by now.
        """
        self.decided[origin] = None
        mine = self.of(origin)
        if mine:
            self.touched.add(mine.id)
        if mine and mine.says(edit):
            return
        twin = self._twin(edit)
        if mine and (twin or len(mine.origins) > 1):
            self.drop(origin)
            mine = None
        target = mine or twin
        if twin:  # a flag that one of them set stands
            edit = edit.model_copy(update={"flags": [*(edit.flags or ()), *twin.flags]})
        origins = (*(twin.origins if twin else ()), origin)
        if mine and mine.label != edit.label:
            self._drop_misfits(mine.id, edit.label)
        self._put(target.id if target else self._free_id(origin), edit, origins, label)

    def drop(self, origin: Origin) -> None:
        """Takes out of gold what came from this span alone; what came from others too stays."""
        mine = self.of(origin)
        if mine is None:
            return
        left = tuple(other for other in mine.origins if other != origin)
        if left:
            fragments = orjson.loads(mine.fragments)
            said = {"label": mine.label, "fragments": fragments, "flags": mine.flags}
            edit = SpanEdit.model_construct(**said)
            self._put(mine.id, edit, left, mine.label)
        else:
            spans.delete(self.desk, mine.id)
            self._forget(mine)

    def new_id(self, layer: str, *parts: str) -> str:
        return derived_id(self.desk.article_id, layer, *parts)

    def _put(self, id_: str, edit: SpanEdit, origins: tuple[Origin, ...], label: str) -> None:
        derived_from = [{"layer": layer, "span": span} for layer, span in origins]
        spans.put(self.desk, id_, edit, derived=spans.Derived(derived_from, label))
        if id_ in self._live:
            self._forget(self._live[id_])
        self._keep(Left(id_, *_reading(edit), origins, tuple(edit.flags or ())))
        self.touched.add(id_)

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

    def _free_id(self, origin: Origin) -> str:
        """One that no other layer's reading holds, with which it was shared before."""
        layer, span = origin
        ids = (self.new_id(layer, span, *["again"] * times) for times in count())
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


def derived_id(article: str, layer: str, *parts: str) -> str:
    """The id in gold of what came from a layer: a span by its id, a relation with its kind before.

    The same for the same thing: what is accepted again after a withdrawal comes back.
    """
    return str(uuid.uuid5(uuid.NAMESPACE_OID, "\0".join([article, layer, *parts])))


def _reading(edit: SpanEdit) -> tuple[str, str]:
    return edit.label, orjson.dumps([list(fragment) for fragment in edit.fragments]).decode()
