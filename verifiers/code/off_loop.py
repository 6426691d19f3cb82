"""Work on texts of any size beside the event loop's other work."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

INLINE_SIZE = 64 * 1024
"""Characters or bytes. What is longer takes milliseconds, and up to a second at the largest."""

ResultT = TypeVar("ResultT")


async def off_loop(call: Callable[[], ResultT], size: int) -> ResultT:
    """What `call` returns, having worked through about `size` characters; in a thread if these are many."""
    return call() if size <= INLINE_SIZE else await asyncio.to_thread(call)
