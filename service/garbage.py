"""Python's garbage collector in a process that serves: it looks seldom, and not at what stays anyway."""

import gc

COLLECT_AFTER = (10_000, 20, 50)
"""Objects, and collections of the younger, after which garbage is looked for: requests leave few cycles."""


def collect_seldom() -> None:
    """Call it once all is set up: what lives then is taken to live as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
