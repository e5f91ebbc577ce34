"""What follows the spans into gold: links between them, and entries of the register.

A link comes along when both its ends are there and no reviewer rejected it, once however many
people drew it; an entry of the register when one of its mentions is there.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import count
from typing import Any, NamedTuple

from sqlalchemy import select

from annotator.domain.edits import RelationEdit, SourceEdit
from annotator.store import relations, rows, sources
from annotator.store.desk import Record
from annotator.store.gold import Gold, Origin
from annotator.store.people import GOLD
from annotator.store.tables import Annotator, Layer, RelationVerdict

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]

_DRAWN = (
    select(_ANNOTATORS.c.name, rows.RELATIONS.c.deleted_at, _VERDICTS.c.verdict)
    .add_columns(*rows.RELATION_COLUMNS)
    .select_from(rows.RELATIONS)
    .join(_LAYERS, _LAYERS.c.number == rows.RELATIONS.c.layer)
    .join(_ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator)
    .outerjoin(_VERDICTS, _VERDICTS.c.relation == rows.RELATIONS.c.number)
    .where(_ANNOTATORS.c.name != GOLD)
    .order_by(_ANNOTATORS.c.name, rows.RELATIONS.c.id)
)

Link = tuple[str, str, str]
"""A link of gold: its type, and the gold spans that it leads from and to."""


class _Drawn(NamedTuple):
    """A relation of somebody's layer."""

    layer: str
    id: str
    type: str
    from_: Origin
    to: Origin
    stands: bool
    """Whether it is live and no reviewer rejected it."""


class Following:
    """Makes links and entries follow what was decided of the spans, at the end of an action."""

    def __init__(self, gold: Gold) -> None:
        self.gold, self.desk = gold, gold.desk

    def follow(self) -> None:
        """Brings and drops what hangs on the gold spans that were touched."""
        self._follow_links()
        for origin in self.gold.decided:
            for source in self._sources_of(origin[0]).get(origin[1], ()):
                self._bring_source(source, origin)

    def _follow_links(self) -> None:
        wanted = self._wanted()
        there = [one for one in self._there() if not self.gold.touched.isdisjoint(one[1:])]
        kept = {link: id_ for id_, *link_ in there if (link := _link(link_)) in wanted}
        stale = {id_ for id_, *link in there if _link(link) not in wanted}
        for id_ in sorted(stale & self._derived_ids if stale else stale):
            relations.delete(self.desk, id_)
        taken = set(kept.values())
        for link, drawn in wanted.items():
            if link not in kept:
                id_ = next(one for one in self._ids(drawn) if one not in taken)
                taken.add(id_)
                edit = RelationEdit.model_construct(type=link[0], from_=link[1], to=link[2])
                relations.put(self.desk, id_, edit)

    def _wanted(self) -> dict[Link, list[_Drawn]]:
        """The links that gold should have at the touched spans, each with who drew it."""
        wanted: dict[Link, list[_Drawn]] = {}
        for drawn in self._drawn:
            ends = self.gold.of(drawn.from_), self.gold.of(drawn.to)
            if not drawn.stands or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
                continue
            if self.gold.touched.isdisjoint((ends[0].id, ends[1].id)):
                continue
            if self.desk.scheme.allows(drawn.type, ends[0].label, ends[1].label):
                wanted.setdefault((drawn.type, ends[0].id, ends[1].id), []).append(drawn)
        return wanted

    def _ids(self, drawn: list[_Drawn]) -> Iterator[str]:
        """Ids for a link that came from these, best first."""
        for one in drawn:
            yield self.gold.new_id(one.layer, "relation", one.id)
        for times in count(1):
            yield self.gold.new_id(drawn[0].layer, "relation", drawn[0].id, *["again"] * times)

    @property
    def _derived_ids(self) -> set[str]:
        """The ids of all links that may have come from somebody's layer."""
        return {self.gold.new_id(one.layer, "relation", one.id) for one in self._drawn}

    def _there(self) -> list[Any]:
        """The live links of gold: id, type, from, to."""
        table = rows.RELATIONS
        query = select(table.c.id, table.c.type, table.c.from_span, table.c.to_span)
        query = query.where(table.c.layer == self.desk.layer, table.c.deleted_at.is_(None))
        return list(self.desk.connection.execute(query.order_by(table.c.id)))

    @cached_property
    def _drawn(self) -> list[_Drawn]:
        """The relations of all layers of the article but gold, deleted ones too."""
        query = _DRAWN.where(_LAYERS.c.article == self.desk.article.number)
        return [
            _Drawn(
                layer, id_, type_, (layer, from_), (layer, to),
                deleted_at is None and verdict != "rejected",
            )
            for layer, deleted_at, verdict, id_, type_, from_, to
            in self.desk.connection.execute(query)
        ]  # fmt: skip

    def _sources_of(self, layer: str) -> dict[str, list[Record]]:
        """The register entries of a layer by the spans that mention them."""
        return self._registers[layer]

    @cached_property
    def _registers(self) -> dict[str, dict[str, list[Record]]]:
        registers: dict[str, dict[str, list[Record]]] = {}
        query = select(_LAYERS.c.number, _ANNOTATORS.c.name).join(
            _ANNOTATORS, _ANNOTATORS.c.number == _LAYERS.c.annotator
        )
        query = query.where(_LAYERS.c.article == self.desk.article.number)
        for number, name in self.desk.connection.execute(query).all():
            found = registers.setdefault(name, {})
            for source in rows.sources(self.desk.connection, number):
                for span in source["spans"]:
                    found.setdefault(span, []).append(source)
        return registers

    @cached_property
    def _entries(self) -> dict[str, Record]:
        """The register of gold, by id."""
        entries = rows.sources(self.desk.connection, self.desk.layer)
        return {entry["id"]: entry for entry in entries}

    def _bring_source(self, source: Record, origin: Origin) -> None:
        mention = self.gold.of(origin)
        mentioned = (mention and mention.id in one["spans"] for one in self._entries.values())
        if mention is None or any(mentioned):
            return
        own = self.gold.new_id(origin[0], "source", source["id"])
        id_ = next(self._entries_like(source, own), own)
        given = self._entries.get(id_, source | {"spans": []})
        said = {key: given[key] for key in ("name", "role", "kind")}
        # What gold has of it may be stale by now: spans that left gold left their entries too.
        mentions = [one for one in given["spans"] if self.gold.label(one) is not None]
        edit = SourceEdit.model_construct(**said, spans=[*mentions, mention.id])
        self._entries[id_] = sources.put(self.desk, id_, edit).record

    def _entries_like(self, source: Record, own: str) -> Iterator[str]:
        """Entries of gold for the same as this one: brought before, or of the same name."""
        if own in self._entries:
            yield own
        for id_, entry in self._entries.items():
            if entry["name"] and _who(entry) == _who(source):
                yield id_


def _link(columns: Any) -> Link:
    type_, from_, to = columns
    return type_, from_, to


def _who(source: Record) -> tuple[str, Any]:
    return source["name"].casefold(), source["kind"]
