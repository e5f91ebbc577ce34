"""Annotators, the accounts that let them sign in, and what proves who they are.

Secrets (session cookies, one-time keys, API tokens) are 256 random bits; the project keeps
their SHA-256 only.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Select, Table, bindparam, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from annotator.domain.errors import Conflict, Forbidden, NotFound, Refused
from annotator.domain.text import check_annotator_name, check_string
from annotator.store import clock, journal
from annotator.store.prepared import Prepared
from annotator.store.tables import Account, Annotator, ApiToken, Session, SigninKey

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_SESSIONS = Session.__table__  # type: ignore[attr-defined]
_KEYS = SigninKey.__table__  # type: ignore[attr-defined]
_TOKENS = ApiToken.__table__  # type: ignore[attr-defined]

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
IDLE_TEAM = timedelta(days=7)
ABSOLUTE_TEAM = timedelta(days=30)
"""For who has a password: others can reach the server, and signing in again takes no terminal."""
SEEN = timedelta(hours=1)
"""How often, at most, a session's last-seen time is written."""
KEY_LIFE = timedelta(hours=1)

GOLD = "gold"
SCOPES = ("read", "write")


_NUMBER = Prepared(select(_ANNOTATORS.c.number).where(_ANNOTATORS.c.name == bindparam("name")))
_ADD = Prepared(insert(_ANNOTATORS), "name", "created_at")


def _actor(proof: Table, *columns: Any) -> Select[Any]:
    """Who has an account that is not disabled, and a proof with this hash."""
    return (
        select(_ANNOTATORS.c.number, _ANNOTATORS.c.name, _ACCOUNTS.c.role, *columns)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number)
        .join(proof, proof.c.annotator == _ANNOTATORS.c.number)
        .where(_ACCOUNTS.c.disabled_at.is_(None), proof.c.hash == bindparam("hash"))
    )


_TEAM = (_ACCOUNTS.c.password_hash != "").label("team")
_OF_SESSION = Prepared(_actor(_SESSIONS, _SESSIONS.c.created_at, _SESSIONS.c.seen_at, _TEAM))
_OF_TOKEN = Prepared(_actor(_TOKENS, _TOKENS.c.scope).where(_TOKENS.c.revoked_at.is_(None)))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: an annotator with an account, and what the sign-in allows."""

    number: int
    name: str
    role: str
    may_write: bool = True
    session: str = ""
    """The hash of the session, ``""`` for an API token."""
    stale: bool = False
    """Whether the session's last-seen time is due to be written."""

    @property
    def reviews(self) -> bool:
        return self.role in {"reviewer", "admin"}


def annotator(connection: Connection, name: str) -> int:
    """The number of the annotator of this name, added if new."""
    if (number := _NUMBER.scalar(connection, name=name)) is not None:
        return int(number)
    return _ADD.run(connection, name=check_annotator_name(name), created_at=clock.now())


def ensure_account(connection: Connection, name: str) -> str:
    """The name of the project's first admin; made of this name if there is none."""
    query = (
        select(_ANNOTATORS.c.name)
        .join(_ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number)
        .where(_ACCOUNTS.c.role == "admin", _ACCOUNTS.c.disabled_at.is_(None))
        .order_by(_ACCOUNTS.c.created_at, _ANNOTATORS.c.number)
        .limit(1)
    )
    if (known := connection.execute(query).scalar()) is not None:
        return str(known)
    add_account(connection, name, "admin")
    return name


def add_account(connection: Connection, name: str, role: str) -> int:
    """Lets an annotator, who is added if new, sign in; anew, without a password. The number."""
    if name == GOLD:
        raise Refused("“gold” is what review settles, and nobody's account; choose another name")
    number = annotator(connection, name)
    row = {"role": role, "password_hash": "", "created_at": clock.now(), "disabled_at": None}
    added = upsert(_ACCOUNTS).on_conflict_do_update(index_elements=["annotator"], set_=row)
    connection.execute(added, row | {"annotator": number})
    return number


def account_named(connection: Connection, name: str | None) -> tuple[int, str]:
    """The account of this annotator; without a name the only one. Raises NotFound, Refused."""
    query = select(_ANNOTATORS.c.number, _ANNOTATORS.c.name).join(
        _ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number
    )
    query = query.where(_ACCOUNTS.c.disabled_at.is_(None))
    if name is not None:
        row = connection.execute(query.where(_ANNOTATORS.c.name == name)).one_or_none()
        if row is None:
            raise NotFound(f"nobody called “{name}” can sign in here")
        return row.number, row.name
    rows = connection.execute(query).all()
    if not rows:
        raise NotFound("this project has no account yet; run “annotator serve” once")
    if len(rows) > 1:
        raise Refused("several people have accounts here; say which one with --for")
    return rows[0].number, rows[0].name


def has_admin_password(connection: Connection) -> bool:
    """Whether an admin with a password exists, as a bind beyond loopback needs."""
    live = (_ACCOUNTS.c.role == "admin") & _ACCOUNTS.c.disabled_at.is_(None)
    query = select(func.count()).where(live, _ACCOUNTS.c.password_hash != "")
    return bool(connection.execute(query).scalar())


def create_key(connection: Connection, name: str | None = None) -> str:
    """A fresh one-time key that signs this account in within the hour."""
    number, _ = account_named(connection, name)
    key, now = secrets.token_urlsafe(32), clock.now()
    expires = clock.later(now, KEY_LIFE)
    connection.execute(
        insert(_KEYS), {"hash": hash_of(key), "annotator": number, "expires_at": expires}
    )
    return key


def redeem(connection: Connection, key: str) -> str | None:
    """A new session's cookie value for a one-time key; None if the key is not good (any more)."""
    now = clock.now()
    good = (_KEYS.c.hash == hash_of(key)) & _KEYS.c.used_at.is_(None) & (_KEYS.c.expires_at > now)
    number = connection.execute(select(_KEYS.c.annotator).where(good)).scalar()
    if number is None:
        return None
    connection.execute(update(_KEYS).where(good).values(used_at=now))
    return begin_session(connection, number, "a one-time address")


def begin_session(connection: Connection, number: int, by: str) -> str:
    """A new session's cookie value; the journal keeps ``by`` what the person signed in."""
    cookie, now = secrets.token_urlsafe(32), clock.now()
    row = {"hash": hash_of(cookie), "annotator": number, "created_at": now, "seen_at": now}
    connection.execute(insert(_SESSIONS), row)
    action = journal.begin(connection, number)
    journal.note(connection, action, None, "session", "", None, orjson.dumps({"by": by}).decode())
    return cookie


def of_session(connection: Connection, cookie: str) -> Actor | None:
    """Who is signed in with this cookie, or None: unknown, idle too long, or too old."""
    hash_ = hash_of(cookie)
    row = _OF_SESSION.one(connection, hash=hash_)
    if row is None:
        return None
    now, idle, absolute = clock.now(), IDLE, ABSOLUTE
    if row.team:
        idle, absolute = IDLE_TEAM, ABSOLUTE_TEAM
    if clock.later(row.seen_at, idle) < now or clock.later(row.created_at, absolute) < now:
        return None
    stale = clock.later(row.seen_at, SEEN) < now
    return Actor(row.number, row.name, row.role, session=hash_, stale=stale)


def seen(connection: Connection, session: str) -> None:
    """Writes down that this session (its hash) is in use now."""
    connection.execute(
        update(_SESSIONS).where(_SESSIONS.c.hash == session).values(seen_at=clock.now())
    )


def sign_out(connection: Connection, session: str) -> None:
    """Ends this session (its hash)."""
    connection.execute(_SESSIONS.delete().where(_SESSIONS.c.hash == session))


def of_token(connection: Connection, token: str) -> Actor | None:
    """Whose live API token this is, or None."""
    row = _OF_TOKEN.one(connection, hash=hash_of(token))
    if row is None:
        return None
    return Actor(row.number, row.name, row.role, may_write=row.scope == "write")


def create_token(connection: Connection, name: str, for_: str | None, scope: str) -> str:
    """A new API token, shown this once. Raises Conflict if a live one has the name."""
    if not 1 <= len(check_string(name, "name", "the token's name")) <= 64:
        raise Refused("a token's name has 1 to 64 characters", "name")
    if scope not in SCOPES:
        raise Refused("a token's scope is “read” or “write”", "scope")
    number, _ = account_named(connection, for_)
    live = select(_TOKENS.c.number).where(_TOKENS.c.name == name, _TOKENS.c.revoked_at.is_(None))
    if connection.execute(live).first():
        raise Conflict(f"a token “{name}” exists; revoke it first, or choose another name")
    token = secrets.token_urlsafe(32)
    row = {"name": name, "annotator": number, "scope": scope, "hash": hash_of(token)}
    connection.execute(insert(_TOKENS), row | {"created_at": clock.now()})
    return token


def list_tokens(connection: Connection) -> list[dict[str, str]]:
    """The live tokens: name, annotator, scope, created_at. Never a token itself."""
    query = (
        select(_TOKENS.c.name, _ANNOTATORS.c.name.label("annotator"), _TOKENS.c.scope)
        .add_columns(_TOKENS.c.created_at)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _TOKENS.c.annotator)
        .where(_TOKENS.c.revoked_at.is_(None))
        .order_by(_TOKENS.c.name)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def revoke_token(connection: Connection, name: str) -> None:
    """Ends the live token of this name. Raises NotFound."""
    live = (_TOKENS.c.name == name) & _TOKENS.c.revoked_at.is_(None)
    if not connection.execute(update(_TOKENS).where(live).values(revoked_at=clock.now())).rowcount:
        raise NotFound(f"there is no live token “{name}”; “annotator token list” names them")


def hash_of(secret: str) -> str:
    """What the project keeps of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def check_admin(connection: Connection, number: int) -> None:
    """Refuses who is no admin by now. Raises Forbidden."""
    admin = (_ACCOUNTS.c.role == "admin") & _ACCOUNTS.c.disabled_at.is_(None)
    query = select(_ACCOUNTS.c.annotator).where(_ACCOUNTS.c.annotator == number, admin)
    if connection.execute(query).first() is None:
        raise Forbidden("only an admin may do this")
