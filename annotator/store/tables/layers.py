"""What annotators made of an article, and what review says of it."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, integer, list_of, one_of, own_number, ref, string


class Layer(SQLModel, table=True):
    """All that one annotator made on one article; ``version`` counts its actions."""

    __tablename__ = "layer"
    __table_args__ = (
        UniqueConstraint("article", "annotator"),
        one_of("status", "open", "submitted", "reviewed"),
        STRICT,
    )
    number: int | None = own_number()
    article: int = ref("article.number")
    annotator: int = ref("annotator.number", index=True)
    status: str = string(default="open")
    version: int = integer(default=0)
    created_at: str = string()
    updated_at: str = string()


class Span(SQLModel, table=True):
    """One labelled stretch; ``start`` and ``end`` are the hull of its ``fragments``."""

    __tablename__ = "span"
    __table_args__ = (
        UniqueConstraint("layer", "id"),
        CheckConstraint('0 <= start AND start < "end"', name="start_before_end"),
        list_of("fragments", "[["),
        list_of("flags"),
        list_of("derived_from"),
        CheckConstraint("text <> ''", name="text_is_there"),
        one_of("origin", "human", "import", "suggestion"),
        STRICT,
    )
    number: int | None = own_number()
    layer: int = ref("layer.number")
    id: str = string()
    label: str = string(foreign_key="label.key")
    start: int = integer()
    end: int = integer()
    fragments: str = string()
    text: str = string()
    note: str = string(default="")
    flags: str = string(default="[]")
    origin: str = string(default="human")
    derived_from: str = string(default="[]")
    created_at: str = string()
    updated_at: str = string()
    version: int = integer(default=1)
    deleted_at: str | None = string(default=None)


def _ends(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["layer", column], ["span.layer", "span.id"])


class Relation(SQLModel, table=True):
    """A directed link between two spans of one layer."""

    __tablename__ = "relation"
    __table_args__ = (
        UniqueConstraint("layer", "id"),
        _ends("from_span"),
        _ends("to_span"),
        CheckConstraint("from_span <> to_span", name="not_to_itself"),
        STRICT,
    )
    number: int | None = own_number()
    layer: int = ref("layer.number")
    id: str = string()
    type: str = string()
    from_span: str = string()
    to_span: str = string()
    version: int = integer(default=1)
    deleted_at: str | None = string(default=None)


class Source(SQLModel, table=True):
    """Who is quoted: an entry of a layer's register; ``spans`` lists the ids of its mentions."""

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("layer", "id"),
        one_of("kind", "named", "anonymous", ""),
        list_of("spans"),
        STRICT,
    )
    number: int | None = own_number()
    layer: int = ref("layer.number")
    id: str = string()
    name: str = string(default="")
    role: str = string(default="")
    kind: str = string(default="")
    spans: str = string(default="[]")
    version: int = integer(default=1)
    deleted_at: str | None = string(default=None)


class Verdict(SQLModel, table=True):
    """The current verdict on a span; earlier ones stand in the journal.

    ``contested``: its author disagrees, and it waits for a reviewer. ``seen_at``: since when its
    author knows of it.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        one_of("verdict", "accepted", "rejected", "changed", ""),
        CheckConstraint("contested IN (0, 1)", name="contested_is_known"),
        STRICT,
    )
    span: int = ref("span.number", primary_key=True)
    verdict: str = string()
    reviewer: int | None = ref("annotator.number", default=None)
    comment: str = string(default="")
    reply: str = string(default="")
    created_at: str = string()
    contested: int = integer(default=0)
    seen_at: str | None = string(default=None)


class RelationVerdict(SQLModel, table=True):
    """The current verdict on a relation, given where several layers are settled.

    ``seen_at``: since when its author knows of it.
    """

    __tablename__ = "relation_verdict"
    __table_args__ = (one_of("verdict", "accepted", "rejected"), STRICT)
    relation: int = ref("relation.number", primary_key=True)
    verdict: str = string()
    reviewer: int = ref("annotator.number")
    created_at: str = string()
    seen_at: str | None = string(default=None)
