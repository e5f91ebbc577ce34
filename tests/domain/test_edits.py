"""What a person asks to be changed: one edit, or a batch."""

import uuid

import pytest
from pydantic import ValidationError

from annotator.domain import edits

PUT = {"put": "span", "id": "s1", "label": "claim", "fragments": [[0, 5]]}


def batch(*changes, id_="0197f0a2-0000-7000-8000-000000000001"):
    return edits.Batch.model_validate({"id": id_, "changes": list(changes)})


def test_a_batch_holds_puts_and_deletes_of_spans_relations_and_sources():
    found = batch(
        PUT,
        {"put": "relation", "id": "r1", "type": "attributed_to", "from": "s1", "to": "s2"},
        {"put": "source", "id": "q1", "name": "Ana"},
        {"delete": "span", "id": "s1"},
    ).changes
    assert [type(change) for change in found] == [
        *(edits.PutSpan, edits.PutRelation, edits.PutSource, edits.Delete),
    ]
    assert isinstance(found[1], edits.PutRelation)
    assert found[1].from_ == "s1"


def test_what_is_not_said_is_none_so_that_it_stays():
    edit = edits.SpanEdit.model_validate({"label": "claim", "fragments": [[0, 5]]})
    assert (edit.note, edit.flags, edit.text) == (None, None, None)
    assert edits.SourceEdit().model_dump(exclude_none=True) == {}


@pytest.mark.parametrize("make", [uuid.uuid1, uuid.uuid4])
def test_a_batch_id_is_a_uuid_of_any_version(make):
    id_ = str(make())
    assert batch(id_=id_).id == id_
    assert batch(id_=id_.upper()).id == id_.upper()


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "1",
        "0197f0a2000070008000000000000001",
        "g197f0a2-0000-7000-8000-000000000001",
        "0197f0a2-0000-7000-8000-000000000001\n",
    ],
)
def test_another_batch_id_is_refused(id_):
    with pytest.raises(ValidationError):
        batch(id_=id_)


@pytest.mark.parametrize(
    "change",
    [
        "put",
        {},
        {"put": "article", "id": "a"},
        {"delete": "article", "id": "a"},
        PUT | {"id": ""},
        PUT | {"id": "x" * 201},
        PUT | {"fragments": []},
        PUT | {"fragments": [[0]]},
        PUT | {"fragments": [[0, 1.5]]},
        PUT | {"fragments": [[False, True]]},
        PUT | {"fragments": [[-1, 3]]},
        PUT | {"fragments": [[0, 2**40]]},
        PUT | {"fragments": [[n, n + 1] for n in range(0, 2002, 2)]},
        PUT | {"flags": ["maybe"]},
        PUT | {"note": "x" * 10_001},
        {"put": "relation", "id": "r", "type": "t", "from": "a"},
        {"put": "source", "id": "q", "kind": "secret"},
    ],
)
def test_a_change_that_makes_no_sense_is_refused(change):
    with pytest.raises(ValidationError):
        batch(change)
