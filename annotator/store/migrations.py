"""Making a project file, and bringing an older one up to date.

A new file gets today's schema at once. An older one runs ``STEPS`` in order, each in its own
transaction together with the version it leads to.
"""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from annotator.domain.errors import ProjectError
from annotator.domain.scheme import DEFAULT
from annotator.store import clock, project, scheme, search, tables

APPLICATION = 0x416E6E74
"""SQLite's application id of a project file: the bytes of ``Annt``."""

Step = Callable[[sqlite3.Connection], None]


_IN = re.compile(r"CHECK \((\w+) IN \(('[^()]*)\)\)")


def _say_or(connection: sqlite3.Connection) -> None:
    """What ``columns.one_of`` says with OR was said with IN at first: no row is another for it."""

    def with_or(match: re.Match[str]) -> str:
        return f"CHECK ({' OR '.join(f'{match[1]} = {word}' for word in match[2].split(', '))})"

    tables_ = connection.execute("SELECT rowid, sql FROM sqlite_schema WHERE type = 'table'")
    changed = [(_IN.sub(with_or, sql), rowid) for rowid, sql in tables_ if _IN.search(sql)]
    connection.execute("PRAGMA writable_schema=ON")
    with suppress(sqlite3.DatabaseError):  # some builds forbid it; then the checks stay slower
        connection.executemany("UPDATE sqlite_schema SET sql = ? WHERE rowid = ?", changed)
    connection.execute("PRAGMA writable_schema=RESET")


def _add_passages(connection: sqlite3.Connection) -> None:
    """What was said of paragraphs by hand; and quicker checks."""
    _say_or(connection)
    connection.execute(
        """CREATE TABLE passage (
    article INTEGER NOT NULL,
    start INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (article, start),
    CONSTRAINT kind_is_known CHECK (kind = 'body' OR kind = 'boilerplate'),
    FOREIGN KEY(article) REFERENCES article (number)
)
STRICT"""
    )


def _add_invites(connection: sqlite3.Connection) -> None:
    """The links by which people take a password."""
    connection.execute(
        """CREATE TABLE invite (
    hash TEXT NOT NULL,
    annotator INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (hash),
    FOREIGN KEY(annotator) REFERENCES account (annotator)
)
STRICT"""
    )
    connection.execute("CREATE INDEX ix_invite_annotator ON invite (annotator)")


def _add_teamwork(connection: sqlite3.Connection) -> None:
    """Whose work an article is; and of a verdict, what its author says of it."""
    _widen_verdicts(connection)
    connection.execute(
        """CREATE TABLE assignment (
    article INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    "by" INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (article, annotator),
    FOREIGN KEY(article) REFERENCES article (number),
    FOREIGN KEY(annotator) REFERENCES annotator (number),
    FOREIGN KEY("by") REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute("CREATE INDEX ix_assignment_annotator ON assignment (annotator)")


def _widen_verdicts(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE verdict RENAME TO verdict_before")
    connection.execute(
        """CREATE TABLE verdict (
    span INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    reviewer INTEGER,
    comment TEXT NOT NULL,
    reply TEXT NOT NULL,
    created_at TEXT NOT NULL,
    contested INTEGER NOT NULL,
    seen_at TEXT,
    PRIMARY KEY (span),
    CONSTRAINT verdict_is_known CHECK (verdict = 'accepted' OR verdict = 'rejected'
      OR verdict = 'changed' OR verdict = ''),
    CONSTRAINT contested_is_known CHECK (contested IN (0, 1)),
    FOREIGN KEY(span) REFERENCES span (number),
    FOREIGN KEY(reviewer) REFERENCES annotator (number)
)
STRICT"""
    )
    connection.execute(
        "INSERT INTO verdict SELECT span, verdict, reviewer, comment, reply, created_at, 0, NULL"
        " FROM verdict_before"
    )
    connection.execute("DROP TABLE verdict_before")


STEPS: tuple[Step, ...] = (_add_passages, search.make, _add_invites, _add_teamwork)
"""``STEPS[n]`` leads from schema n + 1 to n + 2."""

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
            connection.execute(
                "INSERT INTO annotator (name, created_at) VALUES ('gold', ?)", (clock.now(),)
            )
            scheme.store(alchemy, DEFAULT)
            project.name_anew(alchemy)
            connection.execute(f"PRAGMA application_id={APPLICATION}")
            connection.execute(f"PRAGMA user_version={VERSION}")
        connection.execute("COMMIT")
