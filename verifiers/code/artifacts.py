"""Compiled programs that are kept: in memory, and in a folder where the operator grants one.

The key is a hash of everything that decides what a compiler makes: its command line, its files, and on disk
the compiler's version and that of our own files, some of which are compiled ahead.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sandbox.base import CompileResult, Job, RunStatus, Sandbox
from verifiers.code.artifact_folder import ArtifactFolder
from verifiers.code.blocking import BlockingCalls
from verifiers.code.cache import BoundedCache, CacheCounts, SharedWork, digest
from verifiers.code.drivers.harness_files import harness_version
from verifiers.code.languages import Language, Versions
from verifiers.code.outcomes import compile_failure

_DISK_THREADS = 4
_DISK_DEADLINE_S = 5.0
_DISK_REST_S = 60.0
"""A disk that did not answer in time is left alone for so long, so that not every program waits for it."""

ResultT = TypeVar("ResultT")


class CompilationFailedError(Exception):
    """A compiler made nothing."""


class Artifacts:
    """What compilations left, in memory and, with a folder, on disk."""

    def __init__(
        self, sandbox: Sandbox, memory_bytes: int, folder: ArtifactFolder | None, versions: Versions
    ) -> None:
        self._sandbox = sandbox
        self._memory = BoundedCache[str, bytes](memory_bytes)
        self._folder = folder
        self._versions = versions
        self._disk = BlockingCalls(threads=_DISK_THREADS, deadline_s=_DISK_DEADLINE_S)
        self._disk_rests_until = 0.0
        self._compiling = SharedWork[bytes](memory_bytes, len)

    @property
    def counts(self) -> CacheCounts:
        """Of what is in memory."""
        return self._memory.counts

    async def add_to(self, job: Job, language: Language) -> Job:
        """The job with what an earlier compilation left, if that is known; else one that asks for it."""
        if job.compile is None or job.artifact is not None:
            return job
        artifact = self._memory.get(_key(job))
        if artifact is None:
            artifact = await self._read(job, language)
        return replace(job, artifact=artifact, keep_artifact=True)

    async def keep(self, job: Job, language: Language, compiled: CompileResult) -> None:
        """Keep what a job's compilation left, if it succeeded."""
        if compiled.artifact is None or compile_failure(compiled) is not None:
            return
        artifact = compiled.artifact
        self._memory.put(_key(job), artifact, len(artifact))
        folder, name = self._folder, await self._file_name(job, language)
        if folder is not None and name is not None:
            await self._on_disk(folder, lambda: folder.put(name, artifact))

    async def compiled(self, job: Job, language: Language) -> Job:
        """The job with its compilation done, in a box of its own, once for all who ask meanwhile.

        Raises:
            CompilationFailedError: the compiler did not make anything.
            BoxFailed: a box broke.
        """
        job = await self.add_to(job, language)
        if job.compile is None or job.artifact is not None:
            return job
        artifact, _ = await self._compiling.get(_key(job), lambda: self._compile(job, language))
        if not artifact:
            raise CompilationFailedError
        return replace(job, artifact=artifact)

    async def _compile(self, job: Job, language: Language) -> bytes:
        """The artifact; empty when there will never be one."""
        async with self._sandbox.run(replace(job, cases=())) as run:
            compiled = await run.compiled()
        assert compiled is not None
        if compiled.artifact is not None:
            await self.keep(job, language, compiled)
            return compiled.artifact
        if compiled.status is RunStatus.EXITED:
            return b""
        raise CompilationFailedError

    async def _read(self, job: Job, language: Language) -> bytes | None:
        folder, name = self._folder, await self._file_name(job, language)
        if folder is None or name is None:
            return None
        artifact = await self._on_disk(folder, lambda: folder.get(name))
        if artifact is not None:
            self._memory.put(_key(job), artifact, len(artifact))
        return artifact

    async def _on_disk(self, folder: ArtifactFolder, call: Callable[[], ResultT]) -> ResultT | None:
        """What the call returns; `None` if the disk does not answer, or did not lately."""
        if time.monotonic() < self._disk_rests_until:
            return None
        try:
            return await self._disk.run(call)
        except TimeoutError:
            self._disk_rests_until = time.monotonic() + _DISK_REST_S
            folder.fail("the folder of compiled programs did not answer in time")
            return None

    async def _file_name(self, job: Job, language: Language) -> str | None:
        """A hash that holds beyond this process: of the compiler's version and of our own files too."""
        if self._folder is None:
            return None
        version = await self._versions.of(language, self._sandbox)
        return None if version is None else digest(_key(job), version, harness_version())


def _key(job: Job) -> str:
    assert job.compile is not None
    files = (part for name in sorted(job.files) for part in (name, job.files[name]))
    return digest(*job.compile.argv, *files)
