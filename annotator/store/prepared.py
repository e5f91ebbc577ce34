"""Core statements compiled once, for the paths that every label and every request takes.

The query builder's work for one execution costs seven times what SQLite needs to answer it;
here it is done once, and the driver runs the text.
"""

from collections import namedtuple
from functools import cached_property
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.compiler import SQLCompiler


class Prepared:
    """A statement with named parameters; ``columns`` are those that an insert or update sets."""

    def __init__(self, statement: Any, *columns: str) -> None:
        self._statement = statement
        self._columns = columns

    @cached_property
    def _compiled(self) -> SQLCompiler:
        """Compiled at first use, so that starting the program does not wait for it."""
        compiled: SQLCompiler = self._statement.compile(
            dialect=sqlite.dialect(), column_keys=self._columns or None
        )
        return compiled

    @cached_property
    def _sql(self) -> str:
        return str(self._compiled)

    @cached_property
    def _order(self) -> tuple[str, ...]:
        return tuple(self._compiled.positiontup or ())

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        """Values that stand in the statement itself."""
        binds = self._compiled.binds.items()
        return {key: bind.value for key, bind in binds if not bind.required}

    @cached_property
    def _row(self) -> Any:
        names = [column.key for column in self._statement.selected_columns]
        return namedtuple("Row", names, rename=True)  # noqa: PYI024

    def one(self, connection: Connection, **parameters: Any) -> Any | None:
        """The first row with its columns by name, or None."""
        row = self._execute(connection, parameters).fetchone()
        return self._row(*row) if row is not None else None

    def all(self, connection: Connection, **parameters: Any) -> list[tuple[Any, ...]]:
        """All rows, their columns by position."""
        rows: list[tuple[Any, ...]] = self._execute(connection, parameters).fetchall()
        return rows

    def scalar(self, connection: Connection, **parameters: Any) -> Any:
        """The first column of the first row, or None."""
        row = self._execute(connection, parameters).fetchone()
        return row[0] if row is not None else None

    def run(self, connection: Connection, **parameters: Any) -> int:
        """Executes a change; the number of the row, if it inserted one."""
        return int(self._execute(connection, parameters).lastrowid or 0)

    def run_many(self, connection: Connection, rows: list[tuple[Any, ...]]) -> None:
        """Executes a change for each row, whose values stand in the order of ``columns``."""
        if rows:
            raw: Any = connection.connection.driver_connection
            raw.executemany(self._sql, rows)

    def _execute(self, connection: Connection, parameters: dict[str, Any]) -> Any:
        values = {**self._fixed, **parameters} if self._fixed else parameters
        raw: Any = connection.connection.driver_connection
        return raw.execute(self._sql, [values[name] for name in self._order])
