"""``annotator people``: who can sign in, what they may do, and which articles they were given."""

from collections import Counter
from enum import StrEnum
from typing import Annotated

import typer

from annotator.cli.errors import UsageError
from annotator.cli.options import Db
from annotator.cli.output import answer, say, some
from annotator.settings import DEFAULT_DB

app = typer.Typer(
    help="Add, list, invite and remove people, and give them articles.", no_args_is_help=False
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The person's name.")]

Articles = Annotated[
    list[str] | None,
    typer.Option(metavar="ID", help="Which article, repeatably; all but the samples if none."),
]
Each = Annotated[
    int | None,
    typer.Option(metavar="N", help="Spread evenly: each article to N of these people."),
]
TakeBack = Annotated[
    bool,
    typer.Option("--take-back", help="Take back; without --article what is not submitted."),
]


class Role(StrEnum):
    """What a person may do."""

    labeller = "labeller"
    reviewer = "reviewer"
    admin = "admin"


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.labeller,
    db: Db = DEFAULT_DB,
) -> None:
    """Add a person, and print the link by which they take a password, if a server runs."""
    from annotator.cli import project

    link = project.add_person(db, name, role.value)
    if link:
        answer(f"{link}\n")
    else:
        say(
            f"{name} is added; once a server runs, “annotator people invite” prints the link by "
            "which they take a password"
        )


@app.command("list")
def list_(db: Db = DEFAULT_DB) -> None:
    """Print who can sign in: name, role, how, and when last, parted by tabs."""
    from annotator.store import accounts
    from annotator.store.database import Database

    with Database.open(db) as database:
        people = database.read(accounts.live)
    rows = (
        (one.name, one.role, "password" if one.has_password else "no password", one.seen_at)
        for one in people
    )
    answer("".join("\t".join(row) + "\n" for row in rows))


@app.command()
def invite(name: Name, db: Db = DEFAULT_DB) -> None:
    """Print a link by which a person takes a new password, once, within three days."""
    from annotator.cli import project

    answer(project.invite(db, name) + "\n")


@app.command()
def role(
    name: Name,
    role: Annotated[Role, typer.Argument(metavar="ROLE", help="labeller, reviewer or admin.")],
    db: Db = DEFAULT_DB,
) -> None:
    """Change what a person may do, at once in all their browsers."""
    from annotator.cli import project
    from annotator.store import accounts
    from annotator.store.database import Database

    with Database.open(db) as database:
        database.write_now(accounts.set_role, project.actor(database).number, name, role.value)
    say(f"{name} is {'an' if role is Role.admin else 'a'} {role.value} now")


@app.command()
def remove(name: Name, db: Db = DEFAULT_DB) -> None:
    """End a person's account, sessions and tokens at once. Their labels stay."""
    from annotator.cli import project
    from annotator.store import accounts
    from annotator.store.database import Database

    with Database.open(db) as database:
        database.write_now(accounts.remove, project.actor(database).number, name)
    say(f"{name} can sign in no more; their labels stay, and “annotator people add” lets them in")


@app.command()
def password(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="Whose; the first admin's, if you name nobody."),
    ] = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Give a person a password: asked for twice, or the first line of standard input."""
    from annotator.cli import project

    said = project.set_password(db, name)
    say(f"{said} has a new password, and is signed out everywhere")


@app.command()
def assign(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Who gets articles.")],
    article: Articles = None,
    each: Each = None,
    take_back: TakeBack = False,
    db: Db = DEFAULT_DB,
) -> None:
    """Give people articles: all of them to each, or spread evenly, or take them back."""
    from annotator.cli import project
    from annotator.store import assigning
    from annotator.store.database import Database

    if take_back and each is not None:
        raise UsageError("--each gives articles out and --take-back takes them; use one of them")
    with Database.open(db) as database:
        options = project.actor(database).number, article or None, names
        if take_back:
            done = database.write_now(assigning.take_back, *options)
        elif each is None:
            done = database.write_now(assigning.assign, *options)
        else:
            done = database.write_now(assigning.spread, *options, each)
    say(_told(done.given, "gets") or _told(done.taken, "gives back") or "nothing was to be changed")


def _told(pairs: list[tuple[str, str]], verb: str) -> str:
    """Who gets or gives back how many articles, in words."""
    counts = sorted(Counter(name for _, name in pairs).items())
    return "; ".join(f"{name} {verb} {some(count, 'article')}" for name, count in counts)


@app.command()
def queue(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Whose articles, one on a line.")
    ] = None,
    db: Db = DEFAULT_DB,
) -> None:
    """Print how many articles each person was given and has left, or which NAME has left."""
    from annotator.store import people, queues
    from annotator.store.database import Database

    with Database.open(db) as database:
        if name is None:
            rows = [
                f"{one.name}\t{one.assigned}\t{one.left}" for one in database.read(queues.loads)
            ]
        else:
            rows = database.read(queues.left, database.read(people.account_named, name)[0])
    answer("".join(f"{row}\n" for row in rows))
