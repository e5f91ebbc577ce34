"""Plain text is one article, to the letter."""

import pytest
from hypothesis import given, settings

from annotator.domain.errors import Refused
from annotator.domain.records import Entry, Line
from annotator.formats import text
from tests.formats.strategies import articles


def read(data: bytes, name: str = "desk.txt") -> Line | Refused:
    (entry,) = text.read(data, name)
    assert entry.line == 0
    return entry.record


@settings(deadline=None, max_examples=100)
@given(articles)
def test_a_text_is_kept_to_the_letter(article: str) -> None:
    record = read(article.encode())
    assert isinstance(record, Line)
    assert record.text == article.removeprefix("\ufeff")


def test_one_byte_order_mark_is_no_text() -> None:
    record = read(b"\xef\xbb\xbf\xef\xbb\xbfWords\r\n")
    assert isinstance(record, Line)
    assert record.text == "\ufeffWords\r\n"


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("desk.txt", "desk"),
        ("a.b.txt", "a.b"),
        ("NOTES", "NOTES"),
        ("👩‍👧.txt", "👩‍👧"),
        ("", "a591a6d40bf42040"),
    ],
)
def test_the_id_is_the_name_without_its_ending(name: str, id_: str) -> None:
    record = read(b"Hello World", name)
    assert isinstance(record, Line)
    assert record.id == id_


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"caf\xe9", "not UTF-8: byte 0xe9 at position 3"),
        (b"a\x00b", "NUL character at 1"),
        (b"\xed\xa0\xbd", "not UTF-8"),
        (b"\xff\xfea\x00", "not UTF-8"),
        (b"a" * 2_000_001, "2,000,001 bytes"),
        (b"a" * 3_000_000, "more than 2,000,000 bytes"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, says: str) -> None:
    record = read(data)
    assert isinstance(record, Refused)
    assert says in str(record)


@pytest.mark.parametrize("name", ["a\nb.txt", "..", "n" * 201, "\udce9.txt"])
def test_a_name_that_can_be_no_id_is_refused(name: str) -> None:
    assert isinstance(read(b"Words", name), Refused)


def test_the_entry_is_the_whole_file() -> None:
    assert next(text.read(b"Words", "x.txt")) == Entry(0, read(b"Words", "x.txt"))
