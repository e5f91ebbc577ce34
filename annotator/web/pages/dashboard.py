"""How far the project is, and what its claims rest on."""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import HTMLResponse

from annotator.domain.scheme import Scheme
from annotator.domain.standing import Footing
from annotator.store import dashboard, paces, scheme
from annotator.store.dashboard import ANONYMOUS, Rested, States
from annotator.store.paces import Pace
from annotator.store.people import Actor
from annotator.web import shapes
from annotator.web.accounts import Me
from annotator.web.dependencies import DatabaseOf, TemplatesOf
from annotator.web.templates import initials

router = APIRouter(include_in_schema=False)

FEW = 8
"""How many articles and sources are listed."""

_WIDTH = 1000
"""Of a bar, in its own units."""

_SAID = {
    "reviewed": "settled; all who were given it have submitted",
    "submitted": "waiting for a reviewer",
    "open": "being labelled, not submitted by all yet",
    "unopened": "not opened by anybody",
}


@router.get("/dashboard", response_class=HTMLResponse)
def show_dashboard(
    request: Request, me: Me, database: DatabaseOf, templates: TemplatesOf, more: bool = False
) -> HTMLResponse:
    """The figures; ``more`` lists every article and source."""
    context = database.read(_context, me, None if more else FEW)
    context |= {"project": database.path.stem, "everything": more}
    return templates.page(request, "dashboard.html", context)


def _context(connection: Connection, me: Actor, most: int | None) -> dict[str, Any]:
    current = scheme.current(connection)
    states = dashboard.states(connection, me)
    rested = dashboard.rested(connection, me, current)
    sources = dashboard.sources(connection, me, most)
    total = Footing()
    for one in rested:
        total = total.plus(one.footing)
    numbers = {label.key: number for number, label in enumerate(current.labels, 1)}
    longest = max((one.claims for one in sources), default=1)
    return {
        "total": sum(states[:4]),
        "states": _states(states),
        "footing": _footing(total) if ANONYMOUS in numbers and total.claims else None,
        "lanes": {"anonymous": numbers.get(ANONYMOUS), "named": numbers.get("named_source")},
        "rested": [_article(one) for one in rested[:most]],
        "more": len(rested) > FEW,
        "sources": [
            {"name": one.name, "claims": one.claims, "width": _WIDTH * one.claims // longest}
            | {"label": _label(current, numbers, one.label)}
            for one in sources
        ],
        "labels_counted": _labels(connection, me, current, len(rested)),
        "people": [_person(one) for one in paces.paces(connection, me, _today())],
    }


def _today() -> Any:
    return datetime.now(UTC).date()


def _states(states: States) -> list[dict[str, Any]]:
    """The parts of the bar that have a width, side by side."""
    total, x, parts = sum(states[:4]) or 1, 0, []
    for name, said in _SAID.items():
        count = getattr(states, name)
        width = _WIDTH * count // total
        given = name != "unopened" or not states.unassigned
        words = said if given else f"{states.unassigned:,} of them given to nobody"
        parts.append({"name": name, "count": count, "said": words, "x": x, "width": width})
        x += width
    return parts


def _footing(footing: Footing) -> dict[str, Any]:
    """The shares of claims in whole percent, and the bars of a drawing ``_WIDTH`` wide."""
    claims = footing.claims or 1
    widths = [round(_WIDTH * count / claims) for count in (footing.anonymous, footing.named)]
    return {
        "anonymous": round(100 * footing.anonymous / claims),
        "named": round(100 * footing.named / claims),
        "none": round(100 * footing.none / claims),
        "claims": footing.claims,
        "bars": [0, widths[0], widths[0] + widths[1], _WIDTH],
    }


def _article(one: Rested) -> dict[str, Any]:
    return {
        "title": one.title,
        "href": shapes.article_url(one.id),
        "footing": _footing(one.footing),
    }


def _label(current: Scheme, numbers: dict[str, int], key: str) -> dict[str, Any]:
    name = next((label.name for label in current.labels if label.key == key), key)
    return {"n": numbers.get(key, 0), "name": name}


def _labels(
    connection: Connection, me: Actor, current: Scheme, articles: int
) -> list[dict[str, Any]]:
    """How often each label stands in all, and in an article."""
    counts = dashboard.labels(connection, me)
    return [
        {"n": n, "name": label.name, "count": counts.get(label.key, 0)}
        | {"each": f"{counts.get(label.key, 0) / articles:.1f}" if articles else "n/a"}
        for n, label in enumerate(current.labels, 1)
    ]


def _person(one: Pace) -> dict[str, Any]:
    most = max(one.weeks) or 1
    return {
        "name": one.name,
        "initials": initials(one.name),
        "submitted": one.submitted,
        "left": one.left,
        "each": f"{one.spans / one.submitted:.0f}" if one.submitted else "n/a",
        "weeks": [
            {"x": 14 * week, "height": round(20 * count / most, 1), "count": count}
            for week, count in enumerate(one.weeks)
        ],
        "accepted": f"{100 * one.accepted / one.judged:.0f} %" if one.judged else "n/a",
    }
