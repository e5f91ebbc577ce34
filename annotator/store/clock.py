"""The time, as the project file keeps it: ISO 8601 text in UTC, to the second."""

import time
from datetime import datetime, timedelta
from functools import lru_cache


def now() -> str:
    """This moment, such as ``2026-11-22T09:00:00Z``. Such texts compare as times do."""
    return _text(int(time.time()))


@lru_cache(maxsize=1)
def _text(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def later(moment: str, delta: timedelta) -> str:
    """``moment`` plus ``delta``, which may be negative."""
    shifted = datetime.fromisoformat(moment) + delta
    return shifted.strftime("%Y-%m-%dT%H:%M:%SZ")
