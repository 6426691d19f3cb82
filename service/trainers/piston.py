"""Piston's API, version 2, as open-r1 calls it: plain programs, and its Codeforces tests.

open-r1 hangs up after 30 s of silence and asks again five times when the status is not 200.
"""

import asyncio
import contextlib
import logging
import math
import signal
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from sandbox.base import CaseResult, CompileResult, RunStatus
from sandbox.errors import SandboxError
from service.trainers.boxes import Boxes, LanguageMissingError, Program, ProgramRun
from service.trainers.core import boxes_of
from verifiers.code.checkers.lines import compare_text

router = APIRouter(tags=["trainers: code sandboxes"])
log = logging.getLogger(__name__)

PATIENCE_S = 28.0
DEFAULT_RUN_MS, DEFAULT_COMPILE_MS = 3_000, 10_000
"""Piston's own defaults."""
CODEFORCES_NAMES = {"cf_python3": "python", "c++17": "c++17"}
"""Languages of open-r1's packages that may come with a test in files."""
EXPECTED_FILE, INPUT_FILE, CONFIG_FILE, CHECKER_FILE = (
    "correct_output.txt",
    "input.txt",
    "grader_config",
    "checker.py",
)
OUTPUT_FILE = "output.txt"
CHECKER_S = 20.0


class SourceFile(BaseModel):
    """A file; the first one is the program."""

    model_config = ConfigDict(extra="ignore")

    name: str = ""
    content: str


class ExecuteRequest(BaseModel):
    """A program and its input. Times in milliseconds, memory in bytes, −1 for no limit of memory."""

    model_config = ConfigDict(extra="ignore")

    language: str
    version: str = "*"
    files: Annotated[list[SourceFile], Field(min_length=1)]
    stdin: str = ""
    args: list[str] = Field(default_factory=list)
    run_timeout: Annotated[float, Field(ge=0)] = DEFAULT_RUN_MS
    compile_timeout: Annotated[float, Field(ge=0)] = DEFAULT_COMPILE_MS
    run_memory_limit: int = -1


@router.get("/api/v2/runtimes")
async def runtimes(request: Request) -> list[dict[str, object]]:
    """The languages."""
    return [
        {"language": name, "version": "*", "aliases": list(aliases)}
        for name, aliases in boxes_of(request).names()
    ]


@router.post("/api/v2/execute")
async def execute(body: ExecuteRequest, request: Request) -> JSONResponse:
    """Compile and run a program in a box."""
    boxes = boxes_of(request)
    is_test = body.language in CODEFORCES_NAMES and any(file.name == EXPECTED_FILE for file in body.files)
    try:
        async with asyncio.timeout(PATIENCE_S):
            if is_test:
                return JSONResponse(await _run_test(boxes, body))
            return JSONResponse(_answer(body, await boxes.run(_program(body))))
    except LanguageMissingError as error:
        return JSONResponse({"message": str(error)}, status_code=400)
    except ValueError as error:
        return JSONResponse({"message": f"files: {error}"}, status_code=400)
    except TimeoutError:
        return JSONResponse({"message": "no box came free in time; ask again"}, status_code=503)
    except SandboxError as error:
        log.exception("execute failed")
        return JSONResponse({"message": str(error)}, status_code=503)


def _program(body: ExecuteRequest) -> Program:
    main, *others = body.files
    return Program(
        source=main.content,
        language=body.language,
        stdin=body.stdin,
        args=tuple(body.args),
        files={
            file.name or f"file{index}.code": file.content.encode() for index, file in enumerate(others, 1)
        },
        compile_s=body.compile_timeout / 1000,
        run_s=body.run_timeout / 1000,
        memory_bytes=body.run_memory_limit if body.run_memory_limit > 0 else None,
    )


async def _run_test(boxes: Boxes, body: ExecuteRequest) -> dict[str, object]:
    """One Codeforces test: the program runs without the expected output, which is compared out here.

    The answer is what open-r1's package prints: `1` for a pass, `0` for none.
    """
    files = {file.name: file.content for file in body.files}
    config = _config(files.get(CONFIG_FILE, ""))
    source = next((file.content for file in body.files if file.name.startswith("main.")), "")
    given = files.get(INPUT_FILE, "")
    limit_s, memory_mb = config.get("TIME_LIMIT", body.run_timeout / 1000), config.get("MEMORY_LIMIT", 0)
    done = await boxes.run(
        Program(
            source=source,
            language=CODEFORCES_NAMES[body.language],
            stdin=given,
            files={INPUT_FILE: given.encode()},
            fetch=(OUTPUT_FILE,),
            compile_s=body.compile_timeout / 1000,
            run_s=limit_s,
            memory_bytes=round(memory_mb) * 1024 * 1024 or None,
        )
    )
    passed = False
    if done.run is not None and done.run.status is RunStatus.EXITED and done.run.exit_code == 0:
        output = done.run.files.get(OUTPUT_FILE, done.run.stdout)
        passed = await _is_right(boxes, files, output)
    return {
        "language": body.language,
        "version": body.version,
        "compile": {"code": 0} if done.compile is None else _compile_stage(done.compile),
        "run": {"stdout": "1\n" if passed else "0\n", "stderr": "", "output": "", "code": 0, "signal": None},
    }


async def _is_right(boxes: Boxes, files: dict[str, str], output: bytes) -> bool:
    checker, expected = files.get(CHECKER_FILE), files[EXPECTED_FILE]
    if checker is None:
        return compare_text(expected.encode(), output).passed
    done = await boxes.run(
        Program(
            source=checker,
            language="python",
            args=(INPUT_FILE, EXPECTED_FILE, OUTPUT_FILE),
            files={
                INPUT_FILE: files.get(INPUT_FILE, "").encode(),
                EXPECTED_FILE: expected.encode(),
                OUTPUT_FILE: output,
            },
            run_s=CHECKER_S,
        )
    )
    said = b"" if done.run is None else done.run.stdout.strip()
    return said in {b"1", b"1.0", b"True"}


def _config(text: str) -> dict[str, float]:
    config = {}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        with contextlib.suppress(ValueError):
            number = float(value)
            if 0 < number < math.inf:
                config[key.strip()] = number
    return config


def _answer(body: ExecuteRequest, done: ProgramRun) -> dict[str, object]:
    answer: dict[str, object] = {"language": body.language, "version": body.version}
    if done.compile is not None:
        answer["compile"] = _compile_stage(done.compile)
    answer["run"] = {"stdout": "", "stderr": "", "output": "", "code": None, "signal": None}
    if done.run is not None:
        stdout, stderr = done.run.stdout.decode(errors="replace"), done.run.stderr.decode(errors="replace")
        answer["run"] = {"stdout": stdout, "stderr": stderr, "output": stdout + stderr, **_end(done.run)}
    return answer


def _compile_stage(result: CompileResult) -> dict[str, object]:
    text = result.output.decode(errors="replace")
    return {"stdout": "", "stderr": text, "output": text, **_end(result)}


def _end(result: CompileResult | CaseResult) -> dict[str, object]:
    """Piston kills what breaks a limit, and says so by code or signal, never both."""
    match result.status:
        case RunStatus.EXITED:
            return {"code": result.exit_code, "signal": None}
        case RunStatus.SIGNALED:
            return {"code": None, "signal": _signal_name(result.signal)}
        case _:
            return {"code": None, "signal": "SIGKILL"}


def _signal_name(number: int | None) -> str:
    try:
        return signal.Signals(number or 9).name
    except ValueError:
        return f"SIG{number}"
