"""Pace: calls begin in order, evenly spread, and not too many at once."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchgap.net.limits import RateLimit
from searchgap.net.pace import Pace


@dataclass
class Clock:
    """Time that passes only while everybody waits; who waits is woken in the order of time."""

    now: float = 0.0
    sleepers: list[tuple[float, int, asyncio.Event]] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        event = asyncio.Event()
        self.sleepers.append((self.now + seconds, len(self.sleepers), event))
        await event.wait()

    async def run(self, *work) -> None:
        """Let time pass until all work is done."""
        tasks = [asyncio.create_task(one) for one in work]
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self.sleepers:
                until, _, event = self.sleepers.pop(self.sleepers.index(min(self.sleepers, key=lambda one: one[:2])))
                self.now = max(self.now, until)
                event.set()
        await asyncio.gather(*tasks)


def begin(limit: RateLimit, calls: int, *, takes: float = 0.0, hold: float = 0.0) -> list[tuple[int, float]]:
    """Which call began when, all wanted at time 0."""
    began: list[tuple[int, float]] = []

    async def main() -> None:
        clock = Clock()
        pace = Pace(limit, clock=clock, sleep=clock.sleep)

        async def call(number: int) -> None:
            async with pace.turn():
                began.append((number, clock.now))
                if takes:
                    await clock.sleep(takes)

        if hold:
            pace.hold(hold)
        await clock.run(*map(call, range(calls)))

    asyncio.run(main())
    return began


@pytest.mark.parametrize(
    ("limit", "takes", "times"),
    [
        (RateLimit(), 0, [0, 0, 0, 0]),
        (RateLimit(per_second=2), 0, [0, 0.5, 1, 1.5]),
        (RateLimit(per_second=2), 9, [0, 0.5, 1, 1.5]),
        (RateLimit(per_second=0.5), 0, [0, 2, 4, 6]),
        (RateLimit(at_once=1), 3, [0, 3, 6, 9]),
        (RateLimit(at_once=2), 3, [0, 0, 3, 3]),
        (RateLimit(per_second=1, at_once=2), 5, [0, 1, 5, 6]),
    ],
)
def test_when_calls_begin(limit, takes, times):
    """Calls begin in the order they came, as far apart as the rate says, and only while a place is free."""
    assert begin(limit, 4, takes=takes) == list(enumerate(times))


def test_a_hold_stops_everybody():
    """After the provider asked to wait nobody begins before that, and then at the usual pace."""
    assert begin(RateLimit(per_second=1), 3, hold=30) == [(0, 30), (1, 31), (2, 32)]


def test_a_hold_shortens_no_wait():
    """A short hold under a slow rate changes nothing."""

    async def main() -> float:
        clock = Clock()
        pace = Pace(RateLimit(per_second=0.1), clock=clock, sleep=clock.sleep)

        async def call() -> None:
            async with pace.turn():
                pace.hold(1)

        await clock.run(call())
        await clock.run(call())
        return clock.now

    assert asyncio.run(main()) == 10


def test_time_that_nobody_used_is_not_saved_up():
    """After a pause calls are as far apart as ever."""

    async def main() -> list[float]:
        clock = Clock()
        pace = Pace(RateLimit(per_second=1), clock=clock, sleep=clock.sleep)
        began: list[float] = []

        async def call() -> None:
            async with pace.turn():
                began.append(clock.now)

        await clock.run(call())
        clock.now = 100
        await clock.run(call(), call())
        return began

    assert asyncio.run(main()) == [0, 100, 101]


def test_a_place_is_given_back_when_a_call_fails():
    """An exception in the block frees its place."""

    async def main() -> bool:
        pace = Pace(RateLimit(at_once=1), clock=lambda: 0.0)
        with pytest.raises(ZeroDivisionError):
            async with pace.turn():
                raise ZeroDivisionError
        async with pace.turn():
            return True

    assert asyncio.run(main())


@given(
    st.builds(RateLimit, per_second=st.none() | st.floats(0.01, 100), at_once=st.integers(1, 5)),
    st.integers(1, 12),
    st.floats(0, 20),
)
def test_no_limit_is_ever_passed(limit, calls, takes):
    """Whatever the limit, calls keep their order and distance, and no more are under way than may be."""
    began = begin(limit, calls, takes=takes)
    assert [number for number, _ in began] == list(range(calls))
    times = [time for _, time in began]
    gap = 1 / limit.per_second if limit.per_second else 0
    assert all(later - earlier >= gap - 1e-6 for earlier, later in pairwise(times))
    assert all(times[n + limit.at_once] - times[n] >= takes - 1e-6 for n in range(calls - limit.at_once))
