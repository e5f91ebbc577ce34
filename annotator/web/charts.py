"""Charts as numbers that a template writes into SVG: all positions are in the drawing's units."""

from collections.abc import Mapping, Sequence
from typing import Any

CELL = (94, 36)
HEAD = (128, 42)
"""Width of the row heads and height of the column heads of a heat map."""

GAP = 1
"""Between a cell and its edge."""

ROOM = 6
"""Between a head and the cells."""

STEPS = 6
"""Shades of a heat map, from 1; 0 is none."""

WIDTH, HEIGHT, LEFT, TOP, FOOT = 640, 200, 34, 10, 26
"""The drawing of figures over time, and the room beside and below its lines."""


def scale(low: float, value: float) -> float:
    """Where a value from ``low`` to 1 stands on a line from 6 to 194."""
    return round(6 + 188 * (min(1, max(low, value)) - low) / (1 - low), 1)


def whiskers(
    rows: Sequence[tuple[float | None, Sequence[float] | None]],
) -> tuple[float, list[dict[str, float] | None]]:
    """Where the line begins, and of each row its dot and interval; None where there is none."""
    told = [one for value, ends in rows for one in (value, *(ends or ())) if one is not None]
    low = min([0.4, *(int(one * 10 - 1) / 10 for one in told)])
    drawn: list[dict[str, float] | None] = []
    for value, ends in rows:
        if value is None:
            drawn.append(None)
            continue
        first, last = ends or (value, value)
        drawn.append({"x": scale(low, value), "from": scale(low, first), "to": scale(low, last)})
    return low, drawn


def heat(keys: Sequence[str], table: Mapping[str, Mapping[str, int]]) -> list[list[dict[str, Any]]]:
    """The cells by row: only what differs is shaded, by its share of all of the row."""
    return [
        [_cell(down, across, one, other, table[one]) for across, other in enumerate(keys)]
        for down, one in enumerate(keys)
    ]


def _cell(down: int, across: int, one: str, other: str, row: Mapping[str, int]) -> dict[str, Any]:
    left, top = HEAD[0] + across * CELL[0], HEAD[1] + down * CELL[1]
    return {
        "one": one,
        "other": other,
        "count": row[other],
        "x": left + GAP,
        "y": top + GAP,
        "middle": left + CELL[0] // 2,
        "base": top + CELL[1] // 2 + 4,
        "shade": _shade(row[other], sum(row.values())) if one != other else 0,
        "same": one == other,
    }


def heat_axes(names: Sequence[str]) -> list[dict[str, Any]]:
    """The boxes that hold the heads of the columns, then those of the rows."""
    across = [
        {"x": HEAD[0] + at * CELL[0] + GAP, "y": 0, "width": CELL[0] - 2 * GAP}
        | {"height": HEAD[1] - ROOM, "name": name, "side": "across"}
        for at, name in enumerate(names)
    ]
    down = [
        {"x": 0, "y": HEAD[1] + at * CELL[1], "width": HEAD[0] - ROOM}
        | {"height": CELL[1], "name": name, "side": "down"}
        for at, name in enumerate(names)
    ]
    return across + down


def _shade(count: int, total: int) -> int:
    return min(STEPS, 1 + count * STEPS * 2 // total) if count else 0


def over_time(series: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """Lines of figures from 0 to 1 at equal distances; a gap where there is none."""
    many = max((len(one) for one in series), default=0)
    inner, depth = WIDTH - LEFT - 24, HEIGHT - TOP - FOOT
    across = [round(LEFT + 12 + inner * at / max(1, many - 1), 1) for at in range(many)]
    lines = []
    for one in series:
        dots = [
            (x, round(TOP + depth * (1 - value), 1))
            for x, value in zip(across, one, strict=True)
            if value is not None
        ]
        lines.append({"dots": dots, "points": " ".join(f"{x},{y}" for x, y in dots)})
    marks = [(y := round(TOP + depth * (1 - at), 1), y + 4, text) for at, text in _MARKS]
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "gutter": LEFT - 8,
        "foot": HEIGHT - 6,
        "lines": lines,
        "marks": marks,
    }


_MARKS = ((0.0, "0"), (0.5, ".5"), (1.0, "1"))
