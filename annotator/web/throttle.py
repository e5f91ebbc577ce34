"""How long to wait after failed sign-ins: five are free, then 1, 2, 4 … 60 seconds each.

Nobody is ever locked out. What is counted lives in this process only, and ends with it.
"""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass

FREE = 5
LONGEST = 60
"""Seconds to wait at most."""
FORGOTTEN = 3_600
"""Seconds after which earlier failures no longer count."""
MOST = 10_000
"""Places that are remembered, so that made-up names cannot fill the memory."""

Place = tuple[str, str]
"""Whose account is tried, and from which address."""


@dataclass(slots=True)
class _Failures:
    count: int
    last: float
    """Seconds of a clock that only goes forward."""


class Throttle:
    """The failures of each place."""

    def __init__(self) -> None:
        self._failures: OrderedDict[Place, _Failures] = OrderedDict()

    def wait(self, place: Place) -> int:
        """Seconds to leave this place alone, 0 if it may be tried now."""
        found = self._failures.get(place)
        if found is None or found.count < FREE:
            return 0
        delay = min(1 << min(found.count - FREE, 6), LONGEST)
        return max(0, math.ceil(found.last + delay - now()))

    def failed(self, place: Place) -> None:
        """Counts a failure; also one that is being tried, lest many at once be free."""
        found = self._failures.pop(place, None)
        if found is None or now() - found.last > FORGOTTEN:
            found = _Failures(0, 0.0)
        found.count, found.last = found.count + 1, now()
        self._failures[place] = found
        if len(self._failures) > MOST:
            self._failures.popitem(last=False)

    def succeeded(self, place: Place) -> None:
        """Forgets the failures of a place."""
        self._failures.pop(place, None)


def now() -> float:
    """This moment, in seconds of a clock that only goes forward."""
    return time.monotonic()
