"""``annotator token``: keys for scripts that call the API."""

from enum import StrEnum
from typing import Annotated

import typer

from annotator.cli.options import Db
from annotator.cli.output import answer, say
from annotator.settings import DEFAULT_DB

app = typer.Typer(help="Make, list and revoke API tokens.", no_args_is_help=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The token's name, for the list.")]


class Scope(StrEnum):
    """What a token may do."""

    read = "read"
    write = "write"


@app.command()
def create(
    name: Name,
    for_: Annotated[
        str | None, typer.Option("--for", metavar="ANNOTATOR", help="Whose token; you, if alone.")
    ] = None,
    scope: Annotated[Scope, typer.Option(help="What the token allows.")] = Scope.read,
    db: Db = DEFAULT_DB,
) -> None:
    """Make a token and print it, this once."""
    from annotator.cli import project

    answer(project.create_token(db, name, for_, scope.value) + "\n")


@app.command("list")
def list_(db: Db = DEFAULT_DB) -> None:
    """Print the live tokens: name, annotator, scope and day, parted by tabs."""
    from annotator.store import people
    from annotator.store.database import Database

    with Database.open(db) as database:
        rows = database.read(people.list_tokens)
    fields = ("name", "annotator", "scope", "created_at")
    answer("".join("\t".join(row[field] for field in fields) + "\n" for row in rows))


@app.command()
def revoke(name: Name, db: Db = DEFAULT_DB) -> None:
    """End a token; scripts that use it are refused at once."""
    from annotator.store import people
    from annotator.store.database import Database

    with Database.open(db) as database:
        database.write_now(people.revoke_token, name)
    say(f"the token “{name}” is no longer good")
