"""Telling headline, body and boilerplate apart, paragraph by paragraph, by simple rules.

The rules read the text alone, which never changes, so that what they say needs no keeping.
They would rather leave a line in the body than take one out: a credit such as “Source: With
Agencies” may hold a source.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Literal, NamedTuple

from annotator.domain.text import paragraphs

Kind = Literal["headline", "body", "boilerplate"]
ByHand = Literal["body", "boilerplate"]

LONGEST_LINE = 120
"""Code points of the longest line that can be boilerplate; what is longer was written."""

LONGEST_HEADLINE = 200

_AFTER = 5
"""A headline is shorter than one of so many paragraphs that follow it."""

_BEFORE = re.compile(r"[^\w©(@]*")
_AFTER_IT = " \t\u00a0.:…|»›>→▼↓-!"
_STOP = re.compile(r"[.。…][\"'”’»)\]]*\s*$")
_BYLINE = re.compile(r"by\s", re.IGNORECASE)
_NETWORK = r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|instagram|youtube|e-?mail)"
_LINES = (
    r"share(?: (?:this|the|on|via|with)\b.*)?",
    rf"(?:tweet|print|save|copy link|{_NETWORK})(?: this(?: article| page| story)?)?",
    (
        r"(?:(?:all|view|show|read|see|write|leave|post|add|no|\d+)(?: all| a| your| the|\s\d+)? )?"
        r"comments?(?: ?\(?\d+\)?| are closed| section)?"
    ),
    r"(?:read|see|learn|show|load|more) (?:more|also|next|on this story)(?:\s*[:|»›>→-].*)?",
    (
        r"(?:related|recommended|most read|most popular|trending|more stories|more news)"
        r"(?: (?:articles?|stor(?:y|ies)|topics?|content|news|reading|for you|now|posts?))?"
    ),
    r"(?:you may also like|what to read next|editors?['’]s? picks?|top stories)",
    r"(?:advertisement|advertising|sponsored(?: content)?|promoted|paid content)",
    r"(?:continue reading|(?:story|article) continues)(?: below)?(?: advertisement)?",
    r"subscribe(?: (?:now|today|here|to (?:our|the|this|read|continue|get)\b.*|for\b.*))?",
    (
        r"(?:sign up|sign in|log ?in|register)"
        r"(?: (?:now|today|here|for (?:our|the|free|a)\b.*|to (?:our|read|continue|comment)\b.*))?"
    ),
    r"(?:get|join) (?:our|the) (?:free )?(?:daily |weekly )?(?:newsletter|mailing list)\b.*",
    r"(?:follow|like|find) us\b.*|follow @\w+.*",
    r"(?:©|\(c\)|copyright\b).*|all rights reserved",
    r"(?:tags?|filed under|topics|categories|keywords)\s*:.*",
    r"(?:click|tap) here\b.*|skip to (?:main )?content|back to (?:top|home)|menu|home",
    r"(?:privacy|cookie) (?:policy|settings|notice)|terms (?:of (?:use|service)|and conditions)",
    r"\d+[- ]min(?:ute)?s?(?: read)?|reading time.*",
)
_BOILERPLATE = re.compile("|".join(f"(?:{line})" for line in _LINES), re.IGNORECASE)


class Passage(NamedTuple):
    """A paragraph, half-open in code points, and what it is."""

    start: int
    end: int
    kind: Kind


def by_rule(text: str, title: str = "") -> Iterator[Passage]:
    """Each paragraph that is not blank, with what the rules take it for."""
    headline = _headline(text, title)
    for start, end in paragraphs(text):
        kind: Kind = "body"
        if start == headline:
            kind = "headline"
        elif end - start <= LONGEST_LINE and is_boilerplate(text[start:end]):
            kind = "boilerplate"
        yield Passage(start, end, kind)


def settled(text: str, title: str, by_hand: Mapping[int, ByHand]) -> Iterator[Passage]:
    """As ``by_rule``, but what somebody said by hand, by a paragraph's start, goes before.

    Body by hand means “no boilerplate”: a headline that was greyed out is one again.
    """
    for passage in by_rule(text, title):
        hand = by_hand.get(passage.start)
        if hand == "boilerplate" or (hand == "body" and passage.kind == "boilerplate"):
            yield passage._replace(kind=hand)
        else:
            yield passage


def is_boilerplate(line: str) -> bool:
    """Whether a line belongs to the website around the article, not to the article."""
    words = line.rstrip(_AFTER_IT)
    before = _BEFORE.match(words)
    return bool(_BOILERPLATE.fullmatch(words, before.end() if before else 0))


def _headline(text: str, title: str) -> int | None:
    """Where the headline begins: a first paragraph that is the title, or looks like one."""
    first, *others = islice(paragraphs(text), 1 + _AFTER)
    line = text[first.start : first.end].strip()
    if line == title.strip():
        return first.start
    short = len(line) <= LONGEST_HEADLINE and any(o.end - o.start > len(line) for o in others)
    if not short or _STOP.search(line) or _BYLINE.match(line) or is_boilerplate(line):
        return None
    return first.start
