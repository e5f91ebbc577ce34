"""The people who can sign in: who they are, what they may do, and who may not any more.

Whoever asks is read anew at each request, so a change here holds at once, in every browser.
One admin is always left. Removing somebody touches none of their labels.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, Row, Table, exists, func, select, update

from annotator.domain.errors import Conflict, Refused
from annotator.store import clock, journal, names, people
from annotator.store.tables import (
    Account,
    Action,
    Annotator,
    ApiToken,
    Invite,
    Journal,
    Layer,
    Session,
    SigninKey,
)

_ANNOTATORS = Annotator.__table__  # type: ignore[attr-defined]
_ACCOUNTS = Account.__table__  # type: ignore[attr-defined]
_SESSIONS = Session.__table__  # type: ignore[attr-defined]
_INVITES = Invite.__table__  # type: ignore[attr-defined]
_KEYS = SigninKey.__table__  # type: ignore[attr-defined]
_TOKENS = ApiToken.__table__  # type: ignore[attr-defined]
_LAYERS = Layer.__table__  # type: ignore[attr-defined]
_JOURNAL = Journal.__table__  # type: ignore[attr-defined]
_ACTIONS = Action.__table__  # type: ignore[attr-defined]

ROLES = ("labeller", "reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Person:
    """An account as the list of people has it; times are ``""`` where there is none."""

    name: str
    role: str
    has_password: bool
    invited_until: str
    """When the newest link that nobody used runs out, or ran out."""
    seen_at: str
    articles: int
    """How many articles the person has a layer on."""


@dataclass(frozen=True, slots=True)
class Known:
    """A name without an account, and how many articles it has a layer on."""

    name: str
    articles: int


def live(connection: Connection) -> list[Person]:
    """Who can sign in, in the order in which they were added."""
    return [_person(row) for row in connection.execute(_people(_ACCOUNTS.c.disabled_at.is_(None)))]


def removed(connection: Connection) -> list[Person]:
    """Who could once, and can be let in again."""
    query = _people(_ACCOUNTS.c.disabled_at.is_not(None))
    return [_person(row) for row in connection.execute(query)]


def known(connection: Connection) -> list[Known]:
    """Names that have layers, as an import brings them, but no account; by name."""
    query = (
        select(_ANNOTATORS.c.name, _articles())
        .outerjoin(_ACCOUNTS, _ACCOUNTS.c.annotator == _ANNOTATORS.c.number)
        .where(_ACCOUNTS.c.annotator.is_(None), _ANNOTATORS.c.name != people.GOLD)
        .order_by(_ANNOTATORS.c.name)
    )
    return [Known(*row) for row in connection.execute(query) if row.articles]


def get(connection: Connection, name: str) -> Person:
    """Somebody who can sign in. Raises NotFound."""
    number, _ = people.account_named(connection, name)
    query = _people(_ACCOUNTS.c.annotator == number)
    return _person(connection.execute(query).one())


def add(connection: Connection, by: int, name: str, role: str) -> None:
    """Gives somebody an account, without a password yet: new, known from an import, or removed.

    Raises Refused, Conflict.
    """
    check_role(role)
    names.check(name)
    if _number(connection, name, removed=False) is not None:
        raise Conflict(f"{name} is here already; make a new link for them instead")
    if other := names.like(connection, name):
        raise Conflict(f"{other} is here already, and {name} would be taken for them")
    people.add_account(connection, name, role)
    _note(connection, by, name, None, {"role": role})


def set_role(connection: Connection, by: int, name: str, role: str) -> None:
    """Changes what somebody may do. Raises NotFound, Refused, Conflict."""
    check_role(role)
    person, (number, _) = get(connection, name), people.account_named(connection, name)
    if person.role == role:
        return
    if person.role == "admin":
        _check_admin_left(connection, number, person)
        _end_links_by(connection, number)
    _change(connection, number, role=role)
    _note(connection, by, name, {"role": person.role}, {"role": role})


def remove(connection: Connection, by: int, name: str) -> None:
    """Ends somebody's account with all that signs in to it; their labels stay.

    Raises NotFound, Conflict. Nothing happens if they were removed before.
    """
    if was_removed(connection, name):
        return
    person, (number, _) = get(connection, name), people.account_named(connection, name)
    if person.role == "admin":
        _check_admin_left(connection, number, person)
        _end_links_by(connection, number)
    now = clock.now()
    _change(connection, number, disabled_at=now)
    end_sessions(connection, number)
    end_invites(connection, number)
    _end(connection, _KEYS, number, used_at=now)
    _end(connection, _TOKENS, number, revoked_at=now)
    _note(connection, by, name, {"role": person.role}, None)


def restore(connection: Connection, by: int, name: str) -> None:
    """Lets somebody in again, with the role and the password of before. Raises NotFound."""
    number = _number(connection, name, removed=True)
    if number is None:
        get(connection, name)
        return
    _change(connection, number, disabled_at=None)
    _note(connection, by, name, None, {"role": get(connection, name).role})


def was_removed(connection: Connection, name: str) -> bool:
    """Whether somebody of this name had an account that was ended."""
    return _number(connection, name, removed=True) is not None


def end_sessions(connection: Connection, number: int, keep: str = "") -> None:
    """Signs an account out everywhere but in the session ``keep`` (a hash)."""
    sessions = (_SESSIONS.c.annotator == number) & (_SESSIONS.c.hash != keep)
    connection.execute(_SESSIONS.delete().where(sessions))


def end_invites(connection: Connection, number: int) -> None:
    """Ends the links by which an account could still be given a password."""
    _end(connection, _INVITES, number, used_at=clock.now())


def check_role(role: str) -> None:
    if role not in ROLES:
        raise Refused("a role is “labeller”, “reviewer” or “admin”", "role")


def _check_admin_left(connection: Connection, number: int, person: Person) -> None:
    """Raises Conflict if no admin would be left, or none who has ever come in."""
    others = (_ACCOUNTS.c.role == "admin") & (_ACCOUNTS.c.annotator != number)
    if person.has_password:  # an admin who never came in is no admin yet
        sessions = exists().where(_SESSIONS.c.annotator == _ACCOUNTS.c.annotator)
        others &= (_ACCOUNTS.c.password_hash != "") | sessions
    query = select(_ACCOUNTS.c.annotator).where(others, _ACCOUNTS.c.disabled_at.is_(None))
    if connection.execute(query.limit(1)).first() is None:
        which = "only admin who has come in" if person.has_password else "only admin"
        raise Conflict(f"{person.name} is the {which}; make somebody else an admin first")


def _end_links_by(connection: Connection, number: int) -> None:
    """Ends what links an admin made: who is admin no more could come in as others by them."""
    invited = (
        select(_ANNOTATORS.c.number)
        .join(_JOURNAL, _JOURNAL.c.object_id == _ANNOTATORS.c.name)
        .join(_ACTIONS, _ACTIONS.c.number == _JOURNAL.c.action)
        .where(_JOURNAL.c.object == "invite", _ACTIONS.c.annotator == number)
    )
    for invitee in connection.scalars(invited.distinct()).all():
        end_invites(connection, invitee)


def _number(connection: Connection, name: str, *, removed: bool) -> int | None:
    """The account of this name if there is one, and it is one of the removed, or not."""
    ended = _ACCOUNTS.c.disabled_at
    query = (
        select(_ACCOUNTS.c.annotator)
        .join(_ANNOTATORS, _ANNOTATORS.c.number == _ACCOUNTS.c.annotator)
        .where(_ANNOTATORS.c.name == name, ended.is_not(None) if removed else ended.is_(None))
    )
    number: int | None = connection.execute(query).scalar()
    return number


def _change(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(update(_ACCOUNTS).where(_ACCOUNTS.c.annotator == number).values(values))


def _end(connection: Connection, table: Table, number: int, **ended: str) -> None:
    """Ends what of this table would still let the account in."""
    (column,) = ended
    live_ = (table.c.annotator == number) & table.c[column].is_(None)
    connection.execute(update(table).where(live_).values(ended))


def _note(connection: Connection, by: int, name: str, before: Any, after: Any) -> None:
    """Writes down who gave whom which role, or took it."""
    action = journal.begin(connection, by)
    states = [orjson.dumps(state).decode() if state else None for state in (before, after)]
    journal.note(connection, action, None, "account", name, *states)


def _articles() -> Any:
    layers = select(func.count()).where(_LAYERS.c.annotator == _ANNOTATORS.c.number)
    return layers.scalar_subquery().label("articles")


def _people(which: Any) -> Any:
    invited = select(func.max(_INVITES.c.expires_at)).where(
        _INVITES.c.annotator == _ACCOUNTS.c.annotator, _INVITES.c.used_at.is_(None)
    )
    seen = select(func.max(_SESSIONS.c.seen_at)).where(
        _SESSIONS.c.annotator == _ACCOUNTS.c.annotator
    )
    columns = [_ANNOTATORS.c.name, _ACCOUNTS.c.role, _ACCOUNTS.c.password_hash, _articles()]
    columns += [invited.scalar_subquery().label("invited"), seen.scalar_subquery().label("seen")]
    joined = _ACCOUNTS.join(_ANNOTATORS, _ANNOTATORS.c.number == _ACCOUNTS.c.annotator)
    query = select(*columns).select_from(joined).where(which)
    return query.order_by(_ACCOUNTS.c.created_at, _ANNOTATORS.c.number)


def _person(row: Row[Any]) -> Person:
    times = row.invited or "", row.seen or ""
    return Person(row.name, row.role, bool(row.password_hash), *times, row.articles)
