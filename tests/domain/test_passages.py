"""Headline, boilerplate and body are told apart by simple rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import passages
from annotator.domain.text import paragraphs

BODY = "Two officials said on Monday that the harbour 🌊 will close before the summer is over."


def kinds(text: str, title: str = "") -> list[str]:
    return [passage.kind for passage in passages.by_rule(text, title)]


@pytest.mark.parametrize(
    "line",
    [
        "Share this:",
        "Share this article",
        "Share on Facebook",
        "SHARE",
        "All comments.",
        "Comments (12)",
        "Leave a comment",
        "Read more",
        "Read more »",
        "READ MORE: Harbour may close, minister says",
        "Related articles",
        "Most read",
        "Subscribe",
        "📧 Subscribe to our newsletter!",
        "Sign up for our daily briefing",
        "© 2022 The Harbour Post",
        "Copyright 2022. All rights reserved.",
        "All rights reserved",
        "Follow us on Twitter",
        "Advertisement",
        "Tags: harbour, ships",
        "5 min read",
        "Click here to read it in Welsh",
        "Privacy policy",
    ],
)
def test_what_a_website_puts_around_an_article_is_boilerplate(line: str) -> None:
    assert kinds(f"{BODY}\n{line}\n{BODY}") == ["body", "boilerplate", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Source: With Agencies",
        "With reporting by Anna Kowalska",
        "Photo: Anna Kowalska",
        "By Anna Kowalska",
        "Read more books, minister tells children",
        "Shares fell.",
        "Share prices fell on Monday, two brokers said.",
        "He follows us everywhere, she said.",
        "“Subscribe,” he said, “or we close.”",
        "Sign up or lose your pay, miners were told",
        "The comments were “deplorable”.",
        "Homes burned.",
        "Print is dead, he said.",
        "Twitter said it would appeal.",
        "🌊",
        "…",
        "“It is over.”",
    ],
)
def test_what_may_hold_a_claim_or_a_source_stays_in_the_body(line: str) -> None:
    assert kinds(f"{BODY}\n{line}\n{BODY}")[1] == "body"


def test_a_long_line_was_written_and_stays() -> None:
    assert kinds(f"{BODY}\nShare this {'word ' * 30}")[1] == "body"


@pytest.mark.parametrize(
    ("first", "title", "is_headline"),
    [
        ("Harbour may close, officials warn", "", True),
        ("Will the harbour close?", "", True),
        ("  The harbour closes.  ", "The harbour closes.", True),
        ("The harbour closes.", "Something else", False),
        ("“It is over.”", "", False),
        ("By Anna Kowalska", "", False),
        ("Share this:", "", False),
        ("Share this:", "Share this:", True),
        (BODY * 3, "", False),
    ],
)
def test_the_first_paragraph_is_the_headline_if_it_looks_like_one(
    first: str, title: str, is_headline: bool
) -> None:
    assert (kinds(f"\n{first}\n{BODY}", title)[0] == "headline") is is_headline


def test_a_first_line_that_nothing_longer_follows_is_no_headline() -> None:
    assert kinds("Harbour may close\nIt did.") == ["body", "body"]
    assert kinds("Harbour may close") == ["body"]


def test_only_the_first_paragraph_is_a_headline() -> None:
    assert kinds(f"Harbour closes\nA second line\n{BODY}") == ["headline", "body", "body"]


def test_what_somebody_said_by_hand_goes_before_the_rules() -> None:
    text = f"Harbour closes\nShare this:\n{BODY}"
    rows = list(passages.by_rule(text))
    hand: dict[int, passages.ByHand] = {rows[1].start: "body", rows[2].start: "boilerplate"}
    settled = [row.kind for row in passages.settled(text, "", hand)]
    assert settled == ["headline", "body", "boilerplate"]
    assert next(passages.settled(text, "", {0: "boilerplate"})).kind == "boilerplate"
    assert next(passages.settled(text, "", {0: "body"})).kind == "headline"


@given(
    st.text(st.sampled_from("ab 🌊.\r\n:©“”")).filter(lambda text: bool(text.strip())), st.text()
)
def test_every_paragraph_is_one_passage(text: str, title: str) -> None:
    found = list(passages.by_rule(text, title))
    assert [(row.start, row.end) for row in found] == [tuple(p) for p in paragraphs(text)]
    assert [row.kind for row in found].count("headline") <= 1


def test_the_rules_are_quick_on_a_long_article() -> None:
    """A line that almost fits a rule is not gone over again and again."""
    line = "comments " * 13
    assert set(kinds(f"{line}\n" * 2_000)[1:]) == {"body"}
