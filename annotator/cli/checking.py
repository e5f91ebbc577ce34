"""The work of ``annotator verify``."""

from pathlib import Path

from annotator.cli import inputs
from annotator.cli.errors import REFUSED
from annotator.cli.output import answer, say, some
from annotator.cli.verifying import Verifier
from annotator.domain.errors import Refused


def of_file(file: Path) -> int:
    """Checks an export; the exit status."""
    if _is_database(file):
        raise Refused(f"{file} is a project file, not an export; check it with --db {file}")
    verifier, wrong = Verifier(), 0
    try:
        with inputs.opened(inputs.Input(str(file), None if str(file) == "-" else file)) as stream:
            for problem in verifier.problems(stream):
                wrong += 1
                say(f"{file}:{problem.line}: {problem.reason}")
    except Refused as refused:
        raise Refused(f"{file}: {refused}") from None
    if not verifier.lines:
        answer(f"{file}: there are no lines in it; that is what an export of nothing looks like\n")
        return 0
    return _result(str(file), _counted(verifier), wrong)


def _is_database(file: Path) -> bool:
    try:
        with file.open("rb") as stream:
            return stream.read(16) == b"SQLite format 3\0"
    except OSError:
        return False  # what opens it below says why


def _counted(verifier: Verifier) -> str:
    """What the file holds, in words."""
    bare = f" ({verifier.bare:,} without a layer)" if verifier.bare else ""
    return (
        f"{some(verifier.lines, 'line')}{bare}, {some(verifier.articles, 'article')}, "
        f"{some(verifier.spans, 'span')}"
    )


def of_project(db: Path) -> int:
    """Checks a project file; the exit status."""
    from annotator.store import checking
    from annotator.store.database import Database

    wrong = 0
    with Database.open(db) as database, database.snapshot() as connection:
        for sentence in checking.problems(connection):
            wrong += 1
            say(f"{db}: {sentence}")
    return _result(str(db), "the project", wrong)


def _result(name: str, what: str, wrong: int) -> int:
    answer(f"{name}: {what}, {'all as it should be' if not wrong else some(wrong, 'problem')}\n")
    return REFUSED if wrong else 0
