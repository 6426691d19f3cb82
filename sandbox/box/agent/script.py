"""A Python program that the warm interpreter runs itself."""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
import sys
import types
from typing import Any, NoReturn

from sandbox.box.agent.candidate import Launch, await_case
from sandbox.box.agent.descriptors import read_all
from sandbox.box.agent.interpreter import (
    exit_status,
    finish_interpreter,
    prepare_interpreter,
    seed_generators,
)
from sandbox.box.agent.signals import BY_DEFAULT, set_handler
from sandbox.box.agent.understudy import stand_by


def prepare_script(launch: Launch) -> tuple[str, int, dict[str, Any]]:
    """Get a warm candidate ready for its script and wait for its case."""
    namespace = prepare_interpreter(launch.argv, launch.environment)
    if launch.agent is not None:
        stand_by(launch.agent, launch.first)
    seed_generators()
    sys.argv += await_case(launch.first, "/work")
    return launch.argv[1], launch.first + 2, namespace


def load_script(path: str, shared: int) -> types.CodeType:
    """Compile the script, or take what the box's first candidate compiled from the file `shared`.

    The file is closed before anything of the script runs, so what later candidates find is of our making.
    """
    try:
        size = os.lseek(shared, 0, os.SEEK_END)
        if size:
            code: types.CodeType = marshal.loads(os.pread(shared, size, 0))
            return code
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        source = read_all(descriptor, os.fstat(descriptor).st_size)
        # Not with this file's own `from __future__` imports.
        code = compile(source, path, "exec", dont_inherit=True)
        with contextlib.suppress(OSError):  # it may be larger than any file may be
            os.pwrite(shared, marshal.dumps(code), 0)
        return code
    finally:
        os.close(shared)


def run_script(path: str, shared: int, namespace: dict[str, Any]) -> NoReturn:
    """Run the script to its end as `python3 script` would, and leave with the status that would have."""
    status = 0
    try:
        exec(load_script(path, shared), namespace)
    except SystemExit as request:
        status = exit_status(request)
    except BaseException as error:
        status = -signal.SIGINT if isinstance(error, KeyboardInterrupt) else 1
        # The first frame is this function's.
        error.__traceback__ = error.__traceback__.tb_next if error.__traceback__ else None
        with contextlib.suppress(BaseException):
            sys.excepthook(type(error), error, error.__traceback__)
    status = finish_interpreter(status)
    if status == -signal.SIGINT:
        # Whoever dies of an interrupt says so, and so does CPython.
        set_handler(signal.SIGINT, BY_DEFAULT)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(status)
