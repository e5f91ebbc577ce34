"""``annotator verify FILE.jsonl``: all that a program which reads an export relies on."""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from annotator.domain import reading, records
from annotator.domain.errors import Refused
from annotator.domain.records import Line
from annotator.formats import jsonl

_ONE = {"spans": "span", "relations": "relation", "sources": "source"}
_PARTS = {
    "spans": records.SPAN_KEYS,
    "relations": records.RELATION_KEYS,
    "sources": records.SOURCE_KEYS,
}


class Problem(NamedTuple):
    """Something wrong: its line, from 1, and a sentence."""

    line: int
    reason: str


class Verifier:
    """Checks a file line by line, and remembers of earlier lines only what later ones need."""

    def __init__(self) -> None:
        self.lines = self.articles = self.spans = self.bare = 0
        self._before: Line | None = None
        self._meta_keys: list[str] | None = None

    def problems(self, stream: BinaryIO) -> Iterator[Problem]:
        """All that is wrong in the file, in its order."""
        for number, raw in enumerate(jsonl.lines(stream), 1):
            self.lines = number
            try:
                for reason in self._line(raw):
                    yield Problem(number, reason)
            except Refused as refused:
                yield Problem(number, str(refused))

    def _line(self, raw: bytes) -> Iterator[str]:
        if raw.startswith(b"\xef\xbb\xbf"):
            yield "begins with a byte-order mark"
            raw = raw[3:]
        if not raw.strip():
            yield "is blank"
            return
        if not raw.endswith(b"\n"):
            yield "has no line end; the file may have been cut off"
        value = jsonl.decode(raw)
        record = reading.line(value)
        wrong = list(_wrong_keys(value))
        yield from wrong or _differences(jsonl.plain(record), value, "")
        yield from _inside(record)
        yield from self._beside(record)
        self.spans += len(record.spans)
        self.bare += not record.layer
        self._before = record

    def _beside(self, record: Line) -> Iterator[str]:
        """What is wrong with the line next to the ones before it."""
        keys = list(record.meta)
        if self._meta_keys is None:
            self._meta_keys = keys
        elif keys != self._meta_keys:
            yield "its “meta” has other keys than the first line's"
        before = self._before
        if before is None or before.id != record.id:
            self.articles += 1
        if before is None:
            return
        if (record.id, record.layer) == (before.id, before.layer):
            yield f"layer “{record.layer}” of article “{record.id}” stands twice"
        elif (record.id, record.layer) < (before.id, before.layer):
            yield "lines are sorted by article id, then layer; this one is out of order"
        if record.id == before.id:
            for field in ("text_sha256", "title", "meta"):
                if getattr(record, field) != getattr(before, field):
                    yield f"article “{record.id}” has another {field} than on the line before"


def _wrong_keys(value: dict[str, Any]) -> Iterator[str]:
    yield from _keys("the line", value, records.LINE_KEYS)
    for part, keys in _PARTS.items():
        for number, entry in enumerate(value.get(part, ()), 1):
            yield from _keys(f"{_ONE[part]} {number}", entry, keys)


def _keys(what: str, entry: dict[str, Any], expected: tuple[str, ...]) -> Iterator[str]:
    found = tuple(entry)
    if found == expected:
        return
    missing = [key for key in expected if key not in entry]
    unknown = [key for key in found if key not in expected]
    if missing:
        yield f"{what} lacks {_listed(missing)}"
    if unknown:
        yield f"{what} has unknown keys: {_listed(unknown)}"
    if not missing and not unknown:
        yield f"the keys of {what} are out of order"


def _listed(keys: list[str]) -> str:
    return ", ".join(f"“{key}”" for key in keys)


def _differences(expected: Any, found: Any, where: str) -> Iterator[str]:
    """The first place where the line is not written as an export writes it."""
    if type(expected) is not type(found):
        yield f"{where or 'the line'} is written as {_short(found)}, not {_short(expected)}"
    elif isinstance(expected, dict) and list(expected) == list(found):
        for key, value in expected.items():
            if value != found[key] or type(value) is not type(found[key]):
                yield from _differences(value, found[key], f"{where} {key}".strip())
                return
    elif isinstance(expected, list) and len(expected) == len(found):
        for number, (one, other) in enumerate(zip(expected, found, strict=True), 1):
            if one != other:
                yield from _differences(one, other, f"{_ONE.get(where, where)} {number}".strip())
                return
    elif expected != found:
        yield f"{where} is written as {_short(found)}, not {_short(expected)}"


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _inside(record: Line) -> Iterator[str]:
    """What is wrong within the line, beyond what every import refuses."""
    if record.schema_ != records.SCHEMA:
        yield f"schema {record.schema_} never was; this program writes {records.SCHEMA}"
    if any(not isinstance(value, str) for value in record.meta.values()):
        yield "a value in “meta” is not a string"
    if list(record.meta) != sorted(record.meta):
        yield "the keys in “meta” are not sorted"
    if bool(record.layer) != bool(record.status):
        yield "a layer has a status, and a line without a layer has none"
    if not record.layer and (record.spans or record.relations or record.sources):
        yield "the line has spans, relations or sources, but no layer"
    spans = [(span.start, -span.end, span.id) for span in record.spans]
    yield from _unsorted("spans", "start, end descending, id", spans)
    yield from _unsorted("relations", "id", [(one.id,) for one in record.relations])
    yield from _unsorted("sources", "id", [(one.id,) for one in record.sources])


def _unsorted(what: str, order: str, keys: list[tuple[Any, ...]]) -> Iterable[str]:
    if not all(key[-1] for key in keys):
        yield f"one of the {what} has no id"
    if keys != sorted(keys):
        yield f"the {what} are not sorted by {order}"
