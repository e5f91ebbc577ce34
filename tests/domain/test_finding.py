"""What a search finds in a text, and where."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.finding import MOST, Query, fold, snippet, words

FOUND = [
    ("putin", "President PUTIN’s men"),
    ("general", "Some Generals spoke"),
    ("soldatov said", "he said that Andrei Soldatov knew"),
    ("zoe muller", "said Zoë Müller"),
    ("zoë", "said Zoe\u0308, twice"),
    ("naïve", "a NAIVE plan"),
    ("strasse", "die Straße"),
    ("محمد", "قال مُحَمَّد ذلك"),
    ("مُحَمَّد", "قال محمد ذلك"),
    ("أحمد", "قال احمد"),
    ("שלום", "אמר שָׁלוֹם לכולם"),
    ("市长", "北京市长说话"),
    ("长", "北京市长说话"),
    ("東京 オリンピック", "東京オリンピックが始まる"),
    ("มาก", "แพงมากขึ้น"),
    ("हिन्दी", "वह हिन्दी बोलता है"),
    ("한국", "한국어를 말한다"),
    ("📈", "Prices📈rose"),
    ("👩‍👧", "The 👩‍👧 spoke"),
    ("👍🏽", "Good 👍 work"),
    ("100%", "It was 100 sure"),
    ('"exact words"', "the exact words here"),
    ("NEAR(a b)", "near a bend"),
    ("x*", "xylophone"),
    ("co\u00adopera", "cooperate"),
    ("ｆｕｌｌ", "full width"),
]

NOT_FOUND = [
    ("eneral", "Some Generals"),
    ("port harbour", "The port"),
    ("长市", "北京市长说话"),
    ("📉", "Prices 📈 rose"),
    ("", "anything"),
    ('"*^-()', "anything"),
    ("\0", "anything"),
]


@pytest.mark.parametrize(("typed", "text"), FOUND)
def test_words_are_found_without_case_and_accents(typed, text):
    query = Query(typed)
    assert query.is_in(text)
    assert snippet(query, text) is not None
    indexed = fold(words(text)).replace("’", " ").split()
    for start in query.starts:
        assert any(word.startswith(start) for word in indexed), (start, indexed)


@pytest.mark.parametrize(("typed", "text"), NOT_FOUND)
def test_what_is_not_there_is_not_found(typed, text):
    assert not Query(typed).is_in(text)


def test_a_snippet_shows_what_there_is_of_the_words():
    assert marked("port harbour", "The port") == "The [port]"
    assert snippet(Query("harbour"), "The port") is None


def test_an_index_is_only_ever_asked_for_letters_digits_and_signs_of_their_own():
    for typed, _ in FOUND + NOT_FOUND:
        for start in Query(typed).starts:
            assert all(c.isascii() is False or c.isalnum() for c in start), start


def test_a_very_long_query_is_cut():
    assert len(Query(" ".join(f"w{n}" for n in range(999))).terms) == MOST


def marked(typed, text):
    found = snippet(Query(typed), text)
    assert found is not None
    assert Query(typed).is_in(text[found.start : found.end]) or len(Query(typed).terms) > 1
    return "".join(f"[{words_}]" if hit else words_ for words_, hit in found.parts)


def test_a_snippet_marks_the_words_where_they_stand():
    assert marked("prices rose", "“Prices rose,” 📈 she said") == "“[Prices rose],” 📈 she said"
    assert marked("muller", "🇳🇱 e\u0301 Zoë Mu\u0308ller") == "🇳🇱 e\u0301 Zoë [Mu\u0308ller]"
    assert marked("strasse", "die Straße!") == "die [Straße]!"
    assert marked("port ship", "a ship in the port") == "a [ship] in the [port]"
    assert marked("市长", "北京市长说话") == "北京[市长]说话"


def test_a_snippet_of_a_long_text_is_short_and_ends_at_blanks():
    text = "é wörd " * 5000 + "the 📈 needle" + " and hay" * 5000
    found = snippet(Query("needle"), text)
    assert found is not None
    assert text[found.start : found.end] == "needle"
    shown = "".join(words_ for words_, _ in found.parts)
    assert len(shown) < 320
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[1:-1] in text


@pytest.mark.parametrize("before", [99_990, 99_995, 99_999, 100_000, 250_000])
def test_a_snippet_is_found_wherever_it_stands_in_a_long_text(before):
    text = "🌊" * (before - 1) + " the port will close"
    found = snippet(Query("PORT will"), text)
    assert found is not None
    assert text[found.start : found.end] == "port will"


@given(st.text(), st.text(min_size=1, max_size=6))
def test_whatever_is_typed_the_place_found_holds_it(text, typed):
    query = Query(typed)
    found = snippet(query, f"{text} {typed} {text}")
    if not query.terms:
        assert found is None
        return
    whole = f"{text} {typed} {text}"
    assert found is not None
    assert 0 <= found.start < found.end <= len(whole)
    hits = [words_ for words_, hit in found.parts if hit]
    assert hits
    assert all(any(term[0] in fold(words_) for term in query.terms) for words_ in hits)


@given(st.text())
def test_folding_goes_by_single_characters_and_once(text):
    assert fold(text) == "".join(map(fold, text))
    assert fold(fold(text)).split() == fold(text).split()
    assert fold(unicodedata.normalize("NFC", "é" + text))[0] == "e"


@given(st.text(st.sampled_from("aé’🌊㈱株市ﬁ℃° \u0301"), max_size=60), st.text())
def test_an_index_takes_the_words_of_what_is_folded(few, many):
    for text in (few, many + "".join(map(chr, range(0xC0, 0x100)))):
        plain = words(fold(text)).lower().split()
        assert words(text).lower().split() == plain


def test_a_long_run_of_emoji_is_looked_through_once() -> None:
    """Were an emoji also what may stand between two words, this would take minutes."""
    query = Query("😂 😮")
    assert query.hits(fold("😮 " + "😂" * 200_000))[0] == (1, 2)
