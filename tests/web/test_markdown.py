"""The guidelines' Markdown becomes HTML that can do no harm."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from annotator import resources
from annotator.domain.scheme import DEFAULT
from annotator.web import markdown, shapes
from tests.web.test_xss import CORPUS

LABELS = shapes.labels(DEFAULT)
ALLOWED = {
    *("a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "strong", "ul"),
    *("h2", "h3", "h4", "h5", "h6", "table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {"href", "title", "rel", "target", "id", "class", "start"}


def soup_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(markdown.render(text, LABELS), "html.parser")


def check_harmless(text: str) -> None:
    for tag in soup_of(text).find_all(True):
        assert tag.name in ALLOWED, tag
        assert set(tag.attrs) <= ATTRIBUTES, tag
        if tag.name == "a":
            assert str(tag["href"]).lower().startswith(("http://", "https://")), tag


WRAPPED = [
    "{}",
    "# {}",
    "- {}",
    "> {}",
    "[{}]({})",
    "![{}]({})",
    "<{}>",
    "`{}`",
    "```{}\n{}\n```",
    "    {}",
    "[a]: {}\n\n[a] ![a]",
    "[x](<{}>)",
    "| a |\n|:-:|\n| {} |",
    "**{}** *{}*",
]
EVIL = [
    *CORPUS,
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x",
    "//evil.example",
    "/logout",
    "\x01javascript:alert(1)",
    "http:\\\\evil",
    'https://a.example/"onmouseover=alert(1)',
]


@pytest.mark.parametrize("wrapped", WRAPPED)
def test_nothing_that_is_written_becomes_more_than_text(wrapped: str) -> None:
    for evil in EVIL:
        check_harmless(wrapped.replace("{}", evil))


@given(st.text(st.sampled_from("<>[]()!`*_#|:-\"'=/ \n\taj&;🌊htps"), max_size=60))
def test_no_text_at_all_becomes_more_than_text(text: str) -> None:
    check_harmless(text)


def test_web_addresses_become_links_that_tell_nothing() -> None:
    (link,) = soup_of("[the desk](https://example.org/?a=1&b=2)").find_all("a")
    assert link["href"] == "https://example.org/?a=1&b=2"
    assert {"noreferrer", "noopener"} <= set(link["rel"])


def test_what_is_no_web_address_stays_as_it_was_typed() -> None:
    assert soup_of("[x](javascript:alert)").get_text().strip() == "[x](javascript:alert)"


def test_headings_begin_at_the_second_rank() -> None:
    soup = soup_of("# a\n\n## b\n\n###### c")
    assert [tag.name for tag in soup.find_all(True)] == ["h2", "h3", "h6"]


def test_a_heading_that_is_a_labels_name_gets_its_anchor_and_look() -> None:
    soup = soup_of("## named SOURCE\n\n## Claim\n\n## Claim\n\n## Other")
    named, claim, again, other = soup.find_all("h3")
    assert (named["id"], named["class"]) == ("for-label-named_source", ["label-3"])
    assert claim["id"] == "for-label-claim"
    assert not again.attrs
    assert not other.attrs


def test_the_default_guidelines_have_all_four_labels_and_fit_on_a_page() -> None:
    text = resources.guidelines()
    soup = soup_of(text)
    for label in DEFAULT.labels:
        assert soup.find(id=f"for-label-{label.key}") is not None, label.key
    assert len(text.split()) < 1_000
