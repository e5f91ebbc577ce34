"""What a model's check found, as a sentence for a person."""

import pytest
from pydantic import ValidationError

from annotator.domain import sentences
from annotator.domain.edits import Batch
from tests.store.project import uid


def said(change):
    """The sentence and the field for a batch of a good change and this one."""
    good = {"delete": "span", "id": "x"}
    with pytest.raises(ValidationError) as error:
        Batch.model_validate({"id": uid(1), "changes": [good, change]})
    return sentences.of(error.value.errors()[0])


PUT = {"put": "span", "id": "x", "label": "claim", "fragments": [[0, 5]]}


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        (
            {"put": "span", "id": "x", "fragments": [[0, 5]]},
            "“label” is missing",
            "changes.1.label",
        ),
        (PUT | {"label": 1}, "must be text", "changes.1.label"),
        (PUT | {"id": ""}, "must not be empty", "changes.1.id"),
        (PUT | {"id": "x" * 201}, "200", "changes.1.id"),
        (PUT | {"fragments": []}, "must not be empty", "changes.1.fragments"),
        (PUT | {"fragments": [[0, 1.5]]}, "whole number", "changes.1.fragments.0.1"),
        (PUT | {"fragments": [[-1, 5]]}, "0 or more", "changes.1.fragments.0.0"),
        (PUT | {"flags": ["maybe"]}, "“discuss”", "changes.1.flags.0"),
        (PUT | {"note": "\ud800"}, "surrogate", "changes.1.note"),
        ({"id": "x"}, "“put” or “delete”", "changes.1"),
    ],
)
def test_it_says_where_and_what_to_write_instead(change, words, field):
    sentence, where = said(change)
    assert words in sentence
    assert "change 2" in sentence or "entry 2 of “changes”" in sentence
    assert where == field


def test_a_pattern_can_be_put_into_words():
    with pytest.raises(ValidationError) as error:
        Batch.model_validate({"id": "1", "changes": []})
    found = error.value.errors()[0]
    words = {found["ctx"]["pattern"]: "must be a UUID"}
    assert sentences.of(found, words)[0] == "“id” must be a UUID"
