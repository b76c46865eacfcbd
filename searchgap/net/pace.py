"""The pace of calls: so many a second, so many at once, per provider."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from searchgap.net.limits import RateLimit


class Pace:
    """Lets calls through in the order they came, no faster than a limit allows.

    Args:
        limit: what is allowed.
        clock: seconds that only grow.
        sleep: waits so many seconds.
    """

    def __init__(
        self, limit: RateLimit, *, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._gap = 1 / limit.per_second if limit.per_second else 0.0
        self._places = asyncio.Semaphore(limit.at_once)
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for one's turn and hold a place until the block ends."""
        async with self._places:
            now = self._clock()
            begin = max(now, self._next)
            self._next = begin + self._gap
            if begin > now:
                await self._sleep(begin - now)
            yield

    def hold(self, seconds: float) -> None:
        """Let nobody begin for so many seconds: the provider asked for it."""
        self._next = max(self._next, self._clock() + seconds)
