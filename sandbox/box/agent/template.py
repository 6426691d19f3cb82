"""The template: a warm interpreter that clones boxes, in which it goes on as their agent."""

from __future__ import annotations

import array
import gc
import json
import os
import signal
import socket
import sys
import time
from typing import Any

from sandbox.box.agent.box import Box, converse
from sandbox.box.agent.candidate import Launch
from sandbox.box.agent.cgroup import Cgroup
from sandbox.box.agent.folders import Folders
from sandbox.box.agent.frames import Header, report_failure
from sandbox.box.agent.interpreter import import_modules, open_standard_streams
from sandbox.box.agent.kernel import (
    CLONE_NEWCGROUP,
    CLONE_NEWIPC,
    CLONE_NEWNS,
    CLONE_NEWPID,
    CLONE_NEWUSER,
    CLONE_NEWUTS,
    clone,
    libc,
)
from sandbox.box.agent.population import Population
from sandbox.box.agent.rehearsal import CASES, INPUT, rehearse_case, rehearse_script
from sandbox.box.agent.script import prepare_script
from sandbox.box.agent.settings import Settings
from sandbox.box.agent.signals import BY_DEFAULT, IGNORED, set_handler
from sandbox.box.agent.surroundings import ENVIRONMENT
from sandbox.box.agent.walls import set_up_box


def main() -> tuple[str, int, dict[str, Any]]:
    """Be the template; in its clones, be the agent of a box; in their forks, get ready for the script."""
    set_handler(signal.SIGINT, IGNORED)
    settings = Settings(json.loads(sys.argv[1]))
    import_modules(settings.modules)
    control = socket.socket(fileno=os.dup(0))
    settle()
    for _ in range(CASES):
        candidate = rehearse_case(settings)
        if candidate is not None:
            return prepare_script(candidate)
    order, descriptors = serve_template(control)
    control.close()
    return prepare_script(serve_box(settings, order, descriptors))


def settle() -> None:
    """Give this process the streams, environment and file mode that its forks are to find."""
    log = os.dup(2)
    reading, writing = os.pipe()
    os.dup2(os.memfd_create("stdin"), 0)
    os.write(0, INPUT)
    os.dup2(writing, 1)
    os.dup2(writing, 2)
    rehearse_script()
    os.ftruncate(0, 0)
    open_standard_streams()
    os.dup2(log, 2)
    for descriptor in (log, reading, writing):
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
    os.umask(0o022)


def serve_template(control: socket.socket) -> tuple[Header, list[int]]:
    """Clone a box for every order. Returns only in a box: its order and descriptors.

    Whatever the template writes to after a clone, the kernel has to copy. So it only takes the message,
    clones, and lets go of the descriptors; boxes read their orders themselves.
    """
    flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS
    space = socket.CMSG_SPACE(32 * 4)
    first = control.fileno() + 1
    set_handler(signal.SIGCHLD, IGNORED)
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    while (message := control.recvmsg(4096, space))[0]:
        ordered_ns = time.monotonic_ns()
        try:
            pid = clone(flags)
        except OSError as error:
            # The box socket ends with our copy of it, and so the service learns; the text is for people.
            sys.stderr.write(f"clone: {error}\n")
            sys.stderr.flush()
            pid = -1
        if pid == 0:
            data, ancillary, _, _ = message
            return {**json.loads(data), "ordered_ns": ordered_ns}, passed_descriptors(ancillary)
        os.closerange(first, 1 << 20)
    sys.exit(0)


def passed_descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    """The descriptors that came with a message."""
    descriptors = array.array("i")
    for level, kind, payload in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return list(descriptors)


def serve_box(settings: Settings, order: Header, descriptors: list[int]) -> Launch:
    """Be the agent of one box. Returns only in a warm candidate."""
    set_handler(signal.SIGCHLD, BY_DEFAULT)
    # The plain type, without the wrapper's enumerations: less to copy.
    sock = socket.SocketType(fileno=descriptors[0])
    cgroup = Cgroup(dict(zip(order["cgroup"], descriptors[1:])))
    try:
        cgroup.join()
        # So that no program reads the names of groups of the host. A kernel without these namespaces may do.
        libc.unshare(CLONE_NEWCGROUP)
        order_of_dying = set_up_box(settings.uid, settings.gid)
    except BaseException as error:
        report_failure(sock, error)
        os._exit(1)
    box = Box(Population(sock, cgroup, order_of_dying, settings, Folders()))
    box.made_ms = (time.monotonic_ns() - order["ordered_ns"]) / 1e6
    return converse(box)
