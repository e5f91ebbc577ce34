"""The schema, stated once. Times are ISO 8601 text in UTC; JSON columns hold compact JSON.

Offsets are code points of ``article.text``, half-open. Rows that people made are never
deleted: ``deleted_at`` marks them, so that every delete can be undone.
"""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

_STRICT = {"sqlite_strict": True}


def _text(**options: Any) -> Any:
    return Field(sa_type=Text, **options)


def _key() -> Any:
    return Field(default=None, primary_key=True, sa_type=Integer)


def _ref(column: str, **options: Any) -> Any:
    return Field(sa_type=Integer, foreign_key=column, **options)


def _one_of(column: str, *values: str) -> CheckConstraint:
    """One of these words. Said with OR: for IN, SQLite builds a table at each insert."""
    listed = " OR ".join(f"{column} = '{value}'" for value in values)
    return CheckConstraint(listed, name=f"{column}_is_known")


def _list(column: str, opening: str = "[") -> CheckConstraint:
    """A JSON list, told by how it begins: LIKE would cost a third of an insert."""
    beyond = opening[:-1] + chr(ord(opening[-1]) + 1)
    return CheckConstraint(
        f"{column} >= '{opening}' AND {column} < '{beyond}'", name=f"{column}_is_a_list"
    )


class Project(SQLModel, table=True):
    """Facts about the project as a whole."""

    __tablename__ = "project"
    __table_args__ = (_STRICT,)
    key: str = _text(primary_key=True)
    value: str = _text()


class Annotator(SQLModel, table=True):
    """A name that layers belong to; ``gold`` is the one that review writes."""

    __tablename__ = "annotator"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 64", name="name_fits"), _STRICT)
    number: int | None = _key()
    name: str = _text(unique=True)
    created_at: str = _text()


class Account(SQLModel, table=True):
    """Lets an annotator sign in. No password yet means by one-time address only."""

    __tablename__ = "account"
    __table_args__ = (_one_of("role", "labeller", "reviewer", "admin"), _STRICT)
    annotator: int = _ref("annotator.number", primary_key=True)
    role: str = _text()
    password_hash: str = _text(default="")
    created_at: str = _text()
    disabled_at: str | None = _text(default=None)


class Session(SQLModel, table=True):
    """A signed-in browser. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "session"
    __table_args__ = (_STRICT,)
    hash: str = _text(primary_key=True)
    annotator: int = _ref("account.annotator", index=True)
    created_at: str = _text()
    seen_at: str = _text()


class SigninKey(SQLModel, table=True):
    """The key of a one-time address. Only its SHA-256 is kept."""

    __tablename__ = "signin_key"
    __table_args__ = (_STRICT,)
    hash: str = _text(primary_key=True)
    annotator: int = _ref("account.annotator")
    expires_at: str = _text()
    used_at: str | None = _text(default=None)


class Invite(SQLModel, table=True):
    """A link by which somebody takes a password and signs in, once. Only its SHA-256 is kept."""

    __tablename__ = "invite"
    __table_args__ = (_STRICT,)
    hash: str = _text(primary_key=True)
    annotator: int = _ref("account.annotator", index=True)
    created_at: str = _text()
    expires_at: str = _text()
    used_at: str | None = _text(default=None)


class ApiToken(SQLModel, table=True):
    """A script's key to the API. Only its SHA-256 is kept; names are unique among live ones."""

    __tablename__ = "api_token"
    __table_args__ = (
        _one_of("scope", "read", "write"),
        Index("api_token_live_name", "name", unique=True, sqlite_where=sql("revoked_at IS NULL")),
        _STRICT,
    )
    number: int | None = _key()
    name: str = _text()
    annotator: int = _ref("account.annotator")
    scope: str = _text()
    hash: str = _text(unique=True)
    created_at: str = _text()
    revoked_at: str | None = _text(default=None)


class Label(SQLModel, table=True):
    """A label of the scheme; ``position`` is its place in the order, from 1."""

    __tablename__ = "label"
    __table_args__ = (
        _one_of("pattern", "solid", "dashed", "double", "dotted"),
        CheckConstraint("retired IN (0, 1)", name="retired_is_known"),
        _STRICT,
    )
    key: str = _text(primary_key=True)
    position: int = Field(sa_type=Integer)
    name: str = _text()
    question: str = _text()
    shortcut: str = _text()
    pattern: str = _text()
    line: str = _text()
    tint: str = _text()
    dark_line: str = _text()
    dark_tint: str = _text()
    retired: int = Field(sa_type=Integer)


class RelationRule(SQLModel, table=True):
    """One pair of labels that a type of relation may join; ``position`` orders the types."""

    __tablename__ = "relation_rule"
    __table_args__ = (_STRICT,)
    type: str = _text(primary_key=True)
    from_label: str = _text(primary_key=True, foreign_key="label.key")
    to_label: str = _text(primary_key=True, foreign_key="label.key")
    position: int = Field(sa_type=Integer)


class Article(SQLModel, table=True):
    """One news text. ``text`` stands last, so that lists need not read it."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("length(id) BETWEEN 1 AND 200", name="id_fits"),
        CheckConstraint("length(text_sha256) = 64", name="sha256_fits"),
        CheckConstraint("length > 0", name="not_empty"),
        CheckConstraint("sample IN (0, 1)", name="sample_is_known"),
        {"sqlite_autoincrement": True, **_STRICT},
    )
    number: int | None = _key()
    id: str = _text(unique=True)
    title: str = _text()
    meta: str = _text(default="{}")
    text_sha256: str = _text()
    length: int = Field(sa_type=Integer)
    words: int = Field(sa_type=Integer)
    sample: int = Field(sa_type=Integer, default=0)
    created_at: str = _text()
    deleted_at: str | None = _text(default=None)
    text: str = _text()


class Passage(SQLModel, table=True):
    """What somebody said of a paragraph by hand, for all; ``start`` is where it begins."""

    __tablename__ = "passage"
    __table_args__ = (_one_of("kind", "body", "boilerplate"), _STRICT)
    article: int = _ref("article.number", primary_key=True)
    start: int = Field(sa_type=Integer, primary_key=True)
    kind: str = _text()


class Layer(SQLModel, table=True):
    """All that one annotator made on one article; ``version`` counts its actions."""

    __tablename__ = "layer"
    __table_args__ = (
        UniqueConstraint("article", "annotator"),
        _one_of("status", "open", "submitted", "reviewed"),
        _STRICT,
    )
    number: int | None = _key()
    article: int = _ref("article.number")
    annotator: int = _ref("annotator.number", index=True)
    status: str = _text(default="open")
    version: int = Field(sa_type=Integer, default=0)
    created_at: str = _text()
    updated_at: str = _text()


class Span(SQLModel, table=True):
    """One labelled stretch; ``start`` and ``end`` are the hull of its ``fragments``."""

    __tablename__ = "span"
    __table_args__ = (
        UniqueConstraint("layer", "id"),
        CheckConstraint('0 <= start AND start < "end"', name="start_before_end"),
        _list("fragments", "[["),
        _list("flags"),
        _list("derived_from"),
        CheckConstraint("text <> ''", name="text_is_there"),
        _one_of("origin", "human", "import", "suggestion"),
        _STRICT,
    )
    number: int | None = _key()
    layer: int = _ref("layer.number")
    id: str = _text()
    label: str = _text(foreign_key="label.key")
    start: int = Field(sa_type=Integer)
    end: int = Field(sa_type=Integer)
    fragments: str = _text()
    text: str = _text()
    note: str = _text(default="")
    flags: str = _text(default="[]")
    origin: str = _text(default="human")
    derived_from: str = _text(default="[]")
    created_at: str = _text()
    updated_at: str = _text()
    version: int = Field(sa_type=Integer, default=1)
    deleted_at: str | None = _text(default=None)


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
        _STRICT,
    )
    number: int | None = _key()
    layer: int = _ref("layer.number")
    id: str = _text()
    type: str = _text()
    from_span: str = _text()
    to_span: str = _text()
    version: int = Field(sa_type=Integer, default=1)
    deleted_at: str | None = _text(default=None)


class Source(SQLModel, table=True):
    """Who is quoted: an entry of a layer's register; ``spans`` lists the ids of its mentions."""

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("layer", "id"),
        _one_of("kind", "named", "anonymous", ""),
        _list("spans"),
        _STRICT,
    )
    number: int | None = _key()
    layer: int = _ref("layer.number")
    id: str = _text()
    name: str = _text(default="")
    role: str = _text(default="")
    kind: str = _text(default="")
    spans: str = _text(default="[]")
    version: int = Field(sa_type=Integer, default=1)
    deleted_at: str | None = _text(default=None)


class Verdict(SQLModel, table=True):
    """The current verdict on a span; earlier ones stand in the journal."""

    __tablename__ = "verdict"
    __table_args__ = (_one_of("verdict", "accepted", "rejected", "changed", ""), _STRICT)
    span: int = _ref("span.number", primary_key=True)
    verdict: str = _text()
    reviewer: int | None = _ref("annotator.number", default=None)
    comment: str = _text(default="")
    reply: str = _text(default="")
    created_at: str = _text()


class Action(SQLModel, table=True):
    """One act of a person, however many rows it changed; ``id`` makes repeating it safe."""

    __tablename__ = "action"
    __table_args__ = (_STRICT,)
    number: int | None = _key()
    id: str = _text(unique=True)
    annotator: int = _ref("annotator.number")
    created_at: str = _text()


class Journal(SQLModel, table=True):
    """One change of one object, as JSON before and after; append-only."""

    __tablename__ = "journal"
    __table_args__ = (
        Index("journal_of_layer", "layer", "seq"),
        Index("journal_of_action", "action"),
        _STRICT,
    )
    seq: int | None = _key()
    action: int = _ref("action.number")
    layer: int | None = _ref("layer.number", default=None)
    object: str = _text()
    object_id: str = _text()
    before: str | None = _text(default=None)
    after: str | None = _text(default=None)


TRIGGERS = (
    """CREATE TRIGGER article_text_never_changes
    BEFORE UPDATE OF id, text, text_sha256, length ON article
    WHEN old.id <> new.id OR old.text <> new.text OR old.text_sha256 <> new.text_sha256
      OR old.length <> new.length
    BEGIN SELECT RAISE(ABORT, 'an article''s text never changes'); END""",
    """CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)
