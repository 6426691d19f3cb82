"""Python's garbage collector in a process that serves: it looks seldom, and not at what stays anyway."""

import gc

COLLECT_AFTER = (10_000, 20, 5)
"""Objects, and collections of the younger, after which garbage is looked for: requests leave few cycles.

A program leaves about sixty objects in cycles. Were the oldest looked at ten times less often, twenty minutes
of load would gather 100 MB of them, and a look at so many would hold up the event loop.
"""


def collect_seldom() -> None:
    """Call it once all is set up: what lives then is taken to live as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
