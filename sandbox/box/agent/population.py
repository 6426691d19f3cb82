from __future__ import annotations

import contextlib
import os
import signal
import socket

from sandbox.box.agent.candidate import become_candidate, launch
from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.files import CandidateFiles
from sandbox.box.agent.folders import Folders
from sandbox.box.agent.frames import Header
from sandbox.box.agent.kernel import fork
from sandbox.box.agent.limits import Limits, resource_limits
from sandbox.box.agent.processes import kill_all
from sandbox.box.agent.program import Program
from sandbox.box.agent.settings import Settings
from sandbox.box.agent.understudy import LEAVE_A_COPY, LEAVE_NONE, Understudy


class Population:
    """All who live in a box besides the agent: candidates, those who wait for a case, and whom they forked.

    Args:
        sock: To the service. No child keeps it.
        cgroup: The box's.
        order_of_dying: A descriptor of the agent's `oom_score_adj`.
        settings: What the template was told.
        folders: The box's.
    """

    def __init__(
        self,
        sock: socket.SocketType,
        cgroup: Cgroup,
        order_of_dying: int,
        settings: Settings,
        folders: Folders,
    ) -> None:
        self.sock = sock
        self.cgroup = cgroup
        self.order_of_dying = order_of_dying
        self.settings = settings
        self.folders = folders
        self.shared_code = os.memfd_create("code")
        self.understudy: Understudy | None = None
        self.spare: CandidateFiles | None = None

    def next_program(self, job: Header, number: int) -> Program:
        """The candidate of the case with this number, waiting or on its way."""
        limits = job["limits"]
        try:
            if self.spare is None and self.has_understudies(job):
                self.spare = self.files_of_understudy(job, number)
            if self.spare is not None and self.understudy is not None:
                program = Program(self.understudy.first(), self.spare, limits["output_bytes"])
                self.spare = None
                return program
        except OSError:
            self.begin_anew()
        return self.fork_candidate(job["run"], limits, "/work", job["channel"])

    def prepare_spare(self, job: Header, number: int) -> None:
        """Have somebody wait for the case with this number, if it can be had."""
        with contextlib.suppress(OSError):  # the running program has used up all processes, or killed it
            self.spare = self.files_of_understudy(job, number)

    def has_understudies(self, job: Header) -> bool:
        """Whether somebody may wait beside a running program: only if the kernel counts who is left."""
        return self.cgroup.counts_processes and not job["session"] and job["cases"] > 1

    def files_of_understudy(self, job: Header, number: int) -> CandidateFiles:
        """Make the understudy the candidate of a case; who it is can be asked later.

        Raises:
            OSError: there is none, and there can be none.
        """
        files = CandidateFiles(job["channel"], self.shared_code)
        try:
            if self.understudy is None:
                self.understudy = self.fork_understudy(job, files.first_of_ours)
            self.understudy.give(files.theirs, LEAVE_A_COPY if number + 1 < job["cases"] else LEAVE_NONE)
        except OSError:
            files.discard()
            raise
        files.close_theirs()
        return files

    def fork_candidate(self, command: Header, limits: Limits, folder: str, channel: bool) -> Program:
        """Fork a candidate, which makes itself ready and waits for its case.

        Raises:
            Launch: in the child, if it is to run in the warm interpreter.
        """
        files = CandidateFiles(channel, self.shared_code)
        rlimits = resource_limits(limits, self.cgroup, self.settings.hard_limits)
        try:
            pid = self.fork()
        except OSError:
            files.discard()
            raise
        if pid == 0:
            self.sock.detach()  # its descriptor is about to be closed; nobody shall close that number again
            self.folders.raise_fence()
            become_candidate(files.theirs, rlimits, self.settings.seccomp)
            launch(command, folder, files.first_of_ours, None)
        files.close_theirs()
        return Program(pid, files, limits["output_bytes"])

    def fork_understudy(self, job: Header, first: int) -> Understudy:
        """Fork the process that becomes the candidate of the next case.

        Args:
            first: Number of a candidate's first descriptor that is not for its program.

        Raises:
            Launch: in the child, if it is to run in the warm interpreter.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        rlimits = resource_limits(job["limits"], self.cgroup, self.settings.hard_limits)
        try:
            pid = self.fork()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if pid == 0:
            self.sock.detach()
            self.folders.raise_fence()
            ours.detach()
            agent = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, os.dup2(theirs.fileno(), 0))
            theirs.detach()
            become_candidate([0], rlimits, self.settings.seccomp)
            launch(job["run"], "/work", first, agent)
        theirs.close()
        return Understudy(pid, ours)

    def fork(self) -> int:
        """Fork a process that dies before this one when memory runs out: 0 in the child."""
        # It inherits a place at the head of the line, and cannot leave it.
        os.write(self.order_of_dying, b"1000")
        try:
            pid = fork()
        except OSError:
            os.write(self.order_of_dying, b"0")
            raise
        if pid:
            os.write(self.order_of_dying, b"0")
        return pid

    def is_empty(self) -> bool:
        """Whether nothing lives in the box but the agent and those who wait: nobody who could fork."""
        if not self.cgroup.counts_processes:
            return False
        try:
            waiting = self.understudy.settle() if self.understudy is not None else 0
        except OSError:
            return False
        return self.cgroup.number("pids.current") == 1 + waiting

    def begin_anew(self) -> int:
        """Kill everything in the box. Returns the CPU time of what was reaped, in ns."""
        if self.understudy is not None:
            self.understudy.sock.close()
            self.understudy = None
        if self.spare is not None:
            self.spare.discard()
            self.spare = None
        return kill_all()

    def freeze(self) -> None:
        """Between two cases a session's processes stand still, so that they use nothing uncounted."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, signal.SIGCONT)
