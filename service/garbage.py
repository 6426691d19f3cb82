"""Python's garbage collector in a process that serves: it looks seldom, and not at what stays anyway."""

import gc

COLLECT_AFTER = (10_000, 20, 5)
"""Objects, and collections of the younger, after which garbage is looked for.

Requests leave no cycles of ours, so there is little to find; a cycle of a library's waits the longer, the
rarer the oldest objects are looked at, and a look at many holds up the event loop.
"""


def collect_seldom() -> None:
    """Call it once all is set up: what lives then is taken to live as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
