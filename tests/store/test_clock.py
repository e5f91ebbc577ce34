"""Times are text in UTC, to the second, and compare as times do."""

import re
from datetime import UTC, datetime, timedelta

from annotator.store import clock


def test_now_is_this_moment_in_utc():
    now = clock.now()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now)
    assert abs(datetime.fromisoformat(now) - datetime.now(UTC)) < timedelta(seconds=5)


def test_later_goes_forward_and_back_over_the_turn_of_a_year():
    assert clock.later("2026-12-31T23:59:59Z", timedelta(seconds=1)) == "2027-01-01T00:00:00Z"
    assert clock.later("2027-01-01T00:00:00Z", timedelta(days=-1)) == "2026-12-31T00:00:00Z"
