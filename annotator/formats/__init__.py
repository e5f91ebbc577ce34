"""Formats: bytes to records and back, as generators. No database, no request.

Each module is one format; the table below says which endings it answers to. ``auto`` goes by
the name's ending, and by the first bytes where there is no name.
"""

from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import BinaryIO, NamedTuple

from annotator.domain.errors import Refused
from annotator.domain.records import Entry
from annotator.formats import jsonl, text

Read = Callable[[BinaryIO, str, set[str]], Iterator[Entry]]
"""``read(stream, name, unknown)``: entries; keys that no record has are added to ``unknown``."""


class Format(NamedTuple):
    """A format that files come in: its name, the endings of its files, and how to read one."""

    name: str
    endings: tuple[str, ...]
    read: Read


def _read_jsonl(stream: BinaryIO, _: str, unknown: set[str]) -> Iterator[Entry]:
    return jsonl.read(jsonl.lines(stream), unknown)


def _read_text(stream: BinaryIO, name: str, _: set[str]) -> Iterator[Entry]:
    return text.read(stream.read(text.LONGEST + 1), name)


FORMATS = {
    one.name: one
    for one in (
        Format("jsonl", (".jsonl", ".ndjson"), _read_jsonl),
        Format("text", (".txt", ".text"), _read_text),
    )
}


def format_of(name: str) -> Format | None:
    """The format that the ending of ``name`` stands for, None if it is not a known one."""
    ending = PurePath(name).suffix.lower()
    return next((one for one in FORMATS.values() if ending in one.endings), None)


def format_of_bytes(first: bytes) -> Format:
    """The format of a stream without a name, from the bytes that it begins with."""
    start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
    return FORMATS["jsonl" if start.startswith(b"{") else "text"]


def reader_for(name: str, wanted: str = "auto") -> Read:
    """How to read a file called ``name``: as ``wanted``, or by its ending, else as text."""
    if wanted == "auto":
        return (format_of(name) or FORMATS["text"]).read
    if wanted not in FORMATS:
        known = ", ".join(["auto", *FORMATS])
        raise Refused(f"there is no format “{wanted}”; choose one of {known}", "format")
    return FORMATS[wanted].read
