"""How long to wait after failed sign-ins, on a clock that the test moves."""

from collections.abc import Callable

import pytest

from annotator.web import throttle
from annotator.web.throttle import Throttle

HERE = ("ann", "192.0.2.1")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the clock, in seconds."""

    def set_(seconds: float) -> None:
        monkeypatch.setattr(throttle, "now", lambda: 1_000 + seconds)

    set_(0)
    return set_


def test_five_are_free_and_then_the_wait_doubles_up_to_a_minute(
    at: Callable[[float], None],
) -> None:
    kept, now, waits = Throttle(), 0.0, []
    for _ in range(15):
        now += kept.wait(HERE)
        at(now)
        assert kept.wait(HERE) == 0
        kept.failed(HERE)
        waits.append(kept.wait(HERE))
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]


def test_the_wait_runs_down(at: Callable[[float], None]) -> None:
    kept = Throttle()
    for _ in range(8):
        kept.failed(HERE)
    for seconds, left in ((0, 8), (0.5, 8), (1, 7), (7.9, 1), (8, 0)):
        at(seconds)
        assert kept.wait(HERE) == left, seconds


def test_each_account_and_each_address_has_its_own(at: Callable[[float], None]) -> None:
    kept = Throttle()
    for _ in range(9):
        kept.failed(HERE)
    assert kept.wait(HERE) == 16
    assert kept.wait(("ann", "192.0.2.2")) == kept.wait(("ben", "192.0.2.1")) == 0


def test_a_success_and_an_hour_make_it_forget(at: Callable[[float], None]) -> None:
    kept = Throttle()
    for _ in range(9):
        kept.failed(HERE)
    kept.succeeded(HERE)
    kept.failed(HERE)
    assert kept.wait(HERE) == 0
    for _ in range(9):
        kept.failed(HERE)
    at(3_601)
    kept.failed(HERE)
    assert kept.wait(HERE) == 0


def test_made_up_names_do_not_fill_the_memory(
    at: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "MOST", 100)
    kept = Throttle()
    for number in range(1_000):
        kept.failed((str(number), ""))
    assert len(kept._failures) == 100
    assert kept.wait(HERE) == 0
