"""Checking a project file: damage, broken references, texts and spans that do not match."""

from collections.abc import Iterator

from sqlalchemy import Connection

from annotator.domain.errors import ProjectError
from annotator.store import exporting


def problems(connection: Connection) -> Iterator[str]:
    """One sentence for each thing that is wrong; nothing for a sound project."""
    (message,) = connection.exec_driver_sql("PRAGMA quick_check(1)").one()
    if message != "ok":
        yield f"the file is damaged: {message}"
        return  # reading on in it tells nothing that can be relied on
    for table, number, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {number} of {table} refers to a row of {other} that is not there"
    try:
        for _ in exporting.lines(connection, exporting.Selection(unlabelled=True, samples=True)):
            pass
    except ProjectError as error:
        yield str(error)
