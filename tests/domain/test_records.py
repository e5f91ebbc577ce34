"""One line of native JSONL: what is taken, what is filled in, and every refusal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import reading, records
from annotator.domain.errors import Refused
from tests.domain import strategies

TEXT = "“Prices 📈 rose,” she said, “and fell.”"


def line(**fields):
    return reading.line({"text": TEXT, **fields})


def span(**fields):
    return {"id": "s1", "label": "claim", "start": 1, "end": 7, **fields}


def only_span(**fields):
    return line(spans=[span(**fields)]).spans[0]


def test_the_keys_are_those_of_the_contract_in_their_order():
    assert list(records.LINE_KEYS) == [
        *("schema", "id", "title", "text", "text_sha256", "offset_unit", "meta", "layer"),
        *("status", "spans", "relations", "sources"),
    ]
    assert list(records.SPAN_KEYS) == [
        *("id", "label", "start", "end", "fragments", "text", "note", "flags", "origin"),
        *("derived_from", "verdict", "reviewer", "comment", "reply", "created_at", "updated_at"),
    ]
    assert list(records.RELATION_KEYS) == ["id", "type", "from", "to"]
    assert list(records.SOURCE_KEYS) == ["id", "name", "role", "kind", "spans"]


def test_only_the_text_is_required_of_a_line():
    record = reading.line({"text": TEXT})
    assert record.id == record.text_sha256[:16]
    assert (record.layer, record.status, record.spans, record.meta) == ("", "", [], {})


def test_only_label_and_offsets_are_required_of_a_span():
    one = line(spans=[{"label": "claim", "start": 1, "end": 7}]).spans[0]
    other = line(spans=[{"label": "claim", "fragments": [[1, 7]]}]).spans[0]
    assert one == other
    assert (one.text, one.origin, one.flags, one.id) == ("Prices", "import", [], "")


def test_numbers_become_strings_where_ids_and_names_stand():
    record = line(id=7, spans=[span(id=12)], sources=[{"id": 3, "spans": [12]}])
    assert (record.id, record.spans[0].id, record.sources[0].spans) == ("7", "12", ["12"])


def test_fragments_come_back_sorted_and_touching_ones_joined():
    found = only_span(start=1, end=15, fragments=[[10, 15], [1, 7], [7, 9]])
    assert found.fragments == [(1, 9), (10, 15)]
    assert found.text == TEXT[1:9] + " " + TEXT[10:15]


def test_a_text_is_compared_before_the_fragments_are_sorted():
    fragments = [[10, 14], [1, 7]]
    found = only_span(start=0, end=0, fragments=fragments, text="rose Prices")
    assert found.text == "Prices rose"
    with pytest.raises(Refused, match="Prices rose"):
        only_span(start=0, end=0, fragments=fragments, text="Prices rose")


def test_flags_come_back_sorted_and_once():
    assert only_span(flags=["own_voice", "discuss", "discuss"]).flags == ["discuss", "own_voice"]


@given(strategies.texts.flatmap(lambda t: st.tuples(st.just(t), strategies.fragments(len(t)))))
def test_any_fragments_of_any_text_are_taken_with_the_words_that_stand_there(case):
    text, fragments = case
    record = reading.line({"text": text, "spans": [{"label": "x", "fragments": fragments}]})
    found = record.spans[0]
    assert found.text == " ".join(text[start:end] for start, end in fragments)
    assert (found.start, found.end) == (fragments[0][0], fragments[-1][1])
    again = {"label": "x", "start": found.start, "end": found.end, "fragments": fragments}
    assert reading.line({"text": text, "spans": [again | {"text": found.text}]}) == record


LINE_REFUSALS = {
    "no object": ([], "object"),
    "no text": ({"id": "a"}, "text"),
    "empty text": ({"text": " \n"}, "empty"),
    "null text": ({"text": None}, "text"),
    "NUL in the text": ({"text": "a\0b"}, "NUL"),
    "surrogate in the text": ({"text": "a\ud800"}, "surrogate"),
    "higher schema": ({"text": "a", "schema": 2}, "update"),
    "higher schema, as a string": ({"text": "a", "schema": "2"}, "update"),
    "higher schema, as a float": ({"text": "a", "schema": 2.5}, "update"),
    "higher schema of another shape": ({"body": "a", "schema": 3}, "update"),
    "schema that is none": ({"text": "a", "schema": "one"}, "schema"),
    "other offsets": ({"text": "a", "offset_unit": "utf16"}, "offset_unit"),
    "wrong hash": ({"text": "a", "text_sha256": "0" * 64}, "text_sha256"),
    "bad id": ({"text": "a", "id": "a/b"}, "id"),
    "null id": ({"text": "a", "id": None}, "id"),
    "reserved layer": ({"text": "a", "layer": "me"}, "reserved"),
    "layer with a slash": ({"text": "a", "layer": "a/b"}, "name"),
    "unknown status": ({"text": "a", "status": "done"}, "status"),
    "NUL in the title": ({"text": "a", "title": "\0"}, "NUL"),
    "meta that is a list": ({"text": "a", "meta": []}, "meta"),
    "spans that are no list": ({"text": "a", "spans": {}}, "spans"),
    "a span that is no object": ({"text": "a", "spans": ["x"]}, "span"),
}


@pytest.mark.parametrize(("value", "said"), LINE_REFUSALS.values(), ids=LINE_REFUSALS.keys())
def test_a_line_is_refused_for(value, said):
    with pytest.raises(Refused, match=said):
        reading.line(value)


SPAN_REFUSALS = {
    "no label": ({"label": None}, "label"),
    "no offsets": ({"start": 0, "end": 0}, "span 1"),
    "an offset that is text": ({"start": "1"}, "start"),
    "an offset that is a float": ({"start": 1.0}, "start"),
    "an offset that is true": ({"start": True}, "start"),
    "an offset below zero": ({"start": -1}, "start"),
    "an end before its start": ({"start": 7, "end": 1}, "7-1"),
    "an end outside the text": ({"end": 99}, "at 99.* 38 "),
    "a fragment outside the text": ({"fragments": [[1, 7], [30, 99]]}, "99"),
    "an empty fragment": ({"fragments": [[1, 7], [9, 9]]}, "9-9"),
    "a fragment of three numbers": ({"fragments": [[1, 2, 3]]}, "fragments"),
    "a hull that is not the fragments'": ({"fragments": [[1, 6]]}, "1-7.*1-6"),
    "a wrong quote": ({"text": "prices"}, "“prices”.*“Prices”"),
    "an unknown flag": ({"flags": ["maybe"]}, "flags"),
    "an unknown origin": ({"origin": "robot"}, "origin"),
    "an unknown verdict": ({"verdict": "ok"}, "verdict"),
    "a note of eleven thousand characters": ({"note": "x" * 11_000}, "note"),
    "a NUL in the note": ({"note": "\0"}, "NUL"),
    "a NUL in the comment": ({"comment": "\0"}, "NUL"),
    "a surrogate in the reviewer": ({"reviewer": "\udc80"}, "surrogate"),
    "a NUL in the derivation": ({"derived_from": [{"layer": "\0", "span": "x"}]}, "NUL"),
    "a derivation without its span": ({"derived_from": [{"layer": "bob"}]}, "derived_from|span"),
    "a time that is none": ({"created_at": "yesterday"}, "ISO 8601"),
    "a time before all times": ({"updated_at": "0001-01-01T00:00:00+14:00"}, "ISO 8601"),
    "an id that is too long": ({"id": "x" * 201}, "200"),
    "a NUL in the id": ({"id": "\0"}, "NUL"),
}


@pytest.mark.parametrize(("fields", "said"), SPAN_REFUSALS.values(), ids=SPAN_REFUSALS.keys())
def test_a_line_is_refused_for_a_span_with(fields, said):
    with pytest.raises(Refused, match=said):
        line(spans=[span(**fields)])


def test_a_refusal_says_which_span():
    with pytest.raises(Refused, match="span 2 ") as refused:
        line(spans=[span(), span(id="s2", end=99)])
    assert refused.value.field == "spans.2"


S2 = span(id="s2", start=8, end=9)
PART_REFUSALS = {
    "two spans of one id": ({"spans": [span(), span()]}, "s1"),
    "two relations of one id": (
        {"relations": [{"id": "r", "type": "t", "from": "s1", "to": "s2"}] * 2},
        "“r”",
    ),
    "two sources of one id": ({"sources": [{"id": "q"}] * 2}, "“q”"),
    "a relation from nowhere": ({"relations": [{"type": "t", "from": "s9", "to": "s2"}]}, "s9"),
    "a relation to nowhere": ({"relations": [{"type": "t", "from": "s1", "to": ""}]}, "relation"),
    "a relation to itself": ({"relations": [{"type": "t", "from": "s1", "to": "s1"}]}, "itself"),
    "a relation without a type": ({"relations": [{"from": "s1", "to": "s2"}]}, "type"),
    "a source of unknown spans": ({"sources": [{"spans": ["s9"]}]}, "s9"),
    "a source of unknown kind": ({"sources": [{"kind": "secret"}]}, "kind"),
    "a NUL in a source's name": ({"sources": [{"name": "\0"}]}, "NUL"),
}


@pytest.mark.parametrize(("fields", "said"), PART_REFUSALS.values(), ids=PART_REFUSALS.keys())
def test_a_line_is_refused_for_its(fields, said):
    with pytest.raises(Refused, match=said):
        line(**{"spans": [span(), S2], **fields})


def test_spans_without_ids_may_be_equal():
    assert len(line(spans=[span(id=""), span(id="")]).spans) == 2


@pytest.mark.parametrize(
    ("given_time", "kept"),
    [
        ("", ""),
        ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00Z"),
        ("2026-11-22T09:00:00.25Z", "2026-11-22T09:00:00.25Z"),
        ("2026-11-22T09:00:00+02:00", "2026-11-22T07:00:00Z"),
        ("2026-11-22 09:00", "2026-11-22T09:00:00Z"),
        ("0800-01-01", "0800-01-01T00:00:00Z"),
    ],
)
def test_times_become_utc_and_stay_so(given_time, kept):
    assert reading.time_of(given_time) == kept
    assert reading.time_of(kept) == kept


@pytest.mark.parametrize(
    "time",
    [
        "2026-99-99T99:99:99Z",
        "2026-02-30T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:60:00.5Z",
        "2026-01-01T00:00:61Z",
    ],
)
def test_a_time_that_no_calendar_has_is_refused(time):
    with pytest.raises(Refused, match="ISO 8601"):
        reading.time_of(time)
    with pytest.raises(Refused, match="span 1 has the time"):
        line(spans=[span(created_at=time)])


def test_unknown_keys_are_ignored_and_told():
    value = {
        "text": TEXT,
        "extra": 1,
        "schema_": 1,
        "spans": [span(score=0.9), S2],
        "relations": [{"type": "t", "from": "s1", "to": "s2", "from_": "x"}],
        "sources": [{"name": "x", "url": ""}],
    }
    assert reading.unknown_keys(value) == {
        *("extra", "schema_", "spans.score", "relations.from_", "sources.url"),
    }
    assert reading.line(value).spans[0].label == "claim"


def test_a_line_that_says_only_what_is_known_has_no_unknown_keys():
    value = dict.fromkeys(records.LINE_KEYS) | {"spans": [dict.fromkeys(records.SPAN_KEYS)]}
    assert reading.unknown_keys(value) == set()
