"""The documentation's pages as data: their code blocks, and what a sample's output is compared by."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(
    r"(?:^<!-- not run: (?P<why>[^\n]+) -->\n+)?"
    r"^(?P<fence>`{3,})(?P<language>[a-z]*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^(?P=fence)$"
    r"(?P<gap>\n*)",
    re.MULTILINE | re.DOTALL,
)

ANY = "…"
"""In an output that a page shows: whatever text may stand here, and as a key that there are further ones."""
_MEASURED = re.compile(r"_(?:ms|s|bytes)$")
"""Keys of numbers that differ from run to run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One fenced block of a page."""

    page: Path
    line: int
    language: str
    title: str | None
    text: str
    not_run: str | None
    """Why it is not run, where the page says so."""
    follows: bool
    """Nothing but blank lines is between it and the block before."""

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks_of(page: Path) -> list[Block]:
    """A page's fenced blocks, in order."""
    source = page.read_text()
    blocks = []
    end_before = -1
    for match in _FENCE.finditer(source):
        blocks.append(
            Block(
                page=page,
                line=source.count("\n", 0, match.start("fence")) + 1,
                language=match["language"],
                title=match["title"],
                text=match["text"],
                not_run=match["why"],
                follows=match.start() == end_before,
            )
        )
        end_before = match.end()
    return blocks


def difference(shown: str, printed: str) -> str:
    """What is not as the page shows it; empty if all is.

    JSON is compared as values, whatever its layout, numbers of `_ms`, `_s` and `_bytes` by their kind only;
    other text line by line. `…` stands for what differs from run to run.
    """
    try:
        wanted = json.loads(shown)
    except ValueError:
        return _lines(shown, printed)
    try:
        found = json.loads(printed)
    except ValueError:
        return f"no JSON was printed: {printed}"
    return "\n".join(_values(wanted, found, "$"))


def _lines(shown: str, printed: str) -> str:
    wanted = [line.rstrip() for line in shown.strip().splitlines()]
    found = [line.rstrip() for line in printed.strip().splitlines()]
    if _match_lines(wanted, found):
        return ""
    return f"the page shows:\n{shown}\nprinted was:\n{printed}"


def _match_lines(wanted: list[str], found: list[str]) -> bool:
    """A line of nothing but `…` stands for any number of lines."""
    if not wanted:
        return not found
    if wanted[0].strip() == ANY:
        return any(_match_lines(wanted[1:], found[start:]) for start in range(len(found) + 1))
    return bool(found) and matches(wanted[0], found[0]) and _match_lines(wanted[1:], found[1:])


def matches(wanted: str, found: str) -> bool:
    """Whether a text is another, where `…` stands for anything."""
    escaped = re.sub(r"([\[*?])", r"[\1]", wanted)
    return fnmatchcase(found, escaped.replace(ANY, "*"))


def _values(wanted: object, found: object, place: str) -> Iterator[str]:
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        missing = [key for key in wanted if key not in found and key != ANY]
        extra = [] if ANY in wanted else [key for key in found if key not in wanted]
        if missing or extra:
            yield f"{place}: missing {missing}, not shown {extra}"
        for key in wanted.keys() & found.keys():
            if not (_MEASURED.search(key) and is_number(wanted[key]) and is_number(found[key])):
                yield from _values(wanted[key], found[key], f"{place}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for index, pair in enumerate(zip(wanted, found, strict=True)):
            yield from _values(*pair, f"{place}.{index}")
    elif isinstance(wanted, str) and isinstance(found, str):
        if not matches(wanted, found):
            yield f"{place}: the page shows {wanted!r}, answered was {found!r}"
    elif wanted != found or type(wanted) is not type(found):
        yield f"{place}: the page shows {wanted!r}, answered was {found!r}"


def is_number(value: object) -> bool:
    """A JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)
