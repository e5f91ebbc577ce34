"""What an article's text may be, and how it divides without ever changing."""

import hashlib
import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.domain import text as texts
from annotator.domain.errors import Refused
from tests.domain import strategies
from tests.domain.strategies import CLUSTERS


@given(strategies.texts)
def test_decoding_gives_back_exactly_what_was_encoded(text):
    assert texts.decode(b"\xef\xbb\xbf" + text.encode()) == text


def test_one_byte_order_mark_is_not_part_of_the_text_and_a_second_is():
    assert texts.decode(b"\xef\xbb\xbfHello") == "Hello"
    assert texts.decode(b"\xef\xbb\xbf\xef\xbb\xbfHello") == "\ufeffHello"
    assert texts.decode("Hel\ufefflo".encode()) == "Hel\ufefflo"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x85", "\u2028"])
def test_line_ends_are_kept_as_they_are(end):
    assert texts.decode(f"One{end}{end}two{end}".encode()) == f"One{end}{end}two{end}"


def test_nothing_is_normalised_or_stripped():
    text = "  e\u0301 \ufb01 \u212b\u00a0 "
    assert texts.decode(text.encode()) == text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"caf\xe9", "UTF-8"),
        (b"\xff\xfeH\x00i\x00", "UTF-8"),
        (b"\xed\xa0\x80", "UTF-8"),
        (b"\xc0\xaf", "UTF-8"),
        (b"a\0b", "NUL"),
        (b"", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b" \r\n\t", "empty"),
    ],
)
def test_bad_bytes_are_refused_with_the_reason(data, said):
    with pytest.raises(Refused, match=said) as refused:
        texts.decode(data)
    assert refused.value.field == "text"


def test_the_refusal_says_which_byte_is_not_utf8():
    with pytest.raises(Refused, match="0xe9 at position 3"):
        texts.decode(b"caf\xe9")


@pytest.mark.parametrize("half", [0xD83D, 0xDC00])
def test_half_a_surrogate_pair_is_refused(half):
    with pytest.raises(Refused, match="surrogate pair at 2"):
        texts.check_text(f"ab{chr(half)}")


def test_an_article_may_have_two_million_bytes_and_not_one_more():
    texts.check_text("é" * 1_000_000)
    with pytest.raises(Refused, match="2,000,001 bytes"):
        texts.check_text("é" * 1_000_000 + "a")


@pytest.mark.parametrize("id_", ["a", "a" * 200, "naïve 👍🏽", "...", "a.b", " ", "a\\b", "-"])
def test_an_article_may_have_this_id(id_):
    assert texts.check_article_id(id_) == id_


@pytest.mark.parametrize(
    "id_", ["", "a" * 201, "a/b", ".", "..", "a\nb", "\x7f", "\x85", "\0", "\ud800"]
)
def test_an_article_may_not_have_this_id(id_):
    with pytest.raises(Refused) as refused:
        texts.check_article_id(id_)
    assert refused.value.field == "id"


@pytest.mark.parametrize("name", ["alice", "a" * 64, "gold", "Ana Ruiz", "علي", "ME"])
def test_a_layer_may_belong_to_this_name(name):
    assert texts.check_annotator_name(name) == name


@pytest.mark.parametrize("name", ["", "a" * 65, "a/b", "me", "all", "a\tb", "\0", "\udfff"])
def test_a_layer_may_not_belong_to_this_name(name):
    with pytest.raises(Refused):
        texts.check_annotator_name(name)


@given(strategies.texts)
def test_the_hash_is_that_of_the_utf8_bytes(text):
    assert texts.sha256_of(text) == hashlib.sha256(text.encode()).hexdigest()


def test_the_title_is_the_first_line_that_is_not_blank():
    assert texts.title_of("\r\n \t\rA title \nBody") == "A title"


def test_of_a_first_line_that_is_no_headline_the_title_is_the_first_words():
    line = "The bridge 🌉 was shut, for the river had risen, " * 7
    assert len(line.strip()) > 300
    assert texts.title_of(line) == (
        "The bridge 🌉 was shut, for the river had risen, "
        "The bridge 🌉 was shut, for the river had risen, The bridge 🌉 was shut…"
    )
    assert texts.title_of("MOSCOW " + "中" * 400) == "MOSCOW " + "中" * 113 + "…"
    assert texts.title_of("x" * 119 + "👩‍👩‍👧" + " y" * 100) == "x" * 119 + "…"
    assert texts.title_of("x" * 113 + " 🌉lasts " + "y " * 100) == "x" * 113 + " 🌉lasts…"
    assert texts.title_of("-" * 400) == "-" * 120 + "…"
    assert texts.title_of("🌉" * 301) == "🌉" * 120 + "…"
    assert texts.title_of("🌉" * 300) == "🌉" * 300


@given(strategies.texts)
@example("a" * 299 + " " + "b" * 9)
def test_a_title_is_never_blank_and_has_no_blanks_around_it(text):
    title = texts.title_of(text)
    assert title
    assert title == title.strip()
    assert len(title) <= 300


@given(strategies.strings)
def test_paragraphs_are_the_lines_that_are_not_blank(text):
    lines = [text[start:end] for start, end in texts.paragraphs(text)]
    assert lines == [line for line in re.split(r"\r\n|\r|\n", text) if line.strip()]


def test_paragraphs_end_at_real_line_ends_only():
    text = "one\x0btwo\x0cthree\x1cfour\x85five\u2028six\u2029seven"
    assert list(texts.paragraphs(text)) == [(0, len(text))]


def test_offsets_of_paragraphs_count_both_characters_of_a_windows_line_end():
    assert list(texts.paragraphs("one\r\n\r\ntwo\rthree\n")) == [(0, 3), (7, 10), (11, 16)]


long_texts = st.lists(
    st.tuples(st.sampled_from(strategies.PIECES), st.integers(1, 700)).map(
        lambda piece: piece[0] * piece[1]
    ),
    min_size=1,
    max_size=6,
).map("".join)


@given(long_texts)
def test_blocks_tile_the_paragraphs_and_never_change_the_text(text):
    found = list(texts.blocks(text))
    for number, (start, end) in enumerate(texts.paragraphs(text), 1):
        own = [block for block in found if block.paragraph == number]
        assert "".join(text[block.start : block.end] for block in own) == text[start:end]
        assert [block.continued for block in own] == [False] + [True] * (len(own) - 1)
    assert all(0 < block.end - block.start <= texts.BLOCK for block in found)


@pytest.mark.parametrize("cluster", CLUSTERS)
def test_a_paragraph_of_nothing_but_joined_characters_is_not_torn(cluster):
    text = cluster * (9000 // len(cluster))
    found = list(texts.blocks(text))
    assert len(found) > 2
    assert all(block.start % len(cluster) == 0 for block in found)


@pytest.mark.parametrize("cluster", CLUSTERS)
@pytest.mark.parametrize("shift", range(6))
def test_a_joined_character_at_the_end_of_a_block_goes_to_one_side_whole(cluster, shift):
    before = texts.BLOCK - shift
    text = "x" * before + cluster + "y" * 500
    inside = range(before + 1, before + len(cluster))
    assert not [block.start for block in texts.blocks(text) if block.start in inside]


def test_a_mark_on_the_blank_after_a_sentence_stays_with_the_blank():
    text = "Yes. \u0301" * 2000
    assert all(text[block.start] != "\u0301" for block in texts.blocks(text))


def test_a_long_paragraph_is_split_after_a_sentence_if_it_has_one():
    text = "He said so.” She did not. " * 400
    cuts = [block.start for block in texts.blocks(text)][1:]
    assert len(cuts) == 2
    assert all(re.search(r"[.”] $", text[:cut]) for cut in cuts)


def test_a_long_paragraph_without_sentences_is_split_at_a_blank():
    text = "word " * 2000
    assert all(text[block.start] == "w" for block in texts.blocks(text))


def test_a_huge_paragraph_without_any_break_is_divided_evenly():
    text = "字" * 400_000
    assert {end - start for start, end, *_ in texts.blocks(text)} == {texts.BLOCK}


def test_a_long_paragraph_is_not_divided_after_a_title_or_an_initial():
    text = "It was shut 🌊. Mr. Smith and J. Doe said so to Prof. Lee. " * 300
    cuts = {text[: block.start][-5:] for block in list(texts.blocks(text))[1:]}
    assert cuts <= {"t 🌊. ", "Lee. "}


@pytest.mark.parametrize("piece", ["\u0301", "\U0001f1e6", "\u200d", "a", ". ", " "])
def test_the_worst_text_that_may_be_stored_divides_in_a_moment(piece):
    text = "a" + piece * (1_999_990 // len(piece.encode()))
    started = time.process_time()
    found = list(texts.blocks(text))
    assert time.process_time() - started < 2
    assert sum(block.end - block.start for block in found) == len(text)
