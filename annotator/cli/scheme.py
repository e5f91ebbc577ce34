"""``annotator scheme``: the labels, as JSON."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from annotator.cli.errors import reason
from annotator.cli.options import Db
from annotator.cli.output import answer, say
from annotator.domain.errors import Refused
from annotator.settings import DEFAULT_DB

app = typer.Typer(help="Show or replace the labels and relation types.", no_args_is_help=False)


@app.command()
def show(db: Db = DEFAULT_DB) -> None:
    """Print the scheme as JSON; “scheme load” takes it back."""
    from annotator.store import scheme as schemes
    from annotator.store.database import Database

    with Database.open(db) as database:
        scheme = database.read(schemes.current)
    answer(json.dumps(scheme.model_dump(by_alias=True), ensure_ascii=False, indent=2) + "\n")


@app.command()
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="“-” is standard input.")],
    db: Db = DEFAULT_DB,
) -> None:
    """Make the scheme in FILE.json the project's. A label that spans carry can only be retired."""
    from annotator.cli import project
    from annotator.domain.scheme import scheme_of

    try:
        scheme = scheme_of(_json_in(file))
    except Refused as error:
        raise Refused(f"{file}: {error}") from None
    project.load_scheme(db, scheme)
    say(f"{db} has these labels now: {', '.join(label.key for label in scheme.labels)}")


def _json_in(file: Path) -> Any:
    from annotator.formats import jsonl

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Refused(f"cannot be read: {reason(error)}") from None
    return jsonl.decode(data.removeprefix(b"\xef\xbb\xbf"))
