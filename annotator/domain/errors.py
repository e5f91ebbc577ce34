"""What can go wrong, each with one sentence for a person.

    AnnotatorError
    ├── Refused        the input is wrong (HTTP 422, exit status 1)
    ├── Forbidden      this person may not do that (403)
    ├── NotFound       there is no such thing (404)
    ├── Conflict       it clashes with what is stored (409)
    ├── Misdirected    it is meant for another project (421)
    ├── TooSoon        it was tried too often; wait (429)
    ├── Unavailable    try again in a moment (503)
    └── ProjectError   the project file cannot be used (exit status 3)

``str(error)`` is the sentence. Only ``web.errors`` and ``cli`` turn these into a status.
"""

# ruff: noqa: N818  they are named for what happened, as the tree above reads

from typing import Any


class AnnotatorError(Exception):
    """Anything that the program itself says no to."""


class Refused(AnnotatorError):
    """The input is wrong; ``field`` names the part that is, if one can be named."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Forbidden(AnnotatorError):
    """The person is known, and may not do this."""


class NotFound(AnnotatorError):
    """What was asked for does not exist, or is not this person's to see."""


class Conflict(AnnotatorError):
    """The request clashes with what is stored; ``current`` is that row, as the API shows it."""

    def __init__(self, sentence: str, current: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.current = current


class Misdirected(AnnotatorError):
    """The request is meant for another project than the one that answers here."""


class TooSoon(AnnotatorError):
    """It was tried too often; ``wait`` is the number of seconds to leave it alone."""

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait


class Unavailable(AnnotatorError):
    """The database cannot take this now; the same request may be sent again."""


class ProjectError(AnnotatorError):
    """The project file is missing, damaged, newer than this program, locked, or not a project."""
