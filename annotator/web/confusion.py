"""Which labels are taken for which: the heat map, and what to talk about first."""

from typing import Any

from annotator.web import charts
from annotator.web.agreement import Labels, Record
from annotator.web.comparison import Filter

TALK = 6
"""The most kinds of difference that are named to be talked about first."""


def confusion(record: Record, labels: Labels, chosen: Filter) -> dict[str, Any]:
    """The heat map. Of two people the rows are the first one's, else each case stands both ways."""
    pair = record["pairs"][0] if len(record["pairs"]) == 1 else None
    keys = [*record["labels"], ""]
    rows = charts.heat(keys, (pair or record["overall"])["confusion"])
    directed = {"directed": "true"} if pair else {}
    for cell in (cell for row in rows for cell in row):
        ends = {"one": cell["one"], "other": cell["other"]}
        cell["href"] = chosen.cases("confusion", **ends, **directed) if cell["count"] else ""
        cell["says"] = " and ".join(_name(labels, cell[end]) for end in ("one", "other"))
    width, height = charts.CELL
    names = [_name(labels, key) for key in keys]
    return {
        "people": pair["people"] if pair else ["one person", "another"],
        "heads": names,
        "axes": charts.heat_axes(names),
        "rows": rows,
        "cell": (width - 2 * charts.GAP, height - 2 * charts.GAP),
        "width": charts.HEAD[0] + len(keys) * width,
        "height": charts.HEAD[1] + len(keys) * height,
        "talk": _talk(rows, labels, chosen, directed=bool(pair)),
    }


def _name(labels: Labels, key: str) -> str:
    return str(labels[key]["name"]) if key else "Nothing"


def _talk(
    rows: list[list[dict[str, Any]]], labels: Labels, chosen: Filter, *, directed: bool
) -> list[dict[str, Any]]:
    """The kinds of difference that are most frequent, whoever said which."""
    counts: dict[tuple[str, str], int] = {}
    for down, row in enumerate(rows):
        for cell in row[down + 1 :]:
            back = next(one for one in rows if one[0]["one"] == cell["other"])[down]
            count = cell["count"] + (back["count"] if directed else 0)
            counts[cell["one"], cell["other"]] = count
    found = sorted(((count, ends) for ends, count in counts.items() if count), reverse=True)
    return [
        {
            "one": labels[one],
            "other": labels[other] if other else None,
            "count": count,
            "href": chosen.cases("confusion", one=one, other=other),
        }
        for count, (one, other) in found[:TALK]
    ]
