"""What is compared: an article's text, and the layers that people made on it.

Offsets are code points of the text, and every range is half-open.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from annotator.domain.spans import Fragment


class Span(NamedTuple):
    """One labelled stretch; a quote broken by “she said” is one span of two fragments."""

    id: str
    label: str
    fragments: tuple[Fragment, ...]


class Relation(NamedTuple):
    """A directed, typed link between two spans of one layer, which it names by their ids."""

    id: str
    type: str
    from_: str
    to: str


class Layer(NamedTuple):
    """All that one annotator made on one article. It may be empty: that is a reading too."""

    name: str
    spans: Sequence[Span]
    relations: Sequence[Relation] = ()

    def limited_to(self, labels: Collection[str]) -> "Layer":
        """The spans with these labels, and the relations between them."""
        spans = [span for span in self.spans if span.label in labels]
        ids = {span.id for span in spans}
        relations = [one for one in self.relations if one.from_ in ids and one.to in ids]
        return Layer(self.name, spans, relations)


class Article(NamedTuple):
    """An article with the layers of those who did it; who did not has no layer here."""

    id: str
    text: str
    layers: Sequence[Layer]

    def limited_to(self, labels: Collection[str]) -> "Article":
        """The same article as if the scheme had only these labels; its layers by name."""
        wanted = frozenset(labels)
        layers = [layer.limited_to(wanted) for layer in self.layers]
        return self._replace(layers=sorted(layers, key=lambda layer: layer.name))
