"""Invitations: a link that somebody gets from an admin, to take a password and come in by it.

It works once, for three days, and only the newest one that a person was given. The project keeps
its SHA-256 only. Somebody who forgot a password gets one too.
"""

import secrets
from datetime import timedelta
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, insert, select, update

from annotator.store import accounts, clock, journal, passwords, people
from annotator.store.tables import Account, Annotator, Invite

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_INVITES = Invite.__table__  # type: ignore[attr-defined]

LIFE = timedelta(hours=72)


class Invitation(NamedTuple):
    """A new link's key, shown this once, and when it runs out."""

    key: str
    expires_at: str


def add(connection: Connection, by: int, name: str) -> Invitation:
    """A fresh invitation of somebody who has an account; earlier ones end. Raises NotFound."""
    number, _ = people.account_named(connection, name)
    now = clock.now()
    earlier = (_INVITES.c.annotator == number) & _INVITES.c.used_at.is_(None)
    connection.execute(update(_INVITES).where(earlier).values(used_at=now))
    key, expires_at = secrets.token_urlsafe(32), clock.later(now, LIFE)
    row = {"hash": people.hash_of(key), "annotator": number, "created_at": now}
    connection.execute(insert(_INVITES), row | {"expires_at": expires_at})
    after = orjson.dumps({"expires_at": expires_at}).decode()
    journal.note(connection, journal.begin(connection, by), None, "invite", name, None, after)
    return Invitation(key, expires_at)


def first(connection: Connection, by: int, name: str, role: str) -> Invitation:
    """An account for somebody, with its first invitation. Raises Refused, Conflict."""
    accounts.add(connection, by, name, role)
    return add(connection, by, name)


def anybody(connection: Connection, by: int, name: str) -> Invitation:
    """The same, also of somebody whom an import brought, who becomes a labeller by it.

    Raises NotFound.
    """
    if name in {one.name for one in accounts.known(connection)}:
        accounts.add(connection, by, name, "labeller")
    return add(connection, by, name)


def find(connection: Connection, key: str) -> Row[Any] | None:
    """Whom a good invitation invites, by ``number`` and ``name``; None if it is not good."""
    good = (
        (_INVITES.c.hash == people.hash_of(key))
        & _INVITES.c.used_at.is_(None)
        & (_INVITES.c.expires_at > clock.now())
    )
    query = (
        select(_ANNOTATORS.c.number, _ANNOTATORS.c.name)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number)
        .join(_INVITES, _INVITES.c.annotator == _ACCOUNTS.c.annotator)
        .where(good, _ACCOUNTS.c.disabled_at.is_(None))
    )
    return connection.execute(query).one_or_none()


def accept(connection: Connection, key: str, password_hash: str) -> str | None:
    """Takes the password, by its hash, and uses the invitation up: a new session's cookie value.

    None if the invitation is not good (any more).
    """
    person = find(connection, key)
    if person is None:
        return None
    used = update(_INVITES).where(_INVITES.c.hash == people.hash_of(key))
    connection.execute(used.values(used_at=clock.now()))
    passwords.change(connection, person.number, password_hash)
    return people.begin_session(connection, person.number, "an invitation")
