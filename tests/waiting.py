"""Waiting for what happens elsewhere: never for a time, since a busy machine takes longer."""

import time
from collections.abc import Callable

WITHIN_S = 60.0


def wait_until(condition: Callable[[], bool], within_s: float = WITHIN_S) -> None:
    """Return as soon as it holds, and fail if it does not come to that."""
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
