"""Where the claims of an article rest, counted: what a newsroom asks of its sourcing."""

from typing import NamedTuple


class Footing(NamedTuple):
    """What the claims of some text rest on: each claim counts once."""

    named: int = 0
    """Rests on a named source, whatever else."""
    anonymous: int = 0
    """Rests on anonymous sources only."""
    none: int = 0
    """Linked to no source: the article's own voice, or not linked yet."""

    @property
    def claims(self) -> int:
        return self.named + self.anonymous + self.none

    @property
    def share(self) -> float | None:
        """The part of the claims that rest on anonymous sources only; None without claims."""
        return self.anonymous / self.claims if self.claims else None

    def plus(self, other: "Footing") -> "Footing":
        return Footing(*(one + more for one, more in zip(self, other, strict=True)))
