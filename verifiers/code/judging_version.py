"""Which code judged: its verdicts are not those of other code."""

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable


@cache
def judging_version() -> str:
    """A hash of our own code: what other code concluded says nothing about this one's verdicts."""
    state = hashlib.sha256()
    for package in ("verifiers", "sandbox"):
        for name, content in _sources(resources.files(package), package):
            state.update(f"{name}\0{len(content)}\0".encode())
            state.update(content)
    return state.hexdigest()


def _sources(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{entry.name}"
        if entry.is_dir():
            found += [] if entry.name == "__pycache__" else _sources(entry, path)
        else:
            found.append((path, entry.read_bytes()))
    return found
