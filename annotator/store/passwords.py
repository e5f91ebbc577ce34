"""Passwords, and signing in by them. The project keeps argon2id hashes, each with its own salt.

``hashed`` and ``matches`` are slow on purpose, some 50 ms and 19 MiB: call them neither on the
event loop nor in the writer.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from annotator.store import accounts, journal, people
from annotator.store.tables import Account, Annotator, Session

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_SESSIONS = Session.__table__  # type: ignore[attr-defined]

NOBODYS = (
    "$argon2id$v=19$m=19456,t=2,p=1$pUJMzKoJ4IR7+baiiBRxbw"
    "$KztDFV7lIvyrJNzwMQJXOvS2nIK0FznYRxEHzBc4V/U"
)
"""Compared with where there is no such person, so that this takes as long."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is held against: the account, and its password's hash, ``""`` for none."""

    number: int
    hash: str


@cache
def _hasher() -> "PasswordHasher":
    """Loaded at the first password, so that starting the program does not wait for it."""
    from argon2 import PasswordHasher  # noqa: PLC0415

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """What the project keeps of a password."""
    return _hasher().hash(_bytes(password))


def matches(password: str, hash_: str) -> bool:
    """Whether the hash is of this password; never where it is ``""``, and no sooner then."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    try:
        _hasher().verify(hash_ or NOBODYS, _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(hash_)


def _bytes(password: str) -> bytes:
    """The same whether a keyboard makes “é” as one character or as two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "replace")


def outdated(hash_: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(hash_)


def credentials(connection: Connection, name: str) -> Credentials | None:
    """What the sign-in of this name is held against; None where nobody is called so."""
    query = (
        select(_ACCOUNTS.c.annotator, _ACCOUNTS.c.password_hash)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ACCOUNTS.c.annotator)
        .where(_ANNOTATORS.c.name == name, _ACCOUNTS.c.disabled_at.is_(None))
    )
    row = connection.execute(query).one_or_none()
    return Credentials(*row) if row is not None else None


def any_(connection: Connection) -> bool:
    """Whether anybody can sign in by name and password."""
    able = (_ACCOUNTS.c.password_hash != "") & _ACCOUNTS.c.disabled_at.is_(None)
    return (
        connection.execute(select(_ACCOUNTS.c.annotator).where(able).limit(1)).first() is not None
    )


def sign_in(connection: Connection, of: Credentials, rehashed: str = "") -> str | None:
    """A new session's cookie value; None if account or password have changed meanwhile."""
    same = (_ACCOUNTS.c.annotator == of.number) & (_ACCOUNTS.c.password_hash == of.hash)
    query = select(_ACCOUNTS.c.annotator).where(same, _ACCOUNTS.c.disabled_at.is_(None))
    if not of.hash or connection.execute(query).first() is None:
        return None
    if rehashed:
        _store(connection, of.number, rehashed)
    return people.begin_session(connection, of.number, "a password")


def change(connection: Connection, number: int, hash_: str, keep: str = "") -> None:
    """Gives an account this password, by its hash; ends its links and sessions but ``keep``."""
    _store(connection, number, hash_)
    accounts.end_sessions(connection, number, keep)
    accounts.end_invites(connection, number)
    journal.note(connection, journal.begin(connection, number), None, "password", "", None, "{}")


def renew(connection: Connection, session: str, of: Credentials, hash_: str) -> bool:
    """Gives an account this password by the will of a session (its hash).

    False if session, account or password have changed since ``of`` was read: hashing takes time.
    """
    query = (
        select(_ACCOUNTS.c.annotator)
        .join(_SESSIONS, _SESSIONS.c.annotator == _ACCOUNTS.c.annotator)
        .where(_SESSIONS.c.hash == session, _ACCOUNTS.c.annotator == of.number)
        .where(_ACCOUNTS.c.password_hash == of.hash, _ACCOUNTS.c.disabled_at.is_(None))
    )
    if connection.execute(query).first() is None:
        return False
    change(connection, of.number, hash_, session)
    return True


def _store(connection: Connection, number: int, hash_: str) -> None:
    mine = update(_ACCOUNTS).where(_ACCOUNTS.c.annotator == number)
    connection.execute(mine.values(password_hash=hash_))
