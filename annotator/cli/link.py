"""``annotator link``: a fresh one-time address of the running server."""

from annotator.cli.options import Db
from annotator.cli.output import answer
from annotator.settings import DEFAULT_DB


def link(db: Db = DEFAULT_DB) -> None:
    """Print a fresh one-time address of the running server."""
    from annotator.cli import project
    from annotator.domain.errors import ProjectError
    from annotator.store import people
    from annotator.store.database import Database
    from annotator.store.lock import address_of

    if not db.exists():
        raise ProjectError(f"there is no project file {db}; “annotator serve --db {db}” makes one")
    url = address_of(db).get("url", "")
    if not url:
        raise ProjectError(f"no server runs on {db}; start one with “annotator serve --db {db}”")
    with Database.open(db) as database:
        name = database.write_now(people.ensure_account, project.login())
        key = database.write_now(people.create_key, name)
    answer(f"{url}/login?token={key}\n")
