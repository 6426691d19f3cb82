"""The checker `program`: the problem's own judge, run in a box of its own for each case.

It is called with three file names in its working directory: the input, the candidate's output, and
the expected output (empty if the problem has none), as arguments in this order or in the problem's own,
and under the names `input.txt`, `output.txt` and `expected.txt`. Status 0 means right, 1 or 2 wrong
(testlib's statuses; a Python judge that trips over nonsense ends with 1). Anything else means that the judge
is broken, unless it accepts the expected output: then it was the output that broke it, and that is wrong.
A judge may include `testlib.h`, of which boxes have one of our own (`harness/cpp/testlib.h`), and may print
a score instead: with status 0, a first word on stdout that is a number below 1 means wrong.
"""

import re
from dataclasses import replace

from sandbox.base import Case, CaseResult, Job, Limits, RunStatus, Sandbox
from verifiers.code.artifacts import Artifacts
from verifiers.code.checkers.comparison import PASSED, Comparison
from verifiers.code.drivers import driver_of
from verifiers.code.drivers.harness_files import harness_file
from verifiers.code.languages import Languages
from verifiers.code.outcomes import compile_failure, describe_end
from verifiers.code.problem import CheckerSpec
from verifiers.errors import InvalidProblem, JudgingFailed

LIMITS = Limits(cpu_ms=20_000, wall_ms=60_000, memory_bytes=1024 * 1024 * 1024)
_MAX_REASON_CHARS = 200


class SpecialJudge:
    """Runs the judge of one problem, for one submission. What was compiled is kept for the next."""

    def __init__(
        self, spec: CheckerSpec, sandbox: Sandbox, languages: Languages, artifacts: Artifacts
    ) -> None:
        """Raises InvalidProblem for a language that does not exist."""
        name = spec.language or "python"
        language = languages.find(name)
        if language is None:
            raise InvalidProblem(f"there is no language {name}", field="problem.checker.language")
        self._sandbox = sandbox
        self._artifacts = artifacts
        self._language = language
        build = driver_of(language).stdio(_TESTLIB.sub('"testlib.h"', spec.source or ""))
        self._build = replace(build, files={**build.files, **_headers(spec.source or "")})
        words = {**language.variant_words(name), **self._build.words}
        self._compile = language.stdio.compile_command(words)
        self._run = language.stdio.run_command(words)
        self._compile_limits = language.compile_limits
        self._arguments = tuple(f"{name}.txt" for name in spec.arguments)
        self._artifact: bytes | None = None

    async def compare(self, given: str, output: bytes, expected: str) -> Comparison:
        """Ask the judge about one output.

        Raises:
            JudgingFailed: the judge did not compile, or crashed or used up its limits, and does so for the
                expected output too, or there is none.
        """
        right = expected.encode(errors="surrogatepass")
        result = await self._run_once(given, output, right)
        failure = _failure_of(result)
        if failure is None:
            return _comparison(result)
        # A program must not be able to have its wrong output left unjudged by one that breaks the judge.
        control = await self._run_once(given, right, right) if right and output != right else result
        if _failure_of(control) is not None or not _comparison(control).passed:
            raise JudgingFailed(f"the special judge failed: {failure}")
        return Comparison(
            False, f"the special judge failed on this output, though not on the expected one: {failure}"
        )

    async def _run_once(self, given: str, output: bytes, expected: bytes) -> CaseResult:
        files = {
            "input.txt": given.encode(errors="surrogatepass"),
            "output.txt": output,
            "expected.txt": expected,
        }
        job = Job(
            files=self._build.files,
            compile=self._compile,
            compile_limits=self._compile_limits,
            artifact=self._artifact,
            keep_artifact=self._compile is not None,
            run=self._run,
            cases=(Case(files=files, args=self._arguments),),
            limits=LIMITS,
        )
        job = await self._artifacts.add_to(job, self._language)
        async with self._sandbox.run(job, beside=True) as run:
            compiled = await run.compiled()
            if compiled is not None:
                await self._artifacts.keep(job, self._language, compiled)
                if reason := compile_failure(compiled):
                    said = _first_error(compiled.output)
                    raise JudgingFailed(f"the special judge does not compile: {reason}{said}")
                self._artifact = compiled.artifact or self._artifact
            return await anext(run.results())


_TESTLIB = re.compile(r"<testlib\.h>")


def _headers(source: str) -> dict[str, bytes]:
    return {"testlib.h": harness_file("cpp/testlib.h")} if "testlib.h" in source else {}


_ERROR = re.compile(rb"^.*\berror\b.*$", re.MULTILINE)


def _first_error(output: bytes) -> str:
    found = _ERROR.search(output)
    return f": {found[0].decode(errors='replace').strip()[:_MAX_REASON_CHARS]}" if found else ""


def _failure_of(result: CaseResult) -> str | None:
    """How the judge failed; `None` if it came to a conclusion."""
    concluded = result.status is RunStatus.EXITED and result.exit_code in (0, 1, 2)
    return None if concluded else describe_end(result)


def _comparison(result: CaseResult) -> Comparison:
    words = result.stdout.split(None, 1)[:1]
    said = (result.stdout or result.stderr).decode(errors="replace").strip()[:_MAX_REASON_CHARS]
    if result.exit_code == 0 and not (words and _is_less_than_one(words[0])):
        return PASSED
    return Comparison(False, f"the special judge says: {said}" if said else "the special judge refuses it")


def _is_less_than_one(word: bytes) -> bool:
    """Whether it is a score that is not whole. `nan` is what comes of an output that cannot be scored."""
    try:
        return not float(word) >= 1
    except ValueError:
        return False
