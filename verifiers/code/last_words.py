"""What a program that failed said last: the exception, in one line of what its runtime wrote to stderr."""

import re

MAX_CHARS = 200
LOOKED_AT_BYTES = 8_192

_TELLING = re.compile(r"\w*(Error|Exception)\b|panicked at|^panic:|^fatal error:|^\S*: .*Assertion .* failed")
_DETAIL = re.compile(r"what\(\):\s*(.*)")
_FRAME = re.compile(r"\s|at |File |goroutine |note: |exit status |Node\.js ")
"""How lines begin that name places, or are the same whatever has happened."""


def last_words(stderr: bytes) -> str:
    """The line that names the exception, else the last that says anything; empty where there is none."""
    text = stderr[-LOOKED_AT_BYTES:].decode(errors="replace")
    lines = [line for line in text.splitlines() if line.strip()]
    spoken = [place for place, line in enumerate(lines) if not _FRAME.match(line)]
    telling = [place for place in spoken if _TELLING.search(lines[place])] or spoken
    if detail := _DETAIL.search(text):
        words = detail[1]
    elif telling:
        words = lines[telling[-1]]
        if words.endswith(":") and telling[-1] + 1 < len(lines):  # Rust's message stands below the place
            words += " " + lines[telling[-1] + 1].strip()
    else:
        words = ""
    printable = "".join(char if char.isprintable() else " " for char in words).strip()
    return printable if len(printable) <= MAX_CHARS else printable[:MAX_CHARS] + "…"
