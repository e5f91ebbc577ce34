"""What the pages of agreement show: figures as text, each with the address of its cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from annotator.domain.agreement.record import sentence_of_edits
from annotator.web import charts
from annotator.web.comparison import Filter
from annotator.web.templates import initials

NOT_APPLICABLE = "n/a"
LOWEST = 100
"""The most articles that are listed at a time, the lowest first."""

SHORT = 60
"""The most characters of a title where it only names what a figure is of."""

OF_WEEK = 200
"""The most articles that the address of a week's cases names."""

Record = Mapping[str, Any]
Labels = Mapping[str, Mapping[str, Any]]
"""The scheme's labels by key, as ``shapes.labels`` has them."""

_CARDS = ("exact_f1", "overlap_f1", "boundary_f1", "link_soft_f1")
_NAMES = {
    "exact_f1": "Exact span F1",
    "overlap_f1": "Overlap F1, same label",
    "boundary_f1": "Boundary F1, any label",
    "link_exact_f1": "Link F1, exact ends",
    "link_soft_f1": "Link F1, soft ends",
    "alpha": "Alpha",
    "alpha_any": "Alpha, any label",
    "alpha_masi": "Alpha, label sets",
    "confusion": "Confusion",
}
_READ = (
    (0.8, "Reliable."),
    (0.667, "Good for tentative conclusions only."),
    (float("-inf"), "Do not rely on it yet; talk about the cases."),
)


def name_of(figure: str) -> str:
    """What a figure is called."""
    return _NAMES[figure]


def number(value: float | None) -> str:
    """A figure with two decimals, as “.74”."""
    if value is None:
        return NOT_APPLICABLE
    text = f"{abs(value):.2f}"
    minus = "−" if value < 0 and text != "0.00" else ""
    return minus + text.removeprefix("0")


def _interval(ends: Sequence[float] | None) -> str:
    return f"{number(ends[0])} to {number(ends[1])}" if ends else ""


def _figure(told: Record, figure: str, chosen: Filter, label: str = "") -> dict[str, Any]:
    """One figure: its text, its interval, and where its cases are."""
    value, ends = _find(told, figure, label), _find(told["intervals"], figure, label)
    href = "" if value is None else chosen.cases(figure, label)
    return {"text": number(value), "interval": _interval(ends), "href": href, "value": value} | {
        "ends": ends
    }


def _find(told: Record, figure: str, label: str) -> Any:
    if figure == "alpha":
        return told["alpha"][label]
    return told["by_label"][label][figure] if label else told[figure]


def cards(record: Record, chosen: Filter) -> list[dict[str, Any]]:
    """The four large figures, each with one sentence; links also with exact ends."""
    found = [
        _figure(record["overall"], figure, chosen)
        | {"name": _NAMES[figure], "sentence": record["reading"][figure]}
        for figure in _CARDS
    ]
    also = _figure(record["overall"], "link_exact_f1", chosen)
    sentence = record["reading"]["link_exact_f1"]
    found[-1]["also"] = also | {"name": "With exact ends", "sentence": sentence}
    return found


def by_label(record: Record, labels: Labels, chosen: Filter) -> dict[str, Any]:
    """A row for each label, then for any label and for sets of labels."""
    overall = record["overall"]
    rows = [
        {
            "label": labels[key],
            "name": labels[key]["name"],
            "exact": _figure(overall, "exact_f1", chosen, key),
            "overlap": _figure(overall, "overlap_f1", chosen, key),
            "alpha": _figure(overall, "alpha", chosen, key),
        }
        for key in record["labels"]
    ]
    for row in rows:
        row["sentence"] = _read(row["alpha"]["value"])
    for figure, name in (("alpha_any", "Any label"), ("alpha_masi", "Sets of labels")):
        alpha, sentence = _figure(overall, figure, chosen), record["reading"][figure]
        rows.append({"label": None, "name": name, "exact": None, "overlap": None})
        rows[-1] |= {"alpha": alpha, "sentence": sentence}
    low, drawn = charts.whiskers([(row["alpha"]["value"], row["alpha"]["ends"]) for row in rows])
    for row, bar in zip(rows, drawn, strict=True):
        row["bar"] = bar
    ticks = [(charts.scale(low, at), number(at)) for at in (0.667, 0.8)]
    return {"rows": rows, "ticks": ticks, "low": number(low), "reading": record["reading"]["alpha"]}


def _read(alpha: float | None) -> str:
    if alpha is None:
        return "Nobody used it, or everybody everywhere."
    return next(sentence for least, sentence in _READ if alpha >= least)


def _person(name: str) -> dict[str, str]:
    return {"name": name, "initials": initials(name)}


_OF_GROUP = ("exact_f1", "overlap_f1", "boundary_f1", "link_soft_f1", "alpha_any")


def _group(told: Record, chosen: Filter) -> dict[str, Any]:
    figures = {figure: _figure(told, figure, chosen) for figure in _OF_GROUP}
    people = [_person(name) for name in told["people"]]
    return figures | {"people": people, "articles": told["articles"], "spans": told["spans"]}


def pairs(record: Record, chosen: Filter) -> list[dict[str, Any]]:
    """The figures of each pair of people."""
    return [_group(pair, chosen._replace(people=tuple(pair["people"]))) for pair in record["pairs"]]


def articles(
    record: Record, titles: Mapping[str, str], chosen: Filter, after: int = 0
) -> list[dict[str, Any]]:
    """A stretch of the articles, the lowest exact F1 first; those without one last."""
    lowest = sorted(record["by_article"], key=_lowness)[after : after + LOWEST]
    return [
        _group(one, alone := chosen._replace(articles=(one["article"],)))
        | {"title": (title := titles[one["article"]]), "short": shortened(title)}
        | {"differing": alone.cases("exact_f1", show="differing")}
        for one in lowest
    ]


def shortened(title: str) -> str:
    """A title where it stands many times over."""
    return title if len(title) <= SHORT else f"{title[: SHORT - 1]}…"


def _lowness(one: Record) -> tuple[bool, float, str]:
    return one["exact_f1"] is None, one["exact_f1"] or 0, one["article"]


def weeks(record: Record, done: Mapping[str, str], chosen: Filter) -> dict[str, Any]:
    """Exact and overlap F1 of the articles by the week in which both had submitted them.

    F1 over several articles weighs each by the spans of the pairs of people who did it.
    """
    by_week: dict[date, list[Record]] = {}
    for one in record["by_article"]:
        day = date.fromisoformat(done[one["article"]][:10])
        year, week, _ = day.isocalendar()
        by_week.setdefault(date.fromisocalendar(year, week, 1), []).append(one)
    rows: list[dict[str, Any]] = []
    for monday, group in sorted(by_week.items()):
        found = chosen._replace(articles=tuple(one["article"] for one in group))
        exact, overlap = (_pooled(group, figure) for figure in ("exact_f1", "overlap_f1"))
        rows.append(
            {
                "week": f"{monday.day} {monday:%b %Y}",
                "articles": len(group),
                "exact": _linked(exact, found.cases("exact_f1"), len(group)),
                "overlap": _linked(overlap, found.cases("overlap_f1"), len(group)),
            }
        )
    series = [[row[key]["value"] for row in rows] for key in ("exact", "overlap")]
    ends = [row["week"] for row in rows]
    named = {"first": ends[0], "last": ends[-1] if len(ends) > 1 else ""}
    return {"rows": rows, "chart": charts.over_time(series) | named}


def _linked(value: float | None, href: str, articles: int) -> dict[str, Any]:
    linked = value is not None and articles <= OF_WEEK
    return {"text": number(value), "value": value, "href": href if linked else ""}


def _pooled(group: Sequence[Record], figure: str) -> float | None:
    weights = [(one["spans"] * (len(one["people"]) - 1), one[figure]) for one in group]
    total = sum(weight for weight, value in weights if value is not None)
    return sum(weight * (value or 0) for weight, value in weights) / total if total else None


def summary(record: Record) -> str:
    """What the figures stand on, and how sure they are."""
    counts = [
        some(record["spans"], "span"),
        some(record["relations"], "link"),
        some(record["tokens"], "word token") + f" (tokeniser {record['tokeniser']})",
    ]
    drawn = record["bootstrap"]
    return (
        f"{', '.join(counts)} in {some(record['articles'], 'article')}. Intervals are "
        f"{drawn['level'] * 100:g} %, from {drawn['resamples']:,} resamples of the articles "
        f"(seed {drawn['seed']}); one article has none."
    )


def edited(record: Record) -> str:
    """How many of the spans were made or changed when others' labels could be seen, if any."""
    count = record["edited_after_submission"]
    return sentence_of_edits(count, record["spans"]) if count else ""


def some(count: int, noun: str) -> str:
    """A count with its noun, as “1,412 spans”."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def listed(names: Sequence[str]) -> str:
    """Names as a sentence has them: “ann, bea and cem”."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
