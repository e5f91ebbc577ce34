"""Plain text: one file is one article, exactly as it stands."""

from collections.abc import Iterator
from pathlib import PurePath

from annotator.domain import reading, records
from annotator.domain.errors import Refused
from annotator.domain.records import Entry
from annotator.domain.text import MAX_BYTES, decode

LONGEST = MAX_BYTES + len("\ufeff".encode())
"""The most bytes that a file can have: the longest article and a byte-order mark."""


def read(data: bytes, name: str) -> Iterator[Entry]:
    """The article in ``data``; its id is the file's name without its ending (no name: its hash)."""
    try:
        yield Entry(0, _record(data, name))
    except Refused as refused:
        yield Entry(0, refused)


def _record(data: bytes, name: str) -> records.Line:
    if len(data) > LONGEST:
        raise Refused(
            f"the file has more than {MAX_BYTES:,} bytes, the most that an article may have; "
            "split it into several articles",
            "text",
        )
    return reading.line({"id": PurePath(name).stem, "text": decode(data)})
