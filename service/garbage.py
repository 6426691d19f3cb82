"""Python's garbage collector in a process that serves: it looks seldom, and not at what stays anyway."""

import gc

COLLECT_AFTER = (10_000, 100, 5)
"""Objects, and collections of the younger, after which garbage is looked for.

Requests leave no cycles of ours, so there is little to find. Where a large body is read, a look at the young
is short; one at those who have stayed a while holds up the event loop by a millisecond for each 10,000.
"""


def collect_seldom() -> None:
    """Call it once all is set up: what lives then is taken to live as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
