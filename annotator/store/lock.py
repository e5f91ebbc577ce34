"""One server per project file: an operating-system lock beside it, which dies with its holder."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.errors import ProjectError

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt


PROBES = 10


def lock_path(db: Path) -> Path:
    """The lock file of a project file; it also tells ``annotator link`` the server's address."""
    return db.with_name(db.name + ".lock")


@contextlib.contextmanager
def server_lock(db: Path) -> Iterator["ServerLock"]:
    """Holds the lock of this project file. Raises ProjectError naming the server that has it."""
    path = lock_path(db)
    descriptor = _open(path)
    try:
        if not _lock_soon(descriptor):
            raise ProjectError(_taken(db, address_of(db)))
        lock = ServerLock(descriptor)
        lock.announce("")
        yield lock
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _lock_soon(descriptor: int) -> bool:
    """Takes the lock; tries a few times, for whoever asks if it is taken holds it for a moment."""
    for _ in range(PROBES):
        with contextlib.suppress(OSError):
            _lock(descriptor)
            return True
        time.sleep(0.02)
    return False


class ServerLock:
    """The held lock; ``announce`` writes into it where the server answers."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def announce(self, url: str) -> None:
        """Says which process holds the project, and its address without any key."""
        data = json.dumps({"pid": os.getpid(), "url": url}).encode()
        os.ftruncate(self._descriptor, 0)
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        os.write(self._descriptor, data)


def address_of(db: Path) -> dict[str, str]:
    """``{"pid", "url"}`` of the server that runs on this project file, ``{}`` if none does."""
    path = lock_path(db)
    if not path.exists():
        return {}
    descriptor = _open(path)
    try:
        _lock(descriptor)
    except OSError:
        with contextlib.suppress(ValueError):
            return {key: str(value) for key, value in json.loads(path.read_bytes()).items()}
        return {"pid": "?", "url": ""}
    finally:
        os.close(descriptor)
    return {}


def _taken(db: Path, holder: dict[str, str]) -> str:
    at = f" at {holder['url']}" if holder.get("url") else ""
    return (
        f"{db} is already served by process {holder.get('pid', '?')}{at}; "
        "open that address (“annotator link” prints a fresh one), or stop that server first"
    )


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ProjectError(
            f"cannot write in {path.parent}: {error.strerror}; choose another place with --db"
        ) from None


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        # Far beyond the content, so that others can read the address while it is held.
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
