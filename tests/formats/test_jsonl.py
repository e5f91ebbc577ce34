"""The native format: what is written is read again, and what is doubtful is refused."""

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.domain.errors import Refused
from annotator.domain.records import LINE_KEYS, SPAN_KEYS, Entry, Line
from annotator.formats import jsonl
from tests.formats.strategies import lines

GENEROUS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def read(*raw: bytes) -> list[Entry]:
    return list(jsonl.read(raw, set()))


def record_of(entry: Entry) -> Line:
    assert isinstance(entry.record, Line), entry.record
    return entry.record


def refusal(raw: bytes) -> str:
    (entry,) = read(raw)
    assert isinstance(entry.record, Refused), entry.record
    return str(entry.record)


@GENEROUS
@given(lines())
def test_what_is_written_is_read(record: Line) -> None:
    (raw,) = jsonl.write([record])
    (entry,) = read(raw)
    assert entry.record == record
    assert list(jsonl.write([record_of(entry)])) == [raw]


@GENEROUS
@given(lines())
def test_python_and_the_writer_agree(record: Line) -> None:
    """Whitespace and escapes that another program chooses mean the same line."""
    escaped = json.dumps(jsonl.plain(record)).encode()
    (entry,) = read(escaped + b"\r\n")
    assert entry.record == record


def test_all_keys_stand_in_their_order() -> None:
    entry = {"text": "News.", "spans": [{"label": "claim", "start": 0, "end": 4}]}
    (read_,) = read(json.dumps(entry).encode())
    written = json.loads(next(jsonl.write([record_of(read_)])))
    assert tuple(written) == LINE_KEYS
    assert tuple(written["spans"][0]) == SPAN_KEYS
    assert written["spans"][0]["text"] == "News"


def test_lines_are_counted_and_blank_ones_left_out() -> None:
    entries = read(b'\xef\xbb\xbf{"text": "a"}\n', b"\n", b"  \r\n", b'{"text": "b"}')
    assert [(entry.line, record_of(entry).text) for entry in entries] == [(1, "a"), (4, "b")]


def test_the_decoded_line_comes_with_the_record() -> None:
    (entry,) = read(b'{"text": "a", "id": "x", "layer": "me"}')
    assert isinstance(entry.record, Refused)
    assert entry.value["id"] == "x"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b'{"text": "a"', "not JSON: unexpected end of data at column 13"),
        (b"plain words", "not JSON"),
        (b'{"text": NaN}', "at column 10"),
        (b'{"text": "a", "meta": {"n": 1e999}}', "not JSON"),
        (b'{"text": "a\xff"}', "byte 0xff at column 12 is not UTF-8"),
        ('{"text": "é'.encode() + b'\xed\xa0\x80"}', "column 12 is not UTF-8"),
        (b'{"text": "\\ud83d"}', "surrogate"),
        (b'{"text": "a\x00"}', "control character"),
        (b'{"text": "a", "meta": {"k": "\\u0000"}}', "NUL"),
        (b'{"text": "a\\u0000"}', "NUL"),
        (b'{"text": "a", "text": "b"}', "“text” stands twice"),
        (b'{"text": "a", "meta": {"k" : "1", "k": "2"}}', "“k” stands twice"),
        (b'{"text": "a", "x": ' + b"[" * 200 + b"]" * 200 + b"}", "more than 100 brackets"),
        (b'{"text": "a", "x": ' + b"[" * 2000 + b"]" * 2000 + b"}", "more than 100 brackets"),
        (
            b'{"text": "a", "meta": {"x": ' + b"[" * 200 + b"]" * 200 + b"}}",
            "more than 100 brackets",
        ),
        (b'{"text": "a", "meta": {"k": {"x": 1, "x": 2}}}', "“x” stands twice"),
        (b'{"text": "a", "x": {"y": 1, "y": 2}}', "“y” stands twice"),
        (b'{"text": ""}', "empty"),
        (b'{"title": "a"}', "no “text”"),
        (b'"text"', "one JSON object"),
        (b'{"text": "a", "schema": 2}', "schema 2"),
        (b'{"text": "ab", "spans": [{"label": "claim", "start": 1, "end": 3}]}', "ends at 3"),
        (
            b'{"text": "ab", "spans": [{"label": "claim", "start": 0, "end": 2, "text": "a"}]}',
            "says “a”, the text there is “ab”",
        ),
        (b'{"text": "ab", "text_sha256": "00"}', "does not match its text_sha256"),
    ],
)
def test_a_doubtful_line_is_refused(raw: bytes, says: str) -> None:
    assert says in refusal(raw)


@pytest.mark.parametrize(
    "raw",
    [
        rb'{"text": "He said \"yes\": and left"}',
        rb'{"text": "a", "title": ":b"}',
        rb'{"text": "ends in a backslash \\"}',
        rb'{"text" :"a" , "meta" : {"k":"v"}}',
        rb'{"text": "a literal \\u0000 is no NUL"}',
    ],
)
def test_quotes_and_colons_in_a_text_are_no_keys(raw: bytes) -> None:
    (entry,) = read(raw)
    assert record_of(entry).text == json.loads(raw)["text"]


def test_a_refused_line_does_not_stop_the_rest() -> None:
    entries = read(b'{"text": "a"}', b"{", b'{"text": "b"}')
    assert [isinstance(entry.record, Refused) for entry in entries] == [False, True, False]


@pytest.mark.parametrize("first", [b"[", b"{", b'[{"text": "a"}]', b"[1, 2]"])
def test_json_over_several_lines_is_refused_once(first: bytes) -> None:
    entries = read(b"\n", first, b'  "text": "a"', b"}")
    assert [entry.line for entry in entries] == [2]
    assert "JSONL has one whole object on each line" in str(entries[0].record)


def test_unknown_keys_are_collected() -> None:
    unknown: set[str] = set()
    raw = (
        b'{"text": "ab", "score": 1, "spans": [{"label": "claim", "start": 0, "end": 1, "by": 2}]}'
    )
    list(jsonl.read([raw], unknown))
    assert unknown == {"score", "spans.by"}


def test_a_line_that_is_too_long_is_refused_and_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jsonl, "LONGEST", 40)
    long = b'{"text": "' + b"a" * 200 + b'"}\n'
    exact = b'{"text": "' + b"a" * 28 + b'"}\n'
    stream = io.BytesIO(b'{"text": "a"}\n' + long + exact + long.rstrip())
    entries = list(jsonl.read(jsonl.lines(stream), set()))
    assert [isinstance(entry.record, Refused) for entry in entries] == [False, True, False, True]
    assert "longer than" in str(entries[1].record)


def test_lines_are_not_read_ahead() -> None:
    """A reader that takes one entry at a time asks for one line at a time."""
    taken = []

    def source():
        for number in range(1000):
            taken.append(number)
            yield b'{"text": "a"}'

    entries = jsonl.read(source(), set())
    next(entries)
    assert taken == [0]


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'{"text": "a"}', 0),
        (b'{"text": "a", "spans": []}', 0),
        (b'{"text": "a", "spans": [{"label": "claim"}]}', 1),
        (b'{"text": "a", "layer": "", "sources": [{}]}', 1),
        (b'{"text": "a", "layer": "ann", "spans": [{"label": "claim"}]}', 0),
        (b'{"text": "a", "meta": {"layer": "ann"}, "spans": [{}]}', 1),
        (b"broken", 0),
        (b'"text"', 0),
    ],
)
def test_a_line_that_needs_a_layer_is_found(raw: bytes, line: int) -> None:
    assert jsonl.needs_layer([raw]) == line


LONG = "100000000000000000001"


@pytest.mark.parametrize("long", [LONG, f"-{LONG}", "18446744073709551616", "9" * 200])
def test_whole_numbers_of_any_length_are_kept_digit_by_digit(long: str) -> None:
    raw = (
        '{"text": "ab", "id": %s, "meta": {"n": %s, "in": [%s, 1.5]}, "layer": "ann", "spans": ['
        '{"id": %s, "label": "claim", "start": 0, "end": 1}, '
        '{"id": 2, "label": "claim", "start": 1, "end": 2}], '
        '"relations": [{"type": "t", "from": %s, "to": 2}], "sources": [{"spans": [%s]}]}'
    ) % ((long,) * 6)
    record = record_of(read(raw.encode())[0])
    assert (record.id, record.spans[0].id, record.relations[0].from_) == (long, long, long)
    assert record.sources[0].spans == [long]
    assert record.meta == {"n": int(long), "in": [int(long), 1.5]}


def test_long_numbers_do_not_lift_the_other_rules() -> None:
    assert "stands twice" in refusal(b'{"text": "a", "id": 1%s, "id": 2}' % (b"0" * 20))
    deep = b"[" * 900 + b"1" * 30 + b"]" * 900
    assert "more than 100 brackets" in refusal(b'{"text": "a", "x": ' + deep + b"}")
    (entry,) = read(b'{"text": "a", "title": "%s", "meta": {"x": 0.%s}}' % (b"1" * 30, b"1" * 30))
    assert record_of(entry).title == "1" * 30
    assert record_of(entry).meta == {"x": 0.1111111111111111}


def test_json_of_several_lines_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="line 2, column 3"):
        jsonl.decode(b"{\n  x\n}")
