"""Making a project file, and bringing an older one up to date.

A new file gets today's schema at once. An older one runs ``STEPS`` in order, each in its own
transaction together with the version it leads to.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from annotator.domain.errors import ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.store import clock, project, scheme, tables

APPLICATION = 0x416E6E74
"""SQLite's application id of a project file: the bytes of ``Annt``."""

STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = ()
"""``STEPS[n]`` leads from schema n + 1 to n + 2."""

VERSION = 1 + len(STEPS)


def prepare(path: Path, *, may_change: bool) -> None:
    """Makes sure that the file is a project of today's schema. Raises ProjectError."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        version = _version(connection, path)
        if version == 0 and may_change:
            _create(connection)
        elif version == 0:
            raise ProjectError(f"{path} is empty; “annotator serve” makes a project of it")
        elif version > VERSION:
            raise ProjectError(
                f"{path} was made by a newer program (schema {version}, this one knows {VERSION}); "
                "update the program"
            )
        connection.execute("PRAGMA journal_mode=WAL")  # changes a file only if a stranger did


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The file's schema version, 0 for an empty file. Raises ProjectError for a stranger's."""
    # Objects first: whoever makes the project just now commits them and its id together.
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION:
        return int(version)
    if objects or application or version:
        raise ProjectError(f"{path} is not an Annotator project; name another file with --db")
    return 0


def _create(connection: sqlite3.Connection) -> None:
    """Today's schema and the default scheme, all in one transaction."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as alchemy:
        connection.execute("BEGIN IMMEDIATE")
        if _version(connection, Path()) == 0:  # another process may have been quicker
            SQLModel.metadata.create_all(alchemy)
            for trigger in tables.TRIGGERS:
                connection.execute(trigger)
            connection.execute(
                "INSERT INTO annotator (name, created_at) VALUES ('gold', ?)", (clock.now(),)
            )
            scheme.store(alchemy, DEFAULT)
            project.name_anew(alchemy)
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
