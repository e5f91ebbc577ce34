"""Where words go: the result to standard output, all else to standard error."""

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from annotator.cli.errors import UsageError, reason

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def say(sentence: str) -> None:
    """One message for the person, on standard error; what it quotes cannot steer the terminal."""
    printable = _CONTROL.sub(lambda found: repr(found.group())[1:-1], sentence)
    sys.stderr.write(printable.replace("\n", " ") + "\n")


def some(count: int, noun: str) -> str:
    """How many, in words: ``1 line``, ``2,000 lines``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def answer(text: str) -> None:
    """The result of a command, on standard output."""
    write_out([text.encode("utf-8", "backslashreplace")])


def write_out(chunks: Iterable[bytes]) -> None:
    """Writes to standard output, and stops quietly when nobody reads on."""
    out = sys.stdout.buffer
    try:
        for chunk in chunks:
            out.write(chunk)
        out.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; that must not meet the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write that takes its name only when it is complete and on the disk."""
    path = Path(os.path.realpath(path))
    try:
        if path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb") as stream:  # a device or a pipe has no name to take
                yield stream
            return
        with _renamed(path) as stream:
            yield stream
    except OSError as error:
        raise UsageError(
            f"cannot write {path}: {reason(error)}; nothing was written, choose another place"
        ) from None


@contextlib.contextmanager
def _renamed(path: Path) -> Iterator[BinaryIO]:
    temporary = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    with contextlib.ExitStack() as undo:
        stream = temporary.open("xb")
        undo.callback(temporary.unlink, missing_ok=True)
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        undo.pop_all()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Makes the new name last; systems that cannot do this for a folder keep it anyway."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
