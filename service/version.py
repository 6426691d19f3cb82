"""Which rewardd this is."""

from importlib.metadata import version

__all__ = ["VERSION"]

VERSION = version("rewardd")
