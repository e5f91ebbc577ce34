"""Each error is one sentence, and some say a little more."""

import pytest

from annotator.domain import errors


@pytest.mark.parametrize(
    "kind",
    [
        errors.Refused,
        errors.Forbidden,
        errors.NotFound,
        errors.Conflict,
        errors.Unavailable,
        errors.ProjectError,
    ],
)
def test_an_error_is_the_sentence_that_a_person_reads(kind):
    assert str(kind("the text is empty")) == "the text is empty"
    assert issubclass(kind, errors.AnnotatorError)


def test_a_refusal_names_the_field_if_it_can():
    assert errors.Refused("no").field == ""
    assert errors.Refused("no", "text").field == "text"


def test_a_conflict_shows_what_stands():
    assert errors.Conflict("no").current is None
    assert errors.Conflict("no", {"version": 2}).current == {"version": 2}


def test_who_is_too_soon_is_told_how_long_to_wait():
    error = errors.TooSoon("try again in 4 seconds", 4)
    assert (str(error), error.wait) == ("try again in 4 seconds", 4)
