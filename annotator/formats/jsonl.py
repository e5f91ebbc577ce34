"""Native JSONL: one line, one layer of one article, as ``domain.records`` states it.

The reader is stricter than a JSON parser: a line that two programs could read in two ways
(repeated keys, NaN, half a surrogate pair) is refused, with its column.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO

import orjson

from annotator.domain import reading, records
from annotator.domain.errors import Refused
from annotator.domain.records import Derivation, Entry, Line, Relation, Source, Span

LONGEST = 64 * 1024 * 1024
"""The most bytes that one line may have."""

DEEPEST = 100
"""The most brackets that may stand inside one another."""

_BOM = b"\xef\xbb\xbf"
_ENDS_A_KEY = re.compile(rb'"[ \t\r\n]*:')


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file. Of a line that is too long only so much that ``read`` sees it is."""
    while piece := stream.readline(LONGEST + 1):
        yield piece
        while len(piece) > LONGEST and not piece.endswith(b"\n"):
            piece = stream.readline(LONGEST + 1)


def read(source: Iterable[bytes], unknown: set[str]) -> Iterator[Entry]:
    """The records of the lines, counted from 1; blank lines are left out.

    Keys that the schema does not have are ignored, and added to ``unknown``.
    """
    seen = False
    for number, raw in enumerate(source, 1):
        line = raw.removeprefix(_BOM).strip() if number == 1 else raw.strip()
        if not line:
            continue
        if not seen and (line == b"{" or line.startswith(b"[")):
            yield Entry(number, Refused(_NOT_LINES))
            return
        seen = True
        yield _entry(number, line, unknown)


_NOT_LINES = (
    "this is JSON, but not JSONL: JSONL has one whole object on each line; write it again as JSONL"
)


def _entry(number: int, line: bytes, unknown: set[str]) -> Entry:
    value = None
    try:
        value = _parsed(line)
        record = reading.line(value)
        found = reading.unknown_keys(value)
        if found or _count_known_keys(value) != _count_key_ends(line):
            _check_keys(line, value)
    except Refused as refused:
        return Entry(number, refused, value)
    unknown |= found
    return Entry(number, record, value)


def needs_layer(source: Iterable[bytes]) -> int:
    """The first line that brings spans, relations or sources and names no layer; 0 if none does.

    Lines that cannot be read are passed over: ``read`` refuses them.
    """
    for number, raw in enumerate(source, 1):
        try:
            value = orjson.loads(raw.removeprefix(_BOM))
        except orjson.JSONDecodeError:
            continue
        if isinstance(value, dict) and not value.get("layer") and any(map(value.get, _PARTS)):
            return number
    return 0


_PARTS = ("spans", "relations", "sources")


def decode(line: bytes) -> Any:
    """The JSON value of a line. Raises Refused where JSON leaves two readings, or none."""
    value = _parsed(line)
    _check_keys(line, value)
    return value


def _parsed(line: bytes) -> Any:
    """The JSON value, in which keys may still stand twice."""
    if len(line) > LONGEST:
        raise Refused(f"the line is longer than {LONGEST // 2**20} MiB; split the article")
    try:
        value = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise Refused(_why(line, error)) from None
    if b"\\u0000" in line:
        _refuse_nul(value)
    return exact(value, line)


def exact(value: Any, data: bytes) -> Any:
    """The value of the JSON ``data``, with its whole numbers over 64 bits digit by digit.

    orjson makes floats of those. Raises Refused if there are any, and too many brackets.
    """
    if _LONG not in data.translate(_DIGITS_TO_0):
        return value
    _count_keys(value)
    return json.loads(data)


_LONG = b"0" * 19
_DIGITS_TO_0 = bytes.maketrans(b"123456789", _LONG[:9])


def _check_keys(line: bytes, value: Any) -> None:
    """Refuses a key that stands twice in one object, and too many brackets."""
    if _count_keys(value) != _count_key_ends(line):
        json.loads(line, object_pairs_hook=_object)


def _count_key_ends(line: bytes) -> int:
    """How often a quote and a colon follow each other: once for each key, or oftener.

    More than the parsed value has keys means that a key stands twice, or that a string looks so.
    """
    if b" :" in line or b"\t:" in line or b"\r:" in line:
        return len(_ENDS_A_KEY.findall(line))
    return line.count(b'":')


def _count_known_keys(value: dict[str, Any]) -> int:
    """How many keys a checked line without unknown ones has; -1 if its meta is not all strings."""
    meta = value.get("meta", {})
    if any(type(entry) is not str for entry in meta.values()):
        return -1
    keys = len(value) + len(meta)
    for part in _PARTS:
        keys += sum(map(len, value.get(part, ())))
    for span in value.get("spans", ()):
        if origins := span.get("derived_from"):
            keys += sum(map(len, origins))
    return keys


def _why(line: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as wrong:
        column = len(line[: wrong.start].decode()) + 1
        byte = line[wrong.start]
        return f"not JSON: byte 0x{byte:02x} at column {column:,} is not UTF-8; save it as UTF-8"
    if "depth" in error.msg:
        return _TOO_DEEP
    where = f"line {error.lineno:,}, column" if error.lineno > 1 else "column"
    return f"not JSON: {error.msg} at {where} {error.colno:,}"


_TOO_DEEP = f"not JSON that can be read: more than {DEEPEST} brackets inside one another"


def _count_keys(value: Any) -> int:
    """How many keys all objects in ``value`` have. Raises Refused if they are nested too deep."""
    keys = 0
    level = [value]
    for _ in range(DEEPEST + 1):
        inner: list[Any] = []
        for container in level:
            if type(container) is dict:
                keys += len(container)
                inner += [v for v in container.values() if type(v) in _CONTAINERS]
            elif type(container) is list:
                inner += [v for v in container if type(v) in _CONTAINERS]
        if not inner:
            return keys
        level = inner
    raise Refused(_TOO_DEEP)


_CONTAINERS = frozenset((dict, list))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys are all different. Raises Refused."""
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Refused(f"the key “{twice[:40]}” stands twice in one object; take one out")
    return result


def _refuse_nul(value: Any) -> None:
    todo = [value]
    while todo:
        entry = todo.pop()
        if isinstance(entry, str) and "\0" in entry:
            raise Refused("the line has a NUL character (\\u0000) in a string; take it out")
        if isinstance(entry, dict):
            todo += chain(entry, entry.values())
        elif isinstance(entry, list):
            todo += entry


def write(source: Iterable[Line]) -> Iterator[bytes]:
    """The lines of the records, each with all its keys in their order."""
    for record in source:
        yield orjson.dumps(plain(record), option=orjson.OPT_APPEND_NEWLINE)


def plain(record: Line) -> dict[str, Any]:
    """The line's JSON object: all keys, in the order of the file."""
    values = _fields(record, records.LINE_KEYS)
    values["spans"] = [_span(span) for span in record.spans]
    values["relations"] = [_fields(one, records.RELATION_KEYS) for one in record.relations]
    values["sources"] = [_fields(one, records.SOURCE_KEYS) for one in record.sources]
    return values


def _span(span: Span) -> dict[str, Any]:
    values = _fields(span, records.SPAN_KEYS)
    values["fragments"] = [list(fragment) for fragment in span.fragments]
    values["derived_from"] = [{"layer": one.layer, "span": one.span} for one in span.derived_from]
    return values


def _fields(
    record: Line | Span | Relation | Source | Derivation, keys: Iterable[str]
) -> dict[str, Any]:
    """The record's fields under the keys of the file: ``schema_`` and ``from_`` are Python's."""
    return {key: getattr(record, _PYTHON.get(key, key)) for key in keys}


_PYTHON = {"schema": "schema_", "from": "from_"}
