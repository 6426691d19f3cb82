"""Compiled programs on disk."""

import contextlib
import hashlib
import logging
import os
import secrets
from pathlib import Path
from time import time

from verifiers.code.cache import CacheCounts

_LOG = logging.getLogger(__name__)
_MAGIC = b"rewardd artifact 1\n"
_CHECK_BYTES = hashlib.sha256().digest_size
_STALE_S = 3600.0
"""A half-written file of this age belongs to nobody any more."""


class ArtifactFolder:
    """A bounded folder of artifacts, which several services may share.

    An entry is written to a file of its own and renamed into place, and carries a checksum: a reader sees a
    whole entry or none, after a crash too. What goes wrong with the disk is logged and otherwise a miss.
    The entries used longest ago go first. For threads: what they race for is a count, made anew in time.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        self._path = path
        self._max_bytes = max_bytes
        self.counts = CacheCounts()
        self.trouble = ""
        """Why the disk could not be used at the last try; empty if it could."""
        self._bytes: int | None = None
        """What the entries held when last counted, with what was written since; `None` before a count."""

    def get(self, key: str) -> bytes | None:
        """The artifact, if there is a sound one."""
        file = self._path / key
        try:
            data = file.read_bytes()
        except FileNotFoundError:
            self.counts.misses += 1
            return None
        except OSError as error:
            self.fail(f"a compiled program could not be read: {error}")
            return None
        artifact = _opened(key, data)
        with contextlib.suppress(OSError):
            if artifact is None:
                self.counts.damaged += 1
                _LOG.warning("a damaged compiled program is dropped", extra={"key": key})
                file.unlink()
            else:
                self.counts.hits += 1
                self.trouble = ""
                os.utime(file)
        return artifact

    def put(self, key: str, artifact: bytes) -> None:
        """Keep an artifact; one that is larger than everything allowed is not kept."""
        data = _sealed(key, artifact)
        if len(data) > self._max_bytes:
            return
        unfinished = self._path / f".{key}.{os.getpid()}.{secrets.token_hex(4)}"
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room(len(data))
            with unfinished.open("xb") as file:
                file.write(data)
            unfinished.rename(self._path / key)
            self.trouble = ""
        except OSError as error:
            self.fail(f"a compiled program could not be kept: {error}")
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def fail(self, trouble: str) -> None:
        """Note what went wrong with the disk, and log it if nothing was wrong before."""
        self.counts.failures += 1
        if not self.trouble:
            _LOG.warning("%s", trouble)
        self.trouble = trouble

    def _make_room(self, size: int) -> None:
        if self._bytes is not None and self._bytes + size <= self._max_bytes:
            self._bytes += size
            return
        entries = []
        for file in self._path.iterdir():
            with contextlib.suppress(FileNotFoundError):
                status = file.lstat()
                if not file.name.startswith("."):
                    entries.append((status.st_mtime, status.st_size, file))
                elif time() - status.st_mtime > _STALE_S:
                    file.unlink()
        held = sum(length for _, length, _ in entries)
        for _, length, file in sorted(entries):
            if held + size <= self._max_bytes:
                break
            with contextlib.suppress(FileNotFoundError):
                file.unlink()
            held -= length
        self._bytes = held + size


def _sealed(key: str, artifact: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(key.encode() + artifact).digest() + artifact


def _opened(key: str, data: bytes) -> bytes | None:
    """The artifact of an entry that is whole and stands under its own key."""
    start = len(_MAGIC) + _CHECK_BYTES
    artifact = data[start:]
    return artifact if data[:start] == _sealed(key, artifact)[:start] else None
