"""What the columns of all tables are made of, and what a CHECK says of them."""

from typing import Any

from sqlalchemy import CheckConstraint, Integer, Text
from sqlmodel import Field

STRICT = {"sqlite_strict": True}


def string(**options: Any) -> Any:
    return Field(sa_type=Text, **options)


def integer(**options: Any) -> Any:
    return Field(sa_type=Integer, **options)


def own_number() -> Any:
    """A row's own number."""
    return integer(default=None, primary_key=True)


def ref(column: str, **options: Any) -> Any:
    """The number of a row of another table."""
    return integer(foreign_key=column, **options)


def one_of(column: str, *values: str) -> CheckConstraint:
    """One of these words. Said with OR: for IN, SQLite builds a table at each insert."""
    listed = " OR ".join(f"{column} = '{value}'" for value in values)
    return CheckConstraint(listed, name=f"{column}_is_known")


def list_of(column: str, opening: str = "[") -> CheckConstraint:
    """A JSON list, told by how it begins: LIKE would cost a third of an insert."""
    beyond = opening[:-1] + chr(ord(opening[-1]) + 1)
    return CheckConstraint(
        f"{column} >= '{opening}' AND {column} < '{beyond}'", name=f"{column}_is_a_list"
    )
