"""Files named by the hash of their content, in a local folder or behind fsspec.

Both write under another name first and rename, so that no reader ever sees half an entry.
"""

import contextlib
import logging
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import fsspec

_log = logging.getLogger(__name__)

MAX_FILE_BYTES = 80 * 1024 * 1024
"""More than the largest problem takes; a longer file is none of ours."""
_ABANDONED_AFTER_S = 3600
"""Age at which the unfinished file of a writer that died is removed."""


class ProblemFiles(Protocol):
    """Where entries are. All methods block; what goes wrong is an `OSError`."""

    def read(self, digest: str) -> bytes:
        """The content; `FileNotFoundError` if there is none."""

    def write(self, digest: str, data: bytes) -> None:
        """Write an entry unless there is one of this size already; any number of writers may do so."""

    def exists(self, digest: str) -> bool:
        """Whether there is an entry, sound or not."""

    def remove(self, digest: str) -> None:
        """Remove an entry."""


class LocalFiles:
    """Entries in a folder of this machine or a shared disk; on disk when `write` returns."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, digest: str) -> bytes:
        """See `ProblemFiles`."""
        with self._path(digest).open("rb") as file:
            return file.read(MAX_FILE_BYTES)

    def write(self, digest: str, data: bytes) -> None:
        """See `ProblemFiles`."""
        path = self._path(digest)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_size == len(data):
                return
        path.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(path.parent)
        unfinished = path.with_name(f"{digest}.{secrets.token_hex(8)}.part")
        try:
            with unfinished.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise
        _sync_folder(path.parent)

    def exists(self, digest: str) -> bool:
        """See `ProblemFiles`."""
        return self._path(digest).is_file()

    def remove(self, digest: str) -> None:
        """See `ProblemFiles`."""
        self._path(digest).unlink()

    def _path(self, digest: str) -> Path:
        return self._root / digest[:2] / f"{digest}.json"


class FsspecFiles:
    """Entries behind a URL that fsspec understands.

    Raises:
        OSError: if there is no driver for it; the message says what to install.
    """

    def __init__(self, url: str) -> None:
        with _as_os_error():
            # A listing that is remembered would hide what others have stored.
            self._file_system, self._root = fsspec.core.url_to_fs(url, use_listings_cache=False)

    def read(self, digest: str) -> bytes:
        """See `ProblemFiles`."""
        with _as_os_error(), self._file_system.open(self._path(digest), "rb") as file:
            data: bytes = file.read(MAX_FILE_BYTES)
            return data

    def write(self, digest: str, data: bytes) -> None:
        """See `ProblemFiles`."""
        path = self._path(digest)
        with _as_os_error():
            if self._file_system.exists(path) and self._file_system.size(path) == len(data):
                return
            self._file_system.makedirs(path.rpartition("/")[0], exist_ok=True)
            unfinished = f"{path}.{secrets.token_hex(8)}.part"
            self._file_system.pipe_file(unfinished, data)
            self._file_system.mv(unfinished, path)

    def exists(self, digest: str) -> bool:
        """See `ProblemFiles`."""
        with _as_os_error():
            return bool(self._file_system.exists(self._path(digest)))

    def remove(self, digest: str) -> None:
        """See `ProblemFiles`."""
        with _as_os_error():
            self._file_system.rm_file(self._path(digest))

    def _path(self, digest: str) -> str:
        return f"{self._root}/{digest[:2]}/{digest}.json"


@contextlib.contextmanager
def _as_os_error() -> Iterator[None]:
    """Drivers raise whatever their libraries do; here it is an `OSError` for all."""
    try:
        yield
    except OSError:
        raise
    except (ImportError, ValueError) as error:
        raise OSError(str(error)) from error  # of the URL: no driver, or no sense
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def _remove_abandoned(folder: Path) -> None:
    oldest = time.time() - _ABANDONED_AFTER_S
    for unfinished in folder.glob("*.part"):
        with contextlib.suppress(OSError):
            if unfinished.stat().st_mtime < oldest:
                unfinished.unlink()
                _log.warning("removed what an interrupted write left", extra={"file": unfinished.name})


def _sync_folder(folder: Path) -> None:
    """Make a rename last through a crash of the machine (fsync(2): the folder needs one of its own)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
