"""Which languages a host can run: each one proves it by a program."""

import re
from dataclasses import dataclass

from sandbox.base import Case, Job, Limits, RunStatus, Sandbox
from sandbox.errors import SandboxError, SandboxUnavailable
from verifiers.code.drivers import driver_of
from verifiers.code.languages import Language, Languages, ask_version
from verifiers.code.outcomes import compile_failure, failure_of

_VERSION = re.compile(r"\d+(?:\.\d+)+[\w.+-]*")
_HELLO = b"hello\n"
_LIMITS = Limits(memory_bytes=1024 * 1024 * 1024, processes=256)


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageStatus:
    """Whether a language can run here."""

    name: str
    available: bool
    version: str = ""
    reason: str = ""
    """Why it cannot, and what to install."""


async def probe(languages: Languages, sandbox: Sandbox) -> list[LanguageStatus]:
    """Ask every compiler or interpreter for its version, and have it run a program, inside a box each."""
    return [await _probe(language, sandbox) for language in languages]


async def _probe(language: Language, sandbox: Sandbox) -> LanguageStatus:
    version = ""
    try:
        result = await ask_version(language, sandbox)
        found = _VERSION.search((result.stdout + b"\n" + result.stderr).decode(errors="replace"))
        if result.status is not RunStatus.EXITED or result.exit_code != 0 or found is None:
            reason = f"{language.version[0]} cannot be run here; install the package {language.package}"
        else:
            version = found[0]
            reason = await _say_hello(language, sandbox)
    except SandboxUnavailable as error:
        reason = str(error)
    except SandboxError as error:
        reason = f"the box failed: {error}"
    return LanguageStatus(name=language.name, available=not reason, version=version, reason=reason)


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
