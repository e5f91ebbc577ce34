"""Which format a file is read as."""

import io

import pytest

from annotator import formats
from annotator.domain.errors import Refused


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("a.txt", "text"),
        ("a.TXT", "text"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.json", None),
        ("a.jsonl.gz", None),
        ("README", None),
    ],
)
def test_the_ending_tells(name: str, format_: str | None) -> None:
    found = formats.format_of(name)
    assert (found and found.name) == format_


@pytest.mark.parametrize(
    ("first", "format_"),
    [(b'{"text"', "jsonl"), (b'\xef\xbb\xbf\n {"', "jsonl"), (b"Words", "text"), (b"", "text")],
)
def test_without_a_name_the_first_bytes_tell(first: bytes, format_: str) -> None:
    assert formats.format_of_bytes(first).name == format_


@pytest.mark.parametrize(
    ("name", "wanted", "format_"),
    [
        ("a.txt", "auto", "text"),
        ("a.jsonl", "auto", "jsonl"),
        ("a.doc", "auto", "text"),
        ("a.txt", "jsonl", "jsonl"),
        ("a.jsonl", "text", "text"),
    ],
)
def test_a_wish_goes_before_the_ending(name: str, wanted: str, format_: str) -> None:
    assert formats.reader_for(name, wanted) is formats.FORMATS[format_].read


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refused, match="auto, jsonl, text"):
        formats.reader_for("a.txt", "docx")


def test_a_reader_takes_a_stream_and_a_name() -> None:
    read = formats.reader_for("x.txt")
    (entry,) = read(io.BytesIO(b"Words"), "x.txt", set())
    assert not isinstance(entry.record, Refused)
    assert (entry.record.id, entry.record.text) == ("x", "Words")
