"""Programs run as they are, for the protocols of code sandboxes, where the client compares the outputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sandbox.base import Case, CaseResult, CompileResult, Job, Limits, RunStatus, Sandbox
from sandbox.errors import BoxFailed
from sandbox.turns import be_patient
from verifiers.code.drivers import driver_of
from verifiers.code.languages import Language, Languages
from verifiers.code.problem import Kind
from verifiers.code.toolchains import Toolchains, was_not_executed

DEFAULT_MEMORY_BYTES = 1024 * 1024 * 1024
MAX_SECONDS = 600.0
"""Longest time limit that a client may ask for."""
START_S = 2.0
"""The wall limit stands so far behind a client's time limit, in which CPU time decides."""
BOX_TRIES = 3


class LanguageMissingError(Exception):
    """No language of this name is known, or it cannot run here; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A whole program and what it gets."""

    source: str
    language: str
    """A name or alias of `Languages`."""
    stdin: str = ""
    args: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """Relative paths, placed beside the program and in its working directory."""
    fetch: tuple[str, ...] = ()
    compile_s: float = 30.0
    run_s: float = 10.0
    memory_bytes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRun:
    """What became of a program; `run` is `None` when it did not compile."""

    compile: CompileResult | None
    run: CaseResult | None


class Boxes:
    """Runs programs, each in a box of its own, one after another as boxes come free.

    They wait where others are refused: the clients of these routes take a refusal for a zero.
    """

    def __init__(self, sandbox: Sandbox, languages: Languages) -> None:
        self._sandbox = sandbox
        self._languages = languages
        self._toolchains = Toolchains(sandbox)

    def language(self, name: str) -> Language:
        """The language of this name.

        Raises:
            LanguageMissingError: there is none.
        """
        language = self._languages.find(name)
        if language is None:
            raise LanguageMissingError(self._languages.unknown(name))
        return language

    def names(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every language's name and aliases."""
        return [(language.name, language.aliases) for language in self._languages]

    async def run(self, program: Program) -> ProgramRun:
        """Run it, waiting for a box as long as the caller does not give up.

        Raises:
            LanguageMissingError: there is no such language, or it does not work here.
            ValueError: a path of `files` or `fetch` leaves its folder.
            SandboxError: our fault.
        """
        job, language = self._job(program), self.language(program.language)
        be_patient()
        for attempt in range(1, BOX_TRIES + 1):
            try:
                return await self._run(job, language)
            except BoxFailed:
                if attempt == BOX_TRIES:
                    raise
        raise AssertionError("unreachable")

    async def _run(self, job: Job, language: Language) -> ProgramRun:
        async with self._sandbox.run(job) as run:
            compiled = await run.compiled()
            result = await anext(run.results(), None)
        await self._require(language, result or compiled)
        return ProgramRun(compile=compiled, run=result)

    async def _require(self, language: Language, ended: CaseResult | CompileResult | None) -> None:
        if ended is None or (ended.status is RunStatus.EXITED and ended.exit_code == 0):
            return
        fault = await self._toolchains.fault(language, not_executed=was_not_executed(ended))
        if fault:
            raise LanguageMissingError(f"{language.title} does not work here: {fault}")

    def _job(self, program: Program) -> Job:
        language = self.language(program.language)
        build = driver_of(language).stdio(program.source)
        memory_bytes = program.memory_bytes or DEFAULT_MEMORY_BYTES
        words = {
            **language.variant_words(program.language.strip().lower()),
            **build.words,
            "memory_mb": str(max(1, memory_bytes // (1024 * 1024))),
        }
        recipe = language.recipe(Kind.STDIO)
        limits = Limits(
            cpu_ms=_milliseconds(program.run_s),
            wall_ms=_milliseconds(program.run_s + START_S),
            memory_bytes=memory_bytes + language.memory_overhead_bytes,
            processes=max(Limits().processes, language.min_processes),
        )
        compile_ms = _milliseconds(program.compile_s)
        return Job(
            files={**program.files, **build.files},
            compile=recipe.compile_command(words),
            run=recipe.run_command(words),
            cases=(
                Case(
                    stdin=program.stdin.encode(errors="surrogatepass"),
                    args=program.args,
                    files=program.files,
                ),
            ),
            limits=limits,
            compile_limits=replace(
                language.compile_limits,
                cpu_ms=max(compile_ms, language.compile_limits.cpu_ms),
                wall_ms=max(compile_ms, language.compile_limits.wall_ms),
            ),
            fetch=program.fetch,
        )


def _milliseconds(seconds: float) -> int:
    return max(1, round(min(max(seconds, 0.0), MAX_SECONDS) * 1000))
