"""`lines`: the usual rule of judges, blind to white space at the end of lines and blank lines at the end."""

import io
from collections.abc import Iterator

from verifiers.code.checkers.comparison import PASSED, Comparison, compare_parts

_WHITE_SPACE = b" \t\r\n\v\f"
"""ASCII only: a no-break space is a character like any other. It covers CRLF as well."""


def compare_text(expected: bytes, actual: bytes) -> Comparison:
    """Equal lines, in order, as bytes: no other normalisation of Unicode, upper case is upper case.

    Stops at the first difference and copies one line at a time.
    """
    if expected == actual:
        return PASSED
    return compare_parts("line", trimmed_lines(expected), trimmed_lines(actual))


def trimmed_lines(text: bytes) -> Iterator[bytes]:
    """The lines without what does not count. A form feed or a lone CR ends no line."""
    for line in io.BytesIO(text.rstrip(_WHITE_SPACE)):
        yield line.rstrip(_WHITE_SPACE)
