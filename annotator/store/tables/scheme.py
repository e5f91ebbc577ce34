"""What a project says of itself, and the labels and relations that it has."""

from sqlalchemy import CheckConstraint
from sqlmodel import SQLModel

from annotator.store.tables.columns import STRICT, integer, one_of, string


class Project(SQLModel, table=True):
    """Facts about the project as a whole."""

    __tablename__ = "project"
    __table_args__ = (STRICT,)
    key: str = string(primary_key=True)
    value: str = string()


class Label(SQLModel, table=True):
    """A label of the scheme; ``position`` is its place in the order, from 1."""

    __tablename__ = "label"
    __table_args__ = (
        one_of("pattern", "solid", "dashed", "double", "dotted"),
        CheckConstraint("retired IN (0, 1)", name="retired_is_known"),
        STRICT,
    )
    key: str = string(primary_key=True)
    position: int = integer()
    name: str = string()
    question: str = string()
    shortcut: str = string()
    pattern: str = string()
    line: str = string()
    tint: str = string()
    dark_line: str = string()
    dark_tint: str = string()
    retired: int = integer()


class RelationRule(SQLModel, table=True):
    """One pair of labels that a type of relation may join; ``position`` orders the types."""

    __tablename__ = "relation_rule"
    __table_args__ = (STRICT,)
    type: str = string(primary_key=True)
    from_label: str = string(primary_key=True, foreign_key="label.key")
    to_label: str = string(primary_key=True, foreign_key="label.key")
    position: int = integer()
