"""SandboxFusion's `POST /run_code` and `GET /v1/ping`, for verl, tinker-cookbook, ROLL and its own SDK.

verl and tinker-cookbook count every answer but 200 as a failed test and never ask again, except that verl
retries 504. So this route waits for a box instead of refusing, and says 504 shortly before a client that
names its time limits would hang up. `SandboxError` is said of our own faults only.
"""

import asyncio
import base64
import binascii
import logging
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from sandbox.base import CaseResult, CompileResult, RunStatus
from sandbox.errors import SandboxError
from service.answers import error_response
from service.errors import ServiceError, as_service_error
from service.trainers.boxes import LanguageMissingError, Program, ProgramRun
from service.trainers.core import boxes_of
from verifiers.errors import InvalidSubmission

router = APIRouter(tags=["trainers: code sandboxes"])
log = logging.getLogger(__name__)

CLIENT_GRACE_S = 8.0
"""verl hangs up 10 s after the sum of its time limits."""
SHORTEST_PATIENCE_S, LONGEST_PATIENCE_S = 28.0, 600.0
DEFAULT_SECONDS = 10.0
"""SandboxFusion's own default for both time limits."""
OUR_NAMES = {
    "nodejs": "javascript",
    "python_gpu": "python",
    "kotlin_script": "kotlin",
    "d_ut": "d",
}
"""SandboxFusion's names that are not ours."""


class RunCodeRequest(BaseModel):
    """A program and its input. Unknown fields are ignored, since ROLL sends `expected_stdout`."""

    model_config = ConfigDict(extra="ignore")

    code: str
    language: str = "python"
    stdin: str | None = None
    compile_timeout: Annotated[float, Field(ge=0)] | None = None
    run_timeout: Annotated[float, Field(ge=0)] | None = None
    memory_limit_MB: int = -1  # noqa: N815  (the wire's name)
    files: dict[str, str | None] = Field(default_factory=dict)
    fetch_files: list[str] = Field(default_factory=list)


class CommandResult(BaseModel):
    """How the compiler or the program ended."""

    status: str
    execution_time: float | None = None
    cpu_time: float | None = None
    return_code: int | None = None
    stdout: str | None = None
    stderr: str | None = None


class RunCodeResponse(BaseModel):
    """The outcome in SandboxFusion's words."""

    status: str
    message: str = ""
    compile_result: CommandResult | None = None
    run_result: CommandResult | None = None
    executor_pod_name: str | None = None
    files: dict[str, str] = Field(default_factory=dict)


@router.get("/v1/ping")
async def ping() -> PlainTextResponse:
    """Alive."""
    return PlainTextResponse('"pong"', media_type="application/json")


@router.post("/run_code", response_model=RunCodeResponse)
async def run_code(body: RunCodeRequest, request: Request) -> RunCodeResponse | Response:
    """Compile and run a program in a box."""
    try:
        program = _program(body)
        async with asyncio.timeout(_patience_s(body)):
            done = await boxes_of(request).run(program)
    except LanguageMissingError as error:
        return error_response(as_service_error(InvalidSubmission(str(error), field="language")))
    except ValueError as error:
        return error_response(as_service_error(InvalidSubmission(f"files: {error}", field="files")))
    except TimeoutError:
        return error_response(ServiceError(504, "deadline_exceeded", "No box came free in time; ask again."))
    except SandboxError as error:
        log.exception("run_code failed")
        return RunCodeResponse(status="SandboxError", message=str(error))
    return _response(done)


def _program(body: RunCodeRequest) -> Program:
    run_s = DEFAULT_SECONDS if body.run_timeout is None else body.run_timeout
    name = body.language.lower()
    return Program(
        source=body.code,
        language=OUR_NAMES.get(name, name),
        stdin=body.stdin or "",
        files={path: _decoded(path, content) for path, content in body.files.items() if content is not None},
        fetch=tuple(body.fetch_files),
        compile_s=DEFAULT_SECONDS if body.compile_timeout is None else body.compile_timeout,
        run_s=run_s,
        memory_bytes=body.memory_limit_MB * 1024 * 1024 if body.memory_limit_MB > 0 else None,
    )


def _decoded(path: str, content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"{path} is not base64") from error


def _patience_s(body: RunCodeRequest) -> float:
    """verl and ROLL name both limits and hang up soon after; the others wait for minutes."""
    if body.compile_timeout is None or body.run_timeout is None:
        return LONGEST_PATIENCE_S
    patience = body.compile_timeout + body.run_timeout + CLIENT_GRACE_S
    return min(max(patience, SHORTEST_PATIENCE_S), LONGEST_PATIENCE_S)


def _response(done: ProgramRun) -> RunCodeResponse:
    compiled = None if done.compile is None else _compile_result(done.compile)
    if done.run is None:
        return RunCodeResponse(status="Failed", compile_result=compiled)
    ran = _run_result(done.run)
    succeeded = done.run.status is RunStatus.EXITED and done.run.exit_code == 0
    return RunCodeResponse(
        status="Success" if succeeded else "Failed",
        compile_result=compiled,
        run_result=ran,
        files={path: base64.b64encode(data).decode() for path, data in done.run.files.items()},
    )


def _compile_result(result: CompileResult) -> CommandResult:
    return CommandResult(
        status=_status(result.status),
        execution_time=result.usage.wall_ms / 1000,
        cpu_time=result.usage.cpu_ms / 1000,
        return_code=_return_code(result),
        stdout="",
        stderr=result.output.decode(errors="replace"),
    )


def _run_result(result: CaseResult) -> CommandResult:
    return CommandResult(
        status=_status(result.status),
        execution_time=result.usage.wall_ms / 1000,
        cpu_time=result.usage.cpu_ms / 1000,
        return_code=_return_code(result),
        stdout=result.stdout.decode(errors="replace"),
        stderr=result.stderr.decode(errors="replace"),
    )


def _status(status: RunStatus) -> str:
    return "TimeLimitExceeded" if status in {RunStatus.CPU_LIMIT, RunStatus.WALL_LIMIT} else "Finished"


def _return_code(result: CompileResult | CaseResult) -> int | None:
    """As Python's `subprocess` has it: minus the signal's number; limits but for time count as SIGKILL."""
    match result.status:
        case RunStatus.EXITED:
            return result.exit_code
        case RunStatus.SIGNALED:
            return -(result.signal or 9)
        case RunStatus.CPU_LIMIT | RunStatus.WALL_LIMIT:
            return None
        case RunStatus.MEMORY_LIMIT | RunStatus.OUTPUT_LIMIT:
            return -9
