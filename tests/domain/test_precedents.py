"""What may be pinned as a precedent."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from annotator.domain.errors import Refused
from annotator.domain.precedents import LONGEST, Pin, Pinned, words_of
from tests.domain import strategies

TEXT = "“Prices 📈 rose,” an official said."
GOOD: dict[str, Any] = {"label": "claim", "fragments": [[1, 9]], "reason": "It says so 🙂."}


def pin(**fields: Any) -> Pin:
    return Pin.model_validate(GOOD | fields)


def test_the_words_are_those_of_the_text() -> None:
    assert words_of(pin(), TEXT) == "Prices 📈"
    assert words_of(pin(fragments=[[1, 9], [17, 28]]), TEXT) == "Prices 📈 an official"


def test_unless_it_says_otherwise_it_is_an_example() -> None:
    assert pin().holds
    assert not pin(holds=False).holds


def test_blanks_around_the_reason_are_taken_away() -> None:
    assert pin(reason=" \n Said by nobody 🙂 \t").reason == "Said by nobody 🙂"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": " \n"},
        {"reason": "x" * 501},
        {"reason": "one\ntwo 🙂"},
        {"reason": "a\0b"},
        {"reason": "a\x9fb"},
        {"reason": "\ud800"},
        {"reason": None},
        {"fragments": []},
        {"fragments": [[-1, 3]]},
        {"fragments": [[0, 1.5]]},
        {"fragments": [["0", "1"]]},
        {"fragments": [[0, 1, 2]]},
        {"label": "x" * 41},
        {"label": 1},
        {"holds": "perhaps"},
        {"holds": 1},
    ],
)
def test_what_nobody_could_go_by_is_not_taken(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        pin(**wrong)


def test_the_longest_reason_is_taken() -> None:
    assert len(pin(reason="🙂" * 500).reason) == 500


@pytest.mark.parametrize("id_", ["", "1", "x" * 36, "00000000-0000-4000-8000-000000000001\n"])
def test_its_id_is_a_uuid(id_: str) -> None:
    with pytest.raises(ValidationError):
        Pinned.model_validate(GOOD | {"id": id_})


@pytest.mark.parametrize(
    ("fragments", "field"),
    [
        ([[0, len(TEXT) + 1]], "end"),
        ([[5, 5]], "fragments"),
        ([[8, 4]], "fragments"),
        ([[0, 4], [4, 8]], "fragments"),
        ([[9, 12], [0, 4]], "fragments"),
    ],
)
def test_a_stretch_that_the_text_lacks_is_refused(fragments: list[Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        words_of(pin(fragments=fragments), TEXT)
    assert refused.value.field == field


def test_words_that_nobody_reads_at_a_glance_are_refused() -> None:
    text = "🙂" * (LONGEST + 1)
    assert words_of(pin(fragments=[[0, LONGEST]]), text) == text[:-1]
    with pytest.raises(Refused, match="pin a shorter stretch"):
        words_of(pin(fragments=[[0, LONGEST + 1]]), text)


@given(st.data())
def test_the_words_are_slices(data: st.DataObject) -> None:
    text = data.draw(strategies.texts) + "🙂"
    fragments = data.draw(strategies.fragments(len(text)))
    if sum(end - start + 1 for start, end in fragments) <= LONGEST:
        said = words_of(pin(fragments=fragments), text)
        assert said == " ".join(text[start:end] for start, end in fragments)
