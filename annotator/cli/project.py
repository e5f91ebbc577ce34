"""Who acts on a project file, and the work of commands that make a missing one.

Loads the store: import it inside a command only.
"""

import getpass
import sys
from pathlib import Path

from annotator.domain.errors import NotFound, ProjectError, Refused
from annotator.domain.passwords import check_password
from annotator.domain.scheme import Scheme
from annotator.domain.text import check_annotator_name
from annotator.store import accounts, invites, passwords, people
from annotator.store import scheme as schemes
from annotator.store.database import Database
from annotator.store.invites import Invitation
from annotator.store.lock import address_of
from annotator.store.people import Actor

NOBODY = "annotator"
"""What the account is called where the operating system knows no login name."""


def login() -> str:
    """The operating system's login name, as far as an annotator can be called that."""
    try:
        name = getpass.getuser()
        return NOBODY if name == people.GOLD else check_annotator_name(name)
    except (OSError, KeyError, Refused):
        return NOBODY


def actor(database: Database) -> Actor:
    """Who works on the command line: the only account, else the login. May do everything."""
    try:
        number, name = database.read(people.account_named, None)
    except (NotFound, Refused):
        name = login()
        number = database.write_now(people.annotator, name)
    return Actor(number, name, "admin")


def load_scheme(db: Path, scheme: Scheme) -> None:
    """Makes ``scheme`` the scheme of the project, which is made if it is missing."""
    with Database.open(db, create=True) as database:
        database.write_now(schemes.load, actor(database).number, scheme)


def create_token(db: Path, name: str, for_: str | None, scope: str) -> str:
    """A new token of the project, which is made, with its one account, if it is missing."""
    with Database.open(db, create=True) as database:
        database.write_now(people.ensure_account, login())
        return database.write_now(people.create_token, name, for_, scope)


def add_person(db: Path, name: str, role: str) -> str:
    """Adds somebody to the project, which is made, with its first account, if it is missing.

    The link of their invitation, ``""`` where no server runs.
    """
    name, url = name.strip(), address_of(db).get("url", "")
    with Database.open(db, create=True) as database:
        database.write_now(people.ensure_account, login())
        by = actor(database).number
        if url:
            return _link(url, database.write_now(invites.first, by, name, role))
        database.write_now(accounts.add, by, name, role)
    return ""


def invite(db: Path, name: str) -> str:
    """The link of a fresh invitation. Raises ProjectError where no server runs, NotFound."""
    with Database.open(db) as database:
        url = address_of(db).get("url", "")
        if not url:
            raise ProjectError(
                f"no server runs on {db}, which the link would lead to; start one, or use "
                "“annotator people password”"
            )
        return _link(url, database.write_now(invites.anybody, actor(database).number, name))


def set_password(db: Path, name: str | None) -> str:
    """Gives somebody, or the first admin, a password that is asked for; the name."""
    with Database.open(db) as database:
        name = name or database.write_now(people.ensure_account, login())
        number, name = database.read(people.account_named, name)
        hash_ = passwords.hashed(check_password(_asked(name), name))
        database.write_now(passwords.change, number, hash_)
    return name


def _asked(name: str) -> str:
    """The password, from the terminal or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"New password of {name}: ")
    if getpass.getpass("The same again: ") != password:
        raise Refused("the two are not the same; nothing was changed")
    return password


def _link(url: str, invitation: Invitation) -> str:
    return f"{url}/invite?token={invitation.key}"
