"""Core statements compiled once, for the paths that every label and every request takes.

The query builder's work for one execution costs seven times what SQLite needs to answer it;
here it is done when the module is loaded, and the driver runs the text.
"""

from collections import namedtuple
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite


class Prepared:
    """A statement with named parameters; ``columns`` are those that an insert or update sets."""

    def __init__(self, statement: Any, *columns: str) -> None:
        compiled = statement.compile(dialect=sqlite.dialect(), column_keys=columns or None)
        self._sql = str(compiled)
        self._order = tuple(compiled.positiontup)
        self._fixed = {key: value for key, value in compiled.params.items() if value is not None}
        returned = getattr(statement, "selected_columns", None)
        names = [column.key for column in returned] if returned is not None else []
        self._row: Any = namedtuple("Row", names, rename=True)  # noqa: PYI024

    def one(self, connection: Connection, **parameters: Any) -> Any | None:
        """The first row with its columns by name, or None."""
        row = self._execute(connection, parameters).fetchone()
        return self._row(*row) if row is not None else None

    def scalar(self, connection: Connection, **parameters: Any) -> Any | None:
        """The first column of the first row, or None."""
        row = self._execute(connection, parameters).fetchone()
        return row[0] if row is not None else None

    def run(self, connection: Connection, **parameters: Any) -> int:
        """Executes a change; the number of the row, if it inserted one."""
        return int(self._execute(connection, parameters).lastrowid or 0)

    def run_many(self, connection: Connection, rows: list[tuple[Any, ...]]) -> None:
        """Executes a change for each row, whose values stand in the order of ``columns``."""
        raw: Any = connection.connection.driver_connection
        raw.executemany(self._sql, rows)

    def _execute(self, connection: Connection, parameters: dict[str, Any]) -> Any:
        values = {**self._fixed, **parameters} if self._fixed else parameters
        raw: Any = connection.connection.driver_connection
        return raw.execute(self._sql, [values[name] for name in self._order])
