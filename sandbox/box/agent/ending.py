from __future__ import annotations

import contextlib
import errno
import os
import signal
import struct

from sandbox.box.agent.kernel import check, libc
from sandbox.box.agent.signals import PLAIN_SIGNALS, set_signal_mask

SIGCHLD_ALONE = struct.pack("Q", 1 << signal.SIGCHLD - 1) + bytes(120)
"""A `sigset_t`."""
SIGNAL_BYTES = 128


class Ending:
    """Tells when a child has ended.

    By a pidfd; where the kernel has none, as gVisor's, by SIGCHLD, which is kept back and told by a
    descriptor. That signal may be for another child, and this child's may have been taken for another's, so
    the child itself is asked.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.asks = False
        try:
            self.descriptor = os.pidfd_open(pid)
        except OSError as error:
            if error.errno != errno.ENOSYS:
                raise
            self.asks = True
            set_signal_mask(PLAIN_SIGNALS.SIG_BLOCK, (signal.SIGCHLD,))
            self.descriptor = check(
                libc.signalfd(-1, SIGCHLD_ALONE, os.O_NONBLOCK | os.O_CLOEXEC), "signalfd"
            )

    def is_past(self, told: bool) -> bool:
        """Whether the child has ended.

        Args:
            told: Whether the descriptor is readable.
        """
        if not self.asks:
            return told
        if told:
            with contextlib.suppress(BlockingIOError):
                os.read(self.descriptor, SIGNAL_BYTES)
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
