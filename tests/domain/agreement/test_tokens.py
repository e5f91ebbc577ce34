"""Words: what a token is, and which of them a span covers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.agreement.tokens import TOKENISER, Tokens
from tests.domain.strategies import texts


def words(text: str) -> list[str]:
    tokens = Tokens.of(text)
    return [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


def test_the_rule_has_a_name() -> None:
    """Another rule would give other alphas, and must have another name."""
    assert TOKENISER == "words-1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tax will rise.", ["The", "tax", "will", "rise", "."]),
        ("it’s Ana's", ["it’s", "Ana's"]),
        ("U.S. cut 3.5%", ["U.S", ".", "cut", "3.5", "%"]),
        ("ex-general – well", ["ex-general", "–", "well"]),
        ("“Yes,” she", ["“", "Yes", ",", "”", "she"]),
        ("📰📰 say", ["📰", "📰", "say"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("snake_case", ["snake_case"]),
        (" \n\t", []),
    ],
)
def test_words_and_signs(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("fragments", "expected"),
    [
        ([(0, 1)], "📰"),
        ([(2, 5)], "The"),
        ([(4, 7)], "The tax"),
        ([(1, 2)], ""),
        ([(5, 6)], ""),
        ([(3, 4), (10, 11)], "The rises"),
        ([(0, 16)], "📰 The tax rises ."),
    ],
)
def test_a_span_covers_the_words_of_which_it_has_a_character(
    fragments: list[tuple[int, int]], expected: str
) -> None:
    text = "📰 The tax rises."
    covered = Tokens.of(text).covered(fragments)
    found = [word for place, word in enumerate(words(text)) if covered >> place & 1]
    assert " ".join(found) == expected


@given(texts)
def test_every_character_but_a_blank_is_in_one_token(text: str) -> None:
    tokens = Tokens.of(text)
    inside = [at for start, end in zip(*tokens, strict=True) for at in range(start, end)]
    assert inside == [at for at, character in enumerate(text) if not character.isspace()]


@given(texts, st.data())
def test_covering_is_sharing_a_character(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    tokens = Tokens.of(text)
    expected = [begin < end and stop > start for begin, stop in zip(*tokens, strict=True)]
    covered = tokens.covered([(start, end)])
    assert [bool(covered >> place & 1) for place in range(len(expected))] == expected
    assert covered & ~tokens.all == 0
