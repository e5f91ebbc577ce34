"""The work of ``annotator export``. Loads the store: import it inside a command only."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import orjson

from annotator.cli.errors import UsageError
from annotator.cli.output import say, some, whole_file, write_out
from annotator.domain.errors import NotFound, Refused
from annotator.store import exporting, people
from annotator.store.database import Database
from annotator.store.exporting import Selection
from annotator.store.features import columns

ALL = "all"
ME = "me"


def run(db: Path, output: str, selection: Selection, *, features: bool) -> None:
    """Writes what ``selection`` names to ``output``, and its column types beside it if wanted."""
    with Database.open(db) as database:
        selection = _resolved(database, selection)
        with database.snapshot() as connection:
            lines = _Counted(exporting.lines(connection, selection))
            if output == "-":
                write_out(lines)
            else:
                _write_file(Path(output), lines)
                if features:
                    _write_features(Path(output), columns(connection, selection))
                say(f"annotator: wrote {some(lines.count, 'line')}")
    if not lines.count:
        say("annotator: nothing matches; samples and articles without labels are asked for apart")


def _write_file(path: Path, lines: Iterator[bytes]) -> None:
    with whole_file(path) as stream:
        stream.writelines(lines)


def _write_features(path: Path, features: object) -> None:
    with whole_file(path.with_suffix(".features.json")) as stream:
        stream.write(orjson.dumps(features, option=orjson.OPT_APPEND_NEWLINE))


class _Counted:
    """The lines, counted as they pass."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines = lines
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = next(self._lines)
        self.count += 1
        return line


def _resolved(database: Database, selection: Selection) -> Selection:
    """The selection with ``all`` and ``me`` replaced by what they mean here. Raises UsageError."""
    if ALL in selection.layers:
        return replace(selection, layers=())
    try:
        names = (named(database, name) for name in selection.layers)
        selection = replace(selection, layers=tuple(names))
        database.read(exporting.check_layers, selection)
    except (NotFound, Refused) as error:
        raise UsageError(f"--layer: {error}") from None
    return selection


def named(database: Database, name: str) -> str:
    """The layer's name, where ``me`` stands for the only account. Raises NotFound, Refused."""
    return database.read(people.account_named, None)[1] if name == ME else name
