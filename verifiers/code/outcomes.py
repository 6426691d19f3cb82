"""From what happened to a process to what is concluded about a case.

When several verdicts would fit a case, the first of this order is the one: what the box says
(`VERDICT_OF_STATUS`), then a status other than 0, then a missing answer, then a wrong one. The
verdict of a submission is that of its first case, in the problem's order, that was not accepted; it
is therefore the same whether or not later cases were run.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from sandbox.base import CaseResult, CompileResult, RunStatus
from verifiers.base import CaseJudgement, Verdict
from verifiers.code.last_words import last_words

VERDICT_OF_STATUS: Mapping[RunStatus, Verdict | None] = {
    RunStatus.EXITED: None,
    RunStatus.SIGNALED: Verdict.RUNTIME_ERROR,
    RunStatus.CPU_LIMIT: Verdict.TIME_LIMIT_EXCEEDED,
    RunStatus.WALL_LIMIT: Verdict.TIME_LIMIT_EXCEEDED,
    RunStatus.MEMORY_LIMIT: Verdict.MEMORY_LIMIT_EXCEEDED,
    RunStatus.OUTPUT_LIMIT: Verdict.OUTPUT_LIMIT_EXCEEDED,
}
"""`None` where the status alone decides nothing."""

_SIGNALS = {4: "illegal instruction", 6: "abort", 8: "arithmetic error", 9: "kill", 11: "segmentation fault"}


class _Ended(Protocol):
    @property
    def status(self) -> RunStatus: ...
    @property
    def exit_code(self) -> int | None: ...
    @property
    def signal(self) -> int | None: ...


def describe_end(result: _Ended) -> str:
    """How a process ended, in words."""
    match result.status:
        case RunStatus.EXITED:
            return f"it exited with status {result.exit_code}"
        case RunStatus.SIGNALED:
            name = _SIGNALS.get(result.signal or 0)
            return f"signal {result.signal} ended it" + (f" ({name})" if name else "")
        case RunStatus.CPU_LIMIT:
            return "it used up its CPU time"
        case RunStatus.WALL_LIMIT:
            return "it was still there when its time on the clock was up"
        case RunStatus.MEMORY_LIMIT:
            return "it used more memory than it may"
        case RunStatus.OUTPUT_LIMIT:
            return "it wrote more than it may"


def failure_of(result: CaseResult) -> tuple[Verdict, str] | None:
    """The verdict that a process's end decides by itself, with its reason; `None` for a normal end.

    That of a runtime error ends with what the program said of it, which may be forged and decides nothing.
    """
    verdict = VERDICT_OF_STATUS[result.status]
    if verdict is None and result.exit_code not in (0, None):
        verdict = Verdict.RUNTIME_ERROR
    if verdict is None:
        return None
    words = last_words(result.stderr) if verdict is Verdict.RUNTIME_ERROR else ""
    return verdict, f"{describe_end(result)}: {words}" if words else describe_end(result)


def with_memory_noted(result: CaseResult, out_of_memory: re.Pattern[str] | None) -> CaseResult:
    """The same result; as `MEMORY_LIMIT` where the language's runtime gave up for want of memory.

    A heap that is full inside its process is no memory limit to the box. The words on stderr can be forged,
    but only by a program that fails: all it can get is one failing verdict for another.

    Args:
        out_of_memory: What the runtime says then (`Language.out_of_memory`).
    """
    failed = result.status is RunStatus.SIGNALED or (
        result.status is RunStatus.EXITED and result.exit_code not in (0, None)
    )
    if out_of_memory is None or not failed:
        return result
    if not out_of_memory.search(result.stderr.decode(errors="replace")):
        return result
    return replace(result, status=RunStatus.MEMORY_LIMIT, exit_code=None, signal=None)


def depends_on_load(status: RunStatus) -> bool:
    """Whether a busy machine may bring such an end about: CPU time is the program's own, the clock is not."""
    return status is RunStatus.WALL_LIMIT


def compile_failure(result: CompileResult) -> str | None:
    """Why a compilation failed; `None` if it did not."""
    if result.status is RunStatus.EXITED and result.exit_code == 0:
        return None
    return "the compiler failed: " + describe_end(result)


def first_failure(cases: Sequence[CaseJudgement]) -> CaseJudgement | None:
    """The case whose verdict is the submission's; `None` if all were accepted."""
    return next((case for case in cases if case.verdict is not Verdict.ACCEPTED), None)
