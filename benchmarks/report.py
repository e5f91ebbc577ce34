"""How a figure is told: as a ratio to a baseline of the same run, beside its aim."""

from dataclasses import dataclass

RUNS = 3
"""So often is done what has an absolute bound. The least counts: neighbours only ever add."""


@dataclass(frozen=True)
class Row:
    """One measured ratio. ``higher`` is true where more is better; ``aim`` is the bound."""

    what: str
    ratio: float
    detail: str
    aim: float | None = None
    higher: bool = False
    unit: str = "×"

    @property
    def met(self) -> bool:
        if self.aim is None:
            return True
        return self.ratio >= self.aim if self.higher else self.ratio <= self.aim

    def __str__(self) -> str:
        bound = "" if self.aim is None else f"aim {'≥' if self.higher else '≤'} {self.aim:g}"
        mark = " " if self.aim is None else "✓" if self.met else "✕"
        return f"{mark} {self.what:<46} {self.ratio:>8.2f}{self.unit:<3} {bound:<10} {self.detail}"
