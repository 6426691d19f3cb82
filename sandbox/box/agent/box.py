"""The agent's work in a box: one job, compiled and run case by case."""

from __future__ import annotations

import errno
import gc
import os
import re
import signal
import sys
from collections.abc import Sequence

from sandbox.box.agent.candidate import Launch
from sandbox.box.agent.folders import ARTIFACT_BYTES
from sandbox.box.agent.frames import Header, SocketClosed, read_frame, report_failure, write_frame
from sandbox.box.agent.interpreter import import_modules
from sandbox.box.agent.limits import SPARES, Limits
from sandbox.box.agent.outcome import Outcome
from sandbox.box.agent.population import Population
from sandbox.box.agent.processes import kill_all
from sandbox.box.agent.program import STDERR_BYTES, Program
from sandbox.box.agent.surroundings import SUBMISSION
from sandbox.box.agent.watch import Watch

ALLOWANCE_BYTES = 16 * 1024 * 1024
"""Memory the agent itself may need in the box's cgroup on top of what a case may use."""


class Box:
    """One box and its job.

    Args:
        population: Who lives in it, and what they were given to live with.
    """

    def __init__(self, population: Population) -> None:
        self.population = population
        self.sock = population.sock
        self.cgroup = population.cgroup
        self.settings = population.settings
        self.folders = population.folders
        self.job: Header = {}
        self.program: Program | None = None
        """A session's, between two cases."""
        self.answered = 0
        self.made_ms: float | None = None
        """How long it took to make this box, until that has been told."""

    def serve(self) -> None:
        """One job, then its cases for as long as they come.

        Raises:
            SocketClosed: the service has enough.
        """
        job, blobs = read_frame(self.sock)
        self.job = job
        try:
            ready = self.compile(job, blobs)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            write_frame(self.sock, {"type": "failed", "reason": "the job's files do not fit into the box"})
            return
        del blobs
        if ready and job["run"]["warm"] == "python":
            self.warm_up(job["run"]["argv"][1])
        while ready:
            case, blobs = read_frame(self.sock)
            self.run_case(case, blobs)

    def compile(self, job: Header, blobs: list[bytes]) -> bool:
        """Fill `/submission`, compile there, seal it. Returns whether the cases may begin."""
        count = len(job["files"])
        limits = job["compile_limits"] if job["compile"] else job["limits"]
        inputs = sum(map(len, blobs))
        self.folders.open_submission(limits["disk_bytes"] + inputs)
        self.folders.reset(limits["disk_bytes"])
        if job["artifact"] is not None:
            names = job["artifact"]
            self.folders.put(SUBMISSION, names["paths"], blobs[count:], names["modes"])
        else:
            self.folders.put(SUBMISSION, job["files"], blobs[:count])
        if job["compile"] and job["artifact"] is None and not self.run_compiler(job, limits):
            return False
        self.folders.seal_submission()
        return True

    def run_compiler(self, job: Header, limits: Limits) -> bool:
        """Run the compiler and report. Returns whether it succeeded."""
        self.folders.touched = True
        self.limit_next(limits, 0, spares=0)
        watch = Watch(self.population, limits)
        program = self.population.fork_candidate(job["compile"], limits, SUBMISSION, False)
        program.files.begin(b"", [])
        outcome = watch.follow(program, False)
        program.close()
        # A compiler's complaints and its other output are one text.
        output = (program.stderr.take() + program.stdout.take())[:STDERR_BYTES]
        succeeded = outcome.status == "exited" and outcome.exit_code == 0
        artifact = self.folders.collect_artifact() if succeeded and job["keep_artifact"] else None
        header = {"type": "compiled", **outcome.header(), "artifact": None}
        artifact_blobs = []
        if artifact is not None:
            header["artifact"] = {"paths": artifact[0], "modes": artifact[1]}
            artifact_blobs = artifact[2]
        self.report(header, [output, *artifact_blobs])
        return succeeded

    def warm_up(self, path: str) -> None:
        """Import what the script mentions, here and once, so that not every case has to."""
        text = self.folders.read_regular("/", path.lstrip("/"), ARTIFACT_BYTES) or b""
        absent = [
            name
            for name in self.settings.modules_on_demand
            if name not in sys.modules and name.encode() in text
        ]
        if absent:
            words = set(re.findall(rb"[a-z0-9]+", text))
            import_modules(name for name in absent if name.encode() in words)
            gc.collect()
            gc.freeze()

    def run_case(self, case: Header, blobs: list[bytes]) -> None:
        """Run one case and report."""
        job, limits = self.job, self.job["limits"]
        stdin, *rest = blobs
        request = rest.pop(0) if case["request"] else None
        if self.program is None:
            self.folders.reset(limits["disk_bytes"])
            self.folders.touched = True
            self.folders.put("/work", case["files"], rest)
        program, outcome = self.attempt(case, stdin, request)
        if died_early(program, outcome):
            # An earlier case killed the spare, whose death could not be seen yet. This one was forked since.
            program.close()
            self.population.begin_anew()
            program, outcome = self.attempt(case, stdin, request)
            if died_early(program, outcome):
                raise RuntimeError("candidates die before their case begins")
        answer = program.answers.take() if program.answers is not None else None
        blobs = [program.stdout.take(), program.stderr.take()]
        self.answered += 1
        self.program = None if outcome.ended else program
        if outcome.ended:
            program.close()
        fetched = {}
        for path in job["fetch"]:
            content = self.folders.read_regular("/work", path, limits["output_bytes"])
            if content is not None:
                fetched[path] = content
        header = {
            "type": "case",
            **outcome.header(),
            "answer": answer is not None,
            "files": list(fetched),
        }
        if answer is not None:
            blobs.append(answer)
        self.report(header, [*blobs, *fetched.values()])

    def attempt(self, case: Header, stdin: bytes, request: bytes | None) -> tuple[Program, Outcome]:
        """Have the session's program or a new one run a case."""
        job, limits = self.job, self.job["limits"]
        if self.program is None:
            program = self.population.next_program(job, self.answered)
            another = self.population.has_understudies(job) and self.answered + 1 < job["cases"]
            self.limit_next(limits, len(stdin) + len(request or b""), spares=SPARES * another)
            watch = Watch(self.population, limits)
            os.kill(program.pid, signal.SIGCONT)  # an earlier case may have stopped it
            program.files.begin(stdin, case["args"])
            if another:
                self.population.prepare_spare(job, self.answered + 1)
        else:
            program = self.program
            watch = Watch(self.population, limits)
            self.population.thaw()
        if program.requests is not None:
            program.requests.put(request, not job["session"])
        return program, watch.follow(program, job["session"])

    def limit_next(self, limits: Limits, extra_bytes: int, spares: int) -> None:
        """Set what the cgroup enforces for the next program."""
        self.cgroup.limit_memory(limits["memory_bytes"] + ALLOWANCE_BYTES + extra_bytes)
        self.cgroup.set("pids.limit", limits["processes"] + 1 + spares)

    def report(self, header: Header, blobs: Sequence[bytes]) -> None:
        """Write a frame to the service."""
        if self.made_ms is not None:
            header["made_ms"], self.made_ms = self.made_ms, None
        write_frame(self.sock, header, blobs)


def died_early(program: Program, outcome: Outcome) -> bool:
    """Whether a program came to its end, for no limit it broke, before it took up its case."""
    return outcome.ended and outcome.status in {"exited", "signaled"} and not program.files.has_begun()


def converse(box: Box) -> Launch:
    """Be the agent of a box to its end. Returns only in a warm candidate."""
    try:
        box.serve()
    except Launch as launch:
        return launch
    except SocketClosed:
        pass
    except BaseException as error:
        report_failure(box.sock, error)
    if not box.population.is_empty():
        kill_all()
    os._exit(0)
