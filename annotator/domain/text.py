"""An article's text: what may be stored, and how it divides.

Every offset is counted in Unicode code points of the text exactly as stored, and every
range is half-open: ``text[start:end]``.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.domain.errors import Refused

MAX_BYTES = 2_000_000
"""The largest article, in bytes of UTF-8."""

BLOCK = 4_000
"""A paragraph longer than this many code points is drawn in several blocks."""

_LINE = re.compile(r"[^\r\n]+")
_SENTENCE_END = re.compile(
    r"(?<!\b\w)(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\bProf)"
    r"[.!?\u2026\u061f\u06d4\u3002][\"'\u2019\u201d\u00bb)\]]*\s+"
)
"""Not after a title or an initial: “Mr. Smith”."""
_REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff]")
_LONGEST_TITLE = 300
_SHORTENED = 120
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Stretch(NamedTuple):
    """A half-open range of the text, in code points."""

    start: int
    end: int


class Block(NamedTuple):
    """What the page draws as one element; ``paragraph`` counts from 1, blank lines left out."""

    start: int
    end: int
    paragraph: int
    continued: bool


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, without one leading byte-order mark, checked."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(
            f"this is not UTF-8: byte 0x{data[error.start]:02x} at position {error.start:,}; "
            "save the file as UTF-8 and try again",
            "text",
        ) from None
    return check_text(text.removeprefix("\ufeff"))


def check_text(text: str) -> str:
    """``text`` itself, if an article may have it. Raises Refused."""
    if not text or text.isspace():
        raise Refused("the text is empty; an article needs some words", "text")
    check_string(text, "text", "the text")
    if len(text) * 4 > MAX_BYTES and len(text.encode()) > MAX_BYTES:
        raise Refused(
            f"the text has {len(text.encode()):,} bytes; an article may have {MAX_BYTES:,}; "
            "split it into several articles",
            "text",
        )
    return text


def check_string(value: str, field: str, what: str) -> str:
    """``value`` itself, if it can be stored as UTF-8 and holds no NUL. Raises Refused."""
    if (at := value.find("\0")) >= 0:
        raise Refused(f"{what} has a NUL character at {at:,}; take it out", field)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refused(
            f"{what} has half of a surrogate pair at {error.start:,}, "
            "which is no character; export it again as UTF-8",
            field,
        ) from None
    return value


def check_strings(values: Sequence[str], field: str, what: str) -> None:
    """Checks many strings in one go. Raises Refused, naming the place in the odd one."""
    try:
        check_string("".join(values), field, what)
    except Refused:
        for value in values:
            check_string(value, field, what)


def check_article_id(value: str) -> str:
    """``value`` itself, if it can name an article. Raises Refused."""
    check_string(value, "id", "the article's id")
    if not 1 <= len(value) <= 200:
        raise Refused("an article's id has 1 to 200 characters", "id")
    if "/" in value or value in {".", ".."} or _CONTROL.search(value):
        raise Refused(
            "an article's id has no “/” and no control characters, and is not “.” or “..”", "id"
        )
    return value


def check_annotator_name(value: str) -> str:
    """``value`` itself, if an annotator can be called so. Raises Refused."""
    check_string(value, "layer", "the annotator's name")
    if not 1 <= len(value) <= 64 or "/" in value or _CONTROL.search(value):
        raise Refused(
            "an annotator's name has 1 to 64 characters, no “/” and no control characters", "layer"
        )
    if value in {"me", "all"}:
        raise Refused(f"“{value}” is a reserved word; choose another name", "layer")
    return value


def is_legible(name: str) -> bool:
    """Whether nothing in a name is there and not seen, or turns what is seen about.

    The joiners of Persian, of Indian scripts and of emoji may stand between what they join.
    """
    joined = name.replace("\u200c", "").replace("\u200d", "")
    ends = {name[:1], name[-1:]} & {"\u200c", "\u200d"}
    return bool(joined) and not ends and not any(unicodedata.category(c) == "Cf" for c in joined)


def sha256_of(text: str) -> str:
    """The SHA-256 of the text's UTF-8, in hex: the article's ``text_sha256``."""
    return hashlib.sha256(text.encode()).hexdigest()


def title_of(text: str) -> str:
    """The first non-blank line; of one that is no headline, for it has over 300 characters, the
    first words and an ellipsis."""
    line = next(line.group() for line in _LINE.finditer(text) if not line.group().isspace())
    first = str(line).strip()
    if len(first) <= _LONGEST_TITLE:
        return first
    blank = first.rfind(" ", 0, _SHORTENED + 1)
    cut = blank if blank > _SHORTENED // 2 else _between_characters(first, _SHORTENED, 0)
    return (first[:cut].rstrip(" ,;:–—-") or first[:cut]) + "…"


def count_words(text: str) -> int:
    """How many words stand between blanks, for telling a person how long the text is."""
    return len(text.split())


def paragraphs(text: str) -> Iterator[Stretch]:
    r"""The lines that are not blank. Lines end at ``\r\n``, ``\r`` or ``\n`` only."""
    for line in _LINE.finditer(text):
        if not line.group().isspace():
            yield Stretch(line.start(), line.end())


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs, those over ``BLOCK`` code points split at sentence ends, or at blanks."""
    for number, paragraph in enumerate(paragraphs(text), 1):
        start, end = paragraph
        while end - start > BLOCK:
            cut = _cut(text, start)
            yield Block(start, cut, number, start > paragraph.start)
            start = cut
        yield Block(start, end, number, start > paragraph.start)


def _cut(text: str, start: int) -> int:
    """Where to end a block that begins at ``start``: after a sentence, a blank, or as it comes."""
    limit = start + BLOCK
    cut = 0
    for sentence in _SENTENCE_END.finditer(text, start + BLOCK // 4, limit):
        cut = sentence.end()
    cut = cut or text.rfind(" ", start + BLOCK // 4, limit) + 1 or limit
    return _between_characters(text, cut, start)


def _between_characters(text: str, at: int, start: int) -> int:
    """``at``, or up to 64 before it, so that no character made of several code points is torn."""
    lowest = at - 64
    for cut in range(at, lowest, -1):
        if not _clings(text[cut]) and not _holds(text, cut, start):
            return cut
    return at


def _clings(character: str) -> bool:
    """Whether this code point belongs to the one before it: marks, joiners, tints, tags, jamo."""
    return (
        unicodedata.category(character)[0] == "M"
        or character in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7fb"
    )


def _holds(text: str, at: int, start: int) -> bool:
    """Whether what stands before ``at`` takes what follows: joiner, virama, jamo, half a flag."""
    before = text[at - 1]
    if _REGIONAL.fullmatch(text[at]):
        run = at
        while run > start and _REGIONAL.fullmatch(text[run - 1]):
            run -= 1
        return (at - run) % 2 == 1
    return (
        before == "\u200d"
        or unicodedata.combining(before) == 9
        or "\u1100" <= before <= "\u115f"
        or "\ua960" <= before <= "\ua97c"
    )
