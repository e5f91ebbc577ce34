"""Layers from short notation, and the two readings of a real article as offsets without words."""

import json
from pathlib import Path
from typing import Any

from annotator.domain.agreement.bootstrap import Interval
from annotator.domain.agreement.figures import NAMES, Figure
from annotator.domain.agreement.layers import Article, Layer, Relation, Span
from annotator.domain.agreement.report import Group, Report, report

LABELS = ("claim", "speculation", "named_source", "anonymous_source")

Given = tuple[Any, ...]


def layer(name: str, *spans: Given, links: tuple[tuple[int, int], ...] = ()) -> Layer:
    """layer("ann", ("claim", 0, 5), ("claim", 7, 9, 12, 14), links=((0, 1),)): offsets in pairs."""
    made = [
        Span(f"s{number}", label, tuple(zip(offsets[::2], offsets[1::2], strict=True)))
        for number, (label, *offsets) in enumerate(spans)
    ]
    relations = [
        Relation(f"r{number}", "attributed_to", f"s{from_}", f"s{to}")
        for number, (from_, to) in enumerate(links)
    ]
    return Layer(name, made, relations)


def emoji(count: int) -> str:
    """A text of so many tokens, each one code point: two units for who counts in UTF-16."""
    return "📰" * count


def compared(*layers: Layer, text: str = emoji(100), labels: Any = LABELS) -> Report:
    """The report on one article with these layers."""
    return report([Article("a", text, layers)], labels, resamples=0)


def value(of: Report | Group, measure: str, label: str = "") -> float | None:
    """A figure: overall, if it is a report that is asked."""
    group = of.overall if isinstance(of, Report) else of
    return group.values[figure(measure, label)]


def interval(of: Group, measure: str, label: str = "") -> Interval | None:
    return of.intervals[figure(measure, label)]


def figure(measure: str, label: str = "") -> Figure:
    """The figure of this name, which must be one."""
    assert measure in NAMES
    return Figure(measure, label)


def two_readings() -> Article:
    """A careful reading of a real article and a deliberately different one.

    The words are not the article's: each token of one character is an emoji here, each longer one
    as many letters.
    """
    data = json.loads(Path(__file__).with_name("two_readings.json").read_text("utf-8"))
    text = "".join(
        " " * gap + ("📰" if length == 1 else "w" * length) for gap, length in data["tokens"]
    )

    def read(name: str, links: Any = ()) -> Layer:
        spans = [(LABELS[label], start, end) for label, start, end in data[name]]
        return layer(name, *spans, links=tuple(map(tuple, links)))

    layers = [read("first", data["links_of_the_first"]), read("second")]
    return Article("real", text, layers)
