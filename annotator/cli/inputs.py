"""What ``import`` was pointed at: files, folders and ``-``, each opened when its turn comes."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from annotator import formats
from annotator.cli.errors import reason
from annotator.domain.errors import Refused

STDIN = "-"


class Input(NamedTuple):
    """One thing to read. ``shown`` is how messages name it; without a ``path``: standard input."""

    shown: str
    path: Path | None
    name: str = ""
    """A file's name, which tells its format and the article's id; "" for a stream."""
    size: int = 0
    """In bytes; 0 if that is not known beforehand."""


class Found(NamedTuple):
    """The inputs in their order, how many files of other kinds were passed over, what failed."""

    inputs: list[Input]
    skipped: int
    failed: list[str]


def found(paths: list[Path]) -> Found:
    """All inputs that the paths of a command line stand for."""
    inputs: list[Input] = []
    failed: list[str] = []
    skipped = 0
    for path in paths:
        if str(path) == STDIN:
            inputs.append(Input(STDIN, None))
        elif path.is_dir():
            inside = list(_files_in(path, failed))
            known = [file for file in inside if _is_known(file)]
            skipped += len(inside) - len(known)
            inputs += [_input(file) for file in known]
        elif path.exists():
            inputs.append(_input(path))
        else:
            failed.append(f"{path}: there is no such file or folder")
    return Found(inputs, skipped, failed)


def _input(path: Path) -> Input:
    return Input(str(path), path, path.name if path.is_file() else "", path.stat().st_size)


def _is_known(path: Path) -> bool:
    hidden = path.name.startswith(".")
    return not hidden and path.is_file() and formats.format_of(path.name) is not None


def _files_in(folder: Path, failed: list[str]) -> Iterator[Path]:
    """All files below ``folder``, each folder's own first, sorted by name."""

    def note(error: OSError) -> None:
        failed.append(f"{error.filename}: cannot be read: {reason(error)}")

    for parent, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(files))


@contextlib.contextmanager
def opened(item: Input) -> Iterator[BinaryIO]:
    """Its bytes. Raises Refused where they cannot be read."""
    try:
        if item.path is None:
            yield sys.stdin.buffer
        else:
            with item.path.open("rb") as stream:
                yield stream
    except OSError as error:
        raise Refused(f"cannot be read: {reason(error)}") from None


def format_in(item: Input, stream: BinaryIO, wanted: str) -> formats.Format:
    """The format to read it as: ``wanted``, or by its name, or by how it begins."""
    if wanted != "auto":
        return formats.FORMATS[wanted]
    if item.name:
        return formats.format_of(item.name) or formats.FORMATS["text"]
    peek = getattr(stream, "peek", None)
    return formats.format_of_bytes(peek(64) if peek else b"")


@contextlib.contextmanager
def kept(items: list[Input]) -> Iterator[list[Input]]:
    """The same, where what can be read once only is copied to a file that goes away again."""
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        result = list(items)
        for number, item in enumerate(items):
            if not item.name:
                copy = Path(folder, str(number))
                with opened(item) as stream, copy.open("wb") as out:
                    shutil.copyfileobj(stream, out)
                result[number] = item._replace(path=copy, size=copy.stat().st_size)
        yield result
