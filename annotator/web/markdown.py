"""The guidelines' Markdown as HTML that can do no harm.

HTML in the Markdown is shown as it was typed, pictures are not drawn, and only web addresses
become links. A heading that is a label's name gets an anchor and the label's look.
"""

import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

Heading = tuple[str, str, int]
"""A label's name, key and number."""

ANCHOR = "for-label-"
"""What the anchor of a label's heading begins with; its key follows."""


def render(text: str, labels: Sequence[dict[str, Any]]) -> Markup:
    """The HTML. Its headings begin at the second rank, for the page has one of the first."""
    return _render(text, tuple((label["name"], label["key"], label["n"]) for label in labels))


@lru_cache(maxsize=4)
def _render(text: str, labels: tuple[Heading, ...]) -> Markup:
    reader = _reader()
    tokens = reader.parse(text)
    _lower_headings(tokens)
    _name_headings(tokens, labels)
    for token in tokens:
        token.attrs.pop("style", None)  # how a table's column is aligned; the policy forbids it
        for inner in token.children or []:
            if inner.type == "link_open":
                inner.attrSet("rel", "noreferrer noopener")
                inner.attrSet("target", "_blank")
    html = reader.renderer.render(tokens, reader.options, {})
    return Markup(html)  # noqa: S704 - made by the reader, which escapes what it is given


def _reader() -> "MarkdownIt":
    # Imported at the first use: starting the program must not wait for it.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.disable(["image", "html_block", "html_inline"])
    reader.validateLink = _is_web_address  # type: ignore[method-assign]
    return reader


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _lower_headings(tokens: "list[Token]") -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"


def _name_headings(tokens: "list[Token]", labels: tuple[Heading, ...]) -> None:
    """Marks the first heading that is a label's name, for each label."""
    left = {name.strip().casefold(): (key, number) for name, key, number in reversed(labels)}
    for heading, content in itertools.pairwise(tokens):
        if heading.type != "heading_open":
            continue
        if found := left.pop(content.content.strip().casefold(), None):
            heading.attrSet("id", ANCHOR + found[0])
            heading.attrSet("class", f"label-{found[1]}")
