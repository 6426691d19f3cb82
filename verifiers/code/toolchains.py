"""Whether a language works on this host, so that what is missing here is never held against a program.

A program that does not compile, or does not run, says nothing about itself where the compiler or the
interpreter is missing or broken. So before such a verdict counts, the language's smallest program has to
work, in a box of its own; that it does is believed for a while.
"""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.base import Case, CaseResult, CompileResult, Job, Limits, RunStatus, Sandbox
from verifiers.code.drivers import driver_of
from verifiers.code.languages import Language, ask_version
from verifiers.code.outcomes import compile_failure, failure_of

WORKS_S = 60.0
"""How long a language that worked is believed to work."""
BROKEN_S = 2.0
"""The same of one that did not: many who ask at once get one answer."""

_NOT_EXECUTED = (126, 127)
"""What the box says of a command that cannot be executed."""
_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.+-]*")
_HELLO = b"hello\n"
_LIMITS = Limits(memory_bytes=1024 * 1024 * 1024, processes=256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of trying a language."""

    version: str = ""
    fault: str = ""
    """Why it does not work, and what to install; empty if it does."""


class Toolchains:
    """Tries languages when there is doubt, once for all who ask meanwhile."""

    def __init__(self, sandbox: Sandbox, clock: Callable[[], float] = time.monotonic) -> None:
        self._sandbox = sandbox
        self._clock = clock
        self._known: dict[str, tuple[str, float]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def fault(self, language: Language, *, not_executed: bool = False) -> str:
        """Why the language does not work here; empty if it does.

        Args:
            language: The language of a program that failed.
            not_executed: A command of the toolchain was not to be executed, so what is known is out of date.

        Raises:
            SandboxError: it could not be tried.
        """
        asked = self._clock()
        async with self._locks[language.name]:
            if language.name in self._known:
                fault, found = self._known[language.name]
                fresh = found >= asked or not (not_executed and not fault)
                if fresh and self._clock() - found < (BROKEN_S if fault else WORKS_S):
                    return fault
            fault = (await try_language(language, self._sandbox)).fault
            self._known[language.name] = (fault, self._clock())
            return fault


def was_not_executed(ended: CompileResult | CaseResult) -> bool:
    """Whether a command seems to be missing. A program can end with such a status as well."""
    return ended.status is RunStatus.EXITED and ended.exit_code in _NOT_EXECUTED


async def try_language(language: Language, sandbox: Sandbox) -> Finding:
    """Ask the language for its version, and have it run its smallest program, in a box each.

    Raises:
        SandboxError: nothing was run.
    """
    result = await ask_version(language, sandbox)
    found = _VERSION.search((result.stdout + b"\n" + result.stderr).decode(errors="replace"))
    if result.status is not RunStatus.EXITED or result.exit_code != 0 or found is None:
        return Finding(
            fault=f"{language.version[0]} cannot be run here; install the package {language.package}"
        )
    return Finding(version=found[0], fault=await _say_hello(language, sandbox))


async def _say_hello(language: Language, sandbox: Sandbox) -> str:
    """Why the smallest program does not work; empty if it does."""
    build = driver_of(language).stdio(language.hello)
    words = {**language.words, **build.words}
    job = Job(
        files=build.files,
        compile=language.stdio.compile_command(words),
        compile_limits=language.compile_limits,
        run=language.stdio.run_command(words),
        cases=(Case(),),
        limits=_LIMITS,
    )
    installed = f"it is installed, but the smallest program does not work (package {language.package})"
    async with sandbox.run(job) as run:
        compiled = await run.compiled()
        if compiled is not None and (failure := compile_failure(compiled)):
            return f"{installed}: {failure}: {_last_line(compiled.output)}"
        result = await anext(run.results())
    if failed := failure_of(result):
        return f"{installed}: {failed[1]}: {_last_line(result.stderr)}"
    return "" if result.stdout == _HELLO else f"{installed}: it printed {result.stdout[:200]!r}"


def _last_line(text: bytes) -> str:
    return text.decode(errors="replace").rstrip().rpartition("\n")[2][:200]
