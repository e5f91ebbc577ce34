"""Articles with emoji, read by two to four people whose spans nest, cross and repeat."""

from hypothesis import strategies as st

from annotator.domain.agreement.layers import Article, Layer, Relation, Span
from tests.domain.agreement.readings import LABELS
from tests.domain.strategies import fragments

TEXT = "📰 The tax’s rise in May, e\u0301 👩‍👩‍👧 said 🇳🇱. שלום"


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    count = draw(st.integers(0, 6))
    return [
        Span(
            f"s{number}",
            draw(st.sampled_from(LABELS)),
            tuple(draw(fragments(len(TEXT), most=2))),
        )
        for number in range(count)
    ]


@st.composite
def layers(draw: st.DrawFn, name: str = "ann") -> Layer:
    made = draw(spans())
    ends = st.sampled_from([span.id for span in made]) if made else st.nothing()
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=4)) if made else []
    relations = [Relation(f"r{n}", "attributed_to", *pair) for n, pair in enumerate(pairs)]
    return Layer(name, made, relations)


@st.composite
def articles(draw: st.DrawFn, least: int = 2, most: int = 4) -> Article:
    people = draw(st.integers(least, most))
    return Article("a", TEXT, [draw(layers(f"p{number}")) for number in range(people)])
