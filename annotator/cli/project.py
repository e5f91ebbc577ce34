"""Who acts on a project file, and the work of commands that make a missing one.

Loads the store: import it inside a command only.
"""

import getpass
from pathlib import Path

from annotator.domain.errors import NotFound, Refused
from annotator.domain.scheme import Scheme
from annotator.domain.text import check_annotator_name
from annotator.store import people
from annotator.store import scheme as schemes
from annotator.store.database import Database
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
