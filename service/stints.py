"""Long work on the event loop, done in stints so that others come in between."""

import asyncio
import time

STINT_S = 0.005


class Stints:
    """Of one piece of work, which calls `rest` between any two steps."""

    def __init__(self) -> None:
        self._begun = time.perf_counter()

    async def rest(self) -> None:
        """Let others have the event loop, if this work has had it for long."""
        if time.perf_counter() - self._begun >= STINT_S:
            await asyncio.sleep(0)
            self._begun = time.perf_counter()
