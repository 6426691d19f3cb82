"""Whether a folder or a store can be written to, found out by writing to it."""

import os
import threading
from queue import Empty, SimpleQueue

import fsspec

__all__ = ["trouble_with"]

PATIENCE_S = 10.0


def trouble_with(url: str) -> Exception | None:
    """Why nothing can be kept there; `None` if it can. What is written for that is removed again."""
    outcome: SimpleQueue[Exception | None] = SimpleQueue()
    # A daemon, since a call into a dead store cannot be ended.
    threading.Thread(target=lambda: outcome.put(_try(url)), daemon=True).start()
    try:
        return outcome.get(timeout=PATIENCE_S)
    except Empty:
        return TimeoutError(f"it did not answer for {PATIENCE_S:.0f} s")


def _try(url: str) -> Exception | None:
    try:
        store, folder = fsspec.core.url_to_fs(url)
        store.makedirs(folder, exist_ok=True)
        path = f"{folder}/.rewardd-probe-{os.getpid()}"
        store.pipe_file(path, b"written by rewardd to see whether it can\n")
        store.rm_file(path)
    except Exception as error:  # noqa: BLE001 - drivers raise whatever their libraries do
        return error
    return None
