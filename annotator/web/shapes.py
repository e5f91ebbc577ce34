"""Shapes that templates are given: all computing is done here, none in a template."""

from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from sqlalchemy import Row

from annotator.domain.finding import Query, snippet
from annotator.domain.scheme import Scheme
from annotator.store import articles
from annotator.store.layers import Extent

_WIDTH = 1000
"""A strip's width: positions in it are thousandths of the text."""


def labels(scheme: Scheme) -> list[dict[str, Any]]:
    """All labels with their numbers: ``n`` counts from 1 in the scheme's order."""
    return [{"n": n, **label.model_dump()} for n, label in enumerate(scheme.labels, 1)]


def brief_labels(scheme: Scheme) -> list[dict[str, Any]]:
    """What the scripts of a page need to know of each label."""
    keys = ("n", "key", "name", "question", "shortcut", "retired")
    return [{key: label[key] for key in keys} for label in labels(scheme)]


def article_url(id_: str) -> str:
    """The address of an article's page."""
    return "/articles/" + quote(id_, safe="")


def review_url(id_: str, layer: str) -> str:
    """The address of the page on which a layer is reviewed."""
    return f"{article_url(id_)}/review/{quote(layer, safe='')}"


def settle_url(id_: str) -> str:
    """The address of the page on which an article's layers are settled."""
    return f"{article_url(id_)}/settle"


def place_url(id_: str, start: int, end: int) -> str:
    """The address of a stretch of an article."""
    return f"{article_url(id_)}#at={start}-{end}"


def span_url(id_: str, span: str) -> str:
    """The address of a span of one's own."""
    return f"{article_url(id_)}#span={quote(span, safe='')}"


def excerpt(id_: str, text: str, query: Query) -> dict[str, Any] | None:
    """Where a search found an article's text: ``parts`` are (words, whether they are hits)."""
    found = snippet(query, text)
    if found is None:
        return None
    return {"href": place_url(id_, found.start, found.end), "parts": found.parts}


def span_found(row: Row[Any], query: Query, scheme: Scheme, me: str) -> dict[str, Any]:
    """A labelled span that a search found; in another's layer it has no frame, only a place."""
    label = next(label for label in labels(scheme) if label["key"] == row.label)
    own = span_url(row.article, row.id)
    found = snippet(query, row.text)
    return {
        "href": own if row.layer == me else place_url(row.article, row.start, row.end),
        "label": {"n": label["n"], "name": label["name"]},
        "parts": found.parts if found else [(row.text, False)],
        "title": row.title,
        "layer": "" if row.layer == me else row.layer,
    }


def decision(one: dict[str, Any], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """A verdict as its author's inbox shows it, from ``decisions.listed``."""
    of_key = {label["key"]: label for label in labels}
    span, after = one["span"], one["after"]
    moved = any(part.where != "same" for part in one["parts"])
    relabelled = after is not None and after["label"] != span["label"]
    return {
        "id": span["id"],
        "article": one["article"],
        "title": one["title"],
        "href": span_url(one["article"], span["id"]),
        "verdict": span["verdict"],
        "reviewer": span["reviewer"],
        "at": one["decided_at"],
        "label": of_key[span["label"]],
        "new_label": of_key[after["label"]] if relabelled else None,
        "text": span["text"],
        "parts": one["parts"] if moved else [],
        "comment": span["comment"],
        "reply": span["reply"],
        "contested": one["contested"],
    }


def link_decision(one: dict[str, Any], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """A rejected link as its author's inbox shows it, from ``link_decisions.listed``."""
    of_key = {label["key"]: label for label in labels}
    ends = [
        {"label": of_key[end["label"]], "text": end["text"]} for end in (one["from"], one["to"])
    ]
    return {
        "relation": one["relation"]["id"],
        "ends": ends,
        "href": span_url(one["article"], one["from"]["id"]),
        "at": one["decided_at"],
        **{key: one[key] for key in ("article", "title", "reviewer")},
    }


def precedent(one: dict[str, Any], labels: list[dict[str, Any]]) -> dict[str, Any]:
    """A precedent as pages show it, from ``precedents.listed``; without a place, no ``href``."""
    there = not one["article_deleted"]
    return {
        **{key: one[key] for key in ("id", "holds", "words", "reason", "title", "by")},
        "label": next(label for label in labels if label["key"] == one["label"]),
        "at": one["created_at"],
        "href": place_url(one["article"], one["start"], one["end"]) if there else "",
    }


def list_url(query: str, status: str, show: str, cursor: int) -> str:
    """The address of the next stretch of the list."""
    fields = {"q": query, "status": status, "show": show, "cursor": str(cursor)}
    return "/?" + urlencode({key: value for key, value in fields.items() if value})


def web_url(meta: dict[str, str]) -> str:
    """Where the article was published, if that is an address that may be linked to."""
    url = meta.get("url", "")
    return url if url.startswith(("http://", "https://")) else ""


def published(meta: dict[str, str]) -> str:
    """When the article was published, as a person writes a date; another text as it stands."""
    stated = meta.get("published", "")
    try:
        day = date.fromisoformat(stated[:10])
    except ValueError:
        return stated
    return f"{day.day} {day:%B %Y}"


def item(row: Row[Any], extents: list[Extent], numbers: dict[str, int]) -> dict[str, Any]:
    """An article in the list; ``reach`` is how far into the text its last span ends, in percent."""
    meta = articles.meta(row)
    furthest = max((extent.end for extent in extents), default=0)
    return {
        "id": row.id,
        "href": article_url(row.id),
        "title": row.title,
        "words": row.words,
        "length": row.length,
        "sample": bool(row.sample),
        "status": row.status,
        "begun": bool(row.status),
        "published": published(meta),
        "meta": meta,
        "spans": len(extents),
        "reach": round(100 * furthest / row.length),
        "excerpt": None,
        "strip": strip(extents, row.length, numbers),
    }


def strip(extents: list[Extent], length: int, numbers: dict[str, int]) -> list[dict[str, int]]:
    """The labels where they stand, at most one bar for each thousandth and label."""
    bars: dict[int, list[list[int]]] = {}
    for extent in extents:
        start = extent.start * _WIDTH // length
        end = max(start + 3, extent.end * _WIDTH // length)
        lane = bars.setdefault(numbers[extent.label], [])
        if lane and start <= lane[-1][1]:
            lane[-1][1] = max(lane[-1][1], end)
        else:
            lane.append([start, end])
    return [
        {"lane": lane, "x": start, "width": end - start}
        for lane, found in sorted(bars.items())
        for start, end in found
    ]
