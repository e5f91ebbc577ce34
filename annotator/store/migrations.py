"""Making a project file, and bringing an older one up to date.

A new file gets today's schema at once. An older one runs ``STEPS`` in order, each in its own
transaction together with the version it leads to.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from annotator.domain.errors import ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.store import clock, project, scheme, search, tables
from annotator.store.steps import STEPS, Step

APPLICATION = 0x416E6E74
"""SQLite's application id of a project file: the bytes of ``Annt``."""

VERSION = 1 + len(STEPS)


def prepare(
    path: Path, *, may_make: bool, may_upgrade: bool = False, steps: tuple[Step, ...] = STEPS
) -> None:
    """Makes sure that the file is a project of today's schema. Raises ProjectError.

    Only who holds the server's lock may upgrade; a backup is laid beside the file first.
    """
    newest = 1 + len(steps)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        version = _version(connection, path)
        if may_upgrade:
            _check_damage(connection, path)
        if version == 0 and may_make:
            _create(connection)
        elif version == 0:
            raise ProjectError(f"{path} is empty; “annotator serve” makes a project of it")
        elif version > newest:
            raise ProjectError(
                f"{path} was made by a newer program (schema {version}, this one knows {newest}); "
                "update the program"
            )
        elif version < newest and may_upgrade:
            _back_up(connection, path, version)
            _upgrade(connection, version, steps)
        elif version < newest:
            raise ProjectError(f"{path} is of an older program; “annotator serve” updates it")
        _use_wal(connection, path)


def _use_wal(connection: sqlite3.Connection, path: Path) -> None:
    """Sees to it that the file has a write-ahead log; a stranger may have taken it out."""
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    if mode != "wal":
        raise ProjectError(
            f"{path} cannot have a write-ahead log where it lies ({mode}), as on a network drive; "
            "move it to a local disk"
        )


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


def _check_damage(connection: sqlite3.Connection, path: Path) -> None:
    """Refuses to serve a damaged file, before anything is written that could make it worse."""
    (message,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if message != "ok":
        first = str(message).splitlines()[-1]
        raise ProjectError(f"{path} is damaged ({first}); put a backup in its place")


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """A whole copy beside the file, under its final name only when it is on the disk."""
    final = path.with_name(f"{path.name}.schema-{version}.backup")
    unfinished = final.with_suffix(".unfinished")
    os.close(os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.backup(copy)
    with unfinished.open("rb+") as file:
        os.fsync(file.fileno())
    unfinished.replace(final)


def _upgrade(connection: sqlite3.Connection, version: int, steps: tuple[Step, ...]) -> None:
    """Runs the steps that are missing, each in a transaction with the version it leads to."""
    for number, step in enumerate(steps[version - 1 :], version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            step(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute(f"PRAGMA user_version={number}")
        connection.execute("COMMIT")


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
            search.make(connection)
            search.make_for_precedents(connection)
            connection.execute(
                "INSERT INTO annotator (name, created_at) VALUES ('gold', ?)", (clock.now(),)
            )
            scheme.store(alchemy, DEFAULT)
            project.name_anew(alchemy)
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
