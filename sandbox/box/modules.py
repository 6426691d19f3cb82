"""Modules of Python that a warm interpreter has imported before any program runs."""

__all__ = ["MODULES_ON_DEMAND", "WARM_MODULES"]

WARM_MODULES = (
    "bisect", "collections", "functools", "heapq", "io", "itertools", "json", "math", "operator", "re",
    "string", "threading", "time",
)  # fmt: skip
"""Imported by every template. Each page of memory makes each fork dearer, so these are few and cheap."""

MODULES_ON_DEMAND = (
    "abc", "array", "ast", "asyncio", "base64", "calendar", "cmath", "contextlib", "copy", "csv",
    "dataclasses", "datetime", "decimal", "difflib", "enum", "fractions", "hashlib", "inspect", "numpy",
    "pickle", "queue", "random", "sortedcontainers", "statistics", "textwrap", "traceback", "types",
    "typing", "unittest", "uuid", "zlib",
)  # fmt: skip
"""Imported by an agent, once for all cases, when the program's text mentions them."""
