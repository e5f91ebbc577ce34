"""From an error to an exit status and one sentence on standard error.

0 done; 1 some input was refused; 2 wrong usage; 3 the project file cannot be used.
"""

from annotator.domain.errors import AnnotatorError, ProjectError, Unavailable

REFUSED = 1
USAGE = 2
PROJECT = 3
INTERRUPTED = 130
"""What a shell shows for a command that Ctrl+C ended."""


class UsageError(AnnotatorError):
    """The command was called in a way that cannot work; nothing was done."""


def status_of(error: AnnotatorError) -> int:
    """The exit status that stands for ``error``."""
    if isinstance(error, UsageError):
        return USAGE
    if isinstance(error, ProjectError | Unavailable):
        return PROJECT
    return REFUSED


def reason(error: OSError) -> str:
    """What the operating system says, for the middle of a sentence."""
    return (error.strerror or str(error)).lower()
