"""Whole projects, as the functions of the API bring them about."""

from typing import Any
from unicodedata import category

from hypothesis import strategies as st

from tests.domain import strategies
from tests.store.project import Project, uid

names = st.text(
    st.characters(codec="utf-8", exclude_characters="/").filter(lambda one: category(one) != "Cc"),
    min_size=1,
)
article_ids = names.filter(lambda id_: len(id_) <= 200 and id_ not in {".", ".."})
layer_names = names.filter(lambda name: len(name) <= 64 and name not in {"me", "all", "gold"})

_LABELS = ("claim", "speculation", "named_source", "anonymous_source")
_FLAGS = st.sets(st.sampled_from(["discuss", "own_voice"])).map(list)

metadata = st.dictionaries(
    strategies.strings.filter(bool),
    strategies.strings | st.integers(-(2**60), 2**60) | st.none() | st.lists(st.booleans()),
    max_size=3,
)


@st.composite
def layers(draw: st.DrawFn, length: int) -> dict[str, Any]:
    """Who made the layer, its spans, relations and sources, and what is deleted of them."""
    numbers = range(1, draw(st.integers(0, 5)) + 1)
    spans: dict[str, dict[str, Any]] = {
        uid(number): {
            "label": draw(st.sampled_from(_LABELS)),
            "fragments": draw(strategies.fragments(length)),
            "note": draw(strategies.strings),
            "flags": draw(_FLAGS),
        }
        for number in numbers
    }
    said = [id_ for id_, span in spans.items() if not span["label"].endswith("source")]
    who = [id_ for id_, span in spans.items() if span["label"].endswith("source")]
    return {
        "name": draw(layer_names),
        "status": draw(st.sampled_from(["", "open", "submitted"])),
        "spans": spans,
        "relations": draw(st.lists(st.tuples(*map(st.sampled_from, (said, who))), max_size=3))
        if said and who
        else [],
        "sources": draw(
            st.lists(
                st.fixed_dictionaries(
                    {
                        "name": strategies.strings,
                        "role": strategies.strings,
                        "kind": st.sampled_from(["named", "anonymous", ""]),
                        "spans": st.sets(st.sampled_from([*spans])).map(list)
                        if spans
                        else st.just([]),
                    }
                ),
                max_size=2,
            )
        ),
        "deleted": draw(st.sets(st.sampled_from([*spans]))) if spans else set(),
    }


@st.composite
def articles(draw: st.DrawFn) -> dict[str, Any]:
    text = draw(strategies.texts)
    return {
        "id": draw(article_ids),
        "text": text,
        "title": draw(strategies.strings),
        "meta": draw(metadata),
        "layers": draw(st.lists(layers(len(text)), max_size=3, unique_by=lambda one: one["name"])),
        "deleted": draw(st.integers(0, 9)) == 0,
    }


projects = st.lists(articles(), max_size=4, unique_by=lambda one: one["id"])


def build(project: Project, wanted: list[dict[str, Any]]) -> None:
    """Brings the project about, one act of a person after the other."""
    from annotator.store import articles as store

    for article in wanted:
        project.article(
            article["id"], article["text"], title=article["title"], meta=article["meta"]
        )
        for layer in article["layers"]:
            _build_layer(project, article["id"], layer)
        if article["deleted"]:
            project.write(store.remove, project.me.number, [article["id"]])


def _build_layer(project: Project, article: str, layer: dict[str, Any]) -> None:
    owner = project.actor(layer["name"])
    place = (article, layer["name"])
    for id_, span in layer["spans"].items():
        project.put(id_, place=place, by=owner, **span)
    for number, (from_, to) in enumerate(layer["relations"], 100):
        project.relate(uid(number), from_, to, place=place, by=owner)
    for number, source in enumerate(layer["sources"], 200):
        project.put(uid(number), of="source", place=place, by=owner, **source)
    for id_ in layer["deleted"]:
        project.delete(id_, place=place, by=owner)
    if layer["status"]:
        project.set_status(layer["status"], article, layer["name"], by=owner)
