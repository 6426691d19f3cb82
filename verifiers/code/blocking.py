"""Blocking calls from asyncio that cannot hang their caller.

A thread in a dead file system cannot be ended. So there is a bound on how many there are, the caller
stops waiting at its deadline, and the threads are daemons, since the process must be able to exit.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar, cast

ResultT = TypeVar("ResultT")


class BlockingCalls:
    """Runs calls in threads, at most `threads` at once. Belongs to one event loop."""

    def __init__(self, *, threads: int, deadline_s: float) -> None:
        self._free = asyncio.Semaphore(threads)
        self._deadline_s = deadline_s

    async def run(self, call: Callable[[], ResultT]) -> ResultT:
        """What `call` returns or raises.

        Raises:
            TimeoutError: at the deadline, the wait for a free thread included. The call may still end later.
        """
        async with asyncio.timeout(self._deadline_s):
            await self._free.acquire()
            return await self._in_thread(call)

    def _in_thread(self, call: Callable[[], ResultT]) -> asyncio.Future[ResultT]:
        loop = asyncio.get_running_loop()
        outcome: asyncio.Future[ResultT] = loop.create_future()

        def settle(result: ResultT | None, error: BaseException | None) -> None:
            self._free.release()
            if outcome.done():
                return
            if error is not None:
                outcome.set_exception(error)
            else:
                outcome.set_result(cast("ResultT", result))

        def tell(result: ResultT | None, error: BaseException | None) -> None:
            # A loop that is closed has nobody left who waits.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(settle, result, error)

        try:
            threading.Thread(target=_call, args=(call, tell), name="blocking-call", daemon=True).start()
        except RuntimeError:
            self._free.release()
            raise
        return outcome


def _call(call: Callable[[], ResultT], tell: Callable[[ResultT | None, BaseException | None], None]) -> None:
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 (the caller gets it, whatever it is)
        tell(None, error)
    else:
        tell(result, None)
    del tell  # an error knows this frame, and `tell` who waits for it: they would keep each other
