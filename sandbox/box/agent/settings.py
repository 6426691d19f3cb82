from __future__ import annotations

import os

from sandbox.box.agent.frames import Header
from sandbox.box.agent.kernel import SeccompProgram
from sandbox.box.agent.limits import hard_limits


class Settings:
    """What all boxes of a template have in common, worked out once so that no box has to.

    Args:
        header: The service's words.
    """

    def __init__(self, header: Header) -> None:
        instructions = bytes.fromhex(header["seccomp"])
        self.seccomp = SeccompProgram(len(instructions) // 8, instructions)
        self.modules: list[str] = header["modules"]
        self.modules_on_demand: list[str] = header["modules_on_demand"]
        self.uid: int = header["uid"]
        self.gid: int = header["gid"]
        self.processors = len(os.sched_getaffinity(0))
        self.hard_limits = hard_limits()
