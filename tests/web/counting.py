"""How many statements a request runs, counted where SQLite runs them."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool


@contextlib.contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that any connection runs meanwhile, begin and end of transactions apart."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "--")):
            seen.append(statement)

    def checked_out(connection: Any, *_: object) -> None:
        connection.set_trace_callback(note)

    def checked_in(connection: Any, *_: object) -> None:
        if connection is not None:
            connection.set_trace_callback(None)

    event.listen(Pool, "checkout", checked_out)
    event.listen(Pool, "checkin", checked_in)
    try:
        yield seen
    finally:
        event.remove(Pool, "checkout", checked_out)
        event.remove(Pool, "checkin", checked_in)
