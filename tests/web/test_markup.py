"""The article as HTML, against a model that goes through it character by character."""

from collections import Counter
from math import inf

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from hypothesis import example, given, settings
from hypothesis import strategies as st

from annotator.web import markup
from annotator.web.markup import Painted

Marks = list[tuple[int, int, frozenset[str]]]

PIECES = [
    "The tax will rise, said an official. ",
    "📰👩‍👩‍👧‍👦🇳🇱",
    "e\u0301",
    "שלום עולם",
    "\u202eمرحبا\u202c",
    "\r\n",
    "\r",
    "\n",
    "\n\n \n",
    "\u2028",
    "\x85",
    "\x0b\x0c\x1c",
    "\u00a0",
    "\ufeff",
    "\t",
    "<b>&amp;&#x41;</b>",
    "<!-- -- >]]>",
    "“quoted”",
    "word " * 900,
    "unbroken" * 600,
    "𝔘𝔫𝔦",
    "\ue000\ufffe\U0010ffff",
]
texts = (
    st.lists(
        st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    )
    .map("".join)
    .map(lambda text: text.replace("\0", ""))
    .filter(lambda text: bool(text.strip()))
)


@st.composite
def painted(draw: st.DrawFn) -> tuple[str, list[Painted]]:
    """A text, and fragments of spans that overlap as they like."""
    text = draw(texts)
    fragments = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(
            st.integers(start + 1, min(len(text), start + draw(st.sampled_from([3, 60, 9999]))))
        )
        fragments.append(Painted(start, end, draw(st.integers(1, 9))))
    return text, fragments


def blocks_of(html: str) -> list[Tag]:
    # Else the parser makes one blank of a stretch that is nothing but white space.
    kept = {"h1", "p", "mark"}
    soup = BeautifulSoup(html, "html.parser", preserve_whitespace_tags=kept)
    return soup.select("[data-o]")


def marks_of(block: Tag) -> Marks:
    """The marks of a block as (start, end, classes), from where its text stands."""
    at, found = int(str(block["data-o"])), []
    for part in block.children:
        length = len(part.get_text()) if isinstance(part, Tag) else len(str(part))
        if isinstance(part, Tag):
            assert part.name == "mark"
            assert list(part.attrs) == ["class"]
            found.append((at, at + length, frozenset(part["class"])))
        else:
            assert isinstance(part, NavigableString)
        at += length
    return found


def naive(start: int, end: int, fragments: list[Painted]) -> Marks:
    """What the marks of ``start:end`` should be: each character for itself, then put together."""
    found: Marks = []
    for at in range(start, end):
        here = Counter(f.label for f in fragments if f.start <= at < f.end)
        if not here:
            continue
        lanes = {lane + str(label) for lane, label in zip("abcdef", sorted(here), strict=False)}
        if depth := min(max(here.values()) - 1, 3):
            lanes.add(f"z{depth}")
        cut = any(at in (f.start, f.end) for f in fragments)
        if found and found[-1][1] == at and not cut:
            found[-1] = (found[-1][0], at + 1, frozenset(lanes))
        else:
            found.append((at, at + 1, frozenset(lanes)))
    return found


@settings(max_examples=40, deadline=None)
@example(("one\r\ntwo", [Painted(0, 8, 1), Painted(0, 8, 1), Painted(2, 6, 4)]))
@example(("a", [Painted(0, 1, label) for label in (9, 1, 5, 3, 2, 8, 7, 4)]))
@example(("ab", [Painted(0, 2, 1)] * 6))
@given(painted())
def test_marks_are_what_each_character_says(drawn: tuple[str, list[Painted]]) -> None:
    text, fragments = drawn
    html, *_ = markup.article(text, "no such title", fragments)
    at = 0
    for block in blocks_of(html):
        start, end = int(str(block["data-o"])), int(str(block["data-e"]))
        shown = block.get_text()
        assert shown == text[start:end]
        assert text[at:start].strip() == "", "only blank lines and line ends lie between blocks"
        assert not {"\r", "\n"} & set(shown)
        at = start + len(shown)
        if len(shown) < 5000:
            assert marks_of(block) == naive(start, at, fragments)
    assert text[at:].strip() == ""


@pytest.mark.parametrize("most", [0, 1, 60, 61])
def test_sections_are_left_bare_when_so_many_marks_are_drawn(most: int) -> None:
    line = "🌊 The port will close."
    text = "\n".join([line] * 100)
    fragments = [Painted(at, at + 1, 1) for at in range(0, len(text), len(line) + 1)]
    drawn, all_ = (markup.article(text, "", fragments, most=n) for n in (most, inf))
    sections = str(drawn.html).split("\n")
    bare = [" bare" in section.split(">")[0] for section in sections]
    assert bare == [25 * at >= most for at in range(4)]
    assert all_.whole
    assert not drawn.whole
    for left, mine, whole in zip(bare, sections, str(all_.html).split("\n"), strict=True):
        if left:
            assert "<mark" not in mine
            without = whole.replace('<mark class="a1">', "").replace("</mark>", "")
            assert mine == without.replace('">', ' bare">', 1)
        else:
            assert mine == whole


@settings(max_examples=25, deadline=None)
@given(texts)
def test_nothing_but_blocks_and_sections(text: str) -> None:
    soup = BeautifulSoup(markup.article(text, "", [])[0], "html.parser")
    for tag in soup.find_all(True):
        assert tag.name in {"div", "p"}
    blocks = soup.select("[data-o]")
    for section in soup.find_all("div"):
        assert 1 <= len(section.find_all("p", recursive=False)) <= 25
        sec, step = str(section.get_attribute_list("class")[0]), section["class"][-1]
        assert sec == "sec"
        assert 1 <= int(str(step)[1:]) <= markup.STEPS
    assert len(blocks) == sum(len(div.find_all("p")) for div in soup.find_all("div"))
    assert all(len(block.get_text()) <= 4000 for block in blocks)


@settings(max_examples=25, deadline=None)
@given(texts)
def test_paragraphs_are_numbered_as_a_reader_counts(text: str) -> None:
    html, *_ = markup.article(text, "no such title", [])
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    full = [line for line in lines if line and not line.isspace()]
    blocks = blocks_of(html)
    numbers = [str(block["data-n"]) for block in blocks if block["data-n"]]
    assert numbers == [str(number) for number in range(1, len(full) + 1)]
    whole: list[str] = []
    for block in blocks:
        if block["data-n"]:
            assert "class" not in block.attrs
            whole.append(block.get_text())
        else:
            assert block["class"] == ["more"]
            whole[-1] += block.get_text()
    assert whole == full


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        ("A headline\nThe story.", "A headline", True),
        ("  A headline  \r\nThe story.", "A headline", True),
        ("\n\nA headline\nThe story.", "A headline", True),
        ("A headline\nThe story.", "Another", False),
        ("A headline", "A headline", True),
        ("word " * 1000 + "\nThe story.", ("word " * 1000).strip(), False),
    ],
)
def test_the_first_line_is_the_headline_when_it_is_the_title(
    text: str, title: str, headline: bool
) -> None:
    html, found, _ = markup.article(text, title, [])
    assert found is headline
    first, *others = blocks_of(html)
    assert first.name == ("h1" if headline else "p")
    assert first["data-n"] == ("" if headline else "1")
    assert all(block.name == "p" for block in others)
    if others and headline:
        assert others[0]["data-n"] == "1"


def test_a_character_is_never_torn() -> None:
    """A block of a paragraph without any blank ends between characters as people see them."""
    family = "👩‍👩‍👧‍👦"
    html, *_ = markup.article(family * 2000, "", [])
    for block in blocks_of(html):
        assert block.get_text().startswith("👩‍👩‍👧‍👦"), ascii(block.get_text()[:4])
