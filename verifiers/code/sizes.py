"""How large the parts of a problem may be."""

MAX_TOTAL_BYTES = 64 * 1024 * 1024
"""Of the canonical form, tests included."""
MAX_TEXT_CHARS = 1024 * 1024
"""Of one piece of source code: a setup, a prompt, an assert test, a special judge."""
MAX_NAME_CHARS = 256
