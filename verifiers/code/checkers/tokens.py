"""`tokens`: words in order, whatever white space lies between them."""

import re
from collections.abc import Iterator

from verifiers.code.checkers.comparison import Comparison, compare_parts

_TOKEN = re.compile(rb"\S+")
"""ASCII white space parts tokens, so a no-break space or a NUL is part of one."""


def compare_text(expected: bytes, actual: bytes) -> Comparison:
    """Equal tokens, as bytes; 1 is not 1.0 and YES is not yes."""
    return compare_parts("token", tokens(expected), tokens(actual))


def tokens(text: bytes) -> Iterator[bytes]:
    """The tokens, one at a time."""
    return (match[0] for match in _TOKEN.finditer(text))
