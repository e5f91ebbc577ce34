"""How far an import is, drawn on standard error if that is a terminal."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

from annotator.cli.inputs import Input
from annotator.domain.records import Entry

if TYPE_CHECKING:
    from rich import progress as bars

STEP = 50
"""After how many entries the bar is told of it."""


class Progress(Protocol):
    """Follows the entries of one input after the other."""

    def follow(self, item: Input, entries: Iterable[Entry], stream: BinaryIO) -> Iterator[Entry]:
        """The same entries; what was read of ``stream`` by then is shown."""
        ...


class _Unseen:
    def follow(self, _: Input, entries: Iterable[Entry], __: BinaryIO) -> Iterator[Entry]:
        yield from entries


@contextlib.contextmanager
def progress_of(items: list[Input]) -> Iterator[Progress]:
    """Progress over all inputs, measured in bytes."""
    if not sys.stderr.isatty():
        yield _Unseen()
        return
    from rich import progress as bars
    from rich.console import Console

    columns = (
        bars.TextColumn("{task.description}", markup=False),
        bars.BarColumn(),
        bars.DownloadColumn(),
        bars.TimeRemainingColumn(),
    )
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield _Bar(bar, sum(item.size for item in items))


class _Bar:
    def __init__(self, bar: "bars.Progress", total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total)
        self._done = 0

    def follow(self, item: Input, entries: Iterable[Entry], stream: BinaryIO) -> Iterator[Entry]:
        self._bar.update(self._task, description=item.shown)
        for number, entry in enumerate(entries):
            if item.size and number % STEP == 0:
                self._bar.update(self._task, completed=self._done + stream.tell())
            yield entry
        self._done += item.size
        self._bar.update(self._task, completed=self._done)
