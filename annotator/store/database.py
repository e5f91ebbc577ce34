"""The project file: opening it, and the two doors, one for reads and one for writes."""

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool, StaticPool

from annotator.domain.errors import ProjectError, Unavailable
from annotator.store import lock, migrations
from annotator.store.writer import Writer

P = ParamSpec("P")
R = TypeVar("R")
Function = Callable[Concatenate[Connection, P], R]

BUSY = 5_000
"""How long a write waits for another process's, in milliseconds."""

_WRITER = {
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": BUSY,
    "cache_size": -16384,
    "temp_store": "MEMORY",
    "journal_size_limit": 64 * 1024 * 1024,
    "trusted_schema": "OFF",
}
_READER = {
    "query_only": 1,
    "wal_autocheckpoint": 0,
    "foreign_keys": "ON",
    "busy_timeout": BUSY,
    "cache_size": -16384,  # KiB; the system keeps the file in memory as well
}


class Database:
    """An open project file. ``server`` is true for the one process that may checkpoint."""

    def __init__(self, path: Path, *, server: bool = False) -> None:
        self.path = path
        self.server = server
        self._writers = _engine(path, _WRITER | {"wal_autocheckpoint": 1000 if server else 0})
        self._readers = _engine(path, _READER, pool_size=8)
        self._connection = self._writers.connect()
        self._writer = Writer(self._connection)
        self._glance = self._readers.connect()
        self._glancing = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False, server: bool = False) -> Self:
        """Opens the project, making it if ``create`` and it is missing. Raises ProjectError."""
        _check_file(path, create)
        try:
            migrations.prepare(path, may_make=create or server, may_upgrade=server)
            return cls(path, server=server)
        except (DatabaseError, sqlite3.DatabaseError) as error:
            raise ProjectError(_why(path, error)) from error

    def served_elsewhere(self) -> bool:
        """Whether a server of another process works on this file just now."""
        return not self.server and bool(lock.address_of(self.path))

    def read(self, function: Function[P, R], *args: P.args, **options: P.kwargs) -> R:
        """What ``function`` finds in one snapshot of the project."""
        with self.snapshot() as connection:
            return function(connection, *args, **options)

    def glance(self, function: Function[P, R], *args: P.args, **options: P.kwargs) -> R:
        """What ``function`` finds by one quick statement, as every request needs it.

        It runs on a connection kept for that: taking one from the pool costs more than it does.
        """
        with self._glancing:
            return function(self._glance, *args, **options)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees one state of the project, and can change nothing."""
        with self._reader() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("BEGIN")
            try:
                yield connection
            except (DatabaseError, sqlite3.DatabaseError) as error:
                raise ProjectError(_why(self.path, error)) from error
            finally:
                raw.execute("ROLLBACK")

    def _reader(self) -> Connection:
        try:
            return self._readers.connect()
        except PoolTimeout as error:
            raise Unavailable("too many people read at once; try again in a moment") from error

    async def write(self, function: Function[P, R], *args: P.args, **_: P.kwargs) -> R:
        """Runs ``function`` in the writer; answers when it is durably committed."""
        result: R = await self._writer.write(function, *args)
        return result

    def write_now(self, function: Function[P, R], *args: P.args, **_: P.kwargs) -> R:
        """The same, for the command line."""
        result: R = self._writer.write_now(function, *args)
        return result

    def close(self) -> None:
        """Finishes the queued writes; the server also folds the log into the file."""
        self._glance.close()
        self._readers.dispose()
        self._writer.close()
        if self.server:
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._writers.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _engine(path: Path, pragmas: dict[str, Any], pool_size: int = 0) -> Engine:
    pool: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": pool_size, "max_overflow": 24, "pool_timeout": 5}
        if pool_size
        else {"poolclass": StaticPool}
    )
    engine = create_engine(
        f"sqlite+pysqlite:///{path}",
        # Transactions are begun by us: the driver's own rules would begin them too late.
        connect_args={"check_same_thread": False, "isolation_level": None},
        isolation_level="AUTOCOMMIT",
        **pool,
    )

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: sqlite3.Connection, _: object) -> None:
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")

    return engine


def _check_file(path: Path, create: bool) -> None:
    if path.is_dir():
        raise ProjectError(
            f"{path} is a folder; name a file with --db, such as {path}/annotations.db"
        )
    if not path.exists():
        if not create:
            raise ProjectError(
                f"there is no project file {path}; “annotator serve” makes one, "
                "or name another with --db"
            )
        _make(path)
    elif not os.access(path, os.R_OK | os.W_OK):
        raise ProjectError(f"{path} cannot be written; change its permissions, or use another --db")


def _make(path: Path) -> None:
    """An empty file that only its owner may read, before SQLite would make a readable one."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ProjectError(
            f"cannot make {path}: {error.strerror}; choose another place with --db"
        ) from None


def _why(path: Path, error: Exception) -> str:
    message = str(error)
    if "locked" in message or "busy" in message:
        return f"{path} is locked by another program; close that program, then try again"
    if "malformed" in message or "not a database" in message or "corrupt" in message:
        return f"{path} is damaged or not a project file; put a backup in its place"
    if "full" in message:
        return f"the disk that holds {path} is full; make room, then try again"
    return f"{path} cannot be used: {message.splitlines()[0]}"
