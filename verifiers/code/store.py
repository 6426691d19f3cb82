"""Problems kept by content: their tests are megabytes and are sent once, not with each of 16 samples.

An entry is the canonical form of a problem, in a file named by its hash, so that storing it again
changes nothing and several services may share one store. What is read is hashed again; an entry that
is not what its name says is reported, removed and never used.
"""

import asyncio
import contextlib
import hashlib
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from verifiers.code.blocking import BlockingCalls
from verifiers.code.cache import BoundedCache, CacheCounts
from verifiers.code.canonical import canonical_pieces
from verifiers.code.problem import Problem, problem_id
from verifiers.code.problem_files import FsspecFiles, LocalFiles, ProblemFiles
from verifiers.code.redis_files import SCHEMES, RedisFiles
from verifiers.code.values import read_json
from verifiers.errors import InvalidProblem, StoreUnavailable, UnknownProblem

ResultT = TypeVar("ResultT")

_ID = re.compile(r"sha256:([0-9a-f]{64})")
_log = logging.getLogger(__name__)


class ProblemStore:
    """Content-addressed problems in a folder, in Redis, or anywhere fsspec reaches (`s3://…`, `gs://…`).

    `memory_bytes` bounds the canonical bytes of the problems that are kept in memory, `deadline_s` each
    access to the files, `threads` how many of them happen at once. A store belongs to one event loop.

    Raises:
        StoreUnavailable: if there is no driver for the URL.
    """

    def __init__(
        self,
        url_or_path: str | Path,
        *,
        memory_bytes: int = 256 * 1024 * 1024,
        deadline_s: float = 10.0,
        threads: int = 16,
    ) -> None:
        self._files = _open_files(url_or_path)
        self._calls = BlockingCalls(threads=threads, deadline_s=deadline_s)
        self._memory = BoundedCache[str, Problem](memory_bytes)
        self._loading: dict[str, asyncio.Task[Problem]] = {}
        self.trouble = ""
        """Why the files could not be used at the last try; empty if they could."""

    @property
    def counts(self) -> CacheCounts:
        """Of the problems that are kept in memory."""
        return self._memory.counts

    async def put(self, problem: Problem) -> str:
        """Store a problem for good and return its id.

        Raises:
            StoreUnavailable: when it could not be written in time; nothing half-written can be read.
        """
        await self._in_thread(lambda: self._write(problem))
        id_ = problem_id(problem)
        self._memory.put(id_, problem, problem.content.size_bytes)
        return id_

    async def get(self, id_: str) -> Problem:
        """The problem with this id. Any number of callers at the same time read it once.

        Raises:
            UnknownProblem: when there is none, or when its entry was damaged and has been removed.
            StoreUnavailable: when the store does not answer in time.
        """
        problem = self._memory.get(id_)
        if problem is not None:
            return problem
        task = self._loading.get(id_)
        if task is None:
            task = asyncio.create_task(self._load(id_, _digest(id_)))
            self._loading[id_] = task
            task.add_done_callback(lambda done: self._loaded(id_, done))
        return await asyncio.shield(task)

    async def has(self, id_: str) -> bool:
        """Whether there is an entry for this id.

        Raises:
            StoreUnavailable: when the store does not answer in time.
        """
        match = _ID.fullmatch(id_)
        if match is None:
            return False
        return self._memory.get(id_) is not None or await self._in_thread(
            lambda: self._files.exists(match[1])
        )

    async def _load(self, id_: str, digest: str) -> Problem:
        problem = await self._in_thread(lambda: self._read(id_, digest))
        self._memory.put(id_, problem, problem.content.size_bytes)
        return problem

    def _loaded(self, id_: str, task: asyncio.Task[Problem]) -> None:
        del self._loading[id_]
        if not task.cancelled():
            # Looked at here as well, since every caller may have gone away by now.
            task.exception()

    def _write(self, problem: Problem) -> None:
        self._files.write(problem.content.digest, b"".join(canonical_pieces(problem.to_json())))

    def _read(self, id_: str, digest: str) -> Problem:
        try:
            data = self._files.read(digest)
        except FileNotFoundError as error:
            raise UnknownProblem(f"No problem is stored as {id_}; send it first.", field="problem") from error
        if hashlib.sha256(data).hexdigest() == digest:
            with contextlib.suppress(ValueError, InvalidProblem):
                return Problem.from_json(read_json(data))
        _log.error("a stored problem is damaged and is removed", extra={"problem": id_})
        with contextlib.suppress(FileNotFoundError):
            self._files.remove(digest)
        raise UnknownProblem(
            f"What was stored as {id_} was damaged and has been removed; send it again.", field="problem"
        )

    async def _in_thread(self, call: Callable[[], ResultT]) -> ResultT:
        try:
            result = await self._calls.run(call)
        except TimeoutError as error:
            raise self._unavailable("The problem store did not answer in time; try again later.") from error
        except OSError as error:
            trouble = str(error).removesuffix(".")
            raise self._unavailable(f"The problem store cannot be used: {trouble}.") from error
        self.trouble = ""
        return result

    def _unavailable(self, trouble: str) -> StoreUnavailable:
        self.trouble = trouble
        return StoreUnavailable(trouble)


def _open_files(url_or_path: str | Path) -> ProblemFiles:
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return LocalFiles(Path(url_or_path))
    try:
        return (RedisFiles if url_or_path.startswith(SCHEMES) else FsspecFiles)(url_or_path)
    except OSError as error:
        raise StoreUnavailable(f"The problem store {url_or_path} cannot be used: {error}.") from error


def _digest(id_: str) -> str:
    match = _ID.fullmatch(id_)
    if match is None:
        raise UnknownProblem(
            f"{id_[:100]!r} is no problem id; ids are sha256: and 64 hexadecimal digits.", field="problem"
        )
    return match[1]
