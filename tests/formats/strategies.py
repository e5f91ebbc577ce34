"""Texts and records as people and programs may write them."""

from typing import get_args

from hypothesis import strategies as st

from annotator.domain import reading, records
from annotator.domain.records import Line

PIECES = [
    "The tax will rise, said an official.",
    "“It could hurt growth,” Ana Ruiz said.",
    "👩‍👩‍👧‍👦",
    "🇳🇱",
    "e\u0301",
    "שלום עולם",
    "\u202eمرحبا\u202c",
    "\u2028",
    "\x85",
    "\ufeff",
    "\r\n",
    "\r",
    "\n\n",
    "\t",
    '"quoted": \\ {"a": 1}',
    "\x7f\x01",
    "𝔘𝔫𝔦",
]
"""What breaks programs: joined emoji, marks, other directions, line ends of all kinds."""

characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.lists(st.sampled_from(PIECES) | st.text(characters, max_size=12), min_size=1).map(
    "".join
)
articles = texts.filter(lambda text: bool(text.removeprefix("\ufeff").strip()))
names = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1)
ids = names.filter(lambda id_: id_ not in {".", ".."} and len(id_) <= 200)
layers = names.filter(lambda name: name not in {"me", "all"} and len(name) <= 64)


@st.composite
def fragments(draw: st.DrawFn, length: int) -> list[list[int]]:
    """One to three fragments, ascending and apart, inside a text of this length."""
    most = min(3, (length + 1) // 2)
    edges = draw(
        st.lists(st.integers(0, length), min_size=2, max_size=2 * most, unique=True).map(sorted)
    )
    return [list(edges[at : at + 2]) for at in range(0, len(edges) - 1, 2)]


@st.composite
def spans(draw: st.DrawFn, length: int) -> dict[str, object]:
    """A span with everything that a line may say of it."""
    return {
        "id": draw(st.uuids().map(str)),
        "label": draw(st.sampled_from(["claim", "speculation", "named_source"])),
        "fragments": draw(fragments(length)),
        "note": draw(texts),
        "flags": draw(st.sets(st.sampled_from(["discuss", "own_voice"])).map(sorted)),
        "origin": draw(st.sampled_from(get_args(records.Origin))),
        "verdict": draw(st.sampled_from(["accepted", "rejected", "changed", ""])),
        "reviewer": draw(layers),
        "created_at": "2026-11-22T09:00:00Z",
        "updated_at": "2026-11-22T09:00:01.5Z",
    }


@st.composite
def lines(draw: st.DrawFn) -> Line:
    """A whole record, as ``reading.line`` makes it."""
    text = draw(articles)
    found = draw(st.lists(spans(len(text)), max_size=4, unique_by=lambda span: str(span["id"])))
    known = [str(span["id"]) for span in found]
    relations = []
    claims = [span["id"] for span in found if span["label"] != "named_source"]
    named = [span["id"] for span in found if span["label"] == "named_source"]
    if claims and named:
        relations = [{"id": "r1", "type": "attributed_to", "from": claims[0], "to": named[0]}]
    sources = [{"id": "s1", "name": draw(texts), "kind": "named", "spans": known}]
    return reading.line(
        {
            "id": draw(ids),
            "title": draw(texts),
            "text": text,
            "meta": draw(st.dictionaries(st.text(characters, min_size=1), texts, max_size=3)),
            "layer": draw(layers),
            "status": draw(st.sampled_from(get_args(records.Status))),
            "spans": found,
            "relations": relations,
            "sources": sources,
        }
    )
