"""What follows the spans into gold: links between them, and entries of the register.

A link comes along when both its ends are there, once however many people drew it, unless a
reviewer rejected it or it waits to be settled; an entry of the register when one of its mentions
is there.
"""

from collections.abc import Container, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select

from annotator.domain.edits import RelationEdit, SourceEdit
from annotator.store import layers, relations, rows, sources
from annotator.store.desk import Record
from annotator.store.gold import Gold, Origin
from annotator.store.people import GOLD
from annotator.store.tables import Annotator, Layer, RelationVerdict

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_VERDICTS = RelationVerdict.__table__  # type: ignore[attr-defined]

_DRAWN = (
    select(_ANNOTATORS.c.name, _LAYERS.c.status, rows.RELATIONS.c.deleted_at, _VERDICTS.c.verdict)
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

    type: str
    from_: Origin
    to: Origin
    gold_id: str
    """The id that a link which came from it has in gold, if that is free."""
    stands: bool
    """Whether it is live, and accepted or not disputed."""
    draft: bool
    """Whether its author has opened the layer again: then nothing of it is brought or dropped."""


class Following:
    """Makes links and entries follow what was decided of the spans, at the end of an action."""

    def __init__(self, gold: Gold, disputed: Iterable[Origin] = ()) -> None:
        """``disputed`` are relations, (layer, id), that wait to be settled: they stay out."""
        self.gold, self.desk, self.disputed = gold, gold.desk, set(disputed)
        self._registers: dict[str, dict[str, list[Record]]] = {}

    def follow(self) -> None:
        """Brings and drops what hangs on the gold spans that were touched."""
        self._follow_links()
        for origin in self.gold.decided:
            if origin[0] not in self._registers:
                self._registers[origin[0]] = self._register(origin[0])
            for source in self._registers[origin[0]].get(origin[1], ()):
                self._bring_source(source, origin)

    def _follow_links(self) -> None:
        wanted = self._wanted()
        every = {id_: (type_, from_, to) for id_, type_, from_, to in self._there()}
        mine = self._mine
        drafts = {one.gold_id for one in self._drawn if one.draft}
        kept: set[Link] = set()
        for id_, link in list(every.items()):
            if self.gold.touched.isdisjoint(link[1:]) or link in wanted or id_ in drafts:
                kept.add(link)
            elif id_ in mine:
                relations.delete(self.desk, id_)
                del every[id_]
        for link, ids in wanted.items():
            if link not in kept:
                # Of those who drew it; else one that stands for nothing now: there is one for each.
                id_ = next(one for one in (*ids, *sorted(mine)) if one not in every)
                every[id_] = link
                edit = RelationEdit.model_construct(type=link[0], from_=link[1], to=link[2])
                relations.put(self.desk, id_, edit)

    def _wanted(self) -> dict[Link, list[str]]:
        """The links that gold should have at the touched spans, each with ids for it."""
        wanted: dict[Link, list[str]] = {}
        for drawn in self._drawn:
            ends = self.gold.of(drawn.from_), self.gold.of(drawn.to)
            if not drawn.stands or ends[0] is None or ends[1] is None or ends[0] == ends[1]:
                continue
            if self.gold.touched.isdisjoint((ends[0].id, ends[1].id)):
                continue
            if self.desk.scheme.allows(drawn.type, ends[0].label, ends[1].label):
                ids = wanted.setdefault((drawn.type, ends[0].id, ends[1].id), [])
                ids.append(drawn.gold_id)
        return wanted

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
                type_,
                (layer, from_),
                (layer, to),
                self.gold.new_id(layer, "relation", id_),
                deleted_at is None and status != "open" and self._stands(verdict, (layer, id_)),
                status == "open",
            )
            for layer, status, deleted_at, verdict, id_, type_, from_, to in (
                self.desk.connection.execute(query)
            )
        ]

    @cached_property
    def _mine(self) -> set[str]:
        """The ids that links which came from somebody's layer have in gold."""
        return {one.gold_id for one in self._drawn}

    def _stands(self, verdict: str | None, relation: Origin) -> bool:
        return verdict == "accepted" or (verdict is None and relation not in self.disputed)

    def own(self, leading: Container[tuple[str, str]]) -> list[str]:
        """The links that reviewers drew, of those that lead (type, gold span) from these."""
        found = [id_ for id_, type_, from_, _ in self._there() if (type_, from_) in leading]
        return [id_ for id_ in found if id_ not in self._mine]

    def _register(self, name: str) -> dict[str, list[Record]]:
        """The register entries of somebody's layer by the spans that mention them."""
        layer = layers.find(self.desk.connection, self.desk.article.number, name)
        found: dict[str, list[Record]] = {}
        for source in rows.sources(self.desk.connection, layer.number) if layer else ():
            for span in source["spans"]:
                found.setdefault(span, []).append(source)
        return found

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


def _who(source: Record) -> tuple[str, Any]:
    return source["name"].casefold(), source["kind"]
