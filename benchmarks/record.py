"""What a long measurement has found so far, in a file, so that it can be done in parts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Record:
    """Findings by key, each written down as it comes; the last one of a key counts.

    A line that a killed run has written half is left out. Without a path nothing is kept.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._found: dict[str, Mapping[str, Any]] = {}
        if path is None or not path.exists():
            return
        for line in path.read_text().splitlines():
            try:
                found = json.loads(line)
            except ValueError:
                continue
            self._found[found.pop("key")] = found

    def get(self, key: str) -> Mapping[str, Any] | None:
        """What was found for this key."""
        return self._found.get(key)

    def put(self, key: str, found: Mapping[str, Any]) -> None:
        """Keep what was found."""
        self._found[key] = found
        if self._path is not None:
            with self._path.open("a") as file:
                file.write(json.dumps({"key": key, **found}) + "\n")
